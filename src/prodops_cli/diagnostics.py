"""What can be wrong with a user's files, where, and what would mend it: Span, Problem, Diagnostic, LintResult; Edit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Route = tuple[str | int, ...]
"""The keys and indices that lead from the top of a document to a value."""


class Severity(StrEnum):
    """How bad a diagnostic is: an error fails the run, a warning does not unless asked to."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file: lines and columns count from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Set:
    """Give the value at a route: a key that is not there yet, and the mappings above it, are made."""

    route: Route
    value: Any
    """Plain data: texts, numbers, true and false, days, lists and mappings; None is a key that is not given."""


@dataclass(frozen=True, slots=True)
class Append:
    """Add an item to the end of the list at a route: the list, and the mappings above it, are made where missing."""

    route: Route
    value: Any


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a key with its value, or an item of a list, away; nothing happens where there is none."""

    route: Route


@dataclass(frozen=True, slots=True)
class Rename:
    """Call a key something else; its value and its place stay."""

    route: Route
    name: str


@dataclass(frozen=True, slots=True)
class RemoveComment:
    """Take the comment away that starts at a place; its line, too, where nothing else is on it."""

    span: Span


Edit = Set | Append | Remove | Rename | RemoveComment
"""A change of a YAML file; the module `edit` makes it and leaves every other byte as it is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong that was found while reading: bound to a route, or to a span where there is no tree.

    `rule` names the rule page that explains it. `at_key` points at the key rather than at its value. `fix` is what
    would mend it, where there is only one way to.
    """

    rule: str
    path: str
    message: str
    hint: str | None = None
    route: Route = ()
    at_key: bool = False
    span: Span | None = None
    fix: Edit | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A printable finding: where, how bad, what, and what to do; `excerpt` is the source line it points at."""

    path: str
    span: Span
    severity: Severity
    rule: str
    message: str
    hint: str | None = None
    excerpt: str | None = None
    record: str | None = None
    route: Route = ()
    fix: Edit | None = None
    """What would mend it, by the routes of its file, where that is certain; not remembered by the cache."""

    @property
    def sort_key(self) -> tuple[str, Span, str, str]:
        """By file, then place, then rule: the order in which people work through a list."""
        return (self.path, self.span, self.rule, self.message)


@dataclass(frozen=True, slots=True)
class LintResult:
    """What a run found: the diagnostics in order, how many were silenced, and how much was looked at."""

    diagnostics: tuple[Diagnostic, ...]
    ignored: tuple[Diagnostic, ...]
    known: tuple[Diagnostic, ...]
    """Findings that the baseline already lists."""
    files: int
    records: int
    rules: int

    def within(self, paths: Iterable[str]) -> "LintResult":
        """The result less what stands outside these files and folders; none, or the root (""), mean everything."""
        wanted = tuple(paths)
        if not wanted or "" in wanted:
            return self

        def is_wanted(diagnostic: Diagnostic) -> bool:
            return any(diagnostic.path == path or diagnostic.path.startswith(f"{path}/") for path in wanted)

        return replace(
            self,
            diagnostics=tuple(filter(is_wanted, self.diagnostics)),
            ignored=tuple(filter(is_wanted, self.ignored)),
            known=tuple(filter(is_wanted, self.known)),
        )

    @property
    def errors(self) -> int:
        """How many of the diagnostics are errors."""
        return sum(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)

    @property
    def warnings(self) -> int:
        """How many of the diagnostics are warnings."""
        return len(self.diagnostics) - self.errors
