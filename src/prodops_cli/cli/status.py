"""`prodops status`: what is going on, on one page."""

from __future__ import annotations

from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, Request, make


@command(
    40,
    "prodops status",
    "prodops status --team payments",
    "prodops status --output status.md",
    "prodops status --at last-quarter",
    "prodops status --format json --as-of 2026-10-01",
)
def status(
    context: typer.Context,
    team: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Only what this team does, with the teams in it.",
            autocompletion=completion.ids_of("team"),
            show_default=False,
        ),
    ] = None,
    goal: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Only what serves this goal, with the goals below it.",
            autocompletion=completion.ids_of("goal"),
            show_default=False,
        ),
    ] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Write the status update: what is going on, on one page.

    What needs a decision, what shipped, what is at risk, how goals come along, what comes next, who is new or away:
    from what the files say on the day. Sections that have nothing to say are left out; the same files and the same
    day give the same bytes.
    """
    from prodops_cli.reports.status import status as report

    make(context, report, Request(format_, output, everything, as_of, at), team=team, goal=goal)
