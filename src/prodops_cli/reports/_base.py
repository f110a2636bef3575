"""What every report is made of: @report, and how it names records.

A report is a function of a workspace and a day that returns a frozen dataclass; further options have defaults.
A template of the same name in templates/reports/ turns the dataclass into text.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Concatenate, Generic, ParamSpec, TypeAlias, TypeVar

from prodops_cli.workspace import Entry, Workspace

Options = ParamSpec("Options")
Result_co = TypeVar("Result_co", covariant=True)


@dataclass(frozen=True)
class Report(Generic[Options, Result_co]):
    """A question about a workspace that is worth a page."""

    make: Callable[Concatenate[Workspace, date, Options], Result_co]
    """Its body."""

    def __call__(
        self, workspace: Workspace, as_of: date, /, *args: Options.args, **options: Options.kwargs
    ) -> Result_co:
        """Make the report for a day."""
        return self.make(workspace, as_of, *args, **options)

    @cached_property
    def name(self) -> str:
        """Its name in words, after the function: `tool-renewals`."""
        return self.make.__name__.replace("_", "-")

    @cached_property
    def summary(self) -> str:
        """What it answers: the first line of its docstring."""
        return (inspect.getdoc(self.make) or "").partition("\n")[0]


AnyReport: TypeAlias = Report[Any, Any]


def report(
    make: Callable[Concatenate[Workspace, date, Options], Result_co],
) -> Report[Options, Result_co]:
    """Register the decorated function as a report, under its own name with hyphens."""
    return Report(make)


@dataclass(frozen=True, slots=True)
class Named:
    """A record as a report names it."""

    ref: str
    """`kind:id`."""
    name: str
    """What people call it."""
    path: str | None
    """The file it stands in; None for one that could not be read."""

    @property
    def id(self) -> str:
        """Its id."""
        return self.ref.partition(":")[2]


def named(entry: Entry[Any]) -> Named:
    """The name of a record that is there."""
    return Named(entry.ref, entry.record.label, entry.path)


def named_by(workspace: Workspace, kind: str, id_: str | None) -> Named | None:
    """The name of a record that a field refers to: its id where it could not be read, None where the field is empty."""
    if id_ is None:
        return None
    entry = workspace.find(kind, id_)
    return named(entry) if entry is not None else Named(f"{kind}:{id_}", id_, None)


__all__ = ["AnyReport", "Entry", "Named", "Report", "Workspace", "named", "named_by", "report"]
