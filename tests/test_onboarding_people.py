"""Who helps somebody new and whom they meet: clocks, buddies, contacts, and who changed what in git."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import read_files
from prodops_cli.analysis.attendance import is_away_throughout
from prodops_cli.analysis.onboarding.buddies import Candidate, candidates
from prodops_cli.analysis.onboarding.clocks import Clocks
from prodops_cli.analysis.onboarding.contacts import Contact, contacts_for, contributions_to
from prodops_cli.git import Repository
from prodops_cli.kinds.person import Person
from prodops_cli.workspace import Workspace
from repository import commit, git, init

STARTS = date(2026, 11, 2)
BERLIN = "location: {country: DE-BE, time_zone: Europe/Berlin}"
NEW_YORK = "location: {country: US-NY, time_zone: America/New_York}"

PEOPLE = f"""\
- {{id: new, name: New Example, role: engineer, team: payments, manager: boss, starts: 2026-11-02, {BERLIN}}}
- {{id: boss, name: Boss Example, role: engineer, team: payments, {BERLIN}}}
- {{id: kim, name: Kim Example, role: engineer, team: payments, {BERLIN}}}
- {{id: ada, name: Ada Example, role: designer, team: payments, {BERLIN}}}
- {{id: bob, name: Bob Example, role: engineer, team: search, {BERLIN}}}
- {{id: far, name: Far Example, role: designer, team: search, {BERLIN}}}
"""
TEAMS = """\
- {id: product, name: Product, lead: head}
- {id: payments, name: Payments, parent: product, lead: kim, sponsor: chief}
- {id: search, name: Search}
"""


def read(folder: Path, people: str = PEOPLE, teams: str = TEAMS, **files: str) -> Workspace:
    named = {f"{name}.yaml": text for name, text in files.items()}
    found = read_files(folder, {"people.yaml": people, "teams.yaml": teams, **named})
    assert found.problems == ()
    return found


def the(workspace: Workspace, id_: str = "new") -> Person:
    person = workspace.get(Person, id_)
    assert person is not None
    return person


# --- clocks ----------------------------------------------------------------------------------------


def clocks(folder: Path, people: str, day: date = STARTS, zone: str = "Europe/Berlin") -> tuple[Clocks, Workspace]:
    workspace = read_files(folder, {"prodops.yaml": f"time_zone: {zone}\n", "people.yaml": people})
    return Clocks(workspace, day), workspace


@pytest.mark.parametrize(
    ("one", "other", "day", "apart"),
    [
        ("Europe/Berlin", "Europe/Berlin", STARTS, 0),
        ("Europe/Berlin", "Europe/London", STARTS, 1),
        ("Europe/Berlin", "America/New_York", STARTS, 6),
        ("Europe/Berlin", "America/New_York", date(2026, 10, 26), 5),
        ("Europe/Berlin", "Asia/Kolkata", STARTS, 4.5),
        ("Europe/Berlin", "Asia/Kolkata", date(2026, 7, 1), 3.5),
        ("Pacific/Auckland", "America/Los_Angeles", STARTS, 3),
        ("Pacific/Kiritimati", "Pacific/Midway", STARTS, 1),
    ],
)
def test_hours_apart_are_those_of_the_day(tmp_path: Path, one: str, other: str, day: date, apart: float) -> None:
    people = "".join(
        f"- {{id: {id_}, name: X, location: {{time_zone: {zone}}}}}\n"
        for id_, zone in zip("ab", (one, other), strict=True)
    )
    found, workspace = clocks(tmp_path, people, day)
    assert found.hours_apart(the(workspace, "a"), the(workspace, "b")) == apart
    assert found.hours_apart(the(workspace, "b"), the(workspace, "a")) == apart
    assert found.common_hours(the(workspace, "a"), the(workspace, "b")) == max(8 - apart, 0)


def test_zone_is_the_own_one_else_that_of_the_others_there(tmp_path: Path) -> None:
    people = """\
        - {id: own, name: A, location: {country: PT, time_zone: Atlantic/Azores}}
        - {id: us1, name: B, location: {country: US, time_zone: America/New_York}}
        - {id: us2, name: C, location: {country: US, time_zone: America/Chicago}}
        - {id: us3, name: D, location: {country: US}}
        - {id: pt, name: E, location: {country: PT}}
        - {id: fr, name: F, location: {country: FR}}
        - {id: city, name: G, location: {city: Berlin}}
        - {id: nothing, name: H}
        """
    found, workspace = clocks(tmp_path, people)
    assert {entry.id: found.zone_of(entry.record) for entry in workspace.of(Person)} == {
        "own": "Atlantic/Azores",
        "us1": "America/New_York",
        "us2": "America/Chicago",
        "us3": None,
        "pt": "Atlantic/Azores",
        "fr": None,
        "city": "Europe/Berlin",
        "nothing": "Europe/Berlin",
    }
    assert found.hours_apart(the(workspace, "us3"), the(workspace, "own")) is None
    assert found.common_hours(the(workspace, "own"), the(workspace, "fr")) is None


# --- buddies ---------------------------------------------------------------------------------------


@pytest.fixture
def best(tmp_path: Path) -> Callable[..., list[str]]:
    """The ids of those who could be the buddy of `new`, the best first."""

    def found(people: str = PEOPLE, **files: str) -> list[str]:
        workspace = read(tmp_path, people, **files)
        return [one.entry.id for one in candidates(workspace, the(workspace), STARTS)]

    return found


def test_buddies_are_of_the_team_or_role_and_nobody_else(best: Callable[..., list[str]]) -> None:
    assert best() == ["kim", "ada", "bob"]


def test_who_the_team_names_is_of_the_team(best: Callable[..., list[str]]) -> None:
    assert best(teams="- {id: payments, name: Payments, members: [far, ada]}\n") == ["kim", "ada", "far", "bob"]


@pytest.mark.parametrize(
    ("fields", "can"),
    [
        ("starts: 2020-01-01", True),
        ("ends: 2026-11-01", False),
        ("ends: 2026-11-02", False),
        ("ends: 2027-01-30", False),
        ("ends: 2027-01-31", True),
        ("starts: 2026-11-02", False),
        ("starts: 2026-11-03", False),
        ("starts: 2026-08-05", False),
        ("starts: 2026-08-04", True),
        ("absences: [{start: 2026-11-02, end: 2026-11-15}]", False),
        ("absences: [{start: 2026-10-01, end: 2027-03-01}]", False),
        ("absences: [{start: 2026-11-09, end: 2026-11-15}, {start: 2026-11-02, end: 2026-11-08}]", False),
        ("absences: [{start: 2026-11-03, end: 2026-11-15}]", True),
        ("absences: [{start: 2026-11-02, end: 2026-11-14}]", True),
        ("absences: [{start: 2026-11-02, end: 2026-11-08}, {start: 2026-11-10, end: 2026-11-15}]", True),
    ],
)
def test_buddy_is_there_throughout(best: Callable[..., list[str]], fields: str, can: bool) -> None:
    one = f"- {{id: pat, name: Pat Example, role: engineer, team: payments, {BERLIN}, {fields}}}\n"
    assert ("pat" in best(PEOPLE + one)) is can


def test_nobody_is_their_own_buddy_or_their_manager_s(best: Callable[..., list[str]]) -> None:
    assert not {"new", "boss"} & set(best())


def test_open_work_speaks_against_a_buddy(best: Callable[..., list[str]]) -> None:
    work = "".join(f"- {{id: w{number}, title: W, status: planned, owner: kim}}\n" for number in range(3))
    assert best(roadmap=work) == ["ada", "kim", "bob"]
    assert best(roadmap=work.replace("planned", "shipped")) == ["kim", "ada", "bob"]


def test_newcomers_of_the_same_weeks_speak_against_a_buddy(best: Callable[..., list[str]]) -> None:
    other = "- {id: other, name: Other Example, buddy: kim, starts: %s}\n"
    assert best(PEOPLE + other % "2026-10-01") == ["ada", "kim", "bob"]
    assert best(PEOPLE + other % "2027-01-30") == ["ada", "kim", "bob"]
    assert best(PEOPLE + other % "2026-08-04") == ["kim", "ada", "bob"]
    assert best(PEOPLE + other % "2027-01-31") == ["kim", "ada", "bob"]


def test_own_buddy_is_not_held_against_them(best: Callable[..., list[str]]) -> None:
    assert best(PEOPLE.replace("manager: boss", "manager: boss, buddy: kim")) == ["kim", "ada", "bob"]


def test_hours_apart_speak_against_a_buddy(best: Callable[..., list[str]]) -> None:
    far = PEOPLE.replace(f"Kim Example, role: engineer, team: payments, {BERLIN}", f"Kim, team: payments, {NEW_YORK}")
    assert best(far) == ["ada", "kim", "bob"]


def test_equals_come_by_id(best: Callable[..., list[str]]) -> None:
    twins = "".join(f"- {{id: {id_}, name: Twin, team: payments, {BERLIN}}}\n" for id_ in ("zoe", "abe", "mia"))
    assert best(PEOPLE + twins) == ["kim", "abe", "ada", "mia", "zoe", "bob"]


def test_reasons_are_in_words(tmp_path: Path) -> None:
    people = PEOPLE + "- {id: other, name: Other Example, buddy: bob, starts: 2026-10-01}\n"
    work = "- {id: w, title: W, status: planned, owner: ada}\n"
    workspace = read(tmp_path, people, roadmap=work)
    found = {one.entry.id: one.why for one in candidates(workspace, the(workspace), STARTS)}
    assert found == {
        "kim": "same team, same role, answers for nothing open, 8 working hours in common",
        "ada": "same team, answers for 1 open thing, 8 working hours in common",
        "bob": "same role, answers for nothing open, already buddy of 1, 8 working hours in common",
    }


def test_unknown_place_says_nothing_of_hours(tmp_path: Path) -> None:
    workspace = read(tmp_path, PEOPLE + "- {id: fr, name: Fr, team: payments, location: {country: FR}}\n")
    (one,) = (one for one in candidates(workspace, the(workspace), STARTS) if one.entry.id == "fr")
    assert one.hours_apart is None
    assert "hours" not in one.why


def test_somebody_without_team_and_role_has_no_candidates(best: Callable[..., list[str]]) -> None:
    without = PEOPLE.replace("New Example, role: engineer, team: payments", "New Example")
    assert best(without + "- {id: nobody, name: Nobody}\n") == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 8)), max_size=4))
def test_away_is_every_day_of_a_stretch(spans: list[tuple[int, int]]) -> None:
    first = STARTS.toordinal()
    absences = [
        {"start": date.fromordinal(first - 3 + start), "end": date.fromordinal(first - 3 + start + length)}
        for start, length in spans
    ]
    person = Person.model_validate({"id": "ada", "name": "Ada", "absences": absences})
    away = {day for start, length in spans for day in range(start - 3, start - 3 + length + 1)}
    assert is_away_throughout(person, STARTS, date.fromordinal(first + 6)) is (set(range(7)) <= away)


def test_burden_is_the_sum_of_what_speaks_against(tmp_path: Path) -> None:
    workspace = read(tmp_path)
    entry = workspace.of(Person)[0]
    nothing = Candidate(entry, True, True, 0, 0, 0.0)
    assert nothing.burden == 0
    for worse in (
        Candidate(entry, False, True, 0, 0, 0.0),
        Candidate(entry, True, False, 0, 0, 0.0),
        Candidate(entry, True, True, 1, 0, 0.0),
        Candidate(entry, True, True, 0, 1, 0.0),
        Candidate(entry, True, True, 0, 0, 1.0),
    ):
        assert worse.burden > 0


# --- contacts --------------------------------------------------------------------------------------


def met(workspace: Workspace, contributions: Mapping[str, int] | None = None) -> dict[str, tuple[str, ...]]:
    found = contacts_for(workspace, the(workspace), STARTS, contributions)
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    return {one.entry.id: one.reasons for one in found}


CONTACTS = (
    PEOPLE.replace("manager: boss", "manager: boss, buddy: kim, backup_buddy: ada")
    + """\
