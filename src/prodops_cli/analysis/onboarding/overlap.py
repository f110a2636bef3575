"""Which tasks of different layers come together in somebody's plan, and whether the layers say what then holds.

Layers meet where one person can be of both: the same role or level, a team and one it is part of, a country and a
part of it. Where a thousand layers have a task of one name, each is compared with those only that share a team, role,
level or country with it, so that as many layers take as many steps, and not the square of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from prodops_cli.analysis.onboarding.layers import ORDER, in_order, teams_of
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.onboarding import ForWhom, Onboarding, Task
from prodops_cli.workspace import Entry, Workspace

ASPECTS = ("teams", "roles", "levels", "countries")
"""What a layer or a task can be for only some of."""

Audience = Mapping[str, frozenset[str]]
"""Whom something is for, by aspect: one of these; anybody where an aspect is missing."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A task in its layer."""

    entry: Entry[Onboarding]
    index: int
    task: Task
    audience: Audience | None
    """None: whom the layer is for and whom the task is for are never the same."""

    @property
    def rank(self) -> int:
        """How near its layer is, the nearest last."""
        return ORDER[self.entry.record.layer]


class Audiences:
    """Who can be of several audiences at once: knows which teams are part of which."""

    def __init__(self, workspace: Workspace) -> None:
        self._teams = cache(lambda team: teams_of(workspace, team))

    def line(self, aspect: str, value: str) -> tuple[str, ...]:
        """A value and the wider ones that it is part of: a team's parents, a state's country."""
        if aspect == "teams":
            return self._teams(value)
        if aspect == "countries" and "-" in value:
            return (value, value.partition("-")[0])
        return (value,)

    def of(self, *wanted: ForWhom | None) -> Audience | None:
        """Whom something is for that is limited more than once; None where that is nobody."""
        found: Audience | None = {}
        for one in wanted:
            if one is not None and found is not None:
                given = ((aspect, getattr(one, aspect)) for aspect in ASPECTS)
                found = self.common(found, {aspect: frozenset(values) for aspect, values in given if values})
        return found

    def common(self, one: Audience, other: Audience) -> Audience | None:
        """Those who are of both audiences; None where nobody can be."""
        found = {**one, **other}
        for aspect in one.keys() & other.keys():
            found[aspect] = self._within(aspect, one[aspect], other[aspect]) | self._within(
                aspect, other[aspect], one[aspect]
            )
            if not found[aspect]:
                return None
        return found

    def _within(self, aspect: str, values: Iterable[str], wider: frozenset[str]) -> frozenset[str]:
        """Those of the values that are one of the wider ones, or part of one."""
        return frozenset(value for value in values if not wider.isdisjoint(self.line(aspect, value)))


class _Pool:
    """Tasks of one id and layers of one rank, to look up those that somebody can have together with another."""

    def __init__(self, audiences: Audiences) -> None:
        self.audiences = audiences
        self.all: list[Placed] = []
        self.exact: dict[tuple[str, str], list[Placed]] = defaultdict(list)
        """Those that name a value."""
        self.narrower: dict[tuple[str, str], list[Placed]] = defaultdict(list)
        """Those that name a part of a value."""
        self.anybody: dict[str, list[Placed]] = defaultdict(list)
        """Those that do not care for an aspect."""

    def add(self, placed: Placed) -> None:
        """Take a task in; one that is for nobody meets nothing."""
        if placed.audience is None:
            return
        self.all.append(placed)
        for aspect in ASPECTS:
            if aspect not in placed.audience:
                self.anybody[aspect].append(placed)
                continue
            for value in sorted(placed.audience[aspect]):
                self.exact[aspect, value].append(placed)
                for wider in self.audiences.line(aspect, value)[1:]:
                    self.narrower[aspect, wider].append(placed)

    def meeting(self, audience: Audience) -> Placed | None:
        """The first one found that some of an audience have as well."""
        candidates = [self._sharing(aspect, values) for aspect, values in sorted(audience.items())]
        fewest = min(candidates, key=lambda lists: sum(map(len, lists)), default=[self.all])
        return next((one for one in chain.from_iterable(fewest) if self._meets(one, audience)), None)

    def _sharing(self, aspect: str, values: frozenset[str]) -> list[list[Placed]]:
        """Lists with all that can meet one of the values."""
        found = [self.anybody.get(aspect, [])]
        for value in sorted(values):
            found.append(self.narrower.get((aspect, value), []))
            found.extend(self.exact.get((aspect, wider), []) for wider in self.audiences.line(aspect, value))
        return found

    def _meets(self, placed: Placed, audience: Audience) -> bool:
        return placed.audience is not None and self.audiences.common(placed.audience, audience) is not None


