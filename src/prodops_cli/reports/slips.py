"""`prodops roadmap slips`: the promise ledger, or how promised days moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.slips import (
    LARGEST,
    SIZES,
    By,
    Ledger,
    Slip,
    Tally,
    grouped,
    ledgers,
    ledgers_of,
    moves,
    tally,
)
from prodops_cli.analysis.words import counted, days_text
from prodops_cli.history import History, Trail
from prodops_cli.reports._base import Named
from prodops_cli.reports._trails import named_then, named_trail
from prodops_cli.settings import Settings


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: since which day, about which record, grouped by what."""

    by: By = "item"
    since: date | None = None
    item: str | None = None
    most: int | None = None
    """How many lines each part should have at the most; all of them unless given."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A team, owner, quarter or size, and how its promises moved."""

    name: str | None
    """What it is called; None for what had no team or owner."""
    id: str | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A promise that moved."""

    record: Named
    field: str
    status: str | None
    owner: Named | None
    team: Named | None
    first: date
    """The first day that was promised."""
    promised: date
    """The day of that promise."""
    current: date | None
    """The day that is promised now."""
    total_days: int | None
    """From the first promise to today's."""
    dates: int
    """How many different days it has had."""
    phrase: str
    """`3rd target, +71 days against the first promise`."""
    last_moved: date
    is_there: bool
    """Whether the record still exists."""
    ended: str | None
    """What has become of it, where nothing is promised any more: removed, shipped, launched or cancelled."""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One time that a promise moved."""

    record: Named
    field: str
    day: date
    """The day on which it was moved."""
    old: date
    new: date
    days: int
    """Negative where it came closer."""
    total_days: int
    """How far the new day is from the first promise."""
    number: int
    """Which day of the promise the new one is."""
    notice_days: int
    """How many days before the old day it was moved; negative where that had passed."""
    confidence: str | None
    """How firm the old day was said to be."""
    owner: Named | None
    """Who answered for it then."""
    team: Named | None
    author: str
    """Who committed it."""
    subject: str
    commit: str | None
    """The commit; None for what is not committed."""


@dataclass(frozen=True, slots=True)
class Slips:
    """How promises moved."""

    organisation: str
    as_of: date
    since: date | None
    item: Named | None
    """The record it is about; None for all."""
    by: By
    headline: str
    tally: Tally
    groups: tuple[GroupLine, ...]
    """Empty where they are grouped by item: those are the items."""
    items: tuple[ItemLine, ...]
    """The promises that moved, the farthest first."""
    moves: tuple[MoveLine, ...]
    """Each time one moved, the newest first."""
    more_groups: int
    """How many lines there are besides those that were asked for."""
    more_items: int
    more_moves: int
    commits: int
    """How many commits the history has."""
    unreadable: int
    """How many versions of files could not be read."""


def slips(history: History, settings: Settings, as_of: date, question: Question = Question()) -> Slips:
    """How promises moved, from all of a repository's commits. Raises ProdopsError for a record nobody knows."""
    trail = history.find(question.item) if question.item is not None else None
    found = ledgers_of(trail) if trail is not None else ledgers(history)
    pairs = moves(found, question.since)
    groups, last_moves = _groups(history, found, pairs, question.by, settings), _last_moves(pairs)
    total = tally(len(found), pairs)
    return Slips(
        organisation=settings.name,
        as_of=as_of,
        since=question.since,
        item=named_trail(trail) if trail is not None else None,
        by=question.by,
        headline=_headline(total, found if trail is not None else None),
        tally=total,
        groups=groups[: question.most],
        items=tuple(_item(history, *pair) for pair in last_moves[: question.most]),
        moves=tuple(_move(history, *pair) for pair in pairs[: question.most]),
        more_groups=len(groups[question.most or len(groups) :]),
        more_items=len(last_moves[question.most or len(last_moves) :]),
        more_moves=len(pairs[question.most or len(pairs) :]),
        commits=history.revisions,
        unreadable=len(history.unreadable),
    )


