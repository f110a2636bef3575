"""People: who is here on a day, on which team, with whom."""

from datetime import date
from pathlib import Path

from prodops_cli import settings
from prodops_cli.analysis.people import (
    departed,
    has_left,
    ids_on_teams,
    is_coming,
    is_here,
    members_by_team,
    people_here,
    reports_by_manager,
)
from prodops_cli.kinds.person import Person
from prodops_cli.tree import WorkingTree
from prodops_cli.workspace import Entry, Workspace, read_workspace

TODAY = date(2026, 10, 15)

PEOPLE = """\
- {id: grace, name: Grace Example}
- {id: ada, name: Ada Example, team: payments, manager: grace}
- {id: linus, name: Linus Example, team: search, manager: grace, ends: 2026-10-15}
- {id: noor, name: Noor Example, manager: grace, ends: 2026-10-14, team: payments}
- {id: rosa, name: Rosa Example, manager: ada, starts: 2026-10-16, team: payments}
- {id: otto, name: Otto Example, manager: ada}
"""
TEAMS = """\
- {id: payments, name: Payments, members: [linus, ada, noor]}
- {id: search, name: Search, lead: grace}
- {id: empty, name: Empty}
"""


def workspace_with(folder: Path, people: str = PEOPLE, teams: str = TEAMS) -> Workspace:
    (folder / "prodops.yaml").write_text("name: Example\n")
    (folder / "people.yaml").write_text(people)
    (folder / "teams.yaml").write_text(teams)
    tree = WorkingTree(folder)
    workspace = read_workspace(tree, settings.load(tree))
    assert not workspace.problems
    return workspace


def ids(entries: tuple[Entry[Person], ...]) -> list[str]:
    return [entry.id for entry in entries]


def test_first_and_last_day_are_days_here() -> None:
    person = Person(id="ada", name="Ada Example", starts=date(2026, 3, 1), ends=date(2026, 9, 30))
    assert is_here(person, date(2026, 3, 1))
    assert is_here(person, date(2026, 9, 30))
    assert has_left(person, date(2026, 10, 1))
    assert is_coming(person, date(2026, 2, 28))
    assert not is_here(person, date(2026, 2, 28))
    assert not is_here(person, date(2026, 10, 1))


def test_person_without_dates_is_here() -> None:
    assert is_here(Person(id="ada", name="Ada Example"), TODAY)


def test_people_here_leaves_out_who_left_and_who_is_to_come(tmp_path: Path) -> None:
    assert ids(people_here(workspace_with(tmp_path), TODAY)) == ["ada", "grace", "linus", "otto"]


def test_members_are_those_who_name_the_team_and_those_it_names_once_each(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path)
    members = members_by_team(workspace, TODAY)
    assert {team: ids(people) for team, people in members.items()} == {
        "payments": ["ada", "linus"],
        "search": ["linus"],
    }


def test_members_differ_from_day_to_day(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path)
    assert ids(members_by_team(workspace, date(2026, 10, 14))["payments"]) == ["ada", "linus", "noor"]
    assert ids(members_by_team(workspace, date(2026, 10, 16))["payments"]) == ["ada", "rosa"]


def test_reports_are_the_people_here(tmp_path: Path) -> None:
    reports = reports_by_manager(workspace_with(tmp_path), TODAY)
    assert {manager: ids(people) for manager, people in reports.items()} == {"grace": ["ada", "linus"], "ada": ["otto"]}


def test_lead_belongs_to_the_team(tmp_path: Path) -> None:
    assert ids_on_teams(workspace_with(tmp_path)) == {"ada", "linus", "noor", "rosa", "grace"}


def test_departed_is_the_person_who_left_and_nobody_else(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path)
    noor = departed(workspace, "noor", TODAY)
    assert noor is not None
    assert noor.name == "Noor Example"
    assert departed(workspace, "linus", TODAY) is None
    assert departed(workspace, "nobody", TODAY) is None
    assert departed(workspace, None, TODAY) is None
