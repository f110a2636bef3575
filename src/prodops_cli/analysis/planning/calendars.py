"""Working calendars to reckon with: days as numbers, and how to get from one to another by working days.

A day is its `date.toordinal()`. A moment is the beginning of a day, so that a stretch of days is half-open: work from
Monday to Friday begins at Monday's number and ends at Saturday's.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Protocol

from prodops_cli.analysis.calendar import ONE_DAY, WEEKDAYS, public_holidays
from prodops_cli.errors import ProdopsError
from prodops_cli.fields import Weekday
from prodops_cli.kinds.team import Team
from prodops_cli.settings import Holiday
from prodops_cli.workspace import Workspace

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years that days in files can have; a calendar ends with the last of them."""
END = date(LAST_YEAR, 12, 31).toordinal() + 1
"""The moment after the last day there is: whatever would come later comes then."""


class Calendar(Protocol):
    """On which days work is done."""

    def begin(self, moment: int) -> int:
        """The first moment from this one on at which a working day begins."""

    def after(self, moment: int, days: int) -> int:
        """The moment at which so many working days are over, from one at which a working day begins."""

    def before(self, moment: int, days: int) -> int:
        """The latest moment at which so many working days can begin, to be over by this one."""

    def start_of_end(self, moment: int, days: int) -> int:
        """The earliest moment at which so many working days can begin, not to be over before this one."""

    def count(self, start: int, end: int) -> int:
        """The working days between two moments; negative where the second is the earlier one."""


class WorkingCalendar:
    """A working week and its days off, as a list of working days that grows by years as they are asked for."""

    def __init__(self, week: Sequence[Weekday], holidays: Sequence[Holiday]) -> None:
        if not week:
            raise ProdopsError("prodops.yaml names no working days", "write working_days: [mon, tue, wed, thu, fri]")
        self._week = frozenset(WEEKDAYS.index(day) for day in week)
        self._own = frozenset(holiday.date for holiday in holidays if holiday.date is not None)
        self._codes = tuple(holiday.country for holiday in holidays if holiday.country is not None)
        self._days: list[int] = []
        self._first = self._last = 0

    @property
    def days_a_week(self) -> int:
        """How many days of a week are worked, days off aside."""
        return len(self._week)

    def begin(self, moment: int) -> int:
        """The first moment from this one on at which a working day begins."""
        self._reach(moment)
        index = bisect_left(self._days, moment)
        while index == len(self._days):
            if self._last == LAST_YEAR:
                return END
            self._extend(self._last + 1)
        return self._days[index]

    def after(self, moment: int, days: int) -> int:
        """The moment at which so many working days are over; without any, the moment itself."""
        if days <= 0 or moment >= END:
            return min(moment, END)
        self._reach(moment)
        index = bisect_left(self._days, moment) + days - 1
        while index >= len(self._days):
            if self._last == LAST_YEAR:
                return END
            self._extend(self._last + 1)
        return self._days[index] + 1

    def before(self, moment: int, days: int) -> int:
        """The latest moment at which so many working days can begin, to be over by this one."""
        if days <= 0:
            return moment
        self._reach(moment - 1)
        while (index := bisect_left(self._days, moment) - days) < 0:
            if self._first == FIRST_YEAR:
                return self._days[0]
            self._extend(self._first - 1)
        return self._days[index]

    def start_of_end(self, moment: int, days: int) -> int:
        """The earliest moment at which so many working days can begin, not to be over before this one."""
        if days <= 0:
            return moment
        last = self.begin(moment - 1)
        return self.before(last + 1, days) if last < END else END

    def count(self, start: int, end: int) -> int:
        """The working days between two moments; negative where the second is the earlier one."""
        self._reach(start)
        self._reach(end)
        return bisect_left(self._days, end) - bisect_left(self._days, start)

    def _reach(self, moment: int) -> None:
        """Know the year of a moment, and all between it and those that are known."""
        year = min(max(date.fromordinal(min(max(moment, 1), END)).year, FIRST_YEAR), LAST_YEAR)
        if not self._days:
            self._first = self._last = year
            self._days = self._working_days(year)
        while year < self._first:
            self._extend(self._first - 1)
        while year > self._last:
            self._extend(self._last + 1)

    def _extend(self, year: int) -> None:
        found = self._working_days(year)
        if year < self._first:
            self._first, self._days = year, found + self._days
        else:
            self._last = year
            self._days += found

    def _working_days(self, year: int) -> list[int]:
        public = set(chain.from_iterable(public_holidays(code, year) or () for code in self._codes))
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        off = {day.toordinal() for day in (*public, *self._own) if day.year == year}
        return [day for day in range(first, last + 1) if (day - 1) % 7 in self._week and day not in off]


class Calendars:
    """The working calendars of a workspace's teams; those that are alike are one."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._made: dict[tuple[tuple[Weekday, ...], tuple[Holiday, ...]], WorkingCalendar] = {}
        self._by_team: dict[str | None, WorkingCalendar] = {}

    def of(self, team: str | None) -> WorkingCalendar:
        """The calendar of a team: its own week and days off, those of the workspace where it names none."""
        if team not in self._by_team:
            self._by_team[team] = self._make(self._workspace.get(Team, team))
        return self._by_team[team]

    def _make(self, team: Team | None) -> WorkingCalendar:
        settings = self._workspace.settings
        week = (team.working_days if team is not None else ()) or settings.working_days
        holidays = (team.holidays if team is not None else ()) or settings.holidays
        made = self._made.get((week, holidays))
        if made is None:
            made = self._made[week, holidays] = WorkingCalendar(week, holidays)
        return made


def moment_of(day: date) -> int:
    """The moment at which a day begins."""
    return day.toordinal()


def moment_after(day: date) -> int:
    """The moment at which a day is over."""
    return day.toordinal() + 1


def day_from(moment: int) -> date:
    """The day that begins at a moment."""
    return date.fromordinal(min(moment, END - 1))


def day_until(moment: int) -> date:
    """The last day of what is over at a moment."""
    return date.fromordinal(min(moment, END)) - ONE_DAY
