"""`prodops lint`: what is printed, in every format, and what the exit code says."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from builder import write_files
from cli_runner import Ran, prodops
from prodops_cli.baseline import BASELINE
from prodops_cli.diagnostics import Diagnostic, LintResult, Severity, Span
from prodops_cli.render.escape import width
from prodops_cli.render.findings import formats, sarif, text

FILES = {
    "prodops.yaml": """
        name: Acme
        as_of: 2026-10-15
        lint: {select: [dangling-reference, past-target], severity: {past-target: error}}
        """,
    "roadmap/checkout.yaml": """
        title: One-page checkout
        status: in_progress
        owner: adda
        target: 2026-10-01
        """,
    "roadmap/search.yaml": "title: Search\nowner: ada\n",
    "people/ada.yaml": "name: Ada Example\nteam: payments\n",
}
FINDINGS = [
    ("people/ada.yaml", 2, 7, "dangling-reference"),
    ("roadmap/checkout.yaml", 3, 8, "dangling-reference"),
    ("roadmap/checkout.yaml", 4, 9, "past-target"),
]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_files(tmp_path, FILES)


def lint(*arguments: str | Path, at: Path, columns: int | None = None) -> Ran:
    return prodops("lint", *arguments, at=at, columns=columns, environment={"PRODOPS_NO_CACHE": "1"})


def places(ran: Ran) -> list[tuple[str, int, int, str]]:
    """The headings of the text format."""
    found = re.findall(r"^(\S+?):(\d+):(\d+): \w+: .* \[(\S+)\]$", ran.out, re.MULTILINE)
    return [(path, int(line), int(column), rule) for path, line, column, rule in found]


# --- text ----------------------------------------------------------------------------------------


def test_every_finding_has_its_place_its_line_and_a_hint(shop: Path) -> None:
    ran = lint(at=shop)
    assert ran.code == 1
    assert places(ran) == FINDINGS
    assert ran.out.splitlines()[3:6] == [
        "roadmap/checkout.yaml:3:8: error: there is no person `adda` [dangling-reference]",
        "  3 | owner: adda",
        "    |        ^^^^ did you mean `ada`?",
    ]
    assert ran.err == "Found 3 errors and 0 warnings in 3 records in 3 files.\n"


def test_clean_workspace_says_so_on_stderr(tmp_path: Path) -> None:
    write_files(tmp_path, {"people/ada.yaml": "name: Ada\n", "prodops.yaml": "lint: {select: [dangling-reference]}\n"})
    ran = lint(at=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("All clear: 1 record in ")


def test_colours_on_a_terminal_only(shop: Path) -> None:
    coloured = lint(at=shop, columns=80).out
    assert "\x1b[1;31merror:\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == lint(at=shop).out


def excerpt(line: str, start: int, end: int) -> list[str]:
    """The lines printed for one finding on columns start to end (from 1, exclusive)."""
    span = Span(7, start, 7, end)
    diagnostic = Diagnostic("a.yaml", span, Severity.ERROR, "some-rule", "wrong", "mend it", line)
    return text.render_diagnostics([diagnostic]).splitlines()


def test_caret_stands_below_its_place() -> None:
    assert excerpt("title: Checkout", 8, 16)[1:] == ["  7 | title: Checkout", "    |        ^^^^^^^^ mend it"]


def test_caret_stands_below_its_place_behind_wide_characters() -> None:
    shown, caret = excerpt("結帳: 頁面 e\u0301 x", 11, 12)[1:]
    assert width(caret[: caret.index("^")]) == width(shown[: shown.index("x")])
    shown, caret = excerpt("title: 頁面", 8, 10)[1:]
    assert caret.count("^") == 4


def test_caret_counts_characters_made_visible() -> None:
    shown, caret = excerpt("a: \u202eb\tc", 7, 8)[1:]
    assert shown == "  7 | a: \\u202eb\\tc"
    assert caret.index("^") == shown.index("c")


def test_long_line_is_cut_around_the_place() -> None:
    shown, caret = excerpt(f"notes: {'x' * 400}WRONG{'y' * 400}", 408, 413)[1:]
    assert shown.count("…") == 2
    assert len(shown) <= 80
    assert shown[caret.index("^") :].startswith("WRONG")
    assert caret.count("^") == 5


def test_place_longer_than_the_excerpt_ends_with_it() -> None:
    shown, caret = excerpt(f"notes: {'x' * 400}", 8, 408)[1:]
    assert len(shown) <= 80
    assert caret.index("^") == shown.index("x")
    assert caret.rindex("^") == shown.rindex("x")


def test_place_behind_the_end_of_the_line_still_has_a_caret() -> None:
    assert excerpt("title:", 7, 7)[1:] == ["  7 | title:", "    |       ^ mend it"]


def test_finding_without_a_line_has_its_hint_alone() -> None:
    assert excerpt("", 1, 1) == ["a.yaml:7:1: error: wrong [some-rule]", "  = mend it"]


def test_many_findings_of_a_rule_in_a_file_are_counted(tmp_path: Path) -> None:
    goals = ", ".join(f"g{number}" for number in range(50))
    write_files(tmp_path, {"roadmap/a.yaml": f"title: A\ngoals: [{goals}]\n", "prodops.yaml": FILES["prodops.yaml"]})
    ran = lint(at=tmp_path)
    assert len(places(ran)) == text.MOST_OF_A_KIND
    assert ran.out.splitlines()[-1] == "roadmap/a.yaml: 30 more of [dangling-reference]; --all shows them"
    assert "Found 50 errors" in ran.err
    assert len(places(lint("--all", at=tmp_path))) == 50
    assert len(json.loads(lint("-f", "json", at=tmp_path).out)["diagnostics"]) == 50


def test_statistics(shop: Path) -> None:
    ran = lint("--statistics", at=shop)
    assert ran.code == 1
    assert ran.out.splitlines() == ["      2  error    dangling-reference", "      1  error    past-target"]


# --- what is looked at, and what counts ----------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["roadmap"], FINDINGS[1:]),
        (["roadmap/"], FINDINGS[1:]),
        (["people/ada.yaml"], FINDINGS[:1]),
        (["people", "roadmap/search.yaml"], FINDINGS[:1]),
        (["roadmap/search.yaml"], []),
        (["."], FINDINGS),
    ],
)
def test_paths_choose_what_is_shown(shop: Path, paths: list[str], found: list[Any]) -> None:
    ran = lint(*paths, at=shop)
    assert places(ran) == found
    assert ran.code == bool(found)


def test_started_in_a_folder_of_the_workspace(shop: Path) -> None:
    assert places(lint(at=shop / "roadmap")) == FINDINGS
    assert places(lint("search.yaml", "../people", at=shop / "roadmap")) == FINDINGS[:1]
    assert places(lint(shop / "people", at=shop / "roadmap")) == FINDINGS[:1]


def test_path_that_is_not_there(shop: Path) -> None:
    ran = lint("roadmap/serch.yaml", at=shop)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: there is no roadmap/serch.yaml\n")


def test_path_outside_the_workspace(shop: Path) -> None:
    ran = lint(shop.parent, at=shop)
    assert ran.code == 2
    assert "is outside the workspace" in ran.err


def test_select_and_ignore(shop: Path) -> None:
    assert places(lint("--select", "past-target", at=shop)) == FINDINGS[2:]
    assert places(lint("--ignore", "past-target", at=shop)) == FINDINGS[:2]
    assert (
        places(lint("--select", "past-target,dangling-reference", "--ignore", "past-target", at=shop)) == FINDINGS[:2]
    )
    ran = lint("--select", "past-targt", at=shop)
    assert (ran.code, ran.err) == (
        2,
        "error: there is no rule `past-targt`\nhint: did you mean `past-target`?\n",
    )


def test_warnings_fail_only_where_asked(shop: Path) -> None:
    settings = "lint: {select: [past-target]}\nas_of: 2026-10-15\n"
    (shop / "prodops.yaml").write_text(settings)
    assert lint(at=shop).code == 0
    assert "Found 0 errors and 1 warning in" in lint(at=shop).err
    assert lint("--strict", at=shop).code == 1
    assert lint("--strict", "--exit-zero", at=shop).code == 0


def test_exit_zero(shop: Path) -> None:
    ran = lint("--exit-zero", at=shop)
    assert (ran.code, places(ran)) == (0, FINDINGS)


def test_day_that_counts_as_today(shop: Path) -> None:
    assert places(lint("--as-of", "2026-09-30", at=shop)) == FINDINGS[:2]


def test_baseline_lets_only_new_findings_count(shop: Path) -> None:
    ran = lint("--baseline", at=shop)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"{BASELINE}: 3 findings recorded; from now on only new ones count.\n"

    ran = lint(at=shop)
    assert (ran.code, ran.out) == (0, "")
    assert "(3 in the baseline)" in ran.err
    assert places(lint("--no-baseline", at=shop)) == FINDINGS

    (shop / "roadmap/search.yaml").write_text("title: Search\nowner: nobody\n")
    ran = lint(at=shop)
    assert (ran.code, places(ran)) == (1, [("roadmap/search.yaml", 2, 8, "dangling-reference")])

    (shop / "people/ada.yaml").write_text("name: Ada Example\n")
    ran = lint("--baseline", at=shop)  # it only shrinks: what is mended goes, what is new does not enter
    assert ran.err.splitlines() == [
        f"{BASELINE}: 2 findings recorded; from now on only new ones count.",
        "1 finding newer than the baseline, not added.",
    ]
    assert lint(at=shop).code == 1


def test_baseline_that_is_none(shop: Path) -> None:
    (shop / BASELINE).write_text("[]")
    ran = lint(at=shop)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {BASELINE} is not a baseline\n")


# --- formats for machines ------------------------------------------------------------------------

TROUBLE = 'title: "100%, a::b\\n::error::"\nowner: "x,y:z"\nstatus: planned\n'


@pytest.fixture
def trouble(tmp_path: Path) -> Path:
    """Findings in files whose names and texts are hard to print."""
    write_files(tmp_path, {**FILES, "roadmap/a, b:%20 結.yaml": TROUBLE, "people/x.yaml": "name: [\n"})
    return tmp_path


@pytest.mark.parametrize("name", formats())
def test_every_format_keeps_the_exit_code_and_stdout_to_itself(name: str, shop: Path) -> None:
    ran = lint("--format", name, at=shop)
    assert ran.code == 1
    assert ran.out.endswith("\n")
    assert (ran.err != "") == (name == "text")
    (shop / "prodops.yaml").write_text("lint: {select: [stale-update]}\n")
    assert lint("--format", name, at=shop).code == 0


@pytest.mark.parametrize("name", formats())
def test_every_format_prints_no_control_characters_and_no_commands_of_others(name: str, trouble: Path) -> None:
    out = lint("--format", name, at=trouble).out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)
    commands = re.findall(r"^\s*::.*", out, re.MULTILINE)
    assert len(commands) == (out.count("\n") if name == "github" else 0)


NAMES = ["a\rb.yaml", "\n::error::b.yaml", "##[error]c.yaml", "\u202ed.yaml", "::error::e.yaml", "\ufdd0.yaml"]


@pytest.mark.parametrize("name", formats())
def test_every_format_prints_file_names_without_commands_and_controls(name: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"prodops.yaml": "", **{f"roadmap/{file}": "title: x ##[error]y\n" for file in NAMES}})
    out = lint("--format", name, at=tmp_path).out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]|##\[", out)
    assert name == "github" or not re.search(r"^\s*::", out, re.MULTILINE)
    if name == "json":
        paths = {row["path"] for row in json.loads(out)["diagnostics"]}
        assert paths == {f"roadmap/{file}" for file in NAMES}
    if name == "junit":
        assert len(ET.fromstring(out).findall(".//testcase")) == len(NAMES)


def test_json(trouble: Path) -> None:
    document = json.loads(lint("--format", "json", at=trouble).out)
    assert document["version"] == 1
    assert document["summary"]["errors"] == len(document["diagnostics"])
    by_path = {row["path"]: row for row in document["diagnostics"]}
    row = by_path["roadmap/checkout.yaml"]
    assert (row["line"], row["column"], row["end_line"], row["end_column"]) == (4, 9, 4, 19)
    assert (row["rule"], row["severity"], row["record"], row["route"]) == (
        "past-target",
        "error",
        "initiative:checkout",
        ["target"],
    )
    assert "roadmap/a, b:%20 結.yaml" in by_path


def test_github(trouble: Path) -> None:
    lines = lint("--format", "github", at=trouble).out.splitlines()
    pattern = re.compile(
        r"::(error|warning) file=([^,:]+),line=\d+,col=\d+(,endColumn=\d+)?,title=prodops [a-z-]+::[^\n]+"
    )
    assert all(pattern.fullmatch(line) for line in lines)
    files = {match[2] for line in lines if (match := pattern.fullmatch(line))}
    assert "roadmap/a%2C b%3A%2520 結.yaml" in files
    assert any("%0Adid you mean `ada`?" in line for line in lines)


def test_gitlab(trouble: Path) -> None:
    rows = json.loads(lint("--format", "gitlab", at=trouble).out)
    for row in rows:
        assert set(row) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert row["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert re.fullmatch("[0-9a-f]{64}", row["fingerprint"])
        assert row["location"]["lines"]["begin"] <= row["location"]["lines"]["end"]
    assert len({row["fingerprint"] for row in rows}) == len(rows)


def test_gitlab_fingerprint_stays_when_the_line_moves(shop: Path) -> None:
    before = json.loads(lint("-f", "gitlab", at=shop).out)
    for path in ("roadmap/checkout.yaml", "people/ada.yaml"):
        (shop / path).write_text("# moved\n\n" + (shop / path).read_text())
    after = json.loads(lint("-f", "gitlab", at=shop).out)
    assert [row["fingerprint"] for row in after] == [row["fingerprint"] for row in before]
    assert [row["location"]["lines"]["begin"] for row in after] == [4, 5, 6]


def test_junit(trouble: Path) -> None:
    suites = ET.fromstring(lint("--format", "junit", at=trouble).out)
    suite = suites[0]
    assert (suites.tag, suite.tag, suite.get("name")) == ("testsuites", "testsuite", "prodops lint")
    cases = suite.findall("testcase")
    assert suite.get("tests") == str(len(cases))
    assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
    assert [case.get("name") for case in cases] == sorted(str(case.get("name")) for case in cases)
    failure = next(case for case in cases if case.get("name") == "roadmap/checkout.yaml").find("failure")
    assert failure is not None
    assert len((failure.text or "").splitlines()) == 2


def test_junit_of_a_clean_workspace_has_a_case_that_passes(tmp_path: Path) -> None:
    write_files(tmp_path, {"people/ada.yaml": "name: Ada\n", "prodops.yaml": "lint: {select: [past-target]}\n"})
    suite = ET.fromstring(lint("-f", "junit", at=tmp_path).out)[0]
    assert (suite.get("tests"), suite.get("failures"), len(suite)) == ("1", "0", 1)


SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "run": {
            "type": "object",
            "required": ["tool", "results"],
            "additionalProperties": False,
            "properties": {
                "tool": {
                    "type": "object",
                    "required": ["driver"],
                    "properties": {"driver": {"$ref": "#/$defs/driver"}},
                },
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
        },
        "driver": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string"},
                "version": {"type": "string"},
                "informationUri": {"type": "string", "pattern": "^https://"},
                "rules": {"type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/rule"}},
            },
        },
        "rule": {
            "type": "object",
            "required": ["id"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string"},
                "shortDescription": {"$ref": "#/$defs/text"},
                "fullDescription": {"$ref": "#/$defs/text"},
                "help": {"$ref": "#/$defs/text"},
                "helpUri": {"type": "string"},
                "defaultConfiguration": {
                    "type": "object",
                    "properties": {"level": {"enum": ["none", "note", "warning", "error"]}},
                },
            },
        },
        "text": {
            "type": "object",
            "required": ["text"],
            "additionalProperties": False,
            "properties": {"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string"}},
        },
        "result": {
            "type": "object",
            "required": ["message", "ruleId", "level", "locations"],
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "message": {"$ref": "#/$defs/text"},
                "locations": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/location"}},
            },
        },
        "location": {
            "type": "object",
            "required": ["physicalLocation"],
            "properties": {
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation", "region"],
                    "properties": {
                        "artifactLocation": {
                            "type": "object",
                            "required": ["uri"],
                            "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9._~%/-]+$"}},
                        },
                        "region": {
                            "type": "object",
                            "required": ["startLine"],
                            "additionalProperties": False,
                            "properties": {
                                key: {"type": "integer", "minimum": 1}
                                for key in ("startLine", "startColumn", "endLine", "endColumn")
                            },
                        },
                    },
                }
            },
        },
    },
}
"""What GitHub's code scanning reads of SARIF 2.1.0, stricter than the standard where we know what we write."""


