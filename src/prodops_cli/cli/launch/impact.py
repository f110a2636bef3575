"""`prodops launch impact`: what a country means for launches."""

from __future__ import annotations

from typing import Annotated

import typer

from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, chosen_format, deliver, rendered
from prodops_cli.cli.launch import launch
from prodops_cli.cli.launch._codes import country


@command(
    50,
    "prodops launch impact --geo DE",
    "prodops launch impact --geo US --all --output us.html",
    "prodops launch impact --geo DE-BE --format json",
    noun=launch,
)
def impact(
    context: typer.Context,
    geo: Annotated[
        str,
        typer.Option(
            metavar="CODE",
            help="A country, DE, or a part of one, DE-BE (ISO 3166).",
            callback=country,
            show_default=False,
        ),
    ],
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show what a country means for launches.

    Which launches reach it or begin to, on which days, which gates it adds and where they stand, the work and goals
    behind, who is there, holidays and blackouts near those days, and what would change if it were left out: gates
    that go, another tier, sign-offs that would have to be asked for again.
    """
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.reports.launch_impact import launch_impact

    form = chosen_format(format_, output)
    past = opened(context, at, as_of)
    made = launch_impact(past.workspace, past.as_of, geo)
    text = rendered("launch-impact", made, form, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(past.workspace)
