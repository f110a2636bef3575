"""The launches of the coming weeks as rows of a CSV file."""

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
            *(line.launch.id, line.launch.name, line.owner.id if line.owner is not None else ""),
            *(line.date.isoformat() if line.date is not None else "", _number(line.days_left), str(line.tier)),
            *(line.decision, "yes" if line.is_in_trouble else "no", str(line.holds), str(line.conditions)),
            *(str(line.pressing), str(line.ahead), line.first or ""),
        )
        for line in table.launches
    )
    return to_csv([header, *rows])


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
