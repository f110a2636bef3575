"""A person's plan as a report: what is in it and what not, as people see it, and whatever anybody is called."""

import json
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder import read_files
from cli_runner import prodops
from payloads import payloads
from prodops_cli.analysis.onboarding.progress import Box, boxes_of
from prodops_cli.analysis.onboarding.schedule import PHASES
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.person import Person
from prodops_cli.render import data, forge, html, markdown, terminal
from prodops_cli.reports._base import Named
from prodops_cli.reports._plan_items import dated
from prodops_cli.reports._plan_lines import OnboardingPlan
from prodops_cli.reports.onboarding import (
    MOST_CONTACTS,
    MOST_DECISIONS,
    MOST_DEPENDENCIES,
    onboarding_plan,
)
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace
from test_determinism import SURROUNDINGS, copy_reversed, run
from test_escape import COMMAND, INVISIBLE, parsed, structure
from test_html import require_harmless

ACME = Path(__file__).parents[1] / "examples/acme"
NEWCOMERS = ("amaury", "delphine", "vasanth")
NEW_HIRE = ("onboard", "new-hire", "--no-input", "--no-history")
FORMATS = ("markdown", "json", "html", "ics", "github", "jira-csv")


# --- examples/acme ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        *((f"onboarding/{person}.md", (person, "--format", "markdown")) for person in NEWCOMERS),
        ("onboarding/delphine.json", ("delphine", "--format", "json")),
    ],
)
def test_plans_of_acme_are_as_agreed(golden: Callable[[str, str], None], name: str, arguments: tuple[str, ...]) -> None:
    ran = prodops(*NEW_HIRE, *arguments, at=ACME, environment={"NO_COLOR": "1"})
    assert (ran.code, ran.err) == (0, "")
    golden(name, ran.out)


@pytest.fixture(scope="module")
def acme() -> dict[str, str]:
    """The plans of Acme's newcomers as markdown."""
    return {person: prodops(*NEW_HIRE, person, "--format", "markdown", at=ACME).out for person in NEWCOMERS}


@pytest.mark.parametrize("person", NEWCOMERS)
def test_every_box_of_acme_is_known_and_dated(acme: dict[str, str], person: str) -> None:
    boxes = boxes_of(acme[person])
    ids = [box.id for box in boxes]
    assert len(boxes) > 30
    assert None not in ids
    assert len(ids) == len(set(ids))
    assert all(box.due is not None and box.is_open for box in boxes)
    plan = json.loads(prodops(*NEW_HIRE, person, "--format", "json", at=ACME).out)
    starts, ends = date.fromisoformat(plan["starts"]), date.fromisoformat(plan["ends"])
    assert (ends - starts).days == 89
    assert sum(box.due is not None and starts <= box.due <= ends for box in boxes) > 20


def test_engineer_and_product_manager_have_plans_of_their_own(acme: dict[str, str]) -> None:
    tasks = {person: {box.id for box in boxes_of(acme[person])} for person in NEWCOMERS}
    for person in NEWCOMERS:
        others = set().union(*(tasks[other] for other in NEWCOMERS if other != person))
        assert tasks[person] - others
    assert set.intersection(*tasks.values())


# --- the same everywhere ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def expected() -> dict[str, bytes]:
    return {format_: run(ACME, *NEW_HIRE, "vasanth", "--format", format_) for format_ in FORMATS}


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_surroundings_change_nothing(expected: dict[str, bytes], name: str) -> None:
    made = run(ACME, *NEW_HIRE, "vasanth", "--format", "json", surroundings=SURROUNDINGS[name])
    assert made == expected["json"]


@pytest.mark.parametrize("format_", FORMATS)
def test_everything_at_once_changes_nothing(expected: dict[str, bytes], format_: str) -> None:
    surroundings = {"PYTHONHASHSEED": "4242", "LC_ALL": "de_DE.UTF-8", "TZ": "America/New_York", "COLUMNS": "40"}
    made = run(ACME, *NEW_HIRE, "vasanth", "--format", format_, surroundings=surroundings)
    assert made == expected[format_]
    assert str(ACME.parents[1]).encode() not in made


def test_order_of_files_changes_nothing(expected: dict[str, bytes], tmp_path: Path) -> None:
    copy_reversed(ACME, tmp_path / "copy")
    assert run(tmp_path / "copy", *NEW_HIRE, "vasanth", "--format", "json") == expected["json"]


