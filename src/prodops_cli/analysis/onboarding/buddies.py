"""Who could be somebody's buddy: near, with time, and there in the first weeks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from prodops_cli.analysis.attendance import is_away_throughout
from prodops_cli.analysis.onboarding.clocks import WORKING_HOURS, Clocks
from prodops_cli.analysis.onboarding.schedule import ends_on, is_new
from prodops_cli.analysis.ownership import open_ownerships
from prodops_cli.analysis.people import is_here, members_by_team
from prodops_cli.analysis.words import counted
from prodops_cli.kinds.person import Person
from prodops_cli.workspace import Entry, Workspace

FIRST_WEEKS = 14
"""Days that a buddy must not be away for all of."""
_NEWCOMER = 4.0
"""How much another newcomer weighs, in things that somebody answers for."""
_HOUR_APART = 0.5
_UNKNOWN_DISTANCE = 4.0
"""Where nobody says which clock somebody lives by, a near one is better."""
_HARDLY_ANY = 2
"""Working hours in common, below which a buddy is nearly out of reach."""
_OUT_OF_REACH = 6.0
_OTHER_TEAM = 6.0
_OTHER_ROLE = 1.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be a buddy; the smaller the burden, the better."""

    entry: Entry[Person]
    is_same_team: bool
    is_same_role: bool
    newcomers: int
    """How many others this person is a buddy for in the same weeks."""
    open: int
    """How many open things this person answers for."""
    hours_apart: float | None
    """How far apart the clocks are; None where one of the places is not known."""

    @property
    def burden(self) -> float:
        """What speaks against them: newcomers and open work, hours apart, another team, another role (ours)."""
        return (
            self.newcomers * _NEWCOMER
            + self.open
            + _distance(self.hours_apart)
            + (0.0 if self.is_same_team else _OTHER_TEAM)
            + (0.0 if self.is_same_role else _OTHER_ROLE)
        )

    @property
    def why(self) -> str:
        """What speaks for them, in words."""
        reasons = ["same team" if self.is_same_team else "same role"]
        if self.is_same_team and self.is_same_role:
            reasons.append("same role")
        reasons.append(f"answers for {counted(self.open, 'open thing')}" if self.open else "answers for nothing open")
        if self.newcomers:
            reasons.append(f"already buddy of {self.newcomers}")
        if self.hours_apart is not None:
            reasons.append(f"{max(WORKING_HOURS - self.hours_apart, 0):g} working hours in common")
        return ", ".join(reasons)


def _distance(hours_apart: float | None) -> float:
    """What the clocks speak against somebody."""
    if hours_apart is None:
        return _UNKNOWN_DISTANCE
    is_far = WORKING_HOURS - hours_apart < _HARDLY_ANY
    return hours_apart * _HOUR_APART + (_OUT_OF_REACH if is_far else 0.0)


def candidates(workspace: Workspace, person: Person, starts: date) -> tuple[Candidate, ...]:
    """Who could be the buddy of somebody who starts on a day, the best first.

    Of the same team or role; here throughout the ninety days and for part of the first two weeks; neither the
    manager nor new themselves.
    """
    team = frozenset(entry.id for entry in members_by_team(workspace, starts).get(person.team or "", ()))
    fitting = [
        entry
        for entry in workspace.of(Person)
        if (entry.id in team or (person.role is not None and entry.record.role == person.role))
        and entry.id not in (person.id, person.manager)
        and _can_help(entry.record, starts)
    ]
    if not fitting:
        return ()
    newcomers = Counter(id_ for id_ in _buddies(workspace, starts, person.id) if id_ is not None)
    open_ = Counter(owned.person for owned in open_ownerships(workspace))
    clocks = Clocks(workspace, starts)
    found = (
        Candidate(
            entry,
            entry.id in team,
            person.role is not None and entry.record.role == person.role,
            newcomers[entry.id],
            open_[entry.id],
            clocks.hours_apart(entry.record, person),
        )
        for entry in fitting
    )
    return tuple(sorted(found, key=lambda one: (one.burden, one.entry.id)))


def _buddies(workspace: Workspace, starts: date, without: str) -> Iterator[str | None]:
    """The buddies of those who are in their first ninety days when somebody starts."""
    for entry in workspace.of(Person):
        other = entry.record
        if entry.id != without and (is_new(other, starts) or _starts_within(other, starts)):
            yield other.buddy


def _starts_within(other: Person, starts: date) -> bool:
    return other.starts is not None and starts <= other.starts <= ends_on(starts)


def _can_help(other: Person, starts: date) -> bool:
    return (
        is_here(other, starts)
        and not is_new(other, starts)
        and (other.ends is None or other.ends > ends_on(starts))
        and not is_away_throughout(other, starts, starts + timedelta(days=FIRST_WEEKS - 1))
    )
