"""`roadmap cycle check`: everything that a plan lacks is found, is asked of somebody, and what was allowed is not."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder import read_files, write_files
from cli_runner import Ran, prodops
from payloads import payloads
from prodops_cli.analysis.planning.cycle import (
    cycle_to_check,
    cycle_to_close,
    days_of,
    part_in,
    stage_of,
    usual_dates,
    working_days_to,
)
from prodops_cli.analysis.planning.cycle_needs import NEEDS, SAID
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.render import data, markdown, terminal
from prodops_cli.reports.cycle_check import CycleCheckReport, cycle_check
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace
from repository import commit, git, init
from test_escape import COMMAND, INVISIBLE, structure

TODAY = date(2026, 9, 15)
CYCLE = """
    title: The fourth quarter
    period: 2026-Q4
    owner: grace
    opens: 2026-08-24
    freeze: 2026-09-25
    closes: 2027-01-12
"""
BASE = {
    "prodops.yaml": "name: Acme\nas_of: 2026-09-15\n",
    "people.yaml": """
        - {id: ada, name: Ada Example, team: payments, role: product-manager}
        - {id: grace, name: Grace Example, role: director}
        - {id: linus, name: Linus Example, team: platform, role: engineer}
    """,
    "teams.yaml": """
        - {id: payments, name: Payments, lead: ada, sponsor: grace}
        - {id: platform, name: Platform, type: platform, lead: linus, sponsor: grace}
        - {id: office, name: Office, type: leadership, lead: grace, sponsor: grace}
    """,
    "goals.yaml": "- {id: grow, title: Grow, owner: grace}\n- {id: gone, title: Gone, owner: grace, status: dropped}\n",
    "cycles/2026-q4.yaml": CYCLE,
}
COMPLETE = {
    "title": "Checkout",
    "outcome": "Paying takes one tap",
    "status": "planned",
    "confidence": "target",
    "owner": "ada",
    "team": "payments",
    "goals": "[grow]",
    "start": "2026-10-05",
    "target": "2026-11-20",
    "effort": "0.5",
    "priority": "{reach: {value: 100, per: quarter}, impact: 1, confidence: 0.8}",
}


def work(**changes: str | None) -> str:
    """The file of an initiative that lacks nothing, less or plus some fields."""
    return "".join(f"{name}: {value}\n" for name, value in {**COMPLETE, **changes}.items() if value is not None)


OTHER = work(title="Event bus", owner="linus", team="platform")


def gates(*needs: str, checklist: str = "[]") -> str:
    return f"{CYCLE.rstrip()}\n    gates:\n      plan: {{needs: [{', '.join(needs)}], checklist: {checklist}}}\n"


def check(root: Path, *arguments: str, files: Mapping[str, str]) -> tuple[Ran, dict[str, Any]]:
    write_files(root, {**BASE, **files})
    ran = prodops("roadmap", "cycle", "check", "--format", "json", *arguments, at=root)
    return ran, json.loads(ran.out) if ran.out else {}


def asked(page: Mapping[str, Any]) -> list[tuple[str | None, str, str]]:
    """Who is asked for what, of which record."""
    return [
        (ask["who"] and ask["who"]["ref"], line["need"], line["record"]["ref"])
        for ask in page["asks"]
        for line in ask["missing"]
    ]


# --- what is missing ---------------------------------------------------------------------------------


def test_plan_that_lacks_nothing_holds(tmp_path: Path) -> None:
    ran, page = check(
        tmp_path, files={"cycles/2026-q4.yaml": gates(*NEEDS), "roadmap/a.yaml": work(), "roadmap/b.yaml": OTHER}
    )
    assert (ran.code, page["holds"], page["asks"]) == (0, True, [])
    assert page["headline"] == "The plan is fixed on 25 September 2026, in 8 working days, and all holds."
    assert [need["open"] for need in page["gates"][0]["needs"]] == [0] * len(NEEDS)


LACKS = [
    ("decided", {"status": "idea"}, "person:ada"),
    ("owners", {"owner": None}, "person:ada"),
    ("outcomes", {"outcome": None}, "person:ada"),
    ("goals", {"goals": None}, "person:ada"),
    ("goals", {"goals": "[gone]"}, "person:ada"),
    ("targets", {"target": None}, "person:ada"),
    ("confidence", {"confidence": None}, "person:ada"),
    ("efforts", {"effort": None}, "person:ada"),
    ("ranked", {"priority": "{impact: 1}"}, "person:ada"),
    ("ranked", {"priority": None}, "person:ada"),
]


@pytest.mark.parametrize(("need", "changes", "who"), LACKS)
def test_what_is_missing_is_found_by_the_gate_that_needs_it(
    tmp_path: Path, need: str, changes: dict[str, str | None], who: str
) -> None:
    files = {"roadmap/a.yaml": work(**changes), "roadmap/b.yaml": OTHER}
    ran, page = check(tmp_path, files={**files, "cycles/2026-q4.yaml": gates(need)})
    assert (ran.code, asked(page)) == (1, [(who, need, "initiative:a")])
    others = [other for other in NEEDS if other not in (need, "ranked", "capacity")]
    ran, page = check(tmp_path, files={**files, "cycles/2026-q4.yaml": gates(*others)})
    assert ran.code == (1 if need == "efforts" and "ranked" in others else 0), asked(page)


def test_nothing_is_asked_of_what_is_over_on_hold_or_elsewhere(tmp_path: Path) -> None:
    bare = {"outcome": None, "goals": None, "effort": None}
    files = {
        "roadmap/a.yaml": work(),
        "roadmap/b.yaml": OTHER,
        "roadmap/held.yaml": work(status="on_hold", **bare),
        "roadmap/over.yaml": work(status="cancelled", **bare),
        "roadmap/later.yaml": work(start="2027-01-04", target="2027-02-01", **bare),
        "roadmap/before.yaml": work(start="2026-07-01", target="2026-09-25", **bare),
    }
    ran, page = check(tmp_path, files={**files, "cycles/2026-q4.yaml": gates("outcomes", "goals", "efforts")})
    assert (ran.code, page["due"], page["begin"], page["on_hold"]) == (0, 3, 0, 1)


def test_lines_are_those_of_the_fields(tmp_path: Path) -> None:
    files = {"cycles/2026-q4.yaml": gates("goals"), "roadmap/a.yaml": work(goals="[gone]"), "roadmap/b.yaml": OTHER}
    _, page = check(tmp_path, files=files)
    ((line,),) = [ask["missing"] for ask in page["asks"]]
    place = (tmp_path / line["record"]["path"]).read_text().splitlines()[line["line"] - 1]
    assert place == "goals: [gone]"


def test_owner_who_has_left_and_one_who_leaves_too_early(tmp_path: Path) -> None:
    people = BASE["people.yaml"].replace("role: product-manager}", "role: product-manager, ends: %s}")
    for day, who in (("2026-09-01", "person:ada"), ("2026-11-19", "person:ada"), ("2026-11-20", None)):
        files = {"people.yaml": people % day, "cycles/2026-q4.yaml": gates("owners"), "roadmap/a.yaml": work()}
        _, page = check(tmp_path, files=files)
        assert asked(page) == ([(who, "owners", "initiative:a")] if who else [])


def test_team_without_anything_is_asked_through_its_lead(tmp_path: Path) -> None:
    ran, page = check(tmp_path, files={"cycles/2026-q4.yaml": gates("teams"), "roadmap/a.yaml": work()})
    assert (ran.code, asked(page)) == (1, [("person:linus", "teams", "team:platform")])
    assert [team["ref"] for team in page["silent"]] == ["team:platform"]
    helping = {"cycles/2026-q4.yaml": gates("teams"), "roadmap/a.yaml": work(contributors="[platform]")}
    assert check(tmp_path, files=helping)[0].code == 0
    named = f"{gates('teams')}    teams: [payments]\n"
    assert check(tmp_path, files={"cycles/2026-q4.yaml": named, "roadmap/a.yaml": work()})[0].code == 0


@pytest.mark.parametrize(
    ("need", "promise", "missing"),
    [
        ("{on: b, needed_by: 2026-11-01}", None, "Checkout needs it by 1 Nov, and nothing is promised"),
        ("{on: b, needed_by: 2026-11-01}", "2026-11-01", None),
        ("{on: b, needed_by: 2026-11-01}", "2026-11-02", "Checkout needs it by 1 Nov, and 2 Nov is promised"),
        ("{on: b}", None, None),
    ],
)
def test_needs_of_others_are_asked_of_whoever_provides(
    tmp_path: Path, need: str, promise: str | None, missing: str | None
) -> None:
    commits = f"[{{to: a, by: {promise}}}]" if promise else None
    provider = work(title="Event bus", owner="linus", team="platform", target="2026-10-30", commits=commits)
    files = {
        "cycles/2026-q4.yaml": gates("handshakes"),
        "roadmap/a.yaml": work(depends_on=f"[{need}]"),
        "roadmap/b.yaml": provider,
    }
    _, page = check(tmp_path, files=files)
    assert asked(page) == ([("person:linus", "handshakes", "initiative:b")] if missing else [])
    assert [line["text"] for ask in page["asks"] for line in ask["missing"]] == ([missing] if missing else [])


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"depends_on": "[b]"},
            "its target of 20 Nov cannot hold: 5 Feb 2027 at the earliest, as it waits for Event bus",
        ),
        ({"depends_on": "[{on: b, type: start_start}]"}, None),
        ({"start": "2026-09-01", "target": "2026-10-30", "status": "in_progress"}, None),
        ({"depends_on": "[b]", "status": "on_hold"}, None),
    ],
)
def test_target_that_cannot_hold_is_asked_of_its_owner(
    tmp_path: Path, changes: dict[str, str | None], text: str | None
) -> None:
    bus = work(title="Event bus", owner="linus", team="platform", target="2026-12-18")
    files = {"cycles/2026-q4.yaml": gates("dates"), "roadmap/a.yaml": work(**changes), "roadmap/b.yaml": bus}
    ran, page = check(tmp_path, files=files)
    assert ran.code == bool(text)
    assert asked(page) == ([("person:ada", "dates", "initiative:a")] if text else [])
    lines = [line for ask in page["asks"] for line in ask["missing"]]
    assert [line["text"] for line in lines] == ([text] if text else [])
    for line in lines:
        place = (tmp_path / line["record"]["path"]).read_text().splitlines()[line["line"] - 1]
        assert place == "target: 2026-11-20"


def test_nobody_has_to_promise_anything_to_themselves(tmp_path: Path) -> None:
    files = {
        "cycles/2026-q4.yaml": gates("handshakes"),
        "roadmap/a.yaml": work(depends_on="[{on: b, needed_by: 2026-11-01}]"),
        "roadmap/b.yaml": work(title="Event bus", target="2026-10-30"),
    }
    assert check(tmp_path, files=files)[0].code == 0


def test_months_with_more_than_a_team_can_do(tmp_path: Path) -> None:
    teams = BASE["teams.yaml"].replace("name: Payments,", "name: Payments, capacity: {person_months: 1},")
    dates = {"start": "2026-11-02", "target": "2026-11-30"}
    files = {"teams.yaml": teams, "cycles/2026-q4.yaml": gates("capacity"), "roadmap/a.yaml": work(effort="3", **dates)}
    ran, page = check(tmp_path, files=files)
    assert ran.code == 1
    assert [(line["team"]["ref"], line["month"], line["load"]) for line in page["overloads"]] == [
        ("team:payments", "2026-11", 3)
    ]
    assert page["overloads"][0]["over"] == pytest.approx(3 - page["overloads"][0]["capacity"])
    assert asked(page) == [("person:ada", "capacity", "team:payments")]
    assert page["asks"][0]["missing"][0]["text"].startswith("more than it can do in November 2026: 3")
    assert page["headline"].endswith("1 team has more than it can do.")
    ran, _ = check(tmp_path, files={**files, "roadmap/a.yaml": work(effort="0.9", **dates)})
    assert ran.code == 0


def test_checks_are_open_until_somebody_signs(tmp_path: Path) -> None:
    unsigned = "[The board has seen it]"
    signed = "[{what: The board has seen it, signed: {by: grace, on: 2026-09-14}}]"
    ran, page = check(tmp_path, files={"cycles/2026-q4.yaml": gates(checklist=unsigned)})
    assert (ran.code, page["gates"][0]["holds"]) == (1, False)
    assert page["headline"].endswith("1 check is not signed.")
    ran, page = check(tmp_path, files={"cycles/2026-q4.yaml": gates(checklist=signed)})
    assert (ran.code, page["gates"][0]["ticks"][0]["by"]["ref"]) == (0, "person:grace")


def test_cycle_without_gates_needs_what_can_be_checked(tmp_path: Path) -> None:
    ran, page = check(tmp_path, files={"roadmap/a.yaml": work(outcome=None)})
    assert ran.code == 1
    assert {(need, ref) for _, need, ref in asked(page)} == {
        ("outcomes", "initiative:a"),
        ("teams", "team:platform"),
    }


def test_every_need_is_said_in_words() -> None:
    assert list(SAID) == list(NEEDS)


def test_who_is_asked_for_most_comes_first(tmp_path: Path) -> None:
    files = {
        "roadmap/a.yaml": work(outcome=None),
        "roadmap/b.yaml": work(title="Event bus", owner="linus", team="platform", outcome=None, goals=None),
    }
    _, page = check(tmp_path, files=files)
    assert [ask["who"]["ref"] for ask in page["asks"]] == ["person:linus", "person:ada"]


# --- which cycle, which part -------------------------------------------------------------------------

CYCLES = """
    - {id: q3, title: Third, period: 2026-Q3, owner: grace, freeze: 2026-06-26}
    - {id: q4, title: Fourth, period: 2026-Q4, owner: grace, freeze: 2026-09-25}
    - {id: q1, title: First, period: 2027-Q1, owner: grace, freeze: 2026-12-11}
