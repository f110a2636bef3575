"""`prodops roadmap slips`: the promise ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command, format_option
from prodops_cli.cli._report import MOST, AllOption, OutputOption, deliver, rendered, table_format
from prodops_cli.cli.roadmap import roadmap
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from prodops_cli.analysis.slips import By

_GROUPINGS = ("item", "team", "owner", "quarter", "size")


def _grouping(value: str) -> str:
    if value not in _GROUPINGS:
        raise ProdopsError(f"moves cannot be grouped by `{value}`", f"choose one of {', '.join(_GROUPINGS)}")
    return value


@command(
    10,
    "prodops roadmap slips",
    "prodops roadmap slips --by team --since last-quarter",
    "prodops roadmap slips --item one-page-checkout --all",
    "prodops roadmap slips --format csv --output moves.csv",
    noun=roadmap,
)
def slips(
    context: typer.Context,
    by: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="Group by item, team, owner, quarter (of the day that was given up) or size (effort).",
            callback=_grouping,
            autocompletion=lambda incomplete: [name for name in _GROUPINGS if name.startswith(incomplete)],
        ),
    ] = "item",
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            help="Only what moved after the end of a day: 2026-09-30, 2026-Q3, last-week, last-month, last-quarter.",
            show_default=False,
        ),
    ] = None,
    item: Annotated[
        str | None,
        typer.Option(
            metavar="REF",
            help="Only the promises of this record, by an id it has or had.",
            autocompletion=completion.refs,
            show_default=False,
        ),
    ] = None,
    format_: Annotated[
        str | None,
        format_option(
            "text",
            "markdown",
            "csv",
            "json",
            what="text, markdown, csv or json (default: text on a terminal, else by the name of FILE, else markdown).",
        ),
    ] = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show how promised dates moved: how often, how far.

    Every day ever promised counts, from all of the repository's commits: targets of initiatives and what they
    committed to, dates of launches and of their rollouts. Records keep their promises when they are renamed or moved.
    A date that moved may well be better planning; that it moved is said all the same.
    """
    from prodops_cli.cli._ledger import open_history
    from prodops_cli.cli._revisions import day_of

    form = table_format(format_, output)
    most = None if everything or form in ("csv", "json") else MOST
    opened = open_history(context, at, as_of)
    from prodops_cli.reports.slips import Question
    from prodops_cli.reports.slips import slips as report

    grouping: By = by  # type: ignore[assignment]  # checked by the option
    first = day_of(since, opened.settings, opened.as_of) if since is not None else None
    made = report(opened.history, opened.settings, opened.as_of, Question(grouping, first, item, most))
    if form == "csv":
        from prodops_cli.render import ledger

        text = ledger.slips_csv(made)
    else:
        text = rendered("slips", made, form, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, opened.root)
