"""A record as it would be with some fields changed: from `field=value` texts to edits, and whether that is right.

Nothing is written here. The workspace is linted as it would be, so what `prodops set` refuses is exactly what
`prodops lint` would newly report, in the same words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from prodops_cli.analysis.lookup import find_one
from prodops_cli.analysis.wording import Sides, wording
from prodops_cli.changes import compare
from prodops_cli.diagnostics import Append, Diagnostic, Edit, Remove, Route, Set, Severity
from prodops_cli.drafts import require_text, value_of
from prodops_cli.edit.fields import edited
from prodops_cli.errors import ExitCode, ProdopsError, nearest_hint
from prodops_cli.fields import NUMBER, Flag, shown
from prodops_cli.kinds import all_kinds, require_kind
from prodops_cli.kinds._base import Record
from prodops_cli.kinds._path import field_path
from prodops_cli.kinds._shape import Shape, identity_of
from prodops_cli.linter import lint
from prodops_cli.render.yaml import below, each, is_text
from prodops_cli.source import Data, Limits, looks_typed, read
from prodops_cli.tree import SUFFIX, MemoryTree
from prodops_cli.workspace import Workspace, read_workspace

_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
"""What people type for true and false; files say true and false."""

_MOST_DIGITS = 15
"""What a number has at most, before its point or behind it."""

MOST_NAMES = 8
"""A hint names so many items of a list."""


@dataclass(frozen=True, slots=True)
class Target:
    """A record to change, readable or not: its kind and id, and where it stands."""

    kind: type[Record]
    id: str
    path: str
    route: Route

    @property
    def ref(self) -> str:
        """Its name across kinds."""
        return f"{self.kind.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A file as it is and as it would be, and what there is to say about it."""

    target: Target
    old: bytes
    new: bytes
    said: tuple[str, ...]
    """What changed, in words."""
    notes: tuple[str, ...]
    """What was asked for and is so already."""
    warnings: tuple[Diagnostic, ...]
    """What lint would say about it that it does not say now; errors only where they were forced."""


def amend(workspace: Workspace, ref: str, assignments: Sequence[str], as_of: date, *, force: bool = False) -> Amendment:
    """A record with fields changed. Raises ProdopsError where the request is none, or lint would find a new error.

    With `force` only a record that could not be read any more is refused; what lint would find is told.
    """
    target = find_target(workspace, ref)
    _require_file(workspace, target)
    limits = workspace.settings.source_limits
    old = workspace.documents[target.path].raw
    new, notes = with_assignments(target, old, assignments, limits)
    if new == old:
        return Amendment(target, old, new, (), tuple(notes), ())
    after = with_file(workspace, target.path, new)
    found = new_findings(workspace, after, as_of)
    errors = tuple(diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR)
    is_readable = after.get(target.kind, target.id) is not None
    if errors and not (force and is_readable):
        way = ", or write it all the same with --force" if is_readable else ""
        raise ProdopsError(
            f"{target.path} was not changed",
            f"give another value, or mend what the findings name first{way}",
            ExitCode.FINDINGS,
            diagnostics=errors,
        )
    return Amendment(target, old, new, tuple(_words(target, workspace, after, as_of)), tuple(notes), tuple(found))


def _require_file(workspace: Workspace, target: Target) -> None:
    """Raise ProdopsError for what stands in the place of a file and cannot be read: a FIFO, a link out of the root."""
    document = workspace.documents[target.path]
    if document.problems and not document.raw:
        problem = document.problems[0]
        raise ProdopsError(
            f"{target.path}: {problem.message}, so nothing was changed",
            problem.hint or f"mend it first; see: prodops lint {target.path}",
            ExitCode.FINDINGS,
        )


# --- which record ------------------------------------------------------------------------------------


def find_target(workspace: Workspace, ref: str) -> Target:
    """The record that a text means; also one that lint objects to, as long as its file is YAML.

    Raises ProdopsError where it means none, or several.
    """
    try:
        entry = find_one(workspace, ref)
    except ProdopsError as error:
        target = _unread(workspace, ref) if error.code is ExitCode.FINDINGS else None
        if target is None:
            raise
        return target
    return Target(type(entry.record), entry.id, entry.path, entry.route)


