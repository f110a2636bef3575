"""Which promised days cannot hold, and why: what was promised, to whom, and the chain that says otherwise."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from prodops_cli.analysis.planning.network import Link
from prodops_cli.analysis.planning.schedule import Planned, Schedule
from prodops_cli.analysis.roadmap import is_under_way
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Promised:
    """A day by which an initiative has to be there, and where it is written."""

    kind: Literal["target", "commitment", "need", "launch"]
    """Its own target, what its owner promised to another, what another needs, or a launch it is part of."""
    day: date
    entry: Entry[Any]
    """The record it is written in."""
    route: Route
    to: Entry[Any] | None
    """The other initiative, or the launch."""
    is_start: bool = False
    """Whether its start is what is needed."""


def promises_by_initiative(workspace: Workspace) -> dict[str, list[Promised]]:
    """Every day by which an initiative that is under way has to be there, by its id."""
    found: dict[str, list[Promised]] = defaultdict(list)
    for id_, promised in _all(workspace):
        found[id_].append(promised)
    return found


def _all(workspace: Workspace) -> Iterator[tuple[str, Promised]]:
    under_way = {entry.id for entry in workspace.of(Initiative) if is_under_way(entry.record)}
    for entry in workspace.of(Initiative):
        record = entry.record
        if entry.id not in under_way:
            continue
        if record.target is not None:
            yield entry.id, Promised("target", record.target, entry, ("target",), None)
        for index, commitment in enumerate(record.commits):
            to = workspace.find("initiative", commitment.to)
            yield entry.id, Promised("commitment", commitment.by, entry, ("commits", index, "by"), to)
        for index, need in enumerate(record.depends_on):
            if need.needed_by is not None and need.on in under_way:
                route = ("depends_on", index, "needed_by")
                yield need.on, Promised("need", need.needed_by, entry, route, entry, need.type == "start_start")
    for launch in workspace.of(Launch):
        if launch.record.date is None or launch.record.status in ("launched", "cancelled"):
            continue
        for id_ in under_way.intersection(launch.record.initiatives):
            yield id_, Promised("launch", launch.record.date, launch, ("date",), launch)


@dataclass(frozen=True, slots=True)
class Broken:
    """A promised day that cannot hold."""

    promised: Promised
    days: int
    """By how many calendar days what was promised comes later at the earliest."""


def broken(planned: Planned, promised: list[Promised]) -> tuple[Broken, ...]:
    """Those of an initiative's promised days that the schedule does not hold, its own target first, then by days."""
    found = []
    for each in promised:
        days = ((planned.start if each.is_start else planned.finish) - each.day).days
        if days > 0:
            found.append(Broken(each, days))
    return tuple(sorted(found, key=lambda one: (one.promised.kind != "target", -one.days, one.promised.entry.ref)))


def chain_of(plan: Schedule, planned: Planned) -> tuple[tuple[Planned, Link | None], ...]:
    """What decides the end of an initiative, the first cause first: each with the link through which it waits."""
    steps = [(planned, planned.cause.link)]
    while (link := steps[-1][1]) is not None and (before := plan.find(link.before)) is not None:
        steps.append((before, before.cause.link))
    return tuple(reversed(steps))


def longest_chain(plan: Schedule) -> tuple[tuple[Planned, Link | None], ...]:
    """The chain that decides when everything open is done; empty where nothing is open."""
    ends = [each for each in plan.planned.values() if is_under_way(each.entry.record)]
    last = max(ends, key=lambda each: (each.finish, each.entry.id), default=None)
    return chain_of(plan, last) if last is not None else ()
