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
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.tree import MARKER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prodops_cli.founding import Answers, Plan


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

    Asks a few questions on a terminal; the same answers can be given as options. Never writes over a file. In a
    workspace that is there already, --pre-commit, --github and --gitlab add their files and nothing else; those that
    they added before are brought up to date, and your changes stay.
    """
    from prodops_cli import founding
    from prodops_cli.scaffold import apply_update, create_files

    if style not in (None, *STYLES):
        raise ProdopsError(f"there is no style `{style}`", f"choose one of {', '.join(STYLES)}")
    root = Path(os.path.abspath(context.obj.directory / directory))
    services = [
        path for path, is_wanted in zip(founding.SERVICES, (pre_commit, github, gitlab), strict=True) if is_wanted
    ]
    given = {"name": name, "time_zone": time_zone, "holidays": tuple(names(holidays)) if holidays else None}
    given |= {"style": style, "team": team, "person": person}
    former = _workspace_around(root)
    if former is not None:
        if not services or any(given.values()):
            place = os.path.relpath(former / MARKER)
            hint = "add to it with `prodops new KIND`, or files for CI with `prodops init --pre-commit`"
            raise ProdopsError(f"there is a workspace already: {place}", hint)
        plan = founding.addition(former, services)
        apply_update(former, plan.update)
        _tell_addition(context, former, plan)
        if plan.update.conflicts:
            raise typer.Exit(ExitCode.FINDINGS)
        return
    answers = answers_for(root, given, may_ask=not no_input and can_ask())
    settings = founding.settings_of(answers)
    plan = founding.plan(root, answers, today(settings, as_of), services)
    create_files(root, plan.files)
    _tell(context, root, answers, plan)
    if not plan.has_examples:
        _say("note: there are records already, so no examples were written")
    _tell_by_hand(context, root, plan)


def _workspace_around(root: Path) -> Path | None:
    """The root of the workspace that a folder is in."""
    return next((folder for folder in (root, *root.parents) if os.path.lexists(folder / MARKER)), None)


# --- in the end --------------------------------------------------------------------------------------


_FOR = {
    MARKER: "settings; marks the workspace",
    ".prodops/schema/": "for editors: completion and checks",
    ".prodops/generated/": "for the next `prodops init`: what to merge with",
    ".vscode/settings.json": "tells Visual Studio Code of them",
    ".pre-commit-config.yaml": "every commit; switch on: pre-commit install",
    ".github/workflows/prodops.yml": "checks every pull request",
    ".gitlab-ci.yml": "checks every merge request",
}
"""What a file is for, in the order in which they are listed."""


def _tell(context: typer.Context, root: Path, answers: Answers, plan: Plan) -> None:
    """Say what there is now, and what to do next."""
    from prodops_cli.founding import SCHEMAS, ids_of
    from prodops_cli.scaffold import GENERATED

    place = os.path.relpath(root, os.path.abspath(context.obj.directory))
    _say(f"Started the workspace of {answers.name}{'' if place == '.' else f' in {place}/'}:\n")
    examples = sorted(path for path in plan.listed if not path.startswith("."))
    folders = (f"{SCHEMAS}/", f"{GENERATED}/")
    kinds_of_files = {next((folder for folder in folders if path.startswith(folder)), path) for path in plan.listed}
    rows = {path: what for path, what in _FOR.items() if path in kinds_of_files or path == MARKER}
    first, *rest = rows.items()
    _say_rows(dict([first, *((path, "an example") for path in examples), *rest]))
    move = [] if place == "." else [f"cd {shlex.quote(place)}"]
    owner = f" --set owner={ids_of(answers)['person']}" if examples else ""
    commands = ["prodops lint", "prodops status", f"prodops new initiative better-search{owner}"]
    _say("\nNext:\n")
    for line in [*move, *commands]:
        _say(f"  {line}")


_DONE = {
    "updated": "as it would be written today",
    "merged": "your changes are kept",
    "conflict": "decide between the markers in it",
}


def _tell_addition(context: typer.Context, root: Path, plan: Plan) -> None:
    """Say what was added to a workspace, and what became of files that were there."""
    from prodops_cli.scaffold import copy_of

    place = os.path.relpath(root, os.path.abspath(context.obj.directory))
    where = "the workspace" if place == "." else f"the workspace in {place}/"
    actions = {file.path: file.action for file in plan.update.files}
    added = {path: _FOR[path] for path, action in actions.items() if action == "created"}
    again = {path: _DONE[action] for path, action in actions.items() if action in _DONE}
    for heading, rows in ((f"Added to {where}:\n", added), (f"Brought up to date in {where}:\n", again)):
        if rows:
            _say(heading)
            _say_rows(rows)
    for path in [path for path, action in actions.items() if action == "deleted"]:
        _say(f"{path} was deleted and stays so; to have it again, delete {copy_of(path)} too")
    if plan.listed and set(actions.values()) == {"unchanged"}:
        _say(f"Nothing to add to {where}: it is there already")
    _tell_by_hand(context, root, plan)


def _tell_by_hand(context: typer.Context, root: Path, plan: Plan) -> None:
    for path, text in plan.by_hand.items():
        place = os.path.relpath(root / path, os.path.abspath(context.obj.directory))
        _say(f"\n{place} was left alone. What would go into it:\n\n{text.rstrip()}")


def _say_rows(rows: Mapping[str, str]) -> None:
    widest = max(map(len, rows))
    for path, what in rows.items():
        _say(f"  {path:<{widest}}  {what}")


def _say(text: str) -> None:
    from prodops_cli.render.escape import terminal

    sys.stderr.write("".join(f"{terminal(line)}\n" for line in text.split("\n")))
