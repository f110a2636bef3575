"""`prodops status`: what is going on, on one page."""

from __future__ import annotations

from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, chosen_format, deliver, rendered
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
    as_of: AsOf = None,
) -> None:
    """Write the status update: what is going on, on one page.

    What needs a decision, what shipped, what is at risk, how goals come along, what comes next, who is new or away:
    from what the files say on the day. Sections that have nothing to say are left out; the same files and the same
    day give the same bytes.
    """
    from prodops_cli import settings as settings_
    from prodops_cli.reports.status import status as report
    from prodops_cli.workspace import read_workspace

    chosen = chosen_format(format_, output)
    tree = open_tree(context)
    settings = settings_.load(tree)
    workspace = read_workspace(tree, settings)
    value = report(workspace, today(settings, as_of), team=team, goal=goal)
    text = rendered(report.name, value, chosen, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, workspace, tree.root)
    warn_unread(workspace)
