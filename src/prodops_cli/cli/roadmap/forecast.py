"""`prodops roadmap forecast`: when open work will ship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, TeamOption, chosen_format, deliver, rendered
from prodops_cli.cli.roadmap import roadmap
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from prodops_cli.analysis.forecast import By

_GROUPINGS = ("team", "size", "none")


def _grouping(value: str | None) -> str | None:
    if value is not None and value not in _GROUPINGS:
        raise ProdopsError(f"initiatives cannot be compared by `{value}`", f"choose one of {', '.join(_GROUPINGS)}")
    return value


@command(
    20,
    "prodops roadmap forecast",
    "prodops roadmap forecast one-page-checkout",
    "prodops roadmap forecast --team payments --all",
    "prodops roadmap forecast --by size --format json",
    "prodops roadmap forecast --at last-quarter",
    noun=roadmap,
)
def forecast(
    context: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(
            metavar="REF",
            help="Only this initiative: its id, or initiative:ID.",
            autocompletion=completion.ids_of("initiative"),
            show_default=False,
        ),
    ] = None,
    team: TeamOption = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="WHAT",
            help="What is comparable: the same team, the same size (effort), or none for all "
            "(default: the team where enough shipped, else the size, else all).",
            callback=_grouping,
            autocompletion=lambda incomplete: [name for name in _GROUPINGS if name.startswith(incomplete)],
            show_default=False,
        ),
    ] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Forecast when open work ships, by how dates were kept.

    For each initiative with a target the days by which 50, 85 and 95 of 100 comparable ones have shipped. What has
    not shipped yet counts too, as longer than it has taken so far. Where too little is known it says so and gives no
    day, and it says how often the same forecasts would have been right in the past.
    """
    from prodops_cli.cli._ledger import open_history

    form = chosen_format(format_, output)
    opened = open_history(context, at, as_of)
    from prodops_cli.reports.forecast import Question
    from prodops_cli.reports.forecast import forecast as report

    grouping: By | None = by  # type: ignore[assignment]  # checked by the option
    made = report(opened.history, opened.settings, opened.as_of, Question(grouping, team, ref))
    text = rendered("forecast", made, form, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, opened.root)
