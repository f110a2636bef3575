"""`prodops launch readiness`: go, go with conditions, or hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import (
    AllOption,
    OutputOption,
    TableFormatOption,
    deliver,
    rendered,
    table_format,
)
from prodops_cli.cli.launch import launch as group
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from pathlib import Path

    from prodops_cli.analysis.launches.verdict import Decision
    from prodops_cli.cli._revisions import Past
    from prodops_cli.workspace import Workspace

WEEKS = 12


@command(
    20,
    "prodops launch readiness",
    "prodops launch readiness checkout-2",
    "prodops launch readiness checkout-2 --strict --format comment",
    "prodops launch readiness --weeks 4 -o launches.csv",
    noun=group,
)
def readiness(
    context: typer.Context,
    launch: Annotated[
        str | None,
        typer.Argument(
            metavar="LAUNCH",
            help="The launch: its id or title (default: a table of all that are planned).",
            autocompletion=completion.ids_of("launch"),
            show_default=False,
        ),
    ] = None,
    weeks: Annotated[
        int, typer.Option(min=1, max=520, metavar="N", help="Of all launches, those of the next N weeks.")
    ] = WEEKS,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 for conditions, too; of all launches, unless each of them may go.")
    ] = False,
    history: Annotated[
        bool,
        typer.Option(
            "--history/--no-history",
            help="Ask git when open work will ship, and who recorded the sign-offs.",
            show_default=False,
        ),
    ] = True,
    format_: TableFormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show whether a launch may go, and all that speaks against it.

    Of one launch a page: go, go with conditions, or hold, as if it were launched today, with every reason, the line it
    stands on and who can mend it. What is open but not yet due is told apart from what wants somebody now.

    Without LAUNCH a table of the planned ones, those in trouble first. Exits with 1 for a hold, with --strict also for
    conditions; of the table, only where something that holds a launch up wants somebody now, or one could not be read.
    """
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread

    form = table_format(format_, output)
    if launch is not None and form == "csv":
        raise ProdopsError("one launch is no table", "write .json, or leave LAUNCH out")
    found = opened(context, at, as_of)
    if launch is None:
        text, is_bad = _table(found, weeks, form, strict=strict, everything=everything, to_stdout=output is None)
    else:
        text, decision = _page(context, found, launch, form, history=history, everything=everything, output=output)
        is_bad = decision == "hold" or (strict and decision != "go")
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(found.workspace)
    if is_bad:
        raise typer.Exit(ExitCode.FINDINGS)


def _table(found: Past, weeks: int, form: str, *, strict: bool, everything: bool, to_stdout: bool) -> tuple[str, bool]:
    """The table of all launches, and whether something is to be said of it."""
    from prodops_cli.reports.readiness import readiness_table

    made = readiness_table(found.workspace, found.as_of, weeks)
    is_bad = any(line.is_in_trouble or (strict and line.decision != "go") for line in made.launches)
    is_bad = is_bad or _is_unread(found.workspace)
    if form == "csv":
        from prodops_cli.render.readiness import table_csv

        return table_csv(made), is_bad
    is_whole = everything or form in ("markdown", "html")
    return rendered("readiness-table", made, form, everything=is_whole, to_stdout=to_stdout), is_bad


def _is_unread(workspace: Workspace) -> bool:
    """Whether a launch could not be read: it may be the one that is in trouble."""
    return "launch" in {kind for kind, _ in workspace.unread} | workspace.unread_kinds


def _page(
    context: typer.Context,
    found: Past,
    text: str,
    form: str,
    *,
    history: bool,
    everything: bool,
    output: Path | None,
) -> tuple[str, Decision]:
    """The page of one launch, and its verdict."""
    from prodops_cli.analysis.launches.reasons import Inquiry
    from prodops_cli.analysis.launches.recording import notes_of
    from prodops_cli.analysis.lookup import find_called
    from prodops_cli.cli.launch._past import known_of
    from prodops_cli.kinds.launch import Launch
    from prodops_cli.reports.readiness import readiness as report

    entry = find_called(found.workspace, Launch, text)
    if entry.record.status in ("launched", "cancelled"):
        hint = "`--at REVISION` shows how it stood before" if entry.record.status == "launched" else None
        raise ProdopsError(f"{entry.ref} is {entry.record.status}: there is nothing to decide", hint)
    known = known_of(context, found, entry, history=history)
    inquiry = Inquiry(found.workspace, found.as_of, known.expected)
    also = notes_of(inquiry, entry, known.recorded) if known.recorded is not None else ()
    made = report(inquiry, entry, also, known.outlook)
    return rendered("readiness", made, form, everything=everything, to_stdout=output is None), made.decision
