"""`roadmap deps`: who waits for whom, told to an executive, drawn, filtered, and safe in every form."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from builder import read_files, write_files
from cli_runner import prodops
from payloads import payloads
from prodops_cli.analysis.handshake import STATES
from prodops_cli.errors import ExitCode
from prodops_cli.render import data, dependencies, forge, graph, html, markdown, slack, terminal
from prodops_cli.reports.dependencies import Dependencies, Question
from prodops_cli.reports.dependencies import dependencies as report
from repository import commit, init
from test_escape import COMMAND, INVISIBLE, structure
from test_html import require_harmless

ACME = Path(__file__).parents[1] / "examples/acme"
TODAY = date(2026, 10, 15)
FILES = {
    "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
    "people.yaml": """
        - {id: ada, name: Ada Example, team: payments}
        - {id: bo, name: Bo Example, team: platform}
        - {id: cy, name: Cy Example, team: platform}
        """,
    "teams.yaml": "- {id: payments, name: Payments}\n- {id: platform, name: Platform}\n",
    "roadmap/shop.yaml": """
        title: Shop
        status: in_progress
        owner: ada
        team: payments
        start: 2026-10-01
        target: 2026-12-01
        product_lines: [shop]
        depends_on:
          - {on: tax, needed_by: 2026-11-15, asked: 2026-09-01, note: All countries}
          - {on: bus, needed_by: 2026-11-20, asked_by: cy}
          - {on: old, needed_by: 2026-10-10}
          - kit
        """,
    "roadmap/tax.yaml": """
        title: Tax
        status: in_progress
        health: on_track
        owner: bo
        team: platform
        target: 2026-11-10
        product_lines: [platform]
        depends_on: [rates]
        commits:
          - {to: shop, by: 2026-11-20, promised_by: cy, agreed: 2026-09-03}
        """,
    "roadmap/bus.yaml": "{title: Bus, status: in_progress, owner: bo, team: platform, target: 2026-11-18}\n",
    "roadmap/old.yaml": "{title: Old, status: shipped, shipped: 2026-10-01, team: platform}\n",
    "roadmap/kit.yaml": "{title: Kit, status: on_hold, team: payments, target: 2026-11-01}\n",
    "roadmap/rates.yaml": "{title: Rates, status: planned, owner: bo, team: platform, target: 2026-11-01}\n",
    "roadmap/alone.yaml": "{title: Alone, status: planned}\n",
    "roadmap/far.yaml": "{title: Far, status: planned, target: 2027-01-15, depends_on: [shop]}\n",
}


def made(folder: Path, question: Question = Question()) -> Dependencies:
    workspace = read_files(folder, FILES)
    assert workspace.problems == ()
    return report(workspace, TODAY, question)


def edges(found: Dependencies) -> dict[str, str]:
    return {f"{line.consumer.id} {line.provider.id}": line.state for group in found.groups for line in group.lines}


def test_every_dependency_is_told_the_worst_first(tmp_path: Path) -> None:
    found = made(tmp_path)
    assert edges(found) == {
        "shop tax": "broken",
        "shop kit": "at_risk",
        "shop bus": "asked",
        "tax rates": "assumed",
        "far shop": "assumed",
        "shop old": "met",
    }
    assert [group.state for group in found.groups] == [state for state in STATES if state in found.counts]
    assert found.counts == {"broken": 1, "at_risk": 1, "asked": 1, "assumed": 2, "met": 1}
    assert found.headline == (
        "Of 5 open dependencies, 1 is broken, 1 is at risk and 1 waits for an answer. The latest comes 5 days too late."
    )
    assert (found.cross_team, found.cross_line) == (2, 1)


def test_line_has_both_sides_with_their_places(tmp_path: Path) -> None:
    (line,) = made(tmp_path).groups[0].lines
    need, promise = line.need, line.promise
    assert need is not None
    assert promise is not None
    assert (need.by and need.by.id, need.day, need.place and need.place.text) == (
        "ada",
        date(2026, 11, 15),
        "roadmap/shop.yaml:9",
    )
    assert (promise.by and promise.by.id, promise.day, promise.place and promise.place.text) == (
        "cy",
        date(2026, 11, 20),
        "roadmap/tax.yaml:10",
    )
    assert [(reason.text, reason.place and reason.place.text) for reason in line.reasons] == [
        ("promised for 20 Nov, 5 days too late", "roadmap/tax.yaml:10")
    ]


def test_people_hear_what_they_owe_and_what_they_wait_for(tmp_path: Path) -> None:
    people = {line.person.id if line.person else None: line for line in made(tmp_path).people}
    assert [(talk.what, talk.provider.id) for talk in people["cy"].owes] == [("promise", "tax")]
    assert [(talk.provider.id, talk.other and talk.other.id) for talk in people["cy"].waits] == [("bus", "bo")]
    assert [(talk.what, talk.provider.id) for talk in people["bo"].owes] == [("answer", "bus")]
    assert {talk.provider.id for talk in people["ada"].waits} == {"tax", "kit"}
    assert [(talk.what, talk.provider.id) for talk in people[None].owes] == [("answer", "kit")]


def test_ref_shows_each_direction_of_the_chain_and_nothing_beside_it(tmp_path: Path) -> None:
    assert set(edges(made(tmp_path, Question(ref="tax")))) == {"shop tax", "tax rates", "far shop"}
    assert set(edges(made(tmp_path, Question(ref="initiative:rates")))) == {"tax rates", "shop tax", "far shop"}
    alone = made(tmp_path, Question(ref="alone"))
    assert edges(alone) == {}
    assert alone.headline == "Nothing waits."
    assert [item.record.id for item in alone.items] == ["alone"]


def test_filters(tmp_path: Path) -> None:
    assert set(edges(made(tmp_path, Question(only_cross=True)))) == {"shop tax", "shop bus", "shop old"}
    assert set(edges(made(tmp_path, Question(states=("asked", "met"))))) == {"shop bus", "shop old"}
    assert "far shop" in edges(made(tmp_path, Question(team="payments")))
    assert "tax rates" not in edges(made(tmp_path, Question(team="payments")))


@pytest.mark.parametrize(("state", "code"), [("broken", ExitCode.FINDINGS), ("asked", ExitCode.CLEAN)])
def test_exit_code_says_whether_something_is_broken(tmp_path: Path, state: str, code: ExitCode) -> None:
    write_files(tmp_path, FILES)
    assert prodops("roadmap", "deps", "--state", state, "--exit-code", at=tmp_path).code == code
    assert prodops("roadmap", "deps", "--state", state, at=tmp_path).code == ExitCode.CLEAN


def test_met_is_folded_unless_all_is_asked_for(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    folded = prodops("roadmap", "deps", "--format", "markdown", at=tmp_path).out
    whole = prodops("roadmap", "deps", "--format", "markdown", "--all", at=tmp_path).out
    assert "1 dependency met already; `--all` lists them." in folded.replace("\\", "")
    assert "Old" not in folded
    assert "**Shop** has **Old**" in whole
    assert "**Shop** has **Old**" in prodops("roadmap", "deps", "--state", "met", at=tmp_path).out


def test_moved_target_of_what_is_waited_for_is_a_reason(tmp_path: Path) -> None:
    init(tmp_path)
    texts = [FILES["roadmap/bus.yaml"].replace("11-18", day) for day in ("11-01", "11-08", "11-18")]
    write_files(tmp_path, FILES)
    everything = {path: (tmp_path / path).read_text(encoding="utf-8") for path in FILES}
    for number, text in enumerate(texts):
        day = f"2026-09-{10 + number}T12:00:00+00:00"
        commit(tmp_path, {**(everything if not number else {}), "roadmap/bus.yaml": text}, day, f"Bus {number}")
    found = json.loads(prodops("roadmap", "deps", "--state", "at_risk", "--format", "json", at=tmp_path).out)
    lines = {line["provider"]["ref"]: line for line in found["groups"][0]["lines"]}
    assert lines["initiative:bus"]["reasons"][0]["text"] == "on its 3rd target, +17 days against the first promise"
    without = json.loads(prodops("roadmap", "deps", "--no-history", "--format", "json", at=tmp_path).out)
    assert without["counts"]["asked"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing"], "there is no initiative `nothing`"),
        (["--team", "nobody"], "there is no team `nobody`"),
        (["--state", "lost"], "no dependency is `lost`"),
        (["--format", "pdf"], "there is no format `pdf`"),
    ],
)
def test_what_is_not_there_is_named(tmp_path: Path, arguments: list[str], message: str) -> None:
    write_files(tmp_path, FILES)
    ran = prodops("roadmap", "deps", *arguments, at=tmp_path)
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert message in ran.err


@pytest.mark.parametrize(
    ("name", "begins"),
    [("d.svg", "<svg"), ("d.html", "<!DOCTYPE html>"), ("d.csv", "consumer,"), ("d.json", "{"), ("d.md", "# Acme")],
)
def test_name_of_the_file_decides(tmp_path: Path, name: str, begins: str) -> None:
    write_files(tmp_path / "w", FILES)
    ran = prodops("roadmap", "deps", "-o", tmp_path / name, at=tmp_path / "w")
    assert ran.code == ExitCode.CLEAN, ran.err
    assert begins in (tmp_path / name).read_text(encoding="utf-8")[:200]


def test_csv_has_a_row_for_each(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(dependencies.csv(made(tmp_path)))))
    assert len(rows) == 6
    assert rows[0]["reasons"] == "promised for 20 Nov, 5 days too late"
    assert (rows[0]["asked_by"], rows[0]["promised_by"], rows[0]["cross_team"]) == ("ada", "cy", "yes")


def test_csv_tells_a_named_day_from_one_that_the_dates_come_to(tmp_path: Path) -> None:
    rows = {row["provider"]: row for row in csv.DictReader(io.StringIO(dependencies.csv(made(tmp_path))))}
    assert [rows["tax"][name] for name in ("needed_by", "needed_by_dates", "is_named")] == ["2026-11-15", "", "yes"]
    assert [rows["kit"][name] for name in ("needed_by", "needed_by_dates", "is_named")] == ["", "2026-12-01", "no"]


def test_type_lag_and_note_are_told_where_they_are_not_the_usual(tmp_path: Path) -> None:
    shop = FILES["roadmap/shop.yaml"].replace("{on: tax,", "{on: tax, type: finish_finish, lag: -1w,")
    files = {**FILES, "roadmap/shop.yaml": shop.replace("- kit", "- {on: kit, lag: 1d}")}
    found = report(read_files(tmp_path, files), TODAY)
    rows = {row["provider"]: row for row in csv.DictReader(io.StringIO(dependencies.csv(found)))}
    told = {id_: [row[name] for name in ("type", "lag_days", "note")] for id_, row in rows.items()}
    assert told["tax"] == ["finish_finish", "-7", "All countries"]
    assert told["kit"] == ["finish_start", "1", ""]
    assert told["bus"] == ["finish_start", "0", ""]
    text = markdown.render("dependencies", found)
    assert "(Cy Example, Platform); end to end, 7 days earlier · *across" in text
    assert "  - note: All countries\n" in text
    assert "; end to start, 1 day later;" in text
    assert text.count("end to ") == 2


def test_picture_gives_the_reasons_in_the_words_of_the_text(tmp_path: Path) -> None:
    files = {**FILES, "roadmap/kit.yaml": "{title: Kit, status: planned, team: payments, target: 2026-12-12}\n"}
    picture = dependencies.graph(report(read_files(tmp_path, files), TODAY), with_met=False)
    page, drawn, chart = graph.page(picture), graph.svg(picture), graph.mermaid(picture)
    told = "needed by 15 Nov; promised for 20 Nov, 5 days too late; note: All countries"
    assert f"Tax (broken, across teams: {told})" in page
    assert f"Shop waits for Tax (broken, across teams): {told}<" in drawn
    assert "(broken: its own target is 12 Dec, 11 days too late)" in page
    assert "broken, its own target is 12 Dec, 11 days too late" in chart


def test_flowchart_is_left_out_where_nobody_could_read_it(tmp_path: Path) -> None:
    found = made(tmp_path)
    (group,) = [group for group in found.groups if group.state == "asked"]
    crowded = replace(found, groups=(replace(group, lines=group.lines * (dependencies.MOST_EDGES + 1)),))
    text = dependencies.with_flowchart("# Title\n", crowded, with_met=False)
    assert "mermaid" not in text
    assert "61 arrows are too many" in text


@pytest.mark.parametrize(("name", "options"), [("acme-deps.md", ["-f", "markdown"]), ("acme-deps.txt", ["-f", "text"])])
def test_acme(name: str, options: list[str], golden: Callable[[str, str], None]) -> None:
    ran = prodops("roadmap", "deps", "--no-history", *options, at=ACME)
    assert ran.code == ExitCode.CLEAN, ran.err
    golden(name, ran.out)


def test_acme_has_what_there_is_to_see() -> None:
    found = json.loads(prodops("roadmap", "deps", "--no-history", "--format", "json", at=ACME).out)
    assert {"agreed", "asked", "at_risk", "assumed", "met"} <= set(found["counts"])
    assert found["cross_line"] > 0


# --- hostile texts ---------------------------------------------------------------------------------------

TEXTS = {name: text for name, text in payloads().items() if text.strip() and name != "surrogate"}
WORDS = ("Shop", "Tax", "Ada Example", "Cy Example", "Payments", "Platform", "Acme", "All countries")


def renamed(value: Any, text: str) -> Any:
    """The report with another text in the place of every name."""
    if isinstance(value, str):
        return text if value in WORDS else value
    if isinstance(value, tuple):
        return tuple(renamed(item, text) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: renamed(getattr(value, field.name), text) for field in fields(value)})
    return value


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_no_text_changes_the_structure(tmp_path: Path, text: str) -> None:
    found = made(tmp_path)
    hostile, plain = renamed(found, text), renamed(found, "Word")
    shown, expected = (markdown.render("dependencies", one) for one in (hostile, plain))
    assert structure(shown) == structure(expected)
    assert require_harmless(html.render(shown)).structure == require_harmless(html.render(expected)).structure
    whole, whole_plain = (
        dependencies.with_flowchart(page, one, with_met=True) for page, one in ((shown, hostile), (expected, plain))
    )
    assert re.findall(r"^`{3,}.*$", whole, re.MULTILINE) == re.findall(r"^`{3,}.*$", whole_plain, re.MULTILINE)
    assert whole.count("\n") - shown.count("\n") == whole_plain.count("\n") - expected.count("\n")
    outputs = (
        whole,
        data.render(hostile),
        dependencies.csv(hostile),
        forge.as_comment("x", whole),
        slack.render(shown),
        terminal.render(shown, width=80, colour=False),
    )
    for output in outputs:
        assert not COMMAND.search(output)
        assert not INVISIBLE.search(output)
    rows = list(csv.reader(io.StringIO(dependencies.csv(hostile))))
    assert len({len(row) for row in rows}) == 1
    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row if cell)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_no_text_gets_out_of_a_picture(tmp_path: Path, text: str) -> None:
    found = made(tmp_path)
    hostile, plain = (dependencies.graph(renamed(found, one), with_met=True) for one in (text, "Word"))
    tags, expected = ([part.tag for part in ET.fromstring(graph.svg(one)).iter()] for one in (hostile, plain))
    assert set(tags) == set(expected)
    page, page_plain = graph.page(hostile), graph.page(plain)
    for tag in ("<script", "<img", "<iframe", "<style", "<a "):
        assert page.count(tag) == page_plain.count(tag)