"""


@pytest.mark.parametrize(
    ("day", "to_check", "to_close"),
    [
        (date(2026, 9, 25), "q4", "q3"),
        (date(2026, 9, 26), "q1", "q3"),
        (date(2026, 10, 1), "q1", "q3"),
        (date(2026, 12, 12), "q4", "q3"),
        (date(2027, 1, 1), "q1", "q4"),
        (date(2028, 1, 1), "q1", "q1"),
        (date(2026, 5, 1), "q3", None),
    ],
)
def test_cycle_that_a_day_asks_for(tmp_path: Path, day: date, to_check: str, to_close: str | None) -> None:
    workspace = read_files(tmp_path, {**BASE, "cycles/2026-q4.yaml": "", "cycles.yaml": CYCLES})
    assert cycle_to_check(workspace, day, None).id == to_check
    if to_close is None:
        with pytest.raises(ProdopsError, match="no period is over yet"):
            cycle_to_close(workspace, day, None)
    else:
        assert cycle_to_close(workspace, day, None).id == to_close
    for text in ("q4", "cycle:q4", "Fourth", "2026-Q4", "2026-q4"):
        assert cycle_to_check(workspace, day, text).id == cycle_to_close(workspace, day, text).id == "q4"
    with pytest.raises(ProdopsError, match="there is no cycle `2025-q4`"):
        cycle_to_check(workspace, day, "2025-q4")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2027-q2", "begin it: prodops roadmap cycle open 2027-q2"),
        ("2026-Q2", "begin it: prodops roadmap cycle open 2026-q2"),
        ("cycle:2026-q1", "begin it: prodops roadmap cycle open 2026-q1"),
        ("2026q4", "did you mean `2026-q4`?"),
        ("2026-q5", "`prodops list cycle` shows what there is"),
        ("sumer", "did you mean `summer`?"),
    ],
)
def test_another_period_is_not_what_was_meant(tmp_path: Path, text: str, hint: str) -> None:
    summer = "title: Summer\nperiod: 2026-Q3\nowner: grace\nfreeze: 2026-06-26\n"
    workspace = read_files(tmp_path, {**BASE, "cycles/summer.yaml": summer})
    with pytest.raises(ProdopsError) as raised:
        cycle_to_check(workspace, TODAY, text)
    assert raised.value.hint == hint


def test_empty_plan_has_nothing_to_check(tmp_path: Path) -> None:
    files = {"cycles/2026-q4.yaml": f"{gates('owners', 'dates')}      people: {{needs: [owners, teams]}}\n"}
    _, page = check(tmp_path, files=files)
    assert [(gate["is_empty"], [need["is_empty"] for need in gate["needs"]]) for gate in page["gates"]] == [
        (True, [True, True]),
        (False, [False, True]),
    ]
    text = prodops("roadmap", "cycle", "check", at=tmp_path).out
    assert "- everything has an owner who is here: nothing to check\n" in text
    assert "[x]" not in text


def test_there_is_no_cycle(tmp_path: Path) -> None:
    workspace = read_files(tmp_path, {"people.yaml": "[]\n"})
    with pytest.raises(ProdopsError) as raised:
        cycle_to_check(workspace, TODAY, None)
    assert raised.value.hint == "begin one: prodops roadmap cycle open"


@pytest.mark.parametrize(
    ("start", "target", "part"),
    [
        ("2026-10-01", "2026-12-31", "due"),
        ("2026-01-01", "2026-10-01", "due"),
        ("2026-10-01", "2027-01-01", "begins"),
        ("2026-12-31", None, "begins"),
        (None, "2026-10-01", "due"),
        ("2026-09-30", "2027-01-01", None),
        ("2027-01-01", None, None),
        (None, None, None),
        ("2026-11-01", "2026-09-01", None),
    ],
)
def test_part_that_work_has_in_a_plan(start: str | None, target: str | None, part: str | None) -> None:
    days = {name: day for name, day in (("start", start), ("target", target)) if day}
    cycle = Cycle.model_validate({"id": "c", "title": "C", "period": "2026-Q4", "freeze": "2026-09-25"})
    found = part_in(Initiative.model_validate({"id": "a", "title": "A", **days}), days_of(Settings(), cycle))
    assert found == part


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2026, 8, 23), "ahead"),
        (date(2026, 8, 24), "planning"),
        (date(2026, 9, 25), "planning"),
        (date(2026, 9, 26), "frozen"),
        (date(2026, 10, 1), "running"),
        (date(2026, 12, 31), "running"),
        (date(2027, 1, 12), "review"),
        (date(2027, 1, 13), "over"),
    ],
)
def test_stages(tmp_path: Path, day: date, stage: str) -> None:
    workspace = read_files(tmp_path, BASE)
    assert stage_of(workspace.settings, cycle_to_check(workspace, day, "2026-q4").record, day) == stage


def test_days_are_working_days() -> None:
    settings = Settings.model_validate({"holidays": [{"date": "2026-09-21", "name": "Company day"}]})
    assert working_days_to(settings, date(2026, 9, 18), date(2026, 9, 22)) == 1
    assert working_days_to(settings, date(2026, 9, 22), date(2026, 9, 18)) == -1
    assert working_days_to(settings, TODAY, TODAY) == 0
    usual = usual_dates(Settings.model_validate({"fiscal_year_starts": "4"}), "2026-Q4")
    assert (usual.freeze, usual.closes) == (date(2026, 12, 25), date(2027, 4, 12))


# --- after the freeze --------------------------------------------------------------------------------


def at(day: str) -> str:
    return f"{day}T12:00:00+00:00"


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A repository whose plan was fixed on 25 September with two initiatives in it."""
    root = init(tmp_path / "repo")
    files = {**BASE, "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n", "cycles/2026-q4.yaml": gates("owners")}
    write_files(root, {**files, "roadmap/a.yaml": work(), "roadmap/b.yaml": OTHER})
    commit(root, when=at("2026-09-01"), message="Plan")
    return root


