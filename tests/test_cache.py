"""The lint cache: an unchanged workspace is remembered, and every change is noticed."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from prodops_cli.cache import MOST_BYTES, Cache, Entry, content_digest, program, result_data, settings_digest
from prodops_cli.cli._lint import Request, _lint, check
from prodops_cli.diagnostics import Diagnostic, LintResult, Severity, Span
from prodops_cli.tree import WorkingTree


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PRODOPS_NO_CACHE", raising=False)
    root = tmp_path / "workspace"
    (root / "people").mkdir(parents=True)
    (root / "onboarding" / "plans").mkdir(parents=True)
    (root / "prodops.yaml").write_text("name: Example\nas_of: 2026-10-15\n")
    (root / "people" / "ada.yaml").write_text("name: Ada Example\nmanager: grace\n")
    (root / "onboarding" / "plans" / "ada.md").write_text("- [ ] A <!-- task: a -->\n")
    return root


def entries(root: Path) -> list[Path]:
    return sorted((root.parent / "cache" / "prodops").glob("lint-*.json"))


def lint(root: Path, capsys: pytest.CaptureFixture[str], **asked: object) -> tuple[int, str]:
    code = check(Request(directory=root, **asked))  # type: ignore[arg-type]
    return code, capsys.readouterr().out


def spoil(root: Path) -> None:
    """Make every remembered result recognisable, so that a hit can be told from a run."""
    for path in entries(root):
        data = json.loads(path.read_text())
        data["result"]["diagnostics"] = []
        path.write_text(json.dumps(data))


def test_second_lint_of_an_unchanged_workspace_is_remembered(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = lint(workspace, capsys)
    assert lint(workspace, capsys) == first
    assert first[0] == 1
    spoil(workspace)
    assert lint(workspace, capsys) == (0, "")


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "people" / "ada.yaml").write_text("name: Ada Example\nmanager: linus\n"),
        lambda root: (root / "people" / "bob.yaml").write_text("name: Bob Example\n"),
        lambda root: (root / "people" / "ada.yaml").rename(root / "people" / "eve.yaml"),
        lambda root: (root / "people" / "ada.yml").write_text("name: Ada Example\n"),
        lambda root: (root / "teams.yaml").write_text("- id: core\n  name: Core\n"),
        lambda root: (root / "initiatives").mkdir(),
        lambda root: (root / "prodops.yaml").write_text("name: Other\nas_of: 2026-10-15\n"),
        lambda root: (root / "prodops.yaml").write_text("name: Example\nas_of: 2026-10-16\n"),
        lambda root: (root / ".prodops-baseline.json").write_text('{"version": 1, "findings": []}'),
        lambda root: (root / "onboarding" / "plans" / "ada.md").write_text("- [x] A <!-- task: a -->\n"),
        lambda root: (root / "onboarding" / "plans" / "ada.md").unlink(),
        lambda root: (root / "onboarding" / "plans" / "bob.md").write_text("- [ ] A <!-- task: a -->\n"),
    ],
)
def test_every_change_is_noticed(workspace: Path, capsys: pytest.CaptureFixture[str], change: object) -> None:
    lint(workspace, capsys)
    spoil(workspace)
    change(workspace)  # type: ignore[operator]
    assert lint(workspace, capsys)[0] == 1


def test_another_request_is_not_answered_from_memory(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lint(workspace, capsys)
    spoil(workspace)
    assert lint(workspace, capsys, select=("dangling-reference",))[0] == 1
    assert lint(workspace, capsys, as_of=date(2026, 10, 16))[0] == 1
    assert lint(workspace, capsys, paths=(workspace / "people",))[0] == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"program": "x"}', "null", "[" * 10_000])
def test_a_damaged_entry_is_a_miss(workspace: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    first = lint(workspace, capsys)
    for path in entries(workspace):
        path.write_text(text)
    assert lint(workspace, capsys) == first


def test_an_entry_with_a_foreign_result_is_a_miss(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = lint(workspace, capsys)
    for path in entries(workspace):
        data = json.loads(path.read_text())
        data["result"] = {"diagnostics": [["x"]], "ignored": [], "known": [], "files": 1, "records": 1, "rules": 1}
        path.write_text(json.dumps(data))
    assert lint(workspace, capsys) == first


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of", "garbage"),
        ("as_of", 5),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "x/" * 4000),
        ("time_zone", 5),
        ("folders", 5),
        ("folders", [5]),
        ("content", None),
        ("result", []),
    ],
)
def test_an_entry_with_a_foreign_value_is_a_miss(
    workspace: Path, capsys: pytest.CaptureFixture[str], name: str, value: object
) -> None:
    (workspace / "prodops.yaml").write_text("name: Example\n")  # the time zone decides which day it is
    first = lint(workspace, capsys)
    for path in entries(workspace):
        path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    assert lint(workspace, capsys) == first


@pytest.mark.parametrize(
    ("place", "value"),
    [(0, 5), (1, ["a", 1, 1, 1]), (2, "fatal"), (3, None), (4, ["x"]), (5, 5), (6, 5), (7, 5), (8, [None]), (8, None)],
)
def test_an_entry_with_a_foreign_finding_is_a_miss(
    workspace: Path, capsys: pytest.CaptureFixture[str], place: int, value: object
) -> None:
    first = lint(workspace, capsys)
    for path in entries(workspace):
        data = json.loads(path.read_text())
        data["result"]["diagnostics"][0][place] = value
        path.write_text(json.dumps(data))
    assert lint(workspace, capsys) == first


def test_an_entry_with_endless_counts_is_a_miss(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = lint(workspace, capsys)
    for path in entries(workspace):
        path.write_text(path.read_text().replace('"files": 1', '"files": Infinity'))
    assert lint(workspace, capsys) == first


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)])
def test_an_entry_that_is_no_file_is_a_miss(
    workspace: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None]
) -> None:
    first = lint(workspace, capsys)
    (path,) = entries(workspace)
    path.unlink()
    make(path)
    assert lint(workspace, capsys) == first
    assert list(path.parent.glob("*.tmp")) == []


def test_a_file_saved_during_the_lint_is_noticed_by_the_next_one(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Busy(WorkingTree):
        """A tree in which somebody mends a file just after it was read."""

        def read(self, path: str, most: int) -> bytes:
            data = super().read(path, most)
            reads.append(path)
            if path == "people/ada.yaml" and reads.count(path) == 2:  # the first time is for the digest
                (workspace / path).write_text("name: Ada Example\n")
            return data

    reads: list[str] = []
    found = _lint(Busy(workspace), Request(directory=workspace), [])
    assert found.errors == 1
    assert lint(workspace, capsys) == (0, "")


def test_a_file_of_which_only_the_start_would_count_is_not_remembered(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "prodops.yaml").write_text("as_of: 2026-10-15\nlimits: {file_bytes: 9000000}\n")
    (workspace / "people" / "bob.yaml").write_text(f"# {'x' * MOST_BYTES}\nname: Bob\nmanager: nobody\n")
    assert lint(workspace, capsys)[0] == 1
    assert entries(workspace) == []


def test_an_entry_of_another_program_is_a_miss(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = lint(workspace, capsys)
    spoil(workspace)
    for path in entries(workspace):
        data = json.loads(path.read_text())
        data["program"] = "another"
        path.write_text(json.dumps(data))
    assert lint(workspace, capsys) == first


def test_a_cache_that_cannot_be_written_is_done_without(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    assert lint(workspace, capsys)[0] == 1


def test_nothing_is_kept_when_told_so(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRODOPS_NO_CACHE", "1")
    lint(workspace, capsys)
    assert entries(workspace) == []


def test_entries_are_readable_by_their_owner_only(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lint(workspace, capsys)
    assert {path.stat().st_mode & 0o077 for path in entries(workspace)} == {0}


def test_a_result_survives_the_journey(tmp_path: Path) -> None:
    (tmp_path / "prodops.yaml").write_text("name: Example\n")
    tree = WorkingTree(tmp_path)
    diagnostic = Diagnostic(
        "a\udcff.yaml",
        Span(1, 2, 3, 4),
        Severity.WARNING,
        "stale-update",
        "old",
        None,
        "x: 1",
        "goal:a",
        ("updates", 0),
    )
    result = LintResult((diagnostic,), (), (diagnostic,), 3, 2, 1)
    settings, content = settings_digest(tree), content_digest(tree, ["goals"])
    assert settings is not None
    assert content is not None
    cache = Cache(tmp_path / "cache", tmp_path, "{}")
    cache.save(Entry(program(), settings, "UTC", None, ["goals"], content, "2026-10-15", result_data(result)))
    entry = cache.load()
    assert entry is not None
    assert entry.to_result() == result
