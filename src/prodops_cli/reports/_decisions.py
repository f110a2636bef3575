"""The lines of a status that ask somebody to decide something."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from prodops_cli.analysis import decisions as analysis
from prodops_cli.analysis.launches.gates import GateState
from prodops_cli.analysis.promises import UNKNOWN, Promises, moved_phrase
from prodops_cli.analysis.scope import Scope
from prodops_cli.analysis.tools import annual_cost
from prodops_cli.fields import Money
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by
from prodops_cli.reports._sources import Notes, Sources


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate that holds a launch up."""

    name: str
    state: GateState
    owner: Named | None
    due: date | None
    is_pressing: bool
    """Whether somebody has to act now: it is rejected, due in the coming days, or the launch is near."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A piece of work with the day it is planned for."""

    record: Named
    owner: Named | None
    target: date | None
    days: int
    """Days from today to that day, negative once it is over."""
    promise: str | None
    """What history adds, where that day moved."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """Something that nobody here answers for."""

    record: Named
    former_owner: str | None
    """The name of who answered for it, and has left."""


@dataclass(frozen=True, slots=True)
class LaunchDecision:
    """A launch that cannot go ahead as it is written down."""

    kind: Literal["date_passed", "gates_open", "work_later"]
    launch: Named
    owner: Named | None
    date: date | None
    days_left: int
    gates: tuple[Gate, ...]
    """Those that are open, those that press first."""
    pressing_count: int
    """How many of these press."""
    gate_count: int
    """All of them."""
    later: tuple[Dated, ...]
    """What it ships and is planned for a day after it."""
    promise: str | None
    """What history adds, where its date moved."""
    notes: Notes = ()


@dataclass(frozen=True, slots=True)
class NewDates:
    """Work that is past its date, and needs a new one or the day it shipped."""

    work: tuple[Dated, ...]
    notes: Notes = ()
    kind: Literal["new_dates"] = "new_dates"


@dataclass(frozen=True, slots=True)
class Owners:
    """What needs an owner."""

    records: tuple[Orphan, ...]
    notes: Notes = ()
    kind: Literal["owners"] = "owners"


@dataclass(frozen=True, slots=True)
class RenewalDecision:
    """A contract that renews by itself unless somebody decides otherwise."""

    tool: Named
    owner: Named | None
    notice_by: date
    days_left: int
    """Days until notice must be given, negative once that is over."""
    renews: date
    yearly_cost: Money | None
    notes: Notes = ()
    kind: Literal["renewal"] = "renewal"


Decision: TypeAlias = LaunchDecision | NewDates | Owners | RenewalDecision


def decisions(
    scope: Scope, as_of: date, until: date, sources: Sources, promises: Promises = UNKNOWN
) -> tuple[Decision, ...]:
    """Everything that waits for a decision: what is overdue or missing first, then launches and renewals by day.

    `promises` is what was promised before.
    """
    launches = [
        _launch(scope.workspace, found, as_of, sources, promises)
        for found in analysis.launch_decisions(scope, as_of, until)
    ]
    passed = [decision for decision in launches if decision.kind == "date_passed"]
    ahead: list[LaunchDecision | RenewalDecision] = [one for one in launches if one.kind != "date_passed"]
    ahead += [_renewal(scope.workspace, renewal, as_of, sources) for renewal in analysis.renewals(scope, as_of)]
    return (
        *passed,
        *_missing(scope, as_of, sources, promises),
        *sorted(ahead, key=lambda decision: decision.days_left),
    )


def _missing(scope: Scope, as_of: date, sources: Sources, promises: Promises) -> Iterator[NewDates | Owners]:
    late = analysis.past_their_date(scope, as_of)
    if late:
        notes = sources.joined(sources.of(entry.ref, "target") for entry in late)
        yield NewDates(tuple(_dated(scope.workspace, entry, as_of, promises) for entry in late), notes)
    orphans = analysis.without_owner(scope, as_of)
    if orphans:
        notes = sources.joined(sources.of(one.entry.ref, "owner") for one in orphans)
        records = (Orphan(named(one.entry), one.left.name if one.left else None) for one in orphans)
        yield Owners(tuple(records), notes)


def _renewal(workspace: Workspace, renewal: analysis.Renewal, as_of: date, sources: Sources) -> RenewalDecision:
    tool = renewal.entry.record
    return RenewalDecision(
        named(renewal.entry),
        named_by(workspace, "person", tool.owner),
        renewal.notice_by,
        (renewal.notice_by - as_of).days,
        renewal.renews,
        annual_cost(tool),
        sources.of(renewal.entry.ref, "contract"),
    )


def _launch(
    workspace: Workspace, found: analysis.LaunchDecision, as_of: date, sources: Sources, promises: Promises
) -> LaunchDecision:
    launch: Launch = found.entry.record
    gates = tuple(
        Gate(gate.name, gate.state, named_by(workspace, "person", gate.owner), gate.due, gate.is_pressing)
        for gate in found.gates
    )
    about_work = [sources.of(entry.ref, "target") for entry in found.later]
    return LaunchDecision(
        found.kind,
        named(found.entry),
        named_by(workspace, "person", launch.owner),
        launch.date,
        found.days_left,
        gates,
        sum(gate.is_pressing for gate in gates),
        found.gate_count,
        tuple(_dated(workspace, entry, as_of, promises) for entry in found.later),
        moved_phrase(promises, (found.entry.kind, found.entry.id)),
        sources.joined([sources.of(found.entry.ref, "date", *(["gates"] if found.gates else [])), *about_work]),
    )


def _dated(workspace: Workspace, entry: Entry[Initiative], as_of: date, promises: Promises) -> Dated:
    target = entry.record.target
    owner = named_by(workspace, "person", entry.record.owner)
    days = (target - as_of).days if target is not None else 0
    return Dated(named(entry), owner, target, days, moved_phrase(promises, (entry.kind, entry.id)))