def _unread(workspace: Workspace, ref: str) -> Target | None:
    """The record of this name whose values are wrong, where exactly one file has it."""
    word, colon, id_ = ref.rpartition(":")
    found = []
    for kind in [require_kind(word)] if colon else all_kinds().values():
        for path, document in workspace.documents.items():
            if path.startswith(f"{kind.folder}/") and path.endswith(f"/{id_}{SUFFIX}"):
                found.append(Target(kind, id_, path, ()))
            elif path == f"{kind.folder}{SUFFIX}":
                data = read(path, document.raw, workspace.settings.source_limits).data
                items = enumerate(data) if isinstance(data, list) else ()
                found += [Target(kind, id_, path, (number,)) for number, item in items if _id_of(item) == id_]
    return found[0] if len(found) == 1 else None


def _id_of(item: Data) -> Data:
    return item.get("id") if isinstance(item, dict) else None


# --- from what people type to edits --------------------------------------------------------------------

_ASSIGNMENT = re.compile(r"([^=]+?)([+-]?=)(.*)", re.DOTALL)


def with_assignments(target: Target, raw: bytes, assignments: Iterable[str], limits: Limits) -> tuple[bytes, list[str]]:
    """A file after `field=value`, `field+=item`, `field-=item` and `field=`, and notes on what is so already.

    Raises ProdopsError for a text of another form, and for a field that the kind does not have.
    """
    notes: list[str] = []
    for match in [_matched(target, assignment, limits) for assignment in assignments]:
        data = read(target.path, raw, limits).data
        edits = _Request(target, _at(data, target.route), match[1], match[3].strip(), notes).edits(match[2])
        new = edited(target.path, raw, edits, limits)
        if new == raw and not edits and not notes:
            notes.append(f"{target.ref} has no `{match[1]}`")
        raw = new
    return raw, notes


def _matched(target: Target, assignment: str, limits: Limits) -> re.Match[str]:
    """The parts of an assignment. Raises ProdopsError for none, and for a name with more steps than a file may have."""
    require_text("the assignment", assignment)
    match = _ASSIGNMENT.fullmatch(assignment)
    if match is None:
        raise ProdopsError(f"{shown(assignment)} is not FIELD=VALUE", "write it like this: owner=ada, tags+=beta")
    if len(target.route) + match[1].count(".") >= limits.depth:
        raise ProdopsError(
            f"{shown(match[1])} is nested more than {limits.depth} levels deep",
            "no record needs that: check how the name was made",
        )
    return match


def _at(data: Data, route: Route) -> Any:
    for step in route:
        data = data[step]  # type: ignore[index]  # the route was found in this very data
    return data


