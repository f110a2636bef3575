"""A record that is not in the workspace yet: where it will stand, what its file will say, and whether that is right.

Nothing is written here. A draft is read back by the workspace's own loader and linted among the other records,
so what `prodops new` refuses is exactly what `prodops lint` would report, in the same words.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from prodops_cli.diagnostics import Diagnostic, Severity
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.fields import Range, is_id
from prodops_cli.kinds._base import Record
from prodops_cli.kinds._path import field_path
from prodops_cli.kinds._shape import Shape, fields_of
from prodops_cli.linter import lint
from prodops_cli.render.starter import list_item, starter
from prodops_cli.render.yaml import Value
from prodops_cli.source import Data, Document, Limits, read
from prodops_cli.tree import SUFFIX, MemoryTree
from prodops_cli.validation import validate
from prodops_cli.workspace import Workspace, read_workspace

LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """A new record's file: a file of its own, or the list file it is added to."""

    kind: type[Record]
    id: str
    given: Mapping[str, Value]
    path: str
    text: bytes
    """The whole file."""
    addition: str
    """What is new in it: all of it, or one record at the end."""
    former: bytes | None = None
    """What the list file says now; None for a file of its own."""

    @property
    def first_line(self) -> int:
        """The line on which the addition starts."""
        return self.text.count(b"\n") - self.addition.count("\n") + 1


# --- from what people type to values ---------------------------------------------------------------


def values_from(kind: type[Record], assignments: Iterable[str]) -> dict[str, Value]:
    """The values in `field=value` texts. Raises ProdopsError for one that is not of that form.

    `contract.renews=2026-12-31` reaches into a mapping. A list is written `a, b`, or by giving it twice, or as
    YAML like any nested value: `goals=[a, b]`, `price={amount: 15, currency: EUR, per: seat/month}`.
    """
    found: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals or not name:
            raise ProdopsError(f"`{assignment}` is not FIELD=VALUE", "write it like this: --set owner=ada")
        if name == "id":
            raise ProdopsError("the id is not a field to set", f"write it after the kind: prodops new {kind.kind} ID")
        path = field_path(kind, name)
        if path.passes_list:
            raise ProdopsError(f"`{name}` leads into a list", f"give the whole list: {path.keys[0]}=[…]")
        inner = found
        for key in path.keys[:-1]:
            inner = inner.setdefault(key, {})
            if not isinstance(inner, dict):
                raise ProdopsError(f"`{key}` is given twice", "give it once, as a whole or key by key")
        _assign(inner, path.keys[-1], value_of(name, text.strip(), path.shape), name)
    return found


def _assign(inner: dict[str, Any], key: str, value: Value, name: str) -> None:
    if isinstance(value, list) and isinstance(inner.get(key), list):
        inner[key] = inner[key] + value
    elif key in inner:
        raise ProdopsError(f"`{name}` is given twice", "give it once")
    else:
        inner[key] = value


def value_of(name: str, text: str, shape: Shape) -> Value:
    """A value as its field takes it: a text, a list of texts, or what a YAML text says.

    Raises ProdopsError for a text that is none of it.
    """
    require_text(name, text)
    if not text:
        raise ProdopsError(f"`{name}` has no value", f"write --set {name}=VALUE, or leave it out")
    is_list = shape.many == "list"
    takes_mapping = shape.model is not None or shape.many == "mapping" or shape.is_anything
    takes_range = shape.is_a(Range) or (shape.model is not None and shape.short_for is not None)
    if (text[0] == "[" and (is_list or takes_range or shape.is_anything)) or (text[0] == "{" and takes_mapping):
        value = _parsed(name, text)
        return [value] if is_list and isinstance(value, Mapping) else value
    return [item.strip() for item in text.split(",") if item.strip()] if is_list else text


