"""`prodops launch brief`: tell one audience what it has to know."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, chosen_format, deliver, rendered
from prodops_cli.cli.launch import launch as group

if TYPE_CHECKING:
    from datetime import date

    from prodops_cli.kinds.launch import Launch
    from prodops_cli.workspace import Entry, Workspace


@command(
    30,
    "prodops launch brief checkout-2 --audience support",
    "prodops launch brief checkout-2 --audience customers --format html --output checkout-2.html",
    "prodops launch brief checkout-2 --audience sales --format slack",
    "prodops launch brief checkout-2 --audience exec --at last-week",
    noun=group,
)
def brief(
    context: typer.Context,
    launch: Annotated[
        str,
        typer.Argument(
            metavar="LAUNCH", help="The launch: its id or its title.", autocompletion=completion.ids_of("launch")
        ),
    ],
    audience: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Whom it is for: customers, support, sales, exec, or another audience of the launch.",
            autocompletion=completion.launch_audiences,
            show_default=False,
        ),
    ],
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Tell one audience what it has to know of a launch.

    What is new in customers' words, who notices it, where and when, what to do, questions to expect with their
    answers. Support also gets the risks and whom to call, sales the segments, the positioning and the price, exec the
    goals, the numbers, the tier and the readiness; other colleagues get all of that.

    Customers, and every audience that is not known to be colleagues (`launches.colleagues` in prodops.yaml), read only
    the fields that are marked for them; everything else is internal.
    """
    from prodops_cli.analysis.lookup import find_called
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.kinds.launch import Launch
    from prodops_cli.reports.launch_brief import launch_brief

    chosen = chosen_format(format_, output)
    found = opened(context, at, as_of)
    entry = find_called(found.workspace, Launch, launch)
    made = launch_brief(found.workspace, found.as_of, entry, audience)
    text = rendered("launch-brief", made, chosen, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    if made.inside is None:
        _tell_missing(found.workspace, entry, audience)
    if at is None:
        _tell_how_to_record(entry, audience, found.as_of)
    warn_unread(found.workspace)


def _tell_missing(workspace: Workspace, entry: Entry[Launch], audience: str) -> None:
    """Say what the brief lacks, which its readers should not see, to the one who makes it."""
    from prodops_cli.analysis.words import listed
    from prodops_cli.render.escape import terminal
    from prodops_cli.reports.launch_brief import missing_for_all

    missing = tuple(missing_for_all(workspace, entry.record, audience))
    if missing:
        sys.stderr.write(f"note: nobody has written {terminal(listed(missing))}\n")
    if not workspace.settings.launches.is_colleague(audience) and audience != "customers":
        name = terminal(audience)
        sys.stderr.write(
            f"note: {name} are taken for customers; colleagues are named in prodops.yaml: launches.colleagues\n"
        )


def _tell_how_to_record(entry: Entry[Launch], audience: str, day: date) -> None:
    """Say how the day goes into the file, where nobody has written it yet."""
    from prodops_cli.render.escape import terminal
    from prodops_cli.render.yaml import scalar

    if audience not in entry.record.briefs and entry.record.status == "planned":
        line = f"briefs: {{{scalar(audience, in_flow=True)}: {day}}}"
        sys.stderr.write(terminal(f"once it is sent, write it down in {entry.path}: {line}") + "\n")
