"""What happened between the versions of a record: every value that was set, changed or removed."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from prodops_cli.fields import NUMBER
from prodops_cli.history._trails import Event, Trail, Version
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._shape import Shape, fields_of, identity_of
from prodops_cli.pieces import Fields
from prodops_cli.source import Data


def events_of(trail: Trail, keys: Collection[str] | None = None) -> Iterator[Event]:
    """Every value that was set, changed or removed, the oldest first; of some top-level fields only, if given."""
    before: Version | None = None
    fields: Fields = {}
    for version in trail.versions:
        yield from _own_events(before, version, fields, keys)
        if version.fields is not None:
            yield from _field_events(trail.kind, fields, version, keys)
            fields = version.fields
        before = version


def _own_events(
    before: Version | None, version: Version, fields: Fields, keys: Collection[str] | None
) -> Iterator[Event]:
    """Where the record itself came, went, was moved or renamed."""
    old_path = before.path if before is not None and before.fields is not None else None
    new_path = version.path if version.fields is not None else None
    if old_path != new_path and (keys is None or "file" in keys):
        yield Event("file", ("file",), old_path, new_path, version.revision, fields)
    if before is not None and before.id != version.id and (keys is None or "id" in keys):
        yield Event("id", ("id",), before.id, version.id, version.revision, fields)


def _field_events(kind: str, old: Fields, version: Version, keys: Collection[str] | None) -> Iterator[Event]:
    new = version.fields or {}
    shapes = fields_of(all_kinds()[kind])
    for key in _order(old, new) if keys is None else keys:
        if key == "id" or old.get(key) is new.get(key):
            continue
        one, other = (fields[key].value if key in fields else None for fields in (old, new))
        shape = shapes[key].shape if key in shapes else _ANYTHING
        for place, before, after in differences(one, other, shape, Place(key, (key,))):
            yield Event(place.name, place.keys, before, after, version.revision, old)


def _order(old: Fields, new: Fields) -> list[str]:
    """The keys of both, in the order of the new one."""
    return [*new, *(key for key in old if key not in new)]


_ANYTHING = Shape(Any)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: as people write it, and its keys without the items of lists."""

    name: str
    keys: tuple[str, ...]

    def inside(self, key: str) -> "Place":
        """The place behind one more key."""
        return Place(f"{self.name}.{key}", (*self.keys, key))

    def item(self, label: str) -> "Place":
        """The place of an item of a list."""
        return Place(f"{self.name}[{label}]", self.keys)


Difference = tuple[Place, Data, Data]


def differences(old: Data, new: Data, shape: Shape, place: Place) -> Iterator[Difference]:
    """Where two values at a place differ, and the old and the new value there.

    Mappings are compared key by key; the items of a list of mappings by what identifies them.
    """
    old, new = (_long_form(value, shape) for value in (old, new))
    if old == new:
        return
    one, other = (_parts(value, shape) for value in (old, new))
    if one is None or other is None:
        yield place, old, new
        return
    for step in [*other, *(step for step in one if step not in other)]:
        yield from _part_differences(one.get(step), other.get(step), shape, step, place)


def _part_differences(old: Data, new: Data, shape: Shape, step: str, place: Place) -> Iterator[Difference]:
    if step == shape.short_for:  # `effort` is what people call `effort.value`
        yield from differences(old, new, _inner(shape, step), place)
    elif shape.many != "list" or shape.model is None:
        yield from differences(old, new, _inner(shape, step), place.inside(step))
    else:
        item = replace(shape, many="", short_for=None)
        known = {*identity_of(shape.model), *([shape.short_for] if shape.short_for else [])}
        said = [row for row in differences(old, new, item, place.item(step)) if row[0].keys[-1] not in known]
        if said or old is None or new is None:
            yield from said or [(place.item(step), old and step, new and step)]


def _inner(shape: Shape, step: str) -> Shape:
    """The shape of one part of a value."""
    if shape.many:
        return replace(shape, many="")
    fields = fields_of(shape.model) if shape.model is not None else {}
    return fields[step].shape if step in fields else _ANYTHING


def _long_form(value: Data, shape: Shape) -> Data:
    """A value that is written in its short form, as the mapping it stands for; so for each item of a list."""
    if shape.short_for is None or value is None or shape.many == "mapping":
        return value
    if shape.many == "list":
        one = replace(shape, many="")
        return [_long_form(item, one) for item in value] if isinstance(value, list) else value
    return value if isinstance(value, dict) else {shape.short_for: value}


def _parts(value: Data, shape: Shape) -> dict[str, Data] | None:
    """The parts of a value by name, nothing for no value; None for one that is compared as a whole."""
    if value is None:
        return {} if shape.many == "mapping" or shape.model is not None else None
    if isinstance(value, dict) and shape.many != "list":
        return value
    if not isinstance(value, list) or shape.many != "list" or shape.model is None:
        return None
    shapes = {name: fields_of(shape.model)[name].shape for name in identity_of(shape.model)}
    found: dict[str, Data] = {}
    counts: Counter[str] = Counter()
    for item in value:
        if not isinstance(item, dict):
            return None
        label = ", ".join(_known_by(item[name], one) for name, one in shapes.items() if isinstance(item.get(name), str))
        name = label
        while name in found:  # of several that are known by the same, each has its number
            counts[label] += 1
            name = f"{label} #{counts[label] + 1}"
        found[name] = item
    return found


def _known_by(value: Data, shape: Shape) -> str:
    """What an item is known by, however it is written: a number in its shortest form."""
    text = str(value)
    if shape.base is not float or not NUMBER.fullmatch(text):
        return text
    return f"{float(text):.15g}"
