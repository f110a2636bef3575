"""What git knows of a plan since its freeze, for the commands on planning cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.errors import ExitCode, ProdopsError

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
    from prodops_cli.cli._revisions import Times, resolve_moment
    from prodops_cli.history import Uncommitted, history_of

    times = Times(context.obj.directory)
    try:
        repository = times.repository
        repository.require_history()
        tip = found.commit or "HEAD"
        frozen = resolve_moment(repository, freeze.isoformat(), found.workspace.settings, found.as_of, tip)
        past = times.at(frozen)
        uncommitted = Uncommitted(times.tree, found.as_of) if found.commit is None else None
        commits = repository.log(tip)
        history = history_of(repository, commits, found.workspace.settings, uncommitted=uncommitted)
    except ProdopsError as error:
        if instead and error.code is ExitCode.HISTORY_NOT_AVAILABLE:
            error.hint = f"{error.hint}; {instead}" if error.hint else instead
        raise
    return Past(past.workspace, history)
