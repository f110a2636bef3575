"""For a terminal: markdown with quiet headings, hanging bullets and plain tables; grids that fit; health in colour.

The markdown is what a report's template made, so every value in it is escaped already, as are the texts of a
grid. The width and whether there is colour are given: nothing here looks at the terminal.
"""

import re
from collections.abc import Iterable
from io import StringIO
from typing import Any, ClassVar, Self

from markdown_it import MarkdownIt
from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.markdown import (
    CodeBlock,
    Heading,
    Markdown,
    MarkdownContext,
    MarkdownElement,
    Paragraph,
    TableDataElement,
    TableElement,
)
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text, TextType
from rich.theme import Theme

from prodops_cli.render.columns import Grid, Sheet
from prodops_cli.render.escape import log_text
from prodops_cli.render.health import colour_of
from prodops_cli.render.reading import with_boxes

WIDEST = 110
"""Longer lines are hard to read, however wide the terminal is."""

_THEME = Theme(
    {
        "markdown.h1": "bold",
        "markdown.h2": "bold cyan",
        "markdown.h3": "bold",
        "markdown.em": "italic",
        "markdown.strong": "bold",
        "markdown.code": "none",
        "markdown.item.bullet": "dim",
        "markdown.item.number": "dim",
        "markdown.link": "none",
        "markdown.link_url": "dim",
        "markdown.table.border": "dim",
        "markdown.table.header": "dim",
        "markdown.hr": "dim",
    }
)


def render(markdown: str, *, width: int, colour: bool) -> str:
    """The markdown laid out for a terminal that is so many columns wide."""
    page = _Markdown(markdown, hyperlinks=False)
    page.parsed = with_boxes(MarkdownIt().enable(["strikethrough", "table"])).parse(markdown)  # as rich reads it
    return _printed([page], min(width, WIDEST), colour=colour)


def render_grid(grid: Grid, *, width: int, colour: bool, may_wrap: bool = False) -> str:
    """The grid, which `columns.fitted` has made to fit the width; or with its texts wrapped to fit."""
    return _printed([_columns(grid, may_wrap=may_wrap)], width, colour=colour)


def render_sheet(sheet: Sheet, *, width: int, colour: bool) -> str:
    """The sheet within a width: long texts are wrapped beside their names."""
    fields = Table.grid(padding=(0, 2, 0, 0))
    fields.add_column(no_wrap=True, style="cyan")
    fields.add_column()
    for name, grid in sheet.fields:
        fields.add_row(Text(name), _columns(grid))
    parts: list[RenderableType] = [
        Text.assemble((sheet.title, "bold"), "  ", (sheet.ref, "dim")),
        Text(sheet.place, style="dim"),
        Text(),
        fields,
    ]
    for heading, grid in sheet.groups:
        parts += [Text(), Text(heading, style="bold cyan"), Padding(_columns(grid), (0, 0, 0, 2))]
    return _printed(parts, width, colour=colour)


def _columns(grid: Grid, *, may_wrap: bool = True) -> Table:
    """A table without lines; where it is wrapped, the widest of the flexible columns are."""
    table = Table(box=None, show_header=any(grid.header), pad_edge=False, padding=(0, 2, 0, 0))
    for index, name in enumerate(grid.header):
        table.add_column(
            Text(name),
            header_style="dim",
            justify="right" if index in grid.right else "left",
            no_wrap=not (may_wrap and index in grid.flexible),
            overflow="fold",
        )
    for row in grid.rows:
        table.add_row(*(_worded(Text(cell)) for cell in row))
    return table


def _printed(parts: Iterable[RenderableType], width: int, *, colour: bool) -> str:
    stream = StringIO()
    console = Console(
        file=stream,
        width=max(width, 20),
        color_system="standard" if colour else None,
        no_color=not colour,
        force_terminal=colour,
        legacy_windows=False,
        theme=_THEME,
        markup=False,
        highlight=False,
        emoji=False,
        _environ={},
    )
    for part in parts:
        console.print(part)
    return log_text(_GLUED.sub("", _TRAILING.sub(r"\1", stream.getvalue())))


_TRAILING = re.compile(r" +((?:\x1b\[[\d;]*m)*)$", re.MULTILINE)
"""The spaces that fill a line up to the width."""

_GLUE = "\0"
"""Stands below a heading for the empty line that rich puts before a list or a table, and that is not wanted there."""
_GLUED = re.compile(rf"{_GLUE}\n\n?")


def _coloured(text: str) -> Style | None:
    """The style of a word of health that stands alone in a cell or is set apart by emphasis."""
    colour = colour_of(text)
    return Style(color=colour) if colour is not None else None


class _Paragraph(Paragraph):
    """A paragraph in which an emphasised word of health has its colour instead."""

    def on_text(self, context: MarkdownContext, text: TextType) -> None:
        """Add a piece of text."""
        style = context.current_style
        colour = _coloured(str(text)) if style.italic or style.bold else None
        self.text.append(str(text), colour or style)


class _Heading(Heading):
    """A heading at the left, close to what it is the heading of."""

    new_line: ClassVar[bool] = False

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        text = self.text.copy()
        text.stylize(console.get_style(self.style_name))
        yield text
        yield Segment(f"{_GLUE}\n" if self.tag != "h1" else "\n")


class _Code(CodeBlock):
    """The name of a file, and below it what it says, set in and in the terminal's own colours."""

    title: str = ""

    @classmethod
    def create(cls, markdown: Markdown, token: Any) -> Self:  # noqa: ARG003 - the signature is rich's
        """The block that a fence starts; its first line may have the file's name."""
        block = cls("text", "")
        named = re.search(r'title="([^"]*)"', token.info)
        block.title = named[1] if named else ""
        return block

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.title:
            yield Text(self.title, style="dim")
        yield Padding(Text(str(self.text).rstrip()), (0, 0, 0, 2))


class _Table(TableElement):
    """A table with a line below its head and no others."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table(
            box=box.SIMPLE_HEAD,
            header_style="",
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
            style="markdown.table.border",
        )
        for cell in self._heads():
            table.add_column(cell.content, justify=cell.justify, header_style="markdown.table.header", overflow="fold")
        for row in self.body.rows if self.body is not None else ():
            table.add_row(*(_cell(cell) for cell in row.cells))
        yield table

    def _heads(self) -> list[TableDataElement]:
        return self.header.row.cells if self.header is not None and self.header.row is not None else []


def _cell(cell: TableDataElement) -> Text:
    return _worded(cell.content.copy())


def _worded(text: Text) -> Text:
    """The text, in the colour of the word of health that it may be."""
    colour = _coloured(text.plain)
    if colour is not None:
        text.stylize(colour)
    return text


class _Markdown(Markdown):
    """Rich's reader with our own elements."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "paragraph_open": _Paragraph,
        "heading_open": _Heading,
        "table_open": _Table,
        "fence": _Code,
    }
