"""Markdown written again from what it says, so that a forge shows it and does nothing else because of it.

Headings, lists with their checkboxes, tables, quotations, code, emphasis, links and footnotes stay what they are. Every
text goes through `escape.markdown`: what people wrote into a file by hand calls nobody and refers to nothing. Tags
become text, pictures their words, code loses its language, and comments are left out.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from prodops_cli.render.escape import address, log_text, markdown, terminal
from prodops_cli.render.reading import reader, without_comments

_TASK = re.compile(r"\[([ xX])\]\s+(?=\S)")
_HARD = "\x00"
"""Before the end of a line that is to stay one; no text has it, since the escapes make it visible."""


def rewritten(text: str, *, without_title: bool = False) -> str:
    """The markdown, with or without its first heading."""
    nodes = _parsed(text)
    title = _title(nodes) if without_title else None
    blocks = _blocks(node for node in nodes if node is not title)
    return "\n\n".join(map(_apart, blocks)) + "\n" * bool(blocks)


def title_of(text: str) -> str:
    """The first heading as plain text on one line; empty where there is none."""
    title = _title(_parsed(text))
    return terminal(" ".join(_bare(title).split())) if title is not None else ""


def _parsed(text: str) -> Sequence[SyntaxTreeNode]:
    """The blocks of a text; what stands behind a checkbox is read without it, and the box is in `meta`."""
    parser, environment = reader(), dict[str, Any]()
    tokens = parser.parse(text, environment)
    for item, _, content in zip(tokens, tokens[1:], tokens[2:], strict=False):
        task = _TASK.match(content.content) if item.type == "list_item_open" and content.type == "inline" else None
        if task is not None:  # read anew: `[x]` could also be a link that is defined somewhere
            content.meta = {"box": task[1].lower()}
            content.children = parser.parseInline(content.content[task.end() :], environment)[0].children
    return SyntaxTreeNode(tokens).children


def _title(nodes: Iterable[SyntaxTreeNode]) -> SyntaxTreeNode | None:
    return next((node for node in nodes if node.type == "heading"), None)


def _apart(block: str) -> str:
    """A block of code moved in by a space, so that no line of it looks like a heading or a footnote."""
    return _prefixed(block, " ", " ") if block.startswith("```") else block


# --- blocks ----------------------------------------------------------------------------------------


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> list[str]:
    """Each block that has anything to show."""
    return [block for node in nodes if (block := _block(node))]


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "heading":
            return f"{'#' * int(node.tag[1:])} {_line(node)}".rstrip()
        case "paragraph":
            return _paragraph(node)
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "blockquote":
            return _prefixed("\n\n".join(_blocks(node.children)), "> ", "> ")
        case "fence" | "code_block":
            return _code_block(node.content)
        case "hr":
            return "___"  # never the mark of a list
        case "html_block":
            return markdown(without_comments(node.content))
        case "table":
            return _table(node)
        case "footnote_block":
            return "\n".join(map(_footnote, node.children))
        case _:
            return "\n\n".join(_blocks(node.children))


def _paragraph(node: SyntaxTreeNode) -> str:
    """The text on its lines, behind its checkbox if it has one."""
    *lines, last = _lines(node) or [""]
    text = "\n".join(
        [*(f"{line[:-1]}\\" if line.endswith(_HARD) else line for line in lines), last.removesuffix(_HARD)]
    )
    box = node.children[0].meta.get("box")
    return text if box is None else f"[{box}] {text}" if text else markdown(f"[{box}]")


def _list(node: SyntaxTreeNode) -> str:
    """The items that are not empty, with the marks they had, so that two lists in a row stay two."""
    is_loose = any(part.type == "paragraph" and not part.hidden for item in node.children for part in item.children)
    gap, items = "\n\n" if is_loose else "\n", list[str]()
    for number, item in enumerate(node.children, int(node.attrs.get("start", 1))):
        mark = f"{min(number, 999_999_999)}{item.markup} " if node.type == "ordered_list" else f"{item.markup} "
        items.append(_prefixed(gap.join(_blocks(item.children)), mark, " " * len(mark)))
    return gap.join(item for item in items if item)


def _table(node: SyntaxTreeNode) -> str:
    head, *rows = (row.children for part in node.children for row in part.children)
    alignments = [_ALIGNMENTS.get(str(cell.attrs.get("style", "")), "---") for cell in head]
    lines = [[_line(cell) for cell in row] for row in (head, *rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], alignments, *lines[1:]))


_ALIGNMENTS = {"text-align:left": ":--", "text-align:center": ":-:", "text-align:right": "--:"}


def _code_block(content: str) -> str:
    """Code between fences that no line of it can close."""
    lines = [terminal(line.expandtabs(4)) for line in content.splitlines()]
    fence = _fence(content, 3)
    return log_text("\n".join([fence, *lines, fence])) if lines else ""


def _fence(content: str, least: int) -> str:
    """More backticks than stand anywhere in a row."""
    return "`" * max(least, 1 + max(map(len, re.findall("`+", content)), default=0))


def _footnote(node: SyntaxTreeNode) -> str:
    """A footnote on one line, whatever it is made of."""
    parts = (part for child in node.children for part in child.walk())
    texts = (_line(part) for part in parts if part.type == "paragraph")
    return f"[^{node.meta['id'] + 1}]: {' '.join(text for text in texts if text)}"


def _prefixed(text: str, first: str, others: str) -> str:
    """A text behind a mark, its other lines behind another; nothing where there is none."""
    lines = text.split("\n")
    marked = [first + lines[0], *(f"{others}{line}".rstrip() for line in lines[1:])]
    return "\n".join(marked) if text else ""


# --- within a line -----------------------------------------------------------------------------------


def _line(node: SyntaxTreeNode) -> str:
    """What is within a block, on one line."""
    return " ".join(line.removesuffix(_HARD) for line in _lines(node))


def _lines(node: SyntaxTreeNode) -> list[str]:
    """What is within a block, on its lines; no line is empty."""
    text = _marked(node.children, is_cell=node.type in {"th", "td"})
    return [line for line in map(str.strip, text.split("\n")) if line.removesuffix(_HARD)]


def _marked(nodes: Iterable[SyntaxTreeNode], *, is_cell: bool) -> str:
    """Nodes with their marks. Texts in a row are one text: a comment in an address or a name must hide nothing."""
    found = plain = ""
    for node in nodes:
        if node.type in _PLAIN:
            plain += _bare(node)
        else:
            found = _appended(_appended(found, _escaped(plain)), _span(node, is_cell=is_cell))
            plain = ""
    return _appended(found, _escaped(plain))


_PLAIN = {"text", "html_inline", "image"}


def _escaped(text: str) -> str:
    """A text, and whether there are spaces around it."""
    core = markdown(text)
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * before}{core}{' ' * after}" if core else " " * before


def _appended(text: str, other: str) -> str:
    """Two pieces in a row that make nothing new of each other: no picture, no link, no longer row of backticks."""
    match text[-1:], other[:1]:
        case "!", "[":
            return f"{text[:-1]}\\!{other}"
        case "]", "(":
            return f"{text}\\{other}"
        case "`", "`":
            return f"{text} {other}"
        case _:
            return text + other


def _span(node: SyntaxTreeNode, *, is_cell: bool) -> str:
    inner = _marked(node.children, is_cell=is_cell)
    match node.type:
        case "softbreak":
            return "\n"
        case "hardbreak":
            return f"{_HARD}\n"
        case "code_inline":
            return _code(node.content, is_cell=is_cell)
        case "em" | "strong" | "s":
            return f"{node.markup}{inner.strip()}{node.markup}" if inner.strip() else inner
        case "link":
            return _link(inner, address(str(node.attrs["href"])))
        case "footnote_ref":
            return f"[^{node.meta['id'] + 1}]"
        case _:
            return inner


def _code(content: str, *, is_cell: bool) -> str:
    """Code; in a table as text where it has what divides cells."""
    if not content.strip() or (is_cell and "|" in content):
        return _escaped(content)
    shown, fence = terminal(content.strip()), _fence(content, 1)
    pad = " " if "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _link(inner: str, url: str | None) -> str:
    if url is None:
        return inner
    return f"[{inner.strip() or markdown(url)}]({url.replace('&', '&amp;')})"


def _bare(node: SyntaxTreeNode) -> str:
    """A node's text as it would be typed, without marks and not escaped."""
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak" | "hardbreak":
            return " "
        case "html_inline":
            return without_comments(node.content)
        case _:
            return "".join(map(_bare, node.children))
