"""The blast radius of changes: the records that feel them, near and far, and the people who should hear of them.

A record feels the changes of what it refers to (a launch those of the initiatives it ships) and of what serves it
(a goal those of its initiatives; see `Telling.serves`). Each is a step in a graph, which is walked to its end; a
circle in it is walked once. From people and teams one step is taken: everybody's work hangs on somebody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from prodops_cli.analysis.people import has_left
from prodops_cli.analysis.wording import Sides
from prodops_cli.changes import Change, Key, topic_of
from prodops_cli.fields import Topic
from prodops_cli.kinds._base import Record, references_of
from prodops_cli.kinds._shape import fields_of
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.workspace import Reference

RIPPLING: frozenset[Topic] = frozenset({"promise", "status", "scope"})
"""What changes are about that others feel; who answers for something, or what is said of it, changes only itself."""
MOST_NAMED = 10
"""So many records of a kind are named as touched by one change; the others are counted."""
MOST_REASONS = 5
"""So many reasons are given to one person; the others are counted."""
_ONE_STEP = ("person", "team")


class Step(NamedTuple):
    """One record feeling another's changes, by a field of either."""

    key: Key
    """Who feels them."""
    field: str
    is_served: bool
    """Whether the field is the other's: it serves this record."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The records of a kind that feel a change."""

    kind: str
    count: int
    keys: tuple[Key, ...]
    """The first of them: those that feel it at once, then the others, by id."""


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who should hear of the changes."""

    person: str
    """The id."""
    reasons: tuple[str, ...]
    """Why, the best reasons first."""
    more: int
    """How many reasons are left out."""


def _order(kind: str) -> tuple[int, str]:
    """Launches first, then goals and initiatives, then the other kinds by name."""
    return (_FIRST.index(kind) if kind in _FIRST else len(_FIRST)), kind


_FIRST = ("launch", "goal", "initiative")


def ripples(change: Change) -> bool:
    """Whether others feel a change."""
    return change.topic in RIPPLING or (change.what == "removed" and not change.route)


class Impact:
    """The blast radius of everything that changed between two workspaces."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.changes = sides.comparison.changes
        self.sources = tuple(dict.fromkeys(change.key for change in self.changes if ripples(change)))

    def touched(self, key: Key) -> tuple[Touched, ...]:
        """What feels the changes of a record, by kind."""
        mask = self._reach.get(key, 0) & ~(1 << self._index[key]) if key in self._index else 0
        direct = [step.key for step in self._direct(key) if step.key != key]
        found = []
        for kind, of_kind in sorted(self._kinds.items(), key=lambda item: _order(item[0])):
            here = mask & of_kind
            if here:
                near = sorted({other for other in direct if other[0] == kind})
                far = (self._nodes[bit] for bit in _bits(here))
                named = list(dict.fromkeys(near[:MOST_NAMED]))
                while len(named) < min(MOST_NAMED, here.bit_count()):
                    named += [other for other in [next(far)] if other not in named]
                found.append(Touched(kind, here.bit_count(), tuple(named)))
        return tuple(found)

    # --- the graph ---

    @cached_property
    def _steps(self) -> Mapping[Key, tuple[Step, ...]]:
        """Who feels the changes of each record at once."""
        removed = {change.key for change in self.changes if change.what == "removed" and not change.route}
        found: dict[Key, dict[Step, None]] = defaultdict(dict)
        old = (reference for reference in self.sides.old.references if removed) if removed else ()
        former = (one for one in old if {(one.source.kind, one.source.id), (one.kind, one.id)} & removed)
        for reference in (*self.sides.new.references, *former):
            for source, step in _steps_of(reference):
                found[source][step] = None
        return {key: tuple(steps) for key, steps in found.items()}

    @cached_property
    def _served_by(self) -> Mapping[Key, tuple[Step, ...]]:
        """What serves each record: told of its changes, and no further."""
        found: dict[Key, list[Step]] = defaultdict(list)
        for source, steps in self._steps.items():
            for step in steps:
                if step.is_served:
                    found[step.key].append(Step(source, step.field, is_served=False))
        return {key: tuple(steps) for key, steps in found.items()}

    def _direct(self, key: Key) -> Iterable[Step]:
        return (*self._steps.get(key, ()), *self._served_by.get(key, ()))

    @cached_property
    def _nodes(self) -> list[Key]:
        keys = {*self._steps, *self._served_by, *self.sources}
        keys.update(step.key for steps in self._steps.values() for step in steps)
        return sorted(keys)

    @cached_property
    def _index(self) -> dict[Key, int]:
        return {key: index for index, key in enumerate(self._nodes)}

    @cached_property
    def _kinds(self) -> dict[str, int]:
        """For each kind the bits of its records."""
        found: dict[str, int] = defaultdict(int)
        members: dict[str, list[int]] = defaultdict(list)
        for index, (kind, _) in enumerate(self._nodes):
            members[kind].append(index)
        for kind, bits in members.items():
            found[kind] = sum(1 << bit for bit in bits)
        return found

    @cached_property
    def _reach(self) -> dict[Key, int]:
        """Everything that feels each changed record, as the bits of a number: one step over, then to the end."""
        index = self._index
        links = {
            index[key]: [index[step.key] for step in steps if step.key[0] not in _ONE_STEP]
            for key, steps in self._steps.items()
            if key[0] not in _ONE_STEP
        }
        onward = reach(links, (index[key] for key in self.sources))
        found = {}
        for key in self.sources:
            mask = onward.get(index[key], 0)
            for step in self._direct(key):
                mask |= 1 << index[step.key]
            found[key] = mask
        return found

    # --- people ---

    def told(self) -> tuple[Told, ...]:
        """Who should hear of the changes and why: those who answer for what changed first."""
        reasons: dict[str, dict[str, int]] = defaultdict(dict)
        for rank, person, reason in (*self._of_owners(), *self._of_changed(), *self._of_touched()):
            if not self._is_gone(person):
                reasons[person].setdefault(reason, rank)
        ordered = sorted(reasons.items(), key=lambda item: (min(item[1].values()), -len(item[1]), item[0]))
        return tuple(_told(person, found) for person, found in ordered)

    def _is_gone(self, id_: str) -> bool:
        person = self.sides.new.get(Person, id_)
        return person is None or has_left(person, self.sides.as_of)

    def _of_owners(self) -> Iterator[tuple[int, str, str]]:
        """Those between whom something changed hands, and their managers."""
        for change in self.changes:
            is_person = change.shape is not None and change.shape.ref is not None and change.shape.ref.kind == "person"
            if change.topic != "ownership" or not is_person or change.shape is None or change.shape.many:
                continue
            name = self._name(change.key)
            for person, verb in ((change.new, "takes over"), (change.old, "hands over")):
                if isinstance(person, str):
                    yield 0, person, f"{verb} {name} ({change.field[-1].replace('_', ' ')})"
                    record = self.sides.new.get(Person, person)
                    if record is not None and record.manager is not None:
                        yield 3, record.manager, f"manages {record.label}, who {verb} {name}"

    def _of_changed(self) -> Iterator[tuple[int, str, str]]:
        """Those who answer for what changed, or for a part of it; and the leads of its team where others feel it."""
        felt = set(self.sources)
        for key in dict.fromkeys(change.key for change in self.changes):
            record = self.sides.after(key) or self.sides.before(key)
            if record is None:
                continue
            name = self._name(key)
            for field, person in _answerable(record):
                what = f"{field} of {name}" if field else name
                if key[0] == Person.kind:
                    yield 3, person, f"manages {name}, whose record changes"
                elif not field or key in felt:
                    yield (1 if not field else 2), person, f"answers for {what}, which changes"
            team = self.sides.new.get(Team, getattr(record, "team", None))
            if key in felt and team is not None and team.lead is not None:
                yield 3, team.lead, f"leads {team.label}, whose {name} changes"

    def _of_touched(self) -> Iterator[tuple[int, str, str]]:
        """Those who answer for what feels the changes; each is told of the nearest one."""
        for key, (step, origin, distance) in self.nearest.items():
            record = self.sides.after(key) or self.sides.before(key)
            if record is None or isinstance(record, (Person, Team)):
                continue
            for field, person in _answerable(record):
                if not field:
                    verb = _verb(step) if distance == 1 else "is reached by"
                    yield 4 + min(distance, 2), person, f"answers for {self._name(key)}, which {verb} {origin}"

    @cached_property
    def nearest(self) -> Mapping[Key, tuple[Step, str, int]]:
        """For everything that feels a change: the step that led there, the change's record, and how many steps away."""
        found: dict[Key, tuple[Step, str, int]] = {}
        seen = set(self.sources)
        waiting = [(key, self._name(key), 0) for key in self.sources]
        for key, origin, distance in waiting:  # the list grows while it is walked
            for step, leads_on in self._onward(key, is_first=distance == 0):
                if step.key not in seen:
                    seen.add(step.key)
                    found[step.key] = (step, origin, distance + 1)
                    if leads_on:
                        waiting.append((step.key, origin, distance + 1))
        return found

    def _onward(self, key: Key, *, is_first: bool) -> Iterator[tuple[Step, bool]]:
        """The steps from a record, and whether others follow them."""
        if is_first or key[0] not in _ONE_STEP:
            yield from ((step, key[0] not in _ONE_STEP) for step in self._steps.get(key, ()))
        if is_first:
            yield from ((step, False) for step in self._served_by.get(key, ()))

    def _name(self, key: Key) -> str:
        return self.sides.name(*key)

    def briefs(self) -> tuple[tuple[Key, tuple[str, ...]], ...]:
        """The launches that changed or feel a change, each with the audiences that have been promised a word of it."""
        keys = sorted(key for key in {*self.sources, *self.nearest} if key[0] == Launch.kind)
        launches = ((key, self.sides.after(key)) for key in keys)
        return tuple(
            (key, tuple(dict.fromkeys((*launch.audiences, *launch.messages))))
            for key, launch in launches
            if isinstance(launch, Launch) and (launch.audiences or launch.messages)
        )


