"""`prodops history`: every value that a record ever had."""

from dataclasses import dataclass
from datetime import date

from prodops_cli.errors import ProdopsError, nearest_hint
from prodops_cli.history import Event, History, events_of
from prodops_cli.kinds._shape import Plain
from prodops_cli.source import Data


@dataclass(frozen=True, slots=True)
class EventLine:
    """A value that was set, changed or removed."""

    day: date
    field: str
    """`target`, `commits[loyalty-points].by`; `id` and `file` for the record itself."""
    old: Plain
    new: Plain
    author: str
    subject: str
    commit: str | None
    """The commit; None for what is not committed."""


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """What became of a record, revision by revision."""

    ref: str
    label: str
    former_ids: tuple[str, ...]
    """The ids it had before, the oldest first."""
    is_there: bool
    """Whether it still exists."""
    events: tuple[EventLine, ...]
    """The oldest first."""


def record_history(history: History, ref: str, field: str | None = None) -> RecordHistory:
    """Every value that a record ever had, or that one field had.

    Raises ProdopsError for a record nobody knows, and for a field that never had a value.
    """
    trail = history.find(ref)
    events = list(events_of(trail))
    chosen = [event for event in events if field is None or _is_in(event, field)]
    if field is not None and not chosen:
        names = sorted({event.field for event in events})
        hint = nearest_hint(field, names, f"`prodops history {trail.ref}` shows what has")
        raise ProdopsError(f"`{field}` of {trail.ref} never had a value", hint)
    former = dict.fromkeys(version.id for version in trail.versions if version.id != trail.id)
    return RecordHistory(trail.ref, trail.label, tuple(former), trail.is_there, tuple(map(_line, chosen)))


def _is_in(event: Event, field: str) -> bool:
    """Whether an event is about a field or something in it, named with or without the items of lists."""
    dotted = ".".join(event.keys)
    return any(name == field or name.startswith((f"{field}.", f"{field}[")) for name in (event.field, dotted))


def _line(event: Event) -> EventLine:
    made = event.revision
    return EventLine(
        made.day, event.field, _plain(event.old), _plain(event.new), made.author, made.subject, made.commit
    )


def _plain(value: Data) -> Plain:
    """A value of a file as one that JSON can hold."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if value is None else str(value)
