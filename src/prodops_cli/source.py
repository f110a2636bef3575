"""prodops YAML: text to Document, route to Span. The only module that imports yaml.

prodops YAML is a strict subset of YAML 1.2 (docs/reference/yaml.md). libyaml's events are read in a loop
and the tree is built here, without recursion: nothing a file contains can overflow the stack. Scalars keep
their source text; the schema, not the spelling, decides what they are (`version: 1.10` stays "1.10").

The data is built without positions, because most files are clean. Only when somebody asks for the span of
a route is the file read a second time into a tree of nodes.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs name only the loaders

from prodops_cli.diagnostics import Problem, Route, Span
from prodops_cli.encoding import BOM, refuse_bytes
from prodops_cli.syntax import explain_syntax

Data = dict[str, "Data"] | list["Data"] | str | None
"""A document as plain data: mappings, lists, texts, and None for `key:` with nothing behind it."""

MOST_PROBLEMS_PER_FILE = 20
"""A broken file is understood from its first few problems; ten thousand more would only hide them."""


class Quoted(str):
    """A scalar that was quoted although it looks like a number or a boolean: it must stay text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is refused unread: bytes, levels of nesting, nodes."""

    bytes: int = 1 << 20
    depth: int = 64
    nodes: int = 200_000


@dataclass(slots=True)
class Node:
    """One value of the lazily composed tree, with libyaml's marks of where it starts and ends.

    `pairs` holds the marks of each key beside its value. Spans are made of marks when somebody asks.
    """

    start: Any
    end: Any
    is_scalar: bool
    pairs: dict[str, tuple[Any, Any, "Node"]]
    items: list["Node"]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return _span_between(self.start, self.end)

    def descend(self) -> Iterator["Node"]:
        """This node and every node below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.items))
            stack.extend(child for _, _, child in reversed(node.pairs.values()))


