"""`prodops onboard new-hire`: the first ninety days of a new colleague, as a page that people tick."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, command, format_option, parse_day
from prodops_cli.cli._report import OutputOption
from prodops_cli.cli._template import TrustOption, template_option
from prodops_cli.cli.onboard import onboard
from prodops_cli.errors import ProdopsError

FORMATS = ("text", "markdown", "html", "json", "ics", "github", "jira-csv")
_CONFLICTS = ("inline", "rej")


def _text(what: str, metavar: str = "TEXT", kind: str | None = None) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        metavar=metavar,
        help=what,
        autocompletion=completion.ids_of(kind) if kind is not None else None,
        show_default=False,
    )
    return found


def _conflicts(value: str) -> str:
    if value not in _CONFLICTS:
        raise ProdopsError(f"conflicts cannot be kept as `{value}`", f"choose one of {', '.join(_CONFLICTS)}")
    return value


@command(
    10,
    "prodops onboard new-hire ada",
    "prodops onboard new-hire --name 'Grace Example' --role engineer --team payments --starts 2026-11-02 --country DE",
    "prodops onboard new-hire ada --dry-run",
    "prodops onboard new-hire ada --format ics --output ada.ics",
    "prodops onboard new-hire ada --format github | gh issue create --title 'Onboarding' --body-file -",
    noun=onboard,
)
def new_hire(
    context: typer.Context,
    person: Annotated[
        str | None,
        typer.Argument(
            metavar="PERSON",
            help="Who starts: an id or a whole name; somebody who has no file yet gets one.",
            autocompletion=completion.ids_of("person"),
            show_default=False,
        ),
    ] = None,
    name: Annotated[str | None, _text("The name, of somebody who is not there yet.")] = None,
    role: Annotated[str | None, _text("The job: product-manager, engineer.")] = None,
    level: Annotated[str | None, _text("associate, senior, lead or director.", "LEVEL")] = None,
    team: Annotated[str | None, _text("The team.", "ID", "team")] = None,
    manager: Annotated[str | None, _text("Whom this person reports to.", "ID", "person")] = None,
    starts: Annotated[
        date | None,
        typer.Option(parser=parse_day, metavar="DATE", help="The first day.", show_default=False),
    ] = None,
    city: Annotated[str | None, _text("The city this person works from.")] = None,
    country: Annotated[str | None, _text("Its country, for holidays: DE, DE-BE, US-NY.", "CODE")] = None,
    time_zone: Annotated[str | None, _text("Its time zone: Europe/Berlin.", "ZONE")] = None,
    email: Annotated[str | None, _text("The work address.")] = None,
    buddy: Annotated[str | None, _text("Who helps through the ninety days.", "ID", "person")] = None,
    backup_buddy: Annotated[str | None, _text("Who does while the buddy is away.", "ID", "person")] = None,
    probation_ends: Annotated[
        date | None,
        typer.Option(parser=parse_day, metavar="DATE", help="The last day of the probation.", show_default=False),
    ] = None,
    format_: Annotated[
        str | None,
        format_option(
            *FORMATS,
            what="Print the plan and write nothing: text, markdown, html, json, ics (a calendar of the dated tasks), "
            "github (the body of an issue) or jira-csv (for Jira's import).",
        ),
    ] = None,
    output: OutputOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing, even on a terminal.")] = False,
    conflict: Annotated[
        str,
        typer.Option(
            metavar="HOW",
            help="Where what was edited here and changed there goes: inline (markers in the file) or rej (beside it).",
            callback=_conflicts,
            autocompletion=lambda incomplete: [how for how in _CONFLICTS if how.startswith(incomplete)],
        ),
    ] = "inline",
    template: Annotated[Path | None, template_option("onboarding")] = None,
    trust: TrustOption = False,
    history: Annotated[
        bool,
        typer.Option("--no-history", help="Do not ask git who works on the same records.", show_default=False),
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Plan a new colleague's first ninety days, on one page.

    What is to be done when and by whom, from the onboarding layers that are for this person, in working days where
    they work; which access to ask for, whom to meet, what to read, which meetings to join, who can be the buddy, and
    a first launch. Written to onboarding/plans/PERSON.md, to be ticked and edited: made again, the plan is merged
    with what changed, and never over an edit. What cannot be merged is marked, with exit code 1.

    With --format or --output the plan is printed or written there instead, and the workspace is left as it is: a page
    that is there already as people have it, a calendar and a Jira file with what is still open on it.
    """
    from prodops_cli.cli.onboard._new_hire import Wish, keep, made, show

    given = {
        "name": name,
        "role": role,
        "level": level,
        "team": team,
        "manager": manager,
        "email": email,
        "city": city,
        "country": country,
        "time_zone": time_zone,
        "starts": starts.isoformat() if starts is not None else None,
        "probation_ends": probation_ends.isoformat() if probation_ends is not None else None,
        "buddy": buddy,
        "backup_buddy": backup_buddy,
    }
    known = {field: value.strip() for field, value in given.items() if value is not None}
    wish = Wish(person, known, not no_input, not history, template, trust, as_of)
    plan = made(context, wish)
    if format_ is not None or output is not None:
        show(context, plan, format_, output)
    else:
        keep(plan, "rej" if conflict == "rej" else "inline", dry_run=dry_run)