def check_in(root: Path, *arguments: str) -> tuple[Ran, dict[str, Any]]:
    ran = prodops("roadmap", "cycle", "check", "2026-q4", "--format", "json", *arguments, at=root)
    return ran, json.loads(ran.out) if ran.out else {}


CHANGES = [
    ({"roadmap/a.yaml": work(target="2026-12-04")}, ["moved"]),
    ({"roadmap/a.yaml": work(target="2027-02-04")}, ["moved"]),
    ({"roadmap/a.yaml": work(target="2026-11-02")}, []),
    ({"roadmap/a.yaml": work(target="2026-09-28")}, ["moved"]),
    ({"roadmap/a.yaml": work(target=None)}, ["undated"]),
    ({"roadmap/a.yaml": work(team="platform")}, ["team"]),
    ({"roadmap/a.yaml": work(status="cancelled")}, ["cancelled"]),
    ({"roadmap/a.yaml": work(status="on_hold")}, ["on_hold"]),
    ({"roadmap/a.yaml": work(status="idea")}, ["idea"]),
    ({"roadmap/a.yaml": None}, ["removed"]),
    ({"roadmap/a.yaml": work(status="in_progress")}, []),
    ({"roadmap/a.yaml": work(status="shipped", shipped="2026-10-05")}, []),
    ({"roadmap/a.yaml": work(effort="2", owner="linus")}, []),
    ({"roadmap/c.yaml": work(title="Wallets")}, ["added"]),
    ({"roadmap/c.yaml": work(title="Wallets", status="shipped", shipped="2026-10-05")}, ["added"]),
    ({"roadmap/c.yaml": work(title="Wallets", target="2027-02-01")}, ["begins"]),
    ({"roadmap/c.yaml": work(title="Wallets", start="2027-01-11", target="2027-02-01")}, []),
    ({"roadmap/a.yaml": None, "roadmap/2026/a.yaml": work()}, []),
    ({"roadmap/a.yaml": None, "roadmap/pay.yaml": work()}, []),
    ({"roadmap/a.yaml": None, "roadmap/pay.yaml": work(target="2026-12-04")}, ["moved"]),
]


