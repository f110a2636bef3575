"""Generate files again: what a person made of them is merged with what has changed in what is generated.

What was generated is kept beside the files, in `.prodops/generated/`, and belongs into git with them: it is what tells
a person's edit from an older template. docs/explanation/scaffolding.md has the reasons.

`plan_update` looks and decides, `apply_update` writes. Files come before their copies, so that a run that is killed in
between is finished by the next one: what it has done already is the same on both sides then.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from prodops_cli.edit import locked, not_written
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.merge import Conflicts, first_marker, merge, unified
from prodops_cli.scaffold.creating import shown_together
from prodops_cli.scaffold.places import is_there, refuse_clashes, refuse_wrong
from prodops_cli.scaffold.steps import commit, stage
from prodops_cli.tree import Unreadable, WorkingTree

GENERATED = ".prodops/generated"
"""Where the copies of what was generated stand, below the root."""

OWN_FOLDER = GENERATED.partition("/")[0]
"""What stands there is prodops' own: copies, schemas."""

Action = Literal["created", "updated", "merged", "unchanged", "deleted", "conflict"]
"""What becomes of a file; `updated` where a person changed nothing, `deleted` where they deleted it: it stays so."""

_UNION = (".md", ".markdown")
"""Names of files in which two additions at one place are both right."""
_MOST_BYTES = 8 * 1024 * 1024
_NOTHING: Mapping[str, tuple[bytes | None, bytes]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FileUpdate:
    """What becomes of one file."""

    path: str
    action: Action
    before: bytes | None
    """What stands there; None where nothing does."""
    after: bytes | None
    """What will stand there."""
    copy_before: bytes | None
    """What was generated before, as far as it is known."""
    copy_after: bytes | None
    """What is remembered as generated from now on."""
    conflicts: int = 0
    """How many places people have to decide."""
    rejected: bytes | None = None
    """What goes into `<path>.rej`."""
    rejected_before: bytes | None = None
    """What stands there: the same, or nothing."""


@dataclass(frozen=True, slots=True)
class Update:
    """What becomes of every file, in the order in which they were given."""

    files: tuple[FileUpdate, ...]

    @property
    def conflicts(self) -> int:
        """How many places people have to decide, in all files."""
        return sum(file.conflicts for file in self.files)


def copy_of(path: str) -> str:
    """The path of the copy of what was generated for a file."""
    return f"{GENERATED}/{path}"


# --- looking and deciding ------------------------------------------------------------------------


def plan_update(root: Path, files: Mapping[str, bytes], *, conflicts: Conflicts = "inline") -> Update:
    """What becomes of the files of a folder that is there, by path, if these were generated now; writes nothing.

    Raises ProdopsError where nothing can be decided: for a path that create_files would refuse, for a file that is
    there and prodops did not make, and for one with markers that an earlier conflict left.
    """
    base = Path(os.path.realpath(root))
    _refuse_paths(files)
    planned = [_planned(base, path, data, conflicts) for path, data in files.items()]
    found = Update(tuple(_with_reject(base, file) for file in planned))
    refuse_clashes([*files, *(f"{file.path}.rej" for file in found.files if file.rejected is not None)])
    return found


def _refuse_paths(files: Mapping[str, bytes]) -> None:
    refuse_wrong(files)
    refuse_clashes(files)
    for path in files:
        if path.partition("/")[0].casefold() == OWN_FOLDER:
            raise ProdopsError(f"{path} is in prodops' own folder", "nothing was written; generate it elsewhere")


def _planned(base: Path, path: str, now: bytes, conflicts: Conflicts) -> FileUpdate:
    before, copy = _read(base, path), _read(base, copy_of(path))
    if before is None:
        if copy is None:
            return FileUpdate(path, "created", None, now, None, now)
        return FileUpdate(path, "deleted", None, None, copy, copy)
    _refuse_unfinished(path, before)
    if copy is None:
        return _adopted(path, before, now)
    _refuse_unfinished(copy_of(path), copy)
    return _merged(path, before, copy, now, conflicts)


def _adopted(path: str, before: bytes, now: bytes) -> FileUpdate:
    """A file that is as it would be generated is taken for one that was."""
    if not _is_same(before, now):
        raise ProdopsError(
            f"{path} is there already and prodops did not make it",
            f"nothing was written; move the file away, or get its copy back: {copy_of(path)}",
            ExitCode.FINDINGS,
        )
    return FileUpdate(path, "unchanged", before, before, None, now)


def _merged(path: str, before: bytes, copy: bytes, now: bytes, conflicts: Conflicts) -> FileUpdate:
    found = FileUpdate(path, "unchanged", before, before, copy, copy if _is_same(copy, now) else now)
    if now in (before, copy):
        return found
    base, mine, theirs = _text(copy), _text(before), _text(now)
    if base is None or mine is None or theirs is None:
        is_untouched = before == copy
        return (
            replace(found, action="updated", after=now)
            if is_untouched
            else replace(found, action="conflict", conflicts=1)
        )
    merged = merge(base, mine, theirs, union=path.lower().endswith(_UNION), conflicts=conflicts)
    after = merged.text.encode()
    if merged.conflicts:
        rejected = merged.rejected.encode() or None
        return replace(found, action="conflict", after=after, conflicts=merged.conflicts, rejected=rejected)
    if after == before:
        return found
    return replace(found, action="updated" if _is_same(before, copy) else "merged", after=after)


def _with_reject(base: Path, file: FileUpdate) -> FileUpdate:
    """The file with what stands at its `.rej`. Raises ProdopsError where that waits for somebody since another run."""
    if file.rejected is None:
        return file
    waiting = _read(base, f"{file.path}.rej")
    if waiting not in (None, file.rejected):
        raise ProdopsError(
            f"{file.path}.rej is there already",
            "nothing was written; put into the file what you want of it, then delete it",
            ExitCode.FINDINGS,
        )
    return replace(file, rejected_before=waiting)


def _refuse_unfinished(path: str, data: bytes) -> None:
    line = first_marker(text) if (text := _text(data)) is not None else None
    if line is not None:
        raise ProdopsError(
            f"{path}:{line}: a conflict was left in the file",
            "nothing was written; decide between the sides and remove the markers, then run the command again",
            ExitCode.FINDINGS,
        )


def _is_same(one: bytes, other: bytes) -> bool:
    """Whether two files say the same, whatever ends their lines."""
    if one == other:
        return True
    texts = _text(one), _text(other)
    return None not in texts and one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n")


def _text(data: bytes) -> str | None:
    """The text that a file holds; None where it holds none."""
    try:
        return None if b"\0" in data else data.decode()
    except UnicodeDecodeError:
        return None


def _read(base: Path, path: str) -> bytes | None:
    """A file's bytes; None where there is nothing. Raises ProdopsError for what is no file, or cannot be read."""
    try:
        if not is_there(base, path):
            return None
        if not stat.S_ISREG((base / path).lstat().st_mode):
            raise ProdopsError(
                f"{path} is not a regular file", "nothing was written; links are not followed", ExitCode.FINDINGS
            )
        data = WorkingTree(base).read(path, _MOST_BYTES)
    except OSError as error:
        raise _not_read(path, error.strerror or "the system refused") from None
    except Unreadable as error:
        raise _not_read(path, str(error)) from None
    if len(data) > _MOST_BYTES:
        raise ProdopsError(
            f"{path} is larger than {_MOST_BYTES:,} bytes",
            "nothing was written; move what does not belong there into a file of its own",
            ExitCode.FINDINGS,
        )
    return data


def _not_read(path: str, reason: str) -> ProdopsError:
    return ProdopsError(f"{path} could not be read: {reason}", "nothing was written", ExitCode.INPUT_OUTPUT)


# --- writing -------------------------------------------------------------------------------------


def apply_update(root: Path, update: Update, also: Mapping[str, tuple[bytes | None, bytes]] = _NOTHING) -> list[str]:
    """Write what was planned, all of it or nothing; returns the paths that changed, without those of the copies.

    `also` are files that are not merged, by path, as they are (None: not there) and as they will be: they come first.
    Raises ProdopsError, with nothing changed, where a file is not as `plan_update` saw it.
    """
    base = Path(os.path.realpath(root))
    refuse_wrong(also)
    rejects = {f"{file.path}.rej": (file.rejected_before, file.rejected) for file in update.files if file.rejected}
    files = {file.path: (file.before, file.after) for file in update.files}
    copies = {copy_of(file.path): (file.copy_before, file.copy_after) for file in update.files}
    looked_at = dict(also) | rejects | files | copies  # and written in this order
    refuse_clashes(looked_at)
    wanted = {path: after for path, (before, after) in looked_at.items() if after is not None and after != before}
    changed = [path for path in wanted if path not in copies]
    try:
        with locked(base):
            for path, (before, _) in looked_at.items():
                there = _read(base, path)
                if there != before:
                    raise _taken(path) if path in also and before is None else _changed_meanwhile(path)
            former = {path: before for path, (before, _) in looked_at.items() if path in wanted and before is not None}
            commit(stage(base, wanted, former))
    except OSError as error:
        raise not_written(shown_together(changed or [GENERATED]), error) from None
    return changed


def _changed_meanwhile(path: str) -> ProdopsError:
    return ProdopsError(
        f"{path} was changed meanwhile", "nothing was written; run the command again", ExitCode.FINDINGS
    )


def _taken(path: str) -> ProdopsError:
    return ProdopsError(f"{path} is there already", "nothing was written; prodops never writes over a file")


# --- showing -------------------------------------------------------------------------------------


def diff_text(update: Update) -> str:
    """What `apply_update` would change, as a unified diff of every file, without the copies. Nothing is escaped."""
    return "".join(
        part
        for file in update.files
        for part in (
            _difference(file.path, file.before, file.after),
            _difference(f"{file.path}.rej", file.rejected_before, file.rejected),
        )
    )


def _difference(path: str, before: bytes | None, after: bytes | None) -> str:
    if after is None or before == after:
        return ""
    old, new = _text(before or b""), _text(after)
    if old is None or new is None:
        return f"{path} is not a text, and would be {'created' if before is None else 'replaced'}\n"
    return unified(old, new, "/dev/null" if before is None else path, path)
