"""Goals: values, grades, pace, scores."""

from datetime import date
from typing import Any

import pytest

from prodops_cli.analysis.calendar import period_days
from prodops_cli.analysis.goals import (
    colour,
    expected_grade,
    goal_scores,
    grade,
    is_measurable,
    is_running,
    is_running_or_next,
    objective_score,
    pace,
    value_of,
)
from prodops_cli.kinds.goal import Goal, KeyResult
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

TODAY = date(2026, 10, 15)
SETTINGS = Settings()
QUARTER = period_days(SETTINGS, "2026-Q4")
LAST_DAY = QUARTER.last


def key_result(**fields: Any) -> KeyResult:
    return KeyResult.model_validate({"id": "kr", "title": "Something", **fields})


def goal(id_: str = "g", **fields: Any) -> Goal:
    for index, one in enumerate(fields.get("key_results", [])):
        one.update(id=f"kr{index}", title="Something")
    return Goal.model_validate({"id": id_, "title": "Something", "period": "2026-Q4", **fields})


def graded(*values: float | None, **fields: Any) -> Goal:
    return goal(key_results=[{"target": 1, **({"current": v} if v is not None else {})} for v in values], **fields)


def workspace(*goals: Goal) -> Workspace:
    entries = {("goal", one.id): Entry(one, f"goals/{one.id}.yaml") for one in goals}
    return Workspace(SETTINGS, dict(sorted(entries.items())), (), {})


def checkin(day: str, value: float, confidence: float | None = None) -> dict[str, Any]:
    return {"date": day, "value": value, **({"confidence": confidence} if confidence is not None else {})}


def test_value_is_the_one_given_else_the_latest_known_on_the_day() -> None:
    checkins = [checkin("2026-10-10", 3), checkin("2026-10-01", 2), checkin("2026-10-20", 9)]
    assert value_of(key_result(checkins=checkins), TODAY) == 3
    assert value_of(key_result(checkins=checkins, current=5), TODAY) == 5
    assert value_of(key_result(checkins=checkins), date(2026, 9, 1)) is None


def test_of_two_checkins_on_a_day_the_lower_one_counts() -> None:
    assert value_of(key_result(checkins=[checkin("2026-10-10", 3), checkin("2026-10-10", 4)]), TODAY) == 4


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"start": 1.8, "target": 2.4, "current": 2.1}, 0.5),
        ({"start": 10, "target": 4, "current": 7}, 0.5),
        ({"start": 0, "target": 10, "current": 12}, 1),
        ({"start": 5, "target": 10, "current": 3}, 0),
        ({"start": 1, "target": 1.1, "current": 1.07}, 0.7),
        ({"target": 10}, None),
        ({"current": 10}, None),
        ({"binary": True, "current": 1}, 1),
        ({"binary": True, "current": 0}, 0),
        ({"binary": True}, None),
        ({"start": 99.9, "target": 99.9, "direction": "increase", "current": 99.95}, 1),
        ({"start": 99.9, "target": 99.9, "direction": "increase", "current": 99.8}, 0),
        ({"start": 2, "target": 2, "direction": "decrease", "current": 1}, 1),
    ],
)
def test_grade(fields: dict[str, Any], expected: float | None) -> None:
    assert grade(key_result(**fields), TODAY) == expected


def test_measurable_is_what_has_a_target_or_is_done_or_not() -> None:
    assert is_measurable(key_result(target=1))
    assert is_measurable(key_result(binary=True))
    assert not is_measurable(key_result())


def test_expected_grade_follows_the_curve() -> None:
    half = date(2026, 11, 15)
    assert QUARTER.elapsed(half) == 0.5
    assert expected_grade(key_result(target=1), QUARTER, half) == 0.5
    assert expected_grade(key_result(target=1, pace="back_loaded"), QUARTER, half) == 0.25
    assert expected_grade(key_result(target=1, pace="front_loaded"), QUARTER, half) == 0.75
    assert expected_grade(key_result(target=1), QUARTER, date(2026, 9, 1)) == 0
    assert {expected_grade(key_result(target=1, pace=p), QUARTER, LAST_DAY) for p in ("linear", "back_loaded")} == {1}


