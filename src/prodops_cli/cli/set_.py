"""`prodops set`: change fields of a record, and leave every other byte of its file as it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import AsOf, command
from prodops_cli.cli._mending import difference
from prodops_cli.cli._output import emit
from prodops_cli.cli._workspace import begin_reading, open_tree, today

if TYPE_CHECKING:
    from datetime import date

    from prodops_cli.amending import Amendment
    from prodops_cli.tree import WorkingTree


@command(
    25,
    "prodops set initiative:loyalty target=2026-12-01",
    "prodops set loyalty owner=ada tags+=beta tags-=alpha",
    "prodops set loyalty effort= --dry-run",
    'prodops set loyalty "depends_on.tax-service.needed_by=2026-10-09"',
    name="set",
)
def set_(
    context: typer.Context,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF",
            help="The record: kind:id, or the id alone where no other kind has it.",
            autocompletion=completion.refs,
        ),
    ],
    assignments: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE",
            help="What to change: FIELD=VALUE, FIELD= (remove it), LIST+=ITEM, LIST-=ITEM.",
            autocompletion=completion.amendments,
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would change, and write nothing.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write it although `prodops lint` will find new errors; they are shown.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Change fields of a record in its file.

    Comments, order, quotes and line ends stay as they are. A dotted name reaches into a mapping, and into a list by
    what its items are known by. Nothing is written that `prodops lint` would newly call an error, unless you insist:
    a date that moves past somebody's need is true all the same.
    """
    tree = open_tree(context)
    if dry_run:
        found = _amendment(tree, ref, assignments, as_of, force=force)
        emit(difference(found.target.path, found.old, found.new))
    else:
        found = _written(tree, ref, assignments, as_of, force=force)
    _tell(found, is_dry=dry_run)


def _amendment(tree: WorkingTree, ref: str, assignments: list[str], as_of: date | None, *, force: bool) -> Amendment:
    """What would become of the record in the workspace as it is now."""
    with begin_reading(tree) as begun:
        from prodops_cli import settings as settings_
        from prodops_cli.amending import amend
        from prodops_cli.workspace import read_workspace

        settings = settings_.load(tree)
        workspace = read_workspace(tree, settings, begun=begun)
    return amend(workspace, ref, assignments, today(settings, as_of), force=force)


def _written(tree: WorkingTree, ref: str, assignments: list[str], as_of: date | None, *, force: bool) -> Amendment:
    """Change the file; where somebody else changed it since it was read, everything is looked at once more."""
    from prodops_cli.edit import change
    from prodops_cli.errors import ExitCode, ProdopsError
    from prodops_cli.tree import WorkingTree

    found = _amendment(tree, ref, assignments, as_of, force=force)
    path = found.target.path

    def make(raw: bytes) -> bytes:
        nonlocal found
        if raw != found.old:
            found = _amendment(WorkingTree(tree.root), ref, assignments, as_of, force=force)
            if found.target.path != path or found.old != raw:
                raise ProdopsError(f"{path} was changed meanwhile", "run the command again", ExitCode.FINDINGS)
        return found.new

    if found.new != found.old:
        change(tree.root, path, make)
    return found


def _tell(found: Amendment, *, is_dry: bool) -> None:
    from prodops_cli.render.escape import terminal
    from prodops_cli.render.findings.text import render_diagnostics

    for note in found.notes:
        sys.stderr.write(f"{terminal(note)}\n")
    sys.stderr.write(render_diagnostics(found.warnings))
    path = terminal(found.target.path)
    if found.new == found.old:
        sys.stderr.write(f"{path} says so already; nothing was changed\n")
        return
    for words in found.said:
        sys.stderr.write(f"{terminal(f'{found.target.ref}: {words}')}\n")
    sys.stderr.write(f"{path} was not changed: this is a dry run\n" if is_dry else f"Changed {path}\n")
