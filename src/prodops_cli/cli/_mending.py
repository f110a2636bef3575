"""What `prodops lint --fix` prints and writes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from prodops_cli.cli._output import emit

if TYPE_CHECKING:
    from prodops_cli.diagnostics import Diagnostic
    from prodops_cli.mending import Mended
    from prodops_cli.tree import WorkingTree


def difference(path: str, old: bytes, new: bytes) -> str:
    """What would change in a file, as a diff for the terminal."""
    from prodops_cli.merge.unified import unified
    from prodops_cli.render.escape import terminal

    lines = unified(old.decode("utf-8-sig"), new.decode("utf-8-sig"), path, path).split("\n")[:-1]
    return "".join(f"{terminal(line.removesuffix(chr(13)))}\n" for line in lines)


def show(tree: WorkingTree, mended: Mended) -> None:  # noqa: ARG001 - as `write`
    """Print what would change."""
    emit("".join(difference(path, old, new) for path, (old, new) in sorted(mended.files.items())))
    _tell(mended.fixed, "would be fixed")
    sys.stderr.write("Nothing was changed: this is a dry run\n")


def write(tree: WorkingTree, mended: Mended) -> None:
    """Change the files, but for those that somebody else changed meanwhile, and say what was fixed."""
    from prodops_cli.edit import change
    from prodops_cli.render.escape import terminal

    left = set()
    for path, (old, new) in sorted(mended.files.items()):

        def make(raw: bytes, path: str = path, old: bytes = old, new: bytes = new) -> bytes:
            if raw == old:
                return new
            left.add(path)
            return raw

        change(tree.root, path, make)
    _tell([diagnostic for diagnostic in mended.fixed if diagnostic.path not in left], "fixed")
    for path in sorted(left):
        sys.stderr.write(f"{terminal(path)} was changed meanwhile, and left alone; run the command again\n")
    if mended.has_more:
        sys.stderr.write("There is more to fix: run it again\n")


def _tell(fixed: list[Diagnostic] | tuple[Diagnostic, ...], what: str) -> None:
    from prodops_cli.render.escape import terminal

    for diagnostic in fixed:
        place = f"{diagnostic.path}:{diagnostic.span.line}:{diagnostic.span.column}"
        sys.stderr.write(f"{terminal(f'{place}: {what}: {diagnostic.message} [{diagnostic.rule}]')}\n")
