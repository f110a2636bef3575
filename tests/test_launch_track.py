"""What became of launches: metrics on day 7, 30 and 90, steps and their guards, what is to be measured."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import read_files
from cli_runner import prodops
from launch_pages import FILES, TEXTS, TODAY, renamed, require_quiet, require_same_structure
from prodops_cli.analysis.launches.tracking import (
    HORIZONS,
    broken_guards,
    expected,
    is_reached,
    judged,
    next_measure,
    stage_standing,
)
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds.launch import Launch, LaunchMetric, Stage
from prodops_cli.render import launch_track as forms
from prodops_cli.render import markdown
from prodops_cli.reports.launch_track import launch_track
from prodops_cli.workspace import Workspace

ACME = Path(__file__).parents[1] / "examples/acme"
LAUNCHED = date(2026, 6, 1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return read_files(tmp_path_factory.mktemp("launches"), FILES)


def metric(*days: int, **values: Any) -> LaunchMetric:
    """A metric that was read on these days after the launch; each reading is ten times its day."""
    readings = [{"on": str(LAUNCHED + timedelta(days=day)), "value": day * 10} for day in days]
    return LaunchMetric.model_validate({"title": "Orders", "readings": readings, **values})


# --- what is expected ---------------------------------------------------------------------------------------


def test_without_checkpoints_the_target_is_for_day_90_on_a_straight_line() -> None:
    one = metric(baseline=10, target=100)
    found = [expected(one, day) for day in (*HORIZONS, 91)]
    assert [(one.value, one.source) for one in found if one] == [(17, "line"), (40, "line"), (100, "target")]


def test_checkpoints_take_the_place_of_the_line() -> None:
    one = metric(baseline=10, target=100, checkpoints=[{"after": 30, "target": 55}])
    found = [expected(one, day) for day in HORIZONS]
    assert [one and (one.value, one.source) for one in found] == [None, (55, "checkpoint"), (100, "target")]


def test_target_is_not_for_day_90_where_a_checkpoint_is_later() -> None:
    one = metric(baseline=10, target=100, checkpoints=[{"after": 180, "target": 100}])
    assert expected(one, 90) is None


def test_nothing_is_expected_without_a_target_or_a_baseline() -> None:
    assert expected(metric(baseline=10), 90) is None
    assert expected(metric(target=100), 30) is None
    assert expected(metric(target=100), 90) is not None


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(0, 90))
def test_the_line_stays_between_its_ends_and_its_ends_are_reached(baseline: int, target: int, day: int) -> None:
    one = metric(baseline=baseline, target=target)
    found = expected(one, day)
    assert found is not None
    assert min(baseline, target) <= round(found.value, 9) <= max(baseline, target)
    assert is_reached(one, target, found.value)


def test_a_target_below_the_baseline_is_met_from_above() -> None:
    one = metric(baseline=3.6, target=1.5)
    assert is_reached(one, 1.4, 1.5)
    assert not is_reached(one, 1.6, 1.5)


# --- readings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "day", "state", "words"),
    [
        ((), 7, "no_reading", "no reading"),
        ((3,), 7, "met", "30 on day 3"),
        ((0,), 7, "missed", "0 on day 0"),
        ((3,), 30, "no_reading", "no reading since day 3"),
        ((7,), 30, "no_reading", "no reading since day 7"),
        ((8,), 30, "met", "80 on day 8"),
        ((3, 31), 30, "no_reading", "no reading since day 3"),
        ((3, 29), 90, "no_reading", "no reading since day 29"),
        ((3, 29, 88, 95), 90, "met", "880 on day 88"),
    ],
)
def test_the_latest_reading_up_to_the_day_counts(days: tuple[int, ...], day: int, state: str, words: str) -> None:
    found = judged(metric(*days, baseline=10, target=100), LAUNCHED, day, TODAY)
    assert (found.state, found.words) == (state, words)


def test_a_day_to_come_is_not_judged() -> None:
    found = judged(metric(3, baseline=10, target=100), LAUNCHED, 30, LAUNCHED + timedelta(days=29))
    assert (found.state, found.words) == ("to_come", "30 on day 3")


@given(st.sets(st.integers(0, 120), max_size=8), st.sampled_from(HORIZONS), st.integers(0, 200))
def test_no_value_is_made_up(days: set[int], day: int, passed: int) -> None:
    found = judged(metric(*sorted(days), baseline=0, target=100), LAUNCHED, day, LAUNCHED + timedelta(days=passed))
    if found.reading is not None:
        after = (found.reading.on - LAUNCHED).days
        assert after in days
        assert after <= min(day, passed)
    assert (found.state == "to_come") == (passed < day)


@pytest.mark.parametrize(
    ("days", "passed", "due"),
    [
        ((), 3, (7, False)),
        ((), 8, (7, True)),
        ((5,), 8, (30, False)),
        ((9,), 8, (7, True)),
        ((8,), 9, (30, False)),
        ((5,), 45, (30, True)),
        ((5, 44), 45, (90, False)),
        ((5, 29, 85), 120, None),
        ((5, 29), 120, (90, True)),
    ],
)
def test_what_is_measured_next(days: tuple[int, ...], passed: int, due: tuple[int, bool] | None) -> None:
    found = next_measure(metric(*days, target=100), LAUNCHED, LAUNCHED + timedelta(days=passed))
    assert (found and (found.day, found.is_overdue)) == due


@pytest.mark.parametrize(
    ("checks", "days", "passed", "due"),
    [
        ([{"after": 7, "target": 50}], (6,), 40, None),
        ([{"after": 7, "target": 50}], (), 40, (7, True)),
        ([{"after": 7, "target": 50}], (), 3, (7, False)),
        ([], (), 40, (30, True)),
    ],
)
def test_nobody_asks_about_days_for_which_nothing_is_expected(
    checks: list[dict[str, Any]], days: tuple[int, ...], passed: int, due: tuple[int, bool] | None
) -> None:
    found = next_measure(metric(*days, baseline=None, checkpoints=checks), LAUNCHED, LAUNCHED + timedelta(days=passed))
    assert (found and (found.day, found.is_overdue)) == due


def test_metric_with_a_reading_is_not_without_one(tmp_path: Path) -> None:
    said = "{{title: {}, baseline: 0, checkpoints: [{{after: 7, target: 5}}]{}}}"
    some = said.format("One", ", readings: [{on: 2026-09-07, value: 6}]"), said.format("Two", "")
    old = "{title: Three, baseline: 0, target: 90, readings: [{on: 2026-09-07, value: 7}]}"
    files = {
        "prodops.yaml": "name: A\n",
        "launches.yaml": f"- {{id: x, title: X, date: 2026-09-01, status: launched, metrics: [{some[0]}, {old}]}}\n"
        f"- {{id: y, title: Y, date: 2026-09-01, status: launched, metrics: [{some[1]}]}}\n",
    }
    made = launch_track(read_files(tmp_path, files), TODAY)
    assert made.headline == (
        "2 launches so far: 1 metric on target, 1 without a new reading, 1 without a reading and "
        "2 measurements overdue."
    )


# --- rollout ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "state", "words", "guard"),
    [
        ({"reached": "2026-06-01", "held": True}, "reached", "reached", "calm: held"),
        ({"reached": "2026-06-03", "held": False}, "reached", "reached, 2 days late", "calm: did not hold"),
        ({"reached": "2026-05-31"}, "reached", "reached, 1 day early", "calm: nobody says whether it held"),
        ({}, "due", "nobody says it was reached", "calm: nobody says whether it held"),
        ({"on": "2027-01-01"}, "to_come", "to come", "calm"),
    ],
)
def test_where_a_step_stands(values: dict[str, Any], state: str, words: str, guard: str) -> None:
    stage = Stage.model_validate({"on": "2026-06-01", "percent": 10, "guard": "calm", **values})
    found = stage_standing(stage, TODAY)
    assert (found.state, found.words, found.guard) == (state, words, guard)


def test_guard_is_broken_only_where_the_rollout_went_on() -> None:
    steps = [
        {"on": "2026-06-01", "percent": 10, "guard": "calm", "held": False},
        {"on": "2026-06-08", "percent": 50},
        {"on": "2026-06-15", "percent": 100},
    ]
    assert list(broken_guards(Launch.model_validate({"id": "x", "title": "X", "rollout": steps}))) == []
    steps[2]["reached"] = "2026-06-15"
    assert list(broken_guards(Launch.model_validate({"id": "x", "title": "X", "rollout": steps}))) == [0]


# --- the report ---------------------------------------------------------------------------------------------


def test_only_what_has_launched_is_tracked(workspace: Workspace) -> None:
    made = launch_track(workspace, TODAY)
    assert [(line.launch.id, line.days, line.percent) for line in made.launches] == [("wallets", 44, 100)]
    assert [point.state for point in made.launches[0].metrics[0].points] == ["missed", "no_reading", "to_come"]
    assert [(one.metric, one.day, one.is_overdue) for one in made.due] == [("Zyx", 90, False)]
    assert launch_track(workspace, date(2026, 8, 31)).launches == ()


def test_one_day_of_one_launch(workspace: Workspace) -> None:
    made = launch_track(workspace, TODAY, launch="wallets", day=7)
    (point,) = made.launches[0].metrics[0].points
    assert (point.day, point.expected, point.source, point.value) == (7, 17, "straight line from the baseline", 12)


CHECKPOINTS = """
    title: Wallets
    status: launched
    date: 2026-09-01
    metrics:
      - title: Orders
        baseline: 0
        target: 90
        checkpoints: [{after: 7, target: 5}, {after: 14, target: 10}, {after: 60, target: 50}]
        readings: [{on: 2026-09-13, value: 20}]
