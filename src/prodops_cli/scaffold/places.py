"""Where a file may stand: below the root, through no link, beside no other spelling of its name."""

import os
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from prodops_cli.errors import ProdopsError
from prodops_cli.fields import wrong_with_path


def refuse_wrong(paths: Iterable[str]) -> None:
    """Raise ProdopsError for the first path that is not one below the root on every system."""
    for path in paths:
        if wrong := wrong_with_path(path):
            raise ProdopsError(wrong, "nothing was written")


def refuse_clashes(paths: Iterable[str]) -> None:
    """Raise ProdopsError for two paths that cannot stand side by side on every system."""
    seen: dict[str, tuple[str, bool]] = {}
    for path in paths:
        for folder in PurePosixPath(path).parents[:-1]:
            _remember(seen, folder.as_posix(), is_folder=True)
        _remember(seen, path, is_folder=False)


def _remember(seen: dict[str, tuple[str, bool]], path: str, *, is_folder: bool) -> None:
    other, other_is_folder = seen.setdefault(_folded(path), (path, is_folder))
    if (other, other_is_folder) != (path, is_folder):
        raise ProdopsError(f"{path} and {other} cannot stand side by side", "nothing was written; rename one of them")


def refuse_taken(base: Path, paths: Iterable[str]) -> None:
    """Raise ProdopsError for the first path that cannot be created, or that two of them cannot have side by side."""
    wanted = list(paths)
    refuse_clashes(wanted)
    for path in wanted:
        if is_there(base, path):
            raise ProdopsError(f"{path} is there already", "nothing was written; prodops never writes over a file")


def is_there(base: Path, path: str) -> bool:
    """Whether something stands at a path.

    Raises ProdopsError where nothing could be made there: another spelling of a name stands in the way, or a link or
    a file where a folder would have to be.
    """
    here = base
    *folders, name = path.split("/")
    for depth, folder in enumerate(folders):
        place = "/".join(folders[: depth + 1])
        if not _has(here, folder, place):
            return False
        here = here / folder
        if not stat.S_ISDIR(here.lstat().st_mode):
            raise ProdopsError(f"{place} is not a folder", "nothing was written; links are not followed")
    return _has(here, name, path)


def _has(folder: Path, name: str, place: str) -> bool:
    """Whether a folder has a name. Raises ProdopsError where it has another one that is the same on some system."""
    if os.path.lexists(folder / name):
        return True
    taken = next((other for other in sorted(os.listdir(folder)) if _folded(other) == _folded(name)), None)
    if taken is None:
        return False
    raise ProdopsError(
        f"{place} cannot be made beside {taken}", "on many systems the two are one name; nothing was written"
    )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
