"""What of a launch is outstanding: gates that have not passed, work that has not shipped.

Counts only. Whether it may go is for `verdict` to say, which knows more than these.
"""

from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.launches.gates import PASSED, GateState, gates_of, missing_gates
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.launches.tiers import tier_of
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.policy import Tier
from prodops_cli.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Outstanding:
    """How far the gates and the work of a launch are."""

    tier: Tier
    gates: tuple[tuple[str, GateState], ...]
    """The gates its tier asks for in order, then its others by name, each with its state."""
    missing_gates: tuple[str, ...]
    """The gates its tier asks for that nobody has set up."""
    unshipped: tuple[str, ...]
    """The ids of its initiatives that are not there: still open, cancelled, or not on the roadmap."""

    @property
    def open_gates(self) -> tuple[str, ...]:
        """The gates that hold it up."""
        return tuple(name for name, state in self.gates if state not in PASSED)


def outstanding(book: SignerBook, launch: Launch, as_of: date) -> Outstanding:
    """What of a launch is outstanding on a day."""
    return Outstanding(
        tier=tier_of(book.policy, launch),
        gates=tuple((gate.name, gate.state) for gate in gates_of(book, launch, as_of)),
        missing_gates=missing_gates(book.policy, launch),
        unshipped=tuple(id_ for id_ in launch.initiatives if not _has_shipped(book.workspace, id_)),
    )


def _has_shipped(workspace: Workspace, id_: str) -> bool:
    initiative = workspace.get(Initiative, id_)
    return initiative is not None and initiative.status == "shipped"