@dataclass(frozen=True, slots=True)
class _Request:
    """One assignment, and the record it is about as its file says it."""

    target: Target
    record: Any
    name: str
    text: str
    notes: list[str]

    def edits(self, operator: str) -> list[Edit]:
        """What is to be changed in the file."""
        if self.name == "id":
            raise ProdopsError(
                "the id is not a field to set: other records name this one by it",
                f"rename the file (or its `id:` line) by hand; `prodops show {self.target.ref}` lists what names it",
            )
        place = _place(self.target.kind, self.record, self.name)
        if operator == "=":
            return self._set(place) if self.text else [Remove((*self.target.route, *place.route))]
        if not self.text:
            raise ProdopsError(f"`{self.name}{operator}` has no value", f"write {self.name}{operator}ITEM")
        if place.shape.many != "list" and not (place.shape.is_anything and isinstance(place.data, list | None)):
            hint = f"write {self.name}={self.text}" if operator == "+=" else f"write {self.name}= to remove it"
            raise ProdopsError(f"`{self.name}` is not a list", hint)
        return (self._add if operator == "+=" else self._take_away)(place)

    def _set(self, place: "_Place") -> list[Edit]:
        shape, route = place.shape, place.route
        value = typed(value_of(self.name, self.text, shape), shape)
        is_short = shape.short_for is not None and not shape.many and not isinstance(value, dict)
        if is_short and isinstance(place.data, dict):  # `effort=5` leaves the note of `effort: {value: 3, note: …}`
            route = (*route, str(shape.short_for))
        elif isinstance(value, str) and isinstance(place.data, str) and place.data.endswith("\n"):
            value += "\n"  # the end of a block text, which is none of the text
        for step, whole in place.wrapped:
            value = {**whole, step: value}
        return [Set((*self.target.route, *route), value)]

    def _items(self, shape: Shape) -> list[Any]:
        value = typed(value_of(self.name, self.text, replace(shape, many="list")), shape)
        return value if isinstance(value, list) else [value]

    def _add(self, place: "_Place") -> list[Edit]:
        found: list[Edit] = []
        names = {
            name
            for other in place.data or []
            for name in (_text_of(other), *_names_of(other, place.shape))
            if isinstance(name, str)
        }
        for item in self._items(place.shape):
            text = _text_of(item)
            if text not in names if isinstance(text, str) else _index_of(place.data, item, place.shape) is None:
                found.append(Append((*self.target.route, *place.route), item))
            else:
                self.notes.append(f"`{self.name}` has {shown(_said(item, place.shape))} already")
        return found

    def _take_away(self, place: "_Place") -> list[Edit]:
        left = list(place.data or [])
        found: list[Edit] = []
        for item in self._items(place.shape):
            index = _index_of(left, item, place.shape)
            if index is None:
                self.notes.append(f"`{self.name}` has no {shown(_said(item, place.shape))}")
            else:
                del left[index]
                found.append(Remove((*self.target.route, *place.route, index)))
        return found


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a dotted name leads in a record, and what stands there."""

    route: Route
    shape: Shape
    data: Any
    wrapped: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    """The mappings to write around a new value, where the file has a short form: innermost first."""


def _place(kind: type[Record], record: Any, name: str) -> _Place:
    """The place that a dotted name means; items of lists are named by what they are known by, or by their number."""
    names: list[str] = []
    route: tuple[str | int, ...] = ()
    shape, data = Shape(kind, model=kind), record
    wrapped: list[tuple[str, Mapping[str, Any]]] = []
    for key in name.split("."):
        if shape.many == "list":
            index = _named(".".join(names), data, key, shape)
            route, shape, data = (*route, index), replace(shape, many=""), data[index]
            continue
        names.append(key)
        former, shape = shape, field_path(kind, ".".join(names)).shape
        if former.short_for is not None and not former.many and isinstance(data, (str, list)):
            if key == former.short_for:
                continue  # the short form is this very value
            whole = {former.short_for: typed(data, former)}
            wrapped.insert(0, (key, whole))
            data = None
        elif wrapped:
            wrapped.insert(0, (key, {}))
        else:
            route = (*route, key)
            data = data.get(key) if isinstance(data, dict) else None
    return _Place(route, shape, data, tuple(wrapped))


def _named(name: str, items: Any, key: str, shape: Shape) -> int:
    """The number of the item that a key means. Raises ProdopsError where it means none, or several."""
    items = items if isinstance(items, list) else []
    found = [number for number, item in enumerate(items) if key in _names_of(item, shape)]
    if len(found) == 1:
        return found[0]
    if not found and key.isascii() and key.isdecimal() and 1 <= int(key) <= len(items):
        return int(key) - 1
    if found:
        raise ProdopsError(f"`{key}` can mean {len(found)} items of `{name}`", "name one by its number: the first is 1")
    names = [names[0] for item in items if (names := _names_of(item, shape))]
    listed = f"its items are {', '.join(names[:MOST_NAMES])}" if names else f"it has {len(items)} items"
    raise ProdopsError(f"`{name}` is a list without an item `{key}`", nearest_hint(key, names, listed))


def _names_of(item: Any, shape: Shape) -> list[str]:
    """What an item of a list is known by, as its file says it."""
    if isinstance(item, str):
        return [str(item)]
    if shape.model is None or not isinstance(item, dict):
        return []
    return [str(item[name]) for name in identity_of(shape.model) if isinstance(item.get(name), str)]


def _index_of(items: Any, item: Any, shape: Shape) -> int | None:
    """The number of the first item that is this one."""
    wanted = _text_of(item)
    for number, other in enumerate(items or []):
        if _text_of(other) == wanted or (isinstance(wanted, str) and wanted in _names_of(other, shape)):
            return number
    return None


def _text_of(value: Any) -> Any:
    """A value with every scalar as its text, so that what was typed can be compared with what a file says."""
    if isinstance(value, dict):
        return {key: _text_of(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_text_of(inner) for inner in value]
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _said(item: Any, shape: Shape) -> str:
    names = _names_of(_text_of(item), shape)
    return names[0] if names else str(_text_of(item))


def typed(value: Any, shape: Shape | None) -> Any:
    """What was typed, or stands in a file, as what its field holds: a number, a day, true or false, or a text."""
    if isinstance(value, Mapping):
        return {key: typed(inner, below(shape, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [typed(inner, each(shape)) for inner in value]
    text = str(value)
    if is_text(shape):
        return text
    if shape is not None and shape.is_a(Flag) and text.casefold() in _FLAGS:
        return _FLAGS[text.casefold()]
    if text in ("true", "false"):
        return text == "true"
    if NUMBER.fullmatch(text) and ((shape is not None and not shape.is_anything) or f"{Decimal(text):f}" == text):
        return Decimal(text)
    if shape is not None and not shape.is_anything and looks_typed(text):
        if sum(character.isdigit() for character in text) > _MOST_DIGITS:
            raise ProdopsError(f"{shown(text)} has too many digits for a number", f"write at most {_MOST_DIGITS}")
        return Decimal(text)  # `5.` is 5
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else text
    except ValueError:
        return text


# --- whether it is right -------------------------------------------------------------------------------


def with_file(workspace: Workspace, path: str, raw: bytes) -> Workspace:
    """The workspace as it would be with other bytes in one of its files."""
    part = read_workspace(MemoryTree({path: raw}), workspace.settings)
    others = {key: entry for key, entry in workspace.entries.items() if entry.path != path}
    return replace(
        workspace,
        entries=dict(sorted({**others, **part.entries}.items())),
        problems=(*(problem for problem in workspace.problems if problem.path != path), *part.problems),
        documents={**workspace.documents, **part.documents},
        unread=(workspace.unread - part.entries.keys()) | part.unread,
        unread_kinds=workspace.unread_kinds | part.unread_kinds,
    )


def new_findings(before: Workspace, after: Workspace, as_of: date) -> list[Diagnostic]:
    """What lint would say that it does not say now; a finding that only moved to another line is none."""
    known = Counter(map(gist, lint(before, as_of).diagnostics))
    found = []
    for diagnostic in lint(after, as_of).diagnostics:
        if known[gist(diagnostic)] > 0:
            known[gist(diagnostic)] -= 1
        else:
            found.append(diagnostic)
    return found


def gist(diagnostic: Diagnostic) -> tuple[str, str, str | None, str]:
    """A finding without its place, which changes with the lines above it."""
    return diagnostic.path, diagnostic.rule, diagnostic.record, diagnostic.message


def _words(target: Target, before: Workspace, after: Workspace, as_of: date) -> list[str]:
    """What changed about the record; nothing where it could not be read before."""
    key = target.kind.kind, target.id
    if key not in before.entries or key not in after.entries:
        return []
    alone = [replace(side, entries={key: side.entries[key]}) for side in (before, after)]
    comparison = compare(*alone)
    sides = Sides(before, after, comparison, as_of)
    words = list(dict.fromkeys(wording(change, sides) for change in comparison.changes))
    return words or ["written in other words, and means the same"]
