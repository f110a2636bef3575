"""`prodops list`: the records of a kind that meet some conditions, sorted, with chosen columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import BaseModel

from prodops_cli.analysis.risks import Accounts, accounts_of
from prodops_cli.analysis.roadmap import with_declared_health
from prodops_cli.fields import Country, Currency, Id, Period
from prodops_cli.kinds._base import Record
from prodops_cli.kinds._path import FieldPath, field_path
from prodops_cli.kinds._shape import Shape, fields_of
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.reports._conditions import condition, guessed, is_number, middle
from prodops_cli.reports._values import Value, value_of
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for: conditions, fields to sort by (`-field` from the largest), columns, the most records."""

    where: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: the field it shows, and what kind of values are in it."""

    name: str
    is_number: bool
    is_text: bool
    """Whether the values are free texts, or lists, of any length."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: what it is called, the file it stands in, and its value for each column."""

    id: str
    ref: str
    path: str
    values: tuple[Value, ...]
    health: Accounts | None = None
    """How an initiative goes by all accounts, where its health is shown."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The records asked for, in order, and how many there are besides."""

    kind: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    matching: int
    """How many records meet the conditions, also those beyond the limit."""
    total: int
    """How many records of the kind there are."""


def listing(workspace: Workspace, kind: type[Record], query: Query, as_of: date) -> Listing:
    """The records of a kind that meet every condition. Raises ProdopsError for a field or condition that cannot be.

    Sorted as asked, then by id; records that lack the field come last. The health of an initiative that does not
    say it in `health` is that of its latest update; what contradicts it is shown beside it, and is no condition.
    """
    conditions = [condition(workspace, kind, text) for text in query.where]
    orders = [(field_path(kind, text.removeprefix("-")), text.startswith("-")) for text in query.sort]
    paths = [field_path(kind, name) for name in query.columns or ("id", *kind.columns)]
    everything = _entries(workspace, kind, as_of)
    found = [entry for entry in everything if all(meets(entry.record) for meets in conditions)]
    for path, from_largest in reversed(orders):
        found = _sorted(found, path, from_largest=from_largest)
    return Listing(
        kind.kind,
        tuple(_column(path) for path in paths),
        tuple(_row(workspace, entry, paths, as_of) for entry in found[: query.limit]),
        len(found),
        len(everything),
    )


def _entries(workspace: Workspace, kind: type[Record], as_of: date) -> tuple[Entry[Any], ...]:
    if kind is Initiative:
        return tuple(with_declared_health(entry, as_of) for entry in workspace.of(Initiative))
    return workspace.of(kind)


def every_column(kind: type[Record]) -> tuple[str, ...]:
    """The names of all fields of a kind, for those who want everything."""
    return tuple(fields_of(kind))


_SHORT = (Id, Period, Country, Currency)
"""Types whose texts are short."""


def _column(path: FieldPath) -> Column:
    shape = path.shape
    is_short = shape.choices or shape.ref or shape.base is not str or any(map(shape.is_a, _SHORT))
    return Column(path.name, is_number(path.leaf), bool(shape.many or shape.model or shape.is_anything or not is_short))


def _row(workspace: Workspace, entry: Entry[Any], paths: Sequence[FieldPath], as_of: date) -> Row:
    values = tuple(value_of(path.value(entry.record), path.shape) for path in paths)
    if not isinstance(entry.record, Initiative) or all(path.name != "health" for path in paths):
        return Row(entry.id, entry.ref, entry.path, values)
    health = accounts_of(workspace, entry, as_of)
    told = (replace(v, beside=health.doubt) if p.name == "health" else v for p, v in zip(paths, values, strict=True))
    return Row(entry.id, entry.ref, entry.path, tuple(told), health)


def _sorted(entries: list[Entry[Any]], path: FieldPath, *, from_largest: bool) -> list[Entry[Any]]:
    """By the field's least value (or largest); entries without one last, in their former order."""
    pick = max if from_largest else min
    keyed = [([_sort_key(value, path.leaf) for value in path.values(entry.record)], entry) for entry in entries]
    present = [(pick(keys), entry) for keys, entry in keyed if keys]
    present.sort(key=lambda pair: pair[0], reverse=from_largest)
    return [entry for _, entry in present] + [entry for keys, entry in keyed if not keys]


def _sort_key(value: Any, leaf: Shape) -> Any:
    """Words of a vocabulary in its order, numbers and dates by size, texts alphabetically."""
    if leaf.choices:
        return leaf.choices.index(value)
    if leaf.is_anything:
        return (type(guessed(value)).__name__, guessed(value))
    if isinstance(value, str):
        return (value.casefold(), value)
    return str(value) if isinstance(value, BaseModel) else middle(value)
