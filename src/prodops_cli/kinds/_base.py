"""What every kind is made of: Part, Record and Ref.

Models stay plain: a record knows nothing of the file it came from. A reference is a text whose annotation
names the kind it points at, so links are found by walking the fields (`references_of`), never declared twice.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin

from pydantic import BaseModel, Field

from prodops_cli.diagnostics import Route
from prodops_cli.fields import Id, Link, Part, Ref, Tag, Text


class Record(Part):
    """One thing of the workspace: a person, a launch. Every kind is a subclass in a module of its own."""

    kind: ClassVar[str]
    """The kind's name, singular, as in `prodops list initiative`."""
    folder: ClassVar[str]
    """The folder its records live in (`roadmap/**/*.yaml`); also the name of the one-file form (`roadmap.yaml`)."""
    columns: ClassVar[tuple[str, ...]] = ()
    """The fields that `prodops list` prints unless told otherwise."""
    also_called: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Names people type for a field out of habit, and the field they mean."""

    pages: ClassVar[str | None] = None
    """The folder below the kind's own whose markdown is read too: pages that commands write and people tick."""

    final: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
    """Statuses that are an end, and what may follow each all the same; after any other, anything may."""

    id: Id
    """The record's id: the file's name, or given with the record in a list."""
    links: tuple[Link, ...] = ()
    """Further reading: pages outside (`url`) or files in the repository (`path`)."""
    tags: tuple[Tag, ...] = ()
    """Your own labels, to filter by."""
    notes: Text | None = None
    """Anything worth remembering, in markdown."""
    custom: dict[str, Any] = Field(default_factory=dict)
    """Your organisation's own fields; prodops keeps them and asks nothing of them."""

    @property
    def label(self) -> str:
        """What people call it: its title or name."""
        return str(getattr(self, "title", None) or getattr(self, "name", None) or self.id)


Found = list[tuple[Route, str | None, str]]
"""References: the route to each, the kind it must name (None: any), and its text."""
Walk = Callable[[Any, Route, Found], None]
"""Adds the references in a value, which stands at a route, to those that are found."""


@dataclass(frozen=True, slots=True)
class Step:
    """How to reach references from one field of a model: its name, what to do with its value."""

    name: str
    walk: Walk


def references_of(record: BaseModel) -> Found:
    """Every reference in a record: the route to it, the kind it must name (None: any), and its text."""
    found: Found = []
    _inside(record, (), found)
    return found


def _inside(part: BaseModel, route: Route, found: Found) -> None:
    values = part.__dict__
    for step in _steps(type(part)):
        value = values[step.name]
        if value:
            step.walk(value, (*route, step.name), found)


@cache
def _steps(model: type[BaseModel]) -> tuple[Step, ...]:
    found = []
    for name, info in model.model_fields.items():
        annotation = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
        walk = _walker(annotation)
        if walk is not None:
            found.append(Step(name, walk))
    return tuple(found)


def _walker(annotation: Any) -> Walk | None:
    """A function that walks a value of this type for references, or None where the type has none."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        for mark in arguments[1:]:
            if isinstance(mark, Ref):
                kind = mark.kind
                return lambda value, route, found: found.append((route, kind, value))
        return _walker(arguments[0])
    if origin in (Union, UnionType):
        inner = [walk for walk in map(_walker, (a for a in arguments if a is not NoneType)) if walk]
        return inner[0] if inner else None
    if origin is tuple:
        return _each(_walker(arguments[0]))
    if origin is dict:
        return _each_value(_walker(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and _steps(annotation):
        return _inside
    return None


def _each(walk: Walk | None) -> Walk | None:
    if walk is None:
        return None

    def walk_all(values: tuple[Any, ...], route: Route, found: Found) -> None:
        for index, value in enumerate(values):
            walk(value, (*route, index), found)

    return walk_all


def _each_value(walk: Walk | None) -> Walk | None:
    if walk is None:
        return None

    def walk_all(values: dict[str, Any], route: Route, found: Found) -> None:
        for key, value in values.items():
            walk(value, (*route, key), found)

    return walk_all


def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """The sentence below each field of a model, read from its source (and its bases') when somebody asks."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            found.update(_attribute_docstrings(base))
    return {name: text for name, text in found.items() if name in model.model_fields}


@cache
def _attribute_docstrings(model: type[BaseModel]) -> dict[str, str]:
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    statements = body.body if isinstance(body, ast.ClassDef) else []
    found = {}
    for field, text in pairwise(statements):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
            and isinstance(text.value.value, str)
        ):
            found[field.target.id] = inspect.cleandoc(text.value.value)
    return found


__all__ = ["Part", "Record", "Ref", "descriptions", "references_of"]
