"""A sign-off that is not in its file yet, for `prodops launch approve`: who may give it, what it covers, the new bytes.

Nothing is written here. The workspace is linted as it would be, as for `prodops set`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from shlex import quote
from typing import Any

from prodops_cli.amending import new_findings, with_file
from prodops_cli.analysis.launches.gates import last_approval, last_place, open_conditions
from prodops_cli.analysis.launches.seals import seal_of
from prodops_cli.analysis.launches.signers import SignerBook, Signers
from prodops_cli.analysis.launches.tiers import required_gates
from prodops_cli.analysis.words import called, listed
from prodops_cli.diagnostics import Append, Diagnostic, Edit, Set, Severity
from prodops_cli.drafts import require_text
from prodops_cli.edit.fields import edited
from prodops_cli.errors import ExitCode, ProdopsError, nearest, nearest_hint
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Approval, Gate, Launch, Verdict
from prodops_cli.kinds.person import Person
from prodops_cli.workspace import Entry, Workspace

MOST_NAMES = 8
"""A hint names so many people."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """What somebody decided at a gate."""

    by: str
    """The person's id."""
    on: date
    verdict: Verdict
    conditions: tuple[str, ...] = ()
    until: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """Conditions of a gate's last sign-off that are met."""

    by: str
    """The id of the person who says so."""
    conditions: tuple[str, ...]
    """Each in full, or how it begins."""
    on: date


@dataclass(frozen=True, slots=True)
class Signed:
    """A launch's file with a sign-off in it, and without."""

    path: str
    old: bytes
    new: bytes
    covers: tuple[str, ...]
    """The fields that it covers, by their paths."""
    warnings: tuple[Diagnostic, ...]
    """What lint would say about it that it does not say now."""


def require_gate(workspace: Workspace, entry: Entry[Launch], name: str) -> Gate:
    """A gate that the launch has or needs. Raises ProdopsError for another, and for a launch that is cancelled."""
    if entry.record.status == "cancelled":
        raise ProdopsError(f"{entry.ref} is cancelled: there is nothing to decide")
    known = list(dict.fromkeys((*required_gates(workspace.settings.launches, entry.record), *entry.record.gates)))
    if name not in known:
        hint = nearest_hint(name, known, f"it has {listed(known)}" if known else "add it under `gates:` first")
        raise ProdopsError(f"{entry.ref} has no gate {shown(name)}, and needs none", hint)
    return entry.record.gates.get(name, Gate())


def signers_of(workspace: Workspace, entry: Entry[Launch], name: str) -> Signers:
    """Who may sign at a gate of a launch."""
    return SignerBook(workspace).of(entry.record, name)


def require_signer(workspace: Workspace, entry: Entry[Launch], name: str, person: str) -> None:
    """Raise ProdopsError for somebody who may not sign, with those who may."""
    signers = signers_of(workspace, entry, name)
    if person in signers.people:
        return
    who = _name(workspace, person)
    if signers.basis == "nobody":
        hint = f"give the gate an `owner`, or {shown(name)} of `launches.gates` in prodops.yaml its `approvers`"
        raise ProdopsError(f"nobody is named who may sign for {shown(name)}", hint, ExitCode.FINDINGS)
    names = [_name(workspace, id_) for id_ in signers.people[:MOST_NAMES]]
    more = len(signers.people) - len(names)
    may = listed(names) if not more else f"{', '.join(names)} and {more} more"
    why = {
        "policy": "`approvers` in prodops.yaml says so",
        "team": f"it is for the team {name}",
        "owner": "the gate's owner decides",
    }[signers.basis]
    hint = f"{may or 'nobody'} may: {why}"
    raise ProdopsError(f"{who} may not sign for {shown(name)}", hint, ExitCode.FINDINGS)


def _name(workspace: Workspace, id_: str) -> str:
    person = workspace.get(Person, id_)
    return f"{called(person)} ({id_})" if person is not None else id_


