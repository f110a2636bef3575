"""Replace files of the workspace: whole or not at all, whatever happens in between.

The write protocol of docs/explanation/reliability.md: resolve inside the root, lock, write a temporary file
in the same folder, flush it to the disk, rename it into place, flush the folder.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from prodops_cli.errors import ExitCode, ProdopsError


def replace_file(root: Path, path: str, new: bytes, *, expected: bytes | None = None) -> None:
    """Put `new` in the place of a file. Raises ProdopsError where the file is not as `expected` any more."""
    target = inside(root, path)
    try:
        with locked(root):
            old = target.read_bytes() if target.is_file() else None
            if expected is not None and old != expected:
                raise ProdopsError(
                    f"{path} was changed meanwhile",
                    "nothing was written; run the command again",
                    ExitCode.FINDINGS,
                )
            if old != new:
                _replace(target, new)
    except OSError as error:
        raise not_written(path, error) from None


def change(root: Path, path: str, make: Callable[[bytes], bytes]) -> bool:
    """Put what `make` makes of a file's bytes in its place; returns whether it is another.

    The file is read, made anew and replaced under one lock, so that no change of another writer is lost. What `make`
    raises is passed on, and nothing is written. Raises ProdopsError where there is no such file.
    """
    target = inside(root, path)
    try:
        with locked(root):
            if not target.is_file():
                raise ProdopsError(f"there is no file {path}", "nothing was written")
            old = target.read_bytes()
            new = make(old)
            if old != new:
                _replace(target, new)
            return old != new
    except OSError as error:
        raise not_written(path, error) from None


def replace_files(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Put every file in its place, or change none where the system refuses one; returns the paths that changed.

    Everything is on the disk under hidden names before the first file is renamed into place. After `kill -9` in
    between, each file is the old or the new one, whole, and running the command again finishes the work.
    """
    targets = {path: inside(root, path) for path in files}
    staged: list[tuple[str, bytes | None, str]] = []
    done: list[tuple[Path, bytes | None]] = []
    current = ""
    try:
        with locked(root):
            for current, target in targets.items():
                old = target.read_bytes() if target.is_file() else None
                if old != files[current]:
                    mode = target.stat().st_mode & 0o777 if old is not None else new_mode()
                    staged.append((current, old, write_temporary(target, files[current], mode)))
            for current, old, temporary in staged:
                os.replace(temporary, targets[current])
                done.append((targets[current], old))
            flush_folder(root)
    except BaseException as error:
        _undo(done, [temporary for _, _, temporary in staged])
        if isinstance(error, OSError):
            raise not_written(current, error) from None
        raise
    return [path for path, _, _ in staged]


def _undo(done: list[tuple[Path, bytes | None]], temporaries: list[str]) -> None:
    """Take back what was renamed into place, and remove what was not."""
    for target, old in reversed(done):
        with suppress(OSError, ProdopsError):
            if old is None:
                target.unlink()
            else:
                _replace(target, old)
    for temporary in temporaries:
        with suppress(OSError):
            os.unlink(temporary)


def _replace(target: Path, new: bytes) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else new_mode()
    temporary = write_temporary(target, new, mode)
    try:
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    flush_folder(target.parent)


def not_written(path: str, error: OSError) -> ProdopsError:
    """The error to raise where the system refused to write a file or folder of the workspace."""
    reason = error.strerror or "the system refused"
    hint = "see that there is space and permission, then run the command again"
    return ProdopsError(f"{path} could not be written: {reason}", hint, ExitCode.INPUT_OUTPUT)


def inside(root: Path, path: str) -> Path:
    """The place of a path below the root. Raises ProdopsError for one that a link or `..` leads out of it."""
    place = Path(os.path.realpath(root / path))
    if Path(os.path.realpath(root)) not in place.parents:
        raise ProdopsError(f"{path} is outside the workspace")
    return place


def write_temporary(target: Path, data: bytes, mode: int) -> str:
    """Write a flushed temporary file beside its target and return its name; leaves nothing behind on failure."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    return name


def flush_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the workspace's lock, which is on the root folder itself: writers wait for each other, readers never do."""
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def new_mode() -> int:
    """The permissions of a file that was not there before: read and write for whom the process allows it."""
    return 0o666 & ~_umask()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
