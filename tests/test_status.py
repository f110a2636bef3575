"""prodops status: one true page."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder import read_files
from payloads import payloads
from prodops_cli import settings
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds import all_kinds
from prodops_cli.render import data, markdown, terminal
from prodops_cli.reports.status import Status, status
from prodops_cli.tree import WorkingTree
from prodops_cli.workspace import Entry, Workspace, read_workspace
from test_escape import COMMAND, INVISIBLE, structure

TODAY = date(2026, 10, 15)
ACME = Path(__file__).parents[1] / "examples/acme"


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Status]:
    """The status of a workspace with these files."""

    def made(files: dict[str, str], **options: Any) -> Status:
        return status(read_files(tmp_path, files), TODAY, **options)

    return made


def page(value: Status, most: int | None = None) -> list[str]:
    """The lines of its markdown that are not empty."""
    return [line for line in markdown.render("status", value, most=most).splitlines() if line]


def section(value: Status, heading: str, most: int | None = None) -> list[str]:
    """The lines below a heading; none where it is left out."""
    lines = page(value, most)
    starts = [index for index, line in enumerate(lines) if line.startswith("#")] + [len(lines)]
    for start, end in itertools.pairwise(starts):
        if lines[start].removeprefix("## ").startswith(heading):
            return lines[start + 1 : end]
    return []


def initiative(**fields: str) -> str:
    """The file of an initiative in progress with an owner, who said something yesterday."""
    given = {
        "title": "Checkout",
        "status": "in_progress",
        "health": "on_track",
        "owner": "ada",
        "start": "2026-09-01",
        "target": "2026-12-01",
        "updates": "[{date: 2026-10-14, text: Fine.}]",
        **fields,
    }
    return "".join(f"{name}: {value}\n" for name, value in given.items() if value)


PEOPLE = """
- {id: ada, name: Ada Example, team: payments}
- {id: grace, name: Grace Sample, team: shop}
- {id: florin, name: Florin Gone, team: shop, ends: 2026-09-30}
"""
TEAMS = """
- {id: commerce, name: Commerce}
- {id: payments, name: Payments, parent: commerce}
- {id: shop, name: Shop}
"""


# --- the headline ----------------------------------------------------------------------------------


def test_nothing_to_report_is_said(make: Callable[..., Status]) -> None:
    value = make({})
    assert page(value) == [
        "# Acme: status on 15 October 2026",
        "**There is nothing to report yet: no work is under way, no launch is planned and no goal is running.**",
    ]


OFF = {"health": "off_track"}
LATE = {"target": "2026-10-01"}
SILENT_LATE = {"target": "2026-10-01", "health": ""}
STALE = {"updates": "", "start": "2026-08-01"}


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([{}], "Nothing speaks against the one initiative planned or under way."),
        ([{}, {}], "None of 2 initiatives planned or under way is at risk or off track."),
        ([OFF, {}], "1 of 2 initiatives planned or under way (Item 0) is off track."),
        ([OFF, OFF, {}], "2 of 3 initiatives planned or under way are off track."),
        ([OFF], "The one initiative planned or under way is off track."),
        (
            [OFF, LATE, {}],
            (
                "1 of 3 initiatives planned or under way (Item 0) is off track, "
                "and 1 more (Item 1) says on track but is past its date."
            ),
        ),
        ([LATE, LATE, {}], "2 of 3 initiatives planned or under way say on track but are past their dates."),
        ([SILENT_LATE, {}], "1 of 2 initiatives planned or under way (Item 0) is past its date."),
        ([LATE, SILENT_LATE], "2 of 2 initiatives planned or under way are past their dates."),
        ([{"health": "at_risk"}, {}], "1 of 2 initiatives planned or under way (Item 0) is at risk, none off track."),
        (
            [STALE, {}],
            (
                "Nothing is said to be at risk, but evidence speaks against 1 of 2 initiatives planned or under way "
                "(Item 0)."
            ),
        ),
        (
            [{"status": "idea"}, {"status": "on_hold"}, {}],
            "Nothing speaks against the one initiative planned or under way.",
        ),
    ],
)
def test_headline_about_work(make: Callable[..., Status], items: list[dict[str, str]], sentence: str) -> None:
    files = {f"roadmap/item-{n}.yaml": initiative(title=f"Item {n}", **fields) for n, fields in enumerate(items)}
    assert make({"people.yaml": PEOPLE, **files}).headline == sentence


def test_headline_about_a_dependency_that_comes_too_late(make: Callable[..., Status]) -> None:
    value = make(
        {
            "people.yaml": PEOPLE,
            "roadmap/a.yaml": initiative(title="A", depends_on="[b]"),
            "roadmap/b.yaml": initiative(title="B", target="2027-02-01"),
        }
    )
    claim = "says on track but is off track by the evidence"
    assert value.headline == f"1 of 2 initiatives planned or under way (A) {claim}."
    (risk,) = value.risks
    assert (risk.declared, risk.derived, risk.is_contradicted) == ("on_track", "off_track", True)
    assert [reason.text for reason in risk.reasons] == ["B comes 1 Feb 2027, 62 days later than needed"]


GATES = "{security: {owner: ada, approvals: [{by: ada, on: 2026-10-01, verdict: approved}]}}"


@pytest.mark.parametrize(
    ("launches", "sentence"),
    [
        ([("2026-10-27", "3", "{product: {}}")], "A launches in 12 days with 2 gates open."),
        ([("2026-10-16", "3", "{}"), ("2026-10-15", "3", "{}")], "B launches today with 2 gates open."),
        (
            [("2026-10-12", "3", "{}")],
            "A was planned to launch 3 days ago and has neither launched nor been given a new date.",
        ),
        (
            [("2026-10-12", "3", "{}"), ("2026-10-11", "3", "{}")],
            "2 launches are past their date and have neither launched nor been given a new date.",
        ),
        (
            [("2027-03-01", "3", "{}")],
            (
                "No work is planned or under way, nothing shipped, no measured goal is behind pace "
                "and no launch is planned for the next 6 weeks."
            ),
        ),
    ],
)
def test_headline_about_launches(
    make: Callable[..., Status], launches: list[tuple[str, str, str]], sentence: str
) -> None:
    files = {
        f"launches/l{n}.yaml": f"title: {'AB'[n]}\ndate: {day}\ntier: {tier}\ngates: {gates}\nowner: ada\n"
        for n, (day, tier, gates) in enumerate(launches)
    }
    assert make({"people.yaml": PEOPLE, **files}).headline.startswith(sentence)


# --- sections --------------------------------------------------------------------------------------


def test_decisions(make: Callable[..., Status]) -> None:
    value = make(
        {
            "people.yaml": PEOPLE,
            "roadmap/late.yaml": initiative(title="Late work", **LATE),
            "roadmap/held.yaml": initiative(title="Held work", status="on_hold", health="", target="2026-08-31"),
            "roadmap/idea.yaml": initiative(title="Idea", status="idea", target="2026-08-31"),
            "roadmap/left.yaml": initiative(title="Orphan", owner="florin"),
            "roadmap/later.yaml": initiative(title="Later work"),
            "launches/over.yaml": "title: Over\ndate: 2026-10-12\nowner: ada\n",
            "launches/near.yaml": """
                title: Near
                date: 2026-10-27
                owner: ada
                initiatives: [later]
                gates:
                  product: {owner: grace, due: 2026-10-20, in_review: true}
                  engineering: {approvals: [{by: ada, on: 2026-10-01, verdict: approved}]}
                  tax: {approvals: [{by: ada, on: 2026-10-01, verdict: rejected}]}
                """,
            "launches/far.yaml": """
                title: Far
                date: 2027-01-27
                owner: ada
                gates: {product: {owner: grace, due: 2026-10-29}}
                """,
            "launches/quiet.yaml": "{title: Quiet, date: 2027-01-27, owner: ada, gates: {product: {due: 2027-01-01}}}",
            "tools.yaml": """
                - id: soon
                  name: Soon
                  owner: ada
                  contract: {renews: 2026-12-31, notice_days: 60}
                  price: {amount: 90, currency: EUR, per: month}
                - {id: over, name: Passed, contract: {renews: 2026-12-31, notice_days: 90}}
                - {id: done, name: Decided, contract: {renews: 2026-12-31, notice_days: 90, decided: renew}}
                - {id: far, name: Far off, contract: {renews: 2027-12-31}}
                """,
        }
    )
    assert section(value, "Decisions needed") == [
        "- **Over** was planned to launch 3 days ago, on 12 Oct: has it launched, or what is the new date? (Ada Example)",  # noqa: E501
        "- **New dates** for what is past its date: Held work (Ada Example, 45 days), Late work (Ada Example, 14 days)",
        "- **Owners** for what has none: Orphan (Florin Gone has left)",
        "- **Passed** renews on 31 Dec: notice was due 2 Oct, 13 days ago",
        (
            "- **Near** launches in 12 days, on 27 Oct, with 2 of 3 gates open: "
            "product (Grace Sample, in review, due 20 Oct), tax (nobody yet, *rejected*, due 6 Oct)"
        ),
        "- **Near** launches on 27 Oct, but Later work (1 Dec) is due after it: what moves? (Ada Example)",
        "- **Soon** renews on 31 Dec for EUR 1,080 a year: renew or give notice by 1 Nov, in 17 days (Ada Example)",
        (
            "- **Far** launches in 104 days, on 27 Jan 2027, with 2 of 2 gates open: "
            "product (Grace Sample, due 29 Oct) and 1 more"
        ),
    ]


def test_shipped(make: Callable[..., Status]) -> None:
    shipped = {"status": "shipped", "health": ""}
    value = make(
        {
            "people.yaml": PEOPLE,
            "roadmap/a.yaml": initiative(title="A", shipped="2026-10-15", target="2026-10-12", **shipped),
            "roadmap/b.yaml": initiative(title="B", shipped="2026-10-02", target="2026-10-02", **shipped),
            "roadmap/c.yaml": initiative(title="C", shipped="2026-10-01", **shipped),
            "roadmap/d.yaml": initiative(
                title="D", shipped="2026-10-03", target="2026-10-04", outcome="Less work", owner="", **shipped
            ),
            "launches/l.yaml": "title: L\ndate: 2026-10-10\nstatus: launched\n",
        }
    )
    assert section(value, "Shipped since 2 Oct") == [
        "- **A** shipped on 15 Oct, 3 days after its date (Ada Example)",
        "- **L** launched on 10 Oct",
        "- **D** shipped on 3 Oct, 1 day before its date: Less work",
        "- **B** shipped on 2 Oct (Ada Example)",
    ]


def test_risks_start_with_what_contradicts_its_owner(make: Callable[..., Status]) -> None:
    said = "[{date: 2026-10-14, text: The bank wants another certificate.}]"
    value = make(
        {
            "people.yaml": PEOPLE,
            "teams.yaml": TEAMS,
            "roadmap/a.yaml": initiative(title="A", health="at_risk", updates=said, team="payments"),
            "roadmap/b.yaml": initiative(title="B", health="off_track", updates=said, owner=""),
            "roadmap/c.yaml": initiative(title="C", **LATE),
            "roadmap/d.yaml": initiative(title="D", health="", updates="", target=""),
            "roadmap/e.yaml": initiative(title="E", health="off_track", **LATE),
            "roadmap/f.yaml": initiative(title="F"),
        }
    )
    assert section(value, "Risks") == [
        (
            "- **C** (Ada Example, due 1 Oct) says *on track*, the evidence says *off track*: "
            "its target 1 Oct was 14 days ago"
        ),
        "- **D** (Ada Example) does not say how it goes, the evidence says *at risk*: no update for 44 days",
        "- **E** (Ada Example, due 1 Oct) is *off track*: its target 1 Oct was 14 days ago. “Fine.” (14 Oct)",
        "- **B** (due 1 Dec) is *off track*: “The bank wants another certificate.” (14 Oct)",
        "- **A** (Ada Example, Payments, due 1 Dec) is *at risk*: “The bank wants another certificate.” (14 Oct)",
    ]


def goal(**fields: str) -> str:
    given = {"title": "Grow", "period": "2026-H2", "owner": "ada", **fields}
    return "".join(f"{name}: {value}\n" for name, value in given.items())


def test_goals_start_with_the_one_furthest_behind(make: Callable[..., Status]) -> None:
    def measured(value: int) -> str:
        return f"[{{id: a, title: A, target: 100, checkins: [{{date: 2026-10-01, value: {value}}}]}}]"

    value = make(
        {
            "people.yaml": PEOPLE,
            "goals/fine.yaml": goal(title="Fine", key_results=measured(90)),
            "goals/behind.yaml": goal(title="Behind", key_results=measured(20)),
            "goals/slow.yaml": goal(title="Slow", key_results=measured(50)),
            "goals/worse.yaml": goal(title="Worse", key_results=measured(10)),
            "goals/silent.yaml": goal(title="Silent", key_results="[{id: a, title: A, target: 100}]"),
            "goals/over.yaml": goal(title="Over", period="2026-Q3", key_results=measured(10)),
            "goals/parent.yaml": goal(title="Parent", period="2026"),
            "goals/child.yaml": goal(title="Child", parent="parent", key_results=measured(60)),
        }
    )
    assert section(value, "Goals")[2:] == [
        "| Worse | 2026-H2 | Ada Example | 0.10 | 0.58 | at risk |",
        "| Behind | 2026-H2 | Ada Example | 0.20 | 0.58 | at risk |",
        "| Slow | 2026-H2 | Ada Example | 0.50 | 0.58 | lagging |",
        "| Silent | 2026-H2 | Ada Example | – | 0.58 | not measured yet |",
        "| Child | 2026-H2 | Ada Example | 0.60 | 0.58 | on track |",
        "| Parent | 2026 | Ada Example | 0.60 | 0.58 | on track |",
        "| Fine | 2026-H2 | Ada Example | 0.90 | 0.58 | on track |",
    ]
    assert value.headline == "3 of 6 measured goals are behind pace."


def test_launches_of_six_weeks(make: Callable[..., Status]) -> None:
    value = make(
        {
            "people.yaml": PEOPLE,
            "roadmap/a.yaml": initiative(),
            "launches/a.yaml": "{title: A, date: 2026-11-26, owner: ada, facts: {notable: true}, initiatives: [a]}",
            "launches/b.yaml": "{title: B, date: 2026-11-27, owner: ada}",
            "launches/c.yaml": f"{{title: C, date: 2026-10-15, tier: 3, gates: {GATES}}}",
            "launches/d.yaml": "{title: D, date: 2026-10-20, status: cancelled}",
        }
    )
    assert section(value, "Launches until 26 Nov")[2:] == [
        "| C | 15 Oct | 0 | 3 | 1 of 3 | 0 | – |",
        "| A | 26 Nov | 42 | 2 | 0 of 4 | 1 | Ada Example |",
        "1 later launch, the next on 27 Nov",
    ]


def test_coming_up(make: Callable[..., Status]) -> None:
    value = make(
        {
            "people.yaml": PEOPLE,
            "roadmap/a.yaml": initiative(title="A", target="2026-10-29", health="at_risk"),
            "roadmap/b.yaml": initiative(title="B", target="2026-10-30"),
            "roadmap/c.yaml": initiative(title="C", status="planned", health="", start="2026-10-19", updates=""),
            "roadmap/d.yaml": initiative(title="D", target="2026-10-15", owner=""),
        }
    )
    assert section(value, "Coming up until 29 Oct") == [
        "- 15 Oct: **D** is due",
        "- 19 Oct: **C** starts (Ada Example)",
        "- 29 Oct: **A** is due (Ada Example), *at risk*",
    ]


def test_people(make: Callable[..., Status]) -> None:
    value = make(
        {
            "teams.yaml": TEAMS,
            "people.yaml": """
                - {id: a, name: Nia New, team: shop, starts: 2026-10-19}
                - {id: b, name: Bo Begun, starts: 2026-10-05}
                - {id: c, name: Lea Leaving, ends: 2026-11-14}
                - {id: d, name: Lou Later, ends: 2026-11-15}
                - {id: e, name: Florin Gone, ends: 2026-10-09}
                - {id: f, name: Ava Away, absences: [{start: 2026-10-12, end: 2026-10-16}]}
                - {id: g, name: Otto Off, absences: [{start: 2026-10-26, end: 2026-10-30}]}
                - {id: h, name: Old Hand, starts: 2020-01-01}
                """,
            "roadmap/a.yaml": initiative(owner="c"),
            "tools.yaml": "- {id: x, name: X, owner: c}\n- {id: y, name: Y, owner: c, status: retired}",
        }
    )
    assert section(value, "People") == [
        "- **New:** Bo Begun started on 5 Oct; Nia New (Shop) starts on 19 Oct",
        "- **Leaving:** Florin Gone left on 9 Oct; Lea Leaving leaves on 14 Nov and answers for 2 open things",
        "- **Away:** Ava Away until 16 Oct; Otto Off until 30 Oct, from 26 Oct",
    ]


def test_totals_are_of_work_under_way(make: Callable[..., Status]) -> None:
    items = [{}, {"health": "paused"}, {"health": ""}, {"status": "planned", "health": ""}, {"status": "idea"}, OFF]
    value = make({f"roadmap/{n}.yaml": initiative(owner="", **fields) for n, fields in enumerate(items)})
    assert page(value)[2] == (
        "5 initiatives planned or under way · 1 *on track* · 1 *off track* · 1 paused or done · 1 not started · "
        "1 without a word on health"
    )


def test_the_future_is_not_known(make: Callable[..., Status]) -> None:
    """What is dated after the day of the report is as if it were not there."""
    updates = "[{date: 2026-10-14, health: on_track, text: Fine.}, {date: 2026-10-20, health: off_track, text: No.}]"
    value = make({"people.yaml": PEOPLE, "roadmap/a.yaml": initiative(health="", updates=updates)})
    assert value.headline == "Nothing speaks against the one initiative planned or under way."


# --- length ----------------------------------------------------------------------------------------


def test_sections_are_cut_and_the_rest_is_counted(make: Callable[..., Status]) -> None:
    late = {f"roadmap/w{n:02}.yaml": initiative(title=f"W{n:02}", **LATE) for n in range(20)}
    value = make({"people.yaml": PEOPLE, **late})
    risks = section(value, "Risks", most=7)
    assert len(risks) == 8
    assert risks[-1] == "- and 13 more"
    (dates,) = section(value, "Decisions needed", most=7)
    assert dates.endswith("W06 (Ada Example, 14 days) and 13 more")
    assert len(section(value, "Risks")) == 20
    assert len(json.loads(data.render(value))["risks"]) == 20


# --- scope -----------------------------------------------------------------------------------------

SCOPED = {
    "people.yaml": PEOPLE,
    "teams.yaml": TEAMS,
    "goals.yaml": """
        - {id: top, title: Top, period: 2026}
        - {id: low, title: Low, period: 2026, parent: top, team: payments}
        - {id: other, title: Other, period: 2026, team: shop}
        """,
    "roadmap/pay.yaml": initiative(title="Pay", team="payments", goals="[low]"),
    "roadmap/shop.yaml": initiative(title="Shop", team="shop", goals="[other]"),
    "launches.yaml": """
        - {id: pay, title: Pay launch, date: 2026-10-27, initiatives: [pay]}
        - {id: shop, title: Shop launch, date: 2026-10-27, team: shop}
        """,
    "tools.yaml": "- {id: t, name: T, owner: ada, contract: {renews: 2026-12-01}}",
}


def named(value: Status) -> dict[str, list[str]]:
    return {
        "goals": [line.record.name for line in value.goals],
        "launches": [line.record.name for line in value.launches],
        "renewals": [line.tool.name for line in value.decisions if line.kind == "renewal"],
        "under way": [str(value.totals.under_way)],
    }


def test_scope_of_a_team_includes_the_teams_in_it(make: Callable[..., Status]) -> None:
    value = make(SCOPED, team="commerce")
    assert named(value) == {"goals": ["Low"], "launches": ["Pay launch"], "renewals": ["T"], "under way": ["1"]}
    assert page(value)[0] == "# Acme, Commerce: status on 15 October 2026"


def test_scope_of_a_goal_includes_the_goals_below_it(make: Callable[..., Status]) -> None:
    value = make(SCOPED, goal="top")
    assert named(value) == {"goals": ["Low", "Top"], "launches": ["Pay launch"], "renewals": [], "under way": ["1"]}


def test_scope_of_both_is_what_belongs_to_both(make: Callable[..., Status]) -> None:
    assert named(make(SCOPED, goal="top", team="shop"))["under way"] == ["0"]


def test_circles_of_teams_and_goals_end(make: Callable[..., Status]) -> None:
    files = {
        "teams.yaml": "- {id: a, name: A, parent: b}\n- {id: b, name: B, parent: a}",
        "goals.yaml": "- {id: a, title: A, parent: b, period: 2026}\n- {id: b, title: B, parent: a, period: 2026}",
    }
    assert make(files, team="a").team is not None
    assert len(make(files, goal="a").goals) == 2


@pytest.mark.parametrize(
    ("option", "message", "hint"),
    [
        ({"team": "paymets"}, "there is no team `paymets`", "did you mean `payments`?"),
        ({"goal": "zzz"}, "there is no goal `zzz`", "`prodops list goal` shows what there is"),
        ({"team": "broken"}, "team:broken is there, but something is wrong", "`prodops lint` says what"),
    ],
)
def test_unknown_scope_is_refused(make: Callable[..., Status], option: dict[str, str], message: str, hint: str) -> None:
    files = {**SCOPED, "teams.yaml": TEAMS + "- {id: broken, nme: B}\n"}
    with pytest.raises(ProdopsError, match=message) as caught:
        make(files, **option)
    assert caught.value.hint == hint


# --- data ------------------------------------------------------------------------------------------


def test_json_names_every_record_and_its_file(make: Callable[..., Status]) -> None:
    made = json.loads(data.render(make({**SCOPED, "roadmap/late.yaml": initiative(title="Late", **LATE)})))
    (risk,) = made["risks"]
    assert risk["record"] == {"ref": "initiative:late", "name": "Late", "path": "roadmap/late.yaml"}
    assert risk["owner"] == {"ref": "person:ada", "name": "Ada Example", "path": "people.yaml"}
    assert risk["reasons"] == [
        {"kind": "past_due", "weight": "off_track", "text": "its target 1 Oct was 14 days ago", "other": None}
    ]
    assert made["as_of"] == "2026-10-15"


# --- whatever people write -------------------------------------------------------------------------


def hostile(text: str) -> Workspace:
    """A workspace in which every free text says the same; models only, so that control characters get through."""

    def records() -> list[tuple[str, dict[str, Any]]]:
        said = [{"date": "2026-10-14", "text": text}]
        work = {"status": "in_progress", "owner": "p", "team": "t", "start": "2026-09-01", "updates": said}
        return [
            ("person", {"id": "p", "name": text, "role": text, "team": "t", "ends": "2026-11-01"}),
            ("person", {"id": "q", "name": text, "ends": "2026-10-01"}),
            ("team", {"id": "t", "name": text}),
            ("goal", {"id": "g", "title": text, "period": "2026", "owner": "p"}),
            ("initiative", {"id": "a", "title": text, "health": "on_track", "target": "2026-10-01", **work}),
            ("initiative", {"id": "b", "title": text, "health": "off_track", "target": "2026-10-20", **work}),
            ("initiative", {"id": "c", "title": text, **work, "owner": "q", "depends_on": [{"on": "a"}]}),
            (
                "initiative",
                {"id": "d", "title": text, **work, "status": "shipped", "shipped": "2026-10-14", "outcome": text},
            ),
            ("launch", {"id": "l", "title": text, "date": "2026-10-20", "owner": "p", "gates": {text: {"owner": "p"}}}),
            ("tool", {"id": "x", "name": text, "contract": {"renews": "2026-12-01", "notice_days": 30}}),
        ]

    entries = {}
    for kind, fields in records():
        model = all_kinds()[kind]
        entries[kind, fields["id"]] = Entry(model.model_validate(fields), f"{model.folder}/{fields['id']}.yaml")
    return Workspace(settings.Settings(name=text), dict(sorted(entries.items())), (), {})


@pytest.fixture(scope="module")
def plain() -> list[str]:
    return structure(markdown.render("status", status(hostile("Word"), TODAY)))


@pytest.mark.parametrize(
    "payload",
    [pytest.param(text, id=name) for name, text in payloads().items() if text.strip() and name != "surrogate"],
)
def test_no_text_changes_the_structure(plain: list[str], payload: str) -> None:
    tag = payload.strip()[:100].strip()  # a gate's name may have a hundred characters
    page = status(hostile(tag), TODAY)
    text = markdown.render("status", page)
    assert structure(text) == plain
    made = data.render(page)
    assert json.loads(made)["organisation"].strip() == tag
    shown = terminal.render(text, width=80, colour=False)
    for output in (text, made, shown):
        assert not COMMAND.search(output)
        assert not INVISIBLE.search(output)


# --- the example company ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def acme() -> Status:
    tree = WorkingTree(ACME)
    workspace = read_workspace(tree, settings.load(tree))
    assert workspace.settings.as_of is not None
    return status(workspace, workspace.settings.as_of)


def test_status_of_acme_as_markdown(acme: Status, golden: Callable[[str, str], None]) -> None:
    golden("status-acme.md", markdown.render("status", acme, most=7))


def test_status_of_acme_in_a_terminal(acme: Status, golden: Callable[[str, str], None]) -> None:
    golden("status-acme.txt", terminal.render(markdown.render("status", acme, most=7), width=80, colour=False))


def test_status_of_acme_for_programs(acme: Status, golden: Callable[[str, str], None]) -> None:
    golden("status-acme.json", data.render(acme))


def test_the_command_prints_the_golden_page() -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-m", "prodops_cli", "-C", str(ACME), "status", "--no-history"],
        env=environment,
        capture_output=True,
        check=True,
    )
    assert done.stdout == (Path(__file__).parent / "golden/status-acme.md").read_bytes()


@pytest.mark.parametrize(
    ("dates", "lines"),
    [
        (["2026-11-01", "2026-12-24", "2027-01-15"], ["2 later launches, the next on 24 Dec"]),
        (["2026-12-24"], ["None; 1 later launch, the next on 24 Dec"]),
        (["2026-11-01"], []),
    ],
)
def test_later_launches_are_counted(make: Callable[..., Status], dates: list[str], lines: list[str]) -> None:
    launches = "".join(f"- {{id: l{number}, title: L{number}, date: {day}}}\n" for number, day in enumerate(dates))
    found = make({"launches.yaml": launches})
    assert found.launches_later == sum(day > "2026-11-26" for day in dates)
    assert [line for line in markdown.render("status", found).splitlines() if "later" in line] == lines
