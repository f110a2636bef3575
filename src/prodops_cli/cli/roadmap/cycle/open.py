"""`prodops roadmap cycle open`: begin a planning period."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, command, parse_day
from prodops_cli.cli._report import (
    AllOption,
    FormatOption,
    OutputOption,
    chosen_format,
    deliver,
    rendered,
    require_place,
)
from prodops_cli.cli.roadmap.cycle import cycle as group
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from pathlib import Path

    from prodops_cli.analysis.planning.cycle_changes import Past
    from prodops_cli.beginnings import CycleWish
    from prodops_cli.cli._revisions import Past as Moment
    from prodops_cli.drafts import Draft
    from prodops_cli.kinds.cycle import Cycle
    from prodops_cli.workspace import Entry, Workspace


def _day_option(what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(parser=parse_day, metavar="DATE", help=what, show_default=False)
    return option


OPENS = "The day planning begins (default: thirty working days before the freeze, or today where that is over)."
FREEZE = "The last day on which the plan may change (default: five working days before the period)."
CLOSES = "The day of the look back (default: eight working days after the period)."


@command(
    10,
    "prodops roadmap cycle open",
    "prodops roadmap cycle open 2027-q1 --owner ada --freeze 2026-12-11",
    "prodops roadmap cycle open winter --period 2027-01 --team payments --dry-run",
    name="open",
    noun=group,
)
def open_(
    context: typer.Context,
    cycle: Annotated[
        str | None,
        typer.Argument(
            metavar="CYCLE",
            help="Its id, which names the file: 2027-q1 (default: the quarter that comes next).",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            help="What it plans: 2027-Q1, 2027-H1, 2027-01 (default: what its id says).",
            show_default=False,
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What people call it.", show_default=False)] = None,
    owner: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Who sees to it (default: who saw to the last one).",
            autocompletion=completion.ids_of("person"),
            show_default=False,
        ),
    ] = None,
    opens: Annotated[date | None, _day_option(OPENS)] = None,
    freeze: Annotated[date | None, _day_option(FREEZE)] = None,
    closes: Annotated[date | None, _day_option(CLOSES)] = None,
    team: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="A team that takes part; may be given often (default: all product and platform teams).",
            autocompletion=completion.ids_of("team"),
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the file, and write nothing.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing, even on a terminal.")] = False,
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    as_of: AsOf = None,
) -> None:
    """Begin a planning period: write its file, show what it has.

    The days follow from the working days of the fiscal calendar; its gates are ones to begin with, and yours to edit.
    Printed is what is in the plan already, and what is carried over from the period before. A cycle that is there is
    never written over.
    """
    from prodops_cli.analysis.lookup import find_called
    from prodops_cli.analysis.planning.cycle import cycle_before
    from prodops_cli.beginnings import CycleWish, cycle_draft
    from prodops_cli.cli._output import emit
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.drafts import with_draft
    from prodops_cli.kinds.cycle import Cycle
    from prodops_cli.reports.cycle_open import cycle_open

    chosen = chosen_format(format_, output)
    root = open_tree(context).root
    require_place(output, context.obj.directory, root)
    found = opened(context, None, as_of)
    wish = CycleWish(cycle, period, title, owner, opens, freeze, closes, tuple(team or ()))
    draft = cycle_draft(found.workspace, _with_owner(found.workspace, wish, may_ask=not no_input), found.as_of)
    if dry_run:
        emit(draft.addition)
        sys.stderr.write(f"{draft.path} was not written: this is a dry run\n")
        _note_days(found.workspace, wish)
        return
    workspace = with_draft(found.workspace, draft)
    entry = find_called(workspace, Cycle, draft.id)
    previous = cycle_before(workspace, entry.record, found.as_of)
    made = cycle_open(workspace, found.as_of, entry, previous, _past(context, found, previous))
    text = rendered("cycle-open", made, chosen, everything=everything, to_stdout=output is None)
    _write(root, draft)
    deliver(text, output, context.obj.directory, root)
    sys.stderr.write(f"{'Added to' if draft.former is not None else 'Created'} {draft.path}\n")
    _note_days(found.workspace, wish)
    warn_unread(found.workspace)


def _note_days(workspace: Workspace, wish: CycleWish) -> None:
    """Say where days that were reckoned may be holidays."""
    if not workspace.settings.holidays and None in (wish.opens, wish.freeze, wish.closes):
        sys.stderr.write(
            "note: prodops.yaml names no holidays, so a day may fall on one; add them: `holidays: [DE-BE]`\n"
        )


def _with_owner(workspace: Workspace, wish: CycleWish, *, may_ask: bool) -> CycleWish:
    """The wish with an owner from the terminal, where nobody is known yet and somebody can answer."""
    from dataclasses import replace

    from prodops_cli.analysis.lookup import require
    from prodops_cli.cli._questions import can_ask
    from prodops_cli.kinds.cycle import Cycle

    for team in wish.teams:
        require(workspace, "team", team)
    if wish.owner is None and not workspace.of(Cycle) and may_ask and can_ask():
        wish = replace(wish, owner=str(typer.prompt("Who sees to it (an id)", err=True)).strip())
    if wish.owner is not None:
        require(workspace, "person", wish.owner)
    return wish


def _past(context: typer.Context, found: Moment, previous: Entry[Cycle] | None) -> Past | None:
    """What is known of the cycle before; None where there is none, or no history: a plan can begin without."""
    from prodops_cli.cli.roadmap.cycle._past import past_of

    if previous is None:
        return None
    try:
        return past_of(context, found, previous.record.freeze)
    except ProdopsError as error:
        if error.code is not ExitCode.HISTORY_NOT_AVAILABLE:
            raise
        return None


def _write(root: Path, draft: Draft) -> None:
    from prodops_cli.edit import replace_file
    from prodops_cli.scaffold import create_files

    if draft.former is None:
        create_files(root, {draft.path: draft.text})
    else:
        replace_file(root, draft.path, draft.text, expected=draft.former)
