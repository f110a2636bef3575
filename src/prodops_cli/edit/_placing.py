"""Where a new value goes on the page of a file: the texts of the whole file that could be meant, the best first."""

from collections.abc import Iterator
from typing import Any

from prodops_cli.diagnostics import Route
from prodops_cli.edit._page import Page, Spot
from prodops_cli.edit._writing import (
    Style,
    Written,
    below_key,
    block_item,
    block_texts,
    indent_of,
    on_one_line,
    quoted_as,
    style_of,
    width_of,
)
from prodops_cli.source import Node

# --- in the place of a value ---------------------------------------------------------------------------


def over(page: Page, spot: Spot, value: Any) -> Iterator[str]:
    """The texts with another value at a spot; none where a comment would go that is all there is within brackets."""
    if not spot.node.items and not spot.node.pairs and page.has_comment(spot.node):
        return
    style = style_of(page)
    if spot.in_flow:
        for written in _single(page, spot, value, style):
            yield _over_inline(page, spot, written, [])
        return
    is_block = not spot.node.is_scalar and not page.is_flow(spot.node)
    for head, body in _written(page, spot, value, style):
        if is_block:
            yield from _over_block(page, spot, head, body)
        else:
            yield _over_inline(page, spot, head, body)


def _single(page: Page, spot: Spot, value: Any, style: Style) -> Iterator[str]:
    """A value on one line, in the former one's quotes where it can be."""
    if isinstance(value, (list, dict)):
        yield on_one_line(value, style)
        return
    quote = page.opening(spot.node) if spot.node.is_scalar else ""
    yield from quoted_as(value, quote, style, in_flow=spot.in_flow)


def _written(page: Page, spot: Spot, value: Any, style: Style) -> Iterator[Written]:
    """A value as the file would have it behind its key or dash."""
    if isinstance(value, (list, dict)):
        yield from below_key(value, _head_before(page, spot), spot.column, style)
        return
    header = page.header(spot.node)
    if isinstance(value, str) and (header or "\n" in value):
        indent = indent_of(page, spot.node) if header else None
        indent = spot.column + style.step if indent is None else indent
        yield from block_texts(value, header, indent, width_of(page, spot.node) if header else 0)
    for line in _single(page, spot, value, style):
        yield line, []


def _head_before(page: Page, spot: Spot) -> str:
    return page.text[page.line_start(spot.after) + spot.column : spot.after]


def _over_inline(page: Page, spot: Spot, head: str, body: list[str]) -> str:
    """Put a value in the place of a scalar, of something in brackets, or of nothing."""
    text, node = page.text, spot.node
    start, end = node.start.index, node.end.index
    if start == end:
        has_colon = text[:start].rstrip().endswith((":", "-")) or not spot.in_flow
        if not has_colon:
            start = end = spot.after
            head = f": {head}"
        elif not spot.in_flow:
            start = end = spot.after
            head = f" {head}" if head else ""
        elif not text[:start].endswith((" ", "\n")):
            head = f" {head}"
    elif not head:
        start = len(text[:start].rstrip(" "))
    header = page.header(node)
    if header:
        end = start + len(header) if text.startswith(header, start) else node.start.index + len(header)
    rest = page.line_end(end)
    after = max(page.line_end(page.content_end(node)), rest) if header else rest
    return _joined(page, text[:start] + head + text[end:rest], body, text[after:], rest)


def _over_block(page: Page, spot: Spot, head: str, body: list[str]) -> Iterator[str]:
    """Put a value in the place of a list or mapping below its key; comments on lines of their own stay."""
    text, node, after = page.text, spot.node, spot.after
    first_line, last = page.line_end(after), page.line_end(page.content_end(node))
    beside = text[after:first_line]
    if node.start.index < first_line:  # it begins beside its dash
        beside = page.line_break(first_line)
    first = text[:after] + (f" {head}" if head else "") + beside
    comments = page.comment_lines(first_line, last) if first_line < last else []
    yield _joined(page, first, [*comments, *body], text[last:], first_line)
    if comments and body:
        yield _joined(page, first, [*body, *comments], text[last:], first_line)


def _joined(page: Page, first: str, lines: list[str], rest: str, near: int) -> str:
    """Lines between the text before them, which may lack its line break, and the rest."""
    if not lines:
        return first + rest
    line_break = page.line_break(near)
    if first and not first.endswith("\n"):
        first += line_break
    return first + "".join(f"{line}{line_break}" for line in lines) + rest


