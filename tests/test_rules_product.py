"""Rules of goals, roadmap and launches: what their pages do not show."""

from datetime import date
from pathlib import Path

import pytest

from prodops_cli import settings
from prodops_cli.linter import lint
from prodops_cli.tree import WorkingTree
from prodops_cli.workspace import read_workspace

AS_OF = date(2026, 10, 15)


def found(folder: Path, rule: str, files: dict[str, str]) -> list[tuple[str, str]]:
    """The path and message of everything one rule finds in these files."""
    for path, text in {"prodops.yaml": "name: Acme\n", **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    tree = WorkingTree(folder)
    result = lint(read_workspace(tree, settings.load(tree)), AS_OF, select=[rule])
    return [(one.path, one.message) for one in result.diagnostics if one.rule == rule]


ROADMAP = "title: Something\nstatus: in_progress\n"


def test_initiative_that_waits_for_itself_is_a_cycle(tmp_path: Path) -> None:
    files = {"roadmap/a.yaml": f"{ROADMAP}depends_on: [b, a]\n"}
    assert found(tmp_path, "dependency-cycle", files) == [("roadmap/a.yaml", "`a` waits for itself: a → a")]


def test_cycle_through_shipped_work_is_history(tmp_path: Path) -> None:
    files = {
        "roadmap/a.yaml": f"{ROADMAP}depends_on: [b]\n",
        "roadmap/b.yaml": "title: B\nstatus: shipped\ndepends_on: [a]\n",
    }
    assert found(tmp_path, "dependency-cycle", files) == []


def test_late_dependency_says_what_lag_and_start_have_to_do_with_it(tmp_path: Path) -> None:
    files = {
        "roadmap/a.yaml": ROADMAP
        + "start: 2026-11-01\ntarget: 2026-12-01\ndepends_on:\n"
        + "  - {on: b, lag: 1w}\n  - {on: b, type: start_start}\n",
        "roadmap/b.yaml": f"{ROADMAP}start: 2026-11-03\ntarget: 2026-11-25\n",
    }
    sides = "; between nobody (roadmap/a.yaml) and nobody (roadmap/b.yaml)"
    assert [message for _, message in found(tmp_path, "dependency-later", files)] == [
        f"`b` is due 2026-11-25, 1 day too late for the target 2026-12-01 here less 7 days of lag{sides}",
        f"`b` starts 2026-11-03, 2 days too late for the start 2026-11-01 here{sides}",
    ]


def test_three_reasons_are_told_as_two_and_a_count(tmp_path: Path) -> None:
    files = {
        "roadmap/a.yaml": f"{ROADMAP}health: on_track\ntarget: 2026-10-01\ndepends_on: [b, c]\n",
        "roadmap/b.yaml": f"{ROADMAP}health: off_track\n",
        "roadmap/c.yaml": "title: C\nstatus: on_hold\n",
    }
    assert found(tmp_path, "on-track-while-late", files) == [
        (
            "roadmap/a.yaml",
            "declared on track, but its target 2026-10-01 was 14 days ago; `b` is off track; and 1 more",
        )
    ]


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ("health: on_track\ntarget: 2026-10-01\n", "on-track-while-late"),
        ("health: at_risk\ntarget: 2026-10-01\n", "past-target"),
        ("target: 2026-10-01\n", "past-target"),
        ("health: on_track\ntarget: 2026-11-01\ndepends_on: [later]\n", "dependency-later"),
        ("health: on_track\ntarget: 2026-11-01\ndepends_on: [gone]\n", "depends-on-cancelled"),
        ("health: on_track\ntarget: 2026-11-01\ndepends_on: [late]\n", "on-track-while-late"),
    ],
)
def test_lateness_is_said_once(tmp_path: Path, more: str, rule: str) -> None:
    files = {
        "roadmap/a.yaml": f"{ROADMAP}{more}",
        "roadmap/later.yaml": f"{ROADMAP}target: 2026-12-01\n",
        "roadmap/late.yaml": f"{ROADMAP}target: 2026-10-01\n",
        "roadmap/gone.yaml": "title: C\nstatus: cancelled\n",
    }
    rules = ("past-target", "on-track-while-late", "dependency-later", "depends-on-cancelled")
    by = [name for name in rules for path, _ in found(tmp_path, name, files) if path == "roadmap/a.yaml"]
    assert by == [rule]


@pytest.mark.parametrize("status", ["idea", "shipped", "cancelled"])
def test_only_work_under_way_needs_an_owner(tmp_path: Path, status: str) -> None:
    files = {"roadmap/a.yaml": f"title: A\nstatus: {status}\n"}
    assert found(tmp_path, "initiative-without-owner", files) == []


def test_workspace_without_teams_or_goals_is_not_asked_for_them(tmp_path: Path) -> None:
    files = {"roadmap/a.yaml": f"{ROADMAP}owner: ada\n", "people/ada.yaml": "name: Ada Example\n"}
    for rule in ("initiative-without-team", "initiative-without-goal", "owner-without-team"):
        assert found(tmp_path, rule, files) == []


def test_goal_is_not_called_idle_while_part_of_the_roadmap_is_unreadable(tmp_path: Path) -> None:
    files = {
        "goals/g.yaml": "title: G\nperiod: 2026-Q4\n",
        "roadmap/a.yaml": ROADMAP,
        "roadmap/b.yaml": "title: B\ngoals: [g]\nstart: soon\n",
    }
    assert found(tmp_path, "goal-without-work", files) == []


