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
from functools import cache, cached_property
from typing import Any, cast

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs name only the loaders

from prodops_cli.diagnostics import Problem, Route, Span

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
    """One value of the lazily composed tree: the events it starts and ends with, and what is in it.

    `pairs` holds each key's event beside its value. Spans are made of events only when somebody asks.
    """

    first: Any
    last: Any
    pairs: dict[str, tuple[Any, "Node"]]
    items: list["Node"]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return _span_between(self.first.start_mark, self.last.end_mark)

    @property
    def is_scalar(self) -> bool:
        """Whether it is neither a list nor a mapping."""
        return self.first is self.last

    def descend(self) -> Iterator["Node"]:
        """This node and every node below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.items))
            stack.extend(child for _, child in reversed(node.pairs.values()))


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
        node, key = self.tree, None
        if node is None:
            return Span(1, 1, 1, 1)
        for step in route:
            if isinstance(step, int):
                if step >= len(node.items):
                    break
                node, key = node.items[step], None
            elif step in node.pairs:
                key, node = node.pairs[step]
            else:
                break
        return _span_of(key) if at_key and key is not None else node.span

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
    problem = _refuse_bytes(path, raw, limits)
    if problem is not None:
        return Document(path, raw, problems=(problem,))
    try:
        data, found = _build(path, raw, limits)
    except yaml.YAMLError as error:
        return Document(path, raw, problems=(_explain_syntax(path, raw, error),))
    return Document(path, raw, data, tuple(found[:MOST_PROBLEMS_PER_FILE]), has_tree=data is not None)


# --- bytes ---------------------------------------------------------------------------------------

_BOM = b"\xef\xbb\xbf"
_PLAIN_ASCII = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
_CONFLICT = re.compile(rb"^(?:<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)(?: |\r?$)", re.MULTILINE)
_NAMED = {
    "\r": "a carriage return that does not end a line",
    "\x85": "a next-line character that hides a line break",
    "\u2028": "a line separator that hides a line break",
    "\u2029": "a paragraph separator that hides a line break",
    "\ufeff": "a byte order mark in the middle of the file",
    **dict.fromkeys(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "a direction mark that can hide what a line says"
    ),
}


def _refuse_bytes(path: str, raw: bytes, limits: Limits) -> Problem | None:
    """Refuse what is not a text file that a person could review, before any parser sees it."""
    if len(raw) > limits.bytes:
        return _refusal(
            path,
            f"the file is larger than {limits.bytes:,} bytes",
            "split it into one record per file, or raise `limits.file_bytes` in prodops.yaml",
        )
    if not raw.translate(None, _PLAIN_ASCII) and (b"\r" not in raw or raw.count(b"\r") == raw.count(b"\r\n")):
        return _refuse_foreign(path, raw)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refusal(path, "the file is UTF-16", "save it as UTF-8")
    if foreign := _refuse_foreign(path, raw):
        return foreign
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _refuse_undecodable(path, raw, error.start)
    text = text.removeprefix("\ufeff")
    if text.replace("\r\n", "").replace("\n", "").replace("\t", "").isprintable():
        return None  # what is refused never prints; what does not print need not be refused
    match = _refused().search(text)
    if match is None:
        return None
    character, place = match.group(), _place(text, match.start())
    if character == "\x00":
        return _refusal(path, "a NUL byte: this is not a text file, or not UTF-8", "save it as UTF-8", place)
    name = _NAMED.get(character, "an invisible or control character")
    hint = "remove the character; in a text that needs it, write it as an escape in double quotes"
    return _refusal(path, f"{name} (U+{ord(character):04X})", hint, place)


@cache
def _refused() -> re.Pattern[str]:
    """Controls, line separators, direction marks, byte order marks, and what is no character at all."""
    astral = "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000))
    basic = "\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    return re.compile(f"[^\t\n\r{basic}{astral}]|\r(?!\n)")


def _refuse_foreign(path: str, raw: bytes) -> Problem | None:
    """Name the things that are often found in place of the YAML file somebody meant to commit."""
    head = raw[:256].removeprefix(_BOM).lstrip()
    if head.startswith(b"version https://git-lfs.github.com/spec/"):
        return _refusal(path, "this is a Git LFS pointer, not the file itself", "run: git lfs pull")
    if head[:9].lower().startswith((b"<!doctype", b"<html")):
        return _refusal(path, "this is a web page, not YAML", "download the file itself, not the page about it")
    if head.startswith((b"GIF8", b"\x89PNG", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\xff\xd8\xff")):
        return _refusal(
            path, "this is a binary file, not YAML", "keep pictures and archives outside the folders of records"
        )
    if match := (b"<<<<<<<" in raw or b">>>>>>>" in raw) and _CONFLICT.search(raw):
        line = raw.count(b"\n", 0, match.start()) + 1
        return _refusal(
            path,
            "a merge conflict was left in the file",
            "decide between the two sides and remove the markers",
            Span(line, 1, line, 8),
        )
    return None


def _refuse_undecodable(path: str, raw: bytes, offset: int) -> Problem:
    line = raw.count(b"\n", 0, offset) + 1
    start = raw.rfind(b"\n", 0, offset) + 1
    column = len(raw[start:offset].decode("utf-8", "replace")) + 1
    return _refusal(
        path,
        f"not UTF-8: byte 0x{raw[offset]:02X} at offset {offset:,}",
        "save the file as UTF-8",
        Span(line, column, line, column + 1),
    )


def _refusal(path: str, message: str, hint: str, span: Span = Span(1, 1, 1, 1)) -> Problem:
    return Problem("unreadable-file", path, message, hint, span=span)


def _place(text: str, offset: int) -> Span:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Span(line, column, line, column + 1)


# --- data ----------------------------------------------------------------------------------------

_NO_KEY = object()
_LOOKS_TYPED = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|true|false").fullmatch
"""Whether a quoted text would be a number or a boolean without its quotes."""

_STARTS_TYPED = frozenset("0123456789+-.tf")
_NULL_WORDS = frozenset(["null", "Null", "NULL", "~"])


def _build(path: str, raw: bytes, limits: Limits) -> tuple[Data, list[Problem]]:  # noqa: C901, PLR0912, PLR0915
    """Read libyaml's events into plain data.

    One loop over local names, long on purpose: it runs some sixty times for every file of a workspace.
    """
    get_event: Callable[[], Any] = CParser(raw.removeprefix(_BOM)).get_event
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
    get_event: Callable[[], Any] = CParser(raw.removeprefix(_BOM)).get_event
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
    get_event: Callable[[], Any] = CParser(raw.removeprefix(_BOM)).get_event
    stack: list[tuple[Node, Any]] = []
    root = node = key = None
    while type(event := get_event()) is not yaml.StreamEndEvent:
        if isinstance(event, yaml.CollectionEndEvent):
            child = cast("Node", node)
            child.last = event
            node, key = stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            if key is None and node is not None and type(node.first) is yaml.MappingStartEvent:
                key = event
                continue
            child = Node(event, event, {}, [])
            if isinstance(event, yaml.CollectionStartEvent):
                stack.append((cast("Node", node), key))
                node, key = child, None
                continue
        else:
            continue
        if node is None:
            root = child
        elif key is None:
            node.items.append(child)
        else:
            node.pairs.setdefault(getattr(key, "value", ""), (key, child))
            key = None
    return root


# --- syntax errors, in people's words ------------------------------------------------------------

_TAG = ("tags (`!name`) are not prodops YAML", "remove the tag: the schema knows the type")
_DIRECTIVE = ("directives (%YAML, %TAG) are not prodops YAML", "remove the line that starts with %")
_TAB = ("a tab where only spaces may stand", "indent with spaces")
_SYNTAX = {
    "mapping values are not allowed": (
        "a `:` that cannot stand here",
        "quote the text if it contains `: `; otherwise check the indentation, and the line above",
    ),
    "could not find expected ':'": ("a key without its `:`", "write `key: value`; a key is one short line"),
    "did not find expected ',' or ']'": (
        "a `[` list that is not closed, or misses a comma",
        "close it with `]`, with commas between the items",
    ),
    "did not find expected ',' or '}'": (
        "a `{` mapping that is not closed, or misses a comma",
        "close it with `}`, with commas between the entries",
    ),
    "found unexpected end of stream": ("a quote that is opened here and never closed", "close the quote"),
    "did not find expected key": (
        "this line does not fit what stands above it",
        "check its indentation, quotes and `- ` against the lines above",
    ),
    "did not find expected '-' indicator": (
        "this line does not fit the list above it",
        "start each item with `- ` at the same indentation",
    ),
    "block sequence entries are not allowed": (
        "a `- ` item cannot start here",
        "start the list on its own line, below its key",
    ),
    "did not find expected node content": (
        "a value is missing here",
        "quote the text if it starts with `,`, `]` or `}`",
    ),
    "found unknown escape character": (
        "an unknown \\ escape in double quotes",
        "write \\\\ for a backslash, or use single quotes",
    ),
    "invalid Unicode character escape": ("an escape that is no Unicode character", "write the character itself"),
    "did not find expected <document start>": (
        "text after the end of the document",
        "one document per file: check the indentation of this line",
    ),
    "found unexpected document indicator": (
        "`---` or `...` inside a quoted text",
        "indent the text, or close the quote above",
    ),
    "found a tab character": _TAB,
    "while scanning an anchor": ("a text cannot start with `&`", "put it in quotes"),
    "while scanning an alias": ("a text cannot start with `*`", "put it in quotes"),
    "while scanning a block scalar": (
        "a block text that does not start right",
        "write `|` or `>` at the end of the key's line, and the text below it, indented",
    ),
    "found incompatible YAML document": _DIRECTIVE,
    "directive": _DIRECTIVE,
    "found undefined tag handle": _TAG,
    "while parsing a tag": _TAG,
    "while scanning a tag": _TAG,
}
"""Parts of libyaml's messages, and what a person did and can do instead; the first that fits counts."""

