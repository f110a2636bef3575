"""Which decision takes the place of which, and when a proposal has waited long enough."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from prodops_cli.kinds.decision import Decision
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

_WERE_DECIDED = frozenset({"accepted", "deprecated", "superseded"})
"""A decision that was only proposed, or rejected, takes nobody's place."""


def superseding(workspace: Workspace) -> Mapping[str, tuple[Entry[Decision], ...]]:
    """The decisions that took the place of each other one, by its id; what was never accepted does not count."""
    found: dict[str, list[Entry[Decision]]] = defaultdict(list)
    for entry in workspace.of(Decision):
        if entry.record.status in _WERE_DECIDED:
            for id_ in dict.fromkeys(entry.record.supersedes):
                found[id_].append(entry)
    return {id_: tuple(entries) for id_, entries in found.items()}


def days_overdue(settings: Settings, decision: Decision, as_of: date) -> int | None:
    """For how many days a proposal has waited too long; None where it has not, or nothing says since when.

    It may wait for its own `silence_days`, or for `thresholds.proposal_days` where it names none.
    """
    if decision.status != "proposed" or decision.proposed is None:
        return None
    allowed = settings.thresholds.proposal_days if decision.silence_days is None else decision.silence_days
    over = (as_of - decision.proposed).days - allowed
    return over if over > 0 else None