def _parsed(name: str, text: str) -> Value:
    document = read(name, text.encode())
    if document.problems or not isinstance(document.data, (dict, list)):
        reason = document.problems[0].message if document.problems else "a list or a mapping is wanted"
        raise ProdopsError(
            f"the value of `{name}` is not YAML: {reason}", "write it as in a file: [a, b] or {key: value}"
        )
    value: Value = _without_nothing(document.data)
    return value


def _without_nothing(data: Data) -> Any:
    """The data less the keys with nothing behind them, which mean that they are not given."""
    if isinstance(data, dict):
        return {key: _without_nothing(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_without_nothing(value) for value in data if value is not None]
    return data


def require_text(name: str, text: str) -> None:
    """Raise ProdopsError for a text that a UTF-8 file cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ProdopsError(f"the value of `{name}` is not UTF-8 text", "check the terminal's encoding") from None


def label_field(kind: type[Record]) -> str:
    """The field that holds what people call a record of this kind."""
    return "title" if "title" in kind.model_fields else "name"


def first_state(kind: type[Record]) -> dict[str, Value]:
    """The status a new record starts with, where that is not the one it has unless given: a goal's `draft`."""
    status = fields_of(kind).get("status")
    if status is None or not status.shape.choices or status.default == status.shape.choices[0]:
        return {}
    return {"status": status.shape.choices[0]}


def label_from(kind: type[Record], id_: str) -> str:
    """What to call a record until somebody says better: the id's words."""
    words = [word for word in re.split(r"[-_.]+", id_) if word]
    if label_field(kind) == "name":
        words = [word[:1].upper() + word[1:] for word in words]
    label = " ".join(words)
    return label[:1].upper() + label[1:]


_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def id_from(label: str) -> str | None:
    """An id made from a title; None where it has no letters or digits of the kind that ids are made of."""
    plain = unicodedata.normalize("NFKD", label.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"'", "", plain)).strip("-")
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return slug if is_id(slug) else None


# --- from values to a file -------------------------------------------------------------------------


def draft(
    workspace: Workspace, kind: type[Record], id_: str, given: Mapping[str, Value], *, modeline: str | None = None
) -> Draft:
    """The file for a new record. Raises ProdopsError where the id is taken or no id, or the list cannot be added to.

    The record goes to a file in the kind's folder, or to the end of the kind's list where the workspace has the
    list and not the folder.
    """
    if not is_id(id_):
        raise ProdopsError(
            f"`{id_}` cannot be an id", f"use letters, digits and hyphens: {id_from(id_) or 'one-page-checkout'}"
        )
    _refuse_taken(workspace, kind, id_)
    path = place_of(workspace, kind, id_)
    if path != f"{kind.folder}{SUFFIX}":
        whole = starter(kind, given, modeline=modeline)
        return Draft(kind, id_, given, path, whole.encode(), whole)
    former, limits = workspace.documents[path].raw, workspace.settings.source_limits
    document = read(path, former, limits)
    item = list_item(kind, id_, given, indent=_indent(document))
    return Draft(kind, id_, given, path, _added(document, item, limits), item, former)


def place_of(workspace: Workspace, kind: type[Record], id_: str) -> str:
    """The file in which a new record of a kind belongs."""
    is_list = f"{kind.folder}{SUFFIX}" in workspace.names and f"{kind.folder}/" not in workspace.names
    return f"{kind.folder}{SUFFIX}" if is_list else f"{kind.folder}/{id_}{SUFFIX}"


def _refuse_taken(workspace: Workspace, kind: type[Record], id_: str) -> None:
    names = (name for name in (*workspace.entries, *workspace.unread) if name[0] == kind.kind)
    taken = next((name for name in sorted(names) if name[1].lower() == id_.lower()), None)
    if taken is None:
        return
    entry = workspace.entries.get(taken)
    place = ""
    if entry is not None:
        place = f": {entry.path}:{workspace.documents[entry.path].span(entry.route).line}"
    raise ProdopsError(f"the {kind.kind} `{taken[1]}` is there already{place}", "change it there, or choose another id")


