"""diff: what changed between two states of a workspace, what that touches, and who should hear of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from prodops_cli.analysis.impact import Impact, ripples
from prodops_cli.analysis.launches.reopening import GateChange
from prodops_cli.analysis.wording import Sides, days_moved, is_slip, reopened, wording
from prodops_cli.changes import SETTINGS, Change, Key, Unread, compare
from prodops_cli.kinds._shape import Plain, Shape, written
from prodops_cli.kinds.launch import Launch
from prodops_cli.reports._base import Named, Workspace, named

Topic = Literal["slips", "promises", "status", "scope", "ownership", "gates", "records", "details"]

HEADINGS: Mapping[Topic, str] = MappingProxyType(
    {
        "slips": "Moved later",
        "promises": "Other promises",
        "status": "Status and health",
        "scope": "Scope, goals and key results",
        "ownership": "Ownership",
        "gates": "Launch gates",
        "records": "Added, removed, renamed",
        "details": "Everything else",
    }
)
"""The groups, what matters most first."""

_GROUP: Mapping[str, Topic] = MappingProxyType(
    {
        "promise": "promises",
        "status": "status",
        "news": "status",
        "scope": "scope",
        "ownership": "ownership",
        "gate": "gates",
        "detail": "details",
    }
)
What = Literal["added", "removed", "renamed", "changed"]
Notes = Callable[[Change], str | None]
"""What history knows of a change: `2nd move, 71 days after the first promise`."""


def _no_note(_: Change) -> None:
    """Nothing is known of the past."""


@dataclass(frozen=True, slots=True)
class Value:
    """A difference as data."""

    what: What
    route: tuple[str, ...]
    """The keys that lead to it; items of lists by what they are known by."""
    old: Plain
    new: Plain
    days: int | None
    """By how many days a date moved; positive is later."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say of a record."""

    text: str
    note: str | None
    """What history adds to it."""
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Touches:
    """The records of a kind that feel a change."""

    kind: str
    count: int
    records: tuple[Named, ...]
    """The first of them, the nearest first."""


@dataclass(frozen=True, slots=True)
class Item:
    """What changed of one record, as far as it belongs into a group."""

    kind: str
    id: str
    record: Named
    lines: tuple[Line, ...]
    touches: tuple[Touches, ...]
    """What feels it, where others do; said once for a record, where it comes first."""


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that matter alike."""

    topic: Topic
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who should hear of it."""

    person: Named
    reasons: tuple[str, ...]
    more: int
    """How many further reasons there are."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A launch whose audiences have been promised a word."""

    launch: Named
    audiences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What could not be compared, because it could not be read."""

    kind: str
    id: str | None
    """None for records of the kind that nobody can tell."""
    side: Literal["old", "new", "both"]
    path: str | None


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed between two states of a workspace."""

    organisation: str
    as_of: date
    base: str
    """What is compared: a revision in words."""
    head: str
    changes: int
    records: int
    """How many records changed."""
    slips: int
    """How many dates moved later that others count on."""
    groups: tuple[Group, ...]
    told: tuple[Listener, ...]
    briefs: tuple[Brief, ...]
    unread: tuple[Hidden, ...]
    left_out: int = 0
    """How many items a form with a limit had to leave out."""
    is_different: bool = False
    """Whether the two differ; also where one can be read and the other cannot."""


@dataclass(frozen=True, slots=True)
class View:
    """How two states are looked at."""

    base: str = "before"
    """The former state, in words."""
    head: str = "now"
    moved: Mapping[str, str] = field(default_factory=dict)
    """Former paths of files that git knows to have moved, and where they are now."""
    kinds: frozenset[str] = frozenset()
    """Only records of these kinds; of all unless given."""
    only: frozenset[Key] = frozenset()
    """Only these records; all unless given."""
    notes: Notes = _no_note

    def wants(self, key: Key) -> bool:
        """Whether a record is looked at."""
        return (not self.kinds or key[0] in self.kinds) and (not self.only or key in self.only)


def diff(old: Workspace, new: Workspace, as_of: date, view: View | None = None) -> Diff:
    """What changed from one state of a workspace to another, told on a day."""
    view = view or View()
    comparison = compare(old, new, moved=view.moved).only(view.kinds, view.only)
    sides = Sides(old, new, comparison, as_of)
    impact = Impact(sides)
    changes = comparison.changes
    return Diff(
        organisation=new.settings.name,
        as_of=as_of,
        base=view.base,
        head=view.head,
        changes=len(changes),
        records=len({change.key for change in changes}),
        slips=sum(is_slip(change, sides) for change in changes),
        groups=_groups(sides, impact, view),
        told=tuple(Listener(_named(sides, ("person", one.person)), one.reasons, one.more) for one in impact.told()),
        briefs=tuple(Brief(_named(sides, key), audiences) for key, audiences in impact.briefs()),
        unread=tuple(Hidden(one.kind, one.id, one.side, one.path) for one in _fewer(comparison.unread)),
        is_different=not comparison.is_empty,
    )


