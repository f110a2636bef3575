"""Go, go with conditions, or hold: what the reasons of a launch come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from prodops_cli.analysis.launches.reasons import Expected, Inquiry, Reason, reasons_of
from prodops_cli.kinds.launch import Launch
from prodops_cli.workspace import Entry, Workspace

Decision = Literal["go", "go_with_conditions", "hold"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a launch on a day, as if it were launched then."""

    entry: Entry[Launch]
    decision: Decision
    reasons: tuple[Reason, ...]
    """The weightiest and most pressing first."""

    @property
    def pressing(self) -> int:
        """How many reasons want somebody today: their day is over, or they have none. Notes do not count."""
        return sum(reason.weight != "note" and reason.when != "ahead" for reason in self.reasons)

    @property
    def ahead(self) -> int:
        """How many are open and not yet due."""
        return sum(reason.weight != "note" and reason.when == "ahead" for reason in self.reasons)

    @property
    def is_in_trouble(self) -> bool:
        """Whether something holds it up that is not merely still to come."""
        return any(reason.weight == "hold" and reason.when != "ahead" for reason in self.reasons)


def decision_of(reasons: Iterable[Reason]) -> Decision:
    """What reasons come to: one that holds it up is a hold, anything else but a note a condition."""
    weights = {reason.weight for reason in reasons}
    if "hold" in weights:
        return "hold"
    return "go_with_conditions" if "condition" in weights else "go"


def verdict_of(inquiry: Inquiry, entry: Entry[Launch]) -> Verdict:
    """The verdict on one launch."""
    reasons = reasons_of(inquiry, entry)
    return Verdict(entry, decision_of(reasons), reasons)


def verdicts(
    workspace: Workspace, as_of: date, weeks: int, expected: Mapping[str, Expected] | None = None
) -> tuple[Verdict, ...]:
    """The verdicts on the planned launches up to so many weeks from now, those in trouble first, then by date.

    Also on those whose date is over, and on those that have none.
    """
    inquiry = Inquiry(workspace, as_of, expected or {})
    last = as_of + timedelta(weeks=weeks)
    chosen = (
        entry
        for entry in workspace.of(Launch)
        if entry.record.status == "planned" and (entry.record.date is None or entry.record.date <= last)
    )
    found = [verdict_of(inquiry, entry) for entry in chosen]
    return tuple(sorted(found, key=_place))


def _place(verdict: Verdict) -> tuple[bool, date, str]:
    return not verdict.is_in_trouble, verdict.entry.record.date or date.max, verdict.entry.id
