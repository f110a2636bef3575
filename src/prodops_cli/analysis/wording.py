"""Changes in words: `target moved 14 days later, 2026-09-01 → 2026-09-15`, `owner changed: Ada → Ben`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from prodops_cli.analysis.calendar import period_days
from prodops_cli.analysis.launches.reopening import GateChange, Standing, gate_changes
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.words import called, days_text, spoken
from prodops_cli.changes import Change, Comparison, Key, Place
from prodops_cli.fields import Day, Lag, Period, Range
from prodops_cli.kinds._base import Record
from prodops_cli.kinds._shape import Shape, fields_of, identity_of
from prodops_cli.kinds.launch import Launch
from prodops_cli.workspace import Workspace

SHORT = 60
"""A text of more letters is not repeated; it is said to be reworded."""
MOST_VALUES = 4
"""So many values say what something new is."""
_TITLES = ("title", "name", "text", "note")
_BARE = ("value", "amount")
"""Fields that go without saying: the effort's value is the effort."""


@dataclass(frozen=True)
class Sides:
    """Two workspaces, what changed between them, and the day on which it is told."""

    old: Workspace
    new: Workspace
    comparison: Comparison
    as_of: date

    @cached_property
    def _books(self) -> tuple[SignerBook, SignerBook]:
        return SignerBook(self.old), SignerBook(self.new)

    @cached_property
    def _gates(self) -> dict[Key, tuple[GateChange, ...]]:
        return {}

    def gates(self, key: Key) -> tuple[GateChange, ...]:
        """The gates of a launch that stand elsewhere than before; none of one that came or went."""
        if key not in self._gates:
            old, new = self.before(key), self.after(key)
            self._gates[key] = (
                gate_changes(
                    Standing(self._books[0], old, self.as_of),
                    Standing(self._books[1], new, self.as_of),
                )
                if isinstance(old, Launch) and isinstance(new, Launch)
                else ()
            )
        return self._gates[key]

    @cached_property
    def _former(self) -> Mapping[Key, Key]:
        return {new: old for old, new in self.comparison.renamed.items()}

    def before(self, key: Key) -> Record | None:
        """The record as it was, by today's key."""
        entry = self.old.entries.get(self._former.get(key, key))
        return entry.record if entry is not None else None

    def after(self, key: Key) -> Record | None:
        """The record as it is, by today's key."""
        entry = self.new.entries.get(key)
        return entry.record if entry is not None else None

    def name(self, kind: str, id_: str) -> str:
        """What people call a record that a value refers to; its id where it cannot be read."""
        record = self.after((kind, id_)) or self.before((kind, id_))
        return called(record) if record is not None else id_


# --- dates ---------------------------------------------------------------------------------------


def days_moved(change: Change, sides: Sides) -> int | None:
    """By how many days a date moved, later is positive; None for what is no date, or was none before or is none now."""
    before, after = (_last_day(value, change.shape, side) for value, side in _both(change, sides))
    return (after - before).days if before is not None and after is not None else None


def _both(change: Change, sides: Sides) -> tuple[tuple[Any, Workspace], tuple[Any, Workspace]]:
    return (change.old, sides.old), (change.new, sides.new)


def _last_day(value: Any, shape: Shape | None, side: Workspace) -> date | None:
    """The day, or the last one of the period, that a value is."""
    if value is None or shape is None or shape.many:
        return None
    if shape.is_a(Period) and isinstance(value, str):
        return period_days(side.settings, value).last
    return value if shape.is_a(Day) and isinstance(value, date) else None


def is_slip(change: Change, sides: Sides) -> bool:
    """Whether a date that others count on moved later."""
    return change.topic == "promise" and (days_moved(change, sides) or 0) > 0


def promise_of(change: Change) -> str:
    """The name in the promise ledger of what a change is about: `target`, `rollout[25].on`; see `slips.Ledger`."""
    field = ".".join(change.field)
    if not change.places:
        return field
    return f"{change.route[0]}[{change.places[0].key.removesuffix(' %')}].{field}"


# --- sentences -----------------------------------------------------------------------------------


def wording(change: Change, sides: Sides) -> str:
    """The change in words, without the name of the record."""
    if change.shape is None:
        return _record_words(change, sides)
    if change.what == "renamed":
        return f"id changed: {change.old} → {change.new}"
    gate = _gate_words(change, sides)
    if gate is not None:
        return gate
    if change.places and not change.field:
        *outer, place = change.places
        value = change.new if change.what == "added" else change.old
        said = gist(value, sides, with_identity=place.is_in_mapping)
        return f"{_within(outer, sides)}{_place(place, sides)} {change.what}" + (f" ({said})" if said else "")
    return _within(change.places, sides) + _field_words(change, change.shape, sides)


def _within(places: list[Place] | tuple[Place, ...], sides: Sides) -> str:
    return "".join(f"{_place(place, sides)}: " for place in places)


def _place(place: Place, sides: Sides) -> str:
    if place.title is not None:
        return f"{place.noun} {_quoted(place.title)}"
    return f"{place.noun} {sides.name(place.kind, place.key) if place.kind else place.key}"


def _record_words(change: Change, sides: Sides) -> str:
    record: Record = change.new if change.what == "added" else change.old
    columns = [name for name in type(record).columns if name in type(record).model_fields and name not in _TITLES]
    said = _values(record, columns, sides)
    return change.what + (f" ({said})" if said else "")


