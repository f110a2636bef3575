"""What a comparison finds: Change, Place, Unread, Comparison."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from prodops_cli.fields import Topic
from prodops_cli.kinds._shape import Shape

Key = tuple[str, str]
"""A record's kind and id."""
What = Literal["added", "removed", "renamed", "changed"]
Side = Literal["old", "new", "both"]

SETTINGS = "settings"
"""Stands for a kind where a change is one of prodops.yaml."""


@dataclass(frozen=True, slots=True)
class Place:
    """A part that a change is in, or is about: the key result `conversion`, the gate `legal`."""

    noun: str
    """What people call such a part."""
    key: str
    """What it is known by among its like."""
    title: str | None = None
    """What people call this one, where it has a title."""
    kind: str | None = None
    """The kind of the record that the key names, where it is a reference."""
    is_in_mapping: bool = False
    """Whether the key is a mapping's, so that nothing in the part says it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a record, a part or an item that came or went, a new id, or a field's new value."""

    kind: str
    id: str
    """The record's id now; for a removed one the id it had."""
    what: What
    route: tuple[str, ...]
    """The keys that lead to it; an item of a list is known by what it says of itself, not by its index. Empty for a
    record."""
    old: Any
    """The value before, as the model holds it; None where there was none."""
    new: Any
    """The value now; None where there is none."""
    topic: Topic
    field: tuple[str, ...] = ()
    """The last part of the route: the keys inside the innermost part, down to the field that holds the value."""
    shape: Shape | None = None
    """What the value is; None for a record."""
    places: tuple[Place, ...] = ()
    """The parts it is in, outermost first; an added or removed part is the last of them."""
    unit: str | None = None
    """What a number counts."""

    @property
    def key(self) -> Key:
        """The record's kind and id."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Unread:
    """A record, or a kind's whole list, that could not be read on a side, so that nothing is known of its changes."""

    kind: str
    id: str | None
    """None for records of the kind that nobody can tell."""
    side: Side
    path: str | None
    """Where the record stands on the side on which it could be read."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two workspaces."""

    changes: tuple[Change, ...]
    """By kind and id; those of a record in the order of its fields."""
    unread: tuple[Unread, ...]
    renamed: Mapping[Key, Key]
    """The records that have another id now, from the old key to the new one."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs as far as one can see; what is unreadable on both sides does not differ."""
        return not self.changes and all(unread.side == "both" for unread in self.unread)

    def only(self, kinds: frozenset[str], keys: frozenset[Key]) -> "Comparison":
        """As much of it as is about some kinds and some records; about all of them where none is named."""
        if not kinds and not keys:
            return self

        def is_wanted(kind: str, id_: str | None) -> bool:
            return (not kinds or kind in kinds) and (not keys or (kind, id_) in keys)

        return Comparison(
            tuple(change for change in self.changes if is_wanted(*change.key)),
            tuple(one for one in self.unread if is_wanted(one.kind, one.id)),
            self.renamed,
        )
