"""`prodops launch new`: a launch's record, and the pages that its tier needs."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - typer reads the annotations; an option is called date
from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, command, parse_day
from prodops_cli.cli.launch import launch as group


@command(
    10,
    'prodops launch new "Checkout 2" --date 2026-11-17 --owner ada --fact breaking_change --geo DE,AT',
    "prodops launch new search-v2 --owner ada --initiative search-v2 --dry-run",
    "prodops launch new --id checkout-2",
    noun=group,
)
def new(
    context: typer.Context,
    title: Annotated[
        str | None,
        typer.Argument(metavar="TITLE", help="What customers or colleagues would call it.", show_default=False),
    ] = None,
    id_: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="ID",
            help="Its id, which names the file; made from the title unless given.",
            autocompletion=completion.ids_of("launch"),
            show_default=False,
        ),
    ] = None,
    date: Annotated[
        Day | None,
        typer.Option(parser=parse_day, metavar="DATE", help="The day it reaches its first users.", show_default=False),
    ] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="What is true of it, and makes its tier: personal_data, partner=no, new_geographies=DE,AT. May be "
            "given often.",
            autocompletion=completion.launch_facts,
            show_default=False,
        ),
    ] = None,
    geo: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="A country that it reaches: DE, AT. May be given often.", show_default=False),
    ] = None,
    initiative: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="A roadmap item that it ships. May be given often.",
            autocompletion=completion.ids_of("initiative"),
            show_default=False,
        ),
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Who answers for it.",
            autocompletion=completion.ids_of("person"),
            show_default=False,
        ),
    ] = None,
    team: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="The team behind it.", autocompletion=completion.ids_of("team"), show_default=False
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing, even on a terminal.")] = False,
    as_of: AsOf = None,
) -> None:
    """Begin a launch: its record, and the pages of its kit.

    The facts make the tier, and tier and countries the gates: each with its checklist, the day it is due in working
    days, and who decides, where prodops.yaml or a team of the gate's name says so. What nobody has said is not guessed,
    but asked on the rollout page. Beside it, in launches/ID/, pages to fill in: rollout and look back for every
    launch, questions and the calendar of who hears when from tier 2 on, going to market and the run of the day for
    tier 1.

    Run again, the pages follow the record, and keep what people wrote; the record is never changed. What cannot be
    merged is marked in the page, with exit code 1.
    """
    from prodops_cli.cli._paths import names
    from prodops_cli.cli.launch._codes import country
    from prodops_cli.cli.launch._new import Asked, begin

    asked = Asked(
        title,
        id_,
        date,
        owner,
        team,
        tuple(map(country, names(geo))),
        tuple(names(initiative)),
        tuple(fact or ()),
        may_ask=not no_input,
        as_of=as_of,
    )
    begin(context, asked, dry_run=dry_run)