"""


def test_days_that_a_metric_names_itself_are_told(tmp_path: Path) -> None:
    found = read_files(tmp_path, {"launches/wallets.yaml": CHECKPOINTS})
    made = launch_track(found, date(2026, 9, 20), launch="wallets")
    (metric,) = made.launches[0].metrics
    assert [(point.day, point.state, point.expected) for point in metric.own] == [(14, "met", 10), (60, "to_come", 50)]
    assert made.headline.startswith("1 launch so far: 1 metric on target")
    assert "Orders, day 14: **met**: 20 on day 12; 10 wanted (checkpoint)" in markdown.render("launch-track", made)
    assert [row["day"] for row in csv.DictReader(StringIO(forms.csv(made)))] == ["7", "14", "30", "60", "90"]
    assert launch_track(found, date(2026, 9, 20), day=30).launches[0].metrics[0].own == ()


def test_launch_that_came_later_had_not_launched(workspace: Workspace) -> None:
    with pytest.raises(ProdopsError, match="had not launched on 2026-08-31: it did on 2026-09-01"):
        launch_track(workspace, date(2026, 8, 31), launch="wallets")


def test_rows(workspace: Workspace) -> None:
    rows = list(csv.DictReader(StringIO(forms.csv(launch_track(workspace, TODAY)))))
    assert [(row["day"], row["state"], row["value"]) for row in rows] == [
        ("7", "missed", "12"),
        ("30", "no_reading", "12"),
        ("90", "to_come", "50"),
    ]


def test_no_name_changes_the_page_or_the_rows(workspace: Workspace) -> None:
    made = launch_track(workspace, TODAY)
    require_same_structure("launch-track", made)
    for which, text in TEXTS.items():
        table = forms.csv(renamed(made, text))
        require_quiet(which, table)
        assert len(list(csv.reader(StringIO(table)))) == 4, which


# --- the command --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "columns"), [("launch-track.md", None), ("launch-track.txt", 80)])
def test_acme(name: str, columns: int | None, golden: Callable[[str, str], None]) -> None:
    ran = prodops("launch", "track", "--all", at=ACME, columns=columns, environment={"NO_COLOR": "1"})
    assert ran.code == 0
    golden(name, ran.out)


def test_every_form(tmp_path: Path) -> None:
    starts = {"a.json": "{", "a.html": "<!DOCTYPE html>", "a.csv": "launch,name", "a.txt": "Acme Commerce"}
    for name, start in starts.items():
        assert prodops("launch", "track", "-o", tmp_path / name, at=ACME).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start), name
    assert json.loads((tmp_path / "a.json").read_text())["days"] == [7, 30, 90]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing"], "there is no launch `nothing`"),
        (["checkout-2"], "Checkout 2 has not launched"),
        (["--day", "14"], "launches are not looked at on day 14"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], message: str) -> None:
    ran = prodops("launch", "track", *arguments, at=ACME)
    assert ran.code == 2
    assert message in ran.err
