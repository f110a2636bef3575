"""Who answers for what: the open work (goals, initiatives, launches), and what is kept right over the years.

Kept are the layers of onboarding, planning cycles, decisions, resources and rituals; tools and teams have rules of
their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from prodops_cli.analysis.goals import period_of
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.decision import Decision
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.kinds.resource import Resource
from prodops_cli.kinds.ritual import Ritual
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Ownership:
    """A person's answering for something that is still open, or kept."""

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


def ownerships(workspace: Workspace, as_of: date) -> Iterator[Ownership]:
    """Every owner of open work, and whoever answers for a layer, a decision, a resource or a ritual that still counts.

    A decision that was accepted is its driver's until it is looked at again; one without a review day is nobody's.
    A planning cycle is its owner's until the look back, and a gate of it its owner's until the freeze.
    """
    yield from open_ownerships(workspace)
    yield from _of_layers(workspace)
    yield from _of_cycles(workspace, as_of)
    yield from _of_decisions(workspace)
    for resource in workspace.of(Resource):
        if resource.record.owner is not None and resource.record.status != "retired":
            yield Ownership(resource, ("owner",), resource.record.owner, None)
    for ritual in workspace.of(Ritual):
        if ritual.record.owner is not None and ritual.record.status != "stopped":
            yield Ownership(ritual, ("owner",), ritual.record.owner, None)


def _of_layers(workspace: Workspace) -> Iterator[Ownership]:
    for entry in workspace.of(Onboarding):
        layer = entry.record
        for field, person in (("owner", layer.owner), ("hr", layer.hr), ("ops", layer.ops)):
            if person is not None:
                yield Ownership(entry, (field,), person, None)


def _of_cycles(workspace: Workspace, as_of: date) -> Iterator[Ownership]:
    for entry in workspace.of(Cycle):
        cycle = entry.record
        due = cycle.freeze if cycle.freeze >= as_of else cycle.closes
        if cycle.owner is not None and due is not None and due >= as_of:
            yield Ownership(entry, ("owner",), cycle.owner, due)
        if cycle.freeze < as_of:
            continue
        for name, gate in cycle.gates.items():
            if gate.owner is not None:
                yield Ownership(entry, ("gates", name, "owner"), gate.owner, gate.due or cycle.freeze)


def _of_decisions(workspace: Workspace) -> Iterator[Ownership]:
    for entry in workspace.of(Decision):
        decision = entry.record
        is_waiting = decision.status == "proposed"
        is_kept = decision.status == "accepted" and decision.review_by is not None
        if decision.driver is not None and (is_waiting or is_kept):
            yield Ownership(entry, ("driver",), decision.driver, decision.review_by if is_kept else None)
        if decision.approver is not None and is_waiting:
            yield Ownership(entry, ("approver",), decision.approver, None)


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
