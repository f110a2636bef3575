"""When a ritual takes place, in words, and on somebody's own clock."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from prodops_cli.analysis.calendar import WEEKDAYS
from prodops_cli.analysis.words import DAY_NAMES, listed
from prodops_cli.kinds.ritual import Rhythm, Ritual
from prodops_cli.settings import Settings

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
MOST_DAYS = 28
"""How far ahead the next day of a ritual is looked for."""


def days_of(ritual: Ritual) -> tuple[str, ...]:
    """The days of the week it takes place on; none where nobody says."""
    return ritual.rhythm.on if ritual.rhythm is not None else ()


def is_its_day(ritual: Ritual, day: date) -> bool:
    """Whether it can take place on a day, by the days of the week it names."""
    return WEEKDAYS[day.weekday()] in days_of(ritual)


def when_text(settings: Settings, ritual: Ritual, zone: str | None, day: date) -> str | None:
    """How often it takes place, and when: `every week on Tuesday at 15:00 in Berlin, 09:00 in New York`.

    `zone` is the time zone of whoever is told; the difference is that of `day`. None where nobody says how often.
    """
    rhythm = ritual.rhythm
    if rhythm is None:
        return None
    at = f" at {_time_text(settings, rhythm, zone, day)}" if rhythm.at else ""
    if rhythm.every == "day":
        return f"every working day{at}"
    on = f" on {listed([DAY_NAMES[WEEKDAYS.index(name)] for name in rhythm.on])}" if rhythm.on else ""
    return f"every {rhythm.every}{on}{at}"


def _time_text(settings: Settings, rhythm: Rhythm, zone: str | None, day: date) -> str:
    own = rhythm.time_zone or settings.time_zone
    time = _TIME.fullmatch(rhythm.at or "")
    if time is None or zone is None:
        return rhythm.at or ""
    there = datetime(day.year, day.month, day.day, int(time[1]), int(time[2]), tzinfo=ZoneInfo(own))
    here = there.astimezone(ZoneInfo(zone))
    if here.utcoffset() == there.utcoffset():
        return rhythm.at or ""
    shift = {timedelta(days=1): " the day after", timedelta(days=-1): " the day before"}.get(here.date() - there.date())
    return f"{rhythm.at} in {_city(own)}, {here:%H:%M} in {_city(zone)}{shift or ''}"


def _city(zone: str) -> str:
    """A time zone as people call it: `New York` of America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")
