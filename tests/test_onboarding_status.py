"""How running plans come along: who is behind, who has none, how long a first something takes, what slips."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from builder import read_files
from cli_runner import prodops
from payloads import payloads
from prodops_cli.errors import ExitCode
from prodops_cli.history import PageVersion
from prodops_cli.kinds.onboarding import Onboarding, Task
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.render import data, forge, html, markdown, terminal
from prodops_cli.reports._base import Named
from prodops_cli.reports.onboarding_status import LateBox, OnboardingStatus, PlanLine, onboarding_status
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace
from repository import commit, init
from test_escape import COMMAND, INVISIBLE, structure
from test_html import require_harmless

TODAY = date(2026, 11, 20)
PEOPLE = """
    - {id: boss, name: Boss Example}
    - {id: ada, name: Ada Example, team: payments, manager: boss, buddy: boss, starts: 2026-11-02}
    - {id: eve, name: Eve Example, team: search, starts: 2026-10-01}
    - {id: kim, name: Kim Example, team: payments, starts: 2026-11-16}
    """
LAYERS = """
    - id: all
      title: All
      tasks:
        - {id: hello, title: Say hello, day: 0}
        - {id: merge, title: First merge, day: 4, milestone: true}
        - {id: launch, title: First launch, day: 50, milestone: true}
    """
TEAMS = "- {id: payments, name: Payments}\n- {id: search, name: Search}\n"


def page(hello: str = " ", merge: str = " ", launch: str = " ", first: str = "2026-11-02") -> str:
    return (
        f"# Plan\n\n- [{hello}] **Mon {first}** Say hello to all <!-- task: hello -->\n"
        f"- [{merge}] **Fri 2026-11-06** Merge <!-- task: merge -->\n"
        f"- [{launch}] **Mon 2027-01-11** Launch <!-- task: launch -->\n"
    )


def status(
    folder: Path,
    pages: Mapping[str, str],
    versions: Mapping[str, list[tuple[date, str]]] | None = None,
    team: str | None = None,
    as_of: date = TODAY,
    people: str = PEOPLE,
) -> OnboardingStatus:
    files = {"people.yaml": people, "teams.yaml": TEAMS, "onboarding.yaml": LAYERS}
    plans = {f"onboarding/plans/{person}.md": text for person, text in pages.items()}
    workspace = read_files(folder, {**files, **plans})
    assert workspace.problems == ()
    known = (
        {f"onboarding/plans/{person}.md": [PageVersion(*one) for one in every] for person, every in versions.items()}
        if versions is not None
        else None
    )
    return onboarding_status(workspace, as_of, known, team)


def line(folder: Path, text: str, as_of: date = TODAY) -> PlanLine:
    (found,) = status(folder, {"ada": text}, as_of=as_of).plans
    return found


# --- one plan --------------------------------------------------------------------------------------


def test_a_plan_is_told_by_its_boxes(tmp_path: Path) -> None:
    found = line(tmp_path, page("x"))
    assert found == PlanLine(
        person=Named("person:ada", "Ada Example", "people.yaml"),
        team=Named("team:payments", "Payments", "teams.yaml"),
        manager=Named("person:boss", "Boss Example", "people.yaml"),
        buddy=Named("person:boss", "Boss Example", "people.yaml"),
        starts=date(2026, 11, 2),
        day=19,
        path="onboarding/plans/ada.md",
        state="behind",
        done=1,
        total=3,
        due=2,
        due_done=1,
        late=(LateBox("First merge", date(2026, 11, 6), 14, 4, None),),
        late_count=1,
        next_title="First launch",
        next_due=date(2027, 1, 11),
    )


@pytest.mark.parametrize(
    ("text", "as_of", "state"),
    [
        (page(), date(2026, 10, 31), "coming"),
        (page(), date(2026, 11, 2), "on_track"),
        (page(), date(2026, 11, 3), "behind"),
        (page("x", "x"), TODAY, "on_track"),
        (page("x", "x", "x"), TODAY, "done"),
        (page("x", "x", "-"), TODAY, "done"),
        (page("-", "~"), TODAY, "on_track"),
        ("# Plan\n", TODAY, "on_track"),
    ],
)
def test_state_of_a_plan(tmp_path: Path, text: str, as_of: date, state: str) -> None:
    assert line(tmp_path, text, as_of).state == state


def test_what_was_given_up_does_not_count(tmp_path: Path) -> None:
    found = line(tmp_path, page("-", "x"))
    assert (found.done, found.total, found.due, found.due_done, found.late_count) == (1, 2, 1, 1, 0)


def test_only_the_oldest_of_what_is_late_is_named(tmp_path: Path) -> None:
    found = line(tmp_path, "".join(f"- [ ] 2026-11-{day:02} D{day}\n" for day in (9, 5, 3, 12, 4)))
    assert [late.title for late in found.late] == ["2026-11-03 D3", "2026-11-04 D4", "2026-11-05 D5"]
    assert (found.late_count, found.next_title) == (5, None)


# --- all plans -------------------------------------------------------------------------------------


def test_who_is_most_behind_comes_first(tmp_path: Path) -> None:
    found = status(tmp_path, {"ada": page("x"), "eve": page(), "kim": page("x", "x"), "boss": page(), "nobody": page()})
    assert [plan.person.ref for plan in found.plans] == ["person:eve", "person:ada", "person:kim"]
    assert [plan.person.ref for plan in status(tmp_path, {}, team="payments").plans] == ["person:ada", "person:kim"]


@pytest.mark.parametrize(
    ("as_of", "text", "is_running"),
    [
        (date(2027, 1, 30), page("x", "x", "x"), True),
        (date(2027, 1, 31), page("x", "x", "x"), False),
        (date(2027, 1, 31), page("x", "x"), True),
        (date(2027, 3, 1), page("x", "x"), True),
        (date(2027, 3, 2), page("x", "x"), False),
        (date(2027, 1, 31), page("x", "x", "-"), False),
    ],
)
def test_a_plan_runs_for_ninety_days_and_a_month_where_something_is_open(
    tmp_path: Path, as_of: date, text: str, is_running: bool
) -> None:
    found = status(tmp_path, {"ada": text}, as_of=as_of)
    assert (len(found.plans), found.finished) == ((1, 0) if is_running else (0, 1))


def test_the_plan_of_who_left_is_over(tmp_path: Path) -> None:
    people = PEOPLE.replace("starts: 2026-11-02", "starts: 2026-11-02, ends: 2026-11-19")
    found = status(tmp_path, {"ada": page()}, people=people)
    assert (found.plans, found.finished) == ((), 1)


@pytest.mark.parametrize(
    ("as_of", "missing"),
    [
        (date(2026, 10, 2), []),
        (date(2026, 10, 3), [("person:ada", 30)]),
        (date(2026, 11, 2), [("person:ada", 0)]),
        (date(2027, 1, 30), [("person:ada", -89)]),
        (date(2027, 1, 31), []),
    ],
)
def test_who_has_no_plan_is_named_around_their_ninety_days(
    tmp_path: Path, as_of: date, missing: list[tuple[str, int]]
) -> None:
    people = "- {id: ada, name: Ada, starts: 2026-11-02, team: payments}\n- {id: old, name: Old}\n"
    found = status(tmp_path, {}, people=people, as_of=as_of)
    assert [(one.person.ref, one.days) for one in found.missing] == missing
    assert status(tmp_path, {}, people=people, as_of=as_of, team="search").missing == ()
    gone = people.replace("starts: 2026-11-02", "starts: 2026-11-02, ends: 2026-09-01")
    assert status(tmp_path, {}, people=gone, as_of=as_of).missing == ()
    assert status(tmp_path, {"ada": page()}, people=people, as_of=as_of).missing == ()


def test_time_to_a_first_is_counted_from_the_first_day(tmp_path: Path) -> None:
    pages = {"ada": page("x", "x"), "eve": page("x", "x", first="2026-10-01"), "kim": page("x")}
    versions = {
        "ada": [(date(2026, 11, 1), page()), (date(2026, 11, 9), page("x", "x"))],
        "eve": [(date(2026, 10, 1), page()), (date(2026, 10, 22), page("x", "x", first="2026-10-01"))],
        "kim": [(date(2026, 11, 16), page("x"))],
    }
    merge, launch = sorted(status(tmp_path, pages, versions).milestones, key=lambda one: one.id, reverse=True)
    assert [(one.person.ref, one.on, one.days) for one in merge.reached] == [
        ("person:eve", date(2026, 10, 22), 21),
        ("person:ada", date(2026, 11, 9), 7),
    ]
    assert (merge.title, merge.waiting, merge.median_days) == ("First merge", 1, 14)
    assert (launch.title, launch.reached, launch.waiting, launch.median_days) == ("First launch", (), 3, None)


def test_what_always_slips_is_named_with_its_layer(tmp_path: Path) -> None:
    pages = {"ada": page("x", "x"), "eve": page("x", " ")}
    versions = {
        "ada": [(date(2026, 11, 1), page()), (date(2026, 11, 10), page("x", "x"))],
        "eve": [(date(2026, 11, 1), page()), (date(2026, 11, 2), page("x"))],
    }
    (slip,) = status(tmp_path, pages, versions).slips
    assert (slip.id, slip.title, slip.people, slip.late, slip.median_days) == ("merge", "First merge", 2, 2, 9)
    assert slip.layer is not None
    assert slip.layer.path == "onboarding.yaml"


@pytest.mark.parametrize(("ends", "days"), [("", 115), (", ends: 2026-11-10", 4)])
def test_what_is_open_in_a_plan_that_is_over_does_not_grow_older(tmp_path: Path, ends: str, days: int) -> None:
    people = "".join(f"- {{id: {id_}, name: X, starts: 2026-11-02{ends}}}\n" for id_ in ("ada", "eve"))
    pages = dict.fromkeys(("ada", "eve"), page("x"))
    versions = {id_: [(date(2026, 11, 2), text)] for id_, text in pages.items()}
    for as_of in (date(2027, 3, 1), date(2028, 3, 1)):
        slip = next(
            one for one in status(tmp_path, pages, versions, people=people, as_of=as_of).slips if one.id == "merge"
        )
        assert (slip.id, slip.late, slip.median_days) == ("merge", 2, days)


def test_without_git_nothing_is_said_of_when(tmp_path: Path) -> None:
    found = status(tmp_path, {"ada": page("x", "x"), "eve": page("x")})
    assert (found.milestones, found.slips, found.has_history) == ((), (), False)
    assert "Without git nobody knows" in markdown.render("onboarding-status", found)
    assert status(tmp_path, {}, {}).has_history


# --- as people see it ------------------------------------------------------------------------------


def test_status_as_a_page(tmp_path: Path) -> None:
    versions = {
        "ada": [(date(2026, 11, 1), page()), (date(2026, 11, 10), page("x", "x"))],
        "eve": [(date(2026, 11, 1), page()), (date(2026, 11, 2), page("x"))],
    }
    text = markdown.render("onboarding-status", status(tmp_path, {"ada": page("x", "x"), "eve": page("x")}, versions))
    assert "| Eve Example, Search | 51 | 1 of 3 | 1 of 2 | **1 overdue** | 11 Jan 2027: First launch |" in text
    assert "| Ada Example, Payments | 19 | 2 of 3 | 2 of 2 | on track | 11 Jan 2027: First launch |" in text
    assert "- First merge: due 6 Nov, 14 days ago (onboarding/plans/eve.md:4)" in text
    assert "- Kim Example started on 16 Nov: `prodops onboard new-hire kim`" in text
    assert "| First merge | 1 | 8 days | 1 |" in text
    assert "- First merge: late for 2 of 2, median 9 days (onboarding.yaml)" in text
    assert "failed" not in text


def test_long_lists_are_cut_and_counted(tmp_path: Path) -> None:
    people = "".join(f"- {{id: p{number}, name: P, starts: 2026-11-02}}\n" for number in range(12))
    found = status(tmp_path, {f"p{number}": page() for number in range(6)}, people=people)
    text = markdown.render("onboarding-status", found, most=4)
    assert text.count("and 2 more") == 2


def hostile(text: str) -> Workspace:
    """A workspace in which every text says the same, in a plan that somebody wrote a line into, too."""
    records = [
        Person.model_validate({"id": "ada", "name": text, "team": "t", "manager": "ada", "starts": "2026-11-02"}),
        Person.model_validate({"id": "eve", "name": text, "starts": "2026-11-02"}),
        Team(id="t", name=text),
        Onboarding(id="all", title=text, tasks=(Task(id="merge", title=text, day=1, milestone=True),)),
    ]
    entries = {(one.kind, one.id): Entry(one, f"{one.folder}/{one.id}.yaml") for one in records}
    own = "".join(f"- [ ] 2026-{month}-05 x {text}\n" for month in (11, 12))
    pages = {"onboarding/plans/ada.md": own.replace("\r", " ") + page()}
    return Workspace(Settings(name=text), dict(sorted(entries.items())), (), {}, pages=pages)


TEXTS = {name: text for name, text in payloads().items() if text.strip() and "\n" not in text and name != "surrogate"}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_no_text_changes_the_structure(text: str) -> None:
    found, word = (onboarding_status(hostile(one), TODAY, {}) for one in (text, "Word"))
    shown, plain = (markdown.render("onboarding-status", one) for one in (found, word))
    assert structure(shown) == structure(plain)
    assert found.plans[0].late_count == word.plans[0].late_count
    as_json, as_text = data.render(found), terminal.render(shown, width=80, colour=False)
    for output in (shown, as_json, forge.as_comment("x", shown), as_text):
        assert not COMMAND.search(output)
        assert not INVISIBLE.search(output)
    assert require_harmless(html.render(shown)).structure == require_harmless(html.render(plain)).structure


def test_the_command_reads_the_past_from_git(tmp_path: Path) -> None:
    init(tmp_path)
    files = {"people.yaml": PEOPLE, "teams.yaml": TEAMS, "onboarding.yaml": LAYERS, "prodops.yaml": "name: Acme\n"}
    read_files(tmp_path, files)
    commit(tmp_path, {"onboarding/plans/ada.md": page()}, when="2026-11-02T09:00:00+00:00")
    commit(tmp_path, {"onboarding/plans/ada.md": page("x", "x")}, when="2026-11-05T09:00:00+00:00")
    (tmp_path / "onboarding/plans/ada.md").write_text(page("x", "x", "x"))
    ran = prodops("onboard", "status", "--as-of", str(TODAY), "--format", "json", at=tmp_path)
    assert ran.code == ExitCode.CLEAN
    reached = {
        one["id"]: [(who["on"], who["days"]) for who in one["reached"]] for one in json.loads(ran.out)["milestones"]
    }
    assert reached == {"merge": [("2026-11-05", 3)], "launch": [("2026-11-20", 18)]}
    without = prodops("onboard", "status", "--as-of", str(TODAY), "--format", "json", "--no-history", at=tmp_path)
    assert json.loads(without.out)["has_history"] is False
    unknown = prodops("onboard", "status", "--team", "nobodys", at=tmp_path)
    assert unknown.code != ExitCode.CLEAN
    assert "nobodys" in unknown.err
