"""The lines of a status update, one dataclass for each section."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from prodops_cli.analysis.goals import Pace
from prodops_cli.analysis.moved import What
from prodops_cli.analysis.roadmap import Weight
from prodops_cli.fields import Health
from prodops_cli.policy import Tier
from prodops_cli.reports._base import Named
from prodops_cli.reports._sources import Notes


@dataclass(frozen=True, slots=True)
class Totals:
    """The initiatives under way, by what their owners say."""

    under_way: int
    on_track: int
    at_risk: int
    off_track: int
    other: int
    """Paused, or done and not shipped yet."""
    not_started: int
    """Planned, and nobody has said how it goes."""
    unknown: int
    """In progress, and nobody has said how it goes."""
    moved: int
    """How many of those on track have another date than the first that was promised."""
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class Shipped:
    """Something that reached its users."""

    what: Literal["shipped", "launched"]
    record: Named
    on: date
    target: date | None
    days_late: int | None
    """Days after its last target, negative where it came earlier; None without one."""
    owner: Named | None
    team: Named | None
    outcome: str | None
    promise: str | None
    """What history adds, where its date moved: `2nd target, +14 days against the first promise`."""
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A promise that moved, or work that was stopped, taken up again or taken out of the files."""

    what: What
    kind: str
    """The record's kind: initiative or launch."""
    record: Named
    field: str | None
    """The field of the day that moved, where it is not the record's own target or date."""
    old: date | None
    new: date | None
    days: int
    promise: str | None
    """The promise with its history: `3rd target, +71 days against the first promise`."""
    owner: Named | None
    team: Named | None
    on: date
    """The day on which it was moved."""
    author: str | None
    """Who committed it."""
    why: str | None
    """The subject of that commit; None where it is not committed yet."""
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks against on track."""

    kind: Literal["past_due", "dependency", "stale", "moved", "goal"]
    weight: Weight
    text: str
    other: Named | None
    """The initiative it waits for, or the goal it is for, where that is the reason."""


@dataclass(frozen=True, slots=True)
class Said:
    """The last thing that the owner said."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class RiskLine:
    """Work to worry about."""

    record: Named
    owner: Named | None
    team: Named | None
    target: date | None
    days_past_due: int
    declared: Health | None
    derived: Health
    is_contradicted: bool
    """Whether the evidence is worse than what the owner says."""
    reasons: tuple[Reason, ...]
    said: Said | None
    promise: str | None
    """What history adds, where its date moved."""
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal that is pursued today."""

    record: Named
    period: str | None
    owner: Named | None
    score: float | None
    expected: float | None
    pace: Pace | None
    measured: date | None
    """The day of the latest check-in."""
    declared: Health | None
    """How its owner says it goes."""
    is_contradicted: bool
    """Whether the pace is worse than what the owner says."""
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class LaunchLine:
    """A launch of the coming weeks."""

    record: Named
    owner: Named | None
    date: date | None
    days_left: int
    tier: Tier
    gates_passed: int
    gates: int
    work_open: int
    """How many of the initiatives it ships are not there: still open, cancelled, or not on the roadmap."""
    is_ready: bool
    """Whether `launch readiness` would let it go, on conditions or without."""
    promise: str | None
    """What history adds, where its date moved."""
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that is due or planned to start."""

    what: Literal["due", "starts"]
    record: Named
    on: date
    days_left: int
    owner: Named | None
    team: Named | None
    health: Health | None
    promise: str | None
    """What history adds, where its date moved."""
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who comes, goes or is away."""

    what: Literal["new", "leaving", "away"]
    record: Named
    first: date
    last: date
    is_past: bool
    """Whether the first day is over."""
    role: str | None
    team: Named | None
    answers_for: int
    """How many open things somebody who leaves is named as the owner of."""
    notes: Notes = ()
