"""Every rule's page is its test: what is marked in Bad is found, nothing else is, and Good is clean."""

import re
from datetime import date
from pathlib import Path

import pytest

from prodops_cli import settings
from prodops_cli.diagnostics import LintResult
from prodops_cli.linter import lint
from prodops_cli.rules import all_rules
from prodops_cli.rules._base import Rule
from prodops_cli.rules._pages import Example, Mark, read_page
from prodops_cli.tree import MARKER, WorkingTree
from prodops_cli.workspace import Workspace, read_workspace

AS_OF = date(2026, 10, 15)
RULES = [pytest.param(rule, id=name) for name, rule in all_rules().items()]


@pytest.mark.parametrize("rule", RULES)
def test_page_says_what_why_and_how(rule: Rule) -> None:
    page = read_page(rule.page)
    assert page.summary == rule.summary
    assert page.summary.endswith(".")
    assert list(page.sections)[:3] == ["Why", "Bad", "Good"]
    assert all(page.sections.values())
    assert page.examples("Bad")
    assert page.examples("Good")


@pytest.mark.parametrize("rule", RULES)
def test_bad_example_is_found_exactly_where_it_is_marked(rule: Rule, tmp_path: Path) -> None:
    examples = read_page(rule.page).examples("Bad")
    marks = sorted(mark for example in examples for mark in example.marks)
    assert rule.name in {mark.rule for mark in marks}
    assert found_in(tmp_path, examples, rule) == marks


@pytest.mark.parametrize("rule", RULES)
def test_good_example_is_clean(rule: Rule, tmp_path: Path) -> None:
    assert found_in(tmp_path, read_page(rule.page).examples("Good"), rule) == []


@pytest.mark.parametrize("rule", RULES)
def test_findings_are_sentences_with_advice(rule: Rule, tmp_path: Path) -> None:
    for diagnostic in run(tmp_path, read_page(rule.page).examples("Bad"), rule).diagnostics:
        assert diagnostic.message
        assert diagnostic.hint
        assert not diagnostic.message.endswith(".")
        assert not diagnostic.hint.endswith(".")


def found_in(folder: Path, examples: tuple[Example, ...], rule: Rule) -> list[Mark]:
    """What the linter says about the files, in the form of marks: sorted, each once."""
    result = run(folder, examples, rule)
    assert not result.ignored
    return sorted({Mark(d.path, d.span.line, d.rule, d.severity) for d in result.diagnostics})


def run(folder: Path, examples: tuple[Example, ...], rule: Rule) -> LintResult:
    """Lint the files as a workspace, with one rule, those its ignore comments name, and those that always run."""
    workspace = written(folder / "now", [example for example in examples if not example.is_before])
    former = written(folder / "before", [example for example in examples if example.is_before])
    named = {name for example in examples for name in re.findall(r"prodops: ignore\[([a-z-]+)\]", example.text)}
    return lint(workspace, AS_OF, select={rule.name, *named & set(all_rules())}, former=former)


def written(folder: Path, examples: list[Example]) -> Workspace:
    """The workspace that files make."""
    for example in examples:
        file = folder / example.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(example.text, encoding="utf-8")
    if not (folder / MARKER).exists():
        folder.mkdir(exist_ok=True)
        (folder / MARKER).write_text("name: Example\n", encoding="utf-8")
    tree = WorkingTree(folder)
    return read_workspace(tree, settings.load(tree))