def _headline(total: Tally, of_item: Iterable[Ledger] | None) -> str:
    """The whole in a sentence; of a record with a single promise, that promise's own words."""
    own = tuple(of_item or ())
    if len(own) == 1:
        return f"{own[0].phrase[0].upper()}{own[0].phrase[1:]}."
    if not total.promises:
        return "Nothing has a date yet." if of_item is None else "No date was ever promised for it."
    if not total.later and not total.earlier:
        return f"None of {counted(total.promises, 'promised date')} moved."
    parts = []
    if total.later:
        times = counted(total.later, "time")
        moved = f"{total.moved:,} of {counted(total.promises, 'promised date')} moved later"
        parts.append(f"{moved}, {times} and by {_days(total.days_later)} in all")
    if total.earlier:
        verb = "was pulled in" if total.earlier == 1 else "were pulled in"
        parts.append(f"{total.earlier:,} {verb}, by {_days(total.days_earlier)}")
    return f"{'; '.join(parts)}."


def _days(count: int) -> str:
    return days_text(count) if count < 1000 else f"{count:,} days"


def _groups(
    history: History, found: Iterable[Ledger], pairs: tuple[tuple[Ledger, Slip], ...], by: By, settings: Settings
) -> tuple[GroupLine, ...]:
    """Quarters and sizes in their order, teams and owners with the most days first; none for items."""
    if by == "item":
        return ()
    lines = [
        GroupLine(_group_name(history, by, id_), id_, found_there)
        for id_, found_there in grouped(found, pairs, by, settings).items()
    ]
    order = [words for _, words in SIZES] + [LARGEST]
    if by == "size":
        lines.sort(key=lambda line: order.index(line.id) if line.id in order else len(order))
    elif by != "quarter":
        lines.sort(key=lambda line: (-line.tally.days_later, line.id is None, line.id or ""))
    return tuple(lines)


def _group_name(history: History, by: By, id_: str | None) -> str | None:
    named = named_then(history, {"owner": "person"}.get(by, by), id_) if by in ("owner", "team") else None
    return named.name if named is not None else id_


def _last_moves(pairs: Iterable[tuple[Ledger, Slip]]) -> list[tuple[Ledger, Slip]]:
    """The promises that moved, each with its last move, the farthest from their first day first."""
    latest: dict[tuple[str, str], tuple[Ledger, Slip]] = {}
    for ledger, slip in pairs:
        latest.setdefault((ledger.trail.ref, ledger.field), (ledger, slip))
    return sorted(latest.values(), key=lambda pair: (-(pair[0].total_days or 0), pair[0].trail.ref, pair[0].field))


def _item(history: History, ledger: Ledger, last: Slip) -> ItemLine:
    trail = ledger.trail
    return ItemLine(
        record=named_trail(trail),
        field=ledger.field,
        status=trail.text("status"),
        owner=named_then(history, "person", trail.text("owner")),
        team=named_then(history, "team", trail.text("team")),
        first=ledger.first,
        promised=ledger.promised.day,
        current=ledger.current,
        total_days=ledger.total_days,
        dates=len(ledger.days),
        phrase=ledger.phrase,
        last_moved=last.revision.day,
        is_there=trail.is_there,
        ended=_ended(trail),
    )


def _ended(trail: Trail) -> str | None:
    status = trail.text("status") if trail.is_there else "removed"
    return status if status in ("removed", "shipped", "launched", "cancelled") else None


def _move(history: History, ledger: Ledger, slip: Slip) -> MoveLine:
    return MoveLine(
        record=named_trail(ledger.trail),
        field=ledger.field,
        day=slip.revision.day,
        old=slip.old,
        new=slip.new,
        days=slip.days,
        total_days=slip.total_days,
        number=slip.number,
        notice_days=slip.notice_days,
        confidence=slip.confidence,
        owner=named_then(history, "person", slip.said_text("owner")),
        team=named_then(history, "team", slip.said_text("team")),
        author=slip.revision.author,
        subject=slip.revision.subject,
        commit=slip.revision.commit,
    )
