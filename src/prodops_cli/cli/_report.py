"""Print a report, or write it to a file: what `status` and `report` share."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import format_option
from prodops_cli.cli._output import emit, has_colour, screen_width
from prodops_cli.cli._revisions import opened
from prodops_cli.cli._workspace import open_tree, warn_unread
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from datetime import date

    from prodops_cli.reports._base import AnyReport

FORMATS = ("text", "markdown", "html", "slack", "comment", "summary", "json")
MOST = 7
"""Lines of a section, unless --all asks for every one."""
PLAIN_WIDTH = 80
"""The width of text that goes to a file or a pipe."""

_BY_SUFFIX = {
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
}

_OF_OTHERS = {
    **dict.fromkeys((".svg", ".ics"), "pictures and calendars come from `prodops roadmap timeline`"),
    **dict.fromkeys((".xlsx", ".xls", ".ods"), "a spreadsheet opens .csv"),
    **dict.fromkeys((".pdf", ".docx", ".pptx", ".png"), "write .html and print it, or .md"),
    ".csv": "this one is no table; write .json",
}
"""Files that no report is written as, unless a command can do more than the others, and what to do instead."""

FormatOption = Annotated[
    str | None,
    format_option(
        *FORMATS,
        what="text, markdown, html, slack (Block Kit), json; or markdown for a forge, with what does not fit left "
        "out: comment (65,536 characters), summary (1 MiB). Default: text on a terminal, else by the name of FILE, "
        "else markdown.",
    ),
]
TableFormatOption = Annotated[
    str | None,
    format_option(
        *FORMATS[:-1],
        "csv",
        FORMATS[-1],
        what="text, markdown, html, slack (Block Kit), csv, json; or markdown for a forge, with what does not fit left "
        "out: comment (65,536 characters), summary (1 MiB). Default: text on a terminal, else by the name of FILE, "
        "else markdown.",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all, not to stdout.", show_default=False
    ),
]
TeamOption = Annotated[
    str | None,
    typer.Option(
        metavar="ID",
        help="Only what this team does, with the teams in it.",
        autocompletion=completion.ids_of("team"),
        show_default=False,
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="Print every line of every section.")]


@dataclass(frozen=True, slots=True)
class Request:
    """How a report was asked for: the form, the place, whether all of it, and the day."""

    format: str | None
    output: Path | None
    everything: bool
    as_of: date | None
    at: str | None = None
    """The revision to report on; the files on disk unless given."""


def make(context: typer.Context, report: AnyReport, request: Request, **options: str | None) -> None:
    """Make a report of the workspace around the directory, and print it or write it to its file."""
    chosen = chosen_format(request.format, request.output)
    found = opened(context, request.at, request.as_of)
    value = report(found.workspace, found.as_of, **options)
    text = rendered(report.name, value, chosen, everything=request.everything, to_stdout=request.output is None)
    deliver(text, request.output, context.obj.directory, open_tree(context).root)
    warn_unread(found.workspace)


def chosen_format(asked: str | None, output: Path | None) -> str:
    """The format that counts: the one asked for, else the file's, else what suits stdout."""
    if asked is not None:
        return asked
    if output is not None:
        suffix = output.suffix.lower()
        if suffix in _OF_OTHERS:
            raise ProdopsError(f"{output.name} would be no {suffix} file", f"{_OF_OTHERS[suffix]}; or say --format")
        return _BY_SUFFIX.get(suffix, "markdown")
    return "markdown" if screen_width() is None else "text"


def table_format(asked: str | None, output: Path | None) -> str:
    """The same for what is also a table: `csv` by the name of the file, too."""
    is_table = asked is None and output is not None and output.suffix.lower() == ".csv"
    return "csv" if is_table else chosen_format(asked, output)


