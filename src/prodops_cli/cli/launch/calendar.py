"""`prodops launch calendar`: launches and what leads up to them, month by month."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli._app import AsOf, At, command, format_option
from prodops_cli.cli._report import MOST, AllOption, OutputOption, TeamOption, deliver, rendered, table_format
from prodops_cli.cli.launch import launch
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from pathlib import Path

    from prodops_cli.reports.launch_calendar import LaunchCalendar

FORMATS = ("text", "markdown", "html", "slack", "csv", "json", "ics")


def _count(value: int) -> int:
    from prodops_cli.reports.launch_calendar import MOST_MONTHS

    if not 1 <= value <= MOST_MONTHS:
        raise ProdopsError(f"{value} months cannot be shown", f"ask for 1 to {MOST_MONTHS}")
    return value


@command(
    40,
    "prodops launch calendar",
    "prodops launch calendar --months 6 --from 2027-Q1",
    "prodops launch calendar --team payments --format markdown",
    "prodops launch calendar -o launches.ics",
    noun=launch,
)
def calendar(
    context: typer.Context,
    months: Annotated[int, typer.Option(metavar="N", help="How many months to show, 1 to 24.", callback=_count)] = 3,
    first: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="PERIOD|DATE",
            help="The month to begin with: that of a day, 2026-11-17, or of the beginning of a period, 2027-Q1 "
            "(default: this month).",
            show_default=False,
        ),
    ] = None,
    team: TeamOption = None,
    format_: Annotated[
        str | None,
        format_option(
            *FORMATS,
            what="text, markdown, html, slack, csv, json or ics (default: text on a terminal, else by the name of "
            "FILE, else markdown).",
        ),
    ] = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Show launches and what is due before them, by month.

    Launches and the steps of their rollouts, decisions that gates need, the last day to brief colleagues, a readiness
    review a week before, blackouts, and days off here and where launches go. The calendar file (ics) has what is in
    other months too. Import it again and events move with their dates: each is known by its launch and its field.

    A day with more than seven lines says how many more there are; --all prints every line.
    """
    from prodops_cli.cli._revisions import opened, stretch_of
    from prodops_cli.cli._workspace import open_tree, warn_unread
    from prodops_cli.reports.launch_calendar import View, launch_calendar

    form = _form(format_, output)
    past = opened(context, at, as_of)
    start = stretch_of(first, past.workspace.settings, past.as_of)[0] if first is not None else None
    made = launch_calendar(past.workspace, past.as_of, View(start, months, every_event=form == "ics"), team)
    deliver(
        _text(made, form, everything=everything, to_stdout=output is None),
        output,
        context.obj.directory,
        open_tree(context).root,
    )
    warn_unread(past.workspace)


def _form(asked: str | None, output: Path | None) -> str:
    is_calendar = asked is None and output is not None and output.suffix.lower() == ".ics"
    return "ics" if is_calendar else table_format(asked, output)


def _text(made: LaunchCalendar, form: str, *, everything: bool, to_stdout: bool) -> str:
    match form:
        case "text":
            from prodops_cli.cli._output import painter, screen_width
            from prodops_cli.cli._report import PLAIN_WIDTH
            from prodops_cli.render import months

            width = screen_width() if to_stdout else None
            plain = lambda _, words: words  # noqa: E731 - a file has no colours
            return months.render(
                made, width or PLAIN_WIDTH, painter(sys.stdout) if to_stdout else plain, None if everything else MOST
            )
        case "ics":
            from prodops_cli.render import launch_calendar

            return launch_calendar.ics(made)
        case "csv":
            from prodops_cli.render import launch_calendar

            return launch_calendar.csv(made)
        case _:
            shown = made if form == "json" else replace(made, events=())  # pages have them as lines
            return rendered("launch-calendar", shown, form, everything=everything, to_stdout=to_stdout)
