"""Steps by which files appear: everything is on the disk under hidden names before the first one gets its own."""

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from prodops_cli.edit import flush_folder, new_mode, write_temporary

_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


@dataclass(frozen=True, slots=True)
class Step:
    """What appears at once: a file, or a new folder with everything in it."""

    target: Path
    temporary: Path
    identity: tuple[int, int]
    """Device and inode: what stands at the target is ours if it has these."""
    former: bytes | None = None
    """What the file replaces; None where there must be nothing."""


_NOTHING: Mapping[str, bytes] = MappingProxyType({})


def stage(base: Path, files: Mapping[str, bytes], former: Mapping[str, bytes] = _NOTHING) -> list[Step]:
    """Write everything under hidden names, beside the places where it will appear; `former` is what it replaces."""
    groups: dict[Path, dict[str, bytes]] = {}
    for path, data in files.items():
        target = _first_missing(base, path)
        groups.setdefault(target, {})[(base / path).relative_to(target).as_posix()] = data
    steps: list[Step] = []
    try:
        for target, inner in groups.items():
            temporary = _stage_file(target, inner["."]) if "." in inner else _stage_folder(target, inner)
            replaced = former.get(target.relative_to(base).as_posix())
            steps.append(Step(target, temporary, _identity(temporary), replaced))
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
    mode = target.lstat().st_mode & 0o777 if os.path.lexists(target) else new_mode()
    return Path(write_temporary(target, data, mode))


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


def commit(steps: list[Step]) -> None:
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


def _put(step: Step) -> None:
    if step.former is not None:
        os.replace(step.temporary, step.target)
        return
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


def _take_back(step: Step) -> None:
    """Remove what stands at a target if it is what we put there, and put back what stood there before."""
    with suppress(OSError):
        if _identity(step.target) != step.identity:
            return
        if step.former is not None:
            os.replace(_stage_file(step.target, step.former), step.target)
            return
        if not step.target.is_dir():
            step.target.unlink()
            return
        os.rename(step.target, step.temporary)  # in one step, as it came


def _discard(steps: list[Step]) -> None:
    for step in steps:
        if step.temporary.is_dir():
            shutil.rmtree(step.temporary, ignore_errors=True)
        else:
            with suppress(OSError):
                step.temporary.unlink()