# --- a key or an item that is new ----------------------------------------------------------------------


def new_key(page: Page, spot: Spot, key: str, value: Any) -> Iterator[str]:
    """The texts with one more key in the mapping at a spot."""
    style, node = style_of(page), spot.node
    if page.is_flow(node) or spot.in_flow:
        if not node.pairs and not spot.in_flow and not page.has_comment(node):
            yield from over(page, spot, {key: value})
        yield _into_brackets(
            page, node, len(node.pairs), [f"{style.key(key, in_flow=True)}: {on_one_line(value, style)}"]
        )
        return
    column = next(iter(node.pairs.values()))[0].column
    name = f"{style.key(key)}:"
    for head, body in below_key(value, name, column, style):
        lines = [" " * column + (f"{name} {head}" if head else name), *body]
        end = page.line_end(page.content_end(node))
        yield _joined(page, page.text[:end], lines, page.text[end:], end)
        # below a text that would take in the line break, there is no place: above it there is
        start = page.line_start([*node.pairs.values()][-1][0].index)
        if not page.text[start : start + column].strip():
            yield _joined(page, page.text[:start], lines, page.text[start:], start)


def renamed(page: Page, route: Route, name: str) -> Iterator[str]:
    """The text with another name for the key at the end of a route."""
    holder, _ = page.walk(route[:-1])
    start, end, _ = holder.node.pairs[str(route[-1])]
    in_flow = holder.in_flow or page.is_flow(holder.node)
    yield page.text[: start.index] + style_of(page).key(name, in_flow=in_flow) + page.text[end.index :]


def new_items(page: Page, spot: Spot, index: int, values: list[Any]) -> Iterator[str]:
    """The texts with more items before the one of that number in the list at a spot, or at its end."""
    style, node = style_of(page), spot.node
    if page.is_flow(node) or spot.in_flow:
        yield _into_brackets(page, node, index, [on_one_line(value, style) for value in values])
        return
    text, column = page.text, node.start.column
    near = node.items[max(index - 1, 0)]
    dash = page.dash(node, max(index - 1, 0))
    is_beside = not near.is_scalar and near.start.line == text.count("\n", 0, dash)
    gap = near.start.column - column if is_beside else 2
    items = [block_item(value, column, gap, style, in_brackets=page.is_flow(near)) for value in values]
    lines = [line for item in items for line in item]
    if index == 0:
        line_break = page.line_break(page.line_end(dash))
        lines = [lines[0].lstrip(" "), *lines[1:], " " * column]
        yield text[:dash] + line_break.join(lines) + text[dash:]
        return
    end = page.line_end(page.content_end(near))
    if index > 1 and index == len(node.items) and _is_spaced(page, node):
        yield _joined(page, text[:end], [line for item in items for line in ("", *item)], text[end:], end)
    yield _joined(page, text[:end], lines, text[end:], end)


def _is_spaced(page: Page, node: Node) -> bool:
    """Whether an empty line stands before the last item of a list."""
    dash = page.dash(node, len(node.items) - 1)
    before = page.content_end(node.items[-2])
    return any(not line.strip() for line in page.text[page.line_end(before) : dash].split("\n")[:-1])


def _into_brackets(page: Page, node: Node, index: int, new: list[str]) -> str:
    """Items or pairs among those within brackets, each on a line of its own where the others are."""
    text = page.text
    parts = page.parts(node)
    one_line = ", ".join(new)
    if not parts:
        start = node.start.index + 1
        return text[:start] + one_line + text[start:]
    if index < len(parts):
        start, _ = parts[index]
        line = page.line_start(start)
        if text[line:start].strip():
            return f"{text[:start]}{one_line}, {text[start:]}"
        following = f",{page.line_break(page.line_end(start))}{text[line:start]}"
        return f"{text[:start]}{following.join(new)}{following}{text[start:]}"
    start, end = parts[-1]
    line = page.line_start(start)
    comma = page.comma(end)
    closing = page.line_end(comma or end)
    if text[line:start].strip() or closing >= node.end.index:  # in the second case the bracket closes on this line
        last = comma or end
        return f"{text[:last]}{'' if comma else ','} {one_line}{',' if comma else ''}{text[last:]}"
    line_break = page.line_break(closing)
    first = text[:end] + ("" if comma else ",") + text[end:closing]
    lines = f",{line_break}".join(f"{text[line:start]}{one}" for one in new)
    return first + lines + ("," if comma else "") + line_break + text[closing:]
