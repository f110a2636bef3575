"""`prodops status`: what is going on, on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, At, command
from prodops_cli.cli._report import AllOption, FormatOption, OutputOption, TeamOption, chosen_format, deliver, formed
from prodops_cli.cli._template import TrustOption, by_template, own_template, template_option
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from prodops_cli.cli._status import Made, Wish


@command(
    40,
    "prodops status",
    "prodops status --since last-week --team payments",
    "prodops status --since last-update --output updates/2026-10-15.md",
    "prodops status --audience exec --format slack",
    "prodops status --proof --output status.md",
    "prodops status --verify status.md",
    "prodops status --at last-quarter --format json",
)
def status(
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="WHEN",
            help="Tell what shipped and moved since then: a revision, a day, last-week, last-month, last-quarter, "
            "last-tag, or last-update (the update in the file of --output, or the newest beside it).",
            show_default=False,
        ),
    ] = None,
    audience: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Write it for exec, team, customer-facing, or an audience of the settings.",
            autocompletion=completion.audiences,
            show_default=False,
        ),
    ] = None,
    team: TeamOption = None,
    goal: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Only what serves this goal, with the goals below it.",
            autocompletion=completion.ids_of("goal"),
            show_default=False,
        ),
    ] = None,
    proof: Annotated[
        bool, typer.Option("--proof", help="Name the file, field and commit behind every statement, as footnotes.")
    ] = False,
    verify: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Make the update in FILE again, from the commit it was made from, and compare; 1 where it differs.",
            show_default=False,
        ),
    ] = None,
    template: Annotated[Path | None, template_option("status")] = None,
    trust: TrustOption = False,
    history: Annotated[
        bool, typer.Option("--no-history", help="Do not ask git what moved.", show_default=False)
    ] = False,
    format_: FormatOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Write the status update: what is going on, on one page.

    What needs a decision, what shipped, what moved and how often before, what is at risk by what the owners say and
    by the evidence, how goals come along, what comes next, who is new or away. Sections that have nothing to say are
    left out; the same commit and the same day give the same bytes.

    What moved comes from git: a shallow clone is refused with exit code 3. Markdown and HTML made from
    committed files end with a line that nobody sees, from which --verify makes the update again.
    """
    from prodops_cli.cli._status import Wish

    if verify is not None:
        _verify(context.obj.directory, verify)
        return
    wish = Wish(since, audience, team, goal, proof, everything, not history, at, as_of, output)
    chosen = chosen_format(format_, output)
    made = _made(context.obj.directory, wish)
    own = own_template(context.obj.directory, template, made.root, trust=trust) if template is not None else None
    text = _text(made, chosen, own, to_stdout=output is None)
    deliver(text, output, context.obj.directory, made.root)
    _warn(made, is_kept=output is not None and chosen in ("markdown", "html") and template is None)


def _made(directory: Path, wish: Wish) -> Made:
    from prodops_cli.cli._status import made

    return made(directory, wish)


def _text(made: Made, format_: str, template: tuple[str, str] | None, *, to_stdout: bool) -> str:
    """The update in a format, by a template of its own (its name and text) or ours."""
    if format_ == "json":
        from prodops_cli.render import data

        return data.render(made.status)
    text = by_template("status", made.status, template, most=made.most)
    shown = formed("status", text, format_, to_stdout=to_stdout)
    is_repeatable = made.marker.commit is not None and template is None
    return f"{shown}\n{made.marker.line}" if is_repeatable and format_ in ("markdown", "html") else shown


def _warn(made: Made, *, is_kept: bool) -> None:
    from prodops_cli.cli._gate import say
    from prodops_cli.cli._workspace import unread_note

    say(unread_note(made.status.unread_files))
    if is_kept and made.status.has_history and made.marker.commit is None:
        say("note: something is not committed, so nobody can verify this update, or begin the next where it ends\n")


# --- making it again -------------------------------------------------------------------------------


def _verify(directory: Path, path: Path) -> None:
    """Make the update in a file again, and say whether it says the same. Raises typer.Exit where it does not."""
    from prodops_cli.cli._gate import say
    from prodops_cli.cli._status import marker_in
    from prodops_cli.render.escape import terminal

    place = directory / path
    if not place.is_file():
        raise ProdopsError(f"there is no file {path}")
    text = place.read_bytes().decode("utf-8", "replace")
    marker = marker_in(text)
    if marker is None:
        raise ProdopsError(
            f"{path} does not end with the line by which prodops could make it again",
            "markdown and html have it where everything was committed: prodops status --output status.md",
        )
    made = _made(directory, marker.wish())
    form = "html" if text.startswith("<!DOCTYPE html>") else "markdown"  # whatever the file is called
    again = _text(made, form, None, to_stdout=False)
    name = terminal(str(path))
    if again == text:
        say(f"{name} says what the files say at {(marker.commit or '')[:10]}, as of {marker.as_of}.\n")
        return
    _show_difference(text, again)
    say(f"{name} does not say what the files say at {(marker.commit or '')[:10]}, as of {marker.as_of}.\n")
    from prodops_cli import __version__

    if marker.version != __version__:
        say(f"It was written by prodops {marker.version}; this is {__version__}, which may word things differently.\n")
    raise typer.Exit(ExitCode.FINDINGS)


def _show_difference(text: str, again: str) -> None:
    from difflib import unified_diff

    from prodops_cli.cli._output import emit
    from prodops_cli.render.escape import terminal

    lines = unified_diff(text.splitlines(), again.splitlines(), "the file", "made again", lineterm="", n=0)
    emit("".join(f"{terminal(line)}\n" for line in lines))