# --- what is in a plan -----------------------------------------------------------------------------

PEOPLE = """
    - id: new
      name: New Example
      role: engineer
      team: payments
      manager: boss
      starts: 2026-11-02
      location: {city: Berlin, country: DE-BE, time_zone: Europe/Berlin}
    - {id: boss, name: Boss Example, team: payments, role: lead}
    - {id: kim, name: Kim Example, team: payments, role: engineer}
    - {id: ada, name: Ada Example, team: payments, role: designer}
    - {id: hr, name: Hanna Example}
    - {id: gone, name: Gone Example, ends: 2026-11-01}
    """
LAYER = """
    title: Everybody
    hr: hr
    tasks:
      - {id: contract, title: Send the contract, day: -10, by: hr, hours: 1}
      - {id: hello, title: Say hello, day: 0, by: buddy, hours: 0.5}
      - {id: guide, title: Read the guide, day: 2, hours: 2, resource: guide}
      - {id: weekly, title: Come to the weekly, day: 3, ritual: weekly}
      - {id: talk, title: Talk with a designer, day: 4, person: ada}
      - {id: ship, title: Ship something, day: 60, hours: 8.25, milestone: true}
      - {id: early, title: Think of the end, day: 1, phase: day_90}
    """
FILES = {
    "prodops.yaml": "name: Acme\nholidays: [DE-BE]\ntime_zone: Europe/Berlin\n",
    "people.yaml": PEOPLE,
    "teams.yaml": "- {id: payments, name: Payments}\n- {id: search, name: Search}\n",
    "onboarding/company.yaml": LAYER,
    "resources.yaml": """
        - {id: guide, title: Guide, link: https://example.com/guide, stages: [onboarding]}
        - {id: other, title: Other, link: {path: docs/other.md}, stages: [onboarding], owner: ada}
        """,
    "rituals.yaml": """
        - {id: weekly, title: Weekly, teams: [payments]}
        - {id: demo, title: Demo, rhythm: {every: two weeks, on: [tue, thu], at: "10:00"}, minutes: 30, owner: gone}
        """,
}


def made(
    folder: Path, files: Mapping[str, str] | None = None, contributions: Mapping[str, int] | None = None
) -> OnboardingPlan:
    workspace = read_files(folder, {**FILES, **(files or {})})
    assert workspace.problems == ()
    return plan_in(workspace, contributions)


def plan_in(workspace: Workspace, contributions: Mapping[str, int] | None = None) -> OnboardingPlan:
    (entry,) = (entry for entry in workspace.of(Person) if entry.id == "new")
    return onboarding_plan(workspace, entry, contributions)


def ids(plan: OnboardingPlan) -> dict[str, list[str]]:
    return {lines.phase: [item.id for item in lines.items] for lines in plan.phases}


def test_tasks_stand_in_their_phases(tmp_path: Path) -> None:
    plan = made(tmp_path)
    assert ids(plan) == {
        "preboarding": ["contract"],
        "week_1": ["hello", "guide", "weekly", "talk"],
        "day_90": ["early", "ship"],
    }
    assert [lines.title for lines in plan.phases] == [PHASES[lines.phase] for lines in plan.phases]
    days = {item.id: item.due for lines in plan.phases for item in lines.items}
    assert days["contract"] == date(2026, 10, 19)
    assert days["hello"] == date(2026, 11, 2)
    assert days["ship"] == date(2027, 1, 27)
    assert plan.ends == date(2027, 1, 30)


def test_everybody_who_does_something_is_named(tmp_path: Path) -> None:
    who = {item.id: item.who for lines in made(tmp_path).phases for item in lines.items}
    assert {id_: named.ref if named is not None else None for id_, named in who.items()} == {
        "contract": "person:hr",
        "hello": "person:kim",
        **dict.fromkeys(("guide", "weekly", "talk", "ship", "early"), "person:new"),
    }


def test_hours_are_summed_for_whoever_has_them(tmp_path: Path) -> None:
    effort = [(one.by, one.who.name if one.who is not None else None, one.hours) for one in made(tmp_path).effort]
    assert effort == [("hr", "Hanna Example", 1), ("buddy", "Kim Example", 0.5), ("new_hire", "New Example", 10.25)]


def test_what_a_task_is_about_is_not_listed_again(tmp_path: Path) -> None:
    plan = made(tmp_path)
    assert "meet-ada" not in [line.id for line in plan.meet]
    assert [line.id for line in plan.read] == ["read-resource-other"]
    assert [line.id for line in plan.rituals] == ["join-demo"]