@pytest.mark.parametrize(
    ("weights", "is_wrong"),
    [
        (["0.5", "0.5"], False),
        (["0.33", "0.33", "0.33"], False),
        (["0.5", "0.3"], True),
        (["60", "40"], False),
        (["33", "33", "33"], False),
        (["60", "45"], True),
        (["2", "1"], False),
        (["5", "3"], False),
        (["0", "0"], True),
        (["0.5", None], False),
        (["60", "45", None], False),
        (["0.5"], False),
        ([], False),
    ],
)
def test_weights(tmp_path: Path, weights: list[str | None], is_wrong: bool) -> None:
    results = "".join(
        f"  - {{id: k{index}, title: K, target: 1{f', weight: {weight}' if weight else ''}}}\n"
        for index, weight in enumerate(weights)
    )
    files = {"goals/g.yaml": "title: G\n" + (f"key_results:\n{results}" if results else "")}
    assert bool(found(tmp_path, "key-result-weights", files)) is is_wrong


def test_value_kept_in_current_needs_no_checkin(tmp_path: Path) -> None:
    goal = "title: G\nperiod: 2026-H2\nkey_results:\n"
    files = {
        "goals/kept.yaml": f"{goal}  - {{id: a, title: A, target: 5, current: 2}}\n",
        "goals/met.yaml": f"{goal}  - {{id: a, title: A, target: 5, checkins: [{{date: 2026-07-05, value: 5}}]}}\n",
    }
    assert found(tmp_path, "stale-checkin", files) == []


def test_unknown_holiday_code_is_reported_once_and_stops_nothing(tmp_path: Path) -> None:
    files = {
        "prodops.yaml": "name: Acme\nholidays: [XX, DE]\n",
        "launches/a.yaml": "title: A\ndate: 2026-12-25\n",
        "launches/b.yaml": "title: B\ndate: 2027-01-12\ngeographies: [EU]\n",
    }
    assert found(tmp_path, "launch-on-day-off", files) == [
        ("launches/a.yaml", "the launch is on 2026-12-25, Christmas Day (DE)")
    ]
    assert found(tmp_path, "unknown-holiday-code", files) == [("prodops.yaml", "no public holidays are known for `XX`")]


def test_past_and_undated_launches_are_not_looked_up(tmp_path: Path) -> None:
    files = {
        "launches/a.yaml": "title: A\ndate: 2026-10-03\n",
        "launches/b.yaml": "title: B\n",
        "launches/c.yaml": "title: C\nstatus: launched\ndate: 2026-10-17\n",
    }
    assert found(tmp_path, "launch-on-day-off", files) == []


def test_week_without_working_days_has_no_next_one(tmp_path: Path) -> None:
    files = {"prodops.yaml": "working_days: []\n", "launches/a.yaml": "title: A\ndate: 2026-10-22\n"}
    assert found(tmp_path, "launch-on-day-off", files) == [
        ("launches/a.yaml", "the launch is on 2026-10-22, a Thursday")
    ]


def test_tier_above_the_facts_contradicts_them_too(tmp_path: Path) -> None:
    files = {"launches/a.yaml": "title: A\ntier: 1\nfacts: {notable: true, partner: true}\n"}
    assert found(tmp_path, "tier-contradicts-facts", files) == [
        ("launches/a.yaml", "tier 1, but the facts make it tier 2: a partner and notable to customers")
    ]


def test_tier_that_the_facts_make_may_be_typed(tmp_path: Path) -> None:
    assert found(tmp_path, "tier-contradicts-facts", {"launches/a.yaml": "title: A\ntier: 3\n"}) == []


def test_equally_common_reach_periods_are_settled_by_name(tmp_path: Path) -> None:
    files = {
        f"roadmap/{per}.yaml": f"title: A\npriority: {{reach: {{value: 1, per: {per}}}}}\n" for per in ("year", "month")
    }
    assert found(tmp_path, "mixed-reach-periods", files) == [
        ("roadmap/year.yaml", "reach is per year, while 1 of 2 initiatives count it per month")
    ]


def test_one_who_counts_per_period_is_the_odd_one_out(tmp_path: Path) -> None:
    files = {f"roadmap/{name}.yaml": "title: A\npriority: {reach: 9}\n" for name in "abc"}
    files["roadmap/d.yaml"] = "title: D\npriority: {reach: {value: 9, per: month}}\n"
    assert found(tmp_path, "mixed-reach-periods", files) == [
        ("roadmap/d.yaml", "reach is per month, while 3 of 4 initiatives count it without a period")
    ]
    assert found(tmp_path, "mixed-reach-periods", {"roadmap/d.yaml": "title: D\npriority: {reach: 9}\n"}) == []


@pytest.mark.parametrize(
    ("status", "rules"),
    [
        ("idea", ["launch-before-initiative"]),
        ("planned", ["launch-before-initiative"]),
        ("in_progress", ["launch-before-initiative"]),
        ("on_hold", ["launch-ships-stopped-work"]),
        ("cancelled", ["launch-ships-stopped-work"]),
        ("shipped", []),
    ],
)
def test_work_that_is_not_there_on_the_launch_day_is_spoken_of_once(
    tmp_path: Path, status: str, rules: list[str]
) -> None:
    files = {
        "launches/a.yaml": "title: A\ndate: 2026-12-01\ninitiatives: [x]\n",
        "roadmap/x.yaml": f"title: X\nstatus: {status}\ntarget: 2026-12-15\n",
    }
    names = ("launch-before-initiative", "launch-ships-stopped-work")
    assert [name for name in names if found(tmp_path, name, files)] == rules
