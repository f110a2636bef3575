"""Plain data as YAML that looks like the file it goes into: its indentation, its quotes, its folded texts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from prodops_cli.edit._page import Page
from prodops_cli.errors import ProdopsError
from prodops_cli.render.yaml import WIDEST, escaped, may_be_block, scalar
from prodops_cli.source import Data, Node, Quoted, looks_typed

Written = tuple[str, list[str]]
"""What goes behind `key:` on its line, and the lines below."""


# --- from what callers give to what a file says ---------------------------------------------------


def given(value: Any) -> Any:
    """The value with lists for tuples, and without keys that have nothing behind them."""
    if isinstance(value, Mapping):
        return {str(key): given(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple)):
        return [given(inner) for inner in value if inner is not None]
    return value


def as_read(value: Any) -> Data:
    """What the file says where a value is written: every scalar as its text. Raises ProdopsError for no plain data."""
    if isinstance(value, dict):
        return {key: as_read(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_read(inner) for inner in value]
    if isinstance(value, str):
        return Quoted(value) if looks_typed(value) else str(value)
    return _typed(value)


def _typed(value: Any) -> str:
    """A number, a boolean or a day as it is written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if number.is_finite():
            return f"{number:f}"
    if isinstance(value, date):
        return value.isoformat()[:10]
    raise ProdopsError(f"`{value}` cannot be written into a file")


# --- how the file looks -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Style:
    """The file's own way of writing."""

    step: int = 2
    """How far a mapping is indented below its key."""
    list_step: int = 2
    """How far the dashes of a list are indented below its key; 0 where they stand under it."""
    plain_keys: frozenset[str] = frozenset()
    """The keys that are there without quotes."""

    def key(self, name: str, *, in_flow: bool = False) -> str:
        """A key as it is written; a word like `on` without quotes where the file does so already."""
        return name if name in self.plain_keys else scalar(name, in_flow=in_flow)


@lru_cache(maxsize=2)
def style_of(page: Page) -> Style:
    """How a file is indented, as its first mapping and its first list below a key show it."""
    step = list_step = None
    plain = set()
    for node in page.root.descend():
        for key, (start, _, value) in node.pairs.items():
            if page.text.startswith(key, start.index):
                plain.add(key)
            if value.is_scalar or page.is_flow(value) or page.is_flow(node):
                continue
            further = value.start.column - start.column
            if value.items:
                list_step = further if list_step is None else list_step
            else:
                step = further if step is None else step
    step = step or list_step or 2
    return Style(step, step if list_step is None else list_step, frozenset(plain))


# --- single values ------------------------------------------------------------------------------------


def on_one_line(value: Any, style: Style, *, in_flow: bool = True) -> str:
    """A value on one line, lists and mappings in brackets."""
    if isinstance(value, str):
        return scalar(value, in_flow=in_flow)
    if isinstance(value, list):
        return f"[{', '.join(on_one_line(item, style) for item in value)}]"
    if isinstance(value, dict):
        pairs = (f"{style.key(key, in_flow=True)}: {on_one_line(inner, style)}" for key, inner in value.items())
        return f"{{{', '.join(pairs)}}}"
    return _typed(value)


def quoted_as(value: Any, quote: str, style: Style, *, in_flow: bool) -> Iterator[str]:
    """A single value on one line: first as the one before it was quoted, then as it has to be."""
    if isinstance(value, (str, date)) and quote in ("'", '"'):
        text = value if isinstance(value, str) else _typed(value)
        if quote == '"':
            yield '"' + "".join(map(escaped, text)) + '"'
        elif text.isprintable():
            yield "'" + text.replace("'", "''") + "'"
    yield on_one_line(value, style, in_flow=in_flow)
    if isinstance(value, str):
        yield '"' + "".join(map(escaped, value)) + '"'


# --- texts of several lines ---------------------------------------------------------------------------


