"""On which days somebody works: their own week, the holidays where they are, and what they are away for."""

from datetime import date

from prodops_cli.analysis.calendar import ONE_DAY, WEEKDAYS, holiday_codes, public_holidays
from prodops_cli.kinds.person import Person
from prodops_cli.settings import Settings


def works_on(settings: Settings, person: Person, day: date) -> bool:
    """Whether a person works on a day: one of their week, no holiday where they are, and not away."""
    return is_in_week(settings, person, day) and not is_away(person, day) and not _is_holiday_for(settings, person, day)


def is_in_week(settings: Settings, person: Person, day: date) -> bool:
    """Whether a day is one of those of a person's week: their own where they have one, else everybody's."""
    own = person.working_time.days if person.working_time is not None else ()
    return WEEKDAYS[day.weekday()] in (own or settings.working_days)


def is_away(person: Person, day: date) -> bool:
    """Whether a person is absent on a day."""
    return any(absence.start <= day <= absence.end for absence in person.absences)


def is_away_throughout(person: Person, first: date, last: date) -> bool:
    """Whether absences, one or several, take up all of a stretch of days."""
    for absence in sorted(person.absences, key=lambda absence: absence.start):
        if absence.start <= first <= absence.end:
            first = absence.end + ONE_DAY
    return first > last


def _is_holiday_for(settings: Settings, person: Person, day: date) -> bool:
    """Whether the company has a day off of its own, or there is a public holiday where the person works."""
    if any(holiday.date == day for holiday in settings.holidays):
        return True
    here = person.location.country if person.location is not None else None
    codes = (here,) if here is not None else holiday_codes(settings)
    return any(day in (public_holidays(code, day.year) or {}) for code in codes)
