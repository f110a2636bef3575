"""Who answers for what is still open: every owner's place in goals, initiatives and launches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from prodops_cli.analysis.goals import period_of
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Ownership:
    """A person's answering for something that is still open."""

    entry: Entry[Any]
    route: Route
    """Where the person is named."""
    person: str
    """The person's id."""
    due: date | None
    """The day it is due, where there is one."""


def open_ownerships(workspace: Workspace) -> Iterator[Ownership]:
    """Every owner of a goal, key result, initiative, launch or gate that is neither done nor given up."""
    yield from _of_goals(workspace)
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.owner is not None and is_open(initiative):
            yield Ownership(entry, ("owner",), initiative.owner, initiative.target)
    yield from _of_launches(workspace)


def first_ownerships(workspace: Workspace) -> dict[str, Ownership]:
    """The first open thing that each person answers for, by the person's id."""
    found: dict[str, Ownership] = {}
    for owned in open_ownerships(workspace):
        found.setdefault(owned.person, owned)
    return found


def _of_goals(workspace: Workspace) -> Iterator[Ownership]:
    for entry in workspace.of(Goal):
        goal = entry.record
        if goal.status not in ("draft", "active"):
            continue
        period = period_of(workspace.settings, goal)
        due = period.last if period is not None else None
        if goal.owner is not None:
            yield Ownership(entry, ("owner",), goal.owner, due)
        for index, key_result in enumerate(goal.key_results):
            if key_result.owner is not None:
                yield Ownership(entry, ("key_results", index, "owner"), key_result.owner, due)


def _of_launches(workspace: Workspace) -> Iterator[Ownership]:
    for entry in workspace.of(Launch):
        launch = entry.record
        if launch.status not in ("planned", "on_hold"):
            continue
        if launch.owner is not None:
            yield Ownership(entry, ("owner",), launch.owner, launch.date)
        for name, gate in launch.gates.items():
            if gate.owner is not None:
                yield Ownership(entry, ("gates", name, "owner"), gate.owner, gate.due or launch.date)
