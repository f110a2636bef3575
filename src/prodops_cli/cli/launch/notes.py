"""`prodops launch notes`: what came out between two revisions, in customers' words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import command
from prodops_cli.cli._report import FormatOption, OutputOption, chosen_format, deliver, rendered
from prodops_cli.cli.launch import launch as group
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from datetime import date

    from prodops_cli.cli._revisions import Past, Times
    from prodops_cli.reports.release_notes import Untold

LAST_TAG = "last-tag"


@command(
    35,
    "prodops launch notes --since last-tag",
    "prodops launch notes --since v1.2 --until v1.3 --format markdown --output notes.md",
    "prodops launch notes --since 2026-09-30 --audience team",
    noun=group,
)
def notes(
    context: typer.Context,
    since: Annotated[
        str,
        typer.Option(
            metavar="WHEN",
            help="After which revision: a tag, a commit, a day, last-week, last-month, last-quarter, last-tag.",
            show_default=False,
        ),
    ],
    until: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="Up to which revision (default: the files as they are).", show_default=False),
    ] = None,
    audience: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Whom they are for; colleagues (team, support, ...) read titles and outcomes, too.",
            autocompletion=completion.launch_audiences,
        ),
    ] = "customers",
    format_: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Write release notes: what came out between two revisions.

    Told is what became launched or shipped in between, by git: what changes for customers first, with what they have
    to do, then what is new, then what is better. A launch brings the `release_note` of everything it ships; work that
    belongs to a launch still ahead waits for it.

    Customers read only what is written for them. What has no words for them is named on stderr, and no more than that.
    A shallow clone is refused with exit code 3: what it does not know would silently be missing.
    """
    from prodops_cli.cli._revisions import Times
    from prodops_cli.cli._workspace import warn_unread
    from prodops_cli.history import Uncommitted, history_of
    from prodops_cli.reports.release_notes import Between, release_notes

    chosen = chosen_format(format_, output)
    times = Times(context.obj.directory)
    times.repository.require_history()
    past = times.at(until) if until is not None else times.now()
    tip = past.commit or "HEAD"
    base, first = _base(times, past, since, tip)
    new = {commit.id for commit in times.repository.log(tip, since=base)}
    uncommitted = Uncommitted(times.tree, past.as_of) if past.commit is None else None
    history = history_of(times.repository, times.repository.log(tip), past.workspace.settings, uncommitted=uncommitted)
    between = Between(first, lambda revision: revision.commit is None or revision.commit in new)
    page, untold = release_notes(past.workspace, past.as_of, history, between, audience)
    text = rendered("release-notes", page, chosen, everything=True, to_stdout=output is None)
    deliver(text, output, context.obj.directory, times.tree.root)
    if not page.is_inside:
        _tell_untold(untold)
    warn_unread(past.workspace)


def _base(times: Times, past: Past, text: str, tip: str) -> tuple[str | None, date]:
    """The commit after which the notes begin (None: before the first), and its day."""
    from prodops_cli.cli._revisions import day_of, is_day, resolve_moment

    if text == LAST_TAG:
        tagged = times.repository.last_tag(tip)
        if tagged is None:
            raise ProdopsError("there is no tag before this commit", "name a revision or a day: --since last-month")
        return tagged.id, times.day_of_commit(tagged.id)
    if not is_day(text):
        commit = times.moment(text, tip).commit
        return commit, times.day_of_commit(commit)
    day = day_of(text, times.settings, past.as_of)
    try:
        return resolve_moment(times.repository, text, times.settings, past.as_of, tip).commit, day
    except ProdopsError as error:
        if error.code != ExitCode.HISTORY_NOT_AVAILABLE:
            raise
        return None, day  # before the first commit: everything came since then


def _tell_untold(untold: Untold) -> None:
    """Say what customers do not read about, to the one who makes the notes."""
    from prodops_cli.analysis.words import counted, listed
    from prodops_cli.render.escape import terminal

    if untold.wordless:
        count = len(untold.wordless)
        verb = "has" if count == 1 else "have"
        sys.stderr.write(
            f"note: {counted(count, 'thing')} {verb} no words for customers: {terminal(listed(untold.wordless))}; "
            "write a release_note, or the launch's messages\n"
        )
    if untold.waiting:
        sys.stderr.write(f"note: told with the launch that is still ahead: {terminal(listed(untold.waiting))}\n")