@pytest.mark.parametrize(("files", "whats"), CHANGES)
def test_changes_after_the_freeze(frozen: Path, files: dict[str, str | None], whats: list[str]) -> None:
    made = commit(frozen, files, at("2026-10-01"), "Change our mind")
    ran, page = check_in(frozen)
    assert [change["what"] for change in page["breaches"]] == whats
    assert ran.code == bool(whats)
    for change in page["breaches"]:
        assert (change["commit"], change["author"], change["day"]) == (made, "Ada", "2026-10-01")


def test_changes_up_to_the_day_of_the_freeze_are_the_plan(frozen: Path) -> None:
    commit(frozen, {"roadmap/a.yaml": work(target="2026-12-04")}, at("2026-09-25"))
    assert check_in(frozen)[0].code == 0


def test_change_that_was_taken_back_is_none(frozen: Path) -> None:
    commit(frozen, {"roadmap/a.yaml": work(target="2026-12-04")}, at("2026-10-01"))
    commit(frozen, {"roadmap/a.yaml": work()}, at("2026-10-02"))
    assert check_in(frozen)[0].code == 0


def test_change_that_is_not_committed_counts(frozen: Path) -> None:
    (frozen / "roadmap/a.yaml").write_text(work(target="2026-12-04"), encoding="utf-8")
    ran, page = check_in(frozen)
    assert (ran.code, page["breaches"][0]["commit"], page["breaches"][0]["author"]) == (1, None, None)
    assert check_in(frozen, "--at", "HEAD")[0].code == 0


