"""The hostile corpus: every file ends as it is classed, at a place, with nothing raw in any output."""

import importlib.util
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from prodops_cli import settings
from prodops_cli.diagnostics import LintResult, Severity
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.linter import lint
from prodops_cli.render.findings import formats, renderer
from prodops_cli.source import read
from prodops_cli.tree import WorkingTree
from prodops_cli.workspace import Workspace, read_workspace

AS_OF = date(2026, 10, 1)
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"^\s*::[a-z-]+.*::|##\[", re.IGNORECASE | re.MULTILINE)
MOST_OUTPUT = 65_536


def _load(name: str) -> Any:
    """A module of benchmarks/, which is no package."""
    path = Path(__file__).parents[1] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


hostile = _load("hostile")
HAS_CORPUS = hostile.CORPUS.is_dir()
AS_THEY_ARE = list(hostile.cases_as_they_are()) if HAS_CORPUS else []
CARRIED_OVER = list(hostile.cases_carried_over()) if HAS_CORPUS else []


def name_of(case: Any) -> str:
    return str(case.row["id"])


def run(tmp_path: Path, case: Any) -> tuple[Workspace, LintResult]:
    hostile.write_workspace(tmp_path)
    path = tmp_path / case.home
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(case.text)
    tree = WorkingTree(tmp_path)
    workspace = read_workspace(tree, settings.load(tree))
    return workspace, lint(workspace, AS_OF)


def assert_printable(result: LintResult) -> None:
    """No format lets a control character, a direction mark or a command of a CI runner through."""
    for name in formats():
        text = renderer(name)(result)
        assert not RAW.search(text), name
        assert name == "github" or not COMMAND.search(text), name
        assert name != "text" or len(text.encode()) <= MOST_OUTPUT


def test_corpus_is_here() -> None:
    if not HAS_CORPUS:
        pytest.skip("the hostile corpus is not beside the repository, in ../shared/hostile: its cases were not run")
    assert len(AS_THEY_ARE) > 100
    assert len(CARRIED_OVER) > 100


@pytest.mark.parametrize("case", AS_THEY_ARE, ids=name_of)
def test_hostile_file_is_refused_at_a_place(tmp_path: Path, case: Any) -> None:
    _, result = run(tmp_path, case)
    errors = [d for d in result.diagnostics if d.severity is Severity.ERROR]
    assert errors
    assert {d.path for d in errors} == {case.home}
    assert all(d.span.line >= 1 and d.span.column >= 1 for d in errors)
    assert all(len(d.message) < 300 for d in errors)
    assert_printable(result)


@pytest.mark.parametrize("case", CARRIED_OVER, ids=name_of)
def test_hostile_file_with_real_fields_ends_as_it_is_classed(tmp_path: Path, case: Any) -> None:
    workspace, result = run(tmp_path, case)
    assert_printable(result)
    if case.row.get("either"):
        return
    assert bool(result.errors) == case.is_refused, [d.message for d in result.diagnostics]
    if case.is_refused:
        assert {d.path for d in result.diagnostics if d.severity is Severity.ERROR} == {case.home}
    elif "want" in case.row:
        record = workspace.get(Initiative, "hostile")
        assert record is not None
        assert list(record.tags) == list(case.row["want"].values())
    else:
        assert workspace.of(Initiative)


@pytest.mark.parametrize("case", [case for case in CARRIED_OVER if case.row["group"] == "value"], ids=name_of)
def test_hostile_text_is_kept_as_it_was_meant(tmp_path: Path, case: Any) -> None:
    if case.is_refused:
        return
    workspace, _ = run(tmp_path, case)
    (entry,) = workspace.of(Initiative)
    meant = re.search(rb"title: (.*)", case.text)
    assert meant is not None
    data = read("x", b"t: " + meant[1]).data
    assert isinstance(data, dict)
    assert entry.record.title == str(data["t"]).strip()