def _fewer(unread: Iterable[Unread]) -> list[Unread]:
    """Without the single records of a kind of which a whole list could not be read."""
    found = list(unread)
    whole = {one.kind for one in found if one.id is None}
    return [one for one in found if one.id is None or one.kind not in whole]


# --- groups --------------------------------------------------------------------------------------


def _groups(sides: Sides, impact: Impact, view: View) -> tuple[Group, ...]:
    sorted_out: dict[Topic, dict[Key, list[Change]]] = {topic: defaultdict(list) for topic in HEADINGS}
    for change in sides.comparison.changes:
        sorted_out[_topic(change, sides)][change.key].append(change)
    moved = _reopened(sides, view)
    for key in moved:
        sorted_out["gates"].setdefault(key, [])
    seen: set[Key] = set()
    found = []
    for topic, by_record in sorted_out.items():
        items = [_item(key, changes, sides, impact, view.notes) for key, changes in by_record.items()]
        if topic == "gates":
            items = [replace(item, lines=(*item.lines, *moved.get((item.kind, item.id), ()))) for item in items]
        items.sort(key=lambda item: (-_latest(item) if topic == "slips" else 0, -_weight(item), item.kind, item.id))
        if items:
            found.append(Group(topic, HEADINGS[topic], tuple(_once(item, seen) for item in items)))
    return tuple(found)


def _reopened(sides: Sides, view: View) -> dict[Key, tuple[Line, ...]]:
    """What is to be said of gates that moved without anybody deciding, by launch."""
    changed: dict[Key, list[Change]] = defaultdict(list)
    for change in sides.comparison.changes:
        changed[change.key].append(change)
    keys = [(entry.kind, entry.id) for entry in sides.new.of(Launch)] if changed else []
    found = ((key, reopened(sides, key, changed.get(key, ()))) for key in keys if view.wants(key))
    return {key: tuple(map(_gate_line, gates)) for key, gates in found if gates}


def _gate_line(gate: GateChange) -> Line:
    what: What = "changed" if gate.old and gate.new else "added" if gate.new else "removed"
    return Line(gate.text, None, (Value(what, ("gates", gate.gate, "state"), gate.old, gate.new, None),))


def _once(item: Item, seen: set[Key]) -> Item:
    """The item; what it touches is said the first time only, where it matters most."""
    if not item.touches:
        return item
    key = item.kind, item.id
    is_new = key not in seen
    seen.add(key)
    return item if is_new else replace(item, touches=())


def _topic(change: Change, sides: Sides) -> Topic:
    if not change.route or change.what == "renamed":
        return "records"
    return "slips" if is_slip(change, sides) else _GROUP[change.topic]


def _latest(item: Item) -> int:
    """By how many days its dates moved, at the most."""
    return max((value.days or 0 for line in item.lines for value in line.values), default=0)


def _weight(item: Item) -> int:
    return sum(touched.count for touched in item.touches)


def _item(key: Key, changes: list[Change], sides: Sides, impact: Impact, notes: Notes) -> Item:
    lines: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        lines[wording(change, sides)].append(change)
    touched = impact.touched(key) if any(ripples(change) for change in changes) else ()
    return Item(
        *key,
        _named(sides, key),
        tuple(
            Line(text, next(filter(None, map(notes, said)), None), tuple(_value(change, sides) for change in said))
            for text, said in lines.items()
        ),
        tuple(Touches(one.kind, one.count, tuple(_named(sides, other) for other in one.keys)) for one in touched),
    )


def _named(sides: Sides, key: Key) -> Named:
    """A record's name, today's or its last."""
    if key[0] == SETTINGS:
        return Named(SETTINGS, "Settings", key[1])
    entry = sides.new.find(*key) or sides.old.find(*key)
    return named(entry) if entry is not None else Named(":".join(key), key[1], None)


# --- values --------------------------------------------------------------------------------------


def _value(change: Change, sides: Sides) -> Value:
    old, new = (_plain(value, change.shape) for value in (change.old, change.new))
    return Value(change.what, change.route, old, new, days_moved(change, sides))


def _plain(value: Any, shape: Shape | None) -> Plain:
    """A value as somebody would write it; of a whole record all that was given."""
    if shape is not None:
        return written(value, shape)
    if value is None:
        return None
    return written(value, Shape(type(value), model=type(value)))
