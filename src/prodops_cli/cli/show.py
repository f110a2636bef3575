"""`prodops show`: one record and its surroundings."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command, format_option
from prodops_cli.cli._output import emit, has_colour, screen_width
from prodops_cli.cli._revisions import opened
from prodops_cli.cli._workspace import warn_unread


@command(
    60,
    "prodops show one-page-checkout",
    "prodops show person:ada",
    "prodops show tool:figma --format json",
    "prodops show person:ada --at HEAD~3",
)
def show(
    context: typer.Context,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF",
            help="The record: kind:id, or the id alone where no other kind has it.",
            autocompletion=completion.refs,
        ),
    ],
    id_: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="Its id, where REF is only the kind: show tool figma.",
            autocompletion=completion.ids_of_kind_before,
            show_default=False,
        ),
    ] = None,
    format_: Annotated[str, format_option("text", "markdown", "json")] = "text",
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show a record: what it says, what it names, what names it.

    What follows from its fields is shown as well: the health by the evidence, and why a launch has its gates.
    """
    from prodops_cli.render import columns, records
    from prodops_cli.reports.card import card

    past = opened(context, at, as_of)
    found = card(past.workspace, ref if id_ is None else f"{ref}:{id_}", past.as_of)
    width = screen_width()
    if format_ == "json":
        emit(records.card_json(found))
    elif format_ == "markdown":
        emit(records.card_markdown(found))
    elif width is None:
        emit(columns.render_sheet(columns.sheet(found)))
    else:
        from prodops_cli.render import terminal

        emit(terminal.render_sheet(columns.sheet(found), width=width, colour=has_colour(sys.stdout)))
    sys.stdout.flush()
    warn_unread(past.workspace)
