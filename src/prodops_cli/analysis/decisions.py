"""What waits for somebody to decide: launches with open gates, dates that have passed, owners, renewals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from prodops_cli.analysis.goals import is_running
from prodops_cli.analysis.launches.days import comes_after, days_to_launch, gate_due, is_near
from prodops_cli.analysis.launches.gates import PASSED, GateState
from prodops_cli.analysis.launches.outstanding import outstanding
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.people import departed
from prodops_cli.analysis.roadmap import is_past_due, is_under_way
from prodops_cli.analysis.scope import Scope
from prodops_cli.analysis.tools import decision_start, must_decide, notice_deadline
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Gate, Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.tool import Tool
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry


@dataclass(frozen=True, slots=True)
class OpenGate:
    """A gate that holds a launch up."""

    name: str
    state: GateState
    owner: str | None
    due: date | None
    """The day its decision is needed, by its file or else by the policy; None where the launch has no date."""
    is_pressing: bool
    """Whether somebody has to act now: it is rejected, due within the asked window, or the launch is near."""


@dataclass(frozen=True, slots=True)
class LaunchDecision:
    """A planned launch that cannot go ahead as it is written down."""

    kind: Literal["date_passed", "gates_open", "work_later"]
    entry: Entry[Launch]
    days_left: int
    gates: tuple[OpenGate, ...] = ()
    """Its open gates, those that press first, else in the order of the readiness table."""
    gate_count: int = 0
    """All of its gates."""
    later: tuple[Entry[Initiative], ...] = ()
    """What it ships and is planned for a day after it."""


def launch_decisions(scope: Scope, as_of: date, until: date) -> Iterator[LaunchDecision]:
    """What has to be decided about planned launches, in order of their dates.

    A launch counts from `NEAR_DAYS` before it, or as soon as one of its gates is rejected or due by `until`.
    """
    planned = [entry for entry in scope.launches() if days_to_launch(entry.record, as_of) is not None]
    book = SignerBook(scope.workspace)
    for entry in sorted(planned, key=lambda entry: (entry.record.date or date.max, entry.id)):
        yield from _about(scope, book, entry, as_of, until)


def _about(scope: Scope, book: SignerBook, entry: Entry[Launch], as_of: date, until: date) -> Iterator[LaunchDecision]:
    launch = entry.record
    days = days_to_launch(launch, as_of)
    if days is None or launch.date is None:
        return
    if days < 0:
        yield LaunchDecision("date_passed", entry, days)
        return
    gates = open_gates(book, launch, as_of, until)
    if any(gate.is_pressing for gate in gates):
        yield LaunchDecision("gates_open", entry, days, gates, len(outstanding(book, launch, as_of).gates))
    later = work_after(scope, launch)
    if later:
        yield LaunchDecision("work_later", entry, days, later=later)


def open_gates(book: SignerBook, launch: Launch, as_of: date, until: date) -> tuple[OpenGate, ...]:
    """The gates that hold a launch up, those that press first."""
    settings, is_all = book.workspace.settings, is_near(launch, as_of)
    gates = []
    for name, state in outstanding(book, launch, as_of).gates:
        if state not in PASSED:
            due = gate_due(settings, launch, name)
            is_pressing = is_all or state == "rejected" or (due is not None and due <= until)
            gates.append(OpenGate(name, state, launch.gates.get(name, Gate()).owner, due, is_pressing))
    return tuple(sorted(gates, key=lambda gate: not gate.is_pressing))


def work_after(scope: Scope, launch: Launch) -> tuple[Entry[Initiative], ...]:
    """The open initiatives that a launch ships and that are planned for a day after it."""
    found = (scope.workspace.find(Initiative.kind, id_) for id_ in launch.initiatives)
    entries = (cast("Entry[Initiative]", entry) for entry in found if entry is not None)
    return tuple(entry for entry in entries if comes_after(entry.record, launch))


def past_their_date(scope: Scope, as_of: date) -> tuple[Entry[Initiative], ...]:
    """Work taken on whose target day is over, the oldest first: each needs a new date, or the day it shipped."""
    late = [
        entry for entry in scope.initiatives() if is_past_due(entry.record, as_of) and entry.record.status != "idea"
    ]
    return tuple(sorted(late, key=lambda entry: (entry.record.target or date.max, entry.id)))


@dataclass(frozen=True, slots=True)
class Ownerless:
    """Something that is pursued and that nobody here answers for."""

    entry: Entry[Any]
    left: Person | None
    """Who answered for it, and has left; None where nobody is named."""


def without_owner(scope: Scope, as_of: date) -> tuple[Ownerless, ...]:
    """Running goals, work under way and planned launches without an owner who is here."""
    return tuple(
        Ownerless(entry, left)
        for entry in _pursued(scope, as_of)
        if (left := departed(scope.workspace, entry.record.owner, as_of)) is not None or entry.record.owner is None
    )


def _pursued(scope: Scope, as_of: date) -> Iterable[Entry[Initiative] | Entry[Goal] | Entry[Launch]]:
    yield from (entry for entry in scope.initiatives() if is_under_way(entry.record))
    yield from (entry for entry in scope.launches() if entry.record.status == "planned")
    yield from (entry for entry in scope.goals_in() if is_running(scope.workspace.settings, entry.record, as_of))


@dataclass(frozen=True, slots=True)
class Renewal:
    """A contract that renews by itself, and about which nothing is decided yet."""

    entry: Entry[Tool]
    notice_by: date
    """The last day on which notice can be given."""
    renews: date


def renewals(scope: Scope, as_of: date) -> tuple[Renewal, ...]:
    """The renewals to decide about now, the earliest notice first; what has renewed already is past deciding."""
    settings = scope.workspace.settings
    found = (_renewal(entry, settings, as_of) for entry in scope.tools() if must_decide(entry.record))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.notice_by, one.entry.id)))


def _renewal(entry: Entry[Tool], settings: Settings, as_of: date) -> Renewal | None:
    contract = entry.record.contract
    if contract is None or contract.renews is None or contract.renews < as_of:
        return None
    start = decision_start(contract, settings.thresholds.decision_days)
    deadline = notice_deadline(contract)
    if start is None or deadline is None or start > as_of:
        return None
    return Renewal(entry, deadline, contract.renews)