@pytest.mark.parametrize(
    ("exception", "is_allowed"),
    [
        ("initiative: a", True),
        ("initiative: b", False),
        ("initiative: a, until: 2026-10-01", True),
        ("initiative: a, until: 2026-09-30", False),
    ],
)
def test_exception_allows_a_change(frozen: Path, exception: str, is_allowed: bool) -> None:
    exceptions = f"    exceptions: [{{{exception}, reason: The bank, by: grace, on: 2026-09-29}}]\n"
    cycle = "\n".join(line.removeprefix("    ") for line in (gates("owners") + exceptions).splitlines()).strip() + "\n"
    files = {"cycles/2026-q4.yaml": cycle, "roadmap/a.yaml": work(target="2026-12-04")}
    commit(frozen, files, at("2026-10-01"))
    ran, page = check_in(frozen)
    assert (ran.code, len(page["allowed"])) == ((0, 1) if is_allowed else (1, 0))
    if is_allowed:
        assert page["allowed"][0]["allowed"]["reason"] == "The bank"


def test_exception_goes_with_an_initiative_that_gets_another_id(frozen: Path) -> None:
    exceptions = "    exceptions: [{initiative: a, reason: The bank, by: grace, on: 2026-09-29}]\n"
    cycle = "\n".join(line.removeprefix("    ") for line in (gates("owners") + exceptions).splitlines()).strip() + "\n"
    moved = work(target="2026-12-04")
    commit(frozen, {"cycles/2026-q4.yaml": cycle, "roadmap/a.yaml": moved}, at("2026-10-01"))
    commit(frozen, {"roadmap/a.yaml": None, "roadmap/pay.yaml": moved}, at("2026-10-02"))
    assert check_in(frozen)[1]["breaches"] == []


