"""`prodops roadmap timeline`: what is planned, under way and shipped, as a picture."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command, format_option
from prodops_cli.cli._report import OutputOption, TeamOption, deliver
from prodops_cli.cli.roadmap import roadmap
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from pathlib import Path

    from prodops_cli.reports.timeline import Timeline

FORMATS = ("text", "markdown", "svg", "html", "csv", "json", "ics")
_GROUPINGS = ("team", "goal", "status", "product-line")
_BY_SUFFIX = {
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".ics": "ics",
    ".json": "json",
    ".markdown": "markdown",
    ".md": "markdown",
    ".svg": "svg",
    ".txt": "text",
}


def _grouping(value: str) -> str:
    if value not in _GROUPINGS:
        raise ProdopsError(f"a timeline cannot be grouped by `{value}`", f"choose one of {', '.join(_GROUPINGS)}")
    return value


@command(
    15,
    "prodops roadmap timeline",
    "prodops roadmap timeline --output roadmap.html",
    "prodops roadmap timeline --by goal --from 2026-Q4 --to 2027-Q1 --output board.svg",
    "prodops roadmap timeline --team payments --format markdown",
    "prodops roadmap timeline --at last-quarter",
    noun=roadmap,
)
def timeline(
    context: typer.Context,
    by: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="Group by team, goal, status or product-line; what has several stands with its first.",
            callback=_grouping,
            autocompletion=lambda incomplete: [name for name in _GROUPINGS if name.startswith(incomplete)],
        ),
    ] = "team",
    team: TeamOption = None,
    goal: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Only what serves this goal, with the goals below it.",
            autocompletion=completion.ids_of("goal"),
            show_default=False,
        ),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DAY",
            help="The first day to show: 2026-10-01, or the period to begin with: 2026-Q4 (default: whole quarters "
            "around what there is, from a year ago to two years ahead).",
            show_default=False,
        ),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="DAY", help="The last day to show, or the period to end with: 2027-Q1.", show_default=False
        ),
    ] = None,
    history: Annotated[
        bool, typer.Option("--no-history", help="Do not ask git how dates moved.", show_default=False)
    ] = False,
    format_: Annotated[
        str | None,
        format_option(
            *FORMATS,
            what="text, markdown (with a mermaid gantt), svg, html (one page, to open without a network), csv, json "
            "or ics (default: text on a terminal, else by the name of FILE, else markdown).",
        ),
    ] = None,
    output: OutputOption = None,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Draw the roadmap: promised dates, and those that hold.

    Initiatives as bars from their start to the day they are promised for and, where dependencies let it end only
    later, on to that day; launches as diamonds. Health has a mark beside its colour, and how firm a date is shows in
    the outline. The page (html) zooms, filters, groups anew and tells every date that an item ever had, without a
    network, with the keyboard, or as a table.
    """
    from prodops_cli.cli._timeline import made

    form = chosen(format_, output)
    found = made(context.obj.directory, by, (first, last), (team, goal), (at, as_of), wants_history=not history)
    deliver(_text(found.timeline, form, is_shown=output is None), output, context.obj.directory, found.root)
    from prodops_cli.cli._gate import say
    from prodops_cli.cli._workspace import unread_note

    say(unread_note(found.unread))


def chosen(asked: str | None, output: Path | None) -> str:
    """The format asked for, else the file's, else what suits stdout."""
    from prodops_cli.cli._output import screen_width

    if asked is not None:
        return asked
    if output is not None:
        return _BY_SUFFIX.get(output.suffix.lower(), "markdown")
    return "markdown" if screen_width() is None else "text"


def _text(value: Timeline, form: str, *, is_shown: bool) -> str:
    match form:
        case "text":
            from prodops_cli.cli._output import painter, screen_width
            from prodops_cli.cli._report import PLAIN_WIDTH
            from prodops_cli.render.timeline import text

            width = screen_width() if is_shown else None
            plain = lambda _, words: words  # noqa: E731 - a file has no colours
            return text.render(value, width or PLAIN_WIDTH, painter(sys.stdout) if is_shown else plain)
        case "svg":
            from prodops_cli.render.timeline import picture

            return picture.render(value)
        case "html":
            from prodops_cli.render.timeline import web

            return web.render(value)
        case "csv":
            from prodops_cli.render.timeline import table

            return table.csv(value)
        case "ics":
            from prodops_cli.render.timeline import events

            return events.ics(value)
        case "json":
            from prodops_cli.render import data

            return data.render(value)
        case _:
            from prodops_cli.render.timeline import gantt

            return gantt.render(value)
