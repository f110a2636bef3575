"""Conditions on records, as people write them: `status=planned`, `title~checkout`, `contract.renews<2027-01-01`."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, create_model

from prodops_cli.analysis.lookup import unknown
from prodops_cli.errors import ProdopsError
from prodops_cli.fields import NUMBER, Range
from prodops_cli.kinds._base import Record
from prodops_cli.kinds._path import FieldPath, field_path
from prodops_cli.kinds._shape import Shape, fields_of, words
from prodops_cli.validation import validate
from prodops_cli.workspace import Workspace

Meets = Callable[[Record], bool]
"""Whether a record meets a condition."""

_CONDITION = re.compile(r"\s*([^=!<>~\s]+)\s*(!=|<=|>=|==|=|~|<|>)\s*(.*?)\s*", re.DOTALL)
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda value, wanted: value < wanted,
    "<=": lambda value, wanted: value <= wanted,
    ">": lambda value, wanted: value > wanted,
    ">=": lambda value, wanted: value >= wanted,
}


def condition(workspace: Workspace, kind: type[Record], text: str) -> Meets:
    """The test that a text means for records of a kind. Raises ProdopsError for one that cannot be.

    A field with several values meets it where one of them does (`!=`: where none is that). Ranges compare by
    their middle. A record that is neither there nor named by any other is refused: it is a typing mistake.
    """
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise ProdopsError(
            f"`{text}` is not a condition",
            "write a field, one of = != ~ < <= > >=, and a value: status=planned, title~checkout, "
            "target<2027-01-01; owner= finds what has no owner",
        )
    path, operator, wanted = field_path(kind, match[1]), match[2], match[3]
    if operator == "~":
        return _contains(path, wanted)
    if operator in _ORDERS:
        return _ordered(path, operator, wanted)
    is_wanted = _equals(path, wanted)
    if path.leaf.ref is not None and path.leaf.ref.kind is not None and wanted:
        _refuse_unknown(workspace, path.leaf.ref.kind, wanted, any(is_wanted(e.record) for e in workspace.of(kind)))
    return is_wanted if operator != "!=" else lambda record: not is_wanted(record)


def _refuse_unknown(workspace: Workspace, kind: str, id_: str, is_named: bool) -> None:
    if not is_named and not workspace.exists(kind, id_):
        raise unknown(workspace, kind, id_)


def is_number(shape: Shape) -> bool:
    """Whether a field holds one number, or a range of them."""
    return not shape.many and (shape.base in (int, float) or shape.is_a(Range))


def middle(value: Any) -> Any:
    """What a value is compared by: a range by its middle, anything else by itself."""
    return sum(value) / len(value) if isinstance(value, tuple) else value


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def guessed(value: Any) -> date | float | str:
    """A value of a field that prodops asks nothing of, as the date or number it looks like."""
    text = str(value)
    if NUMBER.fullmatch(text):
        return float(text)
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else text
    except ValueError:
        return text


def _equals(path: FieldPath, text: str) -> Meets:
    """Whether one of the values is this one; without a text, whether there is no value."""
    if not text:
        return lambda record: not path.values(record)
    wanted = _converted(path, text)
    return lambda record: any(value == wanted for value in path.values(record))


def _contains(path: FieldPath, text: str) -> Meets:
    """Whether one of the values has this text in it, in capital or small letters."""
    _refuse_model(path)
    return lambda record: any(text.casefold() in str(value).casefold() for value in path.values(record))


def _ordered(path: FieldPath, operator: str, text: str) -> Meets:
    """Whether one of the values, dates or numbers, lies on the wanted side."""
    compare = _ORDERS[operator]
    if path.leaf.is_anything:
        limit = guessed(text)
        return lambda record: any(
            type(value) is type(limit) and compare(value, limit) for value in map(guessed, path.values(record))
        )
    _refuse_model(path)
    if path.leaf.base is not date and not is_number(path.leaf):
        raise ProdopsError(
            f"`{operator}` compares dates and numbers, and `{path.name}` holds neither: {words(path.leaf)}",
            "use =, != or ~ (contains)",
        )
    wanted = middle(_converted(path, text))
    return lambda record: any(compare(middle(value), wanted) for value in path.values(record))


def _converted(path: FieldPath, text: str) -> Any:
    """The text as a value of the field. Raises ProdopsError with what the field itself says of it."""
    leaf = path.leaf
    if leaf.is_anything or leaf.many == "mapping":
        return text
    _refuse_model(path)
    annotation: Any = Annotated[leaf.base, *leaf.marks] if leaf.marks else leaf.base
    holder: type[BaseModel] = create_model("Holder", value=(annotation, ...))
    result = validate(holder, {"value": text}, path="")
    if isinstance(result, list):
        raise ProdopsError(f"`{path.name}` cannot be that: {result[0].message}", result[0].hint)
    return result.value  # type: ignore[attr-defined]


def _refuse_model(path: FieldPath) -> None:
    """Raise ProdopsError for a path to something that only its own fields can be compared of."""
    if path.leaf.model is not None and path.leaf.many != "mapping":
        fields = ", ".join(f"{path.name}.{name}" for name in fields_of(path.leaf.model))
        raise ProdopsError(f"`{path.name}` has fields of its own", f"name one of them: {fields}")
