"""What a part is known by and called, and what a field is about: as the models say, or as follows from their types."""

import re
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel

from prodops_cli.changes._base import Place
from prodops_cli.fields import Amount, Number, Percent, Promise, Topic
from prodops_cli.kinds._shape import Shape, fields_of, identity_of, telling_of

_ANSWERABLE = ("person", "team")
"""The kinds that answer for things."""


@cache
def noun_of(model: type[BaseModel]) -> str:
    """What people call a part: `key result` for KeyResult."""
    return telling_of(model).noun or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()


def topic_of(model: type[BaseModel], name: str, shape: Shape, inherited: Topic | None) -> Topic:
    """What a field is about: as its model says, else as the field it stands in, else by its type."""
    if any(isinstance(mark, Promise) for mark in shape.marks):
        return "promise"
    declared = telling_of(model).topics.get(name) or inherited
    if declared:
        return declared
    is_owner = shape.ref is not None and shape.ref.kind in _ANSWERABLE and not shape.many
    return "ownership" if is_owner else "detail"


def unit_of(shape: Shape, *holders: BaseModel) -> str | None:
    """What a number counts: its part's `unit`, money's `currency`, or percent."""
    if shape.is_a(Percent):
        return "%"
    field = "unit" if shape.is_a(Number) else "currency" if shape.is_a(Amount) else None
    found = [getattr(holder, field, None) for holder in holders] if field else []
    return next((str(unit) for unit in found if unit is not None), None)


def place_of(former: BaseModel, item: BaseModel) -> Place:
    """How an item is named, by what it was known by before: that is what readers know."""
    fields = fields_of(type(item))
    identity = identity_of(type(item))
    values = [(getattr(former, name), fields[name].shape) for name in identity]
    ref = fields[identity[0]].shape.ref
    title = getattr(item, "title", None) or getattr(item, "name", None)
    is_said = any(name in ("title", "name") for name in identity)
    key = " ".join(_text(value, shape) for value, shape in values if value is not None)
    kind = ref.kind if ref is not None and len(identity) == 1 else None
    return Place(noun_of(type(item)), key, None if is_said else title, kind)


def _text(value: Any, shape: Shape) -> str:
    if shape.is_a(Percent):
        return f"{value:.15g} %"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
