"""Where the statements of a status update come from: the file, the field, and the commit that set it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from prodops_cli.history import Event, History, Revision, events_of
from prodops_cli.workspace import Workspace

Notes: TypeAlias = tuple[int, ...]
"""The numbers of a statement's sources; none unless proof was asked for."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a statement rests on."""

    number: int
    """The number of its footnote, from 1."""
    path: str
    line: int | None
    """Where the field stands in the file; None for a whole folder, or a field or file that is gone."""
    field: str
    """Its name; `file` for the record itself."""
    commit: str | None
    """The commit that set it, or of a whole folder the one that was read; None where that is not known."""
    day: date | None
    """The day of that commit; None for a whole folder."""
    author: str | None


class Sources:
    """Numbers the sources of statements in the order in which these are made; does nothing unless proof is wanted."""

    def __init__(self, workspace: Workspace, history: History | None, commit: str | None, *, are_wanted: bool) -> None:
        self.commit = commit
        self.workspace = workspace
        self.history = history
        self.are_wanted = are_wanted
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._found: list[Source] = []
        self._settings: dict[tuple[str, str], dict[str, Event]] = {}

    def all(self) -> tuple[Source, ...]:
        """Every source that a statement has named."""
        return tuple(self._found)

    def of(self, ref: str | None, *fields: str) -> Notes:
        """The notes of a statement about some fields of a record, `kind:id`."""
        if not self.are_wanted or ref is None:
            return ()
        kind, _, id_ = ref.partition(":")
        told = [field for field in fields if self._is_told(kind, id_, field)]
        return tuple(self._number(kind, id_, field) for field in told or ["file"])

    def of_folder(self, folder: str, fields: str) -> Notes:
        """The notes of a statement about all records of a folder."""
        if not self.are_wanted:
            return ()
        key = (folder, "", fields)
        if key not in self._numbers:
            self._numbers[key] = len(self._found) + 1
            self._found.append(Source(self._numbers[key], folder, None, fields, self.commit, None, None))
        return (self._numbers[key],)

    def joined(self, notes: Iterable[Notes]) -> Notes:
        """The notes of a statement that is made of others."""
        return tuple(sorted({number for some in notes for number in some}))

    def _is_told(self, kind: str, id_: str, field: str) -> bool:
        """Whether a field stands in the file, or stood there: nothing rests on one that never did."""
        return self._line(kind, id_, field) is not None or field in self._set_by(kind, id_)

    def _line(self, kind: str, id_: str, field: str) -> int | None:
        """Where a field of a record stands in its file, or `file`, the record itself; None where it does not."""
        entry = self.workspace.find(kind, id_)
        if entry is None:
            return None
        document = self.workspace.documents[entry.path]
        if field == "file":
            return document.span(entry.route).line
        node = document.tree
        for step in entry.route:
            node = node and (node.items[step] if isinstance(step, int) else node.pairs[step][2])
        is_there = node is not None and field in node.pairs
        return document.span((*entry.route, field), at_key=True).line if is_there else None

    def _number(self, kind: str, id_: str, field: str) -> int:
        key = (kind, id_, field)
        if key in self._numbers:
            return self._numbers[key]
        entry = self.workspace.find(kind, id_)
        event = self._set_by(kind, id_).get(field)
        if entry is None:
            trail = self.history.get(kind, id_) if self.history is not None else None
            path = next((version.path for version in reversed(trail.versions) if version.path), None) if trail else None
            return self._add(key, path or f"{kind}:{id_}", None, field, event.revision if event else None)
        return self._add(key, entry.path, self._line(kind, id_, field), field, event.revision if event else None)

    def _add(
        self, key: tuple[str, str, str], path: str, line: int | None, field: str, revision: Revision | None
    ) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._found) + 1
            commit, day, author = (revision.commit, revision.day, revision.author) if revision else (None, None, None)
            self._found.append(Source(self._numbers[key], path, line, field, commit, day, author))
        return self._numbers[key]

    def _set_by(self, kind: str, id_: str) -> dict[str, Event]:
        """The last event of every top-level field of a record."""
        if (kind, id_) not in self._settings:
            trail = self.history.get(kind, id_) if self.history is not None else None
            events = events_of(trail) if trail is not None else ()
            self._settings[kind, id_] = {event.keys[0]: event for event in events}
        return self._settings[kind, id_]
