"""The days of a plan: working days of the person, from the first day on and before it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from prodops_cli.analysis.calendar import WEEKDAYS
from prodops_cli.analysis.onboarding.schedule import (
    DAYS,
    PHASES,
    WorkingDays,
    ends_on,
    is_new,
    phase_of,
)
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds.person import Person
from prodops_cli.settings import Settings

BERLIN: dict[str, Any] = {"location": {"country": "DE-BE"}}
NEW_YORK: dict[str, Any] = {"location": {"country": "US-NY"}}
MONDAY = date(2026, 11, 2)


def days(first: date = MONDAY, settings: Mapping[str, object] | None = None, **fields: Any) -> WorkingDays:
    person = Person.model_validate({"id": "ada", "name": "Ada Example", **fields})
    return WorkingDays(Settings.model_validate(settings or {}), person, first)


# --- counting --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (0, date(2026, 11, 2)),
        (1, date(2026, 11, 3)),
        (4, date(2026, 11, 6)),
        (5, date(2026, 11, 9)),
        (10, date(2026, 11, 16)),
        (-1, date(2026, 10, 30)),
        (-5, date(2026, 10, 26)),
        (-6, date(2026, 10, 23)),
        (43, date(2026, 12, 31)),
        (44, date(2027, 1, 1)),
        (45, date(2027, 1, 4)),
        (365, date(2028, 3, 27)),
        (-365, date(2025, 6, 9)),
    ],
)
def test_offsets_are_working_days(offset: int, expected: date) -> None:
    assert days().day(offset) == expected


def test_days_are_the_same_in_whatever_order_they_are_asked_for() -> None:
    asked = days()
    offsets = [7, -3, 0, 7, 20, -10, 1]
    assert [asked.day(offset) for offset in offsets] == [days().day(offset) for offset in offsets]


def test_first_day_that_is_no_working_day_is_the_next_one() -> None:
    saturday = days(date(2026, 10, 31))
    assert saturday.day(0) == date(2026, 11, 2)
    assert saturday.day(1) == date(2026, 11, 3)
    assert saturday.day(-1) == date(2026, 10, 30)


def test_own_week_counts_before_the_company_s() -> None:
    asked = days(working_time={"hours": 24, "days": ["mon", "tue", "thu"]})
    assert [asked.day(offset).isoformat() for offset in (0, 1, 2, 3, -1)] == [
        "2026-11-02",
        "2026-11-03",
        "2026-11-05",
        "2026-11-09",
        "2026-10-29",
    ]


def test_hours_without_days_leave_the_company_s_week() -> None:
    settings = {"working_days": ["sun", "mon", "tue", "wed", "thu"]}
    asked = days(date(2026, 11, 5), settings, working_time={"hours": 20})
    assert asked.day(1) == date(2026, 11, 8)


def test_holidays_are_those_of_where_somebody_works() -> None:
    christmas_week = date(2026, 12, 24)
    settings = {"holidays": ["DE-BE"]}
    assert days(christmas_week, settings, **BERLIN).day(1) == date(2026, 12, 28)
    assert days(christmas_week, settings, **NEW_YORK).day(1) == date(2026, 12, 28)
    women = date(2026, 3, 6)  # 8 March is a Sunday in 2026; Easter Monday is Berlin's alone
    assert days(women, settings, **BERLIN).day(20) == date(2026, 4, 7)
    assert days(women, settings, **NEW_YORK).day(20) == date(2026, 4, 3)
    assert days(date(2026, 4, 2), settings, **NEW_YORK).day(2) == date(2026, 4, 6)
    assert days(date(2026, 11, 25), settings, **NEW_YORK).day(1) == date(2026, 11, 27)
    assert days(date(2026, 11, 25), settings, **BERLIN).day(1) == date(2026, 11, 26)


def test_who_names_no_country_has_the_company_s_holidays() -> None:
    settings = {"holidays": ["DE-BE"]}
    assert days(date(2026, 4, 2), settings).day(1) == date(2026, 4, 7)
    assert days(date(2026, 4, 2), settings, location={"city": "Berlin"}).day(1) == date(2026, 4, 7)
    assert days(date(2026, 4, 2)).day(1) == date(2026, 4, 3)


def test_a_state_has_holidays_of_its_own() -> None:
    before = date(2027, 3, 5)
    assert days(before, location={"country": "DE-BE"}).day(1) == date(2027, 3, 9)
    assert days(before, location={"country": "DE-BY"}).day(1) == date(2027, 3, 8)


def test_company_s_own_days_off_are_everybody_s() -> None:
    settings = {"holidays": ["DE-BE", {"date": "2026-11-27", "name": "Company day"}]}
    assert days(date(2026, 11, 25), settings, **NEW_YORK).day(1) == date(2026, 11, 30)
    assert days(date(2026, 11, 25), settings, **BERLIN).day(2) == date(2026, 11, 30)


def test_unknown_country_has_no_holidays() -> None:
    assert days(date(2026, 12, 24), {"holidays": ["DE-BE"]}, location={"country": "XX"}).day(1) == date(2026, 12, 25)


def test_absences_do_not_count() -> None:
    absences = [{"start": "2026-11-03", "end": "2026-11-04"}, {"start": "2026-10-30", "end": "2026-10-30"}]
    asked = days(absences=absences)
    assert asked.day(1) == date(2026, 11, 5)
    assert asked.day(-1) == date(2026, 10, 29)


def test_over_the_end_of_a_year_the_next_year_s_holidays_count() -> None:
    asked = days(date(2026, 12, 28), **BERLIN)
    assert asked.day(4) == date(2027, 1, 4)
    assert days(date(2027, 1, 4), **BERLIN).day(-1) == date(2026, 12, 31)


@pytest.mark.parametrize("offset", [0, -1, 5])
@pytest.mark.parametrize(
    ("settings", "fields"),
    [
        ({"working_days": []}, {}),
        ({}, {"absences": [{"start": "1900-01-01", "end": "2200-12-31"}]}),
    ],
)
def test_nobody_who_never_works_is_waited_for(offset: int, settings: dict[str, object], fields: dict[str, Any]) -> None:
    with pytest.raises(ProdopsError, match="ada has no working days") as error:
        days(settings=settings, **fields).day(offset)
    assert "working_days" in (error.value.hint or "")


def test_somebody_who_is_away_for_years_comes_back() -> None:
    absences = [{"start": "2026-11-03", "end": "2035-12-31"}]
    assert days(absences=absences).day(1) == date(2036, 1, 1)
    with pytest.raises(ProdopsError):
        days(absences=[{"start": "2026-11-03", "end": "2036-12-31"}]).day(1)


@pytest.mark.parametrize(("first", "offset"), [(date(2200, 12, 31), 365), (date(1900, 1, 1), -365)])
def test_counting_ends_with_the_calendar(first: date, offset: int) -> None:
    with pytest.raises(ProdopsError):
        days(first).day(offset)


WEEKDAY = st.sampled_from(WEEKDAYS)
MOST = 40


@hypothesis_settings(deadline=None)
@given(
    st.dates(date(2025, 10, 1), date(2026, 3, 1)),
    st.integers(-MOST, MOST),
    st.lists(WEEKDAY, max_size=7, unique=True),
    st.lists(st.tuples(st.dates(date(2025, 9, 1), date(2026, 4, 1)), st.integers(0, 20)), max_size=3),
    st.lists(st.dates(date(2025, 9, 1), date(2026, 4, 1)), max_size=5),
    st.sampled_from((None, "DE-BE", "US-NY", "XX")),
)
def test_days_are_those_of_a_calendar_on_the_wall(
    first: date,
    offset: int,
    week: list[str],
    away: list[tuple[date, int]],
    off: list[date],
    country: str | None,
) -> None:
    """The oracle crosses out days one by one, by tables of its own, and counts what is left."""
    holidays = {
        "DE-BE": {(10, 3), (12, 25), (12, 26), (1, 1), (3, 8), (5, 1)},
        "US-NY": {(12, 25), (1, 1), (11, 11)},
    }
    moving = {
        "DE-BE": {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)},
        "US-NY": {date(2025, 10, 13), date(2025, 11, 27), date(2026, 1, 19), date(2026, 2, 12), date(2026, 2, 15)}
        | {date(2026, 2, 16), date(2025, 11, 4), date(2026, 5, 25)},
    }
    used = week or ["mon", "tue", "wed", "thu", "fri"]
    crossed = {start + timedelta(days=number) for start, length in away for number in range(length + 1)} | set(off)
    wall = [date(2024, 1, 1) + timedelta(days=number) for number in range(4 * 365)]
    free = [
        day
        for day in wall
        if ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()] in used
        and day not in crossed
        and (day.month, day.day) not in holidays.get(country or "", ())
        and day not in moving.get(country or "", ())
    ]
    after, before = [day for day in free if day >= first], [day for day in free if day < first]
    expected = after[offset] if offset >= 0 else before[offset]
    asked = days(
        first,
        {"holidays": [{"date": day.isoformat()} for day in off]},
        location={"country": country} if country else None,
        working_time={"hours": 8, "days": week},
        absences=[{"start": day, "end": day + timedelta(days=length)} for day, length in away],
    )
    if not date(2025, 9, 2) <= expected <= date(2026, 5, 30):
        return  # the tables above end here
    assert asked.day(offset) == expected


# --- phases ----------------------------------------------------------------------------------------


def test_phases_are_in_the_order_of_their_days() -> None:
    asked = days()
    found = [phase_of(None, MONDAY + timedelta(days=number), asked) for number in range(-20, 100)]
    assert list(dict.fromkeys(found)) == list(PHASES)
    assert found == sorted(found, key=list(PHASES).index)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (-1, "preboarding"),
        (0, "week_1"),
        (4, "week_1"),
        (5, "day_30"),
        (29, "day_30"),
        (30, "day_60"),
        (59, "day_60"),
        (60, "day_90"),
        (400, "day_90"),
    ],
)
def test_phase_is_that_of_the_day(day: int, phase: str) -> None:
    assert phase_of(None, MONDAY + timedelta(days=day), days()) == phase


def test_first_week_has_five_working_days() -> None:
    asked = days(date(2026, 11, 5))
    assert phase_of(None, date(2026, 11, 11), asked) == "week_1"
    assert phase_of(None, date(2026, 11, 12), asked) == "day_30"
    two_days = days(working_time={"hours": 16, "days": ["mon", "tue"]})
    assert phase_of(None, date(2026, 11, 16), two_days) == "week_1"


def test_phase_that_is_named_counts() -> None:
    assert phase_of("day_90", MONDAY, days()) == "day_90"


def test_ninety_days_include_the_first() -> None:
    assert (ends_on(MONDAY) - MONDAY).days + 1 == DAYS
    person = Person(id="ada", name="Ada Example", starts=MONDAY)
    assert is_new(person, MONDAY)
    assert is_new(person, date(2027, 1, 30))
    assert not is_new(person, date(2027, 1, 31))
    assert not is_new(person, date(2026, 11, 1))
    assert not is_new(Person(id="ada", name="Ada Example"), MONDAY)
