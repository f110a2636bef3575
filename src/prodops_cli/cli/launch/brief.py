"""`prodops launch brief`: tell one audience what it has to know."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, chosen_format, deliver, rendered
from prodops_cli.cli.launch import launch as group
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from datetime import date

    from prodops_cli.kinds.launch import Launch
    from prodops_cli.workspace import Entry, Workspace


@command(
    30,
    "prodops launch brief checkout-2 --audience support",
    "prodops launch brief checkout-2 --audience customers --format html --output checkout-2.html",
    "prodops launch brief checkout-2 --audience sales --format slack --mark-sent",
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
    mark_sent: Annotated[
        bool,
        typer.Option("--mark-sent", help="Write down in the launch's file that this audience was briefed today."),
    ] = False,
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
    from dataclasses import replace

    from prodops_cli.analysis.lookup import find_called
    from prodops_cli.cli._revisions import opened
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.kinds.launch import Launch
    from prodops_cli.reports.launch_brief import launch_brief

    if mark_sent and at is not None:
        raise ProdopsError("--mark-sent changes the files as they are, not those of --at", "leave one of them out")
    chosen = chosen_format(format_, output)
    found = opened(context, at, as_of)
    entry = find_called(found.workspace, Launch, launch)
    made = launch_brief(found.workspace, found.as_of, entry, audience)
    if mark_sent and made.inside is not None:
        made = replace(made, inside=replace(made.inside, sent=found.as_of))
    text = rendered("launch-brief", made, chosen, everything=everything, to_stdout=output is None)
    deliver(text, output, context.obj.directory, open_tree(context).root)
    if made.inside is None:
        _tell_missing(found.workspace, entry, audience)
    if mark_sent:
        _mark_sent(context, found.workspace, entry, audience, found.as_of)
    elif at is None:
        _tell_how_to_record(entry, audience)
    warn_unread(found.workspace)


def _tell_missing(workspace: Workspace, entry: Entry[Launch], audience: str) -> None:
    """Say what the brief lacks, which its readers should not see, to the one who makes it."""
    from prodops_cli.analysis.words import listed
    from prodops_cli.policy import CUSTOMERS, plain_audience
    from prodops_cli.render.escape import terminal
    from prodops_cli.reports.launch_brief import missing_for_all

    missing = tuple(missing_for_all(workspace, entry.record, audience))
    if missing:
        sys.stderr.write(f"note: nobody has written {terminal(listed(missing))}\n")
    if not workspace.settings.launches.is_colleague(audience) and plain_audience(audience) != CUSTOMERS:
        name = terminal(audience)
        sys.stderr.write(
            f"note: {name} are taken for customers; colleagues are named in prodops.yaml: launches.colleagues\n"
        )


def _tell_how_to_record(entry: Entry[Launch], audience: str) -> None:
    """Say how the day goes into the file, where nobody has written it yet."""
    from prodops_cli.analysis.launches.audiences import own

    if own(entry.record.briefs, audience) is None and entry.record.status == "planned":
        sys.stderr.write("once it is sent, write that down: the same command with --mark-sent\n")


def _mark_sent(context: typer.Context, workspace: Workspace, entry: Entry[Launch], audience: str, day: date) -> None:
    """Put the day into the launch's file, unless it says so already."""
    from prodops_cli.analysis.launches.audiences import own
    from prodops_cli.cli._workspace import open_tree
    from prodops_cli.edit import change
    from prodops_cli.edit.fields import Set, edited
    from prodops_cli.render.escape import terminal

    brief = own(entry.record.briefs, audience)
    if brief is not None and brief.sent == day:
        sys.stderr.write(f"{terminal(entry.path)} says so already: {terminal(audience)} on {brief.sent}\n")
        return
    name = own({name: name for name in entry.record.briefs}, audience) or audience
    has_more = brief is not None and (brief.by is not None or brief.link is not None)
    rest = ("sent",) if has_more else ()
    limits, seen = workspace.settings.source_limits, workspace.documents[entry.path].raw

    def make(raw: bytes) -> bytes:
        if raw != seen:  # by another writer, since it was read
            raise ProdopsError(f"{entry.path} was changed meanwhile", "run the command again", ExitCode.FINDINGS)
        return edited(entry.path, raw, [Set((*entry.route, "briefs", name, *rest), day)], limits)

    change(open_tree(context).root, entry.path, make)
    sys.stderr.write(f"Changed {terminal(entry.path)}: {terminal(audience)} briefed on {day}\n")
