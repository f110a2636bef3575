"""How promises moved: every day that was promised for something, and each time it was replaced by another.

Slip = new day − the day it replaced; total = today's day − the first promise. A day may move because somebody
planned again: nothing here calls that a failure. Every dated promise counts, however firm it was said to be; the
word that stood beside it goes along. Days that moved closer are slips with a negative number of days.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from math import isfinite
from statistics import median
from typing import Literal, get_args

from pydantic import BaseModel

from prodops_cli.analysis.calendar import quarter_of
from prodops_cli.analysis.words import days_text
from prodops_cli.fields import Promise
from prodops_cli.history import Event, History, Revision, Trail, events_of, text_of
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._shape import fields_of
from prodops_cli.pieces import Fields
from prodops_cli.settings import Settings

By = Literal["item", "team", "owner", "quarter", "size"]
"""What moves can be grouped by: `quarter` is that of the day which was given up."""
GROUPINGS: tuple[By, ...] = get_args(By)

SIZES = ((1.0, "up to 1 person-month"), (3.0, "1 to 3 person-months"), (6.0, "3 to 6 person-months"))
"""Sizes by the middle of the estimated effort: up to so many person-months."""
LARGEST = "over 6 person-months"
NOT_ESTIMATED = "not estimated"


@dataclass(frozen=True, slots=True)
class Slip:
    """A promised day that was replaced by another."""

    number: int
    """Which day of this promise the new one is: 2 for the second."""
    old: date
    new: date
    first: date
    """The first day that was promised."""
    revision: Revision
    said: Fields
    """What the record said before: who owned it, how firm the day was."""

    @property
    def days(self) -> int:
        """By how many days it moved; negative where it came closer."""
        return (self.new - self.old).days

    @property
    def total_days(self) -> int:
        """How far the new day is from the first promise."""
        return (self.new - self.first).days

    @property
    def notice_days(self) -> int:
        """How many days before the old day it was admitted; negative where that had passed."""
        return (self.old - self.revision.day).days

    def said_text(self, key: str) -> str | None:
        """What the record said before in a field that holds a text."""
        return text_of(self.said, key)

    @property
    def confidence(self) -> str | None:
        """How firm the old day was said to be."""
        return self.said_text("confidence")


@dataclass(frozen=True)
class Ledger:
    """One promise of a record: a dated field with every day it ever was."""

    trail: Trail
    field: str
    """`target`, `date`, `commits[loyalty-points].by`."""
    first: date
    """The first day that was promised."""
    promised: Revision
    """When that was."""
    slips: tuple[Slip, ...]
    """Each time it moved, the oldest first."""
    current: date | None
    """The day that is promised today; None where there is none any more."""

    @property
    def total_days(self) -> int | None:
        """How far today's day is from the first promise; None where there is none any more."""
        return (self.current - self.first).days if self.current is not None else None

    @property
    def is_main(self) -> bool:
        """Whether it is the record's own (an initiative's target, a launch's date), not that of one of its parts."""
        return "[" not in self.field

    @property
    def phrase(self) -> str:
        """The promise in a few words: `3rd target, +71 days against the first promise`."""
        return phrase(len(self.slips) + 1, self.total_days, _noun(self.field))

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every day it ever was, in order."""
        return (self.first, *(slip.new for slip in self.slips))


def phrase(number: int, total_days: int | None, noun: str = "target") -> str:
    """How a promise is told that has its n-th day, so many days from the first."""
    if number == 1:
        return f"first {noun}" if total_days is not None else f"{noun} taken back"
    if total_days is None:
        return f"{number} {noun}s, then taken back"
    if total_days == 0:
        return f"{ordinal(number)} {noun}, the same day as the first promise"
    sign = "+" if total_days > 0 else "-"
    return f"{ordinal(number)} {noun}, {sign}{days_text(abs(total_days))} against the first promise"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _noun(field: str) -> str:
    return "target" if field == "target" else "date"


# --- from history --------------------------------------------------------------------------------


def ledgers(history: History) -> tuple[Ledger, ...]:
    """Every promise of every record, by kind, id and field."""
    return tuple(ledger for trail in history.trails for ledger in ledgers_of(trail))


def ledgers_of(trail: Trail) -> tuple[Ledger, ...]:
    """The promises of a record, by field."""
    wanted = promises_of(trail.kind)
    events: dict[str, list[Event]] = {}
    for event in events_of(trail, sorted({keys[0] for keys in wanted})) if wanted else ():
        if event.keys in wanted:
            events.setdefault(event.field, []).append(event)
    found = (_ledger(trail, field, events[field]) for field in sorted(events))
    return tuple(ledger for ledger in found if ledger is not None)


def _ledger(trail: Trail, field: str, events: Iterable[Event]) -> Ledger | None:
    """The promise that a field's events make; None where it never had a day."""
    promised: Revision | None = None
    last = current = first = date.min
    slips: list[Slip] = []
    is_dated = False
    for event in events:
        is_dated = event.new is not None
        day = _day(event.new)
        if day is None or day == last:
            continue
        if promised is None:
            promised, first = event.revision, day
        else:
            slips.append(Slip(len(slips) + 2, last, day, first, event.revision, event.fields))
        last = current = day
    return Ledger(trail, field, first, promised, tuple(slips), current if is_dated else None) if promised else None


