"""What a change does to the gates of launches: which sign-offs go stale, which hold again, which gates come and go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.launches.gates import GateLine, GateState, gates_of, last_approval
from prodops_cli.analysis.launches.seals import stale_fields
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.words import called, listed, short_day
from prodops_cli.kinds.launch import Approval, Gate, Launch
from prodops_cli.kinds.person import Person

_WITHOUT_EFFECT = frozenset({"stale", "void"})
"""The states of a gate that somebody let pass and that is open all the same."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A launch in one state of a workspace, as it is judged on a day."""

    book: SignerBook
    launch: Launch
    as_of: date

    def last(self, gate: str) -> Approval | None:
        """The sign-off that counts."""
        return last_approval(self.launch.gates.get(gate, Gate()), self.as_of)

    def lines(self) -> dict[str, GateLine]:
        """Its gates by name, in their order."""
        return {line.name: line for line in gates_of(self.book, self.launch, self.as_of)}


@dataclass(frozen=True, slots=True)
class GateChange:
    """A gate of a launch that stands elsewhere than before."""

    gate: str
    old: GateState | None
    """None where there was no such gate."""
    new: GateState | None
    """None where there is none any more."""
    text: str
    """In words, without a full stop: `gate legal: signed by Noor on 1 Sep, stale by geographies`."""


def gate_changes(before: Standing, after: Standing) -> tuple[GateChange, ...]:
    """The gates of a launch that stand elsewhere than before, in their order; those that are gone come last."""
    return tuple(_changes(before, after))


def _changes(before: Standing, after: Standing) -> Iterator[GateChange]:
    old, new = before.lines(), after.lines()
    for name in dict.fromkeys((*new, *old)):
        was, is_ = old.get(name), new.get(name)
        if was is None and is_ is not None:
            there = "" if is_.is_there else ", and nobody has set it up"
            yield GateChange(name, None, is_.state, f"gate {name}: {is_.why}{there}")
        elif was is not None and is_ is None:
            yield GateChange(name, was.state, None, f"gate {name}: nobody asks for it any more")
        elif was is not None and is_ is not None and was.state != is_.state:
            yield GateChange(name, was.state, is_.state, _words(name, was.state, is_.state, before, after))


def _words(name: str, old: GateState, new: GateState, before: Standing, after: Standing) -> str:
    last = after.last(name)
    if last is None:
        return f"gate {name}: {old} → {new}"
    person = after.book.workspace.get(Person, last.by)
    said = f"by {called(person) if person is not None else last.by} on {short_day(last.on, after.as_of)}"
    if new == "stale":
        fields = listed(stale_fields(after.book.policy, after.launch, name, last))
        return f"gate {name}: signed {said}, stale by {fields}"
    if new == "void":
        return f"gate {name}: signed {said}, who may not"
    if old not in _WITHOUT_EFFECT:
        return f"gate {name}: {old} → {new}"
    if last == before.last(name):
        return f"gate {name}: {old} → {new}, what was signed {said} holds again"
    return f"gate {name}: {old} → {new}, decided again {said}"