def block_texts(text: str, former: str, indent: int, width: int) -> Iterator[Written]:
    """A text below `|` or `>`, as far as it can stand there; `former` is what opened the one before it."""
    body = text.removesuffix("\n")
    if not (may_be_block(f"{body}\n.") and body):
        return
    chomp = "" if text != body else "-"
    pad = " " * indent
    if former.startswith(">") and not any(line.startswith(" ") or "  " in line for line in body.split("\n")):
        folded = "\n\n".join("\n".join(_folded(line, width)) for line in body.split("\n"))
        yield f">{chomp}", _indented(folded, pad)
    yield f"|{chomp}", _indented(body, pad)


def _indented(text: str, pad: str) -> list[str]:
    return [f"{pad}{line}" if line else "" for line in text.split("\n")]


def _folded(line: str, width: int) -> Iterator[str]:
    """A line in pieces of at most so many characters, cut at its spaces."""
    words = line.split(" ")
    piece = words[0]
    for word in words[1:]:
        if len(piece) + 1 + len(word) > width:
            yield piece
            piece = word
        else:
            piece = f"{piece} {word}"
    yield piece


# --- anything -----------------------------------------------------------------------------------------


def below_key(value: Any, head: str, column: int, style: Style) -> Iterator[Written]:
    """A new value behind `head` (`key:`), which stands at a column: on one line where it fits, below it where not."""
    if isinstance(value, str) and "\n" in value:
        yield from block_texts(value, "", column + style.step, WIDEST)
    line = on_one_line(value, style, in_flow=isinstance(value, (list, dict)))
    if not isinstance(value, (list, dict)) or not value or _fits(value, f"{' ' * column}{head} {line}"):
        yield line, []
        if isinstance(value, str):
            yield '"' + "".join(map(escaped, value)) + '"', []
        return
    list_step = 2 if head == "-" else style.list_step  # a dash within a dash has to stand further in
    yield "", block(value, column + (list_step if isinstance(value, list) else style.step), style)


def _fits(value: Any, line: str) -> bool:
    """Whether a list or mapping reads well on one line: short, and without mappings within it."""
    inner = value if isinstance(value, list) else list(value.values())
    has_depth = any(isinstance(item, dict) or (isinstance(item, list) and _is_nested(item)) for item in inner)
    return len(line) <= WIDEST and not has_depth


def _is_nested(items: list[Any]) -> bool:
    """Whether a list holds lists or mappings."""
    return any(isinstance(item, (list, dict)) for item in items)


def block(value: Any, indent: int, style: Style) -> list[str]:
    """The lines of a list or mapping that is not in brackets."""
    pad = " " * indent
    lines: list[str] = []
    if isinstance(value, list):
        for item in value:
            lines += block_item(item, indent, 2, style)
        return lines
    for key, inner in value.items():
        name = f"{style.key(key)}:"
        head, body = next(below_key(inner, name, indent, style))
        lines += [f"{pad}{name} {head}" if head else f"{pad}{name}", *body]
    return lines


def block_item(item: Any, indent: int, gap: int, style: Style, *, in_brackets: bool = False) -> list[str]:
    """The lines of `- item`, whose content stands `gap` columns behind the dash; a mapping below each other."""
    pad, dash = " " * indent, "-".ljust(gap)
    if isinstance(item, (list, dict)) and item and not in_brackets:
        lines = block(item, indent + gap, style)
        return [f"{pad}{dash}{lines[0][indent + gap :]}", *lines[1:]]
    head, body = next(below_key(item, "-", indent, style)) if not in_brackets else (on_one_line(item, style), [])
    return [f"{pad}{dash}{head}", *body]


def width_of(page: Page, node: Node) -> int:
    """How long the lines of a folded text are allowed to be: as long as they were, and not very short."""
    lines = page.text[node.start.index : page.content_end(node)].split("\n")[1:]
    return max([60, *(len(line.strip()) for line in lines)])


def indent_of(page: Page, node: Node) -> int | None:
    """How far the lines of a block text are indented; None where it has none."""
    lines = page.text[node.start.index : page.content_end(node)].split("\n")[1:]
    found = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    return found[0] if found and not re.search(r"\d", page.header(node)) else None
