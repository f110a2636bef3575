"""`prodops onboard load`: how many hours new colleagues ask of everybody else."""

from __future__ import annotations

import typer

from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, TeamOption
from prodops_cli.cli.onboard import onboard


@command(30, "prodops onboard load", "prodops onboard load --team payments --all", noun=onboard)
def load(
    context: typer.Context,
    team: TeamOption = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show how many hours new colleagues ask of others.

    Of buddies, managers and everybody who does a task of a plan or is met for one: what is still open, by the boxes
    of the plans, in all and in the next four weeks, and the busiest week. Somebody without a plan counts with
    what it would have from today on.
    """
    from prodops_cli.analysis.lookup import require
    from prodops_cli.cli._report import chosen_format, deliver, rendered
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.reports.onboarding_load import onboarding_load

    chosen = chosen_format(format_, output)
    past = opened(context, at, as_of)
    if team is not None:
        require(past.workspace, "team", team)
    made = onboarding_load(past.workspace, past.as_of, team)
    text = rendered("onboarding-load", made, chosen, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(past.workspace)