def test_sarif(trouble: Path) -> None:
    document = json.loads(lint("--format", "sarif", at=trouble).out)
    assert [error.message for error in Draft202012Validator(SARIF).iter_errors(document)] == []
    run = document["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert "roadmap/a, b:%20 結.yaml" in map(unquote, uris)


def test_sarif_has_no_more_results_than_github_takes() -> None:
    span = Span(1, 1, 1, 2)
    many = [Diagnostic(f"{n}.yaml", span, Severity.WARNING, "past-target", "late") for n in range(6_000)]
    worst = Diagnostic("z.yaml", span, Severity.ERROR, "dangling-reference", "lost")
    result = LintResult((*many, worst), (), (), 1, 1, 1)
    results = json.loads(sarif.render(result))["runs"][0]["results"]
    assert len(results) == 5_000
    assert results[0]["ruleId"] == "dangling-reference"


def test_a_file_on_one_line_is_not_shown_with_every_finding_in_it(tmp_path: Path) -> None:
    items = [{"id": f"i{n}", "title": "One", "target": "soon"} for n in range(400)]
    write_files(tmp_path, {"roadmap.yaml": json.dumps(items)})
    ran = prodops("lint", "--all", at=tmp_path)
    assert ran.code == 1
    assert len(ran.out) < 200_000
