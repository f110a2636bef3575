"""`prodops history`: every value that a record ever had."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command, format_option
from prodops_cli.cli._output import emit, has_colour, screen_width


@command(
    65,
    "prodops history one-page-checkout",
    "prodops history launch:checkout-2 --field date",
    "prodops history grow-mobile-revenue --field key_results.target",
    "prodops history one-page-checkout --format csv",
)
def history(
    context: typer.Context,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF",
            help="The record, by an id it has or had: kind:id, or the id alone where no other kind has it.",
            autocompletion=completion.refs,
        ),
    ],
    field: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD",
            help="Only this field and what is in it: target, priority.reach, updates.health.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[str, format_option("text", "markdown", "csv", "json")] = "text",
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show every value a record ever had, and who set it.

    Each with its day, what it was before, and the commit; the oldest come first. A record keeps its history when its
    file is moved or renamed, and when it moves between a file of its own and a list; one that was removed still has
    its own. What is not committed yet comes last.
    """
    from prodops_cli.cli._ledger import open_history

    opened = open_history(context, at, as_of)
    from prodops_cli.render import columns, data, ledger
    from prodops_cli.reports.history import record_history

    made = record_history(opened.history, ref, field)
    width = screen_width()
    if format_ == "json":
        emit(data.render(made))
    elif format_ == "markdown":
        emit(ledger.history_markdown(made))
    elif format_ == "csv":
        emit(ledger.history_csv(made))
    elif width is None:
        emit(ledger.history_text(made))
    else:
        from prodops_cli.render import terminal

        grid = columns.fitted(ledger.history_grid(made), width)
        emit(ledger.history_heading(made) + terminal.render_grid(grid, width=width, colour=has_colour(sys.stdout)))
