"""The launches of the coming weeks as rows of a CSV file."""

from prodops_cli.render.cells import day_cell, id_cell, yes_cell
from prodops_cli.render.data import to_csv
from prodops_cli.reports.readiness import ReadinessTable


def table_csv(table: ReadinessTable) -> str:
    """A row for each launch, those in trouble first."""
    header = (
        *("id", "title", "owner", "date", "days_left", "tier", "verdict", "in_trouble"),
        *("holds", "conditions", "now", "later", "first_of_all"),
    )
    rows = (
        (
            *(line.launch.id, line.launch.name, id_cell(line.owner)),
            *(day_cell(line.date), _number(line.days_left), str(line.tier)),
            *(line.decision, yes_cell(line.is_in_trouble), str(line.holds), str(line.conditions)),
            *(str(line.pressing), str(line.ahead), line.first or ""),
        )
        for line in table.launches
    )
    return to_csv([header, *rows])


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
