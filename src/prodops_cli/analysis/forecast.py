"""When open work will ship, by how promised days were kept so far.

**What a delay is.** Shipping day − promised day, in days; work that ships early has a negative one. Every day that was
ever promised for an initiative has a delay of its own, and first promises are compared with first promises, later ones
with later ones. Measured against the last promise alone, whoever moves a date would always be punctual; measured
against the first alone, nothing would follow from the new date that was promised since, which is what people know by
now. So the forecast starts from the date that counts today, and says how dates of its sort were kept.

**What is not over is not left out.** Work that has not shipped lasts longer than (today − promised day): that is a
censored observation, also where the promised day is still to come and the number therefore negative. Without it, what
shipped early would count, and its peers that did not would not. Work that was cancelled or removed is censored on the
day that happened: had it gone on, it would have shipped later. A date that is replaced is not censored then, as those
that are replaced are the late ones: its delay goes on until the work ships.

**What is left out**: a day that had passed when it was written down, and one that was written down when the work had
shipped. Those are records of what happened, and promised nothing; an imported roadmap is full of them.

An open item has lasted for some days already, so its curve is that of the delays longer than that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Literal, get_args

from prodops_cli.analysis.slips import NOT_ESTIMATED, Ledger, main_promise, size_of
from prodops_cli.analysis.survival import Curve, curve
from prodops_cli.history import History, Revision, Trail, text_of
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.pieces import Fields

By = Literal["team", "size", "none"]
"""What makes items comparable; `none`: all of them are."""
GROUPINGS: tuple[By, ...] = get_args(By)

LEVELS = (50, 85, 95)
"""So many of a hundred ship by the day that is given."""
ENOUGH = 10
"""With fewer items that shipped, nothing is forecast, and a smaller group makes way for a larger one (ours)."""


def enough_for(level: int) -> int:
    """How many items have to have shipped for a level: with fewer, it lies beyond the last of them.

    P95 takes 20, as one of them has to be later than that.
    """
    return max(ENOUGH, -(-100 // (100 - level)))


# --- delays --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Delay:
    """A day that was promised for an initiative, and what became of it."""

    id: str
    made: date
    """The day of the promise."""
    promised: date
    is_first: bool
    """Whether it is the first day that was promised for it."""
    shipped: date | None = None
    given_up: date | None = None
    """The day the work was cancelled or removed."""
    team: str | None = None
    """The team that had it when the day was promised."""
    size: str | None = None
    """How large it was thought to be then."""


def delays(history: History) -> tuple[Delay, ...]:
    """Every promise of every initiative that was one, by the day it was made."""
    found = (delay for trail in history.trails if trail.kind == Initiative.kind for delay in delays_of(trail))
    return tuple(sorted(found, key=lambda delay: (delay.made, delay.promised, delay.id)))


def delays_of(trail: Trail) -> Iterator[Delay]:
    """The promises of one initiative, without days that had passed or work that had shipped when they were made."""
    ledger = main_promise(trail)
    if ledger is None:
        return
    shipped, given_up = _end_of(trail)
    said = {version.revision: version.fields for version in trail.versions if version.fields is not None}
    for number, (revision, day) in enumerate(_promises(ledger)):
        made = revision.day
        if is_plausible(day) and day >= made and all(end is None or made < end for end in (shipped, given_up)):
            fields = said.get(revision, {})
            yield Delay(
                trail.id, made, day, number == 0, shipped, given_up, text_of(fields, "team"), known_size(fields)
            )


def _promises(ledger: Ledger) -> Iterator[tuple[Revision, date]]:
    yield ledger.promised, ledger.first
    for slip in ledger.slips:
        yield slip.revision, slip.new


def _end_of(trail: Trail) -> tuple[date | None, date | None]:
    """The day it shipped, and the day it was given up; at most one of them."""
    status, since = None, date.min
    for version in trail.versions:
        if version.fields is not None and text_of(version.fields, "status") != status:
            status, since = text_of(version.fields, "status"), version.revision.day
    if status == "shipped":
        day = _day(text_of(trail.fields, "shipped"))
        return day if day is not None and is_plausible(day) else since, None
    if status == "cancelled":
        return None, since
    return None, None if trail.is_there else trail.last.revision.day


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        return None


def is_plausible(day: date) -> bool:
    """Whether a field of today could hold it: years from 1900 to 2200. What git remembers was never validated."""
    return 1900 <= day.year <= 2200


def known_size(fields: Fields) -> str | None:
    """The size that fields tell, in words; None where nothing was estimated."""
    size = size_of(fields)
    return size if size != NOT_ESTIMATED else None


# --- what is known on a day ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Basis:
    """The promises that a forecast rests on."""

    by: By
    group: str | None
    """The team or size; None where all are comparable."""
    is_first: bool
    """Whether they are first promises, or such as replaced another."""

    @property
    def order(self) -> tuple[int, str, bool]:
        """Teams, sizes, all; first promises before later ones."""
        return (GROUPINGS.index(self.by), self.group or "", not self.is_first)


@dataclass(frozen=True, slots=True)
class Question:
    """A date that was promised, and how much of its delay has passed."""

    promised: date
    is_first: bool
    team: str | None
    size: str | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What delays so far say of a date."""

    basis: Basis
    count: int
    """How many of them lasted longer than the item in question has so far."""
    ended: int
    """How many of those items shipped."""
    days: tuple[date | None, ...]
    """For each of `LEVELS` the day; None where there is not enough evidence."""
    chance: float | None
    """The share that ships by the promised day, where that is still to come."""

    @property
    def censored(self) -> int:
        """How many of those items had not shipped, as far as anybody knows."""
        return self.count - self.ended