- {id: head, name: Head Example}
- {id: chief, name: Chief Example}
- {id: goalie, name: Goalie Example}
- {id: legal, name: Legal Example}
- {id: gone, name: Gone Example, team: payments, ends: 2026-11-01}
- {id: later, name: Later Example, team: payments, starts: 2026-12-03}
- {id: soon, name: Soon Example, team: payments, starts: 2026-12-02}
- {id: stranger, name: Stranger Example, team: search}
"""
)
WORK = {
    "roadmap": """\
        - {id: ours, title: Ours, status: in_progress, team: payments, owner: kim, goals: [grow, over],
           depends_on: [theirs, shipped]}
        - {id: theirs, title: Theirs, status: planned, team: search, owner: far}
        - {id: waiting, title: Waiting, status: planned, team: search, owner: bob, depends_on: [ours]}
        - {id: shipped, title: Shipped, status: shipped, team: search, owner: stranger}
        - {id: old, title: Old, status: shipped, team: search, owner: stranger, depends_on: [ours]}
        - {id: inside, title: Inside, status: planned, team: payments, owner: ada, depends_on: [ours]}
        """,
    "goals": """\
        - {id: grow, title: Grow, status: active, owner: goalie}
        - {id: over, title: Over, status: done, owner: stranger}
        """,
    "launches": """\
        - {id: big, title: Big, date: 2026-12-01, team: payments, owner: ada,
           gates: {legal: {owner: legal}, privacy: {owner: legal}}}
        - {id: late, title: Late, date: 2027-03-03, team: payments, owner: stranger}
        - {id: past, title: Past, date: 2026-10-01, status: launched, team: payments, owner: stranger}
        - {id: other, title: Other, date: 2026-12-01, team: search, owner: stranger}
        """,
}


def test_contacts_are_those_whose_work_touches_and_why(tmp_path: Path) -> None:
    found = met(read(tmp_path, CONTACTS, **WORK))
    assert found == {
        "kim": ("is your buddy", "leads Payments", "is on your team as engineer", "works as engineer too"),
        "boss": ("is your manager", "is on your team as engineer", "works as engineer too"),
        "ada": ("is your backup buddy", "is on your team as designer", "runs the launch Big"),
        "soon": ("is on your team",),
        "head": ("leads Product",),
        "chief": ("is the sponsor of Payments",),
        "bob": ("owns Waiting, which waits for your team", "works as engineer too"),
        "far": ("owns Theirs, which your team waits for",),
        "legal": ("decides on legal and privacy for Big",),
        "goalie": ("owns the goal Grow",),
    }
    assert list(found) == ["kim", "boss", "ada", "head", "soon", "chief", "bob", "far", "legal", "goalie"]


def test_one_who_names_the_team_and_is_named_by_it_is_met_once(tmp_path: Path) -> None:
    teams = TEAMS.replace("sponsor: chief", "sponsor: chief, members: [ada, stranger]")
    found = met(read(tmp_path, CONTACTS, teams))
    assert found["ada"] == ("is your backup buddy", "is on your team as designer")
    assert found["stranger"] == ("is on your team",)


def test_contributions_are_a_reason(tmp_path: Path) -> None:
    workspace = read(tmp_path, CONTACTS)
    found = met(workspace, {"stranger": 1, "far": 30, "new": 5, "gone": 9, "nobody": 2})
    assert found["stranger"] == ("changed your team's records once in a year",)
    assert found["far"] == ("changed your team's records 30 times in a year",)
    assert list(found).index("far") < list(found).index("stranger")
    assert not {"new", "gone", "nobody"} & set(found)


def test_somebody_without_a_team_meets_their_manager_and_their_role(tmp_path: Path) -> None:
    people = PEOPLE.replace("New Example, role: engineer, team: payments", "New Example, role: engineer")
    assert list(met(read(tmp_path, people))) == ["boss", "bob", "kim"]


def test_weights_only_order(tmp_path: Path) -> None:
    found = contacts_for(read(tmp_path, CONTACTS, **WORK), Person(id="x", name="X", team="payments"), STARTS)
    assert found == tuple(sorted(found, key=lambda one: (-one.weight, one.entry.id)))
    assert all(isinstance(one, Contact) and one.reasons for one in found)


# --- who changed what ------------------------------------------------------------------------------

AUTHORS = """\
- {id: kim, name: Kim Example, email: Kim@Example.com}
- {id: ada, name: Ada Example}
- {id: twin1, name: Twin Example}
- {id: twin2, name: Twin Example, email: twin2@example.com}
"""
OURS = {
    "roadmap/ours.yaml": "title: Ours\nteam: payments\n",
    "launches/ours.yaml": "title: Ours\nteam: payments\n",
    "goals/ours.yaml": "title: Ours\nteam: payments\n",
    "roadmap/theirs.yaml": "title: Theirs\nteam: search\n",
    "people.yaml": AUTHORS,
    "teams.yaml": TEAMS,
    "prodops.yaml": "name: Acme\n",
}


def by(folder: Path, author: str, day: str, *paths: str) -> None:
    """A commit of an author's that changes such files."""
    for path in paths:
        (folder / path).write_text((folder / path).read_text() + f"# {author} {day}\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--author", author, "-m", "Change", when=f"{day}T12:00:00+00:00")