_VERBS = {
    ("depends_on", False): "waits for",
    ("initiatives", False): "ships",
    ("commits", True): "was promised",
    ("goals", True): "is served by",
    ("parent", True): "is served by",
    ("goals", False): "serves",
    ("parent", False): "serves",
    ("commits", False): "has promised something to",
    ("successor", False): "is replaced by",
    ("owner", False): "belongs to",
}


def _verb(step: Step) -> str:
    """How a record hangs on another, by the field that says so; only a launch ships the work that it names."""
    if step.field == "initiatives" and not step.is_served and step.key[0] != Launch.kind:
        return "is about"
    return _VERBS.get((step.field, step.is_served), "has to do with")


def _steps_of(reference: Reference) -> Iterator[tuple[Key, Step]]:
    """Whose changes are felt by whom because of a reference."""
    source, target = (reference.source.kind, reference.source.id), (reference.kind, reference.id)
    field = str(reference.route[0])
    telling = reference.source.record.telling
    if field in telling.serves:
        yield source, Step(target, field, is_served=True)
    elif reference.kind not in _ONE_STEP or _is_answering(reference):
        yield target, Step(source, field, is_served=False)


def _is_answering(reference: Reference) -> bool:
    """Whether a person or a team is named as the one who answers for the record, or for a part of it."""
    return _topic_at(reference.source.record, reference.route) == "ownership"