@pytest.mark.parametrize(
    ("rhythm", "more", "due", "phase"),
    [
        ("{every: week, on: [thu]}", "", date(2026, 11, 5), "week_1"),
        ("{every: week, on: [tue, fri]}", "", date(2026, 11, 6), "week_1"),
        ("{every: week, on: [tue]}", "", date(2026, 11, 10), "day_30"),
        ("{every: week, on: [tue]}", "absences: [{start: 2026-11-10, end: 2026-11-10}]", date(2026, 11, 17), "day_30"),
        ("{every: week, on: [sat]}", "", date(2026, 11, 5), "week_1"),
        ("{every: month}", "", date(2026, 11, 5), "week_1"),
    ],
)
def test_a_meeting_s_task_falls_on_a_day_of_the_meeting(
    tmp_path: Path, rhythm: str, more: str, due: date, phase: str
) -> None:
    files = {
        "rituals.yaml": f"- {{id: weekly, title: Weekly, rhythm: {rhythm}}}\n",
        "people.yaml": PEOPLE.replace("manager: boss", f"manager: boss\n      {more}"),
    }
    plan = made(tmp_path, files)
    (found,) = ((item, lines) for lines in plan.phases for item in lines.items if item.id == "weekly")
    assert (found[0].due, found[1].phase) == (due, phase)
    for lines in plan.phases:
        assert [item.due for item in lines.items] == sorted(item.due for item in lines.items)


def test_a_suggested_buddy_is_none_yet(tmp_path: Path) -> None:
    suggested = {line.id: line.reasons[0] for line in made(tmp_path).meet}
    assert suggested["meet-kim"] == "could be your buddy"
    asked = made(tmp_path, {"people.yaml": PEOPLE.replace("manager: boss", "manager: boss\n      buddy: kim")})
    assert {line.id: line.reasons[0] for line in asked.meet}["meet-kim"] == "is your buddy"


def test_a_task_with_the_id_of_a_line_takes_its_place(tmp_path: Path) -> None:
    tools = "- {id: forge, name: Forge}\n"
    own = "".join(
        f"      - {{id: {id_}, title: Ours, day: 1}}\n"
        for id_ in ("meet-kim", "access-forge", "join-demo", "read-resource-other")
    )
    before = made(tmp_path, {"tools.yaml": tools})
    assert [line.id for line in before.access] == ["access-forge"]
    plan = made(tmp_path, {"tools.yaml": tools, "onboarding/company.yaml": LAYER.rstrip(" ") + own})
    assert (plan.access, plan.read, plan.rituals) == ((), (), ())
    found = [box.id for box in boxes_of(markdown.render("onboarding", plan))]
    assert len(found) == len(set(found))
    assert {"meet-kim", "access-forge", "join-demo", "read-resource-other"} <= set(found)


def test_lines_say_where_and_who(tmp_path: Path) -> None:
    plan = made(tmp_path)
    (reading,) = plan.read
    assert (reading.path, reading.link, reading.what) == ("docs/other.md", None, "a document, kept by Ada Example")
    (ritual,) = plan.rituals
    assert (ritual.rhythm, ritual.minutes, ritual.owner) == (
        "every two weeks on Tuesday and Thursday at 10:00",
        30,
        None,
    )
    guide = next(item for lines in plan.phases for item in lines.items if item.id == "guide")
    assert (guide.link, guide.about) == (
        "https://example.com/guide",
        Named("resource:guide", "Guide", "resources.yaml"),
    )


def test_buddy_of_the_file_counts_before_a_suggestion(tmp_path: Path) -> None:
    plan = made(tmp_path)
    assert plan.buddy is not None
    assert plan.backup_buddy is not None
    assert (plan.buddy.person.ref, plan.buddy.is_suggested) == ("person:kim", True)
    assert (plan.backup_buddy.person.ref, plan.backup_buddy.is_suggested) == ("person:ada", True)
    named = made(tmp_path, {"people.yaml": PEOPLE.replace("manager: boss", "manager: boss\n      buddy: ada")})
    assert named.buddy is not None
    assert named.backup_buddy is not None
    assert (named.buddy.person.ref, named.buddy.is_suggested) == ("person:ada", False)
    assert (named.backup_buddy.person.ref, named.backup_buddy.is_suggested) == ("person:kim", True)