def sign(workspace: Workspace, entry: Entry[Launch], name: str, given: SignOff, as_of: date) -> Signed:
    """The file with the sign-off in it, sealed. Raises ProdopsError for one that cannot be, or may not be given."""
    gate = require_gate(workspace, entry, name)
    _require_ahead(entry, given.on)
    require_signer(workspace, entry, name, given.by)
    _require_whole(given, last_approval(gate, as_of), as_of)
    _require_lasting(workspace, given, name)
    seal = {} if given.verdict == "rejected" else seal_of(workspace.settings.launches, entry.record, name)
    value: dict[str, Any] = {
        "by": given.by,
        "on": given.on,
        "verdict": given.verdict,
        "conditions": list(given.conditions) or None,
        "until": given.until,
        "note": given.note,
        "seal": seal or None,
    }
    route = (*entry.route, "gates", name, "approvals")
    return _changed(workspace, entry, [Append(route, value)], tuple(seal), as_of)


def _require_lasting(workspace: Workspace, given: SignOff, name: str) -> None:
    """Raise ProdopsError for a gate that judges its own sign-offs: each would be stale as soon as it is written."""
    own = {"gates", f"gates.{name}", f"gates.{name}.approvals"}
    judged = [path for path in workspace.settings.launches.gate(name).judges if path in own]
    if judged and given.verdict != "rejected":
        raise ProdopsError(
            f"{shown(name)} judges {shown(judged[0])}, which every sign-off changes, so none would last",
            f"take it out of `judges` of {shown(name)}, under `launches.gates` in prodops.yaml",
            ExitCode.FINDINGS,
        )


def _require_ahead(entry: Entry[Launch], on: date) -> None:
    """Raise ProdopsError for a decision of a day on which the launch was over; one given before may be added."""
    launch = entry.record
    if launch.status == "launched" and (launch.date is None or on > launch.date):
        hint = f"a decision that was given before: --on DATE, up to {launch.date}" if launch.date is not None else None
        raise ProdopsError(f"{entry.ref} is launched: there is nothing to decide", hint)


def _require_whole(given: SignOff, last: Approval | None, as_of: date) -> None:
    """Raise ProdopsError where the sign-off contradicts itself, or what was signed before."""
    for text in (*given.conditions, *((given.note,) if given.note is not None else ())):
        require_text("the text", text)
    if given.on > as_of:
        raise ProdopsError(f"{given.on} is still to come", "a sign-off is of a day that was")
    if last is not None and given.on < last.on:
        hint = f"the last sign-off, of {last.on}, would still be the one that counts"
        raise ProdopsError(f"{given.on} is before the last sign-off of this gate", hint)
    if given.verdict == "conditional" and not given.conditions:
        raise ProdopsError("a conditional sign-off needs its conditions", "say them with --condition TEXT")
    if given.conditions and given.verdict not in ("conditional", "rejected"):
        raise ProdopsError(f"what is {given.verdict} has no conditions", "say --verdict conditional, or leave them out")
    if given.verdict == "waived" and given.until is None:
        raise ProdopsError("a waiver needs an end", "say it with --until DATE")
    if given.until is not None and given.verdict != "waived":
        raise ProdopsError(f"what is {given.verdict} does not run out", "say --verdict waived, or leave --until out")
    if given.until is not None and given.until < given.on:
        raise ProdopsError(f"the waiver would be over on {given.until}, before it is given", "give a later day")