@dataclass
class _Pool:
    """Promises that are comparable."""

    ended: Counter[int] = field(default_factory=Counter)
    """Of items that shipped: by delay in days."""
    stopped: Counter[int] = field(default_factory=Counter)
    """Of items that were given up: by delay in days."""
    going_on: Counter[int] = field(default_factory=Counter)
    """Of open items: by promised day, as its ordinal."""
    made: tuple[int, Curve] | None = None
    """The curve of the last day that was asked for."""

    def curve(self, today: int) -> Curve:
        """The curve as of a day, by its ordinal."""
        if self.made is None or self.made[0] != today:
            censored = Counter({today - promised: number for promised, number in self.going_on.items()})
            self.made = (today, curve(self.ended, censored + self.stopped))
        return self.made[1]

    def ended_after(self, days: int) -> int:
        """How many shipped after more than so many days."""
        return sum(number for delay, number in self.ended.items() if delay > days)

    def open_after(self, days: int, today: int) -> int:
        """How many had not shipped after so many days, and are not known to have shipped since."""
        stopped = sum(number for delay, number in self.stopped.items() if delay > days)
        return stopped + sum(number for promised, number in self.going_on.items() if today - promised > days)


class Knowledge:
    """What delays are known on a day. Days only go on."""

    def __init__(self, found: Iterable[Delay], by: By | None = None) -> None:
        self.by: tuple[By, ...] = GROUPINGS if by is None else tuple(dict.fromkeys((by, "none")))
        self.today = date.min
        self._pools: dict[Basis, _Pool] = {}
        self._events = sorted(self._events_of(found), key=lambda event: event[:2], reverse=True)

    @staticmethod
    def _events_of(found: Iterable[Delay]) -> Iterator[tuple[date, int, Delay]]:
        """When there is something new to know, the last first to be read from the end; a promise before its end."""
        for delay in found:
            yield delay.made, 0, delay
            end = delay.shipped or delay.given_up
            if end is not None:
                yield end, 1, delay

    def advance(self, today: date) -> None:
        """Take note of what happened up to a day."""
        self.today = today
        while self._events and self._events[-1][0] <= today:
            _, is_end, delay = self._events.pop()
            for pool in map(self._pool, self.bases(delay)):
                pool.made = None
                if is_end:
                    self._end(pool, delay)
                else:
                    pool.going_on[delay.promised.toordinal()] += 1

    @staticmethod
    def _end(pool: _Pool, delay: Delay) -> None:
        promised = delay.promised.toordinal()
        pool.going_on[promised] -= 1
        if not pool.going_on[promised]:
            del pool.going_on[promised]
        if delay.shipped is not None:
            pool.ended[delay.shipped.toordinal() - promised] += 1
        elif delay.given_up is not None:
            pool.stopped[delay.given_up.toordinal() - promised] += 1

    def bases(self, of: Delay | Question) -> Iterator[Basis]:
        """What is comparable with something, the most alike first."""
        groups: dict[By, str | None] = {"team": of.team, "size": of.size, "none": None}
        for by in self.by:
            if by == "none" or groups[by] is not None:
                yield Basis(by, groups[by], of.is_first)

    def pool(self, basis: Basis) -> Curve:
        """The delays of a basis, as a curve."""
        return self._pool(basis).curve(self.today.toordinal())

    def outlook(self, question: Question) -> Outlook:
        """What is known of items that are comparable and lasted longer: of the most alike there are enough of.

        Where there are not enough of any, it has no days, and the widest basis says how many there are.
        """
        passed = (self.today - question.promised).days
        for basis in self.bases(question):
            ended = self._pool(basis).ended_after(passed)
            if ended >= ENOUGH or basis.by == "none":
                break
        count = ended + self._pool(basis).open_after(passed, self.today.toordinal())
        if ended < ENOUGH:
            return Outlook(basis, count, ended, (None,) * len(LEVELS), None)
        found = self.pool(basis)
        days = (found.quantile(level / 100, passed) if ended >= enough_for(level) else None for level in LEVELS)
        return Outlook(
            basis,
            count,
            ended,
            tuple(question.promised + timedelta(days=day) if day is not None else None for day in days),
            1 - found.surviving(0) / found.surviving(passed) if passed < 0 else None,
        )

    def _pool(self, basis: Basis) -> _Pool:
        return self._pools.setdefault(basis, _Pool())


