"""What the fields of a model can hold, read from their annotations: for `list`, `show`, `explain` and `schema`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from prodops_cli.fields import (
    Country,
    Currency,
    Day,
    Id,
    Lag,
    Part,
    Period,
    Range,
    Ref,
    RepoPath,
    ShortForm,
    Telling,
    TimeZone,
    Url,
)
from prodops_cli.kinds._base import Record

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""What JSON can hold: what is left of a value when nothing of ours remains in it, and all that a template sees."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds: one value of a type, a list of them, or a mapping from names to them."""

    base: Any
    """The type of one value, without its marks."""
    marks: tuple[Any, ...] = ()
    many: Literal["", "list", "mapping"] = ""
    model: type[BaseModel] | None = None
    """The model of a value that has fields of its own."""
    short_for: str | None = None
    """The field whose bare value may stand for the whole of such a value."""
    ref: Ref | None = None
    choices: tuple[str, ...] = ()

    def is_a(self, alias: Any) -> bool:
        """Whether the type is one of the named ones of fields.py."""
        return set(get_args(alias)[1:]) <= set(self.marks)

    @property
    def is_anything(self) -> bool:
        """Whether prodops asks nothing of the value."""
        return self.base is Any


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a model."""

    name: str
    shape: Shape
    is_required: bool
    default: Any = None


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, Field]:
    """The fields of a model by name, in its order; what every record has (links, tags, ...) after a kind's own."""
    names = list(model.model_fields)
    if issubclass(model, Record):
        shared = [name for name in Record.model_fields if name != "id"]
        names = [name for name in names if name not in shared] + shared
    return MappingProxyType({name: _field(name, model.model_fields[name]) for name in names})


def _field(name: str, info: FieldInfo) -> Field:
    annotation: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    default = None if info.is_required() else info.get_default(call_default_factory=True, validated_data={})
    return Field(name, shape_of(annotation), info.is_required(), default)


def shape_of(annotation: Any) -> Shape:
    """The shape of an annotation."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(shape_of(arguments[0]), arguments[1:])
    if origin in (Union, UnionType):
        return shape_of(next(argument for argument in arguments if argument is not NoneType))
    if origin is tuple and arguments[-1] is Ellipsis:
        return replace(shape_of(arguments[0]), many="list")
    if origin is dict:
        return replace(shape_of(arguments[1]), many="mapping")
    if origin is Literal:
        return Shape(annotation, choices=arguments)
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return Shape(annotation, model=annotation if is_model else None)


def _marked(shape: Shape, marks: tuple[Any, ...]) -> Shape:
    ref = next((mark for mark in marks if isinstance(mark, Ref)), shape.ref)
    short_for = next((mark.key for mark in marks if isinstance(mark, ShortForm)), shape.short_for)
    return replace(shape, marks=shape.marks + marks, ref=ref, short_for=short_for)


@cache
def identity_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that an item of a list is known by: as given, else its first required one, else all."""
    fields = fields_of(model)
    required = [name for name, field in fields.items() if field.is_required]
    return telling_of(model).identity or tuple(required[:1]) or tuple(fields)


def telling_of(model: type[BaseModel]) -> Telling:
    """How a model's changes are told."""
    return model.telling if issubclass(model, Part) else Telling()


# --- in words ------------------------------------------------------------------------------------

_NAMED = {
    "date": Day,
    "period": Period,
    "length of time": Lag,
    "time zone": TimeZone,
    "web address": Url,
    "file of the repository": RepoPath,
    "country code": Country,
    "currency code": Currency,
    "id": Id,
}
_BASES = {bool: "true or false", int: "whole number", float: "number", str: "text"}


def words(shape: Shape) -> str:
    """What a field holds, in words: `text`, `list of goal ids`, `one of must, should`."""
    if shape.is_anything:
        return "anything" if not shape.many else "your own fields"
    if shape.many == "mapping":
        return f"mapping of names to {_one(shape) if shape.choices else _plural(_one(shape))}"
    return f"list of {_plural(_one(shape))}" if shape.many else _one(shape)


def _one(shape: Shape) -> str:
    if shape.ref is not None:
        return f"{shape.ref.kind} id" if shape.ref.kind else "`kind:id`"
    if shape.choices:
        return f"one of {', '.join(shape.choices)}"
    if shape.model is not None:
        if shape.short_for is None:
            return "mapping"
        return f"{_one(fields_of(shape.model)[shape.short_for].shape)} or mapping"
    if shape.is_a(Range):
        return "number or [low, high]"
    for word, alias in _NAMED.items():
        if shape.is_a(alias):
            return word
    return _BASES[shape.base] + _bounds(shape)


def _bounds(shape: Shape) -> str:
    """The least and the most that a number may be."""
    for mark in shape.marks:
        if isinstance(mark, WithJsonSchema) and mark.json_schema and "minimum" in mark.json_schema:
            low, high = mark.json_schema["minimum"], mark.json_schema.get("maximum")
            return f" from {low:,} to {high:,}" if high is not None else f" from {low:,}"
    return ""


def _plural(word: str) -> str:
    if word.startswith("one of "):
        return word.removeprefix("one of ")
    first, separator, rest = word.partition(" or ")
    if first.startswith("`"):
        return word
    plural = {"file of the repository": "files of the repository", "length of time": "lengths of time"}.get(first)
    plural = plural or (f"{first}es" if first.endswith("s") else f"{first}s")
    return plural + separator + (f"{rest}s" if rest == "mapping" else rest)


# --- values --------------------------------------------------------------------------------------


def written(value: Any, shape: Shape) -> Plain:
    """A value as a person would write it in a file: without defaults, in the shortest form that reads the same."""
    if value is None:
        return None
    if shape.is_anything:
        return _loose(value)
    if shape.many == "mapping":
        return {key: _shortest([_written_one(inner, shape)], shape)[0] for key, inner in value.items()}
    if shape.many:
        return _shortest([_written_one(inner, shape) for inner in value], shape)
    return _shortest([_written_one(value, shape)], shape)[0]


def _shortest(values: list[Plain], shape: Shape) -> list[Plain]:
    """The values in their short form, where all of a list have one."""
    mappings = [value for value in values if isinstance(value, dict)]
    if shape.short_for is None or any([*mapping] != [shape.short_for] for mapping in mappings):
        return values
    return [mapping[shape.short_for] for mapping in mappings]


def _written_one(value: Any, shape: Shape) -> Plain:
    if isinstance(value, BaseModel):
        return _given(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return _written_pair(value) if shape.is_a(Range) else [_written_one(inner, shape) for inner in value]
    if shape.is_a(Lag):
        return f"{value // 7}w" if value and value % 7 == 0 else f"{value}d"
    return _loose(value)


def _written_pair(value: tuple[float, float]) -> Plain:
    low, high = value
    return low if low == high else [low, high]


def _given(value: BaseModel) -> dict[str, Plain]:
    return {
        name: written(getattr(value, name), field.shape)
        for name, field in fields_of(type(value)).items()
        if field.is_required or getattr(value, name) != field.default
    }


def _loose(value: Any) -> Plain:
    if isinstance(value, Mapping):
        return {str(key): _loose(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_loose(inner) for inner in value]
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


__all__ = ["Field", "Plain", "Shape", "fields_of", "shape_of", "words", "written"]
