"""`prodops launch track`: what became of launches."""

from __future__ import annotations

from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, OutputOption, TableFormatOption, deliver, rendered, table_format
from prodops_cli.cli.launch import launch
from prodops_cli.errors import ProdopsError


def _day(value: int | None) -> int | None:
    from prodops_cli.analysis.launches.tracking import HORIZONS

    if value is not None and value not in HORIZONS:
        raise ProdopsError(
            f"launches are not looked at on day {value}", f"choose one of {', '.join(map(str, HORIZONS))}"
        )
    return value


@command(
    70,
    "prodops launch track",
    "prodops launch track checkout-2 --day 30",
    "prodops launch track --all --output launches.csv",
    noun=launch,
)
def track(
    context: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(
            metavar="LAUNCH",
            help="Only this launch: its id or its name; all that have launched without.",
            autocompletion=completion.ids_of("launch"),
            show_default=False,
        ),
    ] = None,
    day: Annotated[
        int | None,
        typer.Option(
            metavar="DAY", help="Only so many days after the launch: 7, 30 or 90.", callback=_day, show_default=False
        ),
    ] = None,
    format_: TableFormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show what became of launches, after 7, 30 and 90 days.

    Each metric against what was expected on the day: a checkpoint, the target for day 90, or before it a straight line
    from the baseline. Only readings count, nothing is made up between them; where nobody measured, it says since when.
    With the steps of the rollout, whether their guards held, and what has to be measured next, by whom.
    """
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.reports.launch_track import launch_track

    form = table_format(format_, output)
    past = opened(context, at, as_of)
    made = launch_track(past.workspace, past.as_of, ref, day)
    if form == "csv":
        from prodops_cli.render import launch_track as rows

        text = rows.csv(made)
    else:
        text = rendered("launch-track", made, form, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(past.workspace)
