"""What still names a tool or a resource that is retired."""

from collections.abc import Iterator
from typing import TypeVar

from prodops_cli.analysis.words import called
from prodops_cli.kinds.resource import Resource
from prodops_cli.kinds.tool import Tool
from prodops_cli.workspace import Entry, Reference, Workspace

RetiredKind = TypeVar("RetiredKind", Tool, Resource)


def retired_references(workspace: Workspace, kind: type[RetiredKind]) -> Iterator[tuple[Reference, Entry[RetiredKind]]]:
    """Every reference to a retired record of the kind, and that record; from another one it is history."""
    for entry in workspace.of(kind):
        if entry.record.status != "retired":
            continue
        for reference in workspace.referrers(entry):
            source = reference.source.record
            if not (isinstance(source, kind) and source.status == "retired"):
                yield reference, entry


def retired_text(record: Tool | Resource) -> tuple[str, str]:
    """What is said about a reference to it, and what to do."""
    return f"{called(record)} is retired", instead_of(record)


def instead_of(record: Tool | Resource) -> str:
    """What to do about a reference to something that is over, or soon will be."""
    if record.successor is not None:
        return f"name its successor, `{record.successor}`"
    return f"name the {record.kind} that is used instead"