def rendered(name: str, value: Any, format_: str, *, everything: bool, to_stdout: bool) -> str:
    """A report as text in one of `FORMATS`."""
    if format_ == "json":
        from prodops_cli.render import data

        return data.render(value)
    from prodops_cli.render import markdown

    text = markdown.render(name, value, most=None if everything else MOST)
    return formed(name, text, format_, to_stdout=to_stdout)


def formed(name: str, text: str, format_: str, *, to_stdout: bool) -> str:
    """The markdown of a report in one of the `FORMATS` that are made of it: all but json."""
    match format_:
        case "html":
            from prodops_cli.render import html

            return html.render(text)
        case "slack":
            from prodops_cli.render import slack

            return slack.render(text)
        case "comment":
            from prodops_cli.render import forge

            return forge.as_comment(name, text)
        case "summary":
            from prodops_cli.render import forge

            return forge.as_summary(text)
        case "text":
            from prodops_cli.render import terminal

            width = screen_width() if to_stdout else None
            return terminal.render(text, width=width or PLAIN_WIDTH, colour=to_stdout and has_colour(sys.stdout))
        case _:
            return text


def deliver(text: str, output: Path | None, directory: Path, root: Path) -> None:
    """Print the text, or put it into a file. Raises ProdopsError for one that prodops itself reads."""
    if output is None:
        emit(text)
        return
    asked = directory / output
    require_place(output, directory, root)
    if _is_stream(asked):
        asked.write_text(text, encoding="utf-8")
        return
    place = Path(os.path.realpath(asked))
    from prodops_cli.edit import replace_file

    replace_file(place.parent, place.name, text.encode())


def require_place(output: Path | None, directory: Path, root: Path) -> None:
    """Raise ProdopsError where a file cannot be delivered: for commands that write something else before."""
    if output is None:
        return
    asked = directory / output
    _refuse_way_out(asked, output, root)
    if not _is_stream(asked):
        _refuse(Path(os.path.realpath(asked)), output, root)


def _is_stream(place: Path) -> bool:
    """Whether it is there and no file: /dev/stdout, a pipe."""
    return place.exists() and not place.is_dir() and not place.is_file()


def _refuse_way_out(asked: Path, output: Path, root: Path) -> None:
    """Raise ProdopsError where a link in the workspace, which anybody's pull request can bring, decides what to write.

    A file that was named outside of the workspace may be anywhere.
    """
    place = Path(os.path.realpath(asked))
    is_named_inside = any(os.path.realpath(folder) == str(root) for folder in Path(os.path.abspath(asked)).parents)
    if is_named_inside and root not in place.parents and place != root:
        raise ProdopsError(
            f"{output} is a link that leads out of the workspace", "remove the link, or name another file"
        )
    if is_named_inside and any(part.lower() == ".git" for part in place.relative_to(root).parts):
        raise ProdopsError(f"{output} is inside git's own folder", "name another file")


def _refuse(place: Path, output: Path, root: Path) -> None:
    if place.is_dir():
        raise ProdopsError(f"{output} is a folder", "name a file in it: status.md")
    if not place.parent.is_dir():
        raise ProdopsError(
            f"{output} cannot be written: there is no folder {output.parent}", "make the folder first, or name another"
        )
    inside = Path(os.path.realpath(root))
    if inside in place.parents and _is_read(place.relative_to(inside).as_posix()):
        raise ProdopsError(f"{output} is a file of the workspace", "a report would replace it; name another file")


def _is_read(path: str) -> bool:
    """Whether prodops takes what stands in a file of the workspace for its own: records, pages, settings, baseline.

    What stands in `.prodops/` is its own, too: a copy of what was generated decides what the next merge takes for an
    edit.
    """
    from prodops_cli.analysis.onboarding.progress import person_of
    from prodops_cli.baseline import BASELINE
    from prodops_cli.history import is_of_records
    from prodops_cli.scaffold import OWN_FOLDER

    is_own = path.partition("/")[0].casefold() == OWN_FOLDER
    return is_own or path == BASELINE or is_of_records(path) or person_of(path) is not None
