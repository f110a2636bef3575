"""`prodops roadmap plan`: which promised days cannot hold, and what a branch would change."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import (
    AllOption,
    OutputOption,
    TableFormatOption,
    TeamOption,
    deliver,
    rendered,
    table_format,
)
from prodops_cli.cli.roadmap import roadmap

if TYPE_CHECKING:
    from prodops_cli.cli._revisions import Times


@command(
    30,
    "prodops roadmap plan",
    "prodops roadmap plan --team payments --all",
    "prodops roadmap plan --compare bold-plan --compare careful-plan",
    "prodops roadmap plan --exit-code --format comment",
    "prodops roadmap plan -o plan.csv",
    noun=roadmap,
)
def plan(
    context: typer.Context,
    compare: Annotated[
        list[str] | None,
        typer.Option(
            metavar="BRANCH",
            help="Show what another branch, tag or commit would change: dates, load and goals; may be repeated.",
            show_default=False,
        ),
    ] = None,
    team: TeamOption = None,
    goal: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Only what serves this goal, or one below it.",
            autocompletion=completion.ids_of("goal"),
            show_default=False,
        ),
    ] = None,
    exit_code: Annotated[
        bool,
        typer.Option("--exit-code", help="Exit 1 where a promised day cannot hold or a file cannot be read, for CI."),
    ] = False,
    format_: TableFormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show which promised days can hold, and prove it.

    Everything open is scheduled forward from what it waits for, and backward from the end, on the working days of its
    team. Where a target, a need, a commitment or a launch cannot hold, the chain that says so is shown with the line
    of every step. Then each team's promised work is held against its capacity, in the order of its days.

    A scenario is a branch: --compare plans another one as well, and shows what differs.
    """
    from prodops_cli.cli._revisions import Times, opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.errors import ExitCode
    from prodops_cli.reports.plan import plan as report

    form = table_format(format_, output)
    found = opened(context, at, as_of)
    made = report(found.workspace, found.as_of, team, goal)
    if compare:
        from prodops_cli.reports.scenarios import Scenario, scenarios

        times = Times(context.obj.directory)
        others = [Scenario(name, times.at(name, found.as_of).workspace) for name in compare]
        for other in others:
            if other.workspace.problems:
                sys.stderr.write(f"note: at `{other.name}` some files cannot be read; what they hold is missing\n")
        _warn_behind(times, compare, at or "HEAD")
        comparison = scenarios(Scenario(at or "here", found.workspace), others, found.as_of, team, goal)
        if form == "csv":
            from prodops_cli.render import plans

            text = plans.scenarios_csv(comparison)
        else:
            text = rendered("scenarios", comparison, form, everything=everything, to_stdout=output is None)
    elif form == "csv":
        from prodops_cli.render import plans

        text = plans.plan_csv(made)
    else:
        text = rendered("plan", made, form, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(found.workspace)
    if exit_code and (not made.holds or found.workspace.problems):  # what could not be read may be what does not hold
        raise typer.Exit(ExitCode.FINDINGS)


def _warn_behind(times: Times, names: list[str], tip: str) -> None:
    """Say which of the scenarios lack commits of this one: what differs is then partly what they missed."""
    from prodops_cli.errors import ProdopsError

    here = times.moment(tip).commit
    for name in names:
        other = times.moment(name).commit
        try:
            base = times.repository.merge_base(here, other)
        except ProdopsError:  # a shallow clone does not know
            continue
        if base not in (here, other):
            sys.stderr.write(
                f"note: `{name}` lacks commits that are here, which differ, too; merge or rebase it first\n"
            )