@dataclass
class Document:
    """One YAML file: its bytes, its data, and what was wrong with reading it.

    With problems of syntax there is no tree and no data. With problems that leave a tree (a duplicate key),
    `data` is what could be read, but should not be trusted.
    """

    path: str
    raw: bytes
    data: Data = None
    problems: tuple[Problem, ...] = ()
    has_tree: bool = False

    def moved_to(self, path: str) -> "Document":
        """The same document at another path."""
        return Document(path, self.raw, self.data, self.problems, self.has_tree)

    @cached_property
    def text(self) -> str:
        """The text, without a byte order mark; undecodable bytes replaced (for excerpts only)."""
        return self.raw.decode("utf-8-sig", "replace")

    @cached_property
    def lines(self) -> list[str]:
        r"""The text's lines as libyaml counts them in a clean file: split at \n and \r\n."""
        return self.text.replace("\r\n", "\n").split("\n")

    @cached_property
    def tree(self) -> Node | None:
        """The tree of nodes with their spans, or None where the text is not prodops YAML."""
        return _compose(self.raw) if self.has_tree else None

    def span(self, route: Route, *, at_key: bool = False) -> Span:
        """Where the value at `route` stands, or its key; the nearest ancestor's where the route leads nowhere."""
        node = self.tree
        if node is None:
            return Span(1, 1, 1, 1)
        start, end = node.start, node.end
        for step in route:
            if isinstance(step, int):
                if step >= len(node.items):
                    break
                node = node.items[step]
                start, end = node.start, node.end
            elif step in node.pairs:
                start, end, node = node.pairs[step]
            else:
                break
        return _span_between(start, end) if at_key else node.span

    def is_inside_scalar(self, line: int, column: int) -> bool:
        """Whether the place (counted from 1) is part of a value, so that a `#` there is no comment."""
        starts, ends = self._scalars
        index = bisect_right(starts, (line, column)) - 1
        return index >= 0 and (line, column) < ends[index]

    @cached_property
    def _scalars(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Where the scalars start and end; they stand in order and never overlap."""
        spans = [node.span for node in self.tree.descend() if node.is_scalar] if self.tree is not None else []
        return [(span.line, span.column) for span in spans], [(span.end_line, span.end_column) for span in spans]


def read(path: str, raw: bytes, limits: Limits = Limits()) -> Document:
    """Parse one file's bytes. What is wrong with them stands in `problems`; nothing is raised."""
    problem = refuse_bytes(path, raw, limits.bytes)
    if problem is not None:
        return Document(path, raw, problems=(problem,))
    try:
        data, found = _build(path, raw, limits)
    except yaml.YAMLError as error:
        return Document(path, raw, problems=(explain_syntax(path, raw, error),))
    return Document(path, raw, data, tuple(found[:MOST_PROBLEMS_PER_FILE]), has_tree=data is not None)


# --- data ----------------------------------------------------------------------------------------

_NO_KEY = object()
_LOOKS_TYPED = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|true|false").fullmatch
"""Whether a quoted text would be a number or a boolean without its quotes."""


def looks_typed(text: str) -> bool:
    """Whether a quoted text is read as Quoted: as a number or a boolean that is meant as text."""
    return _LOOKS_TYPED(text) is not None


_STARTS_TYPED = frozenset("0123456789+-.tf")
_NULL_WORDS = frozenset(["null", "Null", "NULL", "~"])


def _build(path: str, raw: bytes, limits: Limits) -> tuple[Data, list[Problem]]:  # noqa: C901, PLR0912, PLR0915
    """Read libyaml's events into plain data.

    One loop over local names, long on purpose: it runs some sixty times for every file of a workspace.
    """
    get_event: Callable[[], Any] = CParser(raw.removeprefix(BOM)).get_event
    problems: list[Problem] = []
    stack: list[tuple[Any, Any]] = []
    root: list[Data] = []
    container: Any = root
    key: Any = None
    nodes = documents = 0
    has_duplicates = False
    while True:
        event = get_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            value: Any = event.value
            if event.anchor is not None or event.tag is not None:
                problems.append(_refuse_property(path, event))
            if event.style == "":
                if not value:
                    value = None
                elif value in _NULL_WORDS:
                    problems.append(_refuse_null(path, event))
            elif value[:1] in _STARTS_TYPED and _LOOKS_TYPED(value):
                value = Quoted(value)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.anchor is not None or event.tag is not None:
                problems.append(_refuse_property(path, event))
            if key is _NO_KEY:
                problems.append(
                    _subset(path, event, "a key must be plain text, not a list or a mapping", "remove the `?`")
                )
                return None, problems
            if len(stack) >= limits.depth:
                problems.append(_limit(path, event, f"nested more than {limits.depth} levels deep"))
                return None, problems
            stack.append((container, key))
            container, key = ({}, _NO_KEY) if kind is yaml.MappingStartEvent else ([], None)
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            value = container
            container, key = stack.pop()
        elif kind is yaml.AliasEvent:
            problems.append(_refuse_alias(path, event))
            value = None
            if key is _NO_KEY:
                return None, problems
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if event.version or event.tags:
                problems.append(
                    _subset(
                        path,
                        event,
                        "directives (%YAML, %TAG) are not prodops YAML",
                        "remove the line that starts with %",
                    )
                )
            if documents > 1:
                problems.append(
                    _subset(path, event, "a second document starts here", "one document per file: remove the `---`")
                )
                return None, problems
            continue
        elif kind is yaml.StreamEndEvent:
            break
        else:
            continue
        nodes += 1
        if nodes > limits.nodes:
            problems.append(_limit(path, event, f"more than {limits.nodes:,} values in one file"))
            return None, problems
        if key is None:
            container.append(value)
        elif key is _NO_KEY:
            if value is None:
                problems.append(_subset(path, event, "a key is missing before the `:`", "write `name: value`"))
                value = ""
            if value == "<<" and event.style == "":
                problems.append(
                    _subset(path, event, "merge keys (`<<`) are not prodops YAML", "write the merged keys out here")
                )
            if value in container:
                has_duplicates = True
            elif not value.isascii() and unicodedata.normalize("NFC", value) != value:
                problems.append(_subset(path, event, "a key must be in Unicode normal form C", "type the key again"))
                has_duplicates = True
            key = str(value) if type(value) is Quoted else value
        else:
            container[key] = value
            key = _NO_KEY
    if not problems and (documents == 0 or root == [None]):
        problems.append(
            Problem(
                "unreadable-file",
                path,
                "the file is empty",
                "write a record into it, or delete it",
                span=Span(1, 1, 1, 1),
            )
        )
        return None, problems
    if has_duplicates:
        problems.extend(_duplicate_keys(path, raw))
    return root[0], problems


def _span_of(event: Any) -> Span:
    return _span_between(event.start_mark, event.end_mark)


def _span_between(start: Any, end: Any) -> Span:
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _subset(path: str, event: Any, message: str, hint: str) -> Problem:
    return Problem("yaml-subset", path, message, hint, span=_span_of(event))


def _limit(path: str, event: Any, message: str) -> Problem:
    return Problem(
        "unreadable-file", path, message, "no record needs that: check how the file was made", span=_span_of(event)
    )


def _refuse_property(path: str, event: Any) -> Problem:
    if event.anchor is not None:
        return _subset(
            path,
            event,
            f"anchors (`&{_short(event.anchor)}`) are not prodops YAML",
            "write the value out where it is needed",
        )
    tag = event.tag if event.tag == "!" else event.tag.replace("tag:yaml.org,2002:", "!!")
    return _subset(
        path, event, f"tags (`{_short(tag)}`) are not prodops YAML", "remove the tag: the schema knows the type"
    )


def _refuse_alias(path: str, event: Any) -> Problem:
    return _subset(
        path, event, f"aliases (`*{_short(event.anchor)}`) are not prodops YAML", "write the value out again here"
    )


def _refuse_null(path: str, event: Any) -> Problem:
    return _subset(
        path,
        event,
        f"`{event.value}` is not a value",
        f'leave the key out; if it is meant as text, quote it: "{event.value}"',
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _duplicate_keys(path: str, raw: bytes) -> list[Problem]:
    """Every key that its mapping has given before (NFC-equal counts), once each, naming both lines."""
    problems: dict[tuple[int, str], Problem] = {}
    first: dict[tuple[int, str], Span] = {}
    times: dict[tuple[int, str], int] = {}
    for mapping, key, span in _keys(raw):
        name = (mapping, unicodedata.normalize("NFC", key))
        times[name] = times.get(name, 0) + 1
        if name in first and name not in problems:
            problems[name] = Problem("duplicate-key", path, "", "keep one of them", span=span)
        first.setdefault(name, span)
    return [
        Problem(
            problem.rule,
            path,
            f"`{_short(name[1])}` is already given on line {first[name].line}"
            + (f" ({times[name]:,} times in all)" if times[name] > 2 else ""),
            problem.hint,
            span=problem.span,
        )
        for name, problem in problems.items()
    ]


def _keys(raw: bytes) -> Iterator[tuple[int, str, Span]]:
    """Every key in document order, with a number for the mapping it belongs to."""
    get_event: Callable[[], Any] = CParser(raw.removeprefix(BOM)).get_event
    stack: list[tuple[int, bool]] = []  # the number of the mapping, 0 for a list; whether a key comes next
    count = number = 0
    is_key = False
    while type(event := get_event()) is not yaml.StreamEndEvent:
        if isinstance(event, yaml.CollectionStartEvent):
            stack.append((number, is_key))
            is_key = isinstance(event, yaml.MappingStartEvent)
            count += is_key
            number = count if is_key else 0
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            number, is_key = stack.pop()
        elif not isinstance(event, yaml.NodeEvent):
            continue
        if is_key:
            yield number, getattr(event, "value", ""), _span_of(event)
        is_key = number > 0 and not is_key


def _compose(raw: bytes) -> Node | None:
    """The tree of nodes of a file that `_build` accepted."""
    get_event: Callable[[], Any] = CParser(raw.removeprefix(BOM)).get_event
    stack: list[tuple[Node | None, Any]] = []
    root: Node | None = None
    node: Node | None = None
    key: Any = None
    is_mapping = False
    while True:
        event = get_event()
        kind = type(event)
        if kind is yaml.ScalarEvent or kind is yaml.AliasEvent:
            if is_mapping and key is None:
                key = event
                continue
            child = Node(event.start_mark, event.end_mark, is_scalar=True, pairs=_NO_PAIRS, items=_NO_ITEMS)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            stack.append((node, key))
            node, key = Node(event.start_mark, event.end_mark, is_scalar=False, pairs={}, items=[]), None
            is_mapping = kind is yaml.MappingStartEvent
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            child = cast("Node", node)
            child.end = event.end_mark
            node, key = stack.pop()
            is_mapping = key is not None
        elif kind is yaml.StreamEndEvent:
            return root
        else:
            continue
        if node is None:
            root = child
        elif key is None:
            node.items.append(child)
        else:
            node.pairs.setdefault(getattr(key, "value", ""), (key.start_mark, key.end_mark, child))
            key = None


_NO_PAIRS: dict[str, tuple[Any, Any, Node]] = {}
_NO_ITEMS: list[Node] = []
"""What is in every scalar."""
