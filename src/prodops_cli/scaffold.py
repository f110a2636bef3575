"""Create files: all of them or none, and never over what is there.

What holds, whatever happens in between:

- Nothing that exists is replaced or changed. Every file arrives under its name by `link`, which refuses a name
  that is taken; a new folder by `rename`, which refuses one that has something in it.
- A visible file is never half-written: its bytes are flushed to the disk under a hidden name before they get
  their own (`.name.xxxxxxxx.tmp`).
- A folder that was not there appears in one step with everything that goes into it.
- After an error (a full disk, no permission, Ctrl-C) everything that was made is gone again.
- After `kill -9` or a power cut, one new file or one new folder is there whole or not at all. Several appear in the
  order in which they were given, so the last one should be the one that makes the others count: `prodops init`
  gives `prodops.yaml` last, and a folder without it is no workspace. Hidden temporary names may stay behind;
  no command reads them.

Where the file system knows no hard links, a file is renamed into place after a last look that its name is free.
"""

import errno
import os
import shutil
import stat
import tempfile
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from prodops_cli.edit import flush_folder, locked, new_mode, not_written, write_temporary
from prodops_cli.errors import ProdopsError
from prodops_cli.fields import wrong_with_path
from prodops_cli.render.yaml import scalar
from prodops_cli.resources import templates_folder

_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


@dataclass(frozen=True, slots=True)
class _Step:
    """What appears at once: a file, or a new folder with everything in it."""

    target: Path
    temporary: Path
    identity: tuple[int, int]
    """Device and inode: what stands at the target is ours if it has these."""


