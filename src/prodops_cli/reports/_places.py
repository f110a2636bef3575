"""Where a value stands, for reports that prove what they say."""

from dataclasses import dataclass
from typing import Any

from prodops_cli.diagnostics import Route
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file."""

    path: str
    line: int

    @property
    def text(self) -> str:
        """`path:line`, as editors open it."""
        return f"{self.path}:{self.line}"


def place_of(workspace: Workspace, entry: Entry[Any], route: Route) -> Place:
    """Where a value of a record stands; a field that is not there, where the record begins."""
    return Place(entry.path, line_of(workspace, entry, route))


def line_of(workspace: Workspace, entry: Entry[Any], route: Route) -> int:
    """The line that a value of a record stands on; of a field that is not there, the one the record begins on."""
    return workspace.documents[entry.path].span((*entry.route, *route)).line
