"""`prodops launch align`: launches, the work they ship and the goals behind it."""

from __future__ import annotations

from typing import Annotated

import typer

from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, chosen_format, deliver, rendered
from prodops_cli.cli.launch import launch


@command(
    60,
    "prodops launch align",
    "prodops launch align --all --output alignment.html",
    "prodops launch align --exit-code --format comment",
    noun=launch,
)
def align(
    context: typer.Context,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 where something does not fit together, for CI.")
    ] = False,
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show how launches, work and goals fit together.

    By launch: what it ships, for which goals, and dates that do not fit (work that is due after it, goals whose period
    is over before it). By goal: the launches that serve it. At the end, work that customers notice (it has a release
    note, or is part of a product line) and that no launch ships.
    """
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.errors import ExitCode
    from prodops_cli.reports.launch_align import launch_align

    form = chosen_format(format_, output)
    past = opened(context, at, as_of)
    made = launch_align(past.workspace, past.as_of)
    text = rendered("launch-align", made, form, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(past.workspace)
    if exit_code and (made.gaps or past.workspace.problems):
        raise typer.Exit(ExitCode.FINDINGS)
