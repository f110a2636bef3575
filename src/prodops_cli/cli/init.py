"""`prodops init`: start a workspace."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli._app import AsOf, command
from prodops_cli.cli._paths import names
from prodops_cli.cli._questions import STYLES, answers_for, can_ask
from prodops_cli.cli._workspace import today
from prodops_cli.errors import ProdopsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prodops_cli.founding import Answers


@command(
    10,
    "prodops init",
    "prodops init ops --name Acme --time-zone Europe/Berlin --holidays DE-BE",
    "prodops init --style lists --no-input",
    "prodops init --pre-commit --github",
)
def init(
    context: typer.Context,
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where; made if it is not there (default: here).", show_default=False)
    ] = Path(),
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The organisation's name.", show_default=False)
    ] = None,
    time_zone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="The IANA name of its time zone: Europe/Berlin.", show_default=False),
    ] = None,
    holidays: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Its public holidays, comma-separated: DE, DE-BE, US.", show_default=False),
    ] = None,
    team: Annotated[str | None, typer.Option(metavar="TEXT", help="The first team's name.", show_default=False)] = None,
    person: Annotated[str | None, typer.Option(metavar="TEXT", help="Your own name.", show_default=False)] = None,
    style: Annotated[
        str | None,
        typer.Option(
            metavar="STYLE",
            help="files: one record per file, which merges well; lists: one file per kind.",
            autocompletion=lambda incomplete: [word for word in STYLES if word.startswith(incomplete)],
            show_default=False,
        ),
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing, even on a terminal.")] = False,
    pre_commit: Annotated[bool, typer.Option("--pre-commit", help="Also write .pre-commit-config.yaml.")] = False,
    github: Annotated[bool, typer.Option("--github", help="Also write a GitHub Actions workflow.")] = False,
    gitlab: Annotated[bool, typer.Option("--gitlab", help="Also write .gitlab-ci.yml.")] = False,
    as_of: AsOf = None,
) -> None:
    """Start a workspace: settings, examples, schemas for editors.

    Asks a few questions on a terminal; the same answers can be given as options. Never writes over a file.
    """
    from prodops_cli import founding
    from prodops_cli.scaffold import create_files
    from prodops_cli.tree import MARKER

    if style not in (None, *STYLES):
        raise ProdopsError(f"there is no style `{style}`", f"choose one of {', '.join(STYLES)}")
    root = Path(os.path.abspath(context.obj.directory / directory))
    _refuse_inside(root)
    given = {"name": name, "time_zone": time_zone, "holidays": tuple(names(holidays)) if holidays else None}
    given |= {"style": style, "team": team, "person": person}
    answers = answers_for(root, given, may_ask=not no_input and can_ask())
    settings = founding.settings_of(answers)
    day = today(settings, as_of)
    records = founding.examples(answers, settings, day)
    settings_text = founding.settings_text(answers)
    founding.require_clean({**records, MARKER: settings_text}, day)
    extras, by_hand = _extras(root, pre_commit=pre_commit, github=github, gitlab=gitlab)
    kept = _without_foreign(root, records)
    wanted = _bytes({**extras, **kept, MARKER: settings_text})
    files = {path: data for path, data in wanted.items() if not _is_there(root / path, data)}
    create_files(root, files)
    _tell(context, root, answers, [path for path in wanted if path in kept or path in extras])
    if records and not kept:
        _say("note: there are records already, so no examples were written")
    for path, text in by_hand.items():
        _say(f"\n{path} was left alone. What would go into it:\n\n{text.rstrip()}")


def _refuse_inside(root: Path) -> None:
    from prodops_cli.tree import MARKER

    for folder in (root, *root.parents):
        if os.path.lexists(folder / MARKER):
            place = os.path.relpath(folder / MARKER)
            raise ProdopsError(f"there is a workspace already: {place}", "add to it with `prodops new KIND`")


# --- files -----------------------------------------------------------------------------------------


def _extras(root: Path, *, pre_commit: bool, github: bool, gitlab: bool) -> tuple[dict[str, str], dict[str, str]]:
    """What is written besides records and settings; and apart from it, what people must add by hand."""
    from prodops_cli import __version__
    from prodops_cli.cli._schemas import schema_files
    from prodops_cli.founding import SCHEMAS, editor_settings
    from prodops_cli.scaffold import Verbatim, fill

    schemas = {f"{SCHEMAS}/{name}": data.decode() for name, data in schema_files().items()}
    found = {path: text for path, text in schemas.items() if not os.path.lexists(root / path)}
    by_hand = {}
    top = _top_of_repository(root)
    where = root.relative_to(top).as_posix() if top != root else ""
    values = {"version": Verbatim(__version__), "where": Verbatim(f" -C {shlex.quote(where)}" if where else "")}
    templates: dict[str, str | None] = {".vscode/settings.json": None}
    templates |= {".pre-commit-config.yaml": "pre-commit-config.yaml"} if pre_commit else {}
    templates |= {".github/workflows/prodops.yml": "github.yml"} if github else {}
    templates |= {".gitlab-ci.yml": "gitlab-ci.yml"} if gitlab else {}
    for path, template in templates.items():
        text = editor_settings() if template is None else fill(f"init/{template}.j2", values)
        belongs_here = template is None or not where
        if belongs_here and (not os.path.lexists(root / path) or _is_there(root / path, text.encode())):
            found[path] = text
        else:
            by_hand[path if belongs_here else os.path.relpath(top / path)] = text
    return found, by_hand


def _top_of_repository(root: Path) -> Path:
    """The folder that git keeps, from the root upwards; the root itself where there is none."""
    return next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), root)


def _without_foreign(root: Path, records: Mapping[str, str]) -> dict[str, str]:
    """The examples; none of them where folders or lists of records are there that somebody else made."""
    return {} if any(_is_foreign(root, path, text) for path, text in records.items()) else dict(records)


def _is_foreign(root: Path, path: str, text: str) -> bool:
    folder, slash, name = path.partition("/")
    home = folder.removesuffix(".yaml")
    other = f"{home}.yaml" if slash else home
    if os.path.lexists(root / other):
        return True
    if not os.path.lexists(root / folder):
        return False
    mine = [name] if slash else []
    theirs = os.listdir(root / folder) if slash and (root / folder).is_dir() else mine
    return sorted(theirs) != mine or not _is_there(root / path, text.encode())


def _is_there(place: Path, data: bytes) -> bool:
    """Whether a file has exactly these bytes already: an interrupted `init` is finished by the next one."""
    try:
        return place.is_file() and not place.is_symlink() and place.read_bytes() == data
    except OSError:
        return False


def _bytes(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items()}


# --- in the end --------------------------------------------------------------------------------------


_FOR = {
    "prodops.yaml": "settings; marks the workspace",
    ".prodops/schema/": "for editors: completion and checks",
    ".vscode/settings.json": "tells Visual Studio Code of them",
    ".pre-commit-config.yaml": "every commit; switch on: pre-commit install",
    ".github/workflows/prodops.yml": "checks every pull request",
    ".gitlab-ci.yml": "checks every merge request",
}
"""What a file is for, in the order in which they are listed."""


def _tell(context: typer.Context, root: Path, answers: Answers, made: list[str]) -> None:
    """Say what there is now, and what to do next."""
    from prodops_cli.founding import SCHEMAS, ids_of

    place = os.path.relpath(root, os.path.abspath(context.obj.directory))
    _say(f"Started the workspace of {answers.name}{'' if place == '.' else f' in {place}/'}:\n")
    examples = sorted(path for path in made if not path.startswith("."))
    kinds_of_files = {f"{SCHEMAS}/" if path.startswith(SCHEMAS) else path for path in made}
    rows = {path: what for path, what in _FOR.items() if path in kinds_of_files or path == "prodops.yaml"}
    first, *rest = rows.items()
    rows = dict([first, *((path, "an example") for path in examples), *rest])
    widest = max(map(len, rows))
    for path, what in rows.items():
        _say(f"  {path:<{widest}}  {what}")
    move = [] if place == "." else [f"cd {shlex.quote(place)}"]
    owner = f" --set owner={ids_of(answers)['person']}" if examples else ""
    commands = ["prodops lint", "prodops status", f"prodops new initiative better-search{owner}"]
    _say("\nNext:\n")
    for line in [*move, *commands]:
        _say(f"  {line}")


def _say(text: str) -> None:
    from prodops_cli.render.escape import terminal

    sys.stderr.write("".join(f"{terminal(line)}\n" for line in text.split("\n")))
