"""What stands between a launch and its day, in short."""

from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.launches.gates import PASSED, GateState, gates_of, missing_gates
from prodops_cli.analysis.launches.tiers import tier_of
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.policy import Tier
from prodops_cli.workspace import Workspace


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
    policy = workspace.settings.launches
    initiatives = ((id_, workspace.get(Initiative, id_)) for id_ in launch.initiatives)
    return Readiness(
        tier=tier_of(policy, launch),
        days_left=(launch.date - as_of).days if launch.date is not None else None,
        gates=tuple((gate.name, gate.state) for gate in gates_of(policy, launch, as_of)),
        missing_gates=missing_gates(policy, launch),
        unshipped=tuple(id_ for id_, initiative in initiatives if initiative is not None and is_open(initiative)),
    )
