"""Periods, working days and holidays: what the workspace's calendar says about a day.

A fiscal year carries the number of the calendar year it starts in: with `fiscal_year_starts: 4`, 2026 runs
from April 2026 to March 2027 and 2026-Q1 from April to June 2026. A month (2026-09) is one of the calendar.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import NamedTuple, get_args

from prodops_cli.analysis.words import weekday_text
from prodops_cli.errors import ProdopsError
from prodops_cli.fields import Weekday
from prodops_cli.settings import Settings

WEEKDAYS: tuple[str, ...] = get_args(Weekday)
"""The names of the weekdays, as `date.weekday` counts them."""

ONE_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """A stretch of days; both ends belong to it."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def includes(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.first <= day <= self.last

    def covers(self, other: "Stretch") -> bool:
        """Whether every day of the other stretch is one of its days."""
        return self.first <= other.first and other.last <= self.last

    def elapsed(self, as_of: date) -> float:
        """The share of its days that have begun, today included: 0 before it, 1 from its last day on."""
        return min(max((as_of - self.first).days + 1, 0) / self.length, 1.0)


def period_days(settings: Settings, period: str) -> Stretch:
    """The days of a period of the fiscal year (2026, 2026-H2, 2026-Q3) or of a month (2026-09)."""
    return _period_days(period, settings.fiscal_year_starts)


@cache
def _period_days(period: str, fiscal_year_starts: int) -> Stretch:
    year, _, part = period.partition("-")
    month, months = _first_month(part, fiscal_year_starts)
    return Stretch(_month_start(int(year), month), _month_start(int(year), month + months) - ONE_DAY)


def _first_month(part: str, fiscal_year_starts: int) -> tuple[int, int]:
    """The month a part of the year starts in (13 is January of the next year), and how many months it has."""
    if not part:
        return fiscal_year_starts, 12
    months = {"Q": 3, "H": 6}.get(part[0])
    if months is None:
        return int(part), 1
    return fiscal_year_starts + months * (int(part[1]) - 1), months


def _month_start(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def quarter_of(settings: Settings, day: date) -> str:
    """The quarter of the fiscal year that a day is in: 2026-Q3."""
    years, months = divmod(day.year * 12 + day.month - settings.fiscal_year_starts, 12)
    return f"{years}-Q{months // 3 + 1}"


def is_current_or_next(stretch: Stretch, as_of: date) -> bool:
    """Whether the day is in the stretch, or less than the stretch's own length before it."""
    return stretch.last >= as_of and (stretch.first - as_of).days <= stretch.length


# --- working days and holidays ---------------------------------------------------------------------


@cache
def public_holidays(code: str, *years: int) -> Mapping[date, str] | None:
    """The public holidays of a country (DE) or a part of one (DE-BE), by day; None for a code nobody knows.

    The names are English where the library has them, so that they do not depend on the machine's language.
    """
    country, _, part = code.partition("-")
    try:
        return dict(_library().country_holidays(country, subdiv=part or None, years=years, language="en_US"))
    except NotImplementedError:
        return None


def _library() -> ModuleType:
    """The holidays library, imported when it is needed, and without the 250 countries nobody asked for.

    Its package `holidays.countries` imports every country module; a bare package of that name in its place lets
    the library's own lazy loader import just the one it needs (35 ms in place of 95).
    """
    if "holidays" not in sys.modules and (spec := find_spec("holidays")) is not None and spec.origin is not None:
        countries = ModuleType("holidays.countries")
        countries.__path__ = [os.path.join(os.path.dirname(spec.origin), "countries")]
        sys.modules.setdefault("holidays.countries", countries)
    return import_module("holidays")


def holiday_codes(settings: Settings) -> tuple[str, ...]:
    """The codes of the public holidays that the workspace keeps."""
    return tuple(holiday.country for holiday in settings.holidays if holiday.country is not None)


def unknown_holiday_codes(settings: Settings) -> tuple[str, ...]:
    """Those of the workspace's codes that have no holidays in any year, because they are mistyped or not covered."""
    return tuple(code for code in holiday_codes(settings) if public_holidays(code) is None)


def holiday_name(settings: Settings, day: date, country: str | None = None) -> str | None:
    """What is celebrated on a day in this workspace, or in one more country; None on an ordinary day."""
    for holiday in settings.holidays:
        if holiday.date == day:
            return holiday.name or "a day off"
    codes = (*holiday_codes(settings), *([country] if country else ()))
    return next((name for code in codes if (name := (public_holidays(code, day.year) or {}).get(day))), None)


def why_off(settings: Settings, day: date, countries: Iterable[str] = ()) -> str | None:
    """Why nobody works on a day, in words: `a Saturday`, `Christmas Day (DE)`; None for a working day.

    The workspace's own days off come first, then the holidays of the given countries.
    """
    if not is_working_weekday(settings, day):
        return f"a {weekday_text(day)}"
    for holiday in settings.holidays:
        if holiday.date == day:
            return holiday.name or "a day off"
    for code in dict.fromkeys((*holiday_codes(settings), *countries)):
        name = (public_holidays(code, day.year) or {}).get(day)
        if name:
            return f"{name} ({code})"
    return None


def is_working_weekday(settings: Settings, day: date) -> bool:
    """Whether people work on this day of the week, holidays aside."""
    return WEEKDAYS[day.weekday()] in settings.working_days


def is_working_day(settings: Settings, day: date, country: str | None = None) -> bool:
    """Whether people work on this day: a working weekday, and no holiday of the workspace or the country."""
    return is_working_weekday(settings, day) and holiday_name(settings, day, country) is None


def add_working_days(settings: Settings, day: date, count: int, country: str | None = None) -> date:
    """The day that is so many working days after a day, or before it for a negative count."""
    if not settings.working_days:
        raise ProdopsError("prodops.yaml names no working days", "write working_days: [mon, tue, wed, thu, fri]")
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(settings, day, country):
            day += step
    return day


def next_working_day(settings: Settings, day: date, countries: Iterable[str] = ()) -> date | None:
    """The first working day after a day, here and in the given countries; None if a month has none."""
    geographies = tuple(countries)
    days = (day + ONE_DAY * offset for offset in range(1, 32))
    return next((later for later in days if why_off(settings, later, geographies) is None), None)
