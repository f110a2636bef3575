"""How the sign-offs of a launch came into git: which commit brought each, by whom, and what it said then.

Nothing here proves who somebody is: an author's address is what they typed. It shows what to ask about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prodops_cli.analysis.launches.gates import gate_state, last_approval
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

Key = tuple[str, str, str]
"""Gate, person and day: which sign-off."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The commits that brought the sign-offs of a launch."""

    commits: Mapping[Key, Commit | None]
    """By sign-off; None for one that is not committed."""
    then: Mapping[Key, Fields]
    """By sign-off what the launch's file said when it came."""
    signed: frozenset[str] = frozenset()
    """The ids of the commits that carry a signature. Whether it is a good one, nobody checked."""
    owners: tuple[str, ...] | None = None
    """Who has to review changes of the file by CODEOWNERS, as it names them; None where nothing there is about it."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the commits."""
        return tuple(sorted({commit.id for commit in self.commits.values() if commit is not None}))


def recorded(
    history: History, commits: Mapping[str, Commit], entry: Entry[Launch], owners: tuple[str, ...] | None = None
) -> Recorded:
    """For each sign-off of a launch the commit after which it was there for the first time."""
    trail = history.get(Launch.kind, entry.id)
    found: dict[Key, Commit | None] = {}
    then: dict[Key, Fields] = {}
    for version in trail.versions if trail is not None else ():
        for key in _signed_in(version.fields):
            if key not in found:
                commit = version.revision.commit
                found[key] = commits.get(commit) if commit is not None else None
                then[key] = version.fields or {}
    return Recorded(found, then, owners=owners)


def _signed_in(fields: Fields | None) -> Iterator[Key]:
    """The sign-offs that a version of a file has; git remembers files that nobody ever validated."""
    gates = fields["gates"].value if fields is not None and "gates" in fields else None
    for name, gate in gates.items() if isinstance(gates, dict) else ():
        approvals = gate.get("approvals") if isinstance(gate, dict) else None
        for approval in approvals if isinstance(approvals, list) else []:
            if isinstance(approval, dict):
                yield name, _text(approval.get("by")), _text(approval.get("on"))


def _text(value: Data) -> str:
    return value if isinstance(value, str) else ""


def notes_of(inquiry: Inquiry, entry: Entry[Launch], found: Recorded) -> tuple[Reason, ...]:
    """What there is to know of how the sign-offs that count came into git."""
    return tuple(_notes(inquiry, entry, found))


def _notes(inquiry: Inquiry, entry: Entry[Launch], found: Recorded) -> Iterator[Reason]:
    for name, gate in entry.record.gates.items():
        last = last_approval(gate, inquiry.as_of)
        if last is None:
            continue
        place = next(index for index, one in enumerate(gate.approvals) if one is last)
        route = ("gates", name, "approvals", place)
        for text in (*_before(inquiry, entry.record, name, last, found), *_said(inquiry, name, last, found)):
            yield Reason("record", "note", f"{name}: {text}", entry, route, gate=name)


def _said(inquiry: Inquiry, name: str, last: Approval, found: Recorded) -> Iterator[str]:
    key = (name, last.by, last.on.isoformat())
    if key not in found.commits:
        return
    person, commit = inquiry.workspace.get(Person, last.by), found.commits[key]
    who = inquiry.name(last.by)
    if commit is None:
        yield f"the sign-off of {who} is not committed yet"
        return
    signature = "signed" if commit.id in found.signed else "unsigned"
    email = person.email if person is not None else None
    if email is None:
        yield f"recorded by {commit.author}, {signature} commit {commit.id[:10]}; {who} has no `email` to compare with"
    elif email.casefold() != commit.email.casefold():
        yield f"{who} signed, and {commit.author} recorded it ({signature} commit {commit.id[:10]})"
    if found.owners is not None and not _is_owner(last.by, email, found.owners):
        yield f"{who} is not among the code owners of the file"


def _before(inquiry: Inquiry, launch: Launch, name: str, last: Approval, found: Recorded) -> Iterator[str]:
    """What the fields said that changed since a sign-off, where that is short enough to tell."""
    policy = inquiry.workspace.settings.launches
    then = found.then.get((name, last.by, last.on.isoformat()))
    if then is None or gate_state(policy, launch, name, inquiry.as_of) != "stale":
        return
    for path in stale_fields(policy, launch, name, last):
        words = _words(_at(then, path))
        if words is not None and len(words) <= MOST_LETTERS:
            yield f"`{path}` was {words} when {inquiry.name(last.by)} signed"


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
