"""Values as YAML that every reader reads the same: prodops, YAML 1.1 and YAML 1.2 alike.

A text is quoted wherever another reader could take it for something else (`no`, `12:30`, `1.10`, `2026`);
numbers, dates and booleans stay plain where the schema wants them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

Value = Mapping[str, "Value"] | list["Value"] | str
"""Plain data: mappings, lists, and scalars as the text that a person would type."""

WIDEST = 100
"""A list or mapping that fits into so many columns stands on one line."""

_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf", "infinity"])
"""What some reader takes for a boolean, for nothing or for a number, in capital and small letters alike."""
_INNER = r"(?:[^\W_]|[ _./()%&+=;!?’'–—-]|,(?= )|:(?=[^\s:]))*"
_PLAIN = re.compile(rf"[^\W\d_]{_INNER}|\d{{1,6}} (?:%|[^\W\d_]{{2,}}){_INNER}")
_NUMBER = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SPECIAL = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


# --- texts ---------------------------------------------------------------------------------------


def scalar(text: str, *, in_flow: bool = False) -> str:
    """A text on one line: plain where every reader takes it for this text, quoted where not."""
    if _is_plain(text) and not (in_flow and any(mark in text for mark in ",:?!")):
        return text
    if text.isprintable() and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and not text.endswith((" ", ":")) and text.lower() not in _WORDS


def _escaped(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isprintable():
        return character
    point = ord(character)
    if point < 0x100:
        return f"\\x{point:02X}"
    return f"\\u{point:04X}" if point < 0x10000 else f"\\U{point:08X}"


def _may_be_block(text: str) -> bool:
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


# --- what the schema says of a place ---------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """What a JSON Schema allows in one place: its alternatives, with every reference followed."""

    schema: Mapping[str, Any]
    definitions: Mapping[str, Any]

    @classmethod
    def of(cls, schema: Mapping[str, Any]) -> "Shape":
        """The shape of a whole document."""
        return cls(schema, schema.get("$defs", {}))

    @cached_property
    def alternatives(self) -> tuple[Mapping[str, Any], ...]:
        """Every schema that a value here may follow."""
        return tuple(self._flattened(self.schema))

    def _flattened(self, schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        if "$ref" in schema:
            yield from self._flattened(self.definitions[schema["$ref"].rpartition("/")[2]])
        elif "anyOf" in schema:
            for option in schema["anyOf"]:
                yield from self._flattened(option)
        else:
            yield schema

    def _types(self) -> set[str]:
        return {option["type"] for option in self.alternatives if "type" in option}

    @property
    def is_known(self) -> bool:
        """Whether the schema says anything of this place; below `custom` it does not."""
        return bool(self._types())

    @property
    def takes_text(self) -> bool:
        """Whether a scalar here is a text, so that it must not look like a number or a date to anybody."""
        return any(option.get("type") == "string" and option.get("format") != "date" for option in self.alternatives)

    @property
    def takes_list(self) -> bool:
        """Whether a list may stand here."""
        return "array" in self._types()

    @property
    def takes_mapping(self) -> bool:
        """Whether a mapping may stand here."""
        return "object" in self._types()

    @property
    def takes_scalar(self) -> bool:
        """Whether something other than a list or a mapping may stand here."""
        return bool(self._types() - {"array", "object", "null"})

    @property
    def choices(self) -> tuple[str, ...]:
        """The words allowed here, where there is a list of them."""
        return tuple(str(word) for option in self.alternatives for word in option.get("enum", ()))

    def key(self, name: str) -> "Shape":
        """The shape of a value below a key."""
        options = []
        for option in self.alternatives:
            properties, further = option.get("properties", {}), option.get("additionalProperties")
            if name in properties:
                options.append(properties[name])
            elif isinstance(further, Mapping):
                options.append(further)
        return Shape({"anyOf": options} if options else {}, self.definitions)

    def item(self) -> "Shape":
        """The shape of a value in a list."""
        options = [option["items"] for option in self.alternatives if isinstance(option.get("items"), Mapping)]
        return Shape({"anyOf": options} if options else {}, self.definitions)


# --- values ----------------------------------------------------------------------------------------


def field(key: str, value: Value, shape: Shape, indent: int = 0) -> list[str]:
    """The lines of `key: value`; a list or mapping on one line where it fits, below the key where not."""
    pad, name = " " * indent, scalar(key)
    if isinstance(value, str):
        return _text_field(f"{pad}{name}:", value, shape, indent)
    flow = f"{pad}{name}: {_flow(value, shape)}"
    if not value or (len(flow) <= WIDEST and _is_shallow(value)):
        return [flow]
    return [f"{pad}{name}:", *_block(value, shape, indent + 2)]


def _text_field(head: str, value: str, shape: Shape, indent: int) -> list[str]:
    if not _may_be_block(value) or not (shape.takes_text or not shape.is_known):
        return [f"{head} {_typed(value, shape)}"]
    pad = " " * (indent + 2)
    return [f"{head} |-", *(f"{pad}{line}" if line else "" for line in value.split("\n"))]


def _block(value: Mapping[str, Value] | list[Value], shape: Shape, indent: int) -> list[str]:
    if isinstance(value, list):
        return [line for item in value for line in _item(item, shape.item(), indent)]
    return [line for key, inner in value.items() for line in field(key, inner, shape.key(key), indent)]


def _item(value: Value, shape: Shape, indent: int) -> list[str]:
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


def _flow(value: Value, shape: Shape) -> str:
    if isinstance(value, str):
        return _typed(value, shape, in_flow=True)
    if isinstance(value, list):
        return f"[{', '.join(_flow(item, shape.item()) for item in value)}]"
    pairs = (f"{scalar(key, in_flow=True)}: {_flow(inner, shape.key(key))}" for key, inner in value.items())
    return f"{{{', '.join(pairs)}}}"


def _typed(text: str, shape: Shape, *, in_flow: bool = False) -> str:
    """A scalar as the schema wants it: a number or a date plain, in the one spelling that all readers share."""
    if shape.takes_text:
        return scalar(text, in_flow=in_flow)
    if _NUMBER.fullmatch(text):
        return f"{Decimal(text):f}"
    if text in ("true", "false") or _DATE.fullmatch(text):
        return text
    return scalar(text, in_flow=in_flow)