def test_buddy_who_has_left_gives_way_to_a_suggestion(tmp_path: Path) -> None:
    plan = made(tmp_path, {"people.yaml": PEOPLE.replace("manager: boss", "manager: boss\n      buddy: gone")})
    assert plan.buddy is not None
    assert (plan.buddy.person.ref, plan.buddy.is_suggested) == ("person:kim", True)


def test_access_is_summed_by_currency(tmp_path: Path) -> None:
    tools = """
        - {id: a, name: A, price: {amount: 10, currency: EUR, per: seat/month}}
        - {id: b, name: B, price: {amount: 5.5, currency: EUR, per: seat/year}}
        - {id: c, name: C, price: {amount: 1, currency: USD, per: seat/month}}
        - {id: d, name: D, price: {amount: 99, currency: GBP, per: seat/month}, seats: {billed: 3, active: 2}}
        - {id: e, name: E, price: {amount: 0, currency: CHF, per: seat/month}}
        - {id: f, name: F, owner: gone}
        """
    plan = made(tmp_path, {"tools.yaml": tools})
    assert [(money.currency, money.amount) for money in plan.access_adds] == [("EUR", 125.5), ("USD", 12)]
    assert [line.id for line in plan.access] == [f"access-{id_}" for id_ in "abcdef"]
    assert {line.due for line in plan.access} == {date(2026, 10, 28)}
    text = markdown.render("onboarding", plan)
    assert "All of it together adds EUR 126 and USD 12 a year." in text
    assert "D, for everybody: nobody is named who says yes; 1 paid seat is free" in text


def test_long_lists_are_counted(tmp_path: Path) -> None:
    people = textwrap.dedent(PEOPLE) + "".join(f"- {{id: p{n}, name: P{n}, team: payments}}\n" for n in range(30))
    decisions = "".join(f"- {{id: d{n}, title: D{n}, status: accepted}}\n" for n in range(MOST_DECISIONS + 3))
    roadmap = "".join(
        f"- {{id: w{n}, title: W{n}, status: planned, team: search, depends_on: [ours]}}\n"
        for n in range(MOST_DEPENDENCIES + 2)
    )
    files = {
        "people.yaml": people,
        "decisions.yaml": decisions,
        "roadmap.yaml": roadmap + "- {id: ours, title: Ours, status: planned, team: payments}\n",
    }
    plan = made(tmp_path, files)
    assert len(plan.meet) == MOST_CONTACTS
    assert plan.meet_more == 30 + 2 - MOST_CONTACTS
    kinds = [line.id.split("-")[1] for line in plan.read]
    assert (kinds.count("decision"), kinds.count("initiative")) == (MOST_DECISIONS, MOST_DEPENDENCIES)
    assert plan.read_more == 5


def test_people_are_met_on_days_after_each_other(tmp_path: Path) -> None:
    plan = made(tmp_path, contributions={"hr": 3})
    assert [(line.id, line.due) for line in plan.meet] == [
        ("meet-boss", date(2026, 11, 2)),
        ("meet-kim", date(2026, 11, 3)),
        ("meet-hr", date(2026, 11, 4)),
    ]


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    bare = made(
        tmp_path,
        {
            "people.yaml": "- {id: new, name: New, starts: 2026-11-02}\n",
            "resources.yaml": "[]\n",
            "rituals.yaml": "[]\n",
            "onboarding/company.yaml": "title: All\ntasks: [{id: a, title: A, day: 1, by: hr}]\n",
        },
    )
    assert bare.gaps == (
        "people.yaml does not say role, team, manager and location.country",
        "nobody is named for what HR does: write hr: PERSON into an onboarding layer",
        "nobody of the same team or role can be the buddy",
    )
    probation = PEOPLE.replace("manager: boss", "manager: boss\n      buddy: kim\n      probation_ends: 2026-12-31")
    assert made(tmp_path, {"people.yaml": probation}).gaps == (
        "the last task is due on 27 Jan 2027, after the probation ends on 31 Dec 2026",
    )
    nowhere = PEOPLE.replace("country: DE-BE", "country: XX")
    assert any("no public holidays are known for XX" in gap for gap in made(tmp_path, {"people.yaml": nowhere}).gaps)


def test_somebody_without_a_first_day_has_no_plan(tmp_path: Path) -> None:
    with pytest.raises(ProdopsError, match=r"people\.yaml does not say when New Example starts"):
        made(tmp_path, {"people.yaml": PEOPLE.replace("      starts: 2026-11-02\n", "")})


