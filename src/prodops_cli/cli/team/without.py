"""`prodops team without`: what hangs on a person, and a draft of the handover."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command, parse_day
from prodops_cli.cli._report import FormatOption, OutputOption, chosen_format, deliver, rendered
from prodops_cli.cli.team import team


@command(
    10,
    "prodops team without ada",
    "prodops team without ada --on 2026-12-31",
    "prodops team without 'Ada Example' --format markdown --output handover.md",
    noun=team,
)
def without(
    context: typer.Context,
    person: Annotated[
        str,
        typer.Argument(
            metavar="PERSON",
            help="Who leaves: an id, or a whole name.",
            autocompletion=completion.ids_of("person"),
            show_default=False,
        ),
    ],
    on: Annotated[
        date | None,
        typer.Option(
            "--on",
            parser=parse_day,
            metavar="DATE",
            help="The last day (default: the one in the person's file, else today).",
            show_default=False,
        ),
    ] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show what hangs on a person, and draft the handover.

    Everything open that loses an owner, approver, manager, lead, sponsor or buddy, the most urgent first; what nobody
    else is there for; whom to tell; which access to close. The successors are suggestions by a rule, with the reason
    beside each; nothing is written to any record.
    """
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.reports.leaving import Question, leaving

    chosen = chosen_format(format_, output)
    found = opened(context, at, as_of)
    made = leaving(found.workspace, found.as_of, Question(person, on))
    text = rendered("leaving", made, chosen, everything=True, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    warn_unread(found.workspace)
