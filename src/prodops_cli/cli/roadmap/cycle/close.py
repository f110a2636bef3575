"""`prodops roadmap cycle close`: what was promised for a period, beside what shipped."""

from __future__ import annotations

import typer

from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, chosen_format, deliver, rendered
from prodops_cli.cli.roadmap.cycle import cycle as group
from prodops_cli.cli.roadmap.cycle._past import CycleArgument
from prodops_cli.errors import ProdopsError


@command(
    30,
    "prodops roadmap cycle close",
    "prodops roadmap cycle close 2026-q3 --all --output review.html",
    "prodops roadmap cycle close 2026-q3 --at 2026-10-09",
    noun=group,
)
def close(
    context: typer.Context,
    cycle: CycleArgument = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Hold what was promised at the freeze against what shipped.

    What stood in the files on the day of the freeze counts as promised: each with what became of it, how much of it
    shipped by team, what goes on in the next period, what came in later, and which goals it was for. Unless named,
    the cycle is the last whose period is over. Nothing is written: git knows it all.
    """
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.cli.roadmap.cycle._past import past_of

    chosen = chosen_format(format_, output)
    found = opened(context, at, as_of)
    from prodops_cli.analysis.planning.cycle import cycle_to_close
    from prodops_cli.reports.cycle_close import cycle_close

    entry = cycle_to_close(found.workspace, found.as_of, cycle)
    if entry.record.freeze >= found.as_of:
        day = entry.record.freeze
        raise ProdopsError(f"the plan of {entry.id} is not fixed before {day}", "see: prodops roadmap cycle check")
    past = past_of(context, found, entry.record.freeze)
    made = cycle_close(found.workspace, found.as_of, entry, past)
    text = rendered("cycle-close", made, chosen, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(found.workspace)
