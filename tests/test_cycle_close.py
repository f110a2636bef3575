"""`roadmap cycle close` and `open`: what was promised, what became of it, and what the next period begins with."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder import write_files
from cli_runner import Ran, prodops
from prodops_cli.analysis.planning.cycle_changes import Past
from prodops_cli.errors import ExitCode
from prodops_cli.history import History
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.initiative import Initiative, Status
from prodops_cli.reports.cycle_close import cycle_close
from prodops_cli.settings import Settings
from prodops_cli.source import Document
from prodops_cli.workspace import Entry, Workspace
from repository import commit, git, init

ROOT = Path(__file__).parents[1]
CYCLE = "title: Third\nperiod: 2026-Q3\nowner: grace\nopens: 2026-05-18\nfreeze: 2026-06-26\ncloses: 2026-10-09\n"
BASE = {
    "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
    "people.yaml": "- {id: ada, name: Ada Example, team: payments}\n- {id: grace, name: Grace Example}\n",
    "teams.yaml": "- {id: payments, name: Payments, lead: ada}\n- {id: platform, name: Platform, lead: grace}\n",
    "goals.yaml": "- {id: grow, title: Grow, owner: grace}\n",
    "cycles/2026-q3.yaml": CYCLE,
}
PLANNED = {"title": "Checkout", "status": "planned", "owner": "ada", "team": "payments", "target": "2026-08-20"}


def at(day: str) -> str:
    return f"{day}T12:00:00+00:00"


def work(**changes: str | None) -> str:
    return "".join(f"{name}: {value}\n" for name, value in {**PLANNED, **changes}.items() if value is not None)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with one initiative that was promised for 20 August when the plan was fixed."""
    root = init(tmp_path / "repo")
    write_files(root, {**BASE, "roadmap/a.yaml": work(effort="[2, 4]", goals="[grow]")})
    commit(root, when=at("2026-06-01"))
    return root


def close(root: Path, *arguments: str) -> dict[str, Any]:
    ran = prodops("roadmap", "cycle", "close", "--format", "json", *arguments, at=root)
    assert ran.code == 0, ran.err
    page: dict[str, Any] = json.loads(ran.out)
    return page


