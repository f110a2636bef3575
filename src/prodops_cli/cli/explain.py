"""`prodops explain`: the page of a rule, of a kind, or of the settings."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import command, format_option
from prodops_cli.cli._output import emit, has_colour, screen_width


@command(70, "prodops explain past-target", "prodops explain initiative", "prodops explain settings")
def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="A rule, a kind, or settings for prodops.yaml.", autocompletion=completion.pages
        ),
    ],
    format_: Annotated[
        str | None,
        format_option("text", "markdown", what="text or markdown (default: text on a terminal, else markdown)."),
    ] = None,
) -> None:
    """Explain a rule, a kind, or the settings.

    The page of a rule says what it objects to and why, with a bad and a good example; that of a kind has its fields
    and an example.
    """
    from prodops_cli.cli._pages import page

    text = page(name)
    width = screen_width()
    if format_ == "markdown" or (format_ is None and width is None):
        emit(text)
        return
    from prodops_cli.render import terminal

    emit(terminal.render(text, width=width or 80, colour=has_colour(sys.stdout)))
