"""`prodops status`: what is going on, on one page."""

from __future__ import annotations

from typing import Annotated

import typer

from prodops_cli.cli._app import AsOf, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, checked_format, deliver, rendered
from prodops_cli.cli._workspace import open_tree, today, warn_unread


@command(
    40,
    "prodops status",
    "prodops status --team payments",
    "prodops status --output status.md",
    "prodops status --format json --as-of 2026-10-01",
)
def status(
    context: typer.Context,
    team: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only what this team does, with the teams in it.", show_default=False),
    ] = None,
    goal: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only what serves this goal, with the goals below it.", show_default=False),
    ] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    as_of: AsOf = None,
) -> None:
    """Write the status update: what is going on, on one page.

    One page, from what the files say on the day; the same files and day give the same bytes. Sections that have
    nothing to say are left out.
    """
    from prodops_cli import settings as settings_
    from prodops_cli.reports.status import status as report
    from prodops_cli.workspace import read_workspace

    chosen = checked_format(format_, output)
    tree = open_tree(context)
    settings = settings_.load(tree)
    workspace = read_workspace(tree, settings)
    value = report(workspace, today(settings, as_of), team=team, goal=goal)
    text = rendered(report.name, value, chosen, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, workspace, tree.root)
    warn_unread(workspace)
