"""A Tree of files: the working directory today, a git revision later. Finds the workspace's root."""

import errno
import os
import stat
from pathlib import Path
from typing import Protocol

from prodops_cli.errors import ProdopsError

MARKER = "prodops.yaml"
"""The settings file; the folder that holds it is the workspace's root."""


class Unreadable(Exception):
    """A file that is there and cannot be read; the message says why, never what it contains."""


class Tree(Protocol):
    """The files of a workspace, by POSIX path relative to its root."""

    def names(self) -> list[str]:
        """The names at the top level, folders with a trailing slash, sorted."""

    def files(self, folder: str) -> list[str]:
        """The paths of every file below a folder, sorted; hidden ones are left out."""

    def read(self, path: str, most: int) -> bytes:
        """A file's bytes, at most `most` + 1 of them. Raises Unreadable."""


class WorkingTree:
    """The files as they are on disk. Nothing outside the root is ever opened, and only regular files are."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))

    def names(self) -> list[str]:
        """The names at the top level, folders with a trailing slash, sorted."""
        with os.scandir(self.root) as entries:
            return sorted(entry.name + ("/" if entry.is_dir() else "") for entry in entries if not entry.name.startswith("."))

    def files(self, folder: str) -> list[str]:
        """The paths of every file below a folder, sorted; hidden ones are left out."""
        found: list[str] = []
        waiting = [folder]
        while waiting:
            here = waiting.pop()
            with os.scandir(os.path.join(self.root, here)) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    path = f"{here}/{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    else:
                        found.append(path)
        return sorted(found)

    def read(self, path: str, most: int) -> bytes:
        """A file's bytes, at most `most` + 1 of them. Raises Unreadable."""
        full = os.path.join(self.root, path)
        try:
            handle = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise Unreadable(_reason(error)) from None
            handle = self._open_link(full)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Unreadable("not a regular file")
            return _read_all(handle, most + 1)
        except OSError as error:
            raise Unreadable(_reason(error)) from None
        finally:
            os.close(handle)

    def _open_link(self, full: str) -> int:
        """Open what a symbolic link leads to, if that is inside the root."""
        target = os.path.realpath(full)
        if not target.startswith(f"{self.root}{os.sep}"):
            raise Unreadable("a link that leads out of the workspace")
        try:
            return os.open(target, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise Unreadable(_reason(error)) from None


def _read_all(handle: int, most: int) -> bytes:
    data = os.read(handle, most)
    if not data or len(data) == most:
        return data
    parts = [data]
    size = len(data)
    while size < most and (more := os.read(handle, most - size)):
        parts.append(more)
        size += len(more)
    return b"".join(parts)


def _reason(error: OSError) -> str:
    reasons = {
        errno.EACCES: "permission denied",
        errno.EPERM: "permission denied",
        errno.ENOENT: "the file is not there (a link that leads nowhere?)",
        errno.EISDIR: "a folder, not a file",
        errno.ENXIO: "not a regular file",
        errno.ENAMETOOLONG: "the name is too long",
    }
    return reasons.get(error.errno or 0, "the system could not read it")


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds prodops.yaml. Raises ProdopsError where none does."""
    here = Path(os.path.realpath(start))
    if not here.is_dir():
        raise ProdopsError(f"{start} is not a folder")
    for folder in (here, *here.parents):
        if os.path.lexists(folder / MARKER):
            return folder
    raise ProdopsError(
        f"no {MARKER} here or in any folder above", "run `prodops init` to start a workspace, or name one with -C DIR"
    )