def test_every_box_is_a_dated_task(tmp_path: Path) -> None:
    launches = "- {id: big, title: Big, date: 2026-12-15, team: payments}\n"
    plan = made(tmp_path, {"launches.yaml": launches, "tools.yaml": "- {id: forge, name: Forge}\n"})
    boxes = boxes_of(markdown.render("onboarding", plan))
    assert sorted((box.id or "", box.due) for box in boxes) == sorted((item.id, item.due) for item in dated(plan))
    assert {item.section for item in dated(plan)} == {
        *(lines.title for lines in plan.phases),
        "Access",
        "People to meet",
        "To read",
        "Meetings to join",
        "A first launch",
    }


def test_a_plan_does_not_depend_on_the_order_of_records(tmp_path: Path) -> None:
    workspace = read_files(tmp_path, FILES)
    entries = dict(sorted(workspace.entries.items()))
    again = Workspace(workspace.settings, entries, (), workspace.documents)
    assert plan_in(again) == plan_in(workspace)


# --- hostile texts ---------------------------------------------------------------------------------


def workspace_of(text: str) -> Workspace:
    """A workspace in which every free text says the same."""
    tag = text.strip()[:100].strip()  # a role may have a hundred characters
    named, titled = {"name": text}, {"title": text}
    place = {"city": text, "country": "DE-BE", "time_zone": "Europe/Berlin"}
    task = {"title": text, "note": text}
    records: list[tuple[str, dict[str, Any]]] = [
        (
            "person",
            {
                "id": "new",
                **named,
                "role": tag,
                "level": "senior",
                "team": "t",
                "manager": "m",
                "buddy": "b",
                "starts": "2026-11-02",
                "location": place,
            },
        ),
        ("person", {"id": "m", **named, "role": tag, "team": "t", "location": place}),
        ("person", {"id": "b", **named, "role": tag, "team": "t", "location": place}),
        ("person", {"id": "o", **named, "role": tag, "team": "u"}),
        ("team", {"id": "t", **named, "lead": "m", "sponsor": "o"}),
        ("team", {"id": "u", **named}),
        (
            "tool",
            {
                "id": "x",
                **named,
                "owner": "o",
                "access": {"how": text, "roles": [tag]},
                "website": "https://example.com/x",
                "data_classification": "restricted",
                "price": {"amount": 1, "currency": "EUR", "per": "seat/month"},
            },
        ),
        ("tool", {"id": "y", **named, "teams": ["t"]}),
        ("resource", {"id": "r", **titled, "stages": ["onboarding"], "link": {"path": "docs/r.md"}, "owner": "o"}),
        ("resource", {"id": "s", **titled, "link": "https://example.com/s"}),
        (
            "ritual",
            {"id": "w", **titled, "purpose": text, "owner": "o", "rhythm": {"every": "week", "at": text}, "minutes": 5},
        ),
        ("ritual", {"id": "v", **titled, "rhythm": {"every": "day", "at": text}}),
        ("decision", {"id": "d", **titled, "status": "accepted", "decision": text, "decided": "2026-01-01"}),
        (
            "launch",
            {
                "id": "l",
                **titled,
                "status": "launched",
                "team": "t",
                "date": "2026-10-01",
                "updates": [{"date": "2026-10-02", "text": text, "by": "o"}],
            },
        ),
        (
            "launch",
            {"id": "n", **titled, "team": "t", "date": "2026-12-15", "owner": "o", "gates": {tag: {"owner": "o"}}},
        ),
        (
            "initiative",
            {
                "id": "i",
                **titled,
                "status": "planned",
                "team": "t",
                "owner": "m",
                "goals": ["g"],
                "depends_on": [{"on": "j"}],
            },
        ),
        ("initiative", {"id": "j", **titled, "status": "planned", "team": "u", "owner": "o"}),
        ("goal", {"id": "g", **titled, "status": "active", "owner": "o"}),
        (
            "onboarding",
            {
                "id": "e",
                **titled,
                "hr": "o",
                "tasks": [
                    {"id": "before", "day": -3, "by": "hr", "hours": 1, **task},
                    {"id": "laptop", "day": 0, "by": "buddy", **task},
                    {"id": "link", "day": 1, "resource": "s", **task},
                    {"id": "tool", "day": 20, "tool": "x", "milestone": True, **task},
                    {"id": "daily", "day": 2, "ritual": "v", **task},
                    {"id": "host", "day": 50, "person": "o", "by": "ops", **task},
                    {"id": "middle", "day": 30, **task},
                ],
            },
        ),
    ]
    made_ = [all_kinds()[kind].model_validate(fields) for kind, fields in records]
    return in_memory(made_, text)