@pytest.fixture
def counted(tmp_path: Path) -> Callable[..., dict[str, int]]:
    init(tmp_path)
    commit(tmp_path, {}, when="2020-01-01T12:00:00+00:00")

    def found(*changes: tuple[Any, ...], team: str | None = "payments") -> dict[str, int]:
        workspace = read_files(tmp_path, OURS)
        git(tmp_path, "add", "-A")
        git(
            tmp_path,
            "commit",
            "-q",
            "-m",
            "Start",
            "--author",
            "Nobody <n@example.com>",
            when="2025-01-01T00:00:00+00:00",
        )
        for author, day, *paths in changes:
            by(tmp_path, author, day, *paths)
        return dict(contributions_to(workspace, team, Repository.around(tmp_path).log(), STARTS))

    return found


def test_commits_to_the_team_s_files_are_counted(counted: Callable[..., dict[str, int]]) -> None:
    assert counted(
        ("Kim Example <kim@example.com>", "2026-10-01", "roadmap/ours.yaml"),
        ("Somebody Else <KIM@EXAMPLE.COM>", "2026-10-02", "launches/ours.yaml", "goals/ours.yaml"),
        ("ada example <home@example.org>", "2026-10-03", "goals/ours.yaml"),
        ("Ada Example <home@example.org>", "2026-10-04", "roadmap/theirs.yaml", "people.yaml"),
    ) == {"ada": 1, "kim": 2}


