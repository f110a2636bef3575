"""What was promised before: the main promise of each record as git remembers it, and what that says of today."""

from collections.abc import Mapping
from types import MappingProxyType

from prodops_cli.analysis.roadmap import Evidence
from prodops_cli.analysis.slips import Ledger, main_promise, phrase
from prodops_cli.history import History

Key = tuple[str, str]
"""Kind and id."""
Promises = Mapping[Key, Ledger]
"""The main promise of each record that ever had one, by kind and id."""

UNKNOWN: Promises = MappingProxyType({})
"""Where there is no history, nothing is known of what was promised before."""


def main_promises(history: History) -> Promises:
    """The main promise (an initiative's target, a launch's date) of every record that is still there."""
    found: dict[Key, Ledger] = {}
    for trail in history.trails:
        if trail.is_there:
            main = main_promise(trail)
            if main is not None:
                found[trail.kind, trail.id] = main
    return found


def moved_phrase(promises: Promises, key: Key) -> str | None:
    """What history adds wherever a date or a health is printed: None for a promise that never moved."""
    ledger = promises.get(key)
    if ledger is None or not ledger.slips or ledger.current is None:
        return None
    return ledger.phrase


def moved_evidence(promises: Promises, key: Key, most: int) -> Evidence | None:
    """The reason to doubt that a target which has moved later so often will be the last one; None for a steadier one.

    Days from the first promise are counted, so that a promise which was pulled in again does not count.
    """
    ledger = promises.get(key)
    if ledger is None or (ledger.total_days or 0) <= 0:
        return None
    if sum(slip.days > 0 for slip in ledger.slips) < most:
        return None
    words = phrase(len(ledger.slips) + 1, ledger.total_days)
    return Evidence("moved", "at_risk", f"it is on its {words}", None, ledger.current, ledger.total_days or 0)