def in_memory(records: list[Record], name: str) -> Workspace:
    entries = {(one.kind, one.id): Entry(one, f"{one.folder}/{one.id}.yaml") for one in records}
    return Workspace(Settings(name=name), dict(sorted(entries.items())), (), {})


def known(boxes: tuple[Box, ...]) -> list[tuple[str | None, date | None, bool, bool]]:
    return [(box.id, box.due, box.is_done, box.is_dropped) for box in boxes]


FORGED = {
    "mark": "x <!-- task: laptop -->",
    "mark at the start": "<!-- task: laptop --> x",
    "half a mark": "x <!-- task: laptop",
    "mark on a line": "x\n- [x] y <!-- task: laptop -->",
    "mark behind a carriage return": "x\r- [x] y <!-- task: laptop -->\r\n",
    "mark behind a line separator": "x\u2028- [x] y <!-- task: laptop -->\u2029\x85\x0b\x0c",
    "ticked": "[x] x",
    "ticked item": "- [x] x",
    "end of a mark": "--> x",
    "another day": "**Mon 2020-01-01** x",
    "generated end": "x\n---\n\nMade by `prodops`",
}
TEXTS = {**{name: text for name, text in payloads().items() if text.strip() and name != "surrogate"}, **FORGED}


@dataclass(frozen=True)
class Plain:
    """How the plan is built when every text in it is an ordinary word: its page, its issue, its page of HTML."""

    page: str
    structure: list[str]
    boxes: list[tuple[str | None, date | None, bool, bool]]
    issue: str
    issue_structure: list[str]
    tags: object


@pytest.fixture(scope="module")
def plain() -> Plain:
    page = markdown.render("onboarding", plan_in(workspace_of("Word")))
    issue = forge.as_issue(page)
    tags = require_harmless(html.render(page)).structure
    return Plain(page, structure(page), known(boxes_of(page)), issue, structure(issue), tags)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_no_text_changes_a_plan(plain: Plain, text: str) -> None:
    plan = plan_in(workspace_of(text))
    page = markdown.render("onboarding", plan)
    assert structure(page) == plain.structure
    assert page.count("\n") == plain.page.count("\n")
    assert known(boxes_of(page)) == plain.boxes
    made_json = data.render(plan)
    assert json.loads(made_json)["person"]["name"] == plan.person.name
    issue = forge.as_issue(page)
    if len(page) < forge.MOST_CHARACTERS:
        assert structure(issue) == plain.issue_structure
        assert issue.count("- [ ] ") == plain.issue.count("- [ ] ") == len(boxes_of(page))
    assert len(issue) <= forge.MOST_CHARACTERS
    assert "<!--" not in issue
    shown = terminal.render(page, width=80, colour=False)
    for output in (page, made_json, issue, shown):
        assert not COMMAND.search(output)
        assert not INVISIBLE.search(output)
    assert require_harmless(html.render(page)).structure == plain.tags


@pytest.mark.parametrize("text", ["@ada", "see #12 and !3", "ask @ada.example and @acme/all", "GH-4 &5 acme/repo#3"])
def test_nobody_is_mentioned_and_no_issue_is_referred_to(text: str) -> None:
    page = markdown.render("onboarding", plan_in(workspace_of(text)))
    for made_ in (page, forge.as_issue(page)):
        spoken = "".join(
            token.content for block in parsed(made_) for token in (block.children or ()) if token.type == "text"
        )
        assert not any(sign in spoken for sign in ("@a", "#1", "#3", "!3", "GH-", "&5"))
    assert "`@ada" in page or "`#12`" in page or "`GH-4`" in page


def test_every_kind_of_line_is_in_the_hostile_plan() -> None:
    plan = plan_in(workspace_of("Word"))
    assert all(
        (plan.phases, plan.access, plan.meet, plan.read, plan.rituals, plan.first_launch, plan.effort, plan.gaps)
    )
    assert {line.id.split("-")[1] for line in plan.read} == {"resource", "decision", "launch", "initiative"}
    assert [lines.phase for lines in plan.phases] == list(PHASES)