def test_before_the_freeze_no_history_is_needed(tmp_path: Path) -> None:
    ran, page = check(tmp_path, files={"cycles/2026-q4.yaml": gates("owners")})
    assert (ran.code, page["is_history_known"]) == (0, False)


def test_without_the_history_it_says_so(tmp_path: Path, frozen: Path) -> None:
    ran, _ = check(tmp_path / "plain", "--as-of", "2026-10-15", "2026-q4", files={"cycles/2026-q4.yaml": gates()})
    assert ran.code == ExitCode.HISTORY_NOT_AVAILABLE
    assert "--no-history" in ran.err
    ran, page = check(
        tmp_path / "plain", "--as-of", "2026-10-15", "2026-q4", "--no-history", files={"cycles/2026-q4.yaml": gates()}
    )
    assert (ran.code, page["is_history_known"]) == (0, False)
    commit(frozen, {"roadmap/a.yaml": work(target="2026-12-04")}, at("2026-10-01"))
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{frozen}", "shallow")
    assert check_in(tmp_path / "shallow")[0].code == ExitCode.HISTORY_NOT_AVAILABLE
    assert check_in(tmp_path / "shallow", "--no-history")[0].code == 0


def test_history_that_starts_after_the_freeze(tmp_path: Path) -> None:
    root = init(tmp_path / "young")
    write_files(root, {**BASE, "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n"})
    commit(root, when=at("2026-10-01"))
    ran, _ = check_in(root)
    assert (ran.code, "--no-history" in ran.err) == (ExitCode.HISTORY_NOT_AVAILABLE, True)