def meet(workspace: Workspace, entry: Entry[Launch], name: str, given: Met, as_of: date) -> Signed:
    """The file with conditions of the gate's last sign-off met on a day.

    Raises ProdopsError for a text that is no condition of a conditional one, and for somebody who may not say so.
    """
    gate = require_gate(workspace, entry, name)
    if given.on > as_of:
        raise ProdopsError(f"{given.on} is still to come", "a condition is met on a day that was")
    last, place = last_approval(gate, as_of), last_place(gate, as_of)
    left = open_conditions(last, as_of) if last is not None and last.verdict == "conditional" else ()
    if last is None or place is None or not left:
        hint = f"see: prodops launch readiness {quote(entry.id)}"
        if last is not None and last.verdict == "rejected":
            hint = f"it was rejected, which meeting conditions does not change; {_again(entry, name)} decides again"
        raise ProdopsError(f"{shown(name)} has no open condition", hint)
    _require_witness(workspace, entry, name, last, given.by)
    if given.on < last.on:
        raise ProdopsError(f"{given.on} is before the sign-off of {last.on}", "what was so then needed no condition")
    edits: list[Edit] = []
    open_ = [index for index, one in enumerate(last.conditions) if one.met is None or one.met > as_of]
    for text in given.conditions:
        index = _condition(last, open_, text)
        open_.remove(index)  # of two with the same text, the next one is meant by the next text
        route = (*entry.route, "gates", name, "approvals", place, "conditions", index)
        edits.append(Set(route, {"text": last.conditions[index].text, "met": given.on}))
    return _changed(workspace, entry, edits, (), as_of)


def _again(entry: Entry[Launch], name: str) -> str:
    return f"`prodops launch approve {quote(entry.id)} {quote(name)}`"


def _require_witness(workspace: Workspace, entry: Entry[Launch], name: str, last: Approval, person: str) -> None:
    """Raise ProdopsError for somebody who neither set a condition, nor may sign, nor answers for the launch."""
    owner = (entry.record.owner,) if entry.record.owner is not None else ()
    known = tuple(dict.fromkeys((last.by, *signers_of(workspace, entry, name).people, *owner)))
    if person in known:
        return
    names = [_name(workspace, id_) for id_ in known[:MOST_NAMES]]
    more = len(known) - len(names)
    may = listed(names) if not more else f"{', '.join(names)} and {more} more"
    hint = f"{may} may: who set it, who may sign, or who answers for the launch"
    who = _name(workspace, person)
    raise ProdopsError(f"{who} may not say that a condition of {shown(name)} is met", hint, ExitCode.FINDINGS)


def _condition(last: Approval, open_: Sequence[int], text: str) -> int:
    """Which of the open conditions a text means: all of it, or how it begins; of equal ones the first."""
    wanted = " ".join(text.casefold().split())
    plain = {index: " ".join(last.conditions[index].text.casefold().split()) for index in open_}
    same = [index for index in open_ if plain[index] == wanted]
    begun = [index for index in open_ if wanted and plain[index].startswith(wanted)]
    found = same or begun
    if len({plain[index] for index in found}) != 1:
        left = [last.conditions[index].text for index in (begun or open_)]
        raise ProdopsError(f"{shown(text)} is not one open condition", _conditions_hint(text, left))
    return found[0]


def _conditions_hint(text: str, left: Sequence[str]) -> str:
    """The open conditions that could be meant, at most so many, the nearest first."""
    if not left:
        return "no other one is open"
    near = nearest(text, left, MOST_NAMES)
    named = list(dict.fromkeys((*near, *left)))[:MOST_NAMES]
    more = len(left) - len(named)
    return f"they are: {'; '.join(map(shown, named))}{f'; and {more:,} more' if more > 0 else ''}"


def _changed(
    workspace: Workspace, entry: Entry[Launch], edits: Sequence[Edit], covers: tuple[str, ...], as_of: date
) -> Signed:
    """The file after some edits. Raises ProdopsError where lint would find a new error in it."""
    old = workspace.documents[entry.path].raw
    new = edited(entry.path, old, edits, workspace.settings.source_limits)
    found = new_findings(workspace, with_file(workspace, entry.path, new), as_of)
    errors = tuple(diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR)
    if errors:
        raise ProdopsError(f"{entry.path} was not changed", "see below", ExitCode.FINDINGS, diagnostics=errors)
    return Signed(entry.path, old, new, covers, tuple(found))
