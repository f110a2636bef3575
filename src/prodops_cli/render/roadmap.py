"""The roadmap as rows of a CSV file."""

from datetime import date

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
        *(record.id if record is not None else "" for record in (line.owner, line.team)),
        " ".join(team.id for team in line.contributors),
        *(_day(line.start), _day(line.target), line.confidence or "", _day(line.shipped)),
        *(line.health or "", line.derived or "", line.promise or "", " ".join(goal.id for goal in line.goals)),
        *(", ".join(line.product_lines), " ".join(line.tags), line.outcome or ""),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