def lines(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Everything that was promised, wherever the page tells of it."""
    found: list[dict[str, Any]] = [*page["shipped"], *page["ahead"], *page["ended"]]
    return found + [line["item"] for line in page["carried"]]


def became(page: Mapping[str, Any]) -> list[str]:
    return [line["became"] for line in lines(page)]


# --- what became of a promise ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "word", "days"),
    [
        ({"status": "shipped", "shipped": "2026-08-20"}, "on_time", 0),
        ({"status": "shipped", "shipped": "2026-07-20"}, "on_time", -31),
        ({"status": "shipped", "shipped": "2026-08-21"}, "late", 1),
        ({"status": "shipped", "shipped": "2026-09-30", "target": "2026-09-30"}, "late", 41),
        ({"status": "shipped", "shipped": "2026-10-01"}, "after", 42),
        ({"status": "cancelled"}, "cancelled", None),
        ({"status": "on_hold"}, "on_hold", 0),
        ({"status": "in_progress", "target": "2026-11-05"}, "moved", 77),
        ({"status": "in_progress", "target": None}, "undated", None),
        ({"status": "in_progress", "target": "2026-09-10"}, "open", 21),
        (None, "removed", None),
    ],
)
def test_what_became_of_a_promise(repo: Path, now: dict[str, str | None] | None, word: str, days: int | None) -> None:
    commit(repo, {"roadmap/a.yaml": work(**now) if now is not None else None}, at("2026-10-01"))
    page = close(repo)
    assert became(page) == [word]
    line = lines(page)[0]
    assert (line["days"], line["day"], line["effort"]) == (days, "2026-08-20", 3.0)
    is_done = word in ("on_time", "late")
    assert (page["total"]["promised"], page["total"]["shipped"]) == (1, int(is_done))
    assert page["total"]["ratio"] == page["total"]["effort_ratio"] == float(is_done)
    assert [(goal["promised"], goal["shipped"]) for goal in page["served"]] == [(1, int(is_done))]


@pytest.mark.parametrize(
    "then",
    [
        {"status": "idea"},
        {"status": "on_hold"},
        {"status": "shipped", "shipped": "2026-06-20"},
        {"target": "2026-06-30"},
        {"target": "2026-10-01"},
        {"target": None, "start": "2026-07-06"},
    ],
)
def test_what_was_no_promise_at_the_freeze(repo: Path, then: dict[str, str | None]) -> None:
    commit(repo, {"roadmap/a.yaml": work(**then)}, at("2026-06-20"))
    assert close(repo)["total"]["promised"] == 0


def test_day_of_the_freeze_decides_what_counts(repo: Path) -> None:
    commit(repo, {"roadmap/b.yaml": work(title="Wallets")}, at("2026-06-26"))
    commit(repo, {"roadmap/c.yaml": work(title="Cards")}, at("2026-06-27"))
    page = close(repo)
    assert page["total"]["promised"] == 2
    assert [line["change"]["record"]["ref"] for line in page["added"]] == ["initiative:c"]


def test_team_of_then_gets_the_credit_and_renames_are_followed(repo: Path) -> None:
    now = work(title="Checkout", team="platform", status="shipped", shipped="2026-08-01", effort="[2, 4]")
    commit(repo, {"roadmap/a.yaml": None, "roadmap/one-page.yaml": now}, at("2026-08-01"))
    page = close(repo)
    assert became(page) == ["on_time"]
    assert [(line["team"]["ref"], line["shipped"]) for line in page["teams"]] == [("team:payments", 1)]
    assert page["added"] == []


def test_shares_are_by_count_and_by_effort(repo: Path) -> None:
    commit(repo, {"roadmap/b.yaml": work(title="B", team="platform", effort="1")}, at("2026-06-02"))
    commit(repo, {"roadmap/c.yaml": work(title="C", team="platform")}, at("2026-06-02"))
    done = work(status="shipped", shipped="2026-08-01", effort="9")
    commit(repo, {"roadmap/a.yaml": done}, at("2026-08-01"))
    page = close(repo)
    total = page["total"]
    assert (total["promised"], total["shipped"], total["not_estimated"]) == (3, 1, 1)
    assert (total["effort"], total["effort_shipped"], total["effort_ratio"]) == (4.0, 3.0, 0.75)
    assert {line["team"]["ref"]: line["ratio"] for line in page["teams"]} == {"team:payments": 1.0, "team:platform": 0}
    assert page["headline"] == (
        "1 of 3 promised initiatives shipped (33 %, and 75 % of the effort), all of them by their day; 2 go on."
    )


def test_what_goes_on_goes_into_a_cycle_or_a_quarter(repo: Path) -> None:
    commit(repo, {"roadmap/a.yaml": work(target="2026-11-05")}, at("2026-08-01"))
    assert [line["into"] for line in close(repo)["carried"]] == ["2026-Q4"]
    year = "title: Rest\nperiod: 2026-H2\nowner: grace\nfreeze: 2026-06-26\n"
    commit(repo, {"cycles/rest.yaml": year}, at("2026-08-02"))
    assert [line["into"] for line in close(repo, "2026-q3")["carried"]] == ["2026-Q4"]
    assert close(repo, "rest")["total"]["promised"] == 1


def test_nobody_calls_it_a_failure(repo: Path) -> None:
    commit(repo, {"roadmap/a.yaml": work(target="2026-11-05")}, at("2026-08-01"))
    for form in ("text", "markdown", "html", "slack", "comment", "summary"):
        ran = prodops("roadmap", "cycle", "close", "--format", form, at=repo)
        assert ran.code == 0
        assert "moved 77 days" in ran.out
        assert "fail" not in ran.out.lower()


def test_period_that_is_not_over_says_so(repo: Path) -> None:
    page = close(repo, "--as-of", "2026-08-31", "2026-q3")
    assert page["is_over"] is False
    assert page["headline"] == "0 of 1 promised initiative shipped so far; 1 is still to come."
    assert [line["record"]["ref"] for line in page["ahead"]] == ["initiative:a"]
    commit(repo, {"roadmap/a.yaml": work(target="2026-11-05")}, at("2026-08-01"))
    page = close(repo, "--as-of", "2026-08-31", "2026-q3")
    assert (page["ahead"], len(page["carried"])) == ([], 1)
    ran = prodops("roadmap", "cycle", "close", "2026-q3", "--as-of", "2026-06-26", at=repo)
    assert (ran.code, "not fixed before 2026-06-26" in ran.err) == (2, True)


def test_another_time(repo: Path) -> None:
    commit(repo, {"roadmap/a.yaml": work(status="shipped", shipped="2026-08-01")}, at("2026-08-01"))
    assert became(close(repo, "--at", "2026-07-31", "2026-q3")) == ["open"]
    assert became(close(repo, "--at", "2026-08-01", "2026-q3")) == ["on_time"]


def test_no_period_is_over_yet(repo: Path) -> None:
    ran = prodops("roadmap", "cycle", "close", "--as-of", "2026-06-26", at=repo)
    message, hint = ran.err.splitlines()
    assert (ran.code, message) == (ExitCode.COULD_NOT_RUN, "error: no period is over yet")
    assert hint.startswith("hint: 2026-Q3 ends on 30 September 2026, its plan is fixed on 26 June 2026;")


def test_it_writes_nothing(repo: Path) -> None:
    close(repo)
    assert git(repo, "status", "--porcelain") == ""


def test_without_history_there_is_nothing_to_close(tmp_path: Path) -> None:
    write_files(tmp_path, BASE)
    assert prodops("roadmap", "cycle", "close", at=tmp_path).code == ExitCode.HISTORY_NOT_AVAILABLE


# --- whatever the files say ----------------------------------------------------------------------------

STATUSES = st.sampled_from(get_args(Status))
DAYS = st.none() | st.dates(date(2026, 6, 1), date(2026, 12, 31))


@st.composite
def roadmaps(draw: st.DrawFn) -> Workspace:
    """A workspace with up to five initiatives, each with any status and any days, and a cycle."""
    entries: dict[tuple[str, str], Entry[Record]] = {}
    for id_ in draw(st.sets(st.sampled_from("abcde"))):
        fields = {name: draw(DAYS) for name in ("start", "target", "shipped")}
        said = {name: day.isoformat() for name, day in fields.items() if day is not None}
        team, effort = draw(st.sampled_from([None, "payments", "platform"])), draw(st.sampled_from([None, "1", "2.5"]))
        said |= {name: text for name, text in (("team", team), ("effort", effort)) if text is not None}
        record = Initiative.model_validate({"id": id_, "title": id_, "status": draw(STATUSES), **said})
        entries["initiative", id_] = Entry(record, f"roadmap/{id_}.yaml")
    cycle = Cycle.model_validate({"id": "c", "title": "C", "period": "2026-Q3", "freeze": "2026-06-26"})
    entries["cycle", "c"] = Entry(cycle, "cycles/c.yaml")
    documents = {entry.path: Document(entry.path, b"") for entry in entries.values()}
    return Workspace(Settings(), dict(sorted(entries.items())), (), documents)


@given(roadmaps(), roadmaps(), st.dates(date(2026, 6, 27), date(2027, 1, 31)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_promise_is_told_once_and_teams_add_up(frozen: Workspace, now: Workspace, as_of: date) -> None:
    page = cycle_close(now, as_of, now.of(Cycle)[0], Past(frozen, History((), 1)))
    told = [line.record.id for line in (*page.shipped, *page.ahead, *page.ended)]
    told += [line.item.record.id for line in page.carried]
    promised = {
        entry.id
        for entry in frozen.of(Initiative)
        if entry.record.status in ("planned", "in_progress")
        and entry.record.target is not None
        and date(2026, 7, 1) <= entry.record.target <= date(2026, 9, 30)
    }
    assert sorted(told) == sorted(promised)
    assert not {line.change.record.id for line in page.added} & promised
    for name in ("promised", "shipped", "on_time", "not_estimated", "effort", "effort_shipped"):
        assert sum(getattr(team, name) for team in page.teams) == getattr(page.total, name)
    assert page.total.on_time <= page.total.shipped == len(page.shipped) <= page.total.promised
    assert not page.ahead or not page.is_over


# --- open --------------------------------------------------------------------------------------------


def open_(root: Path, *arguments: str, as_of: str = "2026-10-15") -> Ran:
    return prodops("roadmap", "cycle", "open", "--format", "json", "--as-of", as_of, *arguments, at=root)


def test_next_quarter_is_begun_with_days_that_fit(repo: Path) -> None:
    ran = open_(repo)
    assert (ran.code, ran.err.splitlines()[0]) == (0, "Created cycles/2027-q1.yaml")
    assert ran.err.splitlines()[1].startswith("note: prodops.yaml names no holidays")
    page = json.loads(ran.out)
    head = page["head"]
    assert (head["period"], head["opens"], head["freeze"], head["closes"]) == (
        "2027-Q1",
        "2026-11-13",
        "2026-12-25",
        "2027-04-12",
    )
    assert head["owner"]["ref"] == "person:grace"
    assert prodops("lint", "--strict", "cycles", at=repo).code == 0
    assert prodops("roadmap", "cycle", "check", "2027-q1", "--format", "json", at=repo).code == 1


def test_it_says_what_is_in_it_and_what_is_carried_over(repo: Path) -> None:
    later = {
        "roadmap/a.yaml": work(target="2026-11-05"),
        "roadmap/b.yaml": work(title="B", start="2026-12-01", target="2027-02-01"),
    }
    commit(repo, later, at("2026-08-01"))
    page = json.loads(open_(repo, "2026-q4").out)
    assert [line["record"]["ref"] for line in page["due"]] == ["initiative:a"]
    assert [line["record"]["ref"] for line in page["begins"]] == ["initiative:b"]
    assert [(line["record"]["ref"], line["days"]) for line in page["carried"]] == [("initiative:a", 77)]
    assert [team["ref"] for team in page["silent"]] == ["team:platform"]


@pytest.mark.parametrize(
    ("changes", "silent"),
    [
        ({}, ["team:platform"]),
        ({"contributors": "[platform]"}, []),
        ({"status": "on_hold"}, ["team:payments", "team:platform"]),
    ],
)
def test_open_and_check_tell_of_the_same_teams_without_anything(
    repo: Path, changes: dict[str, str], silent: list[str]
) -> None:
    commit(repo, {"roadmap/a.yaml": work(target="2027-02-01", **changes)}, at("2026-10-01"))
    begun = json.loads(open_(repo, "2027-q1").out)
    checked = prodops("roadmap", "cycle", "check", "2027-q1", "--format", "json", at=repo)
    assert [team["ref"] for team in begun["silent"]] == silent
    assert [team["ref"] for team in json.loads(checked.out)["silent"]] == silent


def test_what_is_there_is_never_written_over(repo: Path) -> None:
    before = (repo / "cycles/2026-q3.yaml").read_bytes()
    for arguments in (["2026-q3"], ["2026-Q3"], ["summer", "--period", "2026-Q3"]):
        ran = open_(repo, *arguments)
        assert ran.code == ExitCode.COULD_NOT_RUN
        assert ran.err.endswith("hint: how it stands: prodops roadmap cycle check 2026-q3\n")
    assert (repo / "cycles/2026-q3.yaml").read_bytes() == before
    assert git(repo, "status", "--porcelain") == ""


def test_nothing_is_written_where_the_page_cannot_be(repo: Path) -> None:
    (repo / "folder").mkdir()
    for output in ("some/missing/folder/x.md", "folder", ".git/x.md", "roadmap/x.yaml"):
        ran = open_(repo, "2027-q1", "--output", output)
        assert ran.code == ExitCode.COULD_NOT_RUN
        assert output in ran.err
        assert git(repo, "status", "--porcelain") == ""
    assert open_(repo, "2027-q1", "--output", "folder/x.md").code == 0
    assert (repo / "cycles/2027-q1.yaml").is_file()


def test_dry_run_writes_nothing(repo: Path) -> None:
    ran = open_(repo, "2027-h1", "--dry-run", "--title", "a: b # c", "--owner", "ada", "--team", "payments")
    assert ran.code == 0
    assert 'title: "a: b # c"\nperiod: 2027-H1\nowner: ada\n' in ran.out
    assert "teams: [payments]\n" in ran.out
    assert git(repo, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["winter"], "the id `winter` does not say which period it plans"),
        (["winter", "--period", "soon"], "`soon` is not a period"),
        (["2027-q1", "--owner", "nobody"], "there is no person `nobody`"),
        (["2027-q1", "--team", "nobody"], "there is no team `nobody`"),
        (["2027-q1", "--freeze", "2026-13-01"], "write the day as 2026-09-15"),
        (["../x", "--period", "2027-Q1"], "cannot be an id"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(repo: Path, arguments: list[str], message: str) -> None:
    ran = open_(repo, *arguments)
    assert (ran.code, message in ran.err) == (2, True), ran.err
    assert git(repo, "status", "--porcelain") == ""


def test_nothing_is_said_of_holidays_where_they_are_named_or_all_days_given(repo: Path) -> None:
    days = ["--opens", "2026-11-16", "--freeze", "2026-12-18", "--closes", "2027-04-12"]
    assert "holidays" not in open_(repo, "2027-q1", "--dry-run", *days).err
    assert "holidays" in open_(repo, "2027-q1", "--dry-run", *days[:-2]).err
    (repo / "prodops.yaml").write_text("name: Acme\nholidays: [DE-BE]\n", encoding="utf-8")
    assert "holidays" not in open_(repo, "2027-q1", "--dry-run").err


def test_days_in_another_order_are_refused(repo: Path) -> None:
    ran = open_(repo, "2027-q1", "--freeze", "2027-03-31")
    assert (ran.code, "[cycle-dates-order]" in ran.err) == (ExitCode.FINDINGS, True)
    assert git(repo, "status", "--porcelain") == ""


def test_first_cycle_needs_an_owner(tmp_path: Path) -> None:
    write_files(tmp_path, {**BASE, "cycles/2026-q3.yaml": ""})
    (tmp_path / "cycles/2026-q3.yaml").unlink()
    (tmp_path / "cycles").rmdir()
    ran = open_(tmp_path)
    assert (ran.code, "--owner ID" in ran.err) == (ExitCode.FINDINGS, True)
    ran = open_(tmp_path, "--owner", "ada", "--no-input")
    assert (ran.code, json.loads(ran.out)["previous"]) == (0, None)


def test_list_of_cycles_gets_one_more(tmp_path: Path) -> None:
    items = "- id: 2026-q3\n" + "".join(f"  {line}\n" for line in CYCLE.splitlines())
    write_files(tmp_path, {**{path: text for path, text in BASE.items() if "/" not in path}, "cycles.yaml": items})
    ran = open_(tmp_path, "2027-q1")
    assert (ran.code, ran.err.splitlines()[0]) == (0, "Added to cycles.yaml")
    assert (tmp_path / "cycles.yaml").read_text().startswith(items)
    assert prodops("list", "cycle", "--format", "ids", at=tmp_path).out.split() == ["2026-q3", "2027-q1"]


# --- Acme --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cycle") / "acme"
    subprocess.run([sys.executable, ROOT / "examples/history.py", folder], check=True, capture_output=True, timeout=60)
    return folder


PAGES = [
    ("acme-cycle-check.txt", ["check", "--format", "text"]),
    ("acme-cycle-check-q4.md", ["check", "2026-q4"]),
    ("acme-cycle-close.md", ["close"]),
    ("acme-cycle-close.txt", ["close", "--format", "text", "--all"]),
    ("acme-cycle-close-q4.md", ["close", "2026-q4"]),
]


@pytest.mark.parametrize(("name", "arguments"), PAGES)
def test_pages_of_acme(acme: Path, golden: Callable[[str, str], None], name: str, arguments: list[str]) -> None:
    ran = prodops("roadmap", "cycle", *arguments, at=acme)
    assert (ran.code, ran.err) == (int(arguments[0] == "check"), "")
    golden(name, ran.out)


def test_next_plan_of_acme(acme: Path, golden: Callable[[str, str], None], tmp_path: Path) -> None:
    shutil.copytree(acme, tmp_path / "acme")
    (tmp_path / "acme/cycles/2027-q1.yaml").unlink()
    ran = prodops("roadmap", "cycle", "open", "2027-q1", "--freeze", "2026-12-11", at=tmp_path / "acme")
    assert (ran.code, ran.err) == (0, "Created cycles/2027-q1.yaml\n")
    golden("acme-cycle-open.md", ran.out)
    golden("acme-cycle-open.yaml", (tmp_path / "acme/cycles/2027-q1.yaml").read_text(encoding="utf-8"))
