"""What a team can take on: person-months, by who is there on which days.

A team that states its capacity has that many person-months in a month in which the people are there who were there
when it was stated (`since`; else on the day that counts as today), in proportion to who is there otherwise: absences,
first and last days count, by hours of the week. A team that states none has what the settings' `roadmap_share` leaves
of its people's time. Within a month each working day of the team has the same share.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from prodops_cli.analysis.planning.calendars import END, Calendars, WorkingCalendar, day_from, moment_after, moment_of
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.workspace import Entry, Workspace

MOST_YEARS = 30
"""Work that takes a team longer than this is never done."""
A_HAIR = 1e-9
"""Person-months that are none: what adding fractions leaves over."""


@dataclass(frozen=True, slots=True)
class _Level:
    """From a moment on, so many full-time people are there."""

    since: int
    people: float


class Supply:
    """The person-months that a team can put into its roadmap, day by day."""

    def __init__(self, levels: Sequence[_Level], per_person: float, calendar: WorkingCalendar, usual: float) -> None:
        self._levels = levels
        self._since = [level.since for level in levels]
        self._per_person = per_person
        self._calendar = calendar
        self.usual = usual
        """Person-months of a month in which nobody is away."""
        self._months: dict[int, float] = {}

    def between(self, start: int, end: int) -> float:
        """Person-months between two moments."""
        found = 0.0
        for first, last in _months(start, end):
            is_whole = start <= first and last <= end
            found += (
                self._of_month(first, last) if is_whole else self._part(first, last, max(start, first), min(end, last))
            )
        return found

    def done(self, start: int, effort: float) -> int | None:
        """The moment at which so many person-months are worked off, from a moment on; None if that takes decades."""
        left = effort
        if left <= A_HAIR:
            return start
        for first, last in _months(start, min(start + MOST_YEARS * 366, END)):
            here = self._of_month(first, last) if start <= first else self._part(first, last, start, last)
            if here < left - A_HAIR:
                left -= here
                continue
            for begin, until, per_day in self._stretches(first, last, max(start, first), last):
                days = self._calendar.count(begin, until)
                if per_day * days >= left - A_HAIR:
                    return self._calendar.after(begin, max(ceil((left - A_HAIR) / per_day), 1))
                left -= per_day * days
        return None

    def _of_month(self, first: int, last: int) -> float:
        if first not in self._months:
            self._months[first] = self._part(first, last, first, last)
        return self._months[first]

    def _part(self, first: int, last: int, start: int, end: int) -> float:
        """Person-months of a part of a month, which goes from `first` to `last`."""
        stretches = self._stretches(first, last, start, end)
        return sum(per_day * self._calendar.count(begin, until) for begin, until, per_day in stretches)

    def _stretches(self, first: int, last: int, start: int, end: int) -> Iterator[tuple[int, int, float]]:
        """The stretches of a part of a month in which the same people are there: from, to, person-months a day."""
        days = self._calendar.count(first, last)
        if not days:
            return
        index = max(bisect_right(self._since, start) - 1, 0)
        while start < end:
            until = min(self._since[index + 1], end) if index + 1 < len(self._since) else end
            yield start, until, self._levels[index].people * self._per_person / days
            start, index = until, index + 1


def _months(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The months that a stretch touches, each as its first moment and the one after it."""
    if start >= end:
        return
    day = day_from(start)
    year, month = day.year, day.month
    first = date(year, month, 1).toordinal()
    while first < end:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        last = date(year, month, 1).toordinal()
        yield first, last
        first = last


class Supplies:
    """What each team of a workspace can take on."""

    def __init__(self, workspace: Workspace, as_of: date, calendars: Calendars | None = None) -> None:
        self._workspace = workspace
        self._as_of = as_of
        self._calendars = calendars or Calendars(workspace)
        self._people: dict[str, list[Entry[Person]]] = defaultdict(list)
        for entry in workspace.of(Person):
            if entry.record.team is not None:
                self._people[entry.record.team].append(entry)
        self._made: dict[str | None, Supply | None] = {}

    def of(self, team: str | None) -> Supply | None:
        """What a team can take on; None where neither its file nor its people say."""
        if team not in self._made:
            self._made[team] = self._make(team)
        return self._made[team]

    def people(self, team: str | None) -> tuple[Entry[Person], ...]:
        """Those who belong to a team, whenever; who belongs to a second one counts where they say they do."""
        return tuple(self._people.get(team or "", ()))

    def _make(self, id_: str | None) -> Supply | None:
        team, people = self._workspace.get(Team, id_), self.people(id_)
        stated = team.capacity if team is not None else None
        calendar = self._calendars.of(id_)
        hours = self._workspace.settings.planning.full_time_hours
        if stated is None:
            share = self._workspace.settings.planning.roadmap_share
            usual = share * _there(people, moment_of(self._as_of), hours)
            return Supply(_levels(people, hours), share, calendar, usual) if people else None
        there = _there(people, moment_of(stated.since or self._as_of), hours)
        if not there:
            return Supply((_Level(0, 1.0),), stated.person_months, calendar, stated.person_months)
        return Supply(_levels(people, hours), stated.person_months / there, calendar, stated.person_months)


def _part_of_full_time(person: Person, full_time: float) -> float:
    return person.working_time.hours / full_time if person.working_time is not None else 1.0


def _there(people: Sequence[Entry[Person]], moment: int, full_time: float) -> float:
    """How many full-time people belong to a team at a moment, whoever is away."""
    return sum(_part_of_full_time(entry.record, full_time) for entry in people if _is_there(entry.record, moment))


def _is_there(person: Person, moment: int) -> bool:
    """Whether a moment is between somebody's first and last day, absences aside."""
    return (person.starts is None or moment_of(person.starts) <= moment) and (
        person.ends is None or moment < moment_after(person.ends)
    )


def _levels(people: Sequence[Entry[Person]], full_time: float) -> tuple[_Level, ...]:
    """How many full-time people are there, from each moment on at which that changes."""
    changes: dict[int, float] = defaultdict(float)
    changes[0] = 0.0
    for entry in people:
        part = _part_of_full_time(entry.record, full_time)
        for start, end in _present(entry.record):
            changes[start] += part
            if end < END:
                changes[end] -= part
    levels, now = [], 0.0
    for moment, change in sorted(changes.items()):
        now += change
        levels.append(_Level(moment, max(round(now, 9), 0.0)))
    return tuple(levels)


def _present(person: Person) -> Iterator[tuple[int, int]]:
    """The stretches in which somebody is there: between the first and the last day, without absences."""
    start = moment_of(person.starts) if person.starts is not None else 0
    last = moment_after(person.ends) if person.ends is not None else END
    for absence in sorted(person.absences, key=lambda absence: absence.start):
        away, back = moment_of(absence.start), moment_after(absence.end)
        if start < min(away, last):
            yield start, min(away, last)
        start = max(start, back)
    if start < last:
        yield start, last
