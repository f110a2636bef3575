"""How far goals have come: values, grades, pace, scores and colours of key results and objectives.

Grade = (value - start) / (target - start), clipped to 0-1. An objective's score is the mean of its key
results' grades, weighted unless it says otherwise. Pace = grade / grade expected by now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from prodops_cli.analysis.calendar import Stretch, is_current_or_next, period_days
from prodops_cli.kinds.goal import CheckIn, Goal, KeyResult
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

Pace = Literal["on_track", "lagging", "at_risk"]
Colour = Literal["green", "yellow", "red"]

DIGITS = 9
"""Grades are rounded to this many digits, so that 0.7 counts as 0.7 whatever binary fractions make of it."""


# --- key results -------------------------------------------------------------------------------------


def latest_checkin(key_result: KeyResult, as_of: date) -> CheckIn | None:
    """The last check-in up to a day; of two on one day, the one that stands lower in the file."""
    past = [checkin for checkin in key_result.checkins if checkin.date <= as_of]
    return max(reversed(past), key=lambda checkin: checkin.date, default=None)


def value_of(key_result: KeyResult, as_of: date) -> float | None:
    """The value on a day: `current` where it is given, else the latest check-in's; None without either."""
    if key_result.current is not None:
        return key_result.current
    checkin = latest_checkin(key_result, as_of)
    return checkin.value if checkin is not None else None


def is_measurable(key_result: KeyResult) -> bool:
    """Whether reaching it can be told from a number: it is binary, or has a target."""
    return key_result.binary or key_result.target is not None


def grade(key_result: KeyResult, as_of: date) -> float | None:
    """How far it has come, 0 to 1; None where there is no value or no target.

    A binary one is 0 or 1. So is one that starts where it ends (keep it at 99.9): it holds or it does not.
    """
    value, target = value_of(key_result, as_of), key_result.target
    if key_result.binary:
        target = 1 if target is None else target
        return None if value is None else float(value >= target)
    if value is None or target is None:
        return None
    if target == key_result.start:
        return float(value <= target if key_result.direction == "decrease" else value >= target)
    return _clipped((value - key_result.start) / (target - key_result.start))


def _clipped(number: float) -> float:
    return round(min(max(number, 0.0), 1.0), DIGITS)


def expected_grade(key_result: KeyResult, period: Stretch, as_of: date) -> float:
    """The grade to expect by a day, 0 to 1: t for linear, t² for back-loaded, 1 - (1 - t)² for front-loaded.

    t is the share of the period's days that have begun. Nothing is expected of a binary key result before the
    period's last day: it is not half done at half-time.
    """
    share = period.elapsed(as_of)
    if key_result.binary:
        return float(share >= 1)
    curves = {"linear": share, "back_loaded": share**2, "front_loaded": 1 - (1 - share) ** 2}
    return _clipped(curves[key_result.pace])


def pace(key_result: KeyResult, period: Stretch, as_of: date) -> Pace | None:
    """Grade against expected grade: from 0.95 on track, from 0.75 lagging, below that at risk.

    None where there is no grade yet, or nothing is expected yet.
    """
    return pace_of(grade(key_result, as_of), expected_grade(key_result, period, as_of))


def pace_of(reached: float | None, expected: float | None) -> Pace | None:
    """The word for a grade or score beside the one to expect; None where one is not known, or nothing is expected."""
    if reached is None or not expected:
        return None
    ratio = round(reached / expected, DIGITS)
    if ratio >= 0.95:
        return "on_track"
    return "lagging" if ratio >= 0.75 else "at_risk"


# --- objectives --------------------------------------------------------------------------------------


def objective_score(goal: Goal, as_of: date) -> float | None:
    """The score of an objective from its own key results, 0 to 1; None where none of them has a grade.

    A key result without a grade counts as 0 beside others that have one: leaving it out would flatter.
    """
    grades = [grade(key_result, as_of) for key_result in goal.key_results]
    if all(one is None for one in grades):
        return None
    return of_key_results(goal, [one or 0.0 for one in grades])


def of_key_results(goal: Goal, grades: list[float]) -> float | None:
    """One number made of its key results' grades, as its roll-up says: the worst, or the plain or weighted mean."""
    weights = [1.0 if goal.rollup == "mean" else key_result.weight for key_result in goal.key_results]
    return _rolled_up(goal, grades, weights)


def of_children(goal: Goal, scores: list[float]) -> float | None:
    """One number made of its child goals' scores: the worst for `rollup: min`, else the plain mean."""
    return _rolled_up(goal, scores, [1.0] * len(scores))


def _rolled_up(goal: Goal, values: list[float], weights: list[float]) -> float | None:
    """The worst or the mean, plain where nothing has a weight; None where there is nothing."""
    if not values:
        return None
    if goal.rollup == "min":
        return min(values)
    total = sum(weights)
    if total == 0:
        return _rolled_up(goal, values, [1.0] * len(values))
    return _clipped(sum(value * weight for value, weight in zip(values, weights, strict=True)) / total)


def goal_scores(workspace: Workspace, as_of: date) -> dict[str, float | None]:
    """The score of every goal by id.

    A goal with key results is scored by them. One without takes the mean of its child goals' scores (the
    worst for `rollup: min`), dropped ones aside, unless its roll-up is `own`.
    """
    children = children_of(workspace)
    scores: dict[str, float | None] = {}
    for entry in leaves_first(workspace.of(Goal), children):
        goal = entry.record
        if goal.key_results or goal.rollup == "own":
            scores[goal.id] = objective_score(goal, as_of)
        else:
            below = (scores.get(child.id) for child in children.get(goal.id, ()) if child.record.status != "dropped")
            scores[goal.id] = of_children(goal, [score for score in below if score is not None])
    return dict(sorted(scores.items()))


def leaves_first(goals: Iterable[Entry[Goal]], children: Mapping[str, list[Entry[Goal]]]) -> Iterable[Entry[Goal]]:
    """Every goal once, children before their parents; a circle of goals is cut where it is met."""
    seen: set[str] = set()
    for top in goals:
        stack = [(top, False)]
        while stack:
            entry, is_ready = stack.pop()
            if is_ready:
                yield entry
            elif entry.id not in seen:
                seen.add(entry.id)
                stack.append((entry, True))
                stack.extend((child, False) for child in children.get(entry.id, ()))


def colour(score: float) -> Colour:
    """The colour of a score: from 0.7 green, from 0.4 yellow, below that red."""
    if score >= 0.7:
        return "green"
    return "yellow" if score >= 0.4 else "red"


def children_of(workspace: Workspace) -> dict[str, list[Entry[Goal]]]:
    """The goals that serve each goal, by the parent's id."""
    children: dict[str, list[Entry[Goal]]] = defaultdict(list)
    for entry in workspace.of(Goal):
        if entry.record.parent is not None:
            children[entry.record.parent].append(entry)
    return children


def period_of(settings: Settings, goal: Goal) -> Stretch | None:
    """The days a goal is for, where it has a period."""
    return period_days(settings, goal.period) if goal.period is not None else None


def is_running(settings: Settings, goal: Goal, as_of: date) -> bool:
    """Whether a goal is pursued today: it is active, and the day is in its period."""
    period = period_of(settings, goal)
    return goal.status == "active" and period is not None and period.includes(as_of)


def is_running_or_next(settings: Settings, goal: Goal, as_of: date) -> bool:
    """Whether a goal is active and its period is the current or the coming one."""
    period = period_of(settings, goal)
    return goal.status == "active" and period is not None and is_current_or_next(period, as_of)
