"""The typer application that every command module registers itself with."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="prodops",
    help="Product operations as code: team, tools, goals, roadmap and launches as YAML in git.",
    epilog="Start with `prodops init`, or try `prodops lint` in a folder that has a prodops.yaml.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked of prodops before the command's own name."""

    directory: Path


@app.callback()
def prodops(
    context: typer.Context,
    directory: Annotated[
        Path,
        typer.Option("-C", "--directory", metavar="DIR", help="Run as if started in DIR.", show_default=False),
    ] = Path(),
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version and exit.")] = False,
) -> None:
    """Product operations as code: team, tools, goals, roadmap and launches as YAML in git."""
    if version:
        from prodops_cli import __version__

        typer.echo(f"prodops {__version__}")
        raise typer.Exit
    context.obj = Options(directory)


def parse_day(text: str) -> date:
    """A day from the command line. Raises BadParameter where it is not one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != 10 or not 1900 <= day.year <= 2200:
        raise typer.BadParameter("write the day as 2026-09-15")
    return day


AsOf = Annotated[
    date | None,
    typer.Option(
        parser=parse_day,
        metavar="DATE",
        help="Take DATE for today (default: today in the workspace's time zone).",
        show_default=False,
    ),
]
