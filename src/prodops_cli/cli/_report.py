"""Print a report, or write it to a file: what `status` and `report` share."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodops_cli.cli._output import emit, has_colour
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from prodops_cli.workspace import Workspace

FORMATS = ("text", "markdown", "json")
MOST = 7
"""Lines of a section, unless --all asks for every one."""
PLAIN_WIDTH = 80
"""The width of text that goes to a file or a pipe."""

_BY_SUFFIX = {".json": "json", ".md": "markdown", ".markdown": "markdown", ".txt": "text"}

FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="text, markdown or json (default: text on a terminal, else by the name of FILE, else markdown).",
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all, not to stdout.", show_default=False
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="Print every line of every section.")]


def checked_format(asked: str | None, output: Path | None) -> str:
    """The format that counts: the one asked for, else the file's, else what suits stdout."""
    if asked is not None:
        if asked not in FORMATS:
            raise ProdopsError(f"there is no format `{asked}`", f"choose one of {', '.join(FORMATS)}")
        return asked
    if output is not None:
        return _BY_SUFFIX.get(output.suffix.lower(), "markdown")
    return "text" if sys.stdout.isatty() else "markdown"


def rendered(name: str, value: Any, format_: str, *, everything: bool, to_stdout: bool) -> str:
    """A report as text in one of `FORMATS`."""
    if format_ == "json":
        from prodops_cli.render import data

        return data.render(value)
    from prodops_cli.render import markdown

    text = markdown.render(name, value, most=None if everything else MOST)
    if format_ == "markdown":
        return text
    from prodops_cli.render import terminal

    is_watched = to_stdout and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_watched or os.environ.get("COLUMNS") else PLAIN_WIDTH
    return terminal.render(text, width=width, colour=to_stdout and has_colour(sys.stdout))


def deliver(text: str, output: Path | None, directory: Path, workspace: Workspace, root: Path) -> None:
    """Print the text, or put it into a file. Raises ProdopsError for a file that prodops itself reads."""
    if output is None:
        emit(text)
        return
    place = Path(os.path.realpath(directory / output))
    _refuse(place, output, workspace, root)
    if place.exists() and not stat.S_ISREG(place.stat().st_mode):  # a pipe, /dev/stdout
        place.write_text(text, encoding="utf-8")
        return
    from prodops_cli.edit import replace_file

    replace_file(place.parent, place.name, text.encode())


def _refuse(place: Path, output: Path, workspace: Workspace, root: Path) -> None:
    if place.is_dir():
        raise ProdopsError(f"{output} is a folder", "name a file in it: status.md", ExitCode.COULD_NOT_RUN)
    if not place.parent.is_dir():
        raise ProdopsError(
            f"{output} cannot be written: there is no folder {output.parent}", "make the folder first, or name another"
        )
    from prodops_cli.tree import MARKER

    inside = Path(os.path.realpath(root)) in place.parents
    if inside and place.relative_to(os.path.realpath(root)).as_posix() in {MARKER, *workspace.documents}:
        raise ProdopsError(f"{output} is a file of the workspace", "a report would replace it; name another file")
