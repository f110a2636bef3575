"""What there is to know about a kind: its sentence, its example, and what each of its fields holds."""

import inspect
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from prodops_cli.fields import Public
from prodops_cli.kinds._base import Record, descriptions
from prodops_cli.kinds._shape import Field, Plain, fields_of, words, written
from prodops_cli.settings import Settings
from prodops_cli.tree import MARKER, SUFFIX


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field: what it holds in words, what it is for, and the fields of its own that it has."""

    name: str
    words: str
    is_required: bool
    default: Plain
    description: str
    fields: tuple["FieldLine", ...]
    readers: str | None = None
    """Who may read it besides colleagues, in words; None for what is internal."""


@dataclass(frozen=True, slots=True)
class ModelPage:
    """A kind, or the settings."""

    name: str
    places: tuple[str, ...]
    """The files it is written in."""
    text: str
    """What it is, and an example, as markdown."""
    fields: tuple[FieldLine, ...]


def kind_page(kind: type[Record]) -> ModelPage:
    """The page of a kind."""
    places = (f"{kind.folder}/**/*{SUFFIX}", f"{kind.folder}{SUFFIX}")
    return ModelPage(kind.kind, places, inspect.getdoc(kind) or "", _lines(kind))


def settings_page() -> ModelPage:
    """The page of prodops.yaml."""
    text = (inspect.getdoc(Settings) or "").partition("\n")[2].strip()
    return ModelPage("settings", (MARKER,), text, _lines(Settings))


def _lines(model: type[BaseModel], explained: dict[type[BaseModel], str] | None = None) -> tuple[FieldLine, ...]:
    """The lines of a model's fields; `explained` says at which field another model has been explained before."""
    explained = {} if explained is None else explained
    sentences = descriptions(model)
    return tuple(_line(field, sentences.get(name, ""), explained) for name, field in fields_of(model).items())


def _line(field: Field, sentence: str, explained: dict[type[BaseModel], str]) -> FieldLine:
    shape = field.shape
    inner: tuple[FieldLine, ...] = ()
    held = words(shape)
    if shape.model is not None and shape.model in explained:
        held += f", like `{explained[shape.model]}`"
    elif shape.model is not None:
        explained[shape.model] = field.name
        inner = _lines(shape.model, explained)
    return FieldLine(field.name, held, field.is_required, _default(field), sentence, inner, _readers(field))


def _readers(field: Field) -> str | None:
    mark = next((mark for mark in field.shape.marks if isinstance(mark, Public)), None)
    if mark is None:
        return None
    return "customers may read theirs" if mark.by_audience else "customers may read it"


def _default(field: Field) -> Plain:
    """The default, where it says something."""
    default: Any = written(field.default, field.shape)
    return default if default not in (None, [], {}) else None
