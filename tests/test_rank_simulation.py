"""Ranges in rankings: drawn alike everywhere, against chances that can be worked out, and no item moves another."""

from collections.abc import Sequence
from itertools import islice, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodops_cli.analysis.ranking.inputs import ICE, RICE_IMPACT, Input, Scale
from prodops_cli.analysis.ranking.methods import Method, method_called, weighted
from prodops_cli.analysis.ranking.overrides import with_decided
from prodops_cli.analysis.ranking.sensitivity import needed
from prodops_cli.analysis.ranking.simulation import Draws, Kept, chances, draw, quantile, scores, spread
from prodops_cli.settings import Criterion, Settings

FORMULAS = ("rice", "ice", "wsjf", "cd3", "opportunity")


def method(name: str) -> Method:
    found = method_called(Settings(), name)
    assert found is not None
    return found


IDENTITY = Method("one", "one", ("x",), lambda *_: (), lambda x: x, lambda x: x)
"""The score is its only input."""


def taken(low: float, high: float | None = None, name: str = "x", scale: Scale | None = None) -> Input:
    return Input(name, low, low if high is None else high, ("priority", name), "", scale=scale)


def chance(items: dict[str, Input], top: int, draws: Draws = Draws(samples=20_000)) -> dict[str, float]:
    inputs = {id_: (one,) for id_, one in items.items()}
    kept = Kept(draws)
    spreads = {id_: spread(IDENTITY, one, id_, kept) for id_, one in inputs.items()}
    return chances(IDENTITY, inputs, spreads, top, kept)


# --- against exact chances -------------------------------------------------------------------------


def test_two_uniform_ranges_that_overlap() -> None:
    """Of [0, 2] and [1, 3] the first is larger where both lie in [1, 2] (a quarter), and then half of the time."""
    found = chance({"a": taken(0, 2), "b": taken(1, 3)}, 1)
    assert found["a"] == pytest.approx(1 / 8, abs=0.01)
    assert found["b"] == pytest.approx(7 / 8, abs=0.01)


def test_three_alike_share_two_places() -> None:
    found = chance({name: taken(0, 1) for name in "abc"}, 2)
    assert all(share == pytest.approx(2 / 3, abs=0.015) for share in found.values())
    assert sum(found.values()) == pytest.approx(2)


def test_range_against_a_point() -> None:
    assert chance({"range": taken(0, 10), "point": taken(3)}, 1)["point"] == pytest.approx(0.3, abs=0.015)


def test_steps_of_a_scale_are_as_likely() -> None:
    """Impact [0.25, 2] is 0.25, 0.5, 1 or 2: one of four passes the point 1, and of equals the first by id wins."""
    found = chance({"a": taken(1), "b": taken(0.25, 2, scale=RICE_IMPACT)}, 1)
    assert found["b"] == pytest.approx(1 / 4, abs=0.015)
    found = chance({"b": taken(1), "a": taken(0.25, 2, scale=RICE_IMPACT)}, 1)
    assert found["a"] == pytest.approx(2 / 4, abs=0.015)


def test_range_off_its_scale_is_drawn_between_its_ends() -> None:
    values = set(draw(taken(1.5, 2.5, scale=ICE), "a", Draws(samples=100)))
    assert len(values) == 100
    assert all(1.5 <= value <= 2.5 for value in values)


def test_product_of_ranges_against_every_combination() -> None:
    """ICE of three ranges of two steps: eight scores, each as likely."""
    inputs = [taken(2, 3, "impact", ICE), taken(5, 6, "confidence", ICE), taken(7, 8, "ease", ICE)]
    every = sorted(one * two * three for one, two, three in product((2, 3), (5, 6), (7, 8)))
    drawn = list(scores(method("ice"), inputs, "a", Draws(samples=8000)))
    for value in every:
        assert drawn.count(value) / 8000 == pytest.approx(every.count(value) / 8, abs=0.02)


def test_interval_of_a_uniform_range() -> None:
    found = spread(IDENTITY, [taken(0, 10)], "a", Kept(Draws(samples=20_000)))
    assert (found.low, found.median, found.high) == pytest.approx((1, 5, 9), abs=0.15)


