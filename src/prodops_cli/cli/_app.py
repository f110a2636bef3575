"""The typer application that every command module registers itself with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.exceptions import TyperException

from prodops_cli.cli._workspace import written_day
from prodops_cli.errors import ProdopsError

_places: dict[str, int] = {}
"""Where each command stands in the help, by its words: `status`, `roadmap slips`."""


class _Group(TyperGroup):
    """Commands and groups of them, listed by their places."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was typed; where it is one of a group's, say which group."""
        try:
            return super().resolve_command(ctx, args)
        except TyperException as error:
            meant = _within_groups(args[0]) if ctx.parent is None and args else ()
            if meant:
                said = " or ".join(f"`prodops {words}`" for words in meant)
                raise ProdopsError(f"there is no command `prodops {args[0]}`", f"did you mean {said}?") from error
            raise

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of its commands."""
        before = f"{self.name} " if self.name in _places else ""
        return sorted(super().list_commands(ctx), key=lambda name: (_places.get(before + name, 1000), name))


def _within_groups(name: str) -> tuple[str, ...]:
    """The commands of groups that have a name: `launch brief` for `brief`, `roadmap cycle open` for `open`."""
    around = {words.rpartition(" ")[2]: words for words in _places if " " in words}
    found = (words.partition(" ") for words in _places if " " in words and words.rpartition(" ")[2] == name)
    return tuple(sorted(f"{around.get(group, group)} {command}" for group, _, command in found))


app = typer.Typer(
    name="prodops",
    cls=_Group,
    help="Product operations as code: team, tools, goals, roadmap and launches as YAML in git.",
    epilog="Start with `prodops init`, or try `prodops lint` in a folder that has a prodops.yaml.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class _Command(TyperCommand):
    """A command whose help names its arguments without braces and Python's types."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The pieces of the line after `Usage:`."""
        return [piece.replace("{", "").replace("}", "") for piece in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Understand the arguments; where one is missing, say what it is for."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            if isinstance(error.param, TyperArgument) and not error.message:
                error.message = (error.param.help or "").partition(" (default")[0]
            raise

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The lists of arguments and options."""
        rows: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, TyperArgument):
                rows["Arguments"].append((parameter.metavar or parameter.name.upper(), parameter.help or ""))
            elif record is not None:
                rows["Options"].append(record)
        for heading, records in rows.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)


Function = TypeVar("Function", bound=Callable[..., None])


def command(
    place: int, *examples: str, name: str | None = None, noun: typer.Typer | None = None
) -> Callable[[Function], Function]:
    """Register a command: its place in `prodops --help` (10 stands before 20), and examples for its own help.

    `noun` is the group it belongs to, as `noun_group` made it.
    """

    def register(function: Function) -> Function:
        (noun or app).command(name, cls=_Command, epilog=_examples(examples))(function)
        word = name or function.__name__.replace("_", "-")
        _places[f"{noun.info.name} {word}" if noun is not None else word] = place
        return function

    return register


def _examples(lines: Iterable[str]) -> str:
    return "\n  ".join(["\b\nExamples:", *lines])  # \b keeps the lines as they are


def noun_group(place: int, name: str, what: str, *examples: str, noun: typer.Typer | None = None) -> typer.Typer:
    """Register a group of commands about one thing: its place among the commands, its name, what it is for.

    `noun` is the group it belongs to.
    """
    epilog = _examples(examples)
    made = typer.Typer(name=name, cls=_Group, help=what, epilog=epilog, no_args_is_help=True, rich_markup_mode=None)
    (noun or app).add_typer(made)
    _places[name] = place
    if noun is not None:
        _places[f"{noun.info.name} {name}"] = place
    return made


def format_option(*formats: str, what: str | None = None) -> Any:
    """The option --format, with what it may be."""
    listed = f"{', '.join(formats[:-1])} or {formats[-1]}"

    def checked(value: str | None) -> str | None:
        if value is not None and value not in formats:
            raise ProdopsError(f"there is no format `{value}`", f"choose one of {', '.join(formats)}")
        return value

    return typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=what or f"{listed}.",
        callback=checked,
        autocompletion=lambda incomplete: [name for name in formats if name.startswith(incomplete)],
        show_default=what is None,
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
        typer.Option(
            "-C",
            "--directory",
            metavar="DIR",
            help="Run as if started in DIR.",
            readable=False,  # the gate says better what is wrong with it
            show_default=False,
        ),
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
    day = written_day(text)
    if day is None:
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

At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="REV",
        help="As it was at a commit, branch or tag, or at the end of a day: HEAD~3, 2026-09-30, last-quarter.",
        show_default=False,
    ),
]
