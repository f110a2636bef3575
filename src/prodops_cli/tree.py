"""A Tree of files: the working directory, or files in memory. Finds the workspace's root."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from prodops_cli.errors import ProdopsError

MARKER = "prodops.yaml"
"""The settings file; the folder that holds it is the workspace's root."""
SUFFIX = ".yaml"
"""The names of files that hold records end like this."""


class Unreadable(Exception):  # noqa: N818 - a fact about a file
    """A file that is there and cannot be read; the message says why, never what it contains."""


class Missing(Unreadable):
    """A file that is not there at all."""


def blob_id(content: bytes, like: str) -> str:
    """The id git gives to a content, in the form of another id: SHA-1, or SHA-256 where that is longer."""
    header = b"blob %d\0" % len(content)
    digest = hashlib.sha1(header, usedforsecurity=False) if len(like) == _SHA1 else hashlib.sha256(header)
    digest.update(content)
    return digest.hexdigest()


_SHA1 = 40
"""Hexadecimal digits of an id, unless the repository is of the newer kind."""


class Tree(Protocol):
    """The files of a workspace, by POSIX path relative to its root."""

    def names(self) -> list[str]:
        """The names at the top level, folders with a trailing slash, sorted."""

    def files(self, folder: str) -> list[str]:
        """The paths of every file below a folder, sorted; hidden ones are left out.

        A folder whose files cannot be known (a link, or one that may not be listed) stands for them itself,
        with a trailing slash; `read` of that path says why.
        """

    def read(self, path: str, most: int) -> bytes:
        """A file's bytes, at most `most` + 1 of them. Raises Unreadable."""

    def expect(self, paths: Iterable[str], most: int) -> None:
        """Learn which files will be read next, and how much of each: some trees get many at once for less."""

    def blob(self, path: str) -> str | None:
        """The id that git gives to a file's content; None where only reading it would tell."""


class WorkingTree:
    """The files as they are on disk. Nothing outside the root is ever opened, and only regular files are."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))
        self._base = os.path.join(self.root, "")
        self._inside: dict[str, bool] = {}

    def names(self) -> list[str]:
        """The names at the top level, folders with a trailing slash, sorted."""
        with os.scandir(self.root) as entries:
            return sorted(entry.name + ("/" if _is_folder(entry) else "") for entry in entries if not _is_hidden(entry))

    def files(self, folder: str) -> list[str]:
        """The paths of every file below a folder, sorted; hidden ones are left out.

        A folder whose files cannot be known (a link, or one that may not be listed) stands for them itself,
        with a trailing slash; `read` of that path says why.
        """
        found: list[str] = []
        waiting = [folder]
        while waiting:
            here = waiting.pop()
            try:
                inner, files = self._list(here)
            except OSError:
                found.append(f"{here}/")
                continue
            waiting += inner
            found += files
        return sorted(found)

    def _list(self, folder: str) -> tuple[list[str], list[str]]:
        """The paths of the folders and of the files in a folder. Raises OSError where it cannot be listed."""
        folders, files = [], []
        if os.path.islink(self._base + folder):
            raise OSError(errno.ELOOP, "a link")
        with os.scandir(self._base + folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if _is_hidden(entry):
                    continue
                if _is_folder(entry):
                    folders.append(path)
                else:
                    files.append(path)
        return folders, files

    def read(self, path: str, most: int) -> bytes:
        """A file's bytes, at most `most` + 1 of them. Raises Unreadable."""
        handle = self._open(path)
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("a folder, not a file" if stat.S_ISDIR(status.st_mode) else "not a regular file")
            return _read_all(handle, status.st_size, most + 1)
        except OSError as error:
            raise _unreadable(error) from None
        finally:
            os.close(handle)

    def expect(self, paths: Iterable[str], most: int) -> None:
        """Nothing is gained from knowing."""

    def blob(self, path: str) -> str | None:  # noqa: ARG002
        """Never known without reading the file."""
        return None

    def _open(self, path: str) -> int:
        """A descriptor of the file, or of what its link leads to if that is inside the root."""
        folder, _, name = path.rpartition("/")
        if folder not in self._inside:
            self._inside[folder] = self._is_inside(folder)
        if not self._inside[folder]:
            raise Unreadable("a link that leads out of the workspace")
        if not name and os.path.islink(self._base + folder):
            raise Unreadable("links to folders are not followed")
        if not _REFUSE_LINKS and not self._is_inside(path):
            raise Unreadable("a link that leads out of the workspace")
        try:
            return os.open(self._base + path, _FLAGS)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise _unreadable(error) from None
        if not self._is_inside(path):
            raise Unreadable("a link that leads out of the workspace")
        try:
            return os.open(os.path.realpath(self._base + path), _FLAGS)
        except OSError as error:
            raise _unreadable(error) from None

    def _is_inside(self, path: str) -> bool:
        """Whether a path, its links followed, is the root or below it."""
        return Path(os.path.realpath(self._base + path)).is_relative_to(self.root)


_REFUSE_LINKS = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = (
    os.O_RDONLY
    | _REFUSE_LINKS
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
"""Opening a link fails, and opening a FIFO does not wait for a writer; Windows has neither flag, nor FIFOs."""


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    return entry.name.startswith(".")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or a link to one; a link that leads nowhere or to itself is not."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _read_all(handle: int, size: int, most: int) -> bytes:
    """The file's bytes: one read where its size is true, as many as it takes where the file grows."""
    data = os.read(handle, min(size + 1, most))
    if len(data) == size:
        return data
    parts = [data]
    done = len(data)
    while done < most and (more := os.read(handle, min(most - done, 1 << 20))):
        parts.append(more)
        done += len(more)
    return b"".join(parts)


def _unreadable(error: OSError) -> Unreadable:
    reasons = {
        errno.EACCES: "permission denied",
        errno.EPERM: "permission denied",
        errno.EISDIR: "a folder, not a file",
        errno.ELOOP: "a link that leads to itself",
        errno.ENXIO: "not a regular file",
        errno.ENAMETOOLONG: "the name is too long",
    }
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Missing("the file is not there (a link that leads nowhere?)")
    return Unreadable(reasons.get(error.errno or 0, "the system could not read it"))


class MemoryTree:
    """A tree of files that are not on the disk."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents

    def names(self) -> list[str]:
        """The names at the top level, folders with a trailing slash, sorted."""
        parts = (path.partition("/") for path in self._contents if not path.startswith("."))
        return sorted({head + slash for head, slash, _ in parts})

    def files(self, folder: str) -> list[str]:
        """The paths of every file below a folder, sorted."""
        return sorted(path for path in self._contents if path.startswith(f"{folder}/"))

    def read(self, path: str, most: int) -> bytes:
        """A file's bytes, at most `most` + 1 of them. Raises Missing."""
        if path not in self._contents:
            raise Missing("the file is not there")
        return self._contents[path][: most + 1]

    def expect(self, paths: Iterable[str], most: int) -> None:
        """Nothing is gained from knowing."""

    def blob(self, path: str) -> str | None:  # noqa: ARG002
        """Never known without reading the file."""
        return None


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds prodops.yaml. Raises ProdopsError where none does."""
    here = Path(os.path.realpath(start))
    if not here.is_dir():
        raise ProdopsError(f"{start} is not a folder")
    for folder in (here, *here.parents):
        if os.path.lexists(folder / MARKER):
            return folder
    raise ProdopsError(
        f"no {MARKER} here or in any folder above",
        "run `prodops init` to start a workspace, or name one with -C DIR",
    )