@dataclass(frozen=True, slots=True)
class Repeated:
    """A task whose id another task has that somebody gets as well."""

    placed: Placed
    other: Placed
    """The one that was there first: of the same layer, or of one as wide or wider."""


def repeated_tasks(workspace: Workspace) -> Iterator[Repeated]:
    """Every task whose id was there before it, in its own layer or for some of the same people in another one.

    A nearer layer may have a task of a wider one's id if it says so: with `replaces`, or with `without`. Ids that
    differ in capital and small letters only are the same.
    """
    audiences = Audiences(workspace)
    for tasks in _by_id(workspace, audiences).values():
        if len(tasks) > 1:
            yield from _repeated_among(tasks, audiences)


def _by_id(workspace: Workspace, audiences: Audiences) -> dict[str, list[Placed]]:
    """The tasks of each id in small letters, from those for everybody to those for the fewest."""
    found: dict[str, list[Placed]] = defaultdict(list)
    for entry in in_order(workspace):
        for index, task in enumerate(entry.record.tasks):
            audience = audiences.of(entry.record.only_for, task.only_for)
            found[task.id.lower()].append(Placed(entry, index, task, audience))
    return found


def _repeated_among(tasks: list[Placed], audiences: Audiences) -> Iterator[Repeated]:
    pools: dict[int, _Pool] = {}
    in_layer: dict[str, Placed] = {}
    for placed in tasks:
        other = in_layer.setdefault(placed.entry.id, placed)
        if other is not placed:
            yield Repeated(placed, other)
            continue
        ranks = [placed.rank] if _says_so(placed) else [rank for rank in sorted(pools) if rank <= placed.rank]
        found = (
            pools[rank].meeting(placed.audience) for rank in ranks if rank in pools and placed.audience is not None
        )
        met = next((one for one in found if one is not None), None)
        if met is not None:
            yield Repeated(placed, met)
        pools.setdefault(placed.rank, _Pool(audiences)).add(placed)


def _says_so(placed: Placed) -> bool:
    """Whether a task, or its layer, says that the wider layers' task of the same id is not done."""
    said = (placed.task.replaces, *placed.entry.record.without)
    return any(id_ is not None and id_.lower() == placed.task.id.lower() for id_ in said)


# --- what is replaced or left out ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unknown:
    """A task that a layer replaces or leaves out, and that nobody of the layer would have got."""

    entry: Entry[Onboarding]
    route: Route
    id: str
    nearest: Placed | None
    """A task of that id which is in no wider layer, or for others; None where no layer has one."""
    is_for_others: bool
    """Whether there is such a task in a wider layer, but for none of the same people."""


def unknown_tasks(workspace: Workspace) -> Iterator[Unknown]:
    """Every id after `replaces` or in `without` that names no task of a wider layer for some of the same people."""
    audiences = Audiences(workspace)
    tasks: dict[str, list[Placed]] = defaultdict(list)
    for placed in chain.from_iterable(_by_id(workspace, audiences).values()):
        tasks[placed.task.id].append(placed)
    pools: dict[tuple[str, int], _Pool] = {}

    def pool(id_: str, rank: int) -> _Pool:
        if (id_, rank) not in pools:
            found = pools[id_, rank] = _Pool(audiences)
            for one in tasks[id_]:
                if one.rank == rank:
                    found.add(one)
        return pools[id_, rank]

    for entry, route, id_, audience in _named(workspace, audiences):
        known = tasks.get(id_, [])
        rank = ORDER[entry.record.layer]
        wider = bool(known) and known[0].rank < rank
        if not wider:
            yield Unknown(entry, route, id_, known[0] if known else None, is_for_others=False)
        elif audience is not None and all(pool(id_, lower).meeting(audience) is None for lower in range(rank)):
            yield Unknown(entry, route, id_, known[0], is_for_others=True)


def _named(
    workspace: Workspace, audiences: Audiences
) -> Iterator[tuple[Entry[Onboarding], Route, str, Audience | None]]:
    """Every task that a layer replaces or leaves out, and for whom."""
    for entry in in_order(workspace):
        layer = entry.record
        if layer.without:
            audience = audiences.of(layer.only_for)
            for index, id_ in enumerate(layer.without):
                yield entry, ("without", index), id_, audience
        for index, task in enumerate(layer.tasks):
            if task.replaces is not None:
                audience = audiences.of(layer.only_for, task.only_for)
                yield entry, ("tasks", index, "replaces"), task.replaces, audience
