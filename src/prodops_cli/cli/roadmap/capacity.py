"""`prodops roadmap capacity`: what is asked of each team, beside what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

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
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from prodops_cli.reports.capacity import Per

_PERIODS = ("month", "quarter")


def _per(value: str) -> str:
    if value not in _PERIODS:
        raise ProdopsError(f"capacity cannot be shown by `{value}`", f"choose one of {', '.join(_PERIODS)}")
    return value


@command(
    40,
    "prodops roadmap capacity",
    "prodops roadmap capacity --by quarter --periods 4",
    "prodops roadmap capacity --team payments --from 2027-Q1 --all",
    "prodops roadmap capacity -o capacity.csv",
    noun=roadmap,
)
def capacity(
    context: typer.Context,
    by: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="Periods: month or quarter (of the fiscal year).",
            callback=_per,
            autocompletion=lambda incomplete: [name for name in _PERIODS if name.startswith(incomplete)],
        ),
    ] = "month",
    periods: Annotated[int, typer.Option(metavar="N", min=1, max=60, help="How many of them.")] = 6,
    first: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DAY",
            help="The first period is the one of this day, or the one that this begins with: 2027-Q1 (default: "
            "today's).",
            show_default=False,
        ),
    ] = None,
    team: TeamOption = None,
    exit_code: Annotated[
        bool,
        typer.Option("--exit-code", help="Exit 1 where a team has too much at once or a file cannot be read, for CI."),
    ] = False,
    format_: TableFormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show what is asked of teams, beside what they have.

    Person-months by team and month: the effort of planned and running work, spread from its start to its target,
    beside the team's capacity, less absences and with those who come and go. What contributors do counts for their
    own team. Ranges of estimates are kept: a month is over when even the middle of them is too much.
    """
    from prodops_cli.cli._revisions import opened, stretch_of
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.errors import ExitCode
    from prodops_cli.reports.capacity import Question
    from prodops_cli.reports.capacity import capacity as report

    form = table_format(format_, output)
    found = opened(context, at, as_of)
    per: Per = by  # type: ignore[assignment]  # checked by the option
    day = stretch_of(first, found.workspace.settings, found.as_of)[0] if first is not None else None
    made = report(found.workspace, found.as_of, Question(per, periods, day, team))
    if form == "csv":
        from prodops_cli.render import plans

        text = plans.capacity_csv(made)
    else:
        text = rendered("capacity", made, form, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(found.workspace)
    if exit_code and (made.overloads or found.workspace.problems):
        raise typer.Exit(ExitCode.FINDINGS)
