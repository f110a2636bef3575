"""`prodops onboard template lint`: what is wrong with the layers."""

from __future__ import annotations

from typing import Annotated

import typer

from prodops_cli.cli._app import AsOf, At, command, format_option
from prodops_cli.cli._lint import Request, check
from prodops_cli.cli._workspace import open_tree
from prodops_cli.cli.onboard.template import template
from prodops_cli.errors import ProdopsError
from prodops_cli.render.findings import formats


@command(
    20,
    "prodops onboard template lint",
    "prodops onboard template lint --format github",
    noun=template,
)
def lint(
    context: typer.Context,
    format_: Annotated[str, format_option("text", *(name for name in formats() if name != "text"))] = "text",
    at: At = None,
    as_of: AsOf = None,
) -> None:
    """Find dead steps in the layers, and tasks that clash.

    Steps that point at tools that are going, people who left, resources that nobody should use, rituals that were
    stopped; tasks that replace nothing. The same as `prodops lint --strict` shows of these files: it exits with 1
    for warnings, too.
    """
    from prodops_cli.kinds.onboarding import Onboarding
    from prodops_cli.tree import SUFFIX

    tree = open_tree(context)
    listed, plans = f"{Onboarding.folder}{SUFFIX}", f"{Onboarding.folder}/{Onboarding.pages}/"
    known = [*tree.files(Onboarding.folder), *([listed] if listed in tree.names() else [])]
    layers = [tree.root / path for path in known if path.endswith(SUFFIX) and not path.startswith(plans)]
    paths = tuple(layers) if at is None else (tree.root / Onboarding.folder, tree.root / listed)
    if not paths:
        raise ProdopsError("there are no onboarding layers", "begin with: prodops onboard template init")
    request = Request(directory=context.obj.directory, paths=paths, format=format_, at=at, as_of=as_of, strict=True)
    raise typer.Exit(check(request))
