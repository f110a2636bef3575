"""A YAML file as a page of text: where its values stand on it, and on which lines."""

import re
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from prodops_cli.diagnostics import Route, Span
from prodops_cli.encoding import BOM
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.source import Data, Limits, Node, read

_HEADER = re.compile(r"[|>][0-9+-]{0,2}")
"""What opens a block text."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A value's place in its file. Offsets count characters from the start of the text."""

    node: Node
    route: Route
    column: int
    """Where the key or the dash stands that holds it: what goes below is indented from there."""
    after: int
    """Where that `key:` or `-` ends."""
    in_flow: bool
    """Whether it stands within `{ }` or `[ ]`."""


class Page:
    """One file's text with the tree of its values. Raises ProdopsError for a file that is not prodops YAML."""

    def __init__(self, path: str, raw: bytes, limits: Limits) -> None:
        document = read(path, raw, limits)
        if document.problems:
            problem = document.problems[0]
            place = "" if problem.span is None else f":{problem.span.line}:{problem.span.column}"
            raise ProdopsError(
                f"{path}{place}: {problem.message}, so nothing was changed",
                f"mend it first; see: prodops lint {path}",
                ExitCode.FINDINGS,
            )
        self.path, self.raw, self.limits = path, raw, limits
        self.document = document
        self.text = raw.removeprefix(BOM).decode()
        self.has_mark = raw.startswith(BOM)

    @property
    def data(self) -> Data:
        """What the file says."""
        return self.document.data

    @property
    def root(self) -> Node:
        """The tree."""
        tree = self.document.tree
        assert tree is not None  # noqa: S101 - a document without problems has one
        return tree

    def encoded(self, text: str) -> bytes:
        """Another text as the bytes of this file."""
        return (BOM if self.has_mark else b"") + text.encode()

    def refuse(self, node: Node, message: str, hint: str) -> NoReturn:
        """Raise a ProdopsError at a value's place."""
        span = node.span
        raise ProdopsError(f"{self.path}:{span.line}:{span.column}: {message}", hint, ExitCode.FINDINGS)

    # --- values ------------------------------------------------------------------------------------

    def walk(self, route: Route) -> tuple[Spot, Route]:
        """As far along a route as there are values, and what is left of it.

        A key with nothing behind it ends the way like one that is not there. Raises ProdopsError for a route that
        leads into a scalar, past the end of a list, or by a key into a list.
        """
        spot = Spot(self.root, (), 0, 0, in_flow=False)
        for depth, step in enumerate(route):
            if self.is_empty(spot.node):
                return spot, route[depth:]
            inner = self._step(spot, step)
            if inner is None:
                return spot, route[depth:]
            spot = inner
        return spot, ()

    def _step(self, spot: Spot, step: str | int) -> Spot | None:
        node = spot.node
        in_flow = spot.in_flow or self.is_flow(node)
        if node.is_scalar:
            self.refuse(node, f"a single value stands here, which has no `{step}`", "give the whole value instead")
        if isinstance(step, int):
            if not self.is_list(node):
                self.refuse(node, "a mapping stands here, where a list is expected", "name a key instead")
            if not 0 <= step < len(node.items):
                self.refuse(node, f"the list has no item {step + 1}", "look at the file again")
            if in_flow:
                return Spot(node.items[step], (*spot.route, step), 0, node.items[step].start.index, in_flow)
            dash = self.dash(node, step)
            column = dash - self.line_start(dash)
            return Spot(node.items[step], (*spot.route, step), column, dash + 1, in_flow)
        if self.is_list(node):
            self.refuse(node, f"a list stands here, which has no `{step}`", "name an item of the list")
        if step not in node.pairs:
            return None
        start, end, value = node.pairs[step]
        return Spot(value, (*spot.route, step), start.column, self._after_key(end.index, value), in_flow)

    def _after_key(self, end: int, value: Node) -> int:
        """Where the colon of a key ends; the end of the key where it has none: `{a, b}`."""
        colon = self.text.find(":", end, value.start.index + 1)
        return colon + 1 if colon >= 0 and not self.text[end:colon].strip() else end

    def is_empty(self, node: Node) -> bool:
        """Whether it is the nothing behind `key:`."""
        return node.is_scalar and node.start.index == node.end.index

    def opening(self, node: Node) -> str:
        """Its first character: a quote, a bracket, `|`, the dash of a list, or what the text starts with."""
        return self.text[node.start.index : node.start.index + 1] if node.start.index < node.end.index else ""

    def is_flow(self, node: Node) -> bool:
        """Whether it is a list or mapping in brackets."""
        return not node.is_scalar and self.text[node.start.index] in "[{"

    def is_list(self, node: Node) -> bool:
        """Whether it is a list, with or without items."""
        return not node.is_scalar and (bool(node.items) or (not node.pairs and self.text[node.start.index] == "["))

    def has_comment(self, node: Node) -> bool:
        """Whether a comment stands within the brackets of a list or mapping."""
        start, end = int(node.start.index), int(node.end.index)
        if not self.is_flow(node) or "\n" not in self.text[start:end]:
            return False
        number = node.start.line + 1
        column = node.start.column
        for line in self.text[start:end].split("\n"):
            for match in re.finditer("#", line):
                if not self.document.is_inside_scalar(number, column + match.start() + 1):
                    return True
            number, column = number + 1, 0
        return False

    def header(self, node: Node) -> str:
        """What opens a block text (`|-`); empty for every other value."""
        match = _HEADER.match(self.text, node.start.index) if node.is_scalar and self.opening(node) in "|>" else None
        return match[0] if match is not None and not self.is_empty(node) else ""

    def dash(self, sequence: Node, index: int) -> int:
        """The offset of the dash before an item of a block list."""
        if index == 0:
            return int(sequence.start.index)
        start, column = sequence.items[index].start.index, sequence.start.column
        line = self.line_start(start)
        while self.text[line : line + column].strip(" ") or self.text[line + column : line + column + 1] != "-":
            line = self.line_start(line - 1)
        return int(line + column)

    def content_end(self, node: Node) -> int:
        """Where the last character of a value ends; without the empty lines and comments that libyaml counts to it."""
        while not node.is_scalar and not self.is_flow(node):
            node = node.items[-1] if node.items else [*node.pairs.values()][-1][2]
        header = self.header(node)
        if not header:
            return int(node.end.index)
        body = self.text[node.start.index : node.end.index]
        kept = body.removesuffix("\n").removesuffix("\r") if "+" in header else body.rstrip()
        return int(node.start.index) + max(len(kept), len(header))

    def parts(self, node: Node) -> list[tuple[int, int]]:
        """Where the items or pairs within brackets start and end, without their commas."""
        if node.items:
            return [(item.start.index, item.end.index) for item in node.items]
        return [
            (start.index, max(self._after_key(end.index, value), 0 if self.is_empty(value) else int(value.end.index)))
            for start, end, value in node.pairs.values()
        ]

    def comma(self, end: int) -> int | None:
        """Where the comma ends that follows a part within brackets; None where its list ends."""
        text = self.text
        while end < len(text):
            if text[end] == "#":
                end = self.line_end(end)
            elif text[end].isspace():
                end += 1
            else:
                return end + 1 if text[end] == "," else None
        return None

    # --- lines ---------------------------------------------------------------------------------------

    def line_start(self, offset: int) -> int:
        """Where the line of an offset starts."""
        return self.text.rfind("\n", 0, max(offset, 0)) + 1

    def line_end(self, offset: int) -> int:
        """Where the next line starts; the end of the text on the last one."""
        found = self.text.find("\n", offset)
        return found + 1 if found >= 0 else len(self.text)

    def line_break(self, offset: int) -> str:
        """How the line that ends at an offset is ended; as the one before it, where it is not."""
        end = offset if self.text[:offset].endswith("\n") else self.line_start(offset)
        if end == 0:
            end = self.line_end(0)
        return "\r\n" if self.text[:end].endswith("\r\n") else "\n"

    def offset(self, span: Span) -> int:
        """The offset of where a span starts."""
        start = 0
        for _ in range(span.line - 1):
            start = self.line_end(start)
        return start + span.column - 1

    def comment_lines(self, start: int, end: int) -> list[str]:
        """The lines between two offsets, each the start of a line, that hold nothing but a comment."""
        found = []
        number = self.text.count("\n", 0, start) + 1
        for line in self.text[start:end].splitlines():
            indent = len(line) - len(line.lstrip())
            if line.lstrip().startswith("#") and not self.document.is_inside_scalar(number, indent + 1):
                found.append(line)
            number += 1
        return found


def look_up(data: Data, route: Route) -> tuple[bool, Any]:
    """Whether there is something at a route of plain data, and what."""
    for step in route:
        is_key = isinstance(step, str) and isinstance(data, dict) and step in data
        if not is_key and not (isinstance(step, int) and isinstance(data, list) and 0 <= step < len(data)):
            return False, None
        data = cast("Any", data)[step]
    return True, data
