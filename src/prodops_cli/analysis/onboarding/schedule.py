"""The days of a plan: counted in working days, with the person's own week, holidays and absences.

Offsets after docs/reference/vocabulary.md: whole days from the start date, negative before it; here they are working
days, so that day 5 is a week after the first day wherever somebody works. 30-60-90 are days of the calendar.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from prodops_cli.analysis.attendance import works_on
from prodops_cli.analysis.calendar import ONE_DAY
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds.onboarding import Phase
from prodops_cli.kinds.person import Person
from prodops_cli.settings import Settings

FIRST_WEEK = 5
"""Working days of the first week."""
DAYS = 90
"""Days of the calendar that a plan is for, the first one included."""
LAST_YEAR = 2201
"""Where counting ends: no day of a workspace is later."""
LONGEST_AWAY = 3653
"""And after so many days in a row, ten years, on which somebody does not work."""

PHASES: dict[Phase, str] = {
    "preboarding": "Before the first day",
    "week_1": "The first week",
    "day_30": "Days 1 to 30: learn",
    "day_60": "Days 31 to 60: contribute",
    "day_90": "Days 61 to 90: lead",
}
"""The parts of a plan, in order, with the headings for them."""


class NoWorkingDays(ProdopsError):  # noqa: N818 - a fact about a person
    """Somebody does not work on as many days as their plan has."""


@dataclass(slots=True)
class WorkingDays:
    """The days somebody works on, counted from the first day; they are found once, as far as they are asked for."""

    settings: Settings
    person: Person
    first: date
    _after: list[date] = field(default_factory=list)
    _before: list[date] = field(default_factory=list)

    def day(self, offset: int) -> date:
        """The working day that is so many after the first one (0), or before it for a negative count.

        The first one is the first day, or the next on which the person works.
        """
        if offset >= 0:
            return self._nth(self._after, self.first, ONE_DAY, offset)
        return self._nth(self._before, self.first - ONE_DAY, -ONE_DAY, -offset - 1)

    def _nth(self, found: list[date], start: date, step: timedelta, index: int) -> date:
        day = found[-1] + step if found else start
        away = 0
        while len(found) <= index:
            if away > LONGEST_AWAY or not 1900 <= day.year < LAST_YEAR:
                raise NoWorkingDays(
                    f"{self.person.id} has no working days from {self.first} on",
                    "look at working_time and absences, and at working_days in prodops.yaml",
                )
            away = 0 if self.is_working(day) else away + 1
            if away == 0:
                found.append(day)
            day += step
        return found[index]

    def is_working(self, day: date) -> bool:
        """Whether the person works on a day: one of their week, no holiday where they are, and not away."""
        return works_on(self.settings, self.person, day)


def phase_of(given: Phase | None, due: date, days: WorkingDays) -> Phase:
    """The part of the plan a task stands in: the one it names, else that of its day."""
    if given is not None:
        return given
    if due < days.first:
        return "preboarding"
    if due <= days.day(FIRST_WEEK - 1):
        return "week_1"
    passed = (due - days.first).days
    return "day_30" if passed < 30 else "day_60" if passed < 60 else "day_90"


def ends_on(first: date) -> date:
    """The last of the ninety days."""
    return first + timedelta(days=DAYS - 1)


def is_new(person: Person, as_of: date) -> bool:
    """Whether a day is one of the person's first ninety."""
    return person.starts is not None and person.starts <= as_of <= ends_on(person.starts)
