"""`roadmap show`: the roadmap in five orders, with what people say, what the evidence says and what moved."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder import read_files, write_files
from cli_runner import prodops
from payloads import payloads
from prodops_cli.cli.roadmap import show
from prodops_cli.errors import ExitCode
from prodops_cli.render import data, forge, html, markdown, slack, terminal
from prodops_cli.render.roadmap import csv as to_csv
from prodops_cli.reports.roadmap import GROUPINGS, Line, Question, Roadmap, roadmap
from repository import commit, git, init
from test_escape import COMMAND, INVISIBLE, structure
from test_html import require_harmless

ACME = Path(__file__).parents[1] / "examples/acme"
TODAY = date(2026, 10, 15)
FILES = {
    "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
    "people.yaml": "- {id: ada, name: Ada Example, team: payments}\n",
    "teams.yaml": """
        - {id: payments, name: Payments, mission: Getting paid}
        - {id: platform, name: Platform, parent: payments}
        """,
    "goals.yaml": """
        - {id: g1, title: Grow, period: 2026-Q4}
        - {id: g2, title: Last longer, period: 2027, parent: g1}
        """,
    "roadmap.yaml": """
        - id: going
          title: Going
          status: in_progress
          health: on_track
          confidence: committed
          owner: ada
          team: payments
          contributors: [platform]
          goals: [g1, g2]
          product_lines: [shop, pay]
          start: 2026-09-01
          target: 2026-10-10
        - {id: soon, title: Soon, status: planned, target: 2027-03-31, team: platform, goals: [g2]}
        - {id: starting, title: Starting, status: planned, start: 2026-12-31, target: 2027-08-01}
        - {id: far, title: Far, status: planned, target: 2027-04-01, product_lines: [shop]}
        - {id: dateless, title: Dateless, status: planned}
        - {id: held, title: Held, status: on_hold, target: 2026-11-01}
        - {id: thought, title: Thought}
        - {id: done, title: Done, status: shipped, shipped: 2026-10-01, team: payments, owner: ada}
        - {id: old, title: Old, status: shipped, shipped: 2026-07-01}
        - {id: dropped, title: Dropped, status: cancelled}
        """,
}


def made(folder: Path, question: Question = Question()) -> Roadmap:
    workspace = read_files(folder, FILES)
    assert workspace.problems == ()
    return roadmap(workspace, TODAY, question)


def groups(found: Roadmap) -> dict[str, list[str]]:
    return {group.name: [line.record.id for line in group.lines] for group in found.groups}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            "horizon",
            {
                "Now": ["going"],
                "Next": ["soon", "starting"],
                "Later": ["held", "far", "dateless", "thought"],
            },
        ),
        (
            "quarter",
            {
                "2026-Q4": ["going", "held"],
                "2027-Q1": ["soon"],
                "2027-Q2": ["far"],
                "2027-Q3": ["starting"],
                "No date": ["dateless", "thought"],
            },
        ),
        (
            "goal",
            {
                "Grow": ["going"],
                "Last longer": ["going", "soon"],
                "No goal": ["held", "far", "starting", "dateless", "thought"],
            },
        ),
        (
            "team",
            {
                "Payments": ["going"],
                "Platform": ["soon"],
                "No team": ["held", "far", "starting", "dateless", "thought"],
            },
        ),
        (
            "product-line",
            {
                "pay": ["going"],
                "shop": ["going", "far"],
                "No product line": ["held", "soon", "starting", "dateless", "thought"],
            },
        ),
    ],
)
def test_orders(tmp_path: Path, by: Any, expected: dict[str, list[str]]) -> None:
    found = made(tmp_path, Question(by))
    assert groups(found) == expected
    assert [line.record.id for line in found.shipped] == ["done"]


def test_fiscal_year_decides_which_quarter_it_is(tmp_path: Path) -> None:
    files = {**FILES, "prodops.yaml": "fiscal_year_starts: 2\n"}
    found = roadmap(read_files(tmp_path, files), TODAY, Question("quarter"))
    assert list(groups(found))[:2] == ["2026-Q3", "2026-Q4"]  # its last quarter begins in November


def test_line_says_both_accounts_of_health_and_how_far_it_reaches(tmp_path: Path) -> None:
    (line,) = made(tmp_path).groups[0].lines
    assert (line.health, line.derived, line.is_contradicted) == ("on_track", "off_track", True)
    assert (line.confidence, line.tags) == ("committed", ("multi-team", "multi-month", "multi-line"))
    text = markdown.render("roadmap", made(tmp_path))
    assert (
        "- **Going** · 10 Oct, committed · *on track* · evidence: *off track* · Ada Example, Payments with Platform\n"
        "  - multi-team, multi-month, multi-line\n"
    ) in text


def test_filters(tmp_path: Path) -> None:
    assert groups(made(tmp_path, Question(team="platform"))) == {"Next": ["soon"]}
    assert groups(made(tmp_path, Question(goal="g2"))) == {"Now": ["going"], "Next": ["soon"]}
    assert groups(made(tmp_path, Question(statuses=("cancelled", "idea")))) == {"Later": ["dropped", "thought"]}
    shipped = made(tmp_path, Question(statuses=("shipped",)))
    assert [line.record.id for line in shipped.shipped] == ["done", "old"]
    assert shipped.groups == ()


def test_headline_counts_what_is_under_way(tmp_path: Path) -> None:
    assert made(tmp_path).headline == "1 in progress and 4 planned, of which 1 is off track and 1 is past its date."
    assert made(tmp_path, Question(statuses=("idea",))).headline == "Nothing is planned or in progress."


def test_moved_target_is_told_from_git(tmp_path: Path) -> None:
    init(tmp_path)
    write_files(tmp_path, FILES)
    whole = {path: (tmp_path / path).read_text(encoding="utf-8") for path in FILES}
    earlier = whole["roadmap.yaml"].replace("2026-10-10", "2026-09-20")
    commit(tmp_path, {**whole, "roadmap.yaml": earlier}, "2026-08-01T12:00:00+00:00", "Plan")
    commit(tmp_path, {"roadmap.yaml": whole["roadmap.yaml"]}, "2026-09-15T12:00:00+00:00", "Later")
    shown = prodops("roadmap", "show", "--format", "markdown", at=tmp_path).out
    assert "2nd target, +20 days against the first promise" in shown
    without = prodops("roadmap", "show", "--no-history", "--format", "markdown", at=tmp_path).out
    assert "2nd target" not in without
    then = prodops("roadmap", "show", "--at", "HEAD~1", "--format", "markdown", at=tmp_path).out
    assert "20 Sep, committed" in then
    assert "2nd target" not in then


@pytest.mark.parametrize("command", ["show", "deps", "timeline"])
def test_history_that_is_missing_is_said_in_the_same_words(tmp_path: Path, command: str) -> None:
    note = "How dates moved is not known here: there is no history."
    arguments = ("roadmap", command, "--format", "markdown")
    write_files(tmp_path, FILES)
    assert note in prodops(*arguments, at=tmp_path).out
    init(tmp_path)
    files = {path: (tmp_path / path).read_text(encoding="utf-8") for path in FILES}
    assert note in prodops(*arguments, at=tmp_path).out
    earlier = files["roadmap.yaml"].replace("2026-10-10", "2026-09-20")
    commit(tmp_path, {**files, "roadmap.yaml": earlier}, "2026-08-01T12:00:00+00:00", "Plan")
    commit(tmp_path, {"roadmap.yaml": files["roadmap.yaml"]}, "2026-09-15T12:00:00+00:00", "Later")
    assert note not in prodops(*arguments, at=tmp_path).out

    blob = git(tmp_path, "rev-parse", "HEAD~1:roadmap.yaml")
    (tmp_path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    ran = prodops(*arguments, at=tmp_path)
    assert (ran.code, ran.out) == (ExitCode.HISTORY_NOT_AVAILABLE, "")
    assert ran.err.endswith("; or go without what moved: --no-history\n")
    assert prodops(*arguments, "--no-history", at=tmp_path).code == 0


def test_works_without_a_repository(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    ran = prodops("roadmap", "show", at=tmp_path, columns=80, environment={"NO_COLOR": "1"})
    assert ran.code == ExitCode.CLEAN
    assert max(map(len, ran.out.splitlines())) <= 80


def test_shipped_is_folded_unless_all_is_asked_for(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    assert "\nDone (1 Oct)\n" in prodops("roadmap", "show", "-f", "text", at=tmp_path).out
    whole = prodops("roadmap", "show", "-f", "markdown", at=tmp_path).out
    assert "- **Done** · 1 Oct · Ada Example, Payments\n" in whole


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--by", "size"], "the roadmap cannot be shown by `size`"),
        (["--status", "lost"], "no initiative is `lost`"),
        (["--team", "nobody"], "there is no team `nobody`"),
        (["--goal", "none"], "there is no goal `none`"),
    ],
)
def test_what_is_not_there_is_named(tmp_path: Path, arguments: list[str], message: str) -> None:
    write_files(tmp_path, FILES)
    ran = prodops("roadmap", "show", *arguments, at=tmp_path)
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert message in ran.err


def test_choices_of_the_command_are_those_of_the_report() -> None:
    assert tuple(show._GROUPINGS) == GROUPINGS


def test_csv_has_a_row_for_each_place_of_each(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(made(tmp_path, Question("goal"))))))
    assert [(row["group"], row["id"]) for row in rows[:3]] == [
        ("Grow", "going"),
        ("Last longer", "going"),
        ("Last longer", "soon"),
    ]
    assert rows[-1]["group"] == "Shipped"


@pytest.mark.parametrize("by", GROUPINGS)
def test_json_has_all_of_it(by: str) -> None:
    ran = prodops("roadmap", "show", "--no-history", "--by", by, "--format", "json", at=ACME)
    found = json.loads(ran.out)
    assert {field.name for field in fields(Roadmap)} == set(found)
    assert {field.name for field in fields(Line)} == set(found["groups"][0]["lines"][0])


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("acme-roadmap.md", ["-f", "markdown"]),
        ("acme-roadmap.txt", ["-f", "text"]),
        ("acme-roadmap-quarter.md", ["-f", "markdown", "--by", "quarter", "--all"]),
    ],
)
def test_acme(name: str, options: list[str], golden: Callable[[str, str], None]) -> None:
    ran = prodops("roadmap", "show", "--no-history", *options, at=ACME)
    assert ran.code == ExitCode.CLEAN, ran.err
    golden(name, ran.out)


def test_card_says_over_what_it_reaches(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    sections = json.loads(_shown(tmp_path, "going"))["sections"]
    assert sections[-1] == {
        "heading": "Reach",
        "rows": [
            ["multi-team", "payments, platform"],
            ["multi-month", "2 calendar months"],
            ["multi-line", "shop, pay"],
        ],
    }
    assert all(one["heading"] != "Reach" for one in json.loads(_shown(tmp_path, "far"))["sections"])


def _shown(folder: Path, ref: str) -> str:
    return prodops("show", ref, "--format", "json", at=folder).out


# --- hostile texts ---------------------------------------------------------------------------------------

TEXTS = {name: text for name, text in payloads().items() if text.strip() and name != "surrogate"}
WORDS = ("Going", "Done", "Ada Example", "Payments", "Platform", "Acme", "Grow", "Last longer", "shop", "pay")


def renamed(value: Any, text: str) -> Any:
    """The report with another text in the place of every name."""
    if isinstance(value, str):
        return text if value in WORDS else value
    if isinstance(value, tuple):
        return tuple(renamed(item, text) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: renamed(getattr(value, field.name), text) for field in fields(value)})
    return value


@dataclass(frozen=True)
class View:
    """The roadmap in one order, and how it is built when every name in it is an ordinary word."""

    found: Roadmap
    structure: list[str]
    tags: object


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> dict[str, View]:
    return {by: _view(made(tmp_path_factory.mktemp(by), Question(by))) for by in GROUPINGS}


def _view(found: Roadmap) -> View:
    plain = markdown.render("roadmap", renamed(found, "Word"))
    return View(found, structure(plain), require_harmless(html.render(plain)).structure)


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_no_text_changes_the_structure(views: dict[str, View], text: str, by: str) -> None:
    hostile = renamed(views[by].found, text)
    shown = markdown.render("roadmap", hostile)
    assert structure(shown) == views[by].structure
    assert require_harmless(html.render(shown)).structure == views[by].tags
    outputs = (
        shown,
        data.render(hostile),
        to_csv(hostile),
        forge.as_comment("x", shown),
        slack.render(shown),
        terminal.render(shown, width=80, colour=False),
    )
    for output in outputs:
        assert not COMMAND.search(output)
        assert not INVISIBLE.search(output)
    rows = list(csv.reader(io.StringIO(to_csv(hostile))))
    assert len({len(row) for row in rows}) == 1
    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row if cell)
