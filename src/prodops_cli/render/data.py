"""Values for programs: a report's dataclass as plain data, and as JSON; rows as CSV."""

import csv
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from io import StringIO
from typing import Any

from pydantic import BaseModel

from prodops_cli.kinds._shape import Plain
from prodops_cli.render.escape import json_text, spreadsheet


def plain(value: Any) -> Plain:
    """A dataclass, model or collection as plain data; days as ISO text, enums as their values.

    Fields keep their order, mappings and sets are sorted. Raises TypeError for anything else.
    """
    match value:
        case Enum():
            return plain(value.value)
        case None | int() | float():
            return value
        case str():
            return str(value[:])  # of a subclass only the text
        case date():
            return value.isoformat()
        case BaseModel():
            return {name: plain(getattr(value, name)) for name in type(value).model_fields}
        case Mapping():
            return {str(key): plain(value[key]) for key in sorted(value)}
        case Iterable():
            return [plain(item) for item in (sorted(value) if isinstance(value, AbstractSet) else value)]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            raise TypeError(f"{type(value).__name__} is not plain data")


def render(value: Any) -> str:
    """A value as JSON."""
    return to_json(plain(value))


def to_json(value: Plain) -> str:
    """JSON: indented, ASCII only, and without a line that a CI log takes for a command."""
    return json_text(value)


def to_csv(rows: Iterable[Iterable[str]]) -> str:
    """CSV that a spreadsheet opens without running any of it; each row is one line."""
    return cells_to_csv([[spreadsheet(cell) for cell in row] for row in rows])


def cells_to_csv(rows: Iterable[Iterable[str]]) -> str:
    """CSV of cells that have been made harmless already."""
    stream = StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