# --- the page ----------------------------------------------------------------------------------------


def page_of(workspace: Workspace) -> CycleCheckReport:
    entry: Entry[Cycle] = cycle_to_check(workspace, TODAY, None)
    return cycle_check(workspace, TODAY, entry)


WORDY = {
    "prodops.yaml": "name: Word\n",
    "people.yaml": "- {id: ada, name: Word, team: payments}\n- {id: grace, name: Word}\n",
    "teams.yaml": "- {id: payments, name: Word, lead: ada}\n- {id: platform, name: Word, lead: grace}\n",
    "roadmap/a.yaml": work(title="Word", outcome=None, depends_on="[{on: b, needed_by: 2026-11-01}]"),
    "roadmap/b.yaml": work(title="Word", owner="grace"),
    "cycles/c.yaml": """
        title: Word
        period: 2026-Q4
        owner: grace
        freeze: 2026-09-25
        gates: {Word: {needs: [outcomes, teams, handshakes], checklist: [Word]}}
        exceptions: [{initiative: a, reason: Word, by: grace, on: 2026-09-29}]
    """,
}


def swapped(value: Any, text: str) -> Any:
    """A report with another text in place of every `Word`."""
    if isinstance(value, str):
        return value.replace("Word", text)
    if isinstance(value, tuple):
        return tuple(swapped(item, text) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: swapped(getattr(value, field.name), text) for field in fields(value)})
    return value


@pytest.mark.parametrize(
    "payload",
    [pytest.param(text, id=name) for name, text in payloads().items() if text.strip() and name != "surrogate"],
)
def test_no_text_changes_the_structure(tmp_path: Path, payload: str) -> None:
    plain = page_of(read_files(tmp_path, WORDY))
    assert len(plain.asks) == 2
    page = swapped(plain, payload.strip())
    text = markdown.render("cycle-check", page)
    assert structure(text) == structure(markdown.render("cycle-check", plain))
    for output in (text, data.render(page), terminal.render(text, width=80, colour=False)):
        assert not COMMAND.search(output)
        assert not INVISIBLE.search(output)
