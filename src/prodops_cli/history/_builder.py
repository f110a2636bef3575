"""Follow records from revision to revision: through files, lists and folders, and from an old id to a new one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from prodops_cli.git import FileChange
from prodops_cli.history._reading import Contents, Home, Read, home_of
from prodops_cli.history._trails import History, Key, Revision, Trail, Version
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._shape import fields_of
from prodops_cli.pieces import Fields, Piece

ALIKE = 0.6
"""A record that went and one that came in the same commit are one, renamed, if so much of what they say is equal."""
LONGEST = 80
"""No text says more than one of so many letters."""
MOST_COMPARED = 100_000
"""Where one commit takes away and brings more than that many pairs of records, only git's word counts."""


@dataclass(eq=False)
class _Line:
    """A trail while it grows, and the files the record stands in."""

    kind: str
    versions: list[Version] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

    @property
    def fields(self) -> Fields:
        """The last values that could be read."""
        return next((version.fields for version in reversed(self.versions) if version.fields is not None), {})


@dataclass
class _Step:
    """What one revision does: which records lose a place, which get one, and what git calls renames."""

    lost: dict[Key, set[str]] = field(default_factory=dict)
    found: dict[Key, tuple[str, Fields | None]] = field(default_factory=dict)
    renamed: dict[Key, Key] = field(default_factory=dict)
    """By the new name, the old one."""