_AT_OPENING = ("end of stream", "expected ',' or ", "could not find expected ':'")
"""Messages about something that was opened: the place to look at is where, not where libyaml gave up."""

_CANNOT_START = {
    "@": ("a text cannot start with `@`", 'quote it: "@name"'),
    "`": ("a text cannot start with a backtick", "put it in quotes"),
    "%": ("a text cannot start with `%`", "put it in quotes"),
    "\t": _TAB,
}
_LONGEST_KEY = 1024


def _explain_syntax(path: str, raw: bytes, error: Any) -> Problem:
    """Turn libyaml's message into what a person did and can do; the position is the opening one where that helps."""
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    mark: Any = getattr(error, "problem_mark", None)
    opening: Any = getattr(error, "context_mark", None)
    if mark is None:
        message, hint = _words_for(problem, context, "", 0)
        return Problem("yaml-syntax", path, message, hint, span=Span(1, 1, 1, 1))
    lines = raw.removeprefix(_BOM).decode("utf-8", "replace").split("\n")
    message, hint = _words_for(problem, context, lines[mark.line] if mark.line < len(lines) else "", mark.column)
    if opening and any(part in problem for part in _AT_OPENING):
        mark = opening
    line, column = mark.line, mark.column
    if not any(map(str.strip, lines[line:])):  # the end of the file: point behind the last thing in it
        if "expected node content" in problem:
            message, hint = "a `[` or `{` that is not closed", "close it with `]` or `}`"
        line = max((number for number, text in enumerate(lines[:line]) if text.strip()), default=0)
        column = len(lines[line].rstrip())
    return Problem("yaml-syntax", path, message, hint, span=Span(line + 1, column + 1, line + 1, column + 2))


def _words_for(problem: str, context: str, line: str, column: int) -> tuple[str, str]:
    character, before = line[column : column + 1], line[:column].rstrip()
    if "cannot start any token" in problem:
        return _CANNOT_START.get(character, (f"a text cannot start with `{character}`", "put it in quotes"))
    if "mapping values are not allowed" in problem and column > _LONGEST_KEY:
        return (
            f"a key is longer than {_LONGEST_KEY:,} characters",
            "a key is one short line: quote the text if it is none",
        )
    if "did not find expected key" in problem and before.endswith(('"', "'", "]", "}")):
        return f"text behind the closing `{before[-1]}`", "put quotes around the whole text"
    for part, words in _SYNTAX.items():
        if part in problem or part in context:
            return words
    return f"not valid YAML: {problem}", "check the quotes and the indentation here"
