"""How goals come along: score, the score to expect by now, and the pace that makes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.calendar import Stretch
from prodops_cli.analysis.goals import (
    DIGITS,
    Pace,
    children_of,
    expected_grade,
    goal_scores,
    is_running,
    latest_checkin,
    leaves_first,
    of_children,
    of_key_results,
    pace_of,
    period_of,
)
from prodops_cli.kinds.goal import Goal
from prodops_cli.workspace import Entry, Workspace

_ORDER: tuple[Pace | None, ...] = ("at_risk", "lagging", None, "on_track")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running goal has come, beside how far it should be."""

    entry: Entry[Goal]
    score: float | None
    """0 to 1; None where nothing has been measured yet."""
    expected: float | None
    """The score to expect by now, made of its key results' expected grades as the score is made of their grades."""
    pace: Pace | None
    """The word for score divided by expected; None where one of them is not there, or nothing is expected yet."""
    measured: date | None
    """The day of the latest check-in of any of its key results."""

    @property
    def behind(self) -> float:
        """By how much the score is below the one to expect; negative where it is above, 0 where one is not known."""
        return 0.0 if self.score is None or self.expected is None else round(self.expected - self.score, DIGITS)


def progress(workspace: Workspace, goals: Iterable[Entry[Goal]], as_of: date) -> tuple[Progress, ...]:
    """The goals that are pursued today: the worst pace first, and among these the furthest behind."""
    scores = goal_scores(workspace, as_of)
    expected = expected_scores(workspace, scores, as_of)
    found = [
        Progress(
            entry,
            scores[entry.id],
            expected[entry.id],
            pace_of(scores[entry.id], expected[entry.id]),
            _last_measured(entry.record, as_of),
        )
        for entry in goals
        if is_running(workspace.settings, entry.record, as_of)
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.pace), -one.behind, one.entry.id)))


def _last_measured(goal: Goal, as_of: date) -> date | None:
    checkins = (latest_checkin(key_result, as_of) for key_result in goal.key_results)
    return max((checkin.date for checkin in checkins if checkin is not None), default=None)


def expected_scores(workspace: Workspace, scores: Mapping[str, float | None], as_of: date) -> dict[str, float | None]:
    """The score to expect of every goal by a day: from its own key results, else from the scored goals below it."""
    children = children_of(workspace)
    expected: dict[str, float | None] = {}
    for entry in leaves_first(workspace.of(Goal), children):
        goal = entry.record
        if goal.key_results or goal.rollup == "own":
            expected[entry.id] = _expected_of(goal, period_of(workspace.settings, goal), as_of)
        else:
            below = [
                child.id
                for child in children.get(entry.id, ())
                if child.record.status != "dropped" and scores.get(child.id) is not None
            ]
            shares = [share for id_ in below if (share := expected.get(id_)) is not None]
            expected[entry.id] = of_children(goal, shares)
    return expected


def _expected_of(goal: Goal, period: Stretch | None, as_of: date) -> float | None:
    if period is None:
        return None
    return of_key_results(goal, [expected_grade(key_result, period, as_of) for key_result in goal.key_results])