def _day(value: object) -> date | None:
    """A day as files write it; None for anything else, which was a mistake and promised nothing."""
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


@cache
def promises_of(kind: str) -> frozenset[tuple[str, ...]]:
    """The fields of a kind that hold promised days, by their keys."""
    return frozenset(_promises_in(all_kinds()[kind]))


def _promises_in(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    for name, field in fields_of(model).items():
        if any(isinstance(mark, Promise) for mark in field.shape.marks):
            yield (name,)
        elif field.shape.model is not None:
            yield from ((name, *keys) for keys in _promises_in(field.shape.model))


def main_promise(trail: Trail) -> Ledger | None:
    """The main promise of a record (an initiative's target, a launch's date); None where it never had one."""
    return next((ledger for ledger in ledgers_of(trail) if ledger.is_main), None)


def moves(found: Iterable[Ledger], since: date | None = None) -> tuple[tuple[Ledger, Slip], ...]:
    """Each time one of the promises moved, after the end of a day if one is given: the newest first."""
    pairs = [(ledger, slip) for ledger in found for slip in ledger.slips if since is None or slip.revision.day > since]
    pairs.sort(key=lambda pair: (-pair[1].revision.day.toordinal(), pair[0].trail.ref, pair[0].field, -pair[1].number))
    return tuple(pairs)


# --- how often, how far --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """How often promises moved, and how far."""

    promises: int
    """How many there were."""
    moved: int
    """How many of them moved later at least once."""
    later: int
    """How often one moved later."""
    earlier: int
    """How often one was pulled in."""
    days_later: int
    """The days of all moves to later days."""
    days_earlier: int
    """The days of all moves to earlier days, as a positive number."""
    median_days: float | None
    """The middle of the moves to later days."""
    median_notice: float | None
    """How many days before the old day a move to a later one was admitted, the middle; negative: after it."""
    after_the_day: int
    """How many moves to later days were admitted only when the old day had passed."""


def tally(promises: int, pairs: Iterable[tuple[Ledger, Slip]]) -> Tally:
    """Count the moves of so many promises."""
    known = list(pairs)
    later = [(ledger, slip) for ledger, slip in known if slip.days > 0]
    earlier = [slip for _, slip in known if slip.days < 0]
    return Tally(
        promises=promises,
        moved=len({(ledger.trail.ref, ledger.field) for ledger, _ in later}),
        later=len(later),
        earlier=len(earlier),
        days_later=sum(slip.days for _, slip in later),
        days_earlier=-sum(slip.days for slip in earlier),
        median_days=median(slip.days for _, slip in later) if later else None,
        median_notice=median(slip.notice_days for _, slip in later) if later else None,
        after_the_day=sum(slip.notice_days < 0 for _, slip in later),
    )


def grouped(
    found: Iterable[Ledger], pairs: Iterable[tuple[Ledger, Slip]], by: By, settings: Settings
) -> dict[str | None, Tally]:
    """The moves by what the record said when they were made; each promise counts in every group it was ever in."""
    known = tuple(found)
    held: dict[str | None, int] = {}
    for ledger in known:
        for group in _groups_of(ledger, by, settings):
            held[group] = held.get(group, 0) + 1
    moved: dict[str | None, list[tuple[Ledger, Slip]]] = {}
    for ledger, slip in pairs:
        moved.setdefault(_group_of(ledger, slip, by, settings), []).append((ledger, slip))
    groups = sorted(moved, key=lambda group: (group is None, group or ""))
    return {group: tally(held.get(group, 0), moved[group]) for group in groups}


def size_of(fields: Fields) -> str:
    """The size of a record by its estimated effort, in words."""
    value = fields["effort"].value if "effort" in fields else None
    inner = value.get("value") if isinstance(value, dict) else value
    try:
        ends = [float(str(end)) for end in (inner if isinstance(inner, list) else [inner])]
    except ValueError:
        return NOT_ESTIMATED
    if not ends or not all(map(isfinite, ends)):
        return NOT_ESTIMATED
    middle = sum(ends) / len(ends)
    return next((words for most, words in SIZES if middle <= most), LARGEST)


_SAID: dict[str, Callable[[Fields], str | None]] = {
    "team": lambda fields: text_of(fields, "team"),
    "owner": lambda fields: text_of(fields, "owner"),
    "size": size_of,
}


def _group_of(ledger: Ledger, slip: Slip, by: By, settings: Settings) -> str | None:
    if by == "item":
        return ledger.trail.ref
    return quarter_of(settings, slip.old) if by == "quarter" else _SAID[by](slip.said)


def _groups_of(ledger: Ledger, by: By, settings: Settings) -> set[str | None]:
    """Every group that a promise was in at some time."""
    if by == "item":
        return {ledger.trail.ref}
    if by == "quarter":
        return {quarter_of(settings, day) for day in ledger.days}
    return {_SAID[by](version.fields) for version in ledger.trail.versions if version.fields is not None}
