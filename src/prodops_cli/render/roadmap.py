"""The roadmap as rows of a CSV file."""

from prodops_cli.render.cells import day_cell, id_cell
from prodops_cli.render.data import to_csv
from prodops_cli.reports.roadmap import Line, Roadmap

_HEADER = (
    *("group", "id", "title", "status", "owner", "team", "contributors", "start", "target", "confidence"),
    *("shipped", "health", "derived", "promise", "goals", "product_lines", "tags", "outcome"),
)


def csv(roadmap: Roadmap) -> str:
    """A row for each initiative in each group it stands in, and for what shipped lately."""
    groups = [*((group.name, group.lines) for group in roadmap.groups), ("Shipped", roadmap.shipped)]
    return to_csv([_HEADER, *(_row(name, line) for name, lines in groups for line in lines)])


def _row(group: str, line: Line) -> tuple[str, ...]:
    return (
        *(group, line.record.id, line.record.name, line.status),
        *(id_cell(line.owner), id_cell(line.team)),
        " ".join(team.id for team in line.contributors),
        *(day_cell(line.start), day_cell(line.target), line.confidence or "", day_cell(line.shipped)),
        *(line.health or "", line.derived or "", line.promise or "", " ".join(goal.id for goal in line.goals)),
        *(", ".join(line.product_lines), " ".join(line.tags), line.outcome or ""),
    )
