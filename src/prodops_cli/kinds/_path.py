"""Dotted paths into records, as people write them on the command line: `contract.renews`, `custom.jira`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from prodops_cli.errors import ProdopsError
from prodops_cli.kinds._base import Record
from prodops_cli.kinds._shape import Shape, fields_of


@dataclass(frozen=True, slots=True)
class FieldPath:
    """The way from a record to one of its values, and what can stand there."""

    name: str
    keys: tuple[str, ...]
    shape: Shape
    """What the path leads to, as it stands in the record."""
    leaf_keys: tuple[str, ...]
    leaf: Shape
    """What is compared and sorted by: one level further where a value has a short form (`effort` is `effort.value`)."""
    passes_list: bool
    """Whether the way leads through a list, so that there may be several values."""

    def value(self, record: Record) -> Any:
        """What stands at the path; a list where the way leads through one."""
        found = _descend(record, self.keys)
        return list(found) if self.passes_list else next(found, None)

    def values(self, record: Record) -> list[Any]:
        """The single values at the path: the items of a list, the names of a mapping."""
        found = _descend(record, self.leaf_keys)
        if self.leaf.many or self.leaf.is_anything:
            return [item for value in found for item in _items(value)]
        return list(found)


def field_path(kind: type[Record], name: str) -> FieldPath:
    """The path that a dotted name means in records of a kind. Raises ProdopsError with the fields there are."""
    keys = tuple(name.split("."))
    shape = Shape(kind, model=kind)
    passes_list = False
    for depth, key in enumerate(keys):
        passes_list = passes_list or shape.many == "list"
        shape = _step(kind, shape, keys[:depth], key)
    leaf, leaf_keys = shape, keys
    if shape.model is not None and shape.short_for is not None and shape.many != "mapping":
        leaf, leaf_keys = fields_of(shape.model)[shape.short_for].shape, (*keys, shape.short_for)
    return FieldPath(name, keys, shape, leaf_keys, leaf, passes_list)


def _step(kind: type[Record], shape: Shape, before: tuple[str, ...], key: str) -> Shape:
    """What stands behind one more key."""
    if shape.many == "mapping":  # any name, of which each has a value of the shape
        return replace(shape, many="")
    if shape.is_anything:
        return shape
    where = ".".join(before)
    if shape.model is None:
        raise ProdopsError(f"`{where}` of {_article(kind.kind)} has no fields of its own", f"write `{where}` alone")
    fields = fields_of(shape.model)
    if key in fields:
        return fields[key].shape
    raise _unknown(kind, shape.model, where, key)


def _unknown(kind: type[Record], model: type[BaseModel], where: str, key: str) -> ProdopsError:
    names = list(fields_of(model))
    meant = kind.also_called.get(key) if model is kind else None
    close = [meant] if meant else get_close_matches(key, names, n=1)
    prefix = f"{where}." if where else ""
    guess = f"did you mean `{prefix}{close[0]}`? " if close else ""
    holder = f"`{where}` of {_article(kind.kind)}" if where else _article(kind.kind).capitalize()
    return ProdopsError(f"{holder} has no field `{key}`", f"{guess}the fields are {', '.join(names)}")


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _descend(record: Record, keys: Iterable[str]) -> Iterator[Any]:
    """Everything that is there at the end of the keys; lists on the way are walked through."""
    found: list[Any] = [record]
    for key in keys:
        inner = [
            _get(item, key) for value in found for item in (value if isinstance(value, (list, tuple)) else [value])
        ]
        found = [value for value in inner if value is not None]
    return iter(found)


def _get(holder: Any, key: str) -> Any:
    if isinstance(holder, BaseModel):
        return getattr(holder, key, None)
    return holder.get(key) if isinstance(holder, Mapping) else None


def _items(value: Any) -> Iterable[Any]:
    return value if isinstance(value, (list, tuple, Mapping)) else [value]
