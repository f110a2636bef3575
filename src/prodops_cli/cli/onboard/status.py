"""`prodops onboard status`: how the running plans come along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, TeamOption
from prodops_cli.cli.onboard import onboard

if TYPE_CHECKING:
    from prodops_cli.cli._revisions import Past, Times
    from prodops_cli.reports.onboarding_status import Versions


@command(
    20,
    "prodops onboard status",
    "prodops onboard status --team payments",
    "prodops onboard status --format comment",
    noun=onboard,
)
def status(
    context: typer.Context,
    team: TeamOption = None,
    history: Annotated[
        bool,
        typer.Option("--no-history", help="Do not ask git when boxes were ticked.", show_default=False),
    ] = False,
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show how the running plans come along, by the boxes in them.

    Who is behind and with what, who has no plan, how long people take to a first launch (tasks that a layer calls a
    milestone), and what always slips. When a box was ticked is the day of the commit that ticked it.
    """
    from prodops_cli.analysis.lookup import require
    from prodops_cli.cli._report import chosen_format, deliver, rendered
    from prodops_cli.cli._revisions import Times
    from prodops_cli.cli._workspace import warn_unread
    from prodops_cli.reports.onboarding_status import onboarding_status

    chosen = chosen_format(format_, output)
    times = Times(context.obj.directory)
    past = times.at(at, as_of) if at is not None else times.now(as_of)
    if team is not None:
        require(past.workspace, "team", team)
    versions = None if history else _versions(times, past)
    made = onboarding_status(past.workspace, past.as_of, versions, team)
    text = rendered("onboarding-status", made, chosen, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, times.tree.root)
    warn_unread(past.workspace)


def _versions(times: Times, past: Past) -> Versions | None:
    """The past of every plan, from git; None where there is no repository or no commit."""
    from prodops_cli.errors import ProdopsError
    from prodops_cli.history import page_versions

    repository = times.repository_if_any
    if repository is None or repository.find("HEAD") is None:
        return None
    try:
        commits = repository.log(past.commit or "HEAD")
    except ProdopsError as error:
        if error.hint:
            error.hint += "; or go without: --no-history"
        raise
    return page_versions(repository, commits, past.workspace.settings)
