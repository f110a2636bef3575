"""A message for Slack, made from a report's markdown: Block Kit, within the limits of chat.postMessage and webhooks.

The first heading is a header block; each section below it is a block of text, or several where it is long. Tables
become lines, which can be read on a phone. The limits: https://docs.slack.dev/reference/block-kit/blocks.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from prodops_cli.render.escape import json_text, slack, slack_address, slack_plain
from prodops_cli.render.health import colour_of
from prodops_cli.render.reading import reader, without_comments

MOST_BLOCKS = 50
MOST_IN_HEADER = 150
MOST_IN_SECTION = 3_000
MOST_IN_ALL = 12_000
"""Characters of all blocks as JSON: Slack refuses from about 13,200 on with `msg_blocks_too_long` (bolt-js 2509)."""
MOST_IN_FALLBACK = 1_000
"""Of the text that a notification shows."""

_NOTE = 500
"""Characters kept free for the block that says what is left out."""

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text with Slack's marks, and the same without them."""

    marked: str
    bare: str
    is_heading: bool = False
    opens: bool = False
    """Whether a block starts with it."""

    def fitted(self, most: int) -> str:
        """The line, or as much of it as fits: then without marks, so that none is left open."""
        return self.marked if _length(self.marked) <= most else _cut(self.bare, most)


def render(markdown: str) -> str:
    """The markdown as the JSON of a message."""
    return json_text(message(markdown))


def message(markdown: str) -> dict[str, Any]:
    """The markdown as a message: `text` is for notifications, `blocks` for everybody else."""
    title, lines = _read(markdown)
    header = [_header(title)] if title else []
    first = next((line.bare for line in lines if not line.is_heading), "")
    fallback = _unquoted(": ".join(text for text in (slack(title), first) if text)) or "prodops"
    blocks = [*header, *_sections(lines, MOST_BLOCKS - len(header), MOST_IN_ALL - _size(header))]
    return {"text": _cut(fallback, MOST_IN_FALLBACK), "blocks": blocks or [_section(fallback)]}


# --- blocks ----------------------------------------------------------------------------------------


def _header(title: str) -> Block:
    text = _cut(slack_plain(title), MOST_IN_HEADER)
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _section(text: str) -> Block:
    """A block of text as it is: Slack neither links names and addresses in it nor folds it away."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}, "expand": True}


def _sections(lines: list[_Line], most: int, size: int) -> list[Block]:
    """The lines as so many blocks at the most, of that size in all; the last one says what is left out, if anything."""
    groups: list[list[str]] = []
    free = size - _NOTE
    for number, line in enumerate(lines):
        text = line.fitted(MOST_IN_SECTION)
        is_new = not groups or line.opens or _length("\n".join([*groups[-1], text])) > MOST_IN_SECTION
        free -= _size([_section(text)]) if is_new else _size(["\n" + text])
        if free < 0 or (is_new and len(groups) == most - 1):
            return [*map(_joined, _without_bare_heading(groups, lines[:number])), _left_out(lines, number)]
        if is_new:
            groups.append([])
        groups[-1].append(text)
    return [_joined(group) for group in groups]


def _joined(lines: list[str]) -> Block:
    return _section("\n".join(lines))


def _without_bare_heading(groups: list[list[str]], lines: list[_Line]) -> list[list[str]]:
    """The groups without the last one where it is a heading and nothing below."""
    return groups[:-1] if lines and lines[-1].is_heading else groups


def _left_out(lines: list[_Line], start: int) -> Block:
    """What says how much is missing from a line on, and where to look for it."""
    headings = [line.bare for line in lines[:start] if line.is_heading][-1:] if not lines[start].is_heading else []
    headings += [line.bare for line in lines[start:] if line.is_heading]
    count = sum(not line.is_heading for line in lines[start:])
    what = f"{count:,} line{'' if count == 1 else 's'}{' of ' if headings else ''}{', '.join(headings)}"
    return _section(_cut(f"Left out, since a message in Slack holds no more: {what}", _NOTE - 150))


def _size(blocks: list[Any]) -> int:
    return _length(json.dumps(blocks, ensure_ascii=False))


def _length(text: str) -> int:
    """Characters in UTF-16, where an emoji counts twice: the most that Slack may count."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, most: int) -> str:
    """As much of a text as fits, to the end of a word where there are words; no entity is cut in two."""
    if _length(text) <= most:
        return text
    start = text.encode("utf-16-le")[: 2 * (most - 2)].decode("utf-16-le", errors="ignore")
    words = start.rpartition(" ")[0].rstrip()
    return f"{words if 2 * len(words) > len(start) else _PART_OF_ENTITY.sub('', start)} …"


_PART_OF_ENTITY = re.compile(r"&\w*$")


# --- lines -----------------------------------------------------------------------------------------


