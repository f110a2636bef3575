"""How the sign-offs of a launch came into git: which commit brought each, by whom, and what it said then.

Nothing here proves who somebody is: an author's address is what they typed. It shows what to ask about.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from prodops_cli.analysis.launches.gates import gate_state, last_approval, last_place
from prodops_cli.analysis.launches.reasons import Inquiry, Reason
from prodops_cli.analysis.launches.seals import stale_fields
from prodops_cli.analysis.words import listed
from prodops_cli.git import Commit
from prodops_cli.history import History
from prodops_cli.kinds.launch import Approval, Launch
from prodops_cli.kinds.person import Person
from prodops_cli.pieces import Fields
from prodops_cli.source import Data
from prodops_cli.workspace import Entry

MOST_LETTERS = 80
"""Longer values are not told; the commit shows them."""

Place = tuple[str, int]
"""Gate, and the place among its `approvals`: where a sign-off stands in the file as it is."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How a sign-off came to say what it says."""

    commit: Commit | None
    """The commit after which it said so for the first time; None while that is not committed."""
    is_changed: bool
    """Whether it was there before, and said something else."""
    then: Fields
    """What the launch's file said when it was sealed."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The commits that brought the sign-offs of a launch."""

    origins: Mapping[Place, Origin]
    signed: frozenset[str] = frozenset()
    """The ids of the commits that carry a signature. Whether it is a good one, nobody checked."""
    owners: tuple[str, ...] | None = None
    """Who has to review changes of the file by CODEOWNERS, as it names them; None where nothing there is about it."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the commits."""
        return tuple(sorted({one.commit.id for one in self.origins.values() if one.commit is not None}))


@dataclass(frozen=True, slots=True)
class _Item:
    """A sign-off as a version of a file has it; git remembers files that nobody ever validated."""

    place: Place
    who: tuple[str, str, str]
    """Gate, person and day: one of somebody's sign-offs, whatever it says."""
    seal: str
    says: str
    """All of it, in one form."""


def recorded(
    history: History, commits: Mapping[str, Commit], entry: Entry[Launch], owners: tuple[str, ...] | None = None
) -> Recorded:
    """For each sign-off of a launch the commit after which it said for the first time what it says."""
    trail = history.get(Launch.kind, entry.id)
    found: dict[tuple[str, str, str], Origin] = {}
    sealed: dict[tuple[str, str, str, str], Fields] = {}
    before: Counter[tuple[str, str, str]] = Counter()
    items: tuple[_Item, ...] = ()
    for version in trail.versions if trail is not None else ():
        items = tuple(_signed_in(version.fields))
        now = Counter(item.who for item in items)
        id_ = version.revision.commit
        commit = commits.get(id_) if id_ is not None else None
        for item in items:
            then = sealed.setdefault((*item.who, item.seal), version.fields or {})
            is_changed = before[item.who] >= now[item.who]
            found.setdefault((item.place[0], item.who[1], item.says), Origin(commit, is_changed, then))
        before = now
    return Recorded({item.place: found[item.place[0], item.who[1], item.says] for item in items}, owners=owners)


def _signed_in(fields: Fields | None) -> Iterator[_Item]:
    gates = fields["gates"].value if fields is not None and "gates" in fields else None
    for name, gate in gates.items() if isinstance(gates, dict) else ():
        approvals = gate.get("approvals") if isinstance(gate, dict) else None
        for place, approval in enumerate(approvals if isinstance(approvals, list) else []):
            if isinstance(approval, dict):
                who = name, _text(approval.get("by")), _text(approval.get("on"))
                yield _Item((name, place), who, _one_form(approval.get("seal")), _one_form(_spelled_out(approval)))


def _spelled_out(approval: dict[str, Any]) -> dict[str, Any]:
    """A sign-off with its conditions in their long form, so that writing one of them out changes nothing."""
    conditions = approval.get("conditions")
    if not isinstance(conditions, list):
        return approval
    return {**approval, "conditions": [{"text": one} if isinstance(one, str) else one for one in conditions]}


def _one_form(value: Any) -> str:
    """The same text for what says the same: order of keys, spaces and line breaks are none of it."""
    return " ".join(json.dumps(value, sort_keys=True, default=str).replace("\\n", " ").split())


def _text(value: Data) -> str:
    return value if isinstance(value, str) else ""


def notes_of(inquiry: Inquiry, entry: Entry[Launch], found: Recorded) -> tuple[Reason, ...]:
    """What there is to know of how the sign-offs that count came into git."""
    return tuple(_notes(inquiry, entry, found))


def _notes(inquiry: Inquiry, entry: Entry[Launch], found: Recorded) -> Iterator[Reason]:
    for name, gate in entry.record.gates.items():
        last, place = last_approval(gate, inquiry.as_of), last_place(gate, inquiry.as_of)
        origin = found.origins.get((name, place)) if place is not None else None
        if last is None or place is None or origin is None:
            continue
        route = ("gates", name, "approvals", place)
        for text in (*_before(inquiry, entry.record, name, last, origin), *_said(inquiry, last, origin, found)):
            yield Reason("record", "note", f"{name}: {text}", entry, route, gate=name)


def _said(inquiry: Inquiry, last: Approval, origin: Origin, found: Recorded) -> Iterator[str]:
    person, commit = inquiry.workspace.get(Person, last.by), origin.commit
    who = inquiry.name(last.by)
    if commit is None:
        yield f"{'a change of ' if origin.is_changed else ''}the sign-off of {who} is not committed yet"
        return
    signature = "signed" if commit.id in found.signed else "unsigned"
    email = person.email if person is not None else None
    did = "changed" if origin.is_changed else "recorded"
    if email is None:
        yield f"{did} by {commit.author}, {signature} commit {commit.id[:10]}; {who} has no email to compare with"
    elif email.casefold() != commit.email.casefold():
        afterwards = " afterwards" if origin.is_changed else ""
        yield f"{who} signed, and {commit.author} {did} it{afterwards} ({signature} commit {commit.id[:10]})"
    if found.owners is not None and not _is_owner(last.by, email, found.owners):
        yield f"{who} is not among the code owners of the file"


def _before(inquiry: Inquiry, launch: Launch, name: str, last: Approval, origin: Origin) -> Iterator[str]:
    """What the fields said that changed since a sign-off, where that is short enough to tell."""
    if gate_state(inquiry.book, launch, name, inquiry.as_of) != "stale":
        return
    for path in stale_fields(inquiry.book.policy, launch, name, last):
        words = _words(_at(origin.then, path))
        if words is not None and len(words) <= MOST_LETTERS:
            yield f"{path} was {words} when {inquiry.name(last.by)} signed"


def _at(fields: Fields, path: str) -> Data:
    """What stood at a dotted path; None where there was nothing."""
    first, *rest = path.split(".")
    value = fields[first].value if first in fields else None
    for key in rest:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _words(value: Data) -> str | None:
    """A text, or a list of them, in words; None for anything with more to it."""
    match value:
        case None | [] | "":
            return "empty"
        case str():
            return " ".join(value.split())
        case list() if all(isinstance(item, str) for item in value):
            return listed([str(item) for item in value])
        case _:
            return None


def _is_owner(id_: str, email: str | None, owners: tuple[str, ...]) -> bool:
    """Whether somebody may be meant: by address, or by a handle that is their id; a team of a forge may be anybody."""
    names = {f"@{id_}".casefold(), (email or "").casefold()}
    return any(owner.casefold() in names or "/" in owner for owner in owners)
