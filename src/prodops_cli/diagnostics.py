"""What can be wrong with a user's files, and where: Span, Problem, Diagnostic, LintResult."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

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
class Problem:
    """Something wrong that was found while reading: bound to a route, or to a span where there is no tree.

    `rule` names the rule page that explains it. `at_key` points at the key rather than at its value.
    """

    rule: str
    path: str
    message: str
    hint: str | None = None
    route: Route = ()
    at_key: bool = False
    span: Span | None = None


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