# --- back-test -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often work shipped by the day that would have been forecast for it."""

    level: int
    """How often it should have, in a hundred."""
    judged: int
    """How many forecasts there were of days that have come."""
    kept: int
    """How many of them were kept."""

    @property
    def share(self) -> float | None:
        """The share of them, from 0 to 1; None where there are too few of them to tell."""
        return self.kept / self.judged if self.judged >= ENOUGH else None


def back_test(found: Iterable[Delay], as_of: date, by: By | None = None) -> tuple[Coverage, ...]:
    """What would have been forecast for each promise on its own day, from what was known then, and what came of it.

    A forecast is judged once its day has come, whether the work shipped or not: to judge those of shipped work alone
    would leave out the late. Where the work was given up before the day, nobody knows what would have come of it.
    """
    known = [delay for delay in found if delay.made <= as_of]
    knowledge = Knowledge(known, by)
    judged, kept = Counter[int](), Counter[int]()
    for day, promises in groupby(sorted(known, key=lambda delay: delay.made), key=lambda delay: delay.made):
        knowledge.advance(day)
        for delay in promises:
            outlook = knowledge.outlook(Question(delay.promised, delay.is_first, delay.team, delay.size))
            for level, forecast in zip(LEVELS, outlook.days, strict=True):
                if forecast is None or forecast > as_of or (delay.given_up is not None and delay.given_up <= forecast):
                    continue
                judged[level] += 1
                kept[level] += delay.shipped is not None and delay.shipped <= forecast
    return tuple(Coverage(level, judged[level], kept[level]) for level in LEVELS)