_EMPTY_LIST = re.compile(rb"^\[\][ \t]*(#.*?)?(?:\r?\n|\Z)", re.MULTILINE)


def _added(document: Document, item: str, limits: Limits) -> bytes:
    """The list file with one more record at its end, every other byte as it was; `[]` gives way."""
    is_empty = document.data is None and not _without_comments(document)
    if document.problems and not is_empty:
        raise ProdopsError(f"{document.path} has problems, so nothing was added", f"see: prodops lint {document.path}")
    former: list[Data] = document.data if isinstance(document.data, list) else []
    raw = document.raw if former or is_empty else _EMPTY_LIST.sub(b"", document.raw)
    if raw and not raw.endswith(b"\n"):
        raw += _line_break(raw)
    is_spaced = len(former) == 1 or re.search(
        rb"\n\r?\n[ ]*-", raw
    )  # an empty line between records, unless it has none
    for text in ([f"\n{item}"] if is_spaced else []) + [item]:
        added = raw + text.encode().replace(b"\n", _line_break(document.raw))
        after = read(document.path, added, limits).data
        if isinstance(after, list) and after[:-1] == former and len(after) == len(former) + 1:
            return added
    raise ProdopsError(
        f"nothing can be added to the end of {document.path}",
        "it does not end with a `- id: …` record that others can follow; add the new one by hand",
    )


def _line_break(raw: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in raw else b"\n"


def _without_comments(document: Document) -> list[str]:
    return [line for line in document.lines if line.strip() and not line.lstrip().startswith("#")]


def _indent(document: Document) -> int:
    """How far the list's dashes are from the left."""
    first = next(iter(_without_comments(document)), "")
    return len(first) - len(first.lstrip(" ")) if first.lstrip().startswith("-") else 0


# --- whether it is right ---------------------------------------------------------------------------


def with_draft(workspace: Workspace, new: Draft) -> Workspace:
    """The workspace as it would be with the draft in it."""
    part = read_workspace(MemoryTree({new.path: new.text}), workspace.settings)
    return replace(
        workspace,
        entries=dict(sorted({**workspace.entries, **part.entries}.items())),
        problems=(*(problem for problem in workspace.problems if problem.path != new.path), *part.problems),
        documents=dict(sorted({**workspace.documents, **part.documents}.items())),
        unread=workspace.unread | part.unread,
        unread_kinds=workspace.unread_kinds | part.unread_kinds,
        names=tuple(sorted({*workspace.names, *part.names})),
    )


_MEND = "give what is missing, or mended, with --set FIELD=VALUE"


def check(workspace: Workspace, new: Draft, as_of: date, *, hint: str = _MEND) -> tuple[Diagnostic, ...]:
    """The warnings that the new record would get. Raises ProdopsError with the errors, where there are any.

    Also raises it where the file would not read back to exactly the given values.
    """
    found = require_clean(workspace, new, as_of, hint=hint)
    entry = with_draft(workspace, new).find(new.kind.kind, new.id)
    wanted = validate(new.kind, {"id": new.id, **new.given}, path=new.path)
    if entry is None or entry.record != wanted:
        raise ProdopsError(f"{new.path} would not read back as given, so it was not written", code=ExitCode.FINDINGS)
    return found


def require_clean(workspace: Workspace, new: Draft, as_of: date, *, hint: str) -> tuple[Diagnostic, ...]:
    """The warnings that the addition would get. Raises ProdopsError with the errors, where there are any."""
    found = [
        diagnostic
        for diagnostic in lint(with_draft(workspace, new), as_of).diagnostics
        if diagnostic.path == new.path and diagnostic.span.line >= new.first_line
    ]
    errors = tuple(diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR)
    if errors:
        raise ProdopsError(
            f"{new.path} was not written",
            hint,
            ExitCode.FINDINGS,
            diagnostics=errors,
        )
    return tuple(found)
