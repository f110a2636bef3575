"""Records that have another id now: found by the file's move where git knows of one, else by what they say."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from prodops_cli.changes._base import Key
from prodops_cli.changes._canonical import canonical, canonical_fields
from prodops_cli.git import Commit
from prodops_cli.kinds._base import Record
from prodops_cli.kinds._shape import Shape, fields_of
from prodops_cli.workspace import Entry

ENOUGH = 0.6
"""How much of what two records say must be the same for them to be one. Shared owners and states are not enough."""
ENOUGH_WHEN_MOVED = 0.3
"""The same where git says that the file was moved."""
MOST_WITH_ONE = 32
"""What more records than this have in common, on either side, is nothing to tell a record by."""
_LONGEST = 80

Entries = Mapping[Key, Entry[Record]]
Said = dict[Hashable, int]
"""What a record says, value by value, each with its weight: the letters of a text, little for the rest."""


def find_renames(gone: Entries, come: Entries, moved: Mapping[str, str]) -> dict[Key, Key]:
    """The keys that former records have now, sorted; those that are not in it are gone for good."""
    if not gone or not come:
        return {}
    search = _Search(gone, come)
    search.take_moved(moved)
    search.take_equal()
    search.take_alike()
    return dict(sorted(search.found.items()))


def moved_files(commits: Iterable[Commit]) -> dict[str, str]:
    """Where the files are that commits moved, the oldest commit first: from the path before them all to the last."""
    came_from: dict[str, str] = {}
    for change in (change for commit in commits for change in commit.changes):
        if change.old_path is not None and change.path not in (None, change.old_path):
            came_from[change.path] = came_from.pop(change.old_path, change.old_path)
    return {old: new for new, old in came_from.items()}


class _Search:
    def __init__(self, gone: Entries, come: Entries) -> None:
        self.gone = dict(gone)
        self.come = dict(come)
        self.found: dict[Key, Key] = {}

    def take_moved(self, moved: Mapping[str, str]) -> None:
        new_keys = {entry.path: key for key, entry in self.come.items() if not entry.route}
        for old, entry in sorted(self.gone.items()):
            new = new_keys.get(moved.get(entry.path, ""))
            if not entry.route and new in self.come and new[0] == old[0]:
                score = _likeness(_said(entry.record), _said(self.come[new].record))
                if score >= ENOUGH_WHEN_MOVED:
                    self._take(old, new)

    def take_equal(self) -> None:
        same: dict[Hashable, list[Key]] = defaultdict(list)
        for key, entry in sorted(self.come.items()):
            same[key[0], canonical_fields(entry.record, _TODAY, ("id",))].append(key)
        for old, entry in sorted(self.gone.items()):
            keys = same.get((old[0], canonical_fields(entry.record, _TODAY, ("id",))), [])
            if keys:
                self._take(old, keys.pop(0))

    def take_alike(self) -> None:
        said_before = {key: _said(entry.record) for key, entry in self.gone.items()}
        said_now = {key: _said(entry.record) for key, entry in self.come.items()}
        scored = sorted(
            (-_likeness(said_before[old], said_now[new]), old, new) for old, new in _candidates(said_before, said_now)
        )
        for score, old, new in scored:
            if -score >= ENOUGH and old in self.gone and new in self.come:
                self._take(old, new)

    def _take(self, old: Key, new: Key) -> None:
        self.found[old] = new
        del self.gone[old], self.come[new]


_TODAY: Mapping[Key, Key] = MappingProxyType({})


def _candidates(before: Mapping[Key, Said], now: Mapping[Key, Said]) -> set[tuple[Key, Key]]:
    """Pairs of one kind that have something in common which few others have."""
    holders = _holders(now)
    return {
        (old, new)
        for value, olds in _holders(before).items()
        if len(olds) <= MOST_WITH_ONE and len(holders.get(value, ())) <= MOST_WITH_ONE
        for old in olds
        for new in holders.get(value, ())
    }


def _holders(said: Mapping[Key, Said]) -> dict[Hashable, list[Key]]:
    found: dict[Hashable, list[Key]] = defaultdict(list)
    for key, values in said.items():
        for value in values:
            found[key[0], value].append(key)
    return found


def _likeness(old: Said, new: Said) -> float:
    """The share of what two records say that both say, 0 to 1."""
    common = sum(weight for value, weight in old.items() if value in new)
    total = sum(old.values()) + sum(new.values())
    return 2 * common / total if total else 0


def _said(record: Record) -> Said:
    found: Said = {}
    for route, value, shape in _leaves(record, ()):
        form = canonical(value, shape, _TODAY)
        if form is not None:
            found[route, form] = _weight(form, shape)
    return found


def _weight(value: Hashable, shape: Shape) -> int:
    if shape.choices or isinstance(value, bool):
        return 1
    if shape.ref is not None or not isinstance(value, str):
        return 3
    return min(len(value), _LONGEST)


def _leaves(part: BaseModel, route: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Shape]]:
    """The single values in a part that are not defaults, its id aside, with the keys that lead to them."""
    for name, field in fields_of(type(part)).items():
        value = getattr(part, name)
        if value is None or value == field.default or (name == "id" and not route):
            continue
        shape = field.shape
        if shape.is_anything:
            yield (*route, name), value, shape
        elif shape.many == "mapping":
            for key, inner in value.items():
                yield from _inner(inner, shape, (*route, name, key))
        else:
            for inner in value if shape.many else (value,):
                yield from _inner(inner, shape, (*route, name))


def _inner(value: Any, shape: Shape, route: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Shape]]:
    if isinstance(value, BaseModel):
        yield from _leaves(value, route)
    else:
        yield route, value, Shape(shape.base, shape.marks, ref=shape.ref, choices=shape.choices)
