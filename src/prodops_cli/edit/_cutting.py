"""What a file says without a key, an item or a comment: the texts of the whole file that could be meant."""

from collections.abc import Iterator

from prodops_cli.diagnostics import Span
from prodops_cli.edit._page import Page, Spot
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.source import Node


def without(page: Page, holder: Spot, step: str | int) -> Iterator[str]:
    """The texts without one of several keys or items; its own lines go, comments above it stay."""
    node = holder.node
    if holder.in_flow or page.is_flow(node):
        names: list[str | int] = [*range(len(node.items))] if node.items else [*node.pairs]
        yield _out_of_brackets(page, node, names.index(step))
        return
    text = page.text
    if isinstance(step, int):
        start, value = page.dash(node, step), node.items[step]
        following = page.dash(node, step + 1) if step + 1 < len(node.items) else None
    else:
        keys = [*node.pairs]
        start, value = node.pairs[step][0].index, node.pairs[step][2]
        number = keys.index(step) + 1
        following = node.pairs[keys[number]][0].index if number < len(keys) else None
    end = page.line_end(max(page.content_end(value), start))
    before = text[page.line_start(start) : start]
    if not before.strip():
        yield text[: page.line_start(start)] + text[end:]
        # above the empty lines may stand a text that they would become part of
        yield text[: page.line_start(start)] + text[end + len(text[end:]) - len(text[end:].lstrip("\r\n")) :]
    elif not before.strip(" -") and following is not None:  # the first one, beside the dash of what holds it
        if not text[end:following].strip():
            yield text[:start] + text[following:]
        yield text[:start].rstrip(" ") + page.line_break(end) + text[end:]


def _out_of_brackets(page: Page, node: Node, number: int) -> str:
    """A list or mapping in brackets without one of its parts, and without the comma that set it apart."""
    text, parts = page.text, page.parts(node)
    start, end = parts[number]
    comma = page.comma(end)
    if len(parts) == 1:
        return text[:start] + text[comma or end :]
    line, line_end = page.line_start(start), page.line_end(comma or end)
    beside = text[comma or end : line_end].strip()
    is_alone = not text[line:start].strip() and (not beside or beside.startswith("#"))
    if number + 1 < len(parts):
        if is_alone:
            return text[:line] + text[line_end:]
        following = comma or end
        return text[:start] + text[following:].lstrip(" ")
    former_end = parts[number - 1][1]
    separator = page.comma(former_end) or former_end
    if is_alone:
        cut = text[: separator - (0 if comma else 1)] + text[separator:line]
        return cut + text[line_end:]
    if comma:  # `[a, b,]` keeps its last comma
        return text[:separator] + text[comma:]
    if text[separator:start].strip():
        return text[: separator - 1] + text[separator:start].rstrip(" ") + text[end:]
    return text[: separator - 1] + text[end:]


def without_comment(page: Page, span: Span) -> Iterator[str]:
    """The text without the comment that starts at a place; without its line where nothing else is on it."""
    start = page.offset(span)
    text = page.text
    if not text.startswith("#", start) or page.document.is_inside_scalar(span.line, span.column):
        raise ProdopsError(
            f"{page.path}:{span.line}:{span.column}: no comment stands here",
            "look at the file again",
            ExitCode.FINDINGS,
        )
    line, end = page.line_start(start), page.line_end(start)
    if not text[line:start].strip():
        yield text[:line] + text[end:]
    else:
        ending = text[start:end]
        yield text[:start].rstrip(" \t") + ending[len(ending.rstrip("\r\n")) :] + text[end:]
