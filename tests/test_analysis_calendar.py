"""The calendar: periods of the fiscal year, working days, holidays."""

from datetime import date
from itertools import pairwise

import pytest

from prodops_cli.analysis.calendar import (
    Stretch,
    add_working_days,
    holiday_name,
    is_current_or_next,
    is_working_day,
    next_working_day,
    period_days,
    public_holidays,
    unknown_holiday_codes,
    why_off,
)
from prodops_cli.errors import ProdopsError
from prodops_cli.settings import Settings

PLAIN = Settings()
BERLIN = Settings.model_validate({"holidays": ["DE-BE", {"date": "2026-12-24", "name": "Company day"}]})


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_period_of_a_calendar_year(period: str, first: date, last: date) -> None:
    assert period_days(PLAIN, period) == (first, last)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026", date(2026, 10, 1), date(2027, 9, 30)),
        ("2026-H2", date(2027, 4, 1), date(2027, 9, 30)),
        ("2026-Q1", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-Q2", date(2027, 1, 1), date(2027, 3, 31)),
        ("2026-09", date(2026, 9, 1), date(2026, 9, 30)),
    ],
)
def test_fiscal_year_has_the_number_of_the_year_it_starts_in(period: str, first: date, last: date) -> None:
    assert period_days(Settings(fiscal_year_starts=10), period) == (first, last)


@pytest.mark.parametrize("starts", range(1, 13))
def test_quarters_and_halves_fill_the_year_without_gaps(starts: int) -> None:
    settings = Settings(fiscal_year_starts=starts)
    year = period_days(settings, "2026")
    for parts in (("H1", "H2"), ("Q1", "Q2", "Q3", "Q4")):
        days = [period_days(settings, f"2026-{part}") for part in parts]
        assert days[0].first == year.first
        assert days[-1].last == year.last
        assert all((b.first - a.last).days == 1 for a, b in pairwise(days))
        assert all(year.covers(part) for part in days)


def test_share_elapsed_counts_today() -> None:
    ten_days = Stretch(date(2026, 5, 1), date(2026, 5, 10))
    assert ten_days.length == 10
    assert ten_days.elapsed(date(2026, 4, 30)) == 0
    assert ten_days.elapsed(date(2026, 5, 1)) == 0.1
    assert ten_days.elapsed(date(2026, 5, 10)) == 1
    assert ten_days.elapsed(date(2027, 1, 1)) == 1


def test_next_period_is_the_one_that_follows() -> None:
    quarter = period_days(PLAIN, "2026-Q4")
    assert is_current_or_next(quarter, date(2026, 10, 1))
    assert is_current_or_next(quarter, date(2026, 7, 15))
    assert not is_current_or_next(quarter, date(2026, 6, 1))
    assert not is_current_or_next(quarter, date(2027, 1, 1))


def test_holidays_of_a_state_are_known() -> None:
    assert date(2026, 3, 8) in (public_holidays("DE-BE", 2026) or {})
    assert date(2026, 3, 8) not in (public_holidays("DE", 2026) or {})


@pytest.mark.parametrize("code", ["XX", "EU", "DE-QQ"])
def test_unknown_code_has_no_holidays_and_stops_nothing(code: str) -> None:
    settings = Settings.model_validate({"holidays": [code, "DE"]})
    assert public_holidays(code, 2026) is None
    assert unknown_holiday_codes(settings) == (code,)
    assert holiday_name(settings, date(2026, 12, 25)) == "Christmas Day"


def test_holiday_name_looks_at_own_days_then_codes_then_the_country() -> None:
    assert holiday_name(BERLIN, date(2026, 12, 24)) == "Company day"
    assert holiday_name(BERLIN, date(2026, 12, 25)) == "Christmas Day"
    assert holiday_name(BERLIN, date(2026, 10, 26)) is None
    assert holiday_name(BERLIN, date(2026, 10, 26), "AT") == "National Day"


def test_names_do_not_depend_on_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    assert (public_holidays("AT", 2031) or {})[date(2031, 12, 25)] == "Christmas Day"


def test_why_nobody_works_is_said_in_words() -> None:
    assert why_off(BERLIN, date(2026, 10, 17)) == "a Saturday"
    assert why_off(BERLIN, date(2026, 12, 24)) == "Company day"
    assert why_off(BERLIN, date(2026, 10, 26), ["AT"]) == "National Day (AT)"
    assert why_off(BERLIN, date(2026, 10, 26)) is None


def test_own_working_week() -> None:
    settings = Settings.model_validate({"working_days": ["sun", "mon", "tue", "wed", "thu"]})
    assert is_working_day(settings, date(2026, 10, 18))
    assert why_off(settings, date(2026, 10, 16)) == "a Friday"


def test_adding_working_days_skips_weekends_and_holidays() -> None:
    assert add_working_days(BERLIN, date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert add_working_days(BERLIN, date(2026, 12, 28), -1) == date(2026, 12, 23)
    assert add_working_days(BERLIN, date(2026, 10, 17), 0) == date(2026, 10, 17)


def test_next_working_day_is_one_everywhere_it_matters() -> None:
    assert next_working_day(BERLIN, date(2026, 12, 24)) == date(2026, 12, 28)
    assert next_working_day(BERLIN, date(2026, 10, 23), ["AT"]) == date(2026, 10, 27)
    assert next_working_day(Settings(working_days=()), date(2026, 10, 15)) is None


def test_adding_without_any_working_day_is_refused() -> None:
    with pytest.raises(ProdopsError, match="no working days"):
        add_working_days(Settings(working_days=()), date(2026, 10, 15), 1)
