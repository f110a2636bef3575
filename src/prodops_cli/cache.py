"""Remember what the last lint of a workspace found, so that an unchanged one is answered without linting.

Never needed for a right answer: an entry is used only where every byte the lint would read, the day, the
request and the installed program are the same; anything odd about an entry makes it a miss. One small JSON
file per workspace, in a folder that the caller names, readable by its owner only.

Nothing here imports yaml or pydantic: not importing them is most of what a hit saves.
"""

import errno
import hashlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any

from prodops_cli.baseline import BASELINE
from prodops_cli.diagnostics import Diagnostic, LintResult, Severity, Span
from prodops_cli.tree import MARKER, Missing, Tree, Unreadable

FORM = 1
"""Changes when the form of an entry does."""
MOST_BYTES = 4 << 20
"""A larger result is not worth remembering."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What decides which day it is in a workspace: its zone, and the day its clock was stopped at, if it was."""

    time_zone: str
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Cache:
    """The entry of one workspace and one kind of request."""

    folder: Path
    root: Path
    request: str
    """What was asked for, as text: another request is another entry."""

    def load(self) -> "Entry | None":
        """The entry, or None where there is none that this program wrote."""
        try:
            entry = Entry(**json.loads(_bytes_of(self._file)))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return entry if entry.program == program() else None

    def save(self, entry: "Entry") -> None:
        """Keep an entry; where that is not possible, do without."""
        text = json.dumps({name: getattr(entry, name) for name in Entry.__slots__}, ensure_ascii=True)
        if len(text) > MOST_BYTES:
            return
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".tmp")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as stream:
                    stream.write(text)
                os.replace(name, self._file)
            except OSError:
                os.unlink(name)
                raise

    @property
    def _file(self) -> Path:
        name = hashlib.sha256(f"{self.root}\0{self.request}".encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / f"lint-{name[:32]}.json"


def _bytes_of(file: Path) -> bytes:
    """The bytes of a file. Raises OSError for what is no regular file, and does not wait for a pipe."""
    handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return stream.read(2 * MOST_BYTES)


@dataclass(frozen=True, slots=True)
class Entry:
    """A remembered lint: what it looked at, on which day, and what it found."""

    program: str
    settings: str
    time_zone: str
    as_of: str | None
    folders: list[str]
    """Where the kinds' files are: the folders, without which the content cannot be listed again."""
    content: str
    day: str
    result: dict[str, Any]

    def __post_init__(self) -> None:
        """Raise TypeError or ValueError for what cannot have been written by `save`."""
        _require(str, self.program, self.settings, self.time_zone, self.content, self.day, *self.folders)
        _require(dict, self.result)
        if self.as_of is not None:
            date.fromisoformat(self.as_of)

    def clock(self, tree: Tree) -> Clock | None:
        """What the settings said of time, where they are still the same."""
        return Clock(self.time_zone, self.as_of) if settings_digest(tree) == self.settings else None

    def answers(self, tree: Tree, day: date) -> bool:
        """Whether a lint on this day would read the very same bytes."""
        return self.day == day.isoformat() and self.content == content_digest(tree, self.folders)

    def to_result(self) -> LintResult | None:
        """What was found, or None where the entry does not hold a result."""
        try:
            return _result(self.result)
        except (KeyError, TypeError, ValueError, OverflowError):
            return None


def settings_digest(tree: Tree) -> str | None:
    """The digest of prodops.yaml, or None where it cannot be read."""
    try:
        return hashlib.sha256(_whole(tree, MARKER)).hexdigest()
    except Unreadable:
        return None


def content_digest(tree: Tree, folders: Iterable[str]) -> str | None:
    """The digest of every name and byte a lint depends on besides the settings; None where one cannot be read."""
    digest = hashlib.sha256()
    names = tree.names()
    paths = [f"{folder}.yaml" for folder in folders if f"{folder}.yaml" in names]
    listed = [path for folder in folders if f"{folder}/" in names for path in tree.files(folder)]
    try:
        _add(digest, "\0".join(names).encode("utf-8", "surrogateescape"))
        _add(digest, _baseline_bytes(tree))
        for path in sorted({*paths, *listed}):
            _add(digest, path.encode("utf-8", "surrogateescape"))
            if path.endswith((".yaml", ".md")):
                _add(digest, _whole(tree, path))
    except (Unreadable, OSError):
        return None
    return digest.hexdigest()


def _whole(tree: Tree, path: str) -> bytes:
    """A file's bytes. Raises Unreadable also for a file of which only the first ones would count."""
    data = tree.read(path, MOST_BYTES)
    if len(data) > MOST_BYTES:
        raise Unreadable("too large to be remembered")
    return data


def _baseline_bytes(tree: Tree) -> bytes:
    try:
        return _whole(tree, BASELINE)
    except Missing:
        return b"none"  # an empty file is something else


def _add(digest: Any, data: bytes) -> None:
    digest.update(len(data).to_bytes(8, "big"))
    digest.update(data)


def program() -> str:
    """What is installed: the files of this package, and every distribution beside it, by name and version."""
    home = Path(__file__).parent
    digest = hashlib.sha256(f"{FORM} {sys.version}".encode())
    for folder, _, files in sorted(os.walk(home)):
        for name in sorted(files):
            if name.endswith(".py"):
                status = os.stat(os.path.join(folder, name))
                digest.update(
                    f"{folder}/{name} {status.st_size} {status.st_mtime_ns}\n".encode("utf-8", "surrogateescape")
                )
    for place in sys.path:
        if place.endswith("-packages"):
            with suppress(OSError):
                names = sorted(name for name in os.listdir(place) if name.endswith(".dist-info"))
                digest.update("\n".join(names).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


# --- results as JSON -----------------------------------------------------------------------------


def result_data(result: LintResult) -> dict[str, Any]:
    """A result as JSON data."""
    return {
        "diagnostics": [_row(diagnostic) for diagnostic in result.diagnostics],
        "ignored": [_row(diagnostic) for diagnostic in result.ignored],
        "known": [_row(diagnostic) for diagnostic in result.known],
        "files": result.files,
        "records": result.records,
        "rules": result.rules,
    }


def _row(diagnostic: Diagnostic) -> list[Any]:
    return list(astuple(replace(diagnostic, fix=None))[:-1])


def _result(data: dict[str, Any]) -> LintResult:
    rows = {name: tuple(map(_diagnostic, data[name])) for name in ("diagnostics", "ignored", "known")}
    return LintResult(**rows, files=int(data["files"]), records=int(data["records"]), rules=int(data["rules"]))


def _diagnostic(row: list[Any]) -> Diagnostic:
    path, span, severity, rule, message, hint, excerpt, record, route = row
    _require(str, path, rule, message)
    _require((str, NoneType), hint, excerpt, record)
    _require(int, *span)
    _require((str, int), *route)
    return Diagnostic(path, Span(*span), Severity(severity), rule, message, hint, excerpt, record, tuple(route))


def _require(wanted: type | tuple[type, ...], *values: Any) -> None:
    if not all(isinstance(value, wanted) for value in values):
        raise TypeError(wanted)
