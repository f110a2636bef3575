"""Route to span: where a value or its key stands, in every style of writing and every kind of file."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from prodops_cli.diagnostics import Route, Span
from prodops_cli.source import Document, Node, read


def document_of(text: str | bytes) -> Document:
    document = read("x.yaml", text if isinstance(text, bytes) else text.encode())
    assert document.has_tree, document.problems
    return document


def cut(document: Document, span: Span) -> str:
    """The text that a span covers."""
    lines = document.lines
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    last = lines[span.end_line - 1] if span.end_line <= len(lines) else ""
    middle = lines[span.line : span.end_line - 1]
    return "\n".join([lines[span.line - 1][span.column - 1 :], *middle, last[: span.end_column - 1]])


RECORD = """\
# a person
title: Ünïcode 👩‍👩‍👧 title  # a comment
goals: [one, "two", 'three']
effort:
  - 3
  -   5
priority:
  reach: {value: 40000, per: quarter}
  empty:
depends_on:
- on: tax
  lag: 1w
- {on: pay, lag: "2w"}
notes: |
  first
  second

updates:
  - date: 2026-08-03
    text: >-
      folded
      text
tail: a plain
  text over two lines
"""


@pytest.mark.parametrize(
    ("route", "text"),
    [
        (("title",), "Ünïcode 👩‍👩‍👧 title"),
        (("goals",), "[one, \"two\", 'three']"),
        (("goals", 0), "one"),
        (("goals", 1), '"two"'),
        (("goals", 2), "'three'"),
        (("effort", 1), "5"),
        (("priority", "reach"), "{value: 40000, per: quarter}"),
        (("priority", "reach", "per"), "quarter"),
        (("priority", "empty"), ""),
        (("depends_on", 0, "on"), "tax"),
        (("depends_on", 0), "on: tax\n  lag: 1w\n"),
        (("depends_on", 1), '{on: pay, lag: "2w"}'),
        (("depends_on", 1, "lag"), '"2w"'),
        (("notes",), "|\n  first\n  second\n\n"),
        (("updates", 0, "text"), ">-\n      folded\n      text\n"),
        (("tail",), "a plain\n  text over two lines"),
    ],
)
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_span_covers_the_value(route: Route, text: str, start: str, end: str) -> None:
    document = document_of((start + RECORD).replace("\n", end))
    assert cut(document, document.span(route)) == text


@pytest.mark.parametrize(
    ("route", "text", "line"),
    [
        (("title",), "title", 2),
        (("priority",), "priority", 7),
        (("priority", "reach", "per"), "per", 8),
        (("priority", "empty"), "empty", 9),
        (("depends_on", 1, "lag"), "lag", 13),
        (("updates", 0, "text"), "text", 20),
    ],
)
def test_span_at_key_covers_the_key(route: Route, text: str, line: int) -> None:
    document = document_of(RECORD)
    span = document.span(route, at_key=True)
    assert cut(document, span) == text
    assert span.line == line


def test_key_of_a_list_item_is_the_item_itself() -> None:
    document = document_of(RECORD)
    assert document.span(("goals", 1), at_key=True) == document.span(("goals", 1))
    assert document.span((), at_key=True) == document.span(())


@pytest.mark.parametrize(
    ("route", "stands_for"),
    [
        (("nowhere",), ()),
        (("title", "value"), ("title",)),
        (("goals", 7), ("goals",)),
        (("goals", "on"), ("goals",)),
        (("priority", "reach", "evidence", "x"), ("priority", "reach")),
        (("depends_on", 0, "needed_by"), ("depends_on", 0)),
        (("priority", 3), ("priority",)),
    ],
)
def test_route_that_leads_nowhere_ends_at_its_nearest_ancestor(route: Route, stands_for: Route) -> None:
    document = document_of(RECORD)
    assert document.span(route) == document.span(stands_for)


def test_whole_record_starts_at_its_first_key() -> None:
    assert (document_of(RECORD).span(()).line, document_of(RECORD).span(()).column) == (2, 1)
    assert document_of("---\n# x\n\n  a: 1\n").span(()) == Span(4, 3, 5, 1)


def test_record_of_a_list_is_found_by_its_index() -> None:
    document = document_of("# tools\n- id: one\n  name: One\n\n- id: two\n  jobs: [a, b]\n-\n  id: three\n")
    assert [document.span((index,)).line for index in range(3)] == [2, 5, 8]
    assert cut(document, document.span((1, "jobs", 1))) == "b"
    assert cut(document, document.span((2, "id"), at_key=True)) == "id"
    assert document.span((3,)) == document.span(())


def test_document_that_is_no_yaml_has_its_place_at_the_top() -> None:
    document = read("x.yaml", b"a: [\n")
    assert document.tree is None
    assert document.span(("a",)) == Span(1, 1, 1, 1)


def test_first_of_two_equal_keys_is_the_one_that_is_found() -> None:
    document = document_of("a: 1\nb: 2\na: 3\n")
    assert document.span(("a",)).line == 1


def test_quoted_and_non_ascii_keys_are_found() -> None:
    document = document_of('"a b": 1\n\'1\': 2\ngröße: {"ü": 3}\n')
    assert document.span(("a b",)) == Span(1, 8, 1, 9)
    assert document.span(("1",), at_key=True) == Span(2, 1, 2, 4)
    assert document.span(("größe", "ü")) == Span(3, 14, 3, 15)


@pytest.mark.parametrize(
    ("text", "place", "is_inside"),
    [
        ('a: "x # y" # z\n', (1, 7), True),
        ('a: "x # y" # z\n', (1, 12), False),
        ("a: |\n  x # y\n# z\n", (2, 5), True),
        ("a: |\n  x # y\n# z\n", (3, 1), False),
        ("a: |\n  x\n # z\n", (3, 2), False),
        ("a: >\n  # x\n\nb: 1\n", (2, 3), True),
        ("# z\na: 1\n", (1, 1), False),
        ("a: 'x\n  # y'\n", (2, 3), True),
        ("a: [x, # z\n  y]\n", (1, 8), False),
        ('"# k": 1 # z\n', (1, 10), False),
    ],
)
def test_hash_inside_a_value_is_told_from_a_comment(text: str, place: tuple[int, int], is_inside: bool) -> None:
    assert document_of(text).is_inside_scalar(*place) is is_inside


# --- any data at all -----------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("ab1é👩 :#-'\"\\[]{},&*!|>%@`?~\n\t"), max_size=15)
KEYS = st.text(st.sampled_from("abc1é_-. "), min_size=1, max_size=8).map(str.strip).filter(bool)
VALUES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
TREES = st.dictionaries(KEYS, VALUES, max_size=5)


def scalars(node: Any, route: Route = ()) -> Iterator[tuple[Route, Any, Any]]:
    """Every scalar of PyYAML's own tree: its route, itself, its key."""
    children: list[tuple[str | int, Any, Any]] = []
    if isinstance(node, yaml.MappingNode):
        children = [(key.value, key, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        children = [(index, None, value) for index, value in enumerate(node.value)]
    for step, key, child in children:
        if isinstance(child, yaml.ScalarNode):
            yield (*route, step), child, key
        yield from scalars(child, (*route, step))


def span_of(node: Any) -> Span:
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


@given(TREES, st.sampled_from(['"', "'", None]), st.sampled_from([True, False, None]), st.sampled_from(["", "\ufeff"]))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_spans_agree_with_another_parser_and_cut_out_the_value(
    data: object, style: str | None, flow: bool | None, start: str
) -> None:
    text = yaml.safe_dump(data, default_style=style, default_flow_style=flow, allow_unicode=True, width=30)
    document = document_of(start + text)
    other = yaml.compose(text, yaml.SafeLoader)
    assert document.data == data
    for route, node, key in scalars(other):
        span = document.span(route)
        if node.style not in ("|", ">"):
            assert span == span_of(node)
        if key is not None:
            assert document.span(route, at_key=True) == span_of(key)
        again: Any = yaml.compose(cut(document, span), yaml.SafeLoader)
        assert again.value == node.value


@given(TREES, st.sampled_from(["|", ">"]))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_block_scalars_are_cut_out_whole(data: object, style: str) -> None:
    text = yaml.safe_dump(data, default_style=style, default_flow_style=False, allow_unicode=True, width=1000)
    document = read("x.yaml", text.replace("!!null ", "").encode())
    if not document.has_tree:  # the dumper writes keys as block scalars, which may be two keys to us
        return
    assert document.tree is not None
    nodes = [node for node in document.tree.descend() if node.is_scalar]
    assert [node.span for node in nodes] == sorted(node.span for node in nodes)
    assert_nested(document.tree)


def assert_nested(node: Node) -> None:
    """Every child's span lies inside its parent's, and behind its elder sibling's."""
    before = (node.span.line, node.span.column)
    for child in [*node.items, *(value for _, _, value in node.pairs.values())]:
        assert before <= (child.span.line, child.span.column)
        before = (child.span.end_line, child.span.end_column)
        assert_nested(child)
    assert before <= (node.span.end_line, node.span.end_column)
