"""`team without`: nothing open that names a person is missed, and nobody is suggested who could not take it."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from builder import read_files, write_files
from cli_runner import prodops
from payloads import payloads
from prodops_cli import settings
from prodops_cli.analysis.leaving import HANDOVER_DAYS, handed_over_by, working_days_left
from prodops_cli.analysis.successors import MOST_AT_ONCE
from prodops_cli.errors import ExitCode
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._base import references_of
from prodops_cli.kinds.person import Person
from prodops_cli.render import data, markdown, terminal
from prodops_cli.reports.leaving import Item, Leaving, Question, leaving
from prodops_cli.settings import Settings
from prodops_cli.source import Document
from prodops_cli.workspace import Entry, Workspace
from test_escape import COMMAND, INVISIBLE, structure

ACME = Path(__file__).parents[1] / "examples/acme"
TODAY = date(2026, 10, 15)
LAST = date(2026, 11, 30)
PEOPLE = """
    - {id: ada, name: Ada Example, role: product-manager, team: payments, manager: grace}
    - {id: grace, name: Grace Example, role: director}
    - {id: kim, name: Kim Example, role: product-manager, team: payments, manager: grace}
    - {id: linus, name: Linus Example, role: engineer, team: payments, manager: grace}
"""
TEAMS = "- {id: payments, name: Payments, lead: linus, sponsor: grace}\n"


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Leaving]:
    def made(files: dict[str, str], person: str = "ada", last_day: date | None = LAST) -> Leaving:
        workspace = read_files(tmp_path, {"people.yaml": PEOPLE, "teams.yaml": TEAMS, **files})
        assert workspace.problems == ()
        return leaving(workspace, TODAY, Question(person, last_day))

    return made


def items(page: Leaving) -> list[Item]:
    return [item for group in (*page.finish, *page.hand_over) for item in group.items]


def told(page: Leaving) -> list[str]:
    return [f"{item.lost} of {item.record.ref}" for item in items(page)]


def successors(page: Leaving) -> list[str | None]:
    return [item.successor.ref if item.successor is not None else None for item in items(page)]


def lines(*records: str) -> str:
    return "".join(f"- {{{record}}}\n" for record in records)


# --- what is lost ----------------------------------------------------------------------------------

REFERENCES = [
    ("roadmap", "id: x, title: X, owner: ada", "owner of initiative:x"),
    ("roadmap", "id: x, title: X, status: shipped, shipped: 2026-10-01, owner: ada", None),
    ("roadmap", "id: x, title: X, status: cancelled, owner: ada", None),
    ("roadmap", "id: x, title: X, updates: [{date: 2026-10-01, text: T, by: ada}]", None),
    ("launches", "id: x, title: X, owner: ada", "owner of launch:x"),
    ("launches", "id: x, title: X, status: launched, owner: ada", None),
    ("launches", "id: x, title: X, gates: {legal: {owner: ada}}", "approver of gate legal of launch:x"),
    (
        "launches",
        "id: x, title: X, gates: {legal: {owner: ada, approvals: [{by: ada, on: 2026-10-01, verdict: approved}]}}",
        None,
    ),
    (
        "launches",
        (
            "id: x, title: X, gates: {legal: {owner: ada, approvals: "
            "[{by: ada, on: 2026-10-01, verdict: approved, seal: {geographies: '0'}}]}}"
        ),
        "approver of gate legal of launch:x",
    ),
    (
        "launches",
        "id: x, title: X, gates: {legal: {owner: ada, approvals: [{by: ada, on: 2026-10-01, verdict: conditional}]}}",
        "approver of gate legal of launch:x",
    ),
    ("goals", "id: x, title: X, owner: ada", "owner of goal:x"),
    ("goals", "id: x, title: X, status: done, owner: ada", None),
    (
        "goals",
        "id: x, title: X, key_results: [{id: k, title: Orders, owner: ada}]",
        "owner of key result Orders of goal:x",
    ),
    ("tools", "id: x, name: X, owner: ada", "owner of tool:x"),
    ("tools", "id: x, name: X, status: retired, owner: ada", None),
    ("tools", "id: x, name: X, owner: kim, access: {approver: ada}", "approver of tool:x"),
    ("decisions", "id: x, title: X, approver: ada", "approver of decision:x"),
    ("decisions", "id: x, title: X, driver: ada", "driver of decision:x"),
    ("decisions", "id: x, title: X, status: accepted, approver: ada, review_by: 2027-01-01", None),
    ("decisions", "id: x, title: X, status: accepted, driver: ada, review_by: 2027-01-01", "driver of decision:x"),
    ("decisions", "id: x, title: X, status: superseded, driver: ada, review_by: 2027-01-01", None),
    ("rituals", "id: x, title: X, owner: ada", "owner of ritual:x"),
    ("rituals", "id: x, title: X, status: stopped, owner: ada", None),
    ("resources", "id: x, title: X, owner: ada", "owner of resource:x"),
    ("resources", "id: x, title: X, status: retired, owner: ada", None),
    ("onboarding", "id: x, title: X, hr: ada", "HR contact of onboarding:x"),
    (
        "onboarding",
        "id: x, title: X, tasks: [{id: t, title: Lunch, day: 0, person: ada}]",
        "host of task Lunch of onboarding:x",
    ),
]


@pytest.mark.parametrize(("folder", "record", "lost"), REFERENCES)
def test_open_references_are_losses_and_others_are_counted(
    make: Callable[..., Leaving], folder: str, record: str, lost: str | None
) -> None:
    page = make({f"{folder}.yaml": lines(record)})
    assert told(page) == ([lost] if lost else [])
    assert page.over == (0 if lost else 1)


@pytest.mark.parametrize(
    ("record", "lost"),
    [
        ("manager: ada", "manager of person:new"),
        ("manager: ada, ends: 2026-11-30", None),
        ("buddy: ada, starts: 2026-10-01", "buddy of person:new"),
        ("backup_buddy: ada, starts: 2026-10-01", "backup buddy of person:new"),
        ("buddy: ada, starts: 2026-08-01", None),
        ("buddy: ada", None),
    ],
)
def test_people_lose_a_manager_or_a_buddy(make: Callable[..., Leaving], record: str, lost: str | None) -> None:
    people = f"{PEOPLE}    - {{id: new, name: New Example, role: designer, {record}}}\n"
    assert told(make({"people.yaml": people})) == ([lost] if lost else [])


def test_every_reference_of_every_kind_is_told_or_counted(make: Callable[..., Leaving]) -> None:
    """Whatever fields a kind has: a record that names somebody is among the losses, beside them, or over."""
    files = {"tools.yaml": lines("id: x, name: X, owner: ada, access: {approver: ada}")}
    files["rituals.yaml"] = lines("id: x, title: X, owner: ada, attendees: [ada, kim]")
    files["decisions.yaml"] = lines("id: x, title: X, driver: ada, contributors: [ada], informed: [ada]")
    page = make(files)
    assert told(page) == ["driver of decision:x", "owner of tool:x", "owner of ritual:x"]
    assert [item.lost for item in page.beside] == ["contributor", "informed", "attendee"]
    assert page.over == 0


def test_who_leaves_does_not_lose_themselves(make: Callable[..., Leaving]) -> None:
    page = make({"people.yaml": PEOPLE.replace("manager: grace}", "manager: ada}", 1)})
    assert told(page) == []


def test_place_is_that_of_the_field(make: Callable[..., Leaving]) -> None:
    text = "- id: a\n  title: A\n- id: x\n  title: X\n  gates:\n    legal:\n      due: 2026-12-01\n      owner: ada\n"
    (item,) = items(make({"launches.yaml": text}))
    assert (item.record.path, item.line, item.field) == ("launches.yaml", 8, "gates.legal.owner")


# --- by when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("due", "is_to_finish"), [("2026-11-30", True), ("2026-10-01", True), ("2026-12-01", False)])
def test_what_is_due_by_the_last_day_is_to_finish(make: Callable[..., Leaving], due: str, is_to_finish: bool) -> None:
    page = make({"roadmap.yaml": lines(f"id: x, title: X, owner: ada, target: {due}")})
    assert bool(page.finish) is is_to_finish
    assert bool(page.hand_over) is not is_to_finish


def test_due_day_of_a_gate_comes_before_the_launchs(make: Callable[..., Leaving]) -> None:
    gates = "gates: {legal: {owner: ada, due: 2026-11-01}, tax: {owner: ada}}"
    page = make({"launches.yaml": lines(f"id: x, title: X, date: 2026-12-10, {gates}")})
    assert [(item.lost, item.due, item.due_word) for item in items(page)] == [
        ("approver of gate legal", date(2026, 11, 1), "due"),
        ("approver of gate tax", date(2026, 12, 10), "launch"),
    ]


def test_launches_come_first_and_the_first_due_first(make: Callable[..., Leaving]) -> None:
    work = ["id: c, title: C, owner: ada", "id: b, title: B, owner: ada, target: 2027-02-01"]
    files = {
        "roadmap.yaml": lines(*work, "id: a, title: A, owner: ada, target: 2027-03-01"),
        "launches.yaml": lines("id: l, title: L, owner: ada, date: 2027-05-01"),
    }
    refs = [item.record.ref for item in items(make(files))]
    assert refs == ["launch:l", "initiative:b", "initiative:a", "initiative:c"]


def test_notice_within_the_last_days_is_to_decide_and_the_tool_to_hand_over(make: Callable[..., Leaving]) -> None:
    contract = "contract: {renews: 2026-12-31, notice_days: 60}"
    page = make({"tools.yaml": lines(f"id: x, name: X, owner: ada, {contract}")})
    assert told(page) == ["renewal of tool:x", "owner of tool:x"]
    assert len(set(successors(page))) == 1
    later = make({"tools.yaml": lines("id: x, name: X, owner: ada, contract: {renews: 2027-12-31, notice_days: 60}")})
    assert told(later) == ["owner of tool:x"]


@pytest.mark.parametrize(
    ("ends", "asked", "last_day", "source", "has_left"),
    [
        ("", None, TODAY, "today", False),
        (", ends: 2026-12-24", None, date(2026, 12, 24), "file", False),
        (", ends: 2026-12-24", LAST, LAST, "asked", False),
        (", ends: 2026-09-30", None, date(2026, 9, 30), "file", True),
        ("", date(2026, 10, 14), date(2026, 10, 14), "asked", True),
    ],
)
def test_last_day(
    make: Callable[..., Leaving], ends: str, asked: date | None, last_day: date, source: str, has_left: bool
) -> None:
    files = {"people.yaml": PEOPLE.replace("manager: grace}", f"manager: grace{ends}}}", 1)}
    files["roadmap.yaml"] = lines("id: x, title: X, owner: ada, target: 2026-09-01")
    page = make(files, "ada", asked)
    assert (page.last_day, page.last_day_source, page.has_left) == (last_day, source, has_left)
    assert bool(page.hand_over) is has_left  # there is no day left on which to finish it
    assert ("has left" in markdown.render("leaving", page)) is has_left


def test_working_days_are_those_of_the_person() -> None:
    person = Person.model_validate(
        {
            "id": "ada",
            "name": "Ada",
            "location": {"country": "DE"},
            "working_time": {"hours": 24, "days": ["mon", "tue", "wed"]},
            "absences": [{"start": "2026-12-14", "end": "2026-12-20"}],
        }
    )
    days = working_days_left(Settings(name="A"), person, date(2026, 12, 8), date(2026, 12, 31))
    assert [day.day for day in days] == [8, 9, 21, 22, 23, 28, 29, 30]
    assert handed_over_by(days, TODAY) == date(2026, 12, 23)
    assert handed_over_by(days[:HANDOVER_DAYS], TODAY) == date(2026, 12, 8)
    assert handed_over_by((), TODAY) == TODAY


# --- to whom ---------------------------------------------------------------------------------------

WORK = {"roadmap.yaml": lines("id: x, title: X, owner: ada, team: payments, target: 2026-12-10")}


def people(**changed: str) -> str:
    """The people, some of them with more fields."""
    found = []
    for line in PEOPLE.strip().splitlines():
        id_ = line.partition("id: ")[2].partition(",")[0]
        found.append(f"{line.strip()[:-1]}{changed.get(id_, '')}}}\n")
    return "".join(found)


@pytest.mark.parametrize(
    ("changed", "team", "successor"),
    [
        ({}, "lead: linus, sponsor: grace", "person:linus"),
        ({}, "sponsor: grace", "person:kim"),
        ({"linus": ", ends: 2026-10-01"}, "lead: linus, sponsor: grace", "person:kim"),
        ({"linus": ", ends: 2026-12-09"}, "lead: linus, sponsor: grace", "person:kim"),
        ({"linus": ", ends: 2026-12-10"}, "lead: linus, sponsor: grace", "person:linus"),
        ({"linus": ", starts: 2026-12-01"}, "lead: linus, sponsor: grace", "person:kim"),
        ({"kim": ", starts: 2026-10-01"}, "sponsor: grace", "person:grace"),
        ({"linus": ", starts: 2026-10-01"}, "lead: linus, sponsor: grace", "person:linus"),
        ({"linus": ", absences: [{start: 2026-11-20, end: 2026-12-01}]"}, "lead: linus, sponsor: grace", "person:kim"),
        ({"linus": ", absences: [{start: 2026-12-01, end: 2026-12-05}]"}, "lead: linus", "person:linus"),
        ({"kim": ", ends: 2026-10-01", "linus": ", level: lead"}, "sponsor: grace", "person:linus"),
        ({"kim": ", ends: 2026-10-01"}, "lead: ada, sponsor: grace", "person:grace"),
        ({"kim": ", ends: 2026-10-01", "grace": ", ends: 2026-10-01"}, "lead: ada, sponsor: grace", None),
    ],
)
def test_successor_is_the_first_by_the_rule_who_can(
    make: Callable[..., Leaving], changed: dict[str, str], team: str, successor: str | None
) -> None:
    page = make(
        {"people.yaml": people(**changed), "teams.yaml": lines(f"id: payments, name: Payments, {team}"), **WORK}
    )
    work = [item for item in items(page) if item.kind == "initiative"]
    assert [item.successor.ref if item.successor else None for item in work] == [successor]
    if successor is None:
        assert work[0].why.startswith("looked for the lead of Payments")
        assert "To **nobody yet**" in markdown.render("leaving", page)


def test_least_loaded_of_a_role_takes_it_and_nobody_takes_all(make: Callable[..., Leaving]) -> None:
    more = PEOPLE + "    - {id: max, name: Max Example, role: product-manager, team: payments}\n"
    mine = [f"id: w{n}, title: W{n}, owner: ada, team: payments, target: 2026-12-0{n}" for n in range(1, 8)]
    files = {
        "people.yaml": more,
        "teams.yaml": lines("id: payments, name: Payments"),
        "roadmap.yaml": lines(*mine, "id: k, title: K, owner: kim", "id: k2, title: K2, owner: kim"),
    }
    page = make(files)
    kim, max_, grace = "person:kim", "person:max", "person:grace"
    assert successors(page) == [max_, max_, kim, max_, kim, kim, grace]
    assert {share.person.ref: share.count for share in page.shares} == {kim: MOST_AT_ONCE, max_: MOST_AT_ONCE, grace: 1}


def test_work_goes_with_the_launch_that_ships_it(make: Callable[..., Leaving]) -> None:
    files = {
        "launches.yaml": lines("id: l, title: L, owner: ada, initiatives: [x], gates: {tax: {owner: linus}}"),
        "roadmap.yaml": lines("id: x, title: X, owner: ada", "id: y, title: Y, owner: ada"),
    }
    page = make(files)
    assert [(item.record.ref, item.successor and item.successor.ref) for item in items(page)] == [
        ("launch:l", "person:kim"),
        ("initiative:x", "person:kim"),
        ("initiative:y", "person:linus"),
    ]


def test_nobody_approves_their_own_work(make: Callable[..., Leaving]) -> None:
    files = {
        "launches.yaml": lines(
            "id: old, title: Old, status: launched, gates: {legal: {owner: kim}}",
            "id: x, title: X, owner: kim, gates: {legal: {owner: ada}}",
            "id: y, title: Y, owner: grace, gates: {legal: {owner: ada}}",
        ),
        "decisions.yaml": lines("id: d, title: D, driver: linus, approver: ada"),
    }
    page = make(files)
    assert [(item.record.ref, item.successor and item.successor.ref) for item in items(page)] == [
        ("launch:x", "person:linus"),
        ("launch:y", "person:kim"),
        ("decision:d", "person:kim"),
    ]


def test_owner_and_approver_who_leaves_is_followed_by_two(make: Callable[..., Leaving]) -> None:
    files = {"launches.yaml": lines("id: x, title: X, owner: ada, gates: {legal: {owner: ada}, tax: {owner: linus}}")}
    page = make(files)
    assert dict(zip(told(page), successors(page), strict=True)) == {
        "approver of gate legal of launch:x": "person:kim",
        "owner of launch:x": "person:grace",
    }


def test_nobody_becomes_the_manager_of_who_is_above_them(make: Callable[..., Leaving]) -> None:
    chain = """
        - {id: ada, name: Ada Example, team: payments}
        - {id: bob, name: Bob Example, team: payments, manager: ada}
        - {id: cleo, name: Cleo Example, team: payments, manager: bob}
    """
    files = {"people.yaml": chain, "teams.yaml": lines("id: payments, name: Payments, lead: cleo")}
    (item,) = items(make(files))
    assert (item.record.ref, item.successor) == ("person:bob", None)


def test_backup_buddy_steps_in(make: Callable[..., Leaving]) -> None:
    new = (
        "    - {id: new, name: New, team: payments, manager: grace, starts: 2026-10-01, buddy: ada, backup_buddy: %s}\n"
    )
    assert successors(make({"people.yaml": PEOPLE + new % "kim"})) == ["person:kim"]
    assert successors(make({"people.yaml": PEOPLE + new % "ada"})) == ["person:kim", "person:linus"]


def test_buddy_does_not_become_their_own_backup(make: Callable[..., Leaving]) -> None:
    new = "    - {id: new, name: New, team: payments, starts: 2026-10-01, buddy: kim, backup_buddy: ada}\n"
    assert successors(make({"people.yaml": PEOPLE + new})) == ["person:linus"]


# --- what nobody else is there for -----------------------------------------------------------------


def facts(page: Leaving) -> list[str]:
    return [fact.text for fact in page.sole]


def test_only_one_with_a_skill_wants_evidence(make: Callable[..., Leaving]) -> None:
    own = ", skills: [tax, sql]"
    silent = make({"people.yaml": people(ada=own)})
    assert not any("skill" in fact for fact in facts(silent))
    said = people(ada=own, grace=", skills: [sql]", kim=", skills: [writing]", linus=", skills: [go]")
    found = facts(make({"people.yaml": said}))
    assert "the only one here with tax as a skill" in found
    assert "the only one in Payments with sql as a skill; elsewhere: Grace Example" in found


def test_sole_approver_access_and_place(make: Callable[..., Leaving]) -> None:
    files = {
        "people.yaml": people(ada=", location: {country: PT}, verticals: [food]", grace=", location: {country: DE-BE}"),
        "launches.yaml": lines("id: x, title: X, gates: {legal: {owner: ada}, tax: {owner: kim}}"),
        "tools.yaml": lines("id: t, name: Figma, owner: ada", "id: u, name: Jam, owner: ada, access: {approver: kim}"),
    }
    found = facts(make(files))
    assert "the only one who can decide on 1 open gate" in found
    assert "the only one who was ever named for the gate legal (1 launch)" in found
    assert "the only one who grants access to Figma" in found
    assert not any("works from" in fact or "watches" in fact for fact in found)  # too few have said where they are
    both = people(
        ada=", location: {country: PT}, verticals: [food]",
        grace=", location: {country: DE-BE}, verticals: [home]",
        kim=", location: {country: GB}",
    )
    found = facts(make({"people.yaml": both}))
    assert "the only one here who works from PT" in found
    assert "the only one who watches over food" in found


def test_team_that_gets_too_small(make: Callable[..., Leaving]) -> None:
    gone = people(kim=", ends: 2026-11-30")
    assert "Payments is left with 1 person" in facts(make({"people.yaml": gone}))
    assert not any("left with" in fact for fact in facts(make({"people.yaml": people()})))


# --- the page --------------------------------------------------------------------------------------


def test_tool_is_closed_by_who_takes_it_over_and_absences_stay_private(make: Callable[..., Leaving]) -> None:
    files = {
        "people.yaml": people(ada=", absences: [{start: 2026-10-20, end: 2026-10-24, note: surgery}]"),
        "tools.yaml": lines(
            "id: a, name: Own, owner: ada",
            "id: b, name: Role, owner: kim, access: {roles: [product-manager], how: ask Kim}",
            "id: c, name: Team, owner: kim, teams: [payments]",
            "id: d, name: Other, owner: kim, teams: [sales]",
            "id: e, name: Everybody, owner: kim",
            "id: f, name: Gone, owner: ada, status: retired",
        ),
        "teams.yaml": TEAMS + lines("id: sales, name: Sales"),
    }
    page = make(files)
    assert [(line.tool.name, line.by and line.by.name) for line in page.access] == [
        ("Own", "Linus Example"),
        ("Role", "Kim Example"),
        ("Team", "Kim Example"),
    ]
    assert [tool.name for tool in page.everybodys] == ["Everybody"]
    for text in (markdown.render("leaving", page), data.render(page)):
        assert "surgery" not in text
        assert "2026-10-20" not in text


def test_those_who_wait_are_told(make: Callable[..., Leaving]) -> None:
    commits = "commits: [{to: y, by: 2026-12-01, agreed: 2026-10-01}]"
    files = {
        "roadmap.yaml": lines(f"id: x, title: X, owner: ada, {commits}", "id: y, title: Y, owner: kim, depends_on: [x]")
    }
    reasons = {one.who.ref: one.reasons for one in make(files).tell}
    assert reasons["person:kim"] == ("Y waits for X", "Y was promised X for 1 Dec")
    assert reasons["person:grace"] == ("agrees to who takes what, as the manager",)
    assert "person:ada" not in reasons


def test_nothing_hangs_on_somebody(make: Callable[..., Leaving]) -> None:
    page = make({}, "kim")
    assert page.headline == "Nothing that is open hangs on Kim Example."
    assert (items(page), page.shares) == ([], ())


def test_json_names_records_files_and_lines(make: Callable[..., Leaving]) -> None:
    made = json.loads(data.render(make(WORK)))
    (item,) = made["hand_over"][0]["items"]
    assert item["record"] == {"ref": "initiative:x", "name": "X", "path": "roadmap.yaml"}
    assert (item["role"], item["field"], item["line"], item["due"]) == ("owner", "owner", 1, "2026-12-10")
    assert item["successor"]["ref"] == "person:linus"
    assert (made["last_day"], made["hand_over_by"]) == ("2026-11-30", "2026-11-25")


# --- whatever is in the files ----------------------------------------------------------------------

IDS = ("ada", "bo", "cy", "di", "ed")
DAYS = st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=120))
MAYBE = st.none() | st.sampled_from(IDS)


def without_nothing(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


@st.composite
def workspaces(draw: st.DrawFn) -> Workspace:
    """People who come, go and are away, with work, gates, teams and tools of theirs."""
    roles, teams = st.sampled_from(["pm", "eng"]), st.none() | st.sampled_from(["t", "u"])
    made: list[tuple[str, dict[str, Any]]] = []
    for id_ in IDS:
        away = draw(st.none() | DAYS)
        person = {
            "name": id_.title(), "role": draw(roles), "team": draw(teams), "manager": draw(MAYBE),
            "starts": draw(st.none() | DAYS), "ends": draw(st.none() | DAYS), "buddy": draw(MAYBE),
            "absences": [{"start": away, "end": away + timedelta(days=20)}] if away else None,
        }  # fmt: skip
        made.append(("person", {"id": id_, **person}))
    made += [("team", {"id": id_, "name": id_, "lead": draw(MAYBE), "sponsor": draw(MAYBE)}) for id_ in ("t", "u")]
    for number in range(draw(st.integers(0, 6))):
        common = {"id": f"x{number}", "owner": draw(MAYBE), "team": draw(teams)}
        gates = {"legal": without_nothing({"owner": draw(MAYBE), "due": draw(st.none() | DAYS)})}
        work = {"title": "W", "target": draw(st.none() | DAYS), "status": draw(st.sampled_from(["idea", "shipped"]))}
        made.append(("initiative", {**common, **work}))
        made.append(("launch", {**common, "title": "L", "date": draw(st.none() | DAYS), "gates": gates}))
        made.append(("tool", {"id": f"x{number}", "name": "T", "owner": draw(MAYBE)}))
    return workspace_of(made)


def workspace_of(records: list[tuple[str, dict[str, Any]]], name: str = "Acme") -> Workspace:
    """A workspace of models only, so that whatever stands in them gets through."""
    entries, documents = {}, {}
    for kind, fields in records:
        model = all_kinds()[kind]
        given = {name: str(value) if isinstance(value, date) else value for name, value in fields.items()}
        path = f"{model.folder}/{fields['id']}.yaml"
        entries[kind, fields["id"]] = Entry(model.model_validate(plain_days(without_nothing(given))), path)
        documents[path] = Document(path, b"")
    return Workspace(settings.Settings(name=name), dict(sorted(entries.items())), (), documents)


def plain_days(value: Any) -> Any:
    """Days as the files have them."""
    if isinstance(value, dict):
        return {name: plain_days(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain_days(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@given(workspaces(), st.sampled_from(IDS), st.none() | DAYS)
@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whoever_leaves_nothing_is_missed_and_nobody_absent_takes_over(
    workspace: Workspace, person: str, last_day: date | None
) -> None:
    page = leaving(workspace, TODAY, Question(person, last_day))
    handover = max(page.last_day, TODAY)
    naming = {
        entry.ref
        for entry in workspace.entries.values()
        if entry.ref != f"person:{person}"
        and any(id_ == person for _, kind, id_ in references_of(entry.record) if kind == "person")
    }
    named = {item.record.ref for item in (*items(page), *page.beside)}
    assert named <= naming
    assert len(named) + page.over == len(naming)
    for item in items(page):
        if item.successor is None:
            assert item.why
            continue
        successor = workspace.get(Person, item.successor.ref.partition(":")[2])
        assert successor is not None
        assert item.successor.ref not in (f"person:{person}", item.record.ref)
        assert successor.starts is None or successor.starts <= handover
        assert successor.ends is None or successor.ends > handover
        assert not any(absence.start <= handover <= absence.end for absence in successor.absences)
    assert sum(share.count for share in page.shares) == sum(item.successor is not None for item in items(page))


@pytest.fixture(scope="module")
def plain() -> list[str]:
    return structure(markdown.render("leaving", leaving(hostile("Word"), TODAY, Question("p", LAST))))


@pytest.mark.parametrize(
    "payload",
    [pytest.param(text, id=name) for name, text in payloads().items() if text.strip() and name != "surrogate"],
)
def test_no_text_changes_the_structure(plain: list[str], payload: str) -> None:
    tag = payload.strip()[:100].strip()  # a gate's name may have a hundred characters
    page = leaving(hostile(tag), TODAY, Question("p", LAST))
    text = markdown.render("leaving", page)
    assert structure(text) == plain
    made = data.render(page)
    assert json.loads(made)["organisation"].strip() == tag
    for output in (text, made, terminal.render(text, width=80, colour=False)):
        assert not COMMAND.search(output)
        assert not INVISIBLE.search(output)


def hostile(text: str) -> Workspace:
    """A workspace in which every free text says the same."""
    away = {"owner": "p", "team": "t"}
    return workspace_of(
        [
            ("person", {"id": "p", "name": text, "role": text, "team": "t", "skills": [text], "manager": "q"}),
            ("person", {"id": "q", "name": text, "role": text, "team": "t", "skills": ["other"], "manager": "p"}),
            ("team", {"id": "t", "name": text, "lead": "p", "members": ["p"], "channels": [text]}),
            ("initiative", {"id": "a", "title": text, "target": "2026-11-01", **away}),
            ("initiative", {"id": "b", "title": text, "owner": "q", "depends_on": [{"on": "a"}]}),
            ("launch", {"id": "l", "title": text, "date": "2026-12-20", **away, "gates": {text: {"owner": "p"}}}),
            ("tool", {"id": "x", "name": text, "owner": "p", "access": {"how": text}}),
            ("tool", {"id": "y", "name": text}),
            ("onboarding", {"id": "o", "title": text, "tasks": [{"id": "t", "title": text, "day": 0, "person": "p"}]}),
        ],
        text,
    )


# --- the command -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("acme-leaving.md", ("anneke", "--on", "2026-11-30", "--format", "markdown")),
        ("acme-leaving-lead.txt", ("saoirse", "--on", "2026-11-13", "--format", "text")),
        ("acme-leaving-none.md", ("rafaela",)),
        ("acme-leaving.json", ("noor", "--on", "2026-11-10", "--format", "json")),
    ],
)
def test_the_command_prints_the_golden_page(
    golden: Callable[[str, str], None], name: str, arguments: tuple[str, ...]
) -> None:
    ran = prodops("team", "without", *arguments, at=ACME, environment={"NO_COLOR": "1"})
    assert (ran.code, ran.err) == (0, "")
    golden(name, ran.out)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {"prodops.yaml": "name: Acme\nas_of: 2026-10-15\n", "people.yaml": PEOPLE, "teams.yaml": TEAMS}
    return write_files(tmp_path, files)


@pytest.mark.parametrize("text", ["ada", "Ada Example", "ada example", "person:ada"])
def test_person_is_an_id_or_a_whole_name(root: Path, text: str) -> None:
    assert "handover from Ada Example" in prodops("team", "without", text, at=root).out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("adda", "did you mean `ada`?"),
        ("ada ex", "there is no person `ada ex`"),
        ("team:payments", "there is no person `team:payments`"),
        ("", "there is no person ``"),
        ("Twin Example", "can mean 2 records: t1, t2"),
    ],
)
def test_nobody_is_guessed(root: Path, text: str, said: str) -> None:
    twins = "    - {id: t1, name: Twin Example}\n    - {id: t2, name: Twin Example}\n"
    write_files(root, {"people.yaml": PEOPLE + twins})
    ran = prodops("team", "without", text, at=root)
    assert (ran.code, ran.out) == (ExitCode.COULD_NOT_RUN, "")
    assert said in ran.err


def test_page_is_written_to_a_file_and_what_is_unread_is_said(root: Path) -> None:
    write_files(root, {"roadmap/x.yaml": "title: X\nowner: ada\n", "roadmap/y.yaml": "titel: Y\nowner: ada\n"})
    ran = prodops("team", "without", "ada", "--output", root / "handover.html", at=root)
    assert (ran.code, ran.out) == (0, "")
    assert "1 file has problems" in ran.err
    assert "<h1>Acme: handover from Ada Example" in (root / "handover.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    ran = prodops("team", "without", "idris", at=ACME, columns=columns, environment={"NO_COLOR": "1"})
    assert max(map(len, ran.out.splitlines())) <= columns