def test_a_name_that_two_people_have_says_nothing(counted: Callable[..., dict[str, int]]) -> None:
    assert counted(
        ("Twin Example <x@example.com>", "2026-10-01", "roadmap/ours.yaml"),
        ("Twin Example <twin2@example.com>", "2026-10-02", "roadmap/ours.yaml"),
        ("A Stranger <s@example.com>", "2026-10-02", "roadmap/ours.yaml"),
    ) == {"twin2": 1}


def test_only_the_last_year_counts(counted: Callable[..., dict[str, int]]) -> None:
    kim = "Kim Example <kim@example.com>"
    assert counted(
        (kim, "2025-11-01", "roadmap/ours.yaml"),
        (kim, "2025-11-02", "roadmap/ours.yaml"),
        (kim, "2026-11-02", "roadmap/ours.yaml"),
        (kim, "2026-11-03", "roadmap/ours.yaml"),
    ) == {"kim": 2}


def test_nobody_contributes_to_no_team(counted: Callable[..., dict[str, int]]) -> None:
    assert counted(("Kim Example <kim@example.com>", "2026-10-01", "roadmap/ours.yaml"), team=None) == {}


def test_lists_that_others_share_are_not_the_team_s(tmp_path: Path) -> None:
    init(tmp_path)
    files = {"people.yaml": AUTHORS, "roadmap.yaml": "- {id: ours, title: Ours, team: payments}\n"}
    workspace = read_files(tmp_path, files)
    commit(tmp_path, when="2026-10-01T12:00:00+00:00")
    by(tmp_path, "Kim Example <kim@example.com>", "2026-10-02", "roadmap.yaml")
    assert contributions_to(workspace, "payments", Repository.around(tmp_path).log(), STARTS) == {}
