"""The score to expect of a goal is made as its score is made."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from builder import read_files
from prodops_cli.analysis.progress import Progress, progress
from prodops_cli.kinds.goal import Goal

HALF_TIME = date(2026, 9, 30)  # of the second half of 2026, 92 of 184 days

Make = Callable[[str], dict[str, Progress]]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(goals: str) -> dict[str, Progress]:
        workspace = read_files(tmp_path, {"goals.yaml": goals})
        assert not workspace.problems
        return {one.entry.id: one for one in progress(workspace, workspace.of(Goal), HALF_TIME)}

    return made


@pytest.mark.parametrize(
    ("rollup", "score", "expected"),
    [("weighted", 0.55, 0.4375), ("mean", 0.4, 0.375), ("min", 0.1, 0.25), ("own", 0.55, 0.4375)],
)
def test_score_beside_expected(make: Make, rollup: str, score: float, expected: float) -> None:
    found = make(f"""
        - id: g
          title: G
          period: 2026-H2
          rollup: {rollup}
          key_results:
            - {{id: a, title: A, target: 10, current: 7, weight: 3}}
            - {{id: b, title: B, target: 10, current: 1, pace: back_loaded}}
        """)["g"]
    assert (found.score, found.expected) == (score, expected)


def test_without_weights_every_key_result_counts_alike(make: Make) -> None:
    found = make("""
        - id: g
          title: G
          period: 2026-H2
          key_results: [{id: a, title: A, target: 10, current: 7, weight: 0}, {id: b, title: B, target: 10, weight: 0}]
        """)["g"]
    assert (found.score, found.expected, found.pace) == (0.35, 0.5, "at_risk")


def test_nothing_is_expected_of_a_binary_key_result_before_the_end(make: Make) -> None:
    found = make("- {id: g, title: G, period: 2026-H2, key_results: [{id: a, title: A, binary: true, current: 0}]}")[
        "g"
    ]
    assert (found.score, found.expected, found.pace) == (0.0, 0.0, None)


def test_a_goal_without_key_results_is_as_the_goals_below_it_that_are_measured(make: Make) -> None:
    found = make("""
        - {id: top, title: T, period: 2026-H2}
        - {id: one, title: O, period: 2026-H2, parent: top, key_results: [{id: a, title: A, target: 10, current: 5}]}
        - {id: two, title: W, period: 2026-H2, parent: top, key_results: [{id: a, title: A, target: 10}]}
        - {id: own, title: N, period: 2026-H2, rollup: own}
        """)
    assert (found["top"].score, found["top"].expected, found["top"].pace) == (0.5, 0.5, "on_track")
    assert (found["own"].score, found["own"].expected) == (None, None)


def test_a_long_chain_of_goals_is_no_deeper_than_a_short_one(make: Make) -> None:
    chain = "".join(f"- {{id: g{n}, title: G, period: 2026-H2, parent: g{n + 1}}}\n" for n in range(2000))
    first = (
        "- {id: g, title: G, period: 2026-H2, parent: g0, key_results: [{id: a, title: A, target: 10, current: 5}]}\n"
    )
    assert make(f"{first}{chain}- {{id: g2000, title: G, period: 2026-H2}}\n")["g2000"].score == 0.5
