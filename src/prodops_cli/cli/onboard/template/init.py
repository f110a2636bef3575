"""`prodops onboard template init`: layers to begin with."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from prodops_cli.cli import _completion as completion
from prodops_cli.cli._app import command
from prodops_cli.cli.onboard.template import template
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from pathlib import Path

    from prodops_cli.workspace import Workspace


@command(
    10,
    "prodops onboard template init",
    "prodops onboard template init company engineer --owner ada",
    "prodops onboard template init --dry-run",
    noun=template,
)
def init(
    context: typer.Context,
    layers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LAYER",
            help="Which: company, product-manager, engineer, designer (default: company).",
            autocompletion=completion.layers,
            show_default=False,
        ),
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Who keeps them right, and stands in for HR and operations until you say who does.",
            autocompletion=completion.ids_of("person"),
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
) -> None:
    """Write onboarding layers to begin with.

    One for everybody, and ones for product managers, engineers and designers, in onboarding/. They are yours to edit:
    run again after an upgrade of prodops, what is new in them is merged with what you changed.
    """
    from prodops_cli.analysis.lookup import require
    from prodops_cli.beginnings import layer_files
    from prodops_cli.cli._output import emit
    from prodops_cli.cli._workspace import open_tree, open_workspace
    from prodops_cli.render.escape import terminal
    from prodops_cli.scaffold import apply_update, diff_text, plan_update

    workspace, root = open_workspace(context), open_tree(context).root
    if owner is not None:
        require(workspace, "person", owner)
    files = layer_files(workspace, tuple(layers or ("company",)), owner)
    there = [path for path, text in files.items() if _is_somebody_s(workspace, root, path, text)]
    update = plan_update(root, {path: text for path, text in files.items() if path not in there})
    if dry_run:
        emit("".join(f"{terminal(line)}\n" for line in diff_text(update).split("\n")[:-1]))
        return
    apply_update(root, update)
    sys.stderr.write("".join(f"{file.path}: {file.action}\n" for file in update.files))
    sys.stderr.write("".join(f"{path}: there already, so it was left alone\n" for path in there))
    if update.conflicts:
        raise ProdopsError(
            "some of what you changed has changed in prodops, too", "decide between the markers", ExitCode.FINDINGS
        )


def _is_somebody_s(workspace: Workspace, root: Path, path: str, text: bytes) -> bool:
    """Whether something else stands there that prodops did not make.

    The very same text without a copy is what a run left that was killed before it wrote the copy.
    """
    from prodops_cli.scaffold import copy_of

    if not os.path.lexists(root / path) or os.path.lexists(root / copy_of(path)):
        return False
    document = workspace.documents.get(path)
    return document is None or document.raw != text
