"""What became of launches, as rows."""

from prodops_cli.render.data import to_csv
from prodops_cli.reports.launch_track import LaunchTrack

_HEADER = (
    "launch",
    "name",
    "launched",
    "metric",
    "unit",
    "baseline",
    "target",
    "day",
    "on",
    "state",
    "expected",
    "source",
    "value",
    "read_on",
    "owner",
)


def csv(made: LaunchTrack) -> str:
    """A row for each metric of each launch on each day."""
    rows = [
        (
            line.launch.id,
            line.launch.name,
            line.date.isoformat(),
            metric.title,
            metric.unit or "",
            _number(metric.baseline),
            _number(metric.target),
            str(point.day),
            point.on.isoformat(),
            point.state,
            _number(point.expected),
            point.source or "",
            _number(point.value),
            point.read_on.isoformat() if point.read_on is not None else "",
            line.owner.id if line.owner is not None else "",
        )
        for line in made.launches
        for metric in line.metrics
        for point in sorted((*metric.points, *metric.own), key=lambda point: point.day)
    ]
    return to_csv([_HEADER, *rows])


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"
