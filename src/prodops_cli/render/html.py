"""A page to open in a browser, to mail or to print: one file with everything in it, made from a report's markdown.

It fetches nothing, runs nothing and says so to the browser; what the markdown has for tags is printed as text.
"""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from prodops_cli.render.escape import html as escaped
from prodops_cli.render.health import colour_of
from prodops_cli.render.reading import reader, text_of, without_comments
from prodops_cli.resources import templates_folder


def render(markdown: str) -> str:
    """The markdown as a page, whose title is its first heading."""
    parser, environment = reader(_Renderer), dict[str, Any]()
    tokens = parser.parse(markdown, environment)
    for token, content in pairwise(tokens):
        _classify(token, content)
    body = parser.renderer.render(tokens, parser.options, environment)
    return _page(_title(tokens), body)


def _title(tokens: Sequence[Token]) -> str:
    """The text of the first heading."""
    headings = (content for token, content in pairwise(tokens) if token.type == "heading_open")
    return next((text_of(heading.children) for heading in headings), "") or "prodops"


def _page(title: str, body: str) -> str:
    style = _style()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{escaped(title)}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


@cache
def _style() -> str:
    """The style sheet, to the byte: the page's policy allows this one only, by its hash."""
    return (templates_folder() / "html/page.css").read_bytes().decode()


# --- classes -----------------------------------------------------------------------------------------


def _classify(token: Token, content: Token) -> None:
    """Give a cell its alignment as a class, which the policy allows, and words of health their colour."""
    if token.type in {"th_open", "td_open"}:
        alignment = str(token.attrs.pop("style", "")).removeprefix("text-align:")
        if alignment in {"right", "center"}:
            token.attrJoin("class", alignment)
        _colour(token, text_of(content.children))
    for outer, inner, closing in zip(*(list(token.children or ())[start:] for start in range(3)), strict=False):
        if outer.type in {"em_open", "strong_open"} and closing.nesting == -1:
            _colour(outer, inner.content)


def _colour(token: Token, text: str) -> None:
    colour = colour_of(text)
    if colour is not None:
        token.attrJoin("class", colour)


class _Renderer(RendererHTML):
    """Tokens as HTML in which every text is escaped, ours or not."""

    def text(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """A piece of text."""
        return escaped(tokens[idx].content)

    def code_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """A piece of code within a line."""
        return f"<code>{escaped(tokens[idx].content)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Lines of code."""
        lines = tokens[idx].content.splitlines()
        return "<pre><code>" + "\n".join(escaped(line) for line in lines) + "</code></pre>\n"

    def fence(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Lines of code between fences."""
        return self.code_block(tokens, idx)

    def html_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Tags among the blocks: what they say, or nothing where they are a comment."""
        text = without_comments(tokens[idx].content)
        return f"<p>{escaped(' '.join(text.split()))}</p>\n" if text else ""

    def html_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """A tag within a line."""
        return escaped(without_comments(tokens[idx].content))

    def image(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """What an image shows, in words: the page fetches nothing."""
        return escaped(text_of(tokens[idx].children))

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, *_: Any) -> str:
        """A table, which scrolls on its own where the screen is narrow; with the keyboard, too."""
        table = self.renderToken(tokens, idx, options, {})
        return f'<div class="table" role="region" aria-label="Table" tabindex="0">{table}'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, *_: Any) -> str:
        """The end of a table."""
        return f"{self.renderToken(tokens, idx, options, {}).rstrip()}</div>\n"
