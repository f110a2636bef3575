"""What every rule is made of: @rule and Finding.

A rule is a generator over a workspace. It names routes, never lines: the linter turns routes into spans.
The module's docstring is the rule's page and its test; see CONTRIBUTING.md.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from prodops_cli.diagnostics import Problem, Remove, Route, Severity
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule objects to: in which record, at which route, why, and what to do about it.

    `at_key` points at the key rather than at its value; a route to a key that is not there points at what
    would hold it. `fix` is what would mend it, by the record's own routes, where there is only one way to.
    """

    entry: Entry[Any]
    route: Route
    message: str
    hint: str | None = None
    at_key: bool = False
    fix: Remove | None = None


Check = Callable[[Workspace, date], Iterable[Finding | Problem]]
"""A rule's body: the workspace and the day that counts as today, to findings."""


Comparison = Callable[[Workspace, Workspace, date], Iterable[Finding | Problem]]
"""The body of a rule that compares: the workspace, the former one and the day, to findings."""


@dataclass(frozen=True)
class Rule:
    """A named check with its page. Reading rules report what loading found; they always run."""

    body: Check | Comparison
    severity: Severity
    is_reading: bool = False
    needs_former: bool = False
    """Whether it compares with a former workspace; without one it does not run."""

    def find(self, workspace: Workspace, as_of: date, former: Workspace | None = None) -> Iterable[Finding | Problem]:
        """What it objects to."""
        if not self.needs_former:
            return cast("Check", self.body)(workspace, as_of)
        return cast("Comparison", self.body)(workspace, former, as_of) if former is not None else ()

    @cached_property
    def name(self) -> str:
        """Its name in words, after the function: `past-target`."""
        return self.body.__name__.replace("_", "-")

    @property
    def page(self) -> str:
        """Its page: what it objects to, why, a bad and a good example, as markdown."""
        return (sys.modules[self.body.__module__].__doc__ or "").strip()

    @property
    def summary(self) -> str:
        """The first line of its page."""
        return self.page.partition("\n")[0]


def rule(severity: Severity, *, is_reading: bool = False) -> Callable[[Check], Rule]:
    """Register the decorated generator as a rule, under its own name with hyphens."""
    return lambda check: Rule(check, severity, is_reading)


def comparing_rule(severity: Severity) -> Callable[[Comparison], Rule]:
    """Register the decorated generator as a rule that compares the workspace with a former one."""
    return lambda compare: Rule(compare, severity, needs_former=True)


def problems_named(workspace: Workspace, name: str) -> list[Problem]:
    """What loading found under a rule's name."""
    return [problem for problem in workspace.problems if problem.rule == name]


ERROR, WARNING = Severity.ERROR, Severity.WARNING

__all__ = [
    "ERROR",
    "WARNING",
    "Check",
    "Entry",
    "Finding",
    "Problem",
    "Remove",
    "Rule",
    "Workspace",
    "comparing_rule",
    "problems_named",
    "rule",
]
