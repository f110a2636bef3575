"""Values in a form in which two that say the same are equal: whatever their order, line breaks and defaults."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

from pydantic import BaseModel

from prodops_cli.changes._base import Key
from prodops_cli.kinds._shape import Shape, fields_of

Renamed = Mapping[Key, Key]


def canonical(value: Any, shape: Shape, renamed: Renamed) -> Hashable:
    """The value as something that can be compared and hashed; None for what says nothing.

    `renamed` leads from former ids to those of today; for today's values it is empty.
    """
    if value is None:
        return None
    if shape.is_anything:
        return loose(value)
    if shape.many == "list":
        return frozenset(Counter(_one(item, shape, renamed) for item in value).items()) or None
    if shape.many == "mapping":
        return frozenset((key, _one(inner, shape, renamed)) for key, inner in value.items()) or None
    return _one(value, shape, renamed)


def canonical_fields(part: BaseModel, renamed: Renamed, without: tuple[str, ...] = ()) -> Hashable:
    """A part's fields in that form, those that have their default left out; None where nothing is left."""
    found = [
        (name, canonical(getattr(part, name), field.shape, renamed))
        for name, field in fields_of(type(part)).items()
        if name not in without and (field.is_required or getattr(part, name) != field.default)
    ]
    return frozenset(pair for pair in found if pair[1] is not None) or None


def _one(value: Any, shape: Shape, renamed: Renamed) -> Hashable:
    if isinstance(value, BaseModel):
        return canonical_fields(value, renamed)
    if isinstance(value, str):
        return today(value, shape, renamed) if shape.ref is not None else flat(value)
    return value  # type: ignore[no-any-return]


def today(reference: str, shape: Shape, renamed: Renamed) -> str:
    """A reference as it would be written today."""
    if not renamed or shape.ref is None:
        return reference
    kind, _, id_ = reference.rpartition(":") if shape.ref.kind is None else (shape.ref.kind, "", reference)
    new = renamed.get((kind, id_))
    if new is None:
        return reference
    return f"{new[0]}:{new[1]}" if shape.ref.kind is None else new[1]


def flat(text: str) -> str:
    """A text on one line: where its lines break says nothing."""
    return " ".join(text.split())


def loose(value: Any) -> Hashable:
    """The form of a value of which prodops asks nothing; the order of its lists may mean something."""
    if isinstance(value, Mapping):
        return frozenset((str(key), loose(inner)) for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(loose(item) for item in value)
    return flat(value) if isinstance(value, str) else value
