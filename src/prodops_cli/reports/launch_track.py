"""`prodops launch track`: what became of launches, 7, 30 and 90 days after them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.launches.tracking import (
    HORIZONS,
    Judged,
    StageState,
    State,
    judged,
    next_measure,
    stage_standing,
)
from prodops_cli.analysis.lookup import find_called
from prodops_cli.analysis.words import counted, listed
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds.launch import Launch, LaunchMetric
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by, report


@dataclass(frozen=True, slots=True)
class Point:
    """A metric on a day after the launch."""

    day: int
    on: date
    state: State
    expected: float | None
    source: str | None
    """Who expects it: a checkpoint, the target, or a straight line from the baseline."""
    value: float | None
    """The reading it is judged by, or the last one there is."""
    read_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class MetricLine:
    """A metric of a launch."""

    title: str
    unit: str | None
    baseline: float | None
    target: float | None
    points: tuple[Point, ...]
    """On the days on which every launch is looked at."""
    own: tuple[Point, ...]
    """On the other days that it has checkpoints for; none where one day was asked for."""
    next_day: int | None
    """How many days after the launch it has to be measured next; None where it is done."""
    next_on: date | None
    is_overdue: bool
    note: str | None
    """What was noted at the last reading."""


@dataclass(frozen=True, slots=True)
class StageLine:
    """A step of the rollout."""

    on: date
    percent: float
    reached: date | None
    state: StageState
    words: str
    guard: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Tracked:
    """A launch after its day."""

    launch: Named
    date: date
    days: int
    """How many days ago it was."""
    owner: Named | None
    """Who measures."""
    metrics: tuple[MetricLine, ...]
    rollout: tuple[StageLine, ...]
    percent: float | None
    """The share of users that have it; None where no step is said to have been reached."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be measured."""

    on: date
    launch: Named
    metric: str
    day: int
    owner: Named | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class LaunchTrack:
    """What became of launches."""

    organisation: str
    as_of: date
    launch: Named | None
    """The one it is about; None for all."""
    days: tuple[int, ...]
    headline: str
    launches: tuple[Tracked, ...]
    """Those that have launched, the latest first."""
    due: tuple[Due, ...]
    """What has to be measured next, by day."""


@report
def launch_track(workspace: Workspace, as_of: date, launch: str | None = None, day: int | None = None) -> LaunchTrack:
    """What became of launches, 7, 30 and 90 days after them: metrics against targets, steps and their guards.

    Raises ProdopsError for a launch that is not there, or that has not launched.
    """
    one = _launched(workspace, launch, as_of) if launch is not None else None
    days = (day,) if day is not None else HORIZONS
    chosen = (one,) if one is not None else workspace.of(Launch)
    found = sorted(
        (
            _tracked(workspace, entry, entry.record.date, days, as_of)
            for entry in chosen
            if entry.record.status == "launched" and entry.record.date is not None and entry.record.date <= as_of
        ),
        key=lambda line: (-line.date.toordinal(), line.launch.id),
    )
    due = sorted(_due(found), key=lambda one: (one.on, one.launch.id, one.metric))
    return LaunchTrack(
        organisation=workspace.settings.name,
        as_of=as_of,
        launch=named(one) if one is not None else None,
        days=days,
        headline=_headline(found, due),
        launches=tuple(found),
        due=tuple(due),
    )


def _launched(workspace: Workspace, text: str, as_of: date) -> Entry[Launch]:
    entry = find_called(workspace, Launch, text)
    if entry.record.status != "launched":
        raise ProdopsError(
            f"{entry.record.label} has not launched", "what stands before it: `prodops launch readiness`"
        )
    if entry.record.date is None:
        raise ProdopsError(f"{entry.record.label} has no date to count from", "add the day it launched, as `date:`")
    if entry.record.date > as_of:
        raise ProdopsError(
            f"{entry.record.label} had not launched on {as_of}: it did on {entry.record.date}", "ask for a later day"
        )
    return entry


def _headline(found: list[Tracked], due: list[Due]) -> str:
    """How the latest day of each metric that has come was judged."""
    last = [_last((*metric.points, *metric.own)) for line in found for metric in line.metrics]
    states = [point.state for point in last if point is not None]
    is_old = [point.value is not None for point in last if point is not None and point.state == "no_reading"]
    parts = [
        f"{counted(states.count('met'), 'metric')} on target" if "met" in states else "",
        f"{states.count('missed'):,} short of it" if "missed" in states else "",
        f"{is_old.count(True):,} without a new reading" if True in is_old else "",
        f"{is_old.count(False):,} without a reading" if False in is_old else "",
    ]
    overdue = sum(one.is_overdue for one in due)
    parts += [f"{counted(overdue, 'measurement')} overdue" if overdue else ""]
    said = listed([part for part in parts if part])
    return f"{counted(len(found), 'launch')} so far{f': {said}' if said else ''}."


def _last(points: Iterable[Point]) -> Point | None:
    """The latest of the days that have come; of those for which something is expected, where there are any."""
    come = [point for point in points if point.state != "to_come"]
    asked = [point for point in come if point.expected is not None]
    return max(asked or come, key=lambda point: point.day, default=None)


def _tracked(workspace: Workspace, entry: Entry[Launch], launched: date, days: tuple[int, ...], as_of: date) -> Tracked:
    launch = entry.record
    stages = []
    for stage in launch.rollout:
        standing = stage_standing(stage, as_of)
        stages.append(
            StageLine(
                stage.on, stage.percent, stage.reached, standing.state, standing.words, standing.guard, stage.note
            )
        )
    reached = [stage.percent for stage in stages if stage.state == "reached"]
    return Tracked(
        launch=named(entry),
        date=launched,
        days=(as_of - launched).days,
        owner=named_by(workspace, "person", launch.owner),
        metrics=tuple(_metric(metric, launched, days, as_of) for metric in launch.metrics),
        rollout=tuple(stages),
        percent=max(reached, default=None),
    )


def _metric(metric: LaunchMetric, launched: date, days: tuple[int, ...], as_of: date) -> MetricLine:
    due = next_measure(metric, launched, as_of)
    named = sorted({one.after for one in metric.checkpoints}.difference(HORIZONS)) if days == HORIZONS else ()
    points, own = (tuple(_point(judged(metric, launched, day, as_of)) for day in some) for some in (days, named))
    readings = [reading for reading in metric.readings if reading.on <= as_of]
    last = max(reversed(readings), key=lambda reading: reading.on, default=None)
    return MetricLine(
        title=metric.title,
        unit=metric.unit,
        baseline=metric.baseline,
        target=metric.target,
        points=points,
        own=own,
        next_day=due.day if due is not None else None,
        next_on=due.on if due is not None else None,
        is_overdue=due is not None and due.is_overdue,
        note=last.note if last is not None else None,
    )


_SOURCES = {"checkpoint": "checkpoint", "target": "target", "line": "straight line from the baseline"}


def _point(found: Judged) -> Point:
    wanted, reading = found.expected, found.reading
    return Point(
        day=found.day,
        on=found.on,
        state=found.state,
        expected=wanted.value if wanted is not None else None,
        source=_SOURCES[wanted.source] if wanted is not None else None,
        value=reading.value if reading is not None else None,
        read_on=reading.on if reading is not None else None,
        words=found.words,
    )


def _due(found: Iterable[Tracked]) -> Iterable[Due]:
    """What has to be measured of each launch, and when."""
    for line in found:
        for metric in line.metrics:
            if metric.next_on is not None and metric.next_day is not None:
                yield Due(metric.next_on, line.launch, metric.title, metric.next_day, line.owner, metric.is_overdue)
