"""The gates of a launch: which there are and why, and where each one stands."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from prodops_cli.analysis.launches.seals import stale_fields
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.launches.tiers import countries_asking, required_gates
from prodops_cli.analysis.words import listed
from prodops_cli.kinds.launch import Approval, Gate, Launch
from prodops_cli.policy import LaunchPolicy

SignedState = Literal["not_started", "in_review", "approved", "conditional", "rejected", "waived"]
GateState = Literal["not_started", "in_review", "approved", "conditional", "rejected", "waived", "stale", "void"]
"""`stale`: what the sign-off covers has changed since; `void`: whoever gave it may not."""

PASSED = frozenset({"approved", "conditional", "waived"})
"""The states of a gate that do not hold a launch up."""


def missing_gates(policy: LaunchPolicy, launch: Launch) -> tuple[str, ...]:
    """The gates it needs by policy and does not have, in the policy's order."""
    return tuple(gate for gate in required_gates(policy, launch) if gate not in launch.gates)


def last_approval(gate: Gate, as_of: date) -> Approval | None:
    """The sign-off that counts on a day: the last up to then; of two on one day the lower one in the file."""
    place = last_place(gate, as_of)
    return gate.approvals[place] if place is not None else None


def last_place(gate: Gate, as_of: date) -> int | None:
    """The place among the gate's `approvals` of the sign-off that counts on a day."""
    signed = [place for place, approval in enumerate(gate.approvals) if approval.on <= as_of]
    return max(signed, key=lambda place: (gate.approvals[place].on, place), default=None)


def signed_state(gate: Gate, as_of: date) -> SignedState:
    """Where a gate stands on a day as its last sign-off has it, whatever changed since.

    A waiver that has run out counts for nothing. Where every condition is met, a conditional one is a whole one.
    """
    last = last_approval(gate, as_of)
    if last is None or has_run_out(last, as_of):
        return "in_review" if gate.in_review else "not_started"
    if last.verdict == "conditional" and last.conditions and not open_conditions(last, as_of):
        return "approved"
    return last.verdict


def sealed_state(policy: LaunchPolicy, launch: Launch, name: str, as_of: date) -> GateState:
    """Where a gate stands on a day: as its last sign-off has it, or `stale` where what it covers has changed."""
    gate = launch.gates.get(name, Gate())
    state, last = signed_state(gate, as_of), last_approval(gate, as_of)
    if state in PASSED and last is not None and stale_fields(policy, launch, name, last):
        return "stale"
    return state


def gate_state(book: SignerBook, launch: Launch, name: str, as_of: date) -> GateState:
    """Where a gate stands on a day: `void` where somebody let it pass who may not, else as its seal has it."""
    gate = launch.gates.get(name, Gate())
    last = last_approval(gate, as_of)
    if last is not None and signed_state(gate, as_of) in PASSED and book.is_outsider(launch, name, last):
        return "void"
    return sealed_state(book.policy, launch, name, as_of)


def has_run_out(approval: Approval, as_of: date) -> bool:
    """Whether it is a waiver whose time is over."""
    return approval.verdict == "waived" and approval.until is not None and approval.until < as_of


def open_conditions(approval: Approval, as_of: date) -> tuple[str, ...]:
    """The conditions that are not met on a day."""
    return tuple(one.text for one in approval.conditions if one.met is None or one.met > as_of)


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate of a launch: its state, and why it is there."""

    name: str
    state: GateState
    why: str
    """In words: what asks for it."""
    is_there: bool
    """Whether the launch's file has it."""


def gates_of(book: SignerBook, launch: Launch, as_of: date) -> tuple[GateLine, ...]:
    """The gates it needs in the policy's order, then its others by name."""
    required = required_gates(book.policy, launch)
    return tuple(
        _gate_line(book, launch, name, as_of, name in required)
        for name in (*required, *sorted(set(launch.gates) - set(required)))
    )


def _gate_line(book: SignerBook, launch: Launch, name: str, as_of: date, is_required: bool) -> GateLine:
    why = _why_gate(book.policy, launch, name, is_required)
    return GateLine(name, gate_state(book, launch, name, as_of), why, name in launch.gates)


def _why_gate(policy: LaunchPolicy, launch: Launch, name: str, is_required: bool) -> str:
    if not is_required:
        return "named in the file"
    countries = countries_asking(policy, launch, name)
    return f"asked for by {listed(countries)}" if countries else "asked for by the tier"