class Builder:
    """The lines of all records, up to a revision."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.by_key: dict[Key, _Line] = {}
        """Who has an id, or had it last."""
        self.files: dict[str, tuple[str, frozenset[str]]] = {}
        """The content of every file, and the ids of the records in it."""
        self.unreadable: list[tuple[str, Revision]] = []

    def history(self, revisions: int, *, is_committed: bool = True) -> History:
        """What has been built."""
        trails = (Trail(line.kind, tuple(line.versions)) for line in self.lines if line.versions)
        ordered = sorted(trails, key=lambda trail: (trail.kind, trail.id, not trail.is_there))
        return History(tuple(ordered), revisions, tuple(self.unreadable), is_committed)

    def apply(self, revision: Revision, changes: Iterable[FileChange], read: Read) -> None:
        """Go one revision further."""
        step = _Step()
        for change in changes:
            old, new = _home(change.old_path), _home(change.path)
            contents = self._contents(revision, change, new, read)
            if old == new and change.old_path == change.path and self._goes_on(revision, change, new, contents):
                continue
            if old is not None and change.old_path is not None:
                self._lose(step, change.old_path, old)
            if new is not None and change.path is not None and change.blob is not None:
                self.files[change.path] = (change.blob, frozenset(contents))
                for id_, fields in contents.items():
                    step.found.setdefault((new.kind, id_), (change.path, fields))
            if old is not None and new is not None and old.id and new.id and old.kind == new.kind:
                step.renamed[new.kind, new.id] = (old.kind, old.id)
        if step.lost or step.found:
            self._settle(revision, step)

    def _contents(self, revision: Revision, change: FileChange, home: Home | None, read: Read) -> Contents:
        """The records of a changed file; where it cannot be read, those it had before, with unknown values."""
        if home is None or change.path is None or change.blob is None:
            return {}
        contents = read(home, change.path, change.blob)
        if contents is None:
            self.unreadable.append((change.path, revision))
            _, ids = self.files.get(change.old_path or "", ("", frozenset()))
            contents = dict.fromkeys(sorted(ids))
        return contents

    def _goes_on(self, revision: Revision, change: FileChange, home: Home | None, contents: Contents) -> bool:
        """Add versions to the records of a file that keeps its records; False where some come or go."""
        path, blob = change.path, change.blob
        if home is None or path is None or blob is None or path not in self.files:
            return False
        _, ids = self.files[path]
        if ids != contents.keys():
            return False
        self.files[path] = (blob, ids)
        for id_, fields in contents.items():
            self._add(self.by_key[home.kind, id_], Version(revision, id_, path, fields))
        return True

    def _add(self, line: _Line, version: Version) -> None:
        """Add a version, unless it says what the last one said."""
        last = line.versions[-1] if line.versions else None
        if version.fields is None:
            self.unreadable.append((version.path, version.revision))
        elif last is None or (last.fields, last.path, last.id) != (version.fields, version.path, version.id):
            line.versions.append(version)

    def _lose(self, step: _Step, path: str, home: Home) -> None:
        _, ids = self.files.pop(path, ("", frozenset()))
        for id_ in ids:
            step.lost.setdefault((home.kind, id_), set()).add(path)

    def _settle(self, revision: Revision, step: _Step) -> None:
        """Give every record that was found its line: its own, that of the record it was renamed from, or a new one."""
        for key, paths in step.lost.items():
            self.by_key[key].places -= paths
        gone = {key: self.by_key[key] for key in step.lost if key not in step.found and not self.by_key[key].places}
        come = {
            key: fields
            for key, (_, fields) in step.found.items()
            if key not in step.lost and not (key in self.by_key and self.by_key[key].places)
        }
        for new, old in _renames(gone, come, step.renamed):
            self.by_key[new] = gone.pop(old)
            del self.by_key[old]
        for key, line in gone.items():
            line.versions.append(Version(revision, key[1], line.versions[-1].path if line.versions else "", None))
        for key, (path, fields) in step.found.items():
            line = self.by_key.get(key) or self._new_line(key)
            line.places.add(path)
            self._add(line, Version(revision, key[1], path, fields))

    def _new_line(self, key: Key) -> _Line:
        line = self.by_key[key] = _Line(key[0])
        self.lines.append(line)
        return line


def _renames(
    gone: Mapping[Key, _Line], come: Mapping[Key, Fields | None], told: Mapping[Key, Key]
) -> list[tuple[Key, Key]]:
    """Which of the records that came are which of those that went, as (new, old)."""
    found = [(new, old) for new, old in told.items() if new in come and old in gone]
    taken = {key for pair in found for key in pair}
    if len(gone) * len(come) > MOST_COMPARED:
        return found
    before = {old: _Said(old[0], line.fields) for old, line in gone.items() if old not in taken}
    now = {new: _Said(new[0], fields) for new, fields in come.items() if new not in taken and fields is not None}
    alike = [
        (-share, new, old)
        for new, one in now.items()
        for old, other in before.items()
        if new[0] == old[0] and (share := _alike(one, other)) >= ALIKE
    ]
    for _, new, old in sorted(alike):
        if not taken & {new, old}:
            taken |= {new, old}
            found.append((new, old))
    return found


class _Said:
    """What a record says: its values, and how much each of them counts."""

    def __init__(self, kind: str, fields: Fields) -> None:
        self.fields = fields
        self.weights = {key: _weight(kind, key, piece) for key, piece in fields.items() if key != "id"}
        self.total = sum(self.weights.values())


def _alike(one: _Said, other: _Said) -> float:
    """The share of what two records say that both say, from 0 to 1.

    A text counts by its letters and everything else for little: shared owners and states make no two records one. So
    it is where two workspaces are compared (`changes`), too.
    """
    total = one.total + other.total
    common = sum(weight for key, weight in one.weights.items() if _is_same(one.fields[key], other.fields.get(key)))
    return 2 * common / total if total else 0


def _weight(kind: str, key: str, piece: Piece) -> int:
    field = fields_of(all_kinds()[kind]).get(key)
    if field is not None and field.shape.choices:
        return 1
    is_text = field is None or (field.shape.base is str and field.shape.ref is None)
    return min(len(piece.value), LONGEST) if is_text and isinstance(piece.value, str) else 3


def _is_same(one: Piece | None, other: Piece | None) -> bool:
    return one is other or (one is not None and other is not None and one.value == other.value)


def _home(path: str | None) -> Home | None:
    return home_of(path) if path is not None else None
