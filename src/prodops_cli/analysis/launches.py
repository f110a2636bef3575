"""What a launch needs and what is still open: its tier, its gates and its readiness."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import listed
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Facts, Gate, Launch
from prodops_cli.workspace import Workspace

Tier = Literal[1, 2, 3]
GateState = Literal["not_started", "in_review", "approved", "conditional", "rejected", "waived"]

_FACTS: dict[Tier, dict[str, str]] = {
    1: {
        "new_product": "a new product",
        "pricing_change": "a pricing change",
        "new_geographies": "new geographies",
        "personal_data": "personal data",
        "contract_terms": "new contract terms",
    },
    2: {
        "breaking_change": "a breaking change",
        "partner": "a partner",
        "notable": "notable to customers",
    },
}
"""The facts that lift a launch into a tier, with the words for them."""

REQUIRED_GATES: dict[Tier, tuple[str, ...]] = {
    1: ("legal", "privacy", "security", "support", "marketing", "finance", "tax", "product", "engineering"),
    2: ("security", "support", "marketing", "product"),
    3: ("product", "engineering"),
}
"""The functions that have to agree to a launch, by tier."""

NEAR_DAYS = 30
"""From so many days before a launch on, what it needs has to be in its file."""

PASSED = frozenset({"approved", "conditional", "waived"})
"""The states of a gate that do not hold a launch up."""


def computed_tier(facts: Facts) -> Tier:
    """The tier that the facts make: 1 the largest, 3 an increment."""
    return next((tier for tier, named in _FACTS.items() if any(getattr(facts, fact) for fact in named)), 3)


def tier_of(launch: Launch) -> Tier:
    """The tier that counts: the one typed to overrule the facts, else the one they make."""
    match launch.tier:
        case 1 | 2 | 3:
            return launch.tier
        case _:
            return computed_tier(launch.facts)


def tier_facts(facts: Facts) -> tuple[str, ...]:
    """The facts that make the tier, in words; none for tier 3."""
    named = _FACTS.get(computed_tier(facts), {})
    return tuple(words for fact, words in named.items() if getattr(facts, fact))


def missing_gates(launch: Launch) -> tuple[str, ...]:
    """The gates its tier asks for that the launch does not have, in the order of the table."""
    return tuple(gate for gate in REQUIRED_GATES[tier_of(launch)] if gate not in launch.gates)


def gate_state(gate: Gate, as_of: date) -> GateState:
    """Where a gate stands on a day: as the last sign-off up to then has it.

    A waiver that has run out counts for nothing. Of two on one day the lower one in the file counts.
    """
    signed = [approval for approval in gate.approvals if approval.on <= as_of]
    last = max(reversed(signed), key=lambda approval: approval.on, default=None)
    if last is None or (last.verdict == "waived" and last.until is not None and last.until < as_of):
        return "in_review" if gate.in_review else "not_started"
    return last.verdict


def days_to_launch(launch: Launch, as_of: date) -> int | None:
    """Days until a planned launch; negative once its date is over, None for any other and without a date."""
    return (launch.date - as_of).days if launch.date is not None and launch.status == "planned" else None


def comes_after(initiative: Initiative, launch: Launch) -> bool:
    """Whether open work is planned for a day after the launch that ships it; the day of work on hold says nothing."""
    if initiative.target is None or launch.date is None or initiative.status == "on_hold":
        return False
    return is_open(initiative) and initiative.target > launch.date


def is_near(launch: Launch, as_of: date) -> bool:
    """Whether it is planned within the next `NEAR_DAYS` days."""
    days = days_to_launch(launch, as_of)
    return days is not None and 0 <= days <= NEAR_DAYS


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate of a launch: its state, and why it is there."""

    name: str
    state: GateState
    why: str


def gates_of(launch: Launch, as_of: date) -> tuple[GateLine, ...]:
    """The gates its tier asks for in the order of the table, then its others by name."""
    required = REQUIRED_GATES[tier_of(launch)]
    return tuple(
        GateLine(name, gate_state(launch.gates.get(name, Gate()), as_of), _why_gate(name, launch, name in required))
        for name in (*required, *sorted(set(launch.gates) - set(required)))
    )


def _why_gate(name: str, launch: Launch, is_required: bool) -> str:
    if not is_required:
        return "named in the file"
    return "asked for by the tier" + ("" if name in launch.gates else ", not in the file")


def why_tier(launch: Launch) -> str:
    """What makes its tier, in words."""
    if launch.tier is not None:
        return f"typed as such{f' ({launch.tier_reason})' if launch.tier_reason else ''}"
    return listed(tier_facts(launch.facts)) or "no fact lifts it above that"


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands between a launch and its day."""

    tier: Tier
    days_left: int | None
    """Days until its date, negative once it is over; None without a date."""
    gates: tuple[tuple[str, GateState], ...]
    """The gates its tier asks for in order, then its others by name, each with its state."""
    missing_gates: tuple[str, ...]
    """The gates its tier asks for that nobody has set up."""
    unshipped: tuple[str, ...]
    """The ids of its initiatives that are still open."""

    @property
    def open_gates(self) -> tuple[str, ...]:
        """The gates that hold it up."""
        return tuple(name for name, state in self.gates if state not in PASSED)

    @property
    def is_ready(self) -> bool:
        """Whether every gate has passed and everything it ships has shipped."""
        return not self.open_gates and not self.unshipped


def readiness(workspace: Workspace, launch: Launch, as_of: date) -> Readiness:
    """How ready a launch is on a day."""
    initiatives = ((id_, workspace.get(Initiative, id_)) for id_ in launch.initiatives)
    return Readiness(
        tier=tier_of(launch),
        days_left=(launch.date - as_of).days if launch.date is not None else None,
        gates=tuple((gate.name, gate.state) for gate in gates_of(launch, as_of)),
        missing_gates=missing_gates(launch),
        unshipped=tuple(id_ for id_, initiative in initiatives if initiative is not None and is_open(initiative)),
    )
