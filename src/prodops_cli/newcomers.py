"""A person who is about to start: a new record, or what is still missing in one that is there.

Nothing is written here. What is added to a file is put at its end, and the file is read back: only what was missing
may have changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from prodops_cli import drafts
from prodops_cli.analysis.lookup import guesses
from prodops_cli.diagnostics import Diagnostic
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.kinds._shape import fields_of
from prodops_cli.kinds.person import Person
from prodops_cli.render.yaml import Value, field
from prodops_cli.source import read
from prodops_cli.workspace import Entry, Workspace

PLACE = ("city", "country", "time_zone")
"""The fields of a person that stand below `location`."""

_MEND = "mend what was given, or the file"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person as they will be, with the file that says so."""

    workspace: Workspace
    """With the person in it, as they will be."""
    entry: Entry[Person]
    path: str
    text: bytes | None
    """What the file will say; None where nothing changes."""
    former: bytes | None
    """What it says now; None where there is none."""
    warnings: tuple[Diagnostic, ...] = ()
    """What lint says of what is new."""


def who(workspace: Workspace, text: str) -> Entry[Person] | None:
    """The person that an id or a whole name means; None where it means nobody yet.

    Raises ProdopsError where the person's file could not be read.
    """
    people = workspace.of(Person)
    found = next((entry for entry in people if entry.id == text), None)
    if found is not None:
        return found
    if ("person", text) in workspace.unread:
        hint = "`prodops lint` says what"
        raise ProdopsError(f"person:{text} is there, but something is wrong with it", hint, ExitCode.FINDINGS)
    named = [entry for entry in people if entry.record.name.casefold() == text.strip().casefold()]
    if len(named) > 1:
        ids = ", ".join(entry.id for entry in named)
        raise ProdopsError(f"{len(named)} people are called {text}", f"name one by id: {ids}")
    return named[0] if named else None


def like(workspace: Workspace, text: str) -> tuple[str, ...]:
    """The ids of people that a text which is nobody's may mean."""
    return tuple(entry.id for entry in guesses(workspace, "person", text))


def existing(workspace: Workspace, entry: Entry[Person], given: Mapping[str, str], as_of: date) -> Newcomer:
    """A person who is there, with the fields that were given and that their file does not have yet.

    Raises ProdopsError where the file says something else, or with what lint says of what is added.
    """
    missing: dict[str, str] = {}
    for name, value in given.items():
        said = _said(entry.record, name)
        if said is None:
            missing[name] = value
        elif said != value:
            route = ("location", name) if name in PLACE else (name,)
            line = workspace.documents[entry.path].span((*entry.route, *route)).line
            raise ProdopsError(f"{entry.path}:{line} says {name}: {said}, not {value}", "change it there")
    if not missing:
        return Newcomer(workspace, entry, entry.path, None, None)
    return _added(workspace, entry, missing, as_of)


def _said(person: Person, name: str) -> str | None:
    """What a person's file says in a field, as it is typed."""
    holder = person.location if name in PLACE else person
    value = getattr(holder, name, None)
    return value.isoformat() if isinstance(value, date) else value


def _added(workspace: Workspace, entry: Entry[Person], missing: Mapping[str, str], as_of: date) -> Newcomer:
    """The file with what was missing at its end."""
    former = workspace.documents[entry.path].raw
    places = [name for name in missing if name in PLACE]
    if entry.route or (places and entry.record.location is not None):
        lines = ", ".join(f"{name}: {value}" for name, value in missing.items())
        raise ProdopsError(f"{entry.path} does not say {', '.join(missing)}", f"write it there: {lines}")
    end = b"\r\n" if b"\r\n" in former else b"\n"
    text = "".join(f"{line}\n" for line in _lines(values(missing))).encode().replace(b"\n", end)
    whole = former + (b"" if former.endswith(b"\n") or not former else end) + text
    before, after = (read(entry.path, raw, workspace.settings.source_limits) for raw in (former, whole))
    known: Any = before.data
    wanted = {**known, **values(missing)} if isinstance(known, dict) else None
    if after.problems or wanted is None or after.data != wanted:
        lines = ", ".join(f"{name}: {value}" for name, value in missing.items())
        raise ProdopsError(f"nothing can be added to the end of {entry.path}", f"write it there by hand: {lines}")
    draft = drafts.Draft(Person, entry.id, values(missing), entry.path, whole, text.decode(), former)
    return _with(workspace, draft, drafts.require_clean(workspace, draft, as_of, hint=_MEND))


def _lines(values: Mapping[str, Value]) -> list[str]:
    fields = fields_of(Person)
    return [line for name, value in values.items() for line in field(name, value, fields[name].shape)]


def values(given: Mapping[str, str]) -> dict[str, Value]:
    """What was given, as the fields of a person's file: places below `location`."""
    found: dict[str, Value] = {name: value for name, value in given.items() if name not in PLACE}
    place: dict[str, Value] = {name: given[name] for name in PLACE if name in given}
    return found | ({"location": place} if place else {})


def new(
    workspace: Workspace, id_: str, given: Mapping[str, str], as_of: date, *, modeline: str | None = None
) -> Newcomer:
    """Somebody who is not there yet. Raises ProdopsError where the id is taken or is none, or with what lint says."""
    draft = drafts.draft(workspace, Person, id_, values(given), modeline=modeline)
    return _with(workspace, draft, drafts.check(workspace, draft, as_of, hint=_MEND))


def _with(workspace: Workspace, draft: drafts.Draft, warnings: tuple[Diagnostic, ...]) -> Newcomer:
    whole = drafts.with_draft(workspace, draft)
    entry = next(entry for entry in whole.of(Person) if entry.id == draft.id)
    return Newcomer(whole, entry, draft.path, draft.text, draft.former, warnings)
