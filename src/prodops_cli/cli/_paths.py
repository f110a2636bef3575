"""Paths as people type them to paths as the workspace knows them."""

import os
from collections.abc import Iterable
from pathlib import Path

from prodops_cli.errors import ProdopsError


def inside(root: Path, directory: Path, paths: Iterable[Path], *, must_exist: bool = True) -> list[str]:
    """The paths relative to the root, POSIX style; the root itself is "".

    Raises ProdopsError for what is not there, unless it need not be, or is outside.
    """
    return [_inside(root, Path(os.path.realpath(directory)), path, must_exist) for path in paths]


def _inside(root: Path, directory: Path, path: Path, must_exist: bool) -> str:
    full = directory / path
    place = Path(os.path.normpath(Path(os.path.realpath(full.parent)) / full.name))
    if must_exist and not os.path.lexists(place):
        raise ProdopsError(f"there is no {path}", "paths are relative to where you are (or to -C DIR)")
    if place == root:
        return ""
    if root not in place.parents:
        raise ProdopsError(
            f"{path} is outside the workspace",
            f"the workspace is the folder that holds {root.name}/prodops.yaml",
        )
    return place.relative_to(root).as_posix()


def names(texts: list[str] | None) -> list[str]:
    """The names in repeated, comma-separated options."""
    return [name.strip() for text in texts or [] for name in text.split(",") if name.strip()]
