"""Values as YAML that every reader reads the same: prodops, YAML 1.1 and YAML 1.2 alike.

A text is quoted wherever another reader could take it for something else (`no`, `12:30`, `1.10`, `2026`);
numbers, dates and booleans stay plain where a field holds one.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from prodops_cli.fields import NUMBER, Lag
from prodops_cli.kinds._shape import Shape, fields_of

Value = Mapping[str, "Value"] | list["Value"] | str
"""Plain data: mappings, lists, and scalars as the text that a person would type."""

WIDEST = 100
"""A list or mapping that fits into so many columns stands on one line."""

_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf", "infinity"])
"""What some reader takes for a boolean, for nothing or for a number, in capital and small letters alike."""
_INNER = r"(?:[^\W_]|[ _./()%&+=;!?’'–—-]|,(?= )|:(?=[^\s:]))*"
_PLAIN = re.compile(rf"[^\W\d_]{_INNER}|\d{{1,3}}[dw]|\d{{4}}-[QH]\d|\d{{1,6}} (?:%|[^\W\d_]{{2,}}){_INNER}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SPECIAL = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


# --- texts ---------------------------------------------------------------------------------------


def scalar(text: str, *, in_flow: bool = False) -> str:
    """A text on one line: plain where every reader takes it for this text, quoted where not."""
    if _is_plain(text) and not (in_flow and any(mark in text for mark in ",:?!")):
        return text
    if text.isprintable() and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(escaped, text)) + '"'


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and not text.endswith((" ", ":")) and text.lower() not in _WORDS


def escaped(character: str) -> str:
    """A character within double quotes."""
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isprintable():
        return character
    point = ord(character)
    if point < 0x100:
        return f"\\x{point:02X}"
    return f"\\u{point:04X}" if point < 0x10000 else f"\\U{point:08X}"


def may_be_block(text: str) -> bool:
    """Whether a text of several lines can stand below a `|-` as it is."""
    lines = text.split("\n")
    return (
        len(lines) > 1
        and all(line.isprintable() for line in lines)
        and bool(lines[-1].strip())
        and bool(lines[0].strip())
        and not any(line != line.rstrip(" ") for line in lines)
        and not lines[0].startswith(" ")
    )


# --- what a field holds ------------------------------------------------------------------------------


def below(shape: Shape | None, key: str) -> Shape | None:
    """What stands behind a key of a value; None where prodops asks nothing of it, or does not know the key."""
    if shape is None or shape.is_anything:
        return None
    if shape.many == "mapping":
        return replace(shape, many="")
    known = fields_of(shape.model).get(key) if shape.model is not None else None
    return known.shape if known is not None else None


def each(shape: Shape | None) -> Shape | None:
    """What the items of a list are."""
    if shape is None or shape.is_anything or shape.many != "list":
        return shape  # the ends of a range are numbers, like a point
    return replace(shape, many="")


def is_text(shape: Shape | None) -> bool:
    """Whether a scalar here is a text, so that it must not look like a number or a date to anybody."""
    if shape is None or shape.is_anything:
        return False
    if shape.model is not None:
        return shape.short_for is not None and is_text(below(shape, shape.short_for))
    return bool(shape.ref or shape.choices) or shape.base is str or shape.is_a(Lag)


# --- values ----------------------------------------------------------------------------------------


def field(key: str, value: Value, shape: Shape | None, indent: int = 0) -> list[str]:
    """The lines of `key: value`; a list or mapping on one line where it fits, below the key where not."""
    pad, name = " " * indent, scalar(key)
    if isinstance(value, str):
        return _text_field(f"{pad}{name}:", value, shape, indent)
    flow = f"{pad}{name}: {_flow(value, shape)}"
    if not value or (len(flow) <= WIDEST and _is_shallow(value)):
        return [flow]
    return [f"{pad}{name}:", *_block(value, shape, indent + 2)]


def _text_field(head: str, value: str, shape: Shape | None, indent: int) -> list[str]:
    if not may_be_block(value):
        return [f"{head} {_typed(value, shape)}"]
    pad = " " * (indent + 2)
    return [f"{head} |-", *(f"{pad}{line}" if line else "" for line in value.split("\n"))]


def _block(value: Mapping[str, Value] | list[Value], shape: Shape | None, indent: int) -> list[str]:
    if isinstance(value, list):
        return [line for item in value for line in _item(item, each(shape), indent)]
    return [line for key, inner in value.items() for line in field(key, inner, below(shape, key), indent)]


def _item(value: Value, shape: Shape | None, indent: int) -> list[str]:
    pad = " " * indent
    flow = f"{pad}- {_flow(value, shape)}"
    if isinstance(value, str) or not value or (len(flow) <= WIDEST and _is_shallow(value)):
        return [flow]
    lines = _block(value, shape, indent + 2)
    return [f"{pad}- {lines[0].lstrip()}", *lines[1:]]


def _is_shallow(value: Mapping[str, Value] | list[Value]) -> bool:
    """Whether nothing in it has more than one level: what reads well on one line."""
    values = value if isinstance(value, list) else value.values()
    return all(isinstance(inner, str) or all(isinstance(leaf, str) for leaf in inner) for inner in values) and not any(
        isinstance(inner, Mapping) for inner in values
    )


def _flow(value: Value, shape: Shape | None) -> str:
    if isinstance(value, str):
        return _typed(value, shape, in_flow=True)
    if isinstance(value, list):
        return f"[{', '.join(_flow(item, each(shape)) for item in value)}]"
    pairs = (f"{scalar(key, in_flow=True)}: {_flow(inner, below(shape, key))}" for key, inner in value.items())
    return f"{{{', '.join(pairs)}}}"


def _typed(text: str, shape: Shape | None, *, in_flow: bool = False) -> str:
    """A scalar as its field wants it: a number or a date plain, in the one spelling that all readers share."""
    if is_text(shape):
        return scalar(text, in_flow=in_flow)
    if NUMBER.fullmatch(text):
        return f"{Decimal(text):f}"
    if text in ("true", "false") or _DATE.fullmatch(text):
        return text
    return scalar(text, in_flow=in_flow)
