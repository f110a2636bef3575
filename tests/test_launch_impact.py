"""What a country means for launches, and what would change without it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder import read_files
from cli_runner import prodops
from launch_pages import FILES, TODAY, require_same_structure
from prodops_cli.analysis.launches.reach import codes_reaching, gates_added, if_dropped, is_new_in, touches, without
from prodops_cli.analysis.launches.seals import seal_of
from prodops_cli.analysis.launches.tiers import required_gates
from prodops_cli.kinds.launch import Launch
from prodops_cli.policy import LaunchPolicy
from prodops_cli.render import markdown
from prodops_cli.reports.launch_impact import LaunchImpact, launch_impact
from prodops_cli.workspace import Workspace

ACME = Path(__file__).parents[1] / "examples/acme"
POLICY = LaunchPolicy.model_validate({"geographies": {"DE": ["works-council"], "DE-BE": ["senate"]}})


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return read_files(tmp_path_factory.mktemp("launches"), FILES)


def launch(**values: Any) -> Launch:
    return Launch.model_validate({"id": "x", "title": "X", **values})


def ids(found: LaunchImpact) -> list[list[str]]:
    return [[line.launch.id for line in lines] for lines in (found.planned, found.launched)]


@pytest.mark.parametrize(
    ("geo", "own", "parts"),
    [("DE", ["works-council"], [("DE-BE", ["senate"])]), ("DE-BE", ["senate", "works-council"], []), ("AT", [], [])],
)
def test_gates_of_a_part_are_for_launches_that_name_it(
    geo: str, own: list[str], parts: list[tuple[str, list[str]]], tmp_path: Path
) -> None:
    """As readiness has it: a launch that names DE-BE meets the gates of DE, one that names DE only those of DE."""
    files = {
        "prodops.yaml": "name: A\nlaunches: {geographies: {DE: [works-council], DE-BE: [senate]}}\n",
        "launches.yaml": f"- {{id: x, title: X, date: 2026-11-17, tier: 3, geographies: [{geo}]}}\n",
    }
    found = read_files(tmp_path, files)
    made = launch_impact(found, TODAY, geo)
    assert list(made.policy_gates) == own
    assert [(part.code, list(part.gates)) for part in made.part_gates] == parts
    required = required_gates(found.settings.launches, found.of(Launch)[0].record)
    assert set(made.policy_gates) == set(required) - {"product", "engineering"}
    page = markdown.render("launch-impact", made)
    assert ("Every launch that names DE also needs: works-council." in page) == (geo == "DE")
    assert ("- A launch that names DE-BE needs besides: senate" in page) == (geo == "DE")


# --- how a country is reached -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "do_touch"),
    [
        ("DE", "DE", True),
        ("DE", "DE-BE", True),
        ("DE-BE", "DE", True),
        ("DE-BE", "DE-BY", False),
        ("DE", "US", False),
        ("US-C", "US-CA", False),
    ],
)
def test_a_country_touches_its_parts(one: str, other: str, do_touch: bool) -> None:
    assert touches(one, other) is touches(other, one) is do_touch


def test_new_geographies_reach_a_country_too() -> None:
    one = launch(facts={"new_geographies": ["DE-BY"]}, geographies=["AT"])
    assert codes_reaching(one, "DE") == ("DE-BY",)
    assert is_new_in(one, "DE")
    assert not is_new_in(one, "AT")
    assert codes_reaching(one, "DE-BE") == ()


def test_gates_of_a_country_are_those_of_its_parts_and_its_whole() -> None:
    one = launch(geographies=["DE-BE"])
    assert gates_added(POLICY, one, "DE-BE") == ("senate", "works-council")
    assert gates_added(POLICY, one, "DE") == ("senate", "works-council")
    assert gates_added(POLICY, launch(geographies=["DE"]), "DE") == ("works-council",)
    assert gates_added(POLICY, launch(geographies=["AT"]), "DE") == ()


# --- without it ---------------------------------------------------------------------------------------------


def test_dropping_the_only_new_country_lowers_the_tier_and_takes_gates() -> None:
    one = launch(facts={"new_geographies": ["DE"]}, geographies=["DE", "AT"])
    found = if_dropped(POLICY, one, "DE", TODAY)
    assert found is not None
    assert (found.tier, found.is_nowhere) == (3, False)
    assert "works-council" in found.gates
    assert "legal" in found.gates
    assert found.changes[0] == "it is tier 3, no longer tier 1"


def test_dropping_a_country_makes_stale_what_judged_it() -> None:
    one = launch(geographies=["DE", "AT"], gates={"legal": {}, "security": {}})
    approvals = {
        name: {
            "approvals": [{"by": "ada", "on": "2026-10-01", "verdict": "approved", "seal": seal_of(POLICY, one, name)}]
        }
        for name in one.gates
    }
    signed = launch(geographies=["DE", "AT"], gates=approvals)
    found = if_dropped(POLICY, signed, "DE", TODAY)
    assert found is not None
    assert found.stale == ("legal",)
    assert found.changes[-1] == "the sign-off of legal is stale, since it judged the country"


def test_dropping_the_last_country_says_so() -> None:
    found = if_dropped(LaunchPolicy(), launch(geographies=["DE-BE"]), "DE", TODAY)
    assert found is not None
    assert found.changes == ("it names no country any more",)


def test_a_part_cannot_be_dropped_from_a_launch_in_the_whole() -> None:
    one = launch(geographies=["DE"])
    assert if_dropped(POLICY, one, "DE-BE", TODAY) is None
    assert without(one, "DE-BE") == one


# --- the report ---------------------------------------------------------------------------------------------


def test_launches_that_reach_it(workspace: Workspace) -> None:
    assert ids(launch_impact(workspace, TODAY, geo="DE")) == [["checkout-2"], ["wallets"]]
    assert ids(launch_impact(workspace, TODAY, geo="DE-BY")) == [["checkout-2"], []]
    assert ids(launch_impact(workspace, TODAY, geo="FR")) == [[], []]


def test_what_a_launch_does_there(workspace: Workspace) -> None:
    (found,) = launch_impact(workspace, TODAY, geo="US").planned
    assert [(step.on.isoformat(), step.what) for step in found.steps] == [
        ("2026-11-17", "the launch"),
        ("2026-11-24", "the rollout to 100 %"),
    ]
    assert [(gate.name, gate.state, gate.is_there) for gate in found.gates] == [("accessibility", "not_started", False)]
    assert found.near == (
        "Veterans Day on 11 Nov",
        "Thanksgiving Day on 26 Nov",
        "blackout 2026-11-23 to 2026-12-01: Zyx",
    )
    assert [goal.id for goal in found.goals] == ["more-orders"]
    assert found.customers == ("Zyx buyers",)
    assert not found.is_new


def test_who_is_there(workspace: Workspace) -> None:
    found = launch_impact(workspace, TODAY, geo="DE")
    assert [(line.team and line.team.id, [person.id for person in line.people]) for line in found.teams] == [
        ("payments", ["ada"])
    ]
    assert launch_impact(workspace, TODAY, geo="DE-BY").teams == ()
    found = launch_impact(workspace, TODAY, geo="US")
    assert [(line.team, [person.id for person in line.people]) for line in found.teams] == [(None, ["bo"])]


def test_somebody_in_the_country_is_not_said_to_be_in_a_part_of_it(tmp_path: Path) -> None:
    found = read_files(tmp_path, {"people.yaml": "- {id: ada, name: Ada, location: {country: DE}}\n"})
    assert launch_impact(found, TODAY, geo="DE").teams
    assert launch_impact(found, TODAY, geo="DE-BY").teams == ()


def test_conditional_gate_is_not_open(tmp_path: Path) -> None:
    approval = "{by: ada, on: 2026-10-01, verdict: conditional, conditions: [ask again]}"
    page = f"title: A\ngeographies: [US]\ngates: {{accessibility: {{approvals: [{approval}]}}}}\n"
    files = {"prodops.yaml": FILES["prodops.yaml"], "launches/a.yaml": page}
    assert launch_impact(read_files(tmp_path, files), TODAY, geo="US").headline == "US: 1 launch to come."


def test_work_has_the_day_it_shipped(tmp_path: Path) -> None:
    files = {
        "roadmap/a.yaml": "title: A\nstatus: shipped\ntarget: 2026-09-01\nshipped: 2026-09-12\n",
        "roadmap/b.yaml": "title: B\nstatus: planned\ntarget: 2026-12-01\n",
        "launches/l.yaml": "title: L\ngeographies: [US]\ninitiatives: [a, b]\n",
    }
    (found,) = launch_impact(read_files(tmp_path, files), TODAY, geo="US").planned
    assert [str(one.on) for one in found.work] == ["2026-09-12", "2026-12-01"]


def test_days_at_the_ends_of_the_calendar(tmp_path: Path) -> None:
    files = {f"launches/l{year}.yaml": f"title: L\ndate: {year}-01-01\ngeographies: [US]\n" for year in (1900, 2200)}
    assert len(launch_impact(read_files(tmp_path, files), date(1900, 1, 1), geo="US").planned) == 2


def test_no_name_changes_the_page(workspace: Workspace) -> None:
    require_same_structure("launch-impact", launch_impact(workspace, TODAY, geo="DE"))


# --- the command --------------------------------------------------------------------------------------------


def test_acme(golden: Callable[[str, str], None]) -> None:
    ran = prodops("launch", "impact", "--geo", "us", at=ACME)
    assert ran.code == 0
    golden("launch-impact.md", ran.out)


def test_every_form(tmp_path: Path) -> None:
    for name, start in {"a.json": "{", "a.html": "<!DOCTYPE html>", "a.txt": "Acme Commerce: launches in DE"}.items():
        assert prodops("launch", "impact", "--geo", "DE", "-o", tmp_path / name, at=ACME).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start), name
    assert json.loads((tmp_path / "a.json").read_text())["geo"] == "DE"


@pytest.mark.parametrize("code", ["Germany", "D", "DE-", "DE-BERL", "UK", ""])
def test_what_is_no_country_is_refused(code: str) -> None:
    ran = prodops("launch", "impact", "--geo", code, at=ACME)
    assert ran.code == 2
    assert "is not the code of a country" in ran.err
