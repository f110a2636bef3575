"""What git knows of a plan since its freeze, for the commands on planning cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion

if TYPE_CHECKING:
    from datetime import date

    from prodops_cli.analysis.planning.cycle_changes import Past
    from prodops_cli.cli._revisions import Past as Moment

CycleArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="CYCLE",
        help="The cycle: its id, period or title (default: the one that the day asks for).",
        autocompletion=completion.ids_of("cycle"),
        show_default=False,
    ),
]


def past_of(context: typer.Context, found: Moment, freeze: date, *, instead: str = "") -> Past:
    """The workspace at the end of the day of a freeze, and the history up to the state that was asked for.

    Raises ProdopsError, with exit code 3, where git does not have it; `instead` says how to go without.
    """
    from prodops_cli.analysis.planning.cycle_changes import Past
    from prodops_cli.cli._ledger import history_of_past, or_without
    from prodops_cli.cli._revisions import Times, resolve_moment

    times = Times(context.obj.directory)
    with or_without(instead):
        repository = times.repository
        repository.require_history()
        settings = found.workspace.settings
        frozen = resolve_moment(repository, freeze.isoformat(), settings, found.as_of, found.commit or "HEAD")
        return Past(times.at(frozen).workspace, history_of_past(times, found))