def _read(markdown: str) -> tuple[str, list[_Line]]:
    """The title and the lines below it."""
    title, lines, opens = "", list[_Line](), True
    for node in SyntaxTreeNode(reader().parse(markdown)).children:
        if node.type == "heading" and node.tag == "h1" and not title:
            title = " ".join(_bare(node.children[0]).split())
        elif node.type == "heading":
            lines += [_heading(node)]
            opens = False
        else:
            found = list(_lines(node, 0))
            is_apart = opens or node.type == "footnote_block"
            lines += [replace(found[0], opens=is_apart), *found[1:]] if found else []
    return title, lines


def _heading(node: SyntaxTreeNode) -> _Line:
    text = slack(" ".join(_bare(node).split()))
    return _Line(f"*{text}*", text, is_heading=True, opens=True)


def _lines(node: SyntaxTreeNode, depth: int) -> Iterator[_Line]:
    """A block of markdown as lines, lists so many levels deep."""
    match node.type:
        case "inline":
            yield from _texts(node)
        case "bullet_list" | "ordered_list":
            for number, item in enumerate(node.children, int(node.attrs.get("start", 1))):
                yield from _item(item, f"{number}. " if node.type == "ordered_list" else "•◦"[depth > 0] + " ", depth)
        case "table":
            yield from _rows(node)
        case "fence" | "code_block":
            yield from (_line(f"`{slack(text)}`", slack(text)) for text in node.content.splitlines() if text.strip())
        case "html_block":
            text = slack(" ".join(without_comments(node.content).split()))
            yield from [_line(text, text)] if text else []
        case "footnote":
            yield from _item(node, f"[{node.meta['id'] + 1}] ", depth)
        case _:
            for child in node.children:
                yield from _lines(child, depth)


def _item(node: SyntaxTreeNode, mark: str, depth: int) -> Iterator[_Line]:
    """An item of a list: its mark before the first line, the others below the text."""
    indent, lead = "    " * depth, mark
    for child in node.children:
        is_list = child.type in {"bullet_list", "ordered_list"}
        for line in _lines(child, depth + 1 if is_list else depth):
            before = "" if is_list else indent + lead
            yield _Line(before + line.marked, before + line.bare)
            lead = "   "


def _rows(table: SyntaxTreeNode) -> Iterator[_Line]:
    """Each row as a line: the first cell, then the others under the names of their columns."""
    head, *rows = (row for part in table.children for row in part.children)
    names = [_bare(cell) for cell in head.children]
    for row in rows:
        first, *others = row.children
        cells = [(slack(name), cell) for name, cell in zip(names[1:], others, strict=True) if _bare(cell) not in _EMPTY]
        marked = [f"{name}: {_health(cell)}" for name, cell in cells]
        bare = [f"{name}: {slack(_bare(cell))}" for name, cell in cells]
        title = slack(_bare(first)).strip()
        yield _Line(" · ".join([f"• *{title}*" if title else "•", *marked]), " · ".join([f"• {title}", *bare]))


_EMPTY = {"", "–"}


def _health(cell: SyntaxTreeNode) -> str:
    """A cell's text, set apart where it is a word of health, whatever footnotes it has."""
    words = "".join(_bare(child) for node in cell.children for child in node.children if child.type != "footnote_ref")
    return f"_{_marked(cell)}_" if colour_of(words) else _marked(cell)


def _texts(node: SyntaxTreeNode) -> Iterator[_Line]:
    """The lines of an inline node, which breaks divide."""
    line: list[SyntaxTreeNode] = []
    for child in [*node.children, None]:
        if child is not None and child.type not in {"softbreak", "hardbreak"}:
            line.append(child)
            continue
        marked, bare = "".join(map(_marked, line)).strip(), slack("".join(map(_bare, line))).strip()
        if bare:
            yield _line(marked, bare)
        line = []


def _line(marked: str, bare: str) -> _Line:
    """A line that does not start with `>`, which Slack takes for a quotation even when it is escaped."""
    return _Line(_unquoted(marked), _unquoted(bare))


def _unquoted(text: str) -> str:
    return f"\u203a{text.removeprefix('&gt;')}" if text.startswith("&gt;") else text


_MARKS = {"strong": "*", "em": "_", "s": "~"}


def _marked(node: SyntaxTreeNode) -> str:
    """A node's text with Slack's marks; of what Slack has no marks for, the text alone."""
    text = "".join(map(_marked, node.children))
    match node.type:
        case "strong" | "em" | "s" if text.strip():
            return f"{_MARKS[node.type]}{text.strip()}{_MARKS[node.type]}"
        case "code_inline" if node.content.strip():
            return f"`{slack(node.content.strip())}`"
        case "link" if text.strip() and node.attrs["href"]:
            address, title = slack_address(str(node.attrs["href"])), text.replace("|", "\u2223")
            return f"<{address}|{title}>"
        case _:
            return text or slack(_bare(node))


def _bare(node: SyntaxTreeNode) -> str:
    """A node's text as it would be typed, without marks and not escaped."""
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak" | "hardbreak":
            return " "
        case "html_inline":
            return without_comments(node.content)
        case "footnote_ref":
            return f"[{node.meta['id'] + 1}]"
        case _:
            return "".join(map(_bare, node.children))
