"""Markdown read again: what a template wrote, as tokens that other forms than a terminal are made of.

The markdown is ours, with every value in it escaped; a template of a workspace's own may write anything, so that
nothing here trusts it: tags are tokens that nobody prints as tags, and links lead to the web or to mail only.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)


class _Reader(MarkdownIt):
    """A reader that takes nothing for a link but addresses of the web and of mail."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is the library's
        """Whether a link may lead there."""
        return _ADDRESS.match(url) is not None


@cache
def reader(renderer: type[RendererHTML] = RendererHTML) -> MarkdownIt:
    """A reader of what reports are written in: CommonMark, GitHub's tables and footnotes."""
    found = _Reader("commonmark", {"html": True}, renderer_cls=renderer).enable(["table", "strikethrough"])
    found.use(footnote_plugin, inline=False)
    found.add_render_rule("footnote_caption", _caption)
    return with_boxes(found)


_BOX = re.compile(r"\[([ xX~-])\](?= )")
_BOXES = {" ": "☐", "x": "☑", "X": "☑", "-": "☒", "~": "☒"}
"""What a box to tick looks like where nobody can tick it: open, done, given up."""


def with_boxes(parser: MarkdownIt) -> MarkdownIt:
    """The parser, which now puts a sign in the place of a box that an item begins with: `[ ]`, `[x]`, `[-]`."""
    parser.core.ruler.before("text_join", "boxes", _draw_boxes)  # afterwards escaped brackets look alike
    return parser


def _draw_boxes(state: StateCore) -> None:
    tokens = state.tokens
    for item, paragraph, content in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open" and content.children:
            first = content.children[0]
            if first.type == "text" and (box := _BOX.match(first.content)):
                first.content = _BOXES[box[1]] + first.content[box.end() :]
                item.attrJoin("class", "box")


def _caption(_: RendererHTML, tokens: Sequence[Token], idx: int, *__: Any) -> str:
    """What a reference to a footnote shows: the footnote's number, however often it is referred to."""
    return f"[{tokens[idx].meta['id'] + 1}]"


def without_comments(html: str) -> str:
    """Raw HTML without its comments, which are marks for programs."""
    return _COMMENT.sub("", html).strip()


def text_of(children: Any) -> str:
    """The bare text of a block's children."""
    return "".join(_bare(child) for child in children or ())


def _bare(token: Any) -> str:
    match token.type:
        case "text" | "code_inline":
            return str(token.content)
        case "softbreak" | "hardbreak":
            return " "
        case _:
            return text_of(token.children)
