"""How bad a finding is: what only the calendar made never fails somebody else's commit."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from prodops_cli import settings
from prodops_cli.diagnostics import Severity
from prodops_cli.linter import lint
from prodops_cli.rules import all_rules
from prodops_cli.rules._base import Rule
from prodops_cli.rules._pages import read_page
from prodops_cli.tree import MemoryTree, WorkingTree
from prodops_cli.workspace import Workspace, read_workspace

EXAMPLES = Path(__file__).parent.parent / "examples"
AS_OF = date(2026, 10, 15)
LATER = [timedelta(days=days) for days in (1, 15, 45, 100, 400, 4000)]
RULES = [pytest.param(rule, id=name) for name, rule in all_rules().items()]


def errors(workspace: Workspace, day: date) -> set[tuple[str, int, str]]:
    """Where the errors of a day are: file, line, rule. Their messages may count days."""
    found = lint(workspace, day).diagnostics
    return {(one.path, one.span.line, one.rule) for one in found if one.severity is Severity.ERROR}


@pytest.mark.parametrize("heading", ["Bad", "Good"])
@pytest.mark.parametrize("rule", RULES)
def test_passing_days_alone_make_no_errors(rule: Rule, heading: str) -> None:
    files = {
        example.path: example.text.encode()
        for example in read_page(rule.page).examples(heading)
        if not example.is_before
    }
    tree = MemoryTree({"prodops.yaml": b"name: Example\n", **files})
    workspace = read_workspace(tree, settings.load(tree))
    written = errors(workspace, AS_OF)
    if rule.name == "expired-ignore":
        return  # its comments name the day from which the error counts again: somebody chose it
    for days in LATER:
        assert errors(workspace, AS_OF + days) <= written, f"{days.days} days later"


@pytest.mark.parametrize("name", ["acme", "startup"])
def test_example_that_nobody_touches_gets_warnings_and_no_errors(name: str) -> None:
    tree = WorkingTree(EXAMPLES / name)
    workspace = read_workspace(tree, settings.load(tree))
    assert workspace.settings.as_of is not None
    for days in LATER:
        day = workspace.settings.as_of + days
        assert errors(workspace, day) == set()
    assert lint(workspace, day).diagnostics, "years later there is a lot to warn about"