def test_what_is_certain_is_said_exactly() -> None:
    found = chance({"a": taken(9), "b": taken(5, 8), "c": taken(1, 2), "d": taken(0)}, 2, Draws(samples=100))
    assert found == {"a": 1, "b": 1, "c": 0, "d": 0}


def test_of_as_many_as_the_top_has_places_all_are_in_it() -> None:
    assert chance({"a": taken(0, 1), "b": taken(5)}, 2) == {"a": 1, "b": 1}


def test_quantile_lies_between_two_values_in_proportion() -> None:
    assert quantile([1, 2, 4], 0.5) == 2
    assert quantile([1, 2, 4], 0.75) == 3
    assert quantile([7], 0.9) == 7


# --- the same everywhere ---------------------------------------------------------------------------


def test_draws_are_known() -> None:
    """The sequence that Python guarantees of `random.random()`, for a text as seed: the same on every machine."""
    found = [round(value, 9) for value in draw(taken(0, 100), "checkout", Draws(2016, 2))]
    assert found == [91.258950036, 14.738127094]


def test_another_seed_draws_other_numbers() -> None:
    one, other = (list(draw(taken(0, 1), "a", Draws(seed, 5))) for seed in (1, 2))
    assert one != other


def test_inputs_and_items_have_draws_of_their_own() -> None:
    found = {
        tuple(draw(taken(0, 1, name), id_, Draws(samples=3))) for name in ("reach", "effort") for id_ in ("a", "b")
    }
    assert len(found) == 4


RANGES = st.tuples(st.integers(1, 50), st.integers(0, 50)).map(lambda ends: taken(ends[0], ends[0] + ends[1]))
ITEMS = st.dictionaries(st.sampled_from("abcdefgh"), RANGES, min_size=2, max_size=8)
FEW = Draws(samples=100)


@given(ITEMS, st.randoms(use_true_random=False))
def test_order_of_the_items_changes_nothing(items: dict[str, Input], random: Random) -> None:
    names = list(items)
    random.shuffle(names)
    assert chance({name: items[name] for name in names}, 2, FEW) == chance(items, 2, FEW)


@given(ITEMS, RANGES)
def test_another_item_raises_no_chance(items: dict[str, Input], newcomer: Input) -> None:
    before, after = chance(items, 2, FEW), chance({**items, "z": newcomer}, 2, FEW)
    assert all(after[name] <= before[name] for name in items)


@given(ITEMS, st.integers(1, 4))
def test_chances_share_out_the_places(items: dict[str, Input], top: int) -> None:
    assert sum(chance(items, top, FEW).values()) == pytest.approx(min(top, len(items)))


@given(ITEMS, st.integers(1, 4))
def test_pruning_changes_no_chance(items: dict[str, Input], top: int) -> None:
    """What can never be among the top is left out; by hand all are counted."""
    drawn = {name: list(islice(scores(IDENTITY, [one], name, FEW), FEW.samples)) for name, one in items.items()}
    counts = dict.fromkeys(items, 0)
    for index in range(FEW.samples):
        for name in sorted(items, key=lambda name: (-drawn[name][index], name))[:top]:
            counts[name] += 1
    expected = {name: count / FEW.samples for name, count in counts.items()}
    assert chance(items, top, FEW) == expected


@given(ITEMS, st.integers(1, 4), st.integers(0, 3))
def test_what_is_not_kept_is_drawn_again_to_the_same_chances(items: dict[str, Input], top: int, room: int) -> None:
    inputs = {name: (one,) for name, one in items.items()}
    kept = Kept(FEW, room=room * FEW.samples)
    spreads = {name: spread(IDENTITY, one, name, kept) for name, one in inputs.items()}
    assert chances(IDENTITY, inputs, spreads, top, kept) == chance(items, top, FEW)


@given(ITEMS)
def test_a_larger_unit_changes_no_place(items: dict[str, Input]) -> None:
    larger = {name: taken(one.low * 4, one.high * 4) for name, one in items.items()}
    assert chance(larger, 2, FEW) == chance(items, 2, FEW)


