"""`prodops roadmap show`: the roadmap on a page."""

from __future__ import annotations

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
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from prodops_cli.kinds.initiative import Status
    from prodops_cli.reports.roadmap import By

_GROUPINGS = ("horizon", "quarter", "goal", "team", "product-line")
_STATUSES = ("idea", "planned", "in_progress", "shipped", "cancelled", "on_hold")


def _grouping(value: str) -> str:
    if value not in _GROUPINGS:
        raise ProdopsError(f"the roadmap cannot be shown by `{value}`", f"choose one of {', '.join(_GROUPINGS)}")
    return value


def _statuses(values: list[str] | None) -> list[str] | None:
    for value in values or ():
        if value not in _STATUSES:
            raise ProdopsError(f"no initiative is `{value}`", f"choose one of {', '.join(_STATUSES)}")
    return values


@command(
    1,
    "prodops roadmap show",
    "prodops roadmap show --by quarter --team payments",
    "prodops roadmap show --by goal --all --output roadmap.md",
    "prodops roadmap show --status in_progress --format csv",
    "prodops roadmap show --at last-quarter",
    noun=roadmap,
)
def show(
    context: typer.Context,
    by: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="Group by horizon (now, next, later), quarter (of the target), goal, team or product-line.",
            callback=_grouping,
            autocompletion=lambda incomplete: [name for name in _GROUPINGS if name.startswith(incomplete)],
        ),
    ] = "horizon",
    team: TeamOption = None,
    goal: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Only what serves this goal, with the goals below it.",
            autocompletion=completion.ids_of("goal"),
            show_default=False,
        ),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATUS",
            help="Only what is idea, planned, in_progress, shipped, cancelled or on_hold; may be repeated "
            "(default: all but cancelled).",
            callback=_statuses,
            autocompletion=lambda incomplete: [name for name in _STATUSES if name.startswith(incomplete)],
            show_default=False,
        ),
    ] = None,
    history: Annotated[
        bool, typer.Option("--no-history", help="Do not ask git which targets moved.", show_default=False)
    ] = False,
    format_: TableFormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show the roadmap on a page: now, next and later.

    Now is what is in progress, next what is planned for this quarter or the next, later all else; what shipped lately
    stands at the end. Each line has the target and how firm it is, what its owner says of it (and what the evidence
    says, where that is worse), who does it, and how often the date has moved.
    """
    from prodops_cli.cli._ledger import known_promises
    from prodops_cli.cli._revisions import Times, opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.reports.roadmap import Question
    from prodops_cli.reports.roadmap import roadmap as report

    form = table_format(format_, output)
    past = opened(context, at, as_of)
    promises = known_promises(Times(context.obj.directory), past) if not history else None
    grouping: By = by  # type: ignore[assignment]  # checked by the option
    statuses: tuple[Status, ...] = tuple(status or ())  # type: ignore[arg-type]  # checked by the option
    made = report(past.workspace, past.as_of, Question(grouping, team, goal, statuses, promises))
    if form == "csv":
        from prodops_cli.render.roadmap import csv

        text = csv(made)
    else:
        is_whole = everything or form in ("markdown", "html")  # a roadmap that hides work cannot be sent
        text = rendered("roadmap", made, form, everything=is_whole, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(past.workspace)
