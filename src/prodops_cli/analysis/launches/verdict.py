"""Go, go with conditions, or hold: what the reasons of a launch come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from prodops_cli.analysis.launches.reasons import Expected, Inquiry, Reason, Weight, reasons_of
from prodops_cli.analysis.words import counted, listed
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

    def count(self, weight: Weight) -> int:
        """How many of its reasons weigh so much."""
        return sum(reason.weight == weight for reason in self.reasons)

    @property
    def is_ready(self) -> bool:
        """Whether nothing holds it up, on conditions or without."""
        return self.decision != "hold"

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


_SAID: Mapping[Decision, str] = {"go": "Go", "go_with_conditions": "Go with conditions", "hold": "Hold"}


def sentence_of(verdict: Verdict) -> str:
    """A verdict in a sentence: what it is, how much stands against it, and how much of that is pressing."""
    said = _SAID[verdict.decision]
    holds, conditions = verdict.count("hold"), verdict.count("condition")
    if not holds and not conditions:
        return f"{said}: nothing stands against it."
    parts = [f"{counted(holds, 'thing')} {'holds' if holds == 1 else 'hold'} it up"] if holds else []
    parts += [f"{counted(conditions, 'thing')} to see to"] if conditions else []
    return f"{said}: {listed(parts)}; {_pressing(verdict.pressing, verdict.ahead)}."


def _pressing(pressing: int, ahead: int) -> str:
    """How many things want somebody today, and how many have time."""
    if not pressing:
        return "nothing is late, all of it is still to come"
    late = f"{pressing:,} {'wants' if pressing == 1 else 'want'} somebody now"
    return f"{late}, {ahead:,} {'is' if ahead == 1 else 'are'} not yet due" if ahead else late


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
