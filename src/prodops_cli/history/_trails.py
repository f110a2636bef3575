"""What a history is made of: revisions, the versions of each record, and the events between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from prodops_cli.errors import ProdopsError, nearest_hint
from prodops_cli.kinds import require_kind
from prodops_cli.pieces import Fields
from prodops_cli.source import Data

Key = tuple[str, str]
"""Kind and id."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A step of the main line, or what is in the working directory and in no commit yet."""

    commit: str | None
    """Its id; None for what is not committed."""
    author: str
    day: date
    """The day it was committed, in the workspace's time zone."""
    subject: str


@dataclass(frozen=True, slots=True)
class Version:
    """A record as a revision left it."""

    revision: Revision
    id: str
    path: str
    fields: Fields | None
    """Its values by key; None where the revision took the record away."""


@dataclass(frozen=True)
class Trail:
    """A record through all its revisions, the oldest first."""

    kind: str
    versions: tuple[Version, ...]

    @property
    def last(self) -> Version:
        """The last version: what the record is today, or that it is gone."""
        return self.versions[-1]

    @property
    def id(self) -> str:
        """The id it has, or had last."""
        return self.last.id

    @property
    def ref(self) -> str:
        """Its name across kinds."""
        return f"{self.kind}:{self.id}"

    @property
    def is_there(self) -> bool:
        """Whether it still exists."""
        return self.last.fields is not None

    @cached_property
    def fields(self) -> Fields:
        """The last values that could be read."""
        return next((version.fields for version in reversed(self.versions) if version.fields is not None), {})

    def text(self, key: str) -> str | None:
        """The last value of a field that holds a text."""
        return text_of(self.fields, key)

    @property
    def label(self) -> str:
        """What people call it: its title or name."""
        return self.text("title") or self.text("name") or self.id


@dataclass(frozen=True, slots=True)
class Event:
    """A value that was set, changed or removed."""

    field: str
    """Where: `target`, `priority.reach`, `commits[loyalty-points].by`; `id` and `file` for the record itself."""
    keys: tuple[str, ...]
    """The same without the items of lists: `("commits", "by")`."""
    old: Data
    new: Data
    revision: Revision
    fields: Fields
    """What the record said before: for who owned it, and how firm its dates were."""


@dataclass(frozen=True)
class History:
    """The trails of all records, also of those that are gone."""

    trails: tuple[Trail, ...]
    """By kind and id."""
    revisions: int
    """How many commits touched the workspace."""
    unreadable: tuple[tuple[str, Revision], ...] = ()
    """The files that could not be read at a revision; their records kept their last values."""
    is_committed: bool = True
    """Whether a working directory that was asked for holds no file of records but as the last commit left it."""

    @cached_property
    def _by_key(self) -> Mapping[Key, Trail]:
        """Trails by every id they ever had: who has it today comes before who had it last, and then who once had it."""
        found: dict[Key, Trail] = {}
        for trail in self.trails:
            for version in trail.versions:
                found[trail.kind, version.id] = trail
        for is_there in (False, True):
            found |= {(trail.kind, trail.id): trail for trail in self.trails if trail.is_there is is_there}
        return found

    def get(self, kind: str, id_: str) -> Trail | None:
        """The trail of a record, by the id it has or had."""
        return self._by_key.get((kind, id_))

    def find(self, ref: str) -> Trail:
        """The one trail that `kind:id`, or a bare id, means. Raises ProdopsError where it means none, or several."""
        word, colon, id_ = ref.rpartition(":")
        kind = require_kind(word).kind if colon else None
        found = {trail.ref: trail for key, trail in self._by_key.items() if key[1] == id_ and kind in (None, key[0])}
        present = {name: trail for name, trail in found.items() if trail.is_there and trail.id == id_} or found
        if len(present) == 1:
            return next(iter(present.values()))
        if present:
            refs = ", ".join(sorted(present))
            raise ProdopsError(f"`{ref}` can mean {len(present)} records: {refs}", "write it as kind:id")
        names = {other for other_kind, other in self._by_key if kind in (None, other_kind)}
        hint = nearest_hint(id_, names, f"`prodops list {kind or 'KIND'}` shows what there is")
        raise ProdopsError(f"no {kind or 'record'} was ever called `{id_}`", hint)


def text_of(fields: Fields, key: str) -> str | None:
    """A text among fields; None where there is none."""
    piece = fields.get(key)
    value = piece.value if piece is not None else None
    return str(value) if isinstance(value, str) else None
