"""`prodops list`: the records of a kind."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command, format_option
from prodops_cli.cli._output import emit, has_colour, screen_width
from prodops_cli.cli._paths import names
from prodops_cli.cli._revisions import opened
from prodops_cli.cli._workspace import warn_unread

if TYPE_CHECKING:
    from prodops_cli.reports.listing import Listing


def _not_negative(number: int | None) -> int | None:
    if number is not None and number < 0:
        raise typer.BadParameter("a number from 0 is wanted")
    return number


@command(
    50,
    "prodops list initiative",
    "prodops list roadmap --where status=in_progress --sort target,-health",
    "prodops list tool --where 'contract.renews<2027-01-01'",
    "prodops list person --where manager= --columns name,role,location.country",
    "prodops list initiative --where goals=grow-mobile-revenue --format ids",
    "prodops list roadmap --at 2026-09-30",
    name="list",
)
def list_(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=f"What to list: {', '.join(completion.kinds(''))}; or a folder's name, roadmap.",
            autocompletion=completion.kinds,
        ),
    ],
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            "-w",
            metavar="CONDITION",
            help="Only records that meet it: FIELD=VALUE, or with != ~ (contains) < <= > >= (in quotes); "
            "FIELD= has no value. May be given often.",
            autocompletion=completion.conditions,
            show_default=False,
        ),
    ] = None,
    sort: Annotated[
        list[str] | None,
        typer.Option(
            "--sort",
            "-s",
            metavar="FIELD",
            help="Sort by these fields (comma-separated); -FIELD from the largest.",
            autocompletion=completion.fields,
            show_default=False,
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns",
            "-c",
            metavar="FIELD",
            help="Show these fields (comma-separated), contract.renews for one inside another.",
            autocompletion=completion.fields,
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            metavar="NUMBER",
            help="Show at most so many.",
            callback=_not_negative,
            show_default=False,
        ),
    ] = None,
    format_: Annotated[str, format_option("text", "markdown", "csv", "json", "ids")] = "text",
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """List the records of a kind, as a table or as data.

    Conditions compare what the files say. A field with several values (goals, tags) meets a condition where one of
    them does. The health of an initiative that has no `health` is that of its latest update; where the evidence is
    worse (past due, a late dependency, no update), that stands beside it. `prodops explain KIND` names the fields. JSON
    has every field unless --columns chooses; the other formats have the usual ones.
    """
    from prodops_cli.kinds import require_kind
    from prodops_cli.reports.listing import Query, every_column, listing

    model = require_kind(kind)
    chosen = tuple(names(columns)) or (every_column(model) if format_ == "json" else ())
    query = Query(tuple(where or ()), tuple(names(sort)), chosen, limit)
    past = opened(context, at, as_of)
    found = listing(past.workspace, model, query, past.as_of)
    if format_ == "text":
        left_out = _print(found)
        sys.stdout.flush()
        sys.stderr.write(f"{_counted(found)}{left_out}\n")
    else:
        emit(_rendered(found, format_))
    warn_unread(past.workspace)


def _rendered(found: Listing, format_: str) -> str:
    from prodops_cli.render import records

    forms = {
        "markdown": records.listing_markdown,
        "csv": records.listing_csv,
        "json": records.listing_json,
        "ids": records.listing_ids,
    }
    return forms[format_](found)


def _print(found: Listing) -> str:
    """Print the list as text, and return words about the columns that the terminal has no room for."""
    from prodops_cli.render import columns

    grid, width = columns.listing_grid(found), screen_width()
    if not found.rows:
        return ""
    if width is None:
        emit(columns.render_grid(grid))
        return ""
    from prodops_cli.render import terminal

    narrow = columns.fitted(grid, width)
    emit(terminal.render_grid(narrow, width=width, colour=has_colour(sys.stdout)))
    missing = len(grid.header) - len(narrow.header)
    names = [column.name for column in found.columns if column.is_text][-missing:]
    return f"; no room for {', '.join(names)}" if missing else ""


def _counted(found: Listing) -> str:
    """`12 of 45 initiative records`, and what is not shown of them."""
    from prodops_cli.analysis.words import counted

    part = "" if found.matching == found.total else f"{found.matching:,} of "
    rest = found.matching - len(found.rows)
    return f"{part}{counted(found.total, f'{found.kind} record')}" + (f", {rest:,} not shown" if rest else "")