def create_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Create every file, by its POSIX path below the root, or none; the root itself is made if it is not there.

    Raises ProdopsError, with nothing changed, for a path that is taken (also by another spelling: capital letters,
    decomposed accents), leads out of the root or through a link, or is not a file name on every system.
    """
    for path in files:
        if wrong := wrong_with_path(path):
            raise ProdopsError(wrong, "nothing was written")
    base, missing = _nearest_folder(Path(os.path.abspath(root)))
    below = {"/".join((*missing, path)): data for path, data in files.items()}
    try:
        with locked(base):
            _refuse_taken(base, below)
            _commit(_stage(base, below))
    except OSError as error:
        raise not_written(_shown(list(files)), error) from None


def _nearest_folder(root: Path) -> tuple[Path, list[str]]:
    """The nearest folder that is there, the root itself or one above, and the names that lead from it to the root."""
    here = root
    missing: list[str] = []
    while not os.path.lexists(here):
        missing.insert(0, here.name)
        here = here.parent
    return Path(os.path.realpath(here)), missing


def _shown(paths: list[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{paths[0]} and what belongs to it ({len(paths)} files)"


# --- checks --------------------------------------------------------------------------------------


def _refuse_taken(base: Path, paths: Mapping[str, bytes]) -> None:
    """Raise ProdopsError for the first path that cannot be created, or that two of them cannot have side by side."""
    seen: dict[str, tuple[str, bool]] = {}
    for path in paths:
        for folder in PurePosixPath(path).parents[:-1]:
            _remember(seen, folder.as_posix(), is_folder=True)
        _remember(seen, path, is_folder=False)
        _refuse_on_disk(base, path)


def _remember(seen: dict[str, tuple[str, bool]], path: str, *, is_folder: bool) -> None:
    other, other_is_folder = seen.setdefault(_folded(path), (path, is_folder))
    if (other, other_is_folder) != (path, is_folder):
        raise ProdopsError(f"{path} and {other} cannot stand side by side", "nothing was written; rename one of them")


def _refuse_on_disk(base: Path, path: str) -> None:
    here = base
    parts = path.split("/")
    for depth, name in enumerate(parts):
        place = "/".join(parts[: depth + 1])
        is_last = depth == len(parts) - 1
        taken = _taken_by(here, name)
        if taken is None:
            return
        if taken != name:
            raise ProdopsError(
                f"{place} cannot be made beside {taken}",
                "on many systems the two are one name; nothing was written",
            )
        here = here / name
        if is_last:
            raise ProdopsError(f"{place} is there already", "nothing was written; prodops never writes over a file")
        if not stat.S_ISDIR(here.lstat().st_mode):
            raise ProdopsError(f"{place} is not a folder", "nothing was written; links are not followed")


def _taken_by(folder: Path, name: str) -> str | None:
    """The name in a folder that is this one on some system; the very same one first."""
    if os.path.lexists(folder / name):
        return name
    return next((other for other in sorted(os.listdir(folder)) if _folded(other) == _folded(name)), None)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


# --- staging -------------------------------------------------------------------------------------


def _stage(base: Path, files: Mapping[str, bytes]) -> list[_Step]:
    """Write everything under hidden names, beside the places where it will appear."""
    groups: dict[Path, dict[str, bytes]] = {}
    for path, data in files.items():
        target = _first_missing(base, path)
        groups.setdefault(target, {})[(base / path).relative_to(target).as_posix()] = data
    steps: list[_Step] = []
    try:
        for target, inner in groups.items():
            temporary = _stage_file(target, inner["."]) if "." in inner else _stage_folder(target, inner)
            steps.append(_Step(target, temporary, _identity(temporary)))
    except BaseException:
        _discard(steps)
        raise
    return steps


def _first_missing(base: Path, path: str) -> Path:
    """The first part of a path that is not there: the file itself, or the topmost of its folders."""
    here = base
    for name in path.split("/"):
        here = here / name
        if not os.path.lexists(here):
            break
    return here


def _stage_file(target: Path, data: bytes) -> Path:
    return Path(write_temporary(target, data, new_mode()))


def _stage_folder(target: Path, files: Mapping[str, bytes]) -> Path:
    temporary = Path(tempfile.mkdtemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent))
    try:
        folders = {temporary}
        for path, data in files.items():
            place = temporary / path
            if place.parent not in folders:
                place.parent.mkdir(parents=True)
            folders.update(folder for folder in place.parents if folder.is_relative_to(temporary))
            _write_new(place, data)
        for folder in sorted(folders, reverse=True):
            flush_folder(folder)
        temporary.chmod(_folder_mode())
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return temporary


def _write_new(place: Path, data: bytes) -> None:
    with place.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _folder_mode() -> int:
    readable = new_mode()
    return readable | (readable & 0o444) >> 2  # who may read a folder may also enter it


def _identity(place: Path) -> tuple[int, int]:
    status = place.lstat()
    return status.st_dev, status.st_ino


# --- into place ----------------------------------------------------------------------------------


def _commit(steps: list[_Step]) -> None:
    """Give everything its name, in order; take all of it back where one step fails."""
    try:
        for step in steps:
            _put(step)
        for folder in sorted({step.target.parent for step in steps}):
            flush_folder(folder)
    except BaseException:
        for step in reversed(steps):
            _take_back(step)
        _discard(steps)
        raise


def _put(step: _Step) -> None:
    if step.temporary.is_dir():
        os.rename(step.temporary, step.target)
        return
    try:
        os.link(step.temporary, step.target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(step.target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), step.target) from None
        os.rename(step.temporary, step.target)
        return
    with suppress(OSError):  # the file is in place; its hidden second name may stay
        step.temporary.unlink()


def _take_back(step: _Step) -> None:
    """Remove what stands at a target if it is what we put there."""
    with suppress(OSError):
        if _identity(step.target) != step.identity:
            return
        if not step.target.is_dir():
            step.target.unlink()
            return
        os.rename(step.target, step.temporary)  # in one step, as it came


def _discard(steps: list[_Step]) -> None:
    for step in steps:
        if step.temporary.is_dir():
            shutil.rmtree(step.temporary, ignore_errors=True)
        else:
            with suppress(OSError):
                step.temporary.unlink()


# --- texts -----------------------------------------------------------------------------------------


class Verbatim(str):
    """A text of our own that a template prints as it is."""

    __slots__ = ()


def fill(template: str, values: Mapping[str, str | int | float | bool | date]) -> str:
    """The text of a YAML template of templates/, in a sandbox; whatever is printed in it is quoted where it must be."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # that would be HTML's
    )
    environment.globals = {}
    return environment


def _printed(value: Any) -> str:
    if isinstance(value, str) and not isinstance(value, Verbatim):
        return scalar(value, in_flow=True)
    return str(value)