def test_nothing_is_expected_of_a_binary_key_result_before_the_last_day() -> None:
    assert expected_grade(key_result(binary=True), QUARTER, date(2026, 12, 30)) == 0
    assert expected_grade(key_result(binary=True), QUARTER, LAST_DAY) == 1


@pytest.mark.parametrize(("current", "word"), [(95, "on_track"), (94.9, "lagging"), (75, "lagging"), (74.9, "at_risk")])
def test_pace_thresholds(current: float, word: str) -> None:
    assert pace(key_result(target=100, current=current), QUARTER, LAST_DAY) == word


def test_no_pace_before_the_period_or_without_a_value() -> None:
    assert pace(key_result(target=100, current=5), QUARTER, date(2026, 9, 30)) is None
    assert pace(key_result(target=100), QUARTER, TODAY) is None


@pytest.mark.parametrize(("rollup", "expected"), [("weighted", 0.7), ("own", 0.7), ("mean", 0.6), ("min", 0.4)])
def test_score_by_rollup(rollup: str, expected: float) -> None:
    results = [{"target": 1, "current": 0.4}, {"target": 1, "current": 0.8, "weight": 3}]
    assert objective_score(goal(rollup=rollup, key_results=results), TODAY) == expected


def test_score_without_any_grade_is_unknown_and_a_missing_one_counts_nothing() -> None:
    assert objective_score(graded(None, None), TODAY) is None
    assert objective_score(graded(0.8, None), TODAY) == 0.4
    assert objective_score(goal(), TODAY) is None


def test_weights_of_zero_everywhere_give_the_plain_mean() -> None:
    results = [{"target": 1, "current": 0.4, "weight": 0}, {"target": 1, "current": 0.8, "weight": 0}]
    assert objective_score(goal(key_results=results), TODAY) == 0.6


@pytest.mark.parametrize(
    ("score", "word"), [(0.7, "green"), (0.69, "yellow"), (0.4, "yellow"), (0.39, "red"), (0, "red")]
)
def test_colours(score: float, word: str) -> None:
    assert colour(score) == word


def test_goal_without_key_results_is_scored_by_its_children() -> None:
    tree = workspace(
        goal("company"),
        goal("division", parent="company"),
        graded(0.8, id_="one", parent="division"),
        graded(0.4, id_="two", parent="division"),
        graded(0.0, id_="given-up", parent="division", status="dropped"),
        goal("alone", rollup="own"),
        graded(1.0, id_="child-of-alone", parent="alone"),
    )
    scores = goal_scores(tree, TODAY)
    assert scores["division"] == scores["company"] == 0.6
    assert scores["alone"] is None
    assert list(scores) == sorted(scores)


def test_worst_child_counts_for_min() -> None:
    tree = workspace(goal("top", rollup="min"), graded(0.8, id_="a", parent="top"), graded(0.3, id_="b", parent="top"))
    assert goal_scores(tree, TODAY)["top"] == 0.3


def test_goals_in_a_circle_end() -> None:
    circle = workspace(goal("a", parent="b"), goal("b", parent="a"), graded(0.5, id_="c", parent="a"))
    assert goal_scores(circle, TODAY)["a"] == 0.5


def test_deep_chain_of_goals_does_not_overflow() -> None:
    chain = [goal(f"g{n}", **({"parent": f"g{n - 1}"} if n else {})) for n in range(3000)]
    assert goal_scores(workspace(*chain, graded(0.5, id_="leaf", parent="g2999")), TODAY)["g0"] == 0.5


def test_running_is_active_within_the_period() -> None:
    assert is_running(SETTINGS, goal(), TODAY)
    assert not is_running(SETTINGS, goal(status="done"), TODAY)
    assert not is_running(SETTINGS, goal(), date(2026, 9, 30))
    assert is_running_or_next(SETTINGS, goal(), date(2026, 9, 30))
    assert not is_running(SETTINGS, Goal(id="g", title="No period"), TODAY)