def _topic_at(record: Record, route: tuple[str | int, ...]) -> Topic:
    """What a field is about, found along the route to it."""
    topic: Topic | None = None
    model: type = type(record)
    for step in route:
        fields = fields_of(model)
        if not isinstance(step, str) or step not in fields:
            continue
        shape = fields[step].shape
        found = topic_of(model, step, shape, topic)
        topic = None if found == "detail" else found
        if shape.model is None:
            break
        model = shape.model
    return topic or "detail"


def _answerable(record: Record) -> Iterator[tuple[str, str]]:
    """Who answers for a record, and for which part of it (none for the whole), by id."""
    for route, kind, id_ in references_of(record):
        if kind == Person.kind and _topic_at(record, route) == "ownership":
            yield " ".join(str(step).replace("_", " ") for step in route[:-1] if isinstance(step, str)), id_


def _told(person: str, reasons: Mapping[str, int]) -> Told:
    ordered = sorted(reasons, key=lambda reason: (reasons[reason], reason))
    return Told(person, tuple(ordered[:MOST_REASONS]), max(len(ordered) - MOST_REASONS, 0))


def _bits(mask: int) -> Iterator[int]:
    """The places of a number's bits, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def reach(links: Mapping[int, list[int]], starts: Iterable[int]) -> dict[int, int]:
    """What can be reached from each node that the starts lead to, itself included, as the bits of a number.

    Nodes that lead to each other reach the same; they are found as strongly connected components (Tarjan), each
    after those it leads to, so that every link is followed once. No recursion.
    """
    number: dict[int, int] = {}
    lowest: dict[int, int] = {}
    found: dict[int, int] = {}
    open_nodes: list[int] = []
    for start in starts:
        if start in number:
            continue
        number[start] = lowest[start] = len(number)
        open_nodes.append(start)
        path = [(start, iter(links.get(start, ())))]
        while path:
            node, targets = path[-1]
            target = next((one for one in targets if one not in found), None)
            if target is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[node])
                if lowest[node] == number[node]:
                    _close(node, open_nodes, links, found)
            elif target in number:
                lowest[node] = min(lowest[node], number[target])
            else:
                number[target] = lowest[target] = len(number)
                open_nodes.append(target)
                path.append((target, iter(links.get(target, ()))))
    return found


def _close(node: int, open_nodes: list[int], links: Mapping[int, list[int]], found: dict[int, int]) -> None:
    """Take a component, everything opened since its first node, off the open ones, and say what it reaches."""
    members: list[int] = []
    mask = 0
    while node not in members[-1:]:
        members.append(open_nodes.pop())
        mask |= 1 << members[-1]
        for target in links.get(members[-1], ()):
            mask |= found.get(target, 0)
    for member in members:
        found[member] = mask
