"""Kaplan and Meier's curve, against scipy's and against what can be counted by hand."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf  # type: ignore[import-untyped]

from prodops_cli.analysis.survival import Curve, curve

LEVELS = (0.5, 0.85, 0.95)


Sample = list[tuple[int, bool]]
"""Days, and whether it was over then."""


def of(sample: Sample) -> Curve:
    return curve(
        Counter(days for days, is_over in sample if is_over), Counter(d for d, is_over in sample if not is_over)
    )


def over(*days: int) -> Sample:
    return [(one, True) for one in days]


def open_(*days: int) -> Sample:
    return [(one, False) for one in days]


observations = st.tuples(st.integers(-40, 400), st.booleans())
mostly_open = st.tuples(st.integers(-5, 30), st.integers(0, 9).map(lambda digit: digit == 0))
with_ties = st.tuples(st.integers(0, 4), st.booleans())
samples = st.one_of(*(st.lists(one, max_size=80) for one in (observations, mostly_open, with_ties)))


def scipys(sample: Sample) -> Any:
    """The same curve as scipy makes it."""
    ended = [days for days, is_over in sample if is_over]
    censored = [days for days, is_over in sample if not is_over]
    return ecdf(CensoredData(uncensored=ended, right=censored)).sf


# --- the curve -----------------------------------------------------------------------------------


@given(samples.filter(lambda sample: any(is_over for _, is_over in sample)))
def test_curve_is_the_one_that_scipy_makes(sample: Sample) -> None:
    found, wanted = of(sample), scipys(sample)
    for days in range(-45, 405):
        assert found.surviving(days) == pytest.approx(float(wanted.evaluate(days)), abs=1e-9)


@given(samples)
def test_curve_only_falls_and_counts_every_observation(sample: Sample) -> None:
    found = of(sample)
    shares = [1.0, *(step.surviving for step in found.steps)]
    assert all(one > other for one, other in pairwise(shares))
    assert all(0 <= share <= 1 for share in shares)
    assert (found.count, found.ended) == (len(sample), sum(is_over for _, is_over in sample))
    assert found.censored == sum(not is_over for _, is_over in sample)


def test_steps_of_a_sample_worked_out_by_hand() -> None:
    found = of([*over(6, 6, 6, 7, 10), *open_(6, 9)])
    assert [(step.days, step.at_risk, step.ended) for step in found.steps] == [(6, 7, 3), (7, 3, 1), (10, 1, 1)]
    assert [step.surviving for step in found.steps] == pytest.approx([4 / 7, 8 / 21, 0])


def test_what_is_censored_on_a_day_was_still_there_when_others_ended_on_it() -> None:
    assert of([*over(5), *open_(5)]).surviving(5) == 0.5


def test_early_ends_are_negative_days() -> None:
    found = of(over(-10, -3, 4, 9))
    assert [found.surviving(days) for days in (-11, -10, 0, 9)] == [1, 0.75, 0.5, 0]


def test_without_observations_there_is_nothing_to_say() -> None:
    assert of([]) == Curve((), 0)
    assert of([]).surviving(3) == 1
    assert of([]).quantile(0.5) is None


# --- quantiles -----------------------------------------------------------------------------------


@given(st.lists(st.integers(-40, 40), min_size=1, max_size=60), st.sampled_from([1, 5, 10, 15, 17, 19, 20]))
def test_without_censoring_a_quantile_is_the_order_statistic(days: list[int], twentieths: int) -> None:
    rank = -(-twentieths * len(days) // 20)
    assert of(over(*days)).quantile(twentieths / 20) == sorted(days)[rank - 1]


@given(samples, st.sampled_from(LEVELS))
def test_quantile_is_the_first_day_on_which_the_level_is_reached(sample: Sample, level: float) -> None:
    found = of(sample)
    days = found.quantile(level)
    if days is None:
        assert found.surviving(1000) > 1 - level
    else:
        assert found.surviving(days) <= 1 - level + 1e-9
        assert found.surviving(days - 1) > 1 - level


def test_quantile_beyond_the_end_of_the_curve_is_never_a_number() -> None:
    found = of([*over(1, 2, 3, 4, 5, 6), *open_(7, 7, 7, 7)])
    assert [found.quantile(level) for level in (0.5, 0.6, 0.61, 0.85, 0.95)] == [5, 6, None, None, None]


@given(samples, st.integers(-10, 60), st.sampled_from(LEVELS))
def test_quantile_after_some_days_is_that_of_those_that_lasted_longer(sample: Sample, after: int, level: float) -> None:
    longer = of([one for one in sample if one[0] > after])
    found = of(sample)
    if found.surviving(after) > 0:
        assert found.quantile(level, after) == longer.quantile(level)
    else:
        assert found.quantile(level, after) is None


def test_nothing_is_known_of_what_lasts_longer_than_everything_seen() -> None:
    assert of(over(1, 2, 3)).quantile(0.5, after=3) is None
    assert of([*over(1, 2, 3), *open_(9)]).quantile(0.5, after=3) is None


def test_censored_observations_move_a_quantile_later() -> None:
    done = over(*range(1, 11))
    median = of([*done, *open_(*range(1, 11))]).quantile(0.5)
    assert median is not None
    assert median > 5
