"""`prodops roadmap cycle check`: what must be true before a plan is frozen."""

from __future__ import annotations

from typing import Annotated

import typer

from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import FormatOption, OutputOption, chosen_format, deliver, rendered
from prodops_cli.cli.roadmap.cycle import cycle as group
from prodops_cli.cli.roadmap.cycle._past import CycleArgument
from prodops_cli.errors import ExitCode


@command(
    20,
    "prodops roadmap cycle check",
    "prodops roadmap cycle check 2027-q1 --format markdown --output freeze.md",
    "prodops roadmap cycle check --as-of 2026-12-04",
    noun=group,
)
def check(
    context: typer.Context,
    cycle: CycleArgument = None,
    history: Annotated[
        bool, typer.Option("--history/--no-history", help="Look for changes since the freeze.", show_default=False)
    ] = True,
    format_: FormatOption = None,
    output: OutputOption = None,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show what a plan lacks before its freeze, and who is asked.

    Each gate with what is open, everything that is missing by the person who can mend it, teams without anything in
    the plan or with too much, and after the freeze every change that no exception allows. Unless named, the cycle is
    the one that is frozen next. Exits with 1 where anything is missing, as a CI job wants it.
    """
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.cli.roadmap.cycle._past import past_of

    chosen = chosen_format(format_, output)
    found = opened(context, at, as_of)
    from prodops_cli.analysis.planning.cycle import cycle_to_check
    from prodops_cli.reports.cycle_check import cycle_check

    entry = cycle_to_check(found.workspace, found.as_of, cycle)
    is_fixed = entry.record.freeze < found.as_of
    without = "or go without the changes since the freeze: --no-history"
    past = past_of(context, found, entry.record.freeze, instead=without) if history and is_fixed else None
    made = cycle_check(found.workspace, found.as_of, entry, past)
    text = rendered("cycle-check", made, chosen, everything=True, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(found.workspace)
    if not made.holds:
        raise typer.Exit(ExitCode.FINDINGS)
