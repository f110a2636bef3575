"""What became of a launch: its metrics some days after it, against what was expected, and the steps of its rollout.

Nothing is interpolated between readings: where nobody measured, it says since when. Only what is expected may lie on a
straight line, and is then called so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.launch import Launch, LaunchMetric, Reading, Stage

HORIZONS = (7, 30, 90)
"""Days after a launch on which one looks at it."""
FINAL = 90
"""The day that a target without checkpoints is for."""

State = Literal["met", "missed", "no_reading", "no_target", "to_come"]
StageState = Literal["reached", "due", "to_come"]


# --- what is expected ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expected:
    """The value that a metric should have on a day after the launch."""

    value: float
    source: Literal["checkpoint", "target", "line"]
    """Who says so: a checkpoint, the target itself, or a straight line from the baseline to the target."""


def expected(metric: LaunchMetric, day: int) -> Expected | None:
    """What should be true so many days after the launch; None where nothing says so.

    A checkpoint of that day; else the target, where that is for the day. Without checkpoints the target is for day 90,
    and before it a straight line from the baseline leads there.
    """
    own = next((one for one in metric.checkpoints if one.after == day), None)
    if own is not None:
        return Expected(own.target, "checkpoint")
    if metric.target is None:
        return None
    if day == FINAL and all(one.after < FINAL for one in metric.checkpoints):
        return Expected(metric.target, "target")
    if metric.checkpoints or metric.baseline is None or day > FINAL:
        return None
    return Expected(metric.baseline + (metric.target - metric.baseline) * day / FINAL, "line")


def is_reached(metric: LaunchMetric, value: float, wanted: float) -> bool:
    """Whether a value is at least as good as another: as low, for a metric whose target is below its baseline."""
    aim = metric.target if metric.target is not None else wanted
    is_downwards = metric.baseline is not None and aim < metric.baseline
    return value <= wanted if is_downwards else value >= wanted


# --- readings -----------------------------------------------------------------------------------------


def latest_reading(metric: LaunchMetric, launched: date, last: date) -> Reading | None:
    """The last reading from the day of the launch to a day; of two on one day, the one that stands lower."""
    found = [reading for reading in metric.readings if launched <= reading.on <= last]
    return max(reversed(found), key=lambda reading: reading.on, default=None)


@dataclass(frozen=True, slots=True)
class Judged:
    """A metric on a day after the launch."""

    day: int
    on: date
    state: State
    expected: Expected | None
    reading: Reading | None
    """The reading it is judged by; with `no_reading` the last one there is, which is too old."""
    words: str
    """What there is to say about the reading: `3.1 on day 6`, `no reading since day 3`."""


def judged(metric: LaunchMetric, launched: date, day: int, as_of: date) -> Judged:
    """Where a metric stood on a day after the launch, by the readings up to then.

    A reading speaks for a day only if it was taken after the day before of 7, 30 and 90: that of day 3 says nothing
    about day 30.
    """
    on, wanted = launched + timedelta(days=day), expected(metric, day)
    reading = latest_reading(metric, launched, min(on, as_of))
    if on > as_of:
        return Judged(day, on, "to_come", wanted, reading, _so_far(reading, launched))
    former = max((one for one in HORIZONS if one < day), default=0)
    if reading is None or (reading.on - launched).days <= former != 0:
        since = f" since {_day_of(reading, launched)}" if reading is not None else ""
        return Judged(day, on, "no_reading", wanted, reading, f"no reading{since}")
    words = f"{reading.value:g} on {_day_of(reading, launched)}"
    if wanted is None:
        return Judged(day, on, "no_target", None, reading, words)
    state: State = "met" if is_reached(metric, reading.value, wanted.value) else "missed"
    return Judged(day, on, state, wanted, reading, words)


def _so_far(reading: Reading | None, launched: date) -> str:
    return f"{reading.value:g} on {_day_of(reading, launched)}" if reading is not None else "no reading yet"


def _day_of(reading: Reading, launched: date) -> str:
    return f"day {(reading.on - launched).days}"


@dataclass(frozen=True, slots=True)
class NextMeasure:
    """The next time that a metric has to be measured."""

    day: int
    on: date
    is_overdue: bool


def next_measure(metric: LaunchMetric, launched: date, as_of: date) -> NextMeasure | None:
    """The day that a metric has to be measured for next, of 7, 30, 90 and its checkpoints.

    Where there are checkpoints, up to the last day for which something is expected: after one for day 7 alone, nobody
    asks about day 30.

    The last day that has come is overdue where no reading speaks for it and none came after it: one of today tells
    more than none. None where everything up to the last of these days has been measured.
    """
    every = sorted({*HORIZONS, *(one.after for one in metric.checkpoints)})
    last = (
        max((day for day in every if expected(metric, day) is not None), default=0) if metric.checkpoints else every[-1]
    )
    days = [day for day in every if day <= last]
    latest = max((day for day in days if launched + timedelta(days=day) <= as_of), default=None)
    if latest is not None and judged(metric, launched, latest, as_of).state == "no_reading":
        on, reading = launched + timedelta(days=latest), latest_reading(metric, launched, as_of)
        if reading is None or reading.on < on:
            return NextMeasure(latest, on, is_overdue=True)
    ahead = next((day for day in days if launched + timedelta(days=day) > as_of), None)
    return NextMeasure(ahead, launched + timedelta(days=ahead), is_overdue=False) if ahead is not None else None


# --- rollout ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StageStanding:
    """Where a step of the rollout stands."""

    state: StageState
    words: str
    """When it was reached, beside its plan: `reached on 2026-09-03, 2 days late`."""
    guard: str | None
    """The guard and whether it held; None where there is none."""


def stage_standing(stage: Stage, as_of: date) -> StageStanding:
    """Where a step stands on a day."""
    guard = f"{stage.guard}: {_HELD[stage.held]}" if stage.guard is not None else None
    if stage.reached is not None and stage.reached <= as_of:
        late = (stage.reached - stage.on).days
        beside = "" if not late else f", {days_text(abs(late))} {'late' if late > 0 else 'early'}"
        return StageStanding("reached", f"reached{beside}", guard)
    if stage.on <= as_of:
        return StageStanding("due", "nobody says it was reached", guard)
    return StageStanding("to_come", "to come", f"{stage.guard}" if stage.guard is not None else None)


_HELD = {True: "held", False: "did not hold", None: "nobody says whether it held"}


def broken_guards(launch: Launch) -> Iterator[int]:
    """The places of the steps whose guard did not hold, where a later step was reached all the same."""
    for index, stage in enumerate(launch.rollout):
        if stage.held is False and any(later.reached is not None for later in launch.rollout[index + 1 :]):
            yield index