def _gate_words(change: Change, sides: Sides) -> str | None:
    """A gate's former state and its new one, where a sign-off or its review changed it."""
    if not _is_decision(change) or change.route[2:3] not in _STATE_OF_GATE:
        return None
    return next((one.text for one in sides.gates(change.key) if one.gate == change.route[1]), None)


_STATE_OF_GATE = (("approvals",), ("in_review",))


def _is_decision(change: Change) -> bool:
    """Whether somebody wrote what decides where a gate stands, or the whole gate."""
    return change.kind == Launch.kind and change.route[:1] == ("gates",) and change.route[2:3] in ((), *_STATE_OF_GATE)


def reopened(sides: Sides, key: Key, changes: Iterable[Change]) -> tuple[GateChange, ...]:
    """The gates of a launch that changes of something else have moved: what they judge, who may sign, the policy.

    None of a launch that is over: nobody asks its gates again.
    """
    launch = sides.after(key)
    if not isinstance(launch, Launch) or launch.status in launch.final:
        return ()
    told = {change.route[1] for change in changes if _is_decision(change) and len(change.route) > 1}
    return tuple(one for one in sides.gates(key) if one.gate not in told)


def _field_words(change: Change, shape: Shape, sides: Sides) -> str:
    name = _name(change.field, shape)
    old, new = (_said(value, shape, sides, change.unit) for value in (change.old, change.new))
    if change.what != "changed":
        is_item = not change.route or change.route[-1] != change.field[-1]
        subject = f"{singular(name)} {new or old}" if is_item else name
        return f"{subject} {change.what}" + ("" if is_item else _colon(new))
    if change.old is None:
        return f"{name} set: {new}"
    if change.new is None:
        return f"{name} removed (was {old})"
    days = days_moved(change, sides)
    if days is not None:
        return f"{name} {_moved(days)}, {old} → {new}"
    if _is_free(shape) and any(not _is_word(text) and len(text) > SHORT for text in (str(change.old), str(change.new))):
        return f"{name} reworded"
    if shape.choices:
        return f"{name} {old} → {new}"
    size = _size(change.old), _size(change.new)
    if size[0] is not None and size[1] is not None and size[0] != size[1]:
        was = _said(change.old, shape, sides, None)
        return f"{name} {'raised' if size[1] > size[0] else 'lowered'} {was} → {new}"
    return f"{name} changed: {old} → {new}"


def _colon(said: str) -> str:
    return f": {said}" if said else ""


def _moved(days: int) -> str:
    return f"moved {days_text(abs(days))} {'later' if days > 0 else 'earlier'}" if days else "changed"


def _name(field: tuple[str, ...], shape: Shape) -> str:
    """A field's name in words."""
    names = field[:-1] if len(field) > 1 and field[-1] in _BARE else field
    if shape.is_a(Day) and names[-1:] in (("on",), ("by",)):
        names = (*names[:-1], "day")
    return " ".join(map(spoken, names))


def singular(name: str) -> str:
    """One of what a list holds: `goals` holds each a goal."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def _is_free(shape: Shape) -> bool:
    return (shape.base is str or shape.is_anything) and not (shape.ref or shape.choices)


def _size(value: Any) -> float | None:
    """What a number, or the middle of a range, is compared by."""
    if isinstance(value, tuple):
        return float(sum(value)) / 2
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


# --- values --------------------------------------------------------------------------------------


def _said(value: Any, shape: Shape, sides: Sides, unit: str | None) -> str:
    """A value on one line."""
    match value:
        case None:
            return ""
        case BaseModel():
            return gist(value, sides, with_identity=True)
        case date():
            return value.isoformat()
        case str():
            return _text(value, shape, sides)
        case Mapping():
            return ", ".join(f"{key} {_said(inner, shape, sides, unit)}" for key, inner in value.items())
        case list() | tuple() if shape.many or not shape.is_a(Range):
            return ", ".join(_said(inner, shape, sides, unit) for inner in value)
        case _:
            return _number(value, shape) + (f" {unit}" if unit else "")


def _text(value: str, shape: Shape, sides: Sides) -> str:
    if shape.ref is not None:
        kind, _, id_ = value.rpartition(":") if shape.ref.kind is None else (shape.ref.kind, "", value)
        return sides.name(kind, id_)
    return value if not _is_free(shape) or (_is_word(value) and len(value) <= SHORT) else _quoted(value)


def _number(value: Any, shape: Shape) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() if shape.is_a(Lag):
            return days_text(value)
        case (low, high):
            return f"{low:.15g}" if low == high else f"{low:.15g}–{high:.15g}"
        case _:
            return f"{value:.15g}"


def _is_word(text: str) -> bool:
    """Whether a text is in one piece, so that it needs no marks around it."""
    return not any(character.isspace() for character in text)


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= SHORT else f"“{line[: SHORT - 1].rstrip()}…”"


def gist(part: BaseModel, sides: Sides, *, with_identity: bool = False) -> str:
    """The first few values of a part that is new, or gone."""
    known = () if with_identity else identity_of(type(part))
    return _values(part, [name for name in type(part).model_fields if name not in known], sides)


def _values(part: BaseModel, names: list[str], sides: Sides) -> str:
    fields = fields_of(type(part))
    said = []
    for name in names:
        value, field = getattr(part, name), fields[name]
        if value is None or value in ((), {}) or (not field.is_required and value == field.default):
            continue
        text = _said(value, field.shape, sides, None)
        said.append(text if name in _TITLES or not text else f"{spoken(name)} {text}")
    return ", ".join(said[:MOST_VALUES]) + (", …" if len(said) > MOST_VALUES else "")
