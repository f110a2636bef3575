"""prodops.yaml: defaults, what can be set, and refusals that show every problem at its place."""

from datetime import date
from pathlib import Path

import pytest

from prodops_cli.diagnostics import Severity
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.kinds._shape import fields_of, written
from prodops_cli.policy import LaunchPolicy
from prodops_cli.settings import Settings, Thresholds, load
from prodops_cli.tree import MARKER, WorkingTree


def settings(tmp_path: Path, text: str | bytes) -> Settings:
    (tmp_path / MARKER).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(WorkingTree(tmp_path))


def refusal(tmp_path: Path, text: str | bytes) -> list[tuple[int, int, str, str, str | None]]:
    """Line, column, rule, message and excerpt of each problem."""
    with pytest.raises(ProdopsError) as caught:
        settings(tmp_path, text)
    assert caught.value.message == "prodops.yaml is not valid, so nothing was run"
    assert caught.value.code is ExitCode.COULD_NOT_RUN
    assert {d.path for d in caught.value.diagnostics} == {MARKER}
    assert {d.severity for d in caught.value.diagnostics} == {Severity.ERROR}
    return [(d.span.line, d.span.column, d.rule, d.message, d.excerpt) for d in caught.value.diagnostics]


@pytest.mark.parametrize("text", ["", "\n \n", "# Acme\n", "# Acme\r\n\r\n# more\r\n", "\ufeff", "\ufeff# Acme\n"])
def test_empty_file_means_the_defaults(tmp_path: Path, text: str) -> None:
    assert settings(tmp_path, text) == Settings()


def test_everything_can_be_set(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        "name: Acme\ntime_zone: Europe/Berlin\nworking_days: [mon, sat]\n"
        "holidays: [DE-BE, {date: 2026-12-24, name: Company day}]\n"
        "fiscal_year_starts: 4\ncurrency: USD\nas_of: 2026-10-01\n"
        "lint:\n  select: [past-target]\n  ignore: [id-style]\n  severity: {stale-update: error}\n"
        "thresholds: {team_size: 7, unused_seats: 0.5}\nlimits: {file_bytes: 2097152, nodes: 1000000}\n",
    )
    assert (found.name, found.time_zone, found.working_days, found.currency) == (
        "Acme",
        "Europe/Berlin",
        ("mon", "sat"),
        "USD",
    )
    assert [(day.country, day.date) for day in found.holidays] == [("DE-BE", None), (None, date(2026, 12, 24))]
    assert (found.fiscal_year_starts, found.as_of) == (4, date(2026, 10, 1))
    assert (found.lint.select, found.lint.ignore) == (("past-target",), ("id-style",))
    assert found.lint.severity == {"stale-update": "error"}
    assert (found.thresholds.team_size, found.thresholds.unused_seats) == (7, 0.5)
    assert (found.source_limits.bytes, found.source_limits.nodes) == (2_097_152, 1_000_000)


@pytest.mark.parametrize("text", ["name:\n", "name: Acme\nlint:\nthresholds:\n  team_size:\n"])
def test_key_without_a_value_keeps_the_default(tmp_path: Path, text: str) -> None:
    assert settings(tmp_path, text).thresholds == Settings().thresholds


def test_every_problem_is_shown_at_its_place(tmp_path: Path) -> None:
    text = "name: Acme\nfiscal_year_starts: 13\nlint:\n  ignored: [x]\n  severity: {a: warn}\nholidays:\n  - Germany\n"
    assert sorted(refusal(tmp_path, text)) == [
        (2, 21, "invalid-value", "`fiscal_year_starts`: `13` is not between 1 and 12", "fiscal_year_starts: 13"),
        (4, 3, "unknown-key", "unknown key `ignored`", "  ignored: [x]"),
        (5, 17, "invalid-value", "`a`: `warn` is not one of error, warning", "  severity: {a: warn}"),
        (7, 5, "invalid-value", "`country`: `Germany` is not in the right form", "  - Germany"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "rule", "message"),
    [
        ("name: Acme\nname: Other\n", 2, 1, "duplicate-key", "`name` is already given on line 1"),
        ("name: [\n", 1, 8, "yaml-syntax", "a `[` or `{` that is not closed"),
        ("name: &a Acme\n", 1, 7, "yaml-subset", "anchors (`&a`) are not prodops YAML"),
        ("- name: Acme\n", 1, 1, "invalid-value", "a mapping is wanted"),
        ("Acme\n", 1, 1, "invalid-value", "a mapping is wanted"),
        ("---\n", 1, 1, "unreadable-file", "the file is empty"),
        (b"name: caf\xe9\n", 1, 10, "unreadable-file", "not UTF-8: byte 0xE9 at offset 9"),
        (b"<<<<<<< HEAD\nname: a\n", 1, 1, "unreadable-file", "a merge conflict was left in the file"),
    ],
)
def test_file_that_is_no_settings(
    tmp_path: Path, text: str | bytes, line: int, column: int, rule: str, message: str
) -> None:
    assert [row[:4] for row in refusal(tmp_path, text)] == [(line, column, rule, message)]


def test_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / MARKER).symlink_to("/etc/passwd")
    with pytest.raises(ProdopsError, match=r"prodops\.yaml cannot be read: a link that leads out of the workspace"):
        load(WorkingTree(tmp_path))


@pytest.mark.parametrize("name", [name for name in Thresholds.model_fields if name.endswith("_days")])
def test_days_stay_within_the_calendar(tmp_path: Path, name: str) -> None:
    assert getattr(settings(tmp_path, f"thresholds: {{{name}: 36500}}").thresholds, name) == 36_500
    assert "between 0 and 36500" in refusal(tmp_path, f"thresholds: {{{name}: 36501}}")[0][3]


@pytest.mark.parametrize("text", ["limits: {file_bytes: 0}", "limits: {file_bytes: 100000000}", "limits: {nodes: 0}"])
def test_limits_have_limits(tmp_path: Path, text: str) -> None:
    assert len(refusal(tmp_path, text)) == 1


def test_mapping_of_lists_is_written_as_one(tmp_path: Path) -> None:
    launches = settings(tmp_path, "launches: {geographies: {US: [export], AT: [tax, legal], DE: []}}\n").launches
    shape = fields_of(LaunchPolicy)["geographies"].shape
    assert written(launches.geographies, shape) == {"US": ["export"], "AT": ["tax", "legal"], "DE": []}
