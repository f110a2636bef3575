"""The comparison itself: records by their ids, then field by field, items of lists by what they are known by."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from prodops_cli.changes._base import SETTINGS, Change, Comparison, Key, Place, Side, Unread, What
from prodops_cli.changes._canonical import Renamed, canonical, canonical_fields, loose
from prodops_cli.changes._names import noun_of, place_of, topic_of, unit_of
from prodops_cli.changes._renames import find_renames
from prodops_cli.fields import Topic
from prodops_cli.kinds._base import Record
from prodops_cli.kinds._shape import Shape, fields_of, identity_of
from prodops_cli.tree import MARKER
from prodops_cli.workspace import Workspace

_NOTHING: Renamed = MappingProxyType({})


def compare(old: Workspace, new: Workspace, *, moved: Mapping[str, str] = MappingProxyType({})) -> Comparison:
    """What changed from one workspace to another.

    `moved` leads from former paths of files to those of today, where git knows; without it a record with another
    id is found by what it says. A record that cannot be read on a side is in `unread`, never added or removed.
    """
    unread = tuple(_unread(old, new))
    unclear = {(one.kind, one.id) for one in unread}
    gone = {key: entry for key, entry in old.entries.items() if key not in new.entries and key not in unclear}
    come = {key: entry for key, entry in new.entries.items() if key not in old.entries and key not in unclear}
    renamed = find_renames(gone, come, moved)
    changes = list(_of_settings(old, new))
    for key, entry in new.entries.items():
        former = old.entries.get(key)
        if former is not None:
            changes += _of_record(former.record, entry.record, renamed)
    for before, after in renamed.items():
        changes += _renamed(gone[before].record, come[after].record, renamed)
    changes += [_whole("removed", entry.record) for key, entry in gone.items() if key not in renamed]
    known = set(renamed.values())
    changes += [_whole("added", entry.record) for key, entry in come.items() if key not in known]
    return Comparison(tuple(sorted(changes, key=lambda change: change.key)), unread, renamed)


def _unread(old: Workspace, new: Workspace) -> Iterator[Unread]:
    keys = {key for key in {*old.entries, *new.entries} if not _is_clear(old, new, key)} | old.unread | new.unread
    for kind in sorted(old.unread_kinds | new.unread_kinds):
        yield Unread(kind, None, _side(kind in old.unread_kinds, kind in new.unread_kinds), None)
    for key in sorted(keys):
        before, after = old.entries.get(key), new.entries.get(key)
        readable = after or before
        path = readable.path if readable is not None else None
        yield Unread(*key, _side(_is_hidden(old, key), _is_hidden(new, key)), path)


def _is_clear(old: Workspace, new: Workspace, key: Key) -> bool:
    """Whether both sides are known to have the record, or known not to have it."""
    return not (_is_hidden(old, key) or _is_hidden(new, key))


def _is_hidden(workspace: Workspace, key: Key) -> bool:
    return key not in workspace.entries and workspace.exists(*key)


def _side(is_old: bool, is_new: bool) -> Side:
    return "both" if is_old and is_new else "old" if is_old else "new"


# --- records -------------------------------------------------------------------------------------


def _of_settings(old: Workspace, new: Workspace) -> Iterable[Change]:
    if old.settings == new.settings:
        return []
    found = _Fields((SETTINGS, MARKER), _NOTHING)
    found.compare(old.settings, new.settings, _At())
    return found.changes


def _of_record(old: Record, new: Record, renamed: Renamed) -> Iterable[Change]:
    if old is new or old == new:
        return []
    found = _Fields((new.kind, new.id), renamed)
    found.compare(old, new, _At(), without=("id",))
    return found.changes


def _renamed(old: Record, new: Record, renamed: Renamed) -> list[Change]:
    shape = fields_of(type(new))["id"].shape
    return [
        Change(new.kind, new.id, "renamed", ("id",), old.id, new.id, "detail", ("id",), shape),
        *_of_record(old, new, renamed),
    ]


def _whole(what: What, record: Record) -> Change:
    old, new = (record, None) if what == "removed" else (None, record)
    return Change(record.kind, record.id, what, (), old, new, "detail")


# --- fields --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _At:
    """How far the comparison has come inside a record."""

    route: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    """The keys since the innermost part."""
    places: tuple[Place, ...] = ()
    topic: Topic | None = None
    """What the field is about in which this stands; None where nobody has said."""
    unit: str | None = None

    def key(self, key: str) -> "_At":
        """The value behind a key."""
        return replace(self, route=(*self.route, key), field=(*self.field, key))

    def item(self, item: str) -> "_At":
        """An item of a list."""
        return replace(self, route=(*self.route, item))

    def part(self, place: Place) -> "_At":
        """A part among its like."""
        return replace(self, route=(*self.route, place.key), field=(), places=(*self.places, place))


@dataclass
class _Fields:
    """The changes of one record, in the order of its fields."""

    record: Key
    renamed: Renamed
    changes: list[Change] = field(default_factory=list)

    def compare(self, old: BaseModel, new: BaseModel, at: _At, without: tuple[str, ...] = ()) -> None:
        """Compare two parts of a model field by field."""
        for name, info in fields_of(type(new)).items():
            before, after = getattr(old, name), getattr(new, name)
            if name in without or before is after or before == after:
                continue
            topic = topic_of(type(new), name, info.shape, at.topic)
            unit = unit_of(info.shape, new, old) or at.unit
            self._value(before, after, info.shape, replace(at.key(name), topic=topic, unit=unit))

    def _value(self, old: Any, new: Any, shape: Shape, at: _At) -> None:
        if shape.is_anything:
            self._loose(old, new, shape, at)
        elif shape.many == "mapping":
            self._mapping(old, new, shape, at)
        elif shape.many:
            self._list(old, new, shape, at)
        elif shape.model is not None:
            self._part(old, new, shape.model, shape, at)
        elif canonical(old, shape, self.renamed) != canonical(new, shape, _NOTHING):
            self._add("changed", old, new, shape, at)

    def _part(self, old: Any, new: Any, model: type[BaseModel], shape: Shape, at: _At) -> None:
        """A part that may not be there; one that needs nothing given is then as good as an empty one."""
        if old is None or new is None:
            if any(info.is_required for info in fields_of(model).values()):
                self._add("changed", old, new, shape, at)
                return
            old, new = (value if value is not None else model.model_construct() for value in (old, new))
        self.compare(old, new, at)

    def _mapping(self, old: Mapping[str, Any], new: Mapping[str, Any], shape: Shape, at: _At) -> None:
        one = replace(shape, many="")
        for key in dict.fromkeys([*old, *new]):
            below = (
                at.part(Place(noun_of(shape.model), key, is_in_mapping=True))
                if shape.model is not None
                else at.key(key)
            )
            if key not in new:
                self._add("removed", old[key], None, one, below)
            elif key not in old:
                self._add("added", None, new[key], one, below)
            elif shape.model is not None:
                self.compare(old[key], new[key], _inside(below))
            else:
                self._value(old[key], new[key], one, below)

    def _list(self, old: Sequence[Any], new: Sequence[Any], shape: Shape, at: _At) -> None:
        if shape.model is not None:
            self._parts(old, new, shape.model, replace(shape, many=""), at)
            return
        one = replace(shape, many="")
        before = Counter(canonical(item, one, self.renamed) for item in old)
        after = Counter(canonical(item, one, _NOTHING) for item in new)
        for item in _surplus(old, before - after, one, self.renamed):
            self._add("removed", item, None, one, at.item(str(item)))
        for item in _surplus(new, after - before, one, _NOTHING):
            self._add("added", None, item, one, at.item(str(item)))

    def _parts(
        self, old: Sequence[BaseModel], new: Sequence[BaseModel], model: type[BaseModel], shape: Shape, at: _At
    ) -> None:
        """The items of a list of parts, each beside its own former self."""
        for before, after, place in _paired(old, new, model, self.renamed):
            below = at.part(place)
            if after is None:
                self._add("removed", before, None, shape, below)
            elif before is None:
                self._add("added", None, after, shape, below)
            else:
                self.compare(before, after, _inside(below))

    def _loose(self, old: Any, new: Any, shape: Shape, at: _At) -> None:
        """Values of which prodops asks nothing: mappings key by key, anything else as a whole."""
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            for key in dict.fromkeys([*old, *new]):
                self._loose(old.get(key), new.get(key), replace(shape, many=""), at.key(str(key)))
        elif loose(old) != loose(new):
            self._add("changed", old, new, shape, at)

    def _add(self, what: What, old: Any, new: Any, shape: Shape, at: _At) -> None:
        topic: Topic = at.topic or "detail"
        self.changes.append(Change(*self.record, what, at.route, old, new, topic, at.field, shape, at.places, at.unit))


def _surplus(items: Iterable[Any], counts: Counter[Hashable], shape: Shape, renamed: Renamed) -> Iterator[Any]:
    """As many of the items as the counts say, in their order."""
    for item in items:
        key = canonical(item, shape, renamed)
        if counts[key]:
            counts[key] -= 1
            yield item


def _inside(at: _At) -> _At:
    """The same place for the fields of what stands there: detail is nothing to hand on."""
    return replace(at, topic=None) if at.topic == "detail" else at


# --- lists of parts ------------------------------------------------------------------------------

_Pair = tuple[BaseModel | None, BaseModel | None, Place]


def _paired(
    old: Sequence[BaseModel], new: Sequence[BaseModel], model: type[BaseModel], renamed: Renamed
) -> Iterator[_Pair]:
    """Every item of two lists once, beside its counterpart in the other where it has one; in today's order.

    Items belong together by what they are known by; of several that are known by the same, equal ones first. What
    is left belongs together where all but that is equal, and a text is among it.
    """
    identity = identity_of(model)
    before, after = _grouped(old, identity, renamed), _grouped(new, identity, _NOTHING)
    partner: dict[int, BaseModel | None] = {}
    for key, items in after.items():
        for item, former in _matched(before.get(key, []), items, renamed):
            partner[id(item)] = former
    taken = {id(former) for former in partner.values() if former is not None}
    left = [item for item in old if id(item) not in taken]
    _match_rest(left, [item for item in new if partner[id(item)] is None], partner, identity, renamed)
    taken = {id(former) for former in partner.values() if former is not None}
    counts: Counter[str] = Counter()
    for item in new:
        yield partner[id(item)], item, _numbered(place_of(partner[id(item)] or item, item), counts)
    for item in left:
        if id(item) not in taken:
            yield item, None, _numbered(place_of(item, item), counts)


def _numbered(place: Place, counts: Counter[str]) -> Place:
    """The place, told from others of the same list that are known by the same."""
    counts[place.key] += 1
    count = counts[place.key]
    return place if count == 1 else replace(place, key=f"{place.key} #{count}")


def _grouped(items: Iterable[BaseModel], identity: tuple[str, ...], renamed: Renamed) -> dict[Any, list[BaseModel]]:
    found: dict[Any, list[BaseModel]] = defaultdict(list)
    for item in items:
        shapes = fields_of(type(item))
        found[tuple(canonical(getattr(item, name), shapes[name].shape, renamed) for name in identity)].append(item)
    return found


def _matched(
    old: list[BaseModel], new: list[BaseModel], renamed: Renamed
) -> Iterator[tuple[BaseModel, BaseModel | None]]:
    """Items that are known by the same, each with a former one: equal ones, then the others in their order."""
    if len(old) == len(new) == 1:
        yield new[0], old[0]
        return
    equals: dict[Any, list[BaseModel]] = defaultdict(list)
    for item in old:
        equals[canonical_fields(item, renamed)].append(item)
    rest = []
    for item in new:
        same = equals[canonical_fields(item, _NOTHING)]
        if same:
            yield item, same.pop(0)
        else:
            rest.append(item)
    unused = {id(item) for items in equals.values() for item in items}
    former = [item for item in old if id(item) in unused]
    for index, item in enumerate(rest):
        yield item, former[index] if index < len(former) else None


def _match_rest(
    old: Iterable[BaseModel],
    new: Iterable[BaseModel],
    partner: dict[int, BaseModel | None],
    identity: tuple[str, ...],
    renamed: Renamed,
) -> None:
    """Find the former selves of items that are known by something else now."""
    former: dict[Any, list[BaseModel]] = defaultdict(list)
    for item in old:
        former[canonical_fields(item, renamed, identity)].append(item)
    for item in new:
        same = former[canonical_fields(item, _NOTHING, identity)]
        if same and _has_text(item, identity):
            partner[id(item)] = same.pop(0)


def _has_text(item: BaseModel, identity: tuple[str, ...]) -> bool:
    """Whether a text tells the item from others, besides what it is known by."""
    return any(
        field.shape.base is str
        and not (field.shape.ref or field.shape.choices or field.shape.many)
        and isinstance(getattr(item, name), str)
        for name, field in fields_of(type(item)).items()
        if name not in identity
    )
