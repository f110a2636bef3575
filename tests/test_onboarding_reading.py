"""What somebody new reads, joins and gets into, and the launch they take part in."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from builder import read_files
from prodops_cli.analysis.onboarding.access import access_for
from prodops_cli.analysis.onboarding.first_launch import first_launch
from prodops_cli.analysis.onboarding.layers import tasks_for
from prodops_cli.analysis.onboarding.reading import (
    binding_decisions,
    open_dependencies,
    past_launches,
    resources_for,
    rituals_for,
)
from prodops_cli.fields import Money
from prodops_cli.kinds.person import Person
from prodops_cli.workspace import Workspace

STARTS = date(2026, 11, 2)
PEOPLE = """
    - {id: new, name: New Example, role: engineer, team: payments, starts: 2026-11-02}
    - {id: ada, name: Ada Example}
    - {id: grace, name: Grace Example}
    - {id: gone, name: Gone Example, ends: 2026-11-01}
    - {id: leaving, name: Leaving Example, ends: 2026-11-02}
    """
TEAMS = """
    - {id: product, name: Product}
    - {id: payments, name: Payments, parent: product}
    - {id: search, name: Search, parent: product}
    """


def read(folder: Path, people: str = PEOPLE, **files: str) -> Workspace:
    named = {f"{name}.yaml": text for name, text in files.items()}
    found = read_files(folder, {"people.yaml": people, "teams.yaml": TEAMS, **named})
    assert found.problems == ()
    return found


def new(workspace: Workspace) -> Person:
    person = workspace.get(Person, "new")
    assert person is not None
    return person


# --- decisions -------------------------------------------------------------------------------------


def test_decisions_that_bind_are_the_team_s_then_everybody_s_the_latest_first(tmp_path: Path) -> None:
    decisions = """
        - {id: all-old, title: A, status: accepted, decided: 2025-01-01}
        - {id: all-new, title: A, status: accepted, decided: 2026-09-01}
        - {id: all-undated, title: A, status: accepted}
        - {id: own-old, title: A, status: accepted, decided: 2024-01-01, teams: [payments]}
        - {id: own-new, title: A, status: accepted, decided: 2026-01-01, teams: [search, payments]}
        - {id: above, title: A, status: accepted, decided: 2025-06-01, teams: [product]}
        - {id: own-work, title: A, status: accepted, decided: 2023-01-01, initiatives: [ours]}
        - {id: other-work, title: A, status: accepted, decided: 2023-01-01, initiatives: [theirs]}
        - {id: own-for-others, title: A, status: accepted, decided: 2022-01-01, teams: [search], initiatives: [ours]}
        - {id: others, title: A, status: accepted, decided: 2026-10-01, teams: [search]}
        - {id: proposed, title: A, status: proposed}
        - {id: rejected, title: A, status: rejected, decided: 2026-01-01}
        - {id: deprecated, title: A, status: deprecated, decided: 2026-01-01, teams: [payments]}
        - {id: superseded, title: A, status: superseded, decided: 2026-01-01}
        """
    roadmap = "- {id: ours, title: Ours, team: payments}\n- {id: theirs, title: Theirs, team: search}\n"
    workspace = read(tmp_path, decisions=decisions, roadmap=roadmap)
    assert [entry.id for entry in binding_decisions(workspace, new(workspace))] == [
        "own-new",
        "above",
        "own-old",
        "own-work",
        "own-for-others",
        "all-new",
        "all-old",
        "other-work",
        "all-undated",
    ]


# --- launches --------------------------------------------------------------------------------------


def test_launches_of_the_last_two_quarters_are_read_the_latest_first(tmp_path: Path) -> None:
    first, before = STARTS - timedelta(days=183), STARTS - timedelta(days=184)
    launches = f"""
        - {{id: today, title: L, status: launched, team: payments, date: 2026-11-02}}
        - {{id: b, title: L, status: launched, team: product, date: 2026-08-01}}
        - {{id: a, title: L, status: launched, initiatives: [ours], team: search, date: 2026-08-01}}
        - {{id: first, title: L, status: launched, team: payments, date: {first}}}
        - {{id: before, title: L, status: launched, team: payments, date: {before}}}
        - {{id: after, title: L, status: launched, team: payments, date: 2026-11-03}}
        - {{id: undated, title: L, status: launched, team: payments}}
        - {{id: planned, title: L, status: planned, team: payments, date: 2026-10-01}}
        - {{id: cancelled, title: L, status: cancelled, team: payments, date: 2026-10-01}}
        - {{id: theirs, title: L, status: launched, team: search, date: 2026-10-01}}
        """
    workspace = read(tmp_path, launches=launches, roadmap="- {id: ours, title: Ours, team: payments}\n")
    found = past_launches(workspace, new(workspace), STARTS)
    assert [entry.id for entry in found] == ["today", "a", "b", "first"]


@pytest.mark.parametrize(
    ("launches", "expected"),
    [
        ([], None),
        (["{id: a, date: 2026-12-01, team: payments}"], None),
        (["{id: a, date: 2026-12-02, team: payments}"], ("a", 31, True)),
        (["{id: a, date: 2027-03-01, team: payments}"], ("a", 120, True)),
        (["{id: a, date: 2027-03-02, team: payments}"], None),
        (["{id: a, date: 2026-12-15, team: payments, status: launched}"], None),
        (["{id: a, date: 2026-12-15, team: payments, status: cancelled}"], None),
        (["{id: a, team: payments}"], None),
        (["{id: a, date: 2026-12-15, team: search}"], ("a", 44, False)),
        (["{id: a, date: 2026-12-15, team: search, initiatives: [ours]}"], ("a", 44, True)),
        (["{id: a, date: 2026-12-15, team: product}"], ("a", 44, True)),
        (
            ["{id: a, date: 2027-01-30, team: search, tier: 3}", "{id: b, date: 2026-12-15, team: payments, tier: 1}"],
            "a",
        ),
        (
            [
                "{id: a, date: 2027-01-30, team: payments, tier: 1}",
                "{id: b, date: 2026-12-15, team: payments, tier: 3}",
            ],
            "b",
        ),
        (["{id: a, date: 2026-12-15, team: payments}", "{id: b, date: 2027-01-29, team: payments}"], "b"),
        (["{id: b, date: 2027-01-28, team: payments}", "{id: a, date: 2027-02-01, team: payments}"], "a"),
    ],
)
def test_first_launch_is_near_small_and_of_the_team(
    tmp_path: Path, launches: list[str], expected: tuple[str, int, bool] | str | None
) -> None:
    text = "".join(f"- {launch.replace('{', '{title: L, ', 1)}\n" for launch in launches) or "[]\n"
    workspace = read(tmp_path, launches=text, roadmap="- {id: ours, title: Ours, team: payments}\n")
    found = first_launch(workspace, new(workspace), STARTS)
    match expected:
        case None:
            assert found is None
        case str():
            assert found is not None
            assert found.entry.id == expected
        case _:
            assert found is not None
            assert (found.entry.id, found.day, found.is_own_team) == expected


# --- dependencies ----------------------------------------------------------------------------------


def test_open_dependencies_cross_the_team_s_border(tmp_path: Path) -> None:
    roadmap = """
        - {id: ours, title: Ours, status: planned, team: payments,
           depends_on: [{on: theirs, needed_by: 2026-12-01}, inside, done, nobodys]}
        - {id: inside, title: Inside, status: planned, team: payments, depends_on: [ours]}
        - {id: theirs, title: Theirs, status: planned, team: search,
           depends_on: [{on: inside, needed_by: 2026-11-20}, apart]}
        - {id: apart, title: Apart, status: planned, team: search}
        - {id: nobodys, title: Nobody's, status: planned}
        - {id: done, title: Done, status: shipped, team: search}
        - {id: over, title: Over, status: cancelled, team: payments, depends_on: [theirs]}
        """
    workspace = read(tmp_path, roadmap=roadmap)
    found = open_dependencies(workspace, new(workspace))
    assert [(one.entry.id, one.dependency.on, one.is_ours) for one in found] == [
        ("theirs", "inside", False),
        ("ours", "theirs", True),
        ("ours", "nobodys", True),
    ]


def test_nobody_s_team_waits_for_nothing(tmp_path: Path) -> None:
    roadmap = (
        "- {id: a, title: A, status: planned, depends_on: [b]}\n- {id: b, title: B, status: planned, team: search}\n"
    )
    workspace = read(tmp_path, PEOPLE.replace(", team: payments", ""), roadmap=roadmap)
    assert open_dependencies(workspace, new(workspace)) == ()


# --- resources and rituals ---------------------------------------------------------------------------


def test_resources_are_those_for_onboarding_the_glossary_first(tmp_path: Path) -> None:
    resources = """
        - {id: b, title: Guide, stages: [onboarding]}
        - {id: a, title: Guide, stages: [launch, onboarding]}
        - {id: words, title: Words, type: glossary}
        - {id: theirs-words, title: Words, type: glossary, teams: [search]}
        - {id: team, title: Architecture, stages: [onboarding], teams: [payments]}
        - {id: above, title: Board, stages: [onboarding], teams: [product, search]}
        - {id: other, title: Other, stages: [onboarding], teams: [search]}
        - {id: role, title: Role, stages: [onboarding], roles: [engineer]}
        - {id: not-role, title: Not, stages: [onboarding], roles: [designer]}
        - {id: not-both, title: Not, stages: [onboarding], roles: [designer], teams: [payments]}
        - {id: later, title: Later, stages: [launch]}
        - {id: draft, title: Draft, stages: [onboarding], status: draft}
        - {id: retired, title: Retired, stages: [onboarding], status: retired}
        """
    workspace = read(tmp_path, resources=resources)
    found = [entry.id for entry in resources_for(workspace, new(workspace))]
    assert found == ["words", "team", "above", "a", "b", "role"]


def test_rituals_are_everybody_s_and_those_of_team_and_role_and_name(tmp_path: Path) -> None:
    rituals = """
        - {id: everybody, title: R}
        - {id: team, title: R, teams: [payments]}
        - {id: above, title: R, teams: [product]}
        - {id: other, title: R, teams: [search]}
        - {id: role, title: R, roles: [engineer, designer]}
        - {id: not-role, title: R, roles: [designer]}
        - {id: both, title: R, roles: [engineer], teams: [payments]}
        - {id: one-of-both, title: R, roles: [engineer], teams: [search]}
        - {id: named, title: R, roles: [designer], teams: [search], attendees: [new]}
        - {id: others-named, title: R, attendees: [ada]}
        - {id: team-and-others, title: R, teams: [payments], attendees: [ada]}
        - {id: stopped, title: R, status: stopped}
        - {id: paused, title: R, status: paused, attendees: [new]}
        """
    workspace = read(tmp_path, rituals=rituals)
    found = [entry.id for entry in rituals_for(workspace, new(workspace))]
    assert found == sorted({"everybody", "team", "above", "role", "both", "named", "team-and-others"})


# --- access ----------------------------------------------------------------------------------------


def accesses(folder: Path, tools: str, tasks: str = "[]") -> dict[str, tuple[str, str | None]]:
    """The reason and the approver of each tool, by id."""
    layers = f"- {{id: all, title: All, tasks: {tasks}}}\n"
    workspace = read(folder, tools=tools, onboarding=layers)
    person = new(workspace)
    found = access_for(workspace, person, tasks_for(workspace, person), STARTS)
    return {one.entry.id: (one.why, one.approver) for one in found}


def test_tools_are_everybody_s_the_team_s_and_the_role_s(tmp_path: Path) -> None:
    tools = """
        - {id: all, name: A}
        - {id: team, name: A, teams: [search, payments]}
        - {id: above, name: A, teams: [product]}
        - {id: other, name: A, teams: [search]}
        - {id: role, name: A, access: {roles: [engineer]}}
        - {id: not-role, name: A, access: {roles: [designer]}}
        - {id: both, name: A, teams: [payments], access: {roles: [engineer]}}
        - {id: role-elsewhere, name: A, teams: [search], access: {roles: [engineer]}}
        """
    assert accesses(tmp_path, tools) == {
        "all": ("for everybody", None),
        "both": ("for every engineer", None),
        "role": ("for every engineer", None),
        "team": ("used by Payments", None),
    }


def test_tools_that_go_are_not_asked_for(tmp_path: Path) -> None:
    tools = """
        - {id: retired, name: A, status: retired}
        - {id: retiring, name: A, status: retiring}
        - {id: hold, name: A, ring: hold}
        - {id: hold-in-task, name: A, ring: hold}
        - {id: trial, name: A, ring: trial}
        """
    tasks = "[{id: t, title: T, day: 1, tool: hold-in-task}, {id: u, title: T, day: 1, tool: retired}]"
    assert list(accesses(tmp_path, tools, tasks)) == ["hold-in-task", "trial"]


def test_a_task_s_tool_is_needed_whatever_it_says(tmp_path: Path) -> None:
    tools = "- {id: other, name: A, teams: [search], access: {roles: [designer]}}\n"
    tasks = "[{id: t, title: T, day: 1, tool: other}]"
    assert accesses(tmp_path, tools, tasks) == {"other": ("a task of this plan needs it", None)}
    assert accesses(tmp_path, tools, tasks.replace("day: 1", "day: 1, only_for: {roles: [designer]}")) == {}


@pytest.mark.parametrize(
    ("tool", "approver"),
    [
        ("{id: t, name: A, owner: ada, access: {approver: grace}}", "grace"),
        ("{id: t, name: A, owner: ada, access: {how: ask}}", "ada"),
        ("{id: t, name: A, owner: ada}", "ada"),
        ("{id: t, name: A, owner: ada, access: {approver: gone}}", "ada"),
        ("{id: t, name: A, owner: ada, access: {approver: leaving}}", "leaving"),
        ("{id: t, name: A, owner: gone, access: {approver: gone}}", None),
        ("{id: t, name: A, owner: gone, access: {approver: nobody}}", None),
        ("{id: t, name: A}", None),
    ],
)
def test_approver_is_somebody_who_is_still_here(tmp_path: Path, tool: str, approver: str | None) -> None:
    assert accesses(tmp_path, f"- {tool}\n") == {"t": ("for everybody", approver)}


PRICE = "price: {amount: 15, currency: EUR, per: seat/month}"


@pytest.mark.parametrize(
    ("tool", "free", "adds"),
    [
        (f"{PRICE}, seats: {{billed: 10, active: 8}}", 2, None),
        (f"{PRICE}, seats: {{billed: 10, active: 10}}", 0, 180),
        (f"{PRICE}, seats: {{billed: 10, active: 12}}", 0, 180),
        (f"{PRICE}, seats: {{billed: 10}}", None, 180),
        (PRICE, None, 180),
        (f"{PRICE.replace('month', 'year')}, seats: {{billed: 1, active: 1}}", 0, 15),
        (f"{PRICE.replace('seat/', '')}, seats: {{billed: 10, active: 10}}", None, None),
        ("seats: {billed: 10, active: 2}", None, None),
    ],
)
def test_a_free_seat_adds_nothing(tmp_path: Path, tool: str, free: int | None, adds: float | None) -> None:
    workspace = read(tmp_path, tools=f"- {{id: t, name: A, {tool}}}\n")
    (found,) = access_for(workspace, new(workspace), (), STARTS)
    assert found.free == free
    assert found.adds == (Money(amount=adds, currency="EUR") if adds is not None else None)