# --- the formulas ----------------------------------------------------------------------------------

POSITIVE = st.floats(0.6, 1000)
RISES = {
    "rice": (1, 1, 1, -1),
    "ice": (1, 1, 1),
    "wsjf": (1, 1, 1, -1),
    "cd3": (1, -1),
    "opportunity": (1, -1),
}
"""Whether a score rises with each input."""


@pytest.mark.parametrize("name", FORMULAS)
@given(values=st.lists(POSITIVE, min_size=4, max_size=4), more=st.floats(1.01, 10), which=st.integers(0, 3))
def test_scores_rise_and_fall_with_their_inputs(name: str, values: list[float], more: float, which: int) -> None:
    found = method(name)
    which %= len(found.names)
    before = values[: len(found.names)]
    after = [*before[:which], before[which] * more, *before[which + 1 :]]
    change = found.score(*after) - found.score(*before)
    assert change * RISES[name][which] >= 0


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=2), st.floats(0, 50))
def test_weighted_scores_stay_between_nothing_and_all_weights(values: list[float], more: float) -> None:
    found = weighted(
        "weighted:x", {"up": Criterion(weight=3, worst=-5, best=20), "down": Criterion(weight=2, worst=9, best=-9)}
    )
    score = found.score(*values)
    assert 0 <= score <= 5
    assert found.score(values[0] + more, values[1]) >= score >= found.score(values[0], values[1] + more)


# --- places that were decided ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "decided", "expected"),
    [
        ("abcd", {}, "abcd"),
        ("abcd", {"d": 1}, "dabc"),
        ("abcd", {"a": 3}, "bcad"),
        ("abcd", {"a": 99}, "bcda"),
        ("abcd", {"d": 1, "c": 1}, "cdab"),
        ("abcd", {"a": 4, "b": 4}, "cdba"),
        ("abcd", {"x": 2}, "axbcd"),
        ("", {"x": 7}, "x"),
    ],
)
def test_decided_places(order: str, decided: dict[str, int], expected: str) -> None:
    assert "".join(with_decided(order, decided)) == expected


@given(
    st.permutations("abcdef"),
    st.dictionaries(st.sampled_from("abcdefxy"), st.integers(1, 12), max_size=5),
)
def test_decided_places_keep_everybody_and_the_order_of_the_others(
    order: Sequence[str], decided: dict[str, int]
) -> None:
    found = with_decided(order, decided)
    assert sorted(found) == sorted({*order, *decided})
    assert [name for name in found if name not in decided] == [name for name in order if name not in decided]


@given(
    st.permutations("abcdef"),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 6), max_size=6).filter(
        lambda decided: len(set(decided.values())) == len(decided)
    ),
)
def test_decided_places_of_their_own_are_kept(order: Sequence[str], decided: dict[str, int]) -> None:
    found = with_decided(order, decided)
    assert all(found[place - 1] == name for name, place in decided.items())


# --- what would change a place ---------------------------------------------------------------------


@given(st.integers(0, 3), st.lists(st.floats(1, 100), min_size=4, max_size=4), st.floats(0.2, 5))
def test_needed_number_makes_the_score_that_is_wanted(index: int, values: list[float], factor: float) -> None:
    found = method("rice")
    inputs = [taken(value, name=name) for value, name in zip(values, found.names, strict=True)]
    wanted = found.score(*values) * factor
    value = needed(found.score, inputs, index, wanted)
    if value is not None:
        assert found.score(*values[:index], value, *values[index + 1 :]) == pytest.approx(wanted, rel=1e-5)
    else:
        assert index == 3  # an effort below half a person-month changes nothing


def test_nothing_is_needed_where_no_number_would_do() -> None:
    inputs = [taken(0.5, name="importance", scale=Scale(0, 1)), taken(0.9, name="satisfaction", scale=Scale(0, 1))]
    assert needed(method("opportunity").score, inputs, 0, 19.5) is None
    assert needed(method("opportunity").score, inputs, 1, 9) == pytest.approx(0.1)
