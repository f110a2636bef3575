"""The handshake behind a dependency: what one side needs, what the other has promised, and what became of the two.

A need belongs to whoever waits and stands in their file (`depends_on[].needed_by`); the promise belongs to whoever
provides and stands in theirs (`commits[].by`). Neither side writes into the other's file.

- met: it is there.
- broken: the day it is needed has passed, or what is promised or planned comes after it, or it was cancelled.
- at_risk: nothing of that, but something speaks against the day, whether it was agreed or not.
- asked: somebody named a day, or is on record as having asked, and nobody has promised anything.
- agreed: a day is promised, and it is early enough.
- assumed: nobody named a day and nobody promised one; only the dates of both sides say when.
- offered: a day is promised to somebody who does not wait for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from prodops_cli.analysis.planning.schedule import Schedule
from prodops_cli.analysis.roadmap import (
    declared_health,
    evidence_of_dates,
    is_open,
    is_past_due,
    last_update_index,
    needed_day,
)
from prodops_cli.analysis.words import days_text
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.initiative import Commitment, Dependency, Initiative
from prodops_cli.workspace import Entry, Workspace

if TYPE_CHECKING:  # it imports the history, which no lint needs
    from prodops_cli.analysis.promises import Promises

UNKNOWN: "Promises" = MappingProxyType({})
"""Where there is no history, nothing is known of what was promised before."""

State = Literal["broken", "at_risk", "asked", "assumed", "agreed", "offered", "met"]
STATES: tuple[State, ...] = ("broken", "at_risk", "asked", "assumed", "agreed", "offered", "met")
"""The states, what is worst first."""


@dataclass(frozen=True, slots=True)
class Need:
    """What the side that waits says."""

    dependency: Dependency
    place: int
    """Its place in `depends_on`."""
    person: str | None
    """Who asks: `asked_by`, else the owner."""
    day: date | None
    """The day it is needed: the one that is named, else what the dates of the side that waits come to."""

    @property
    def is_named(self) -> bool:
        """Whether somebody named the day."""
        return self.dependency.needed_by is not None

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked: named a day, or is on record for it."""
        return self.is_named or self.dependency.asked is not None or self.dependency.asked_by is not None

    @property
    def route(self) -> Route:
        """Where the day stands in the file of the side that waits; without one, the dependency."""
        return ("depends_on", self.place, "needed_by" if self.is_named else "on")


@dataclass(frozen=True, slots=True)
class Promise:
    """What the side that provides says."""

    commitment: Commitment
    place: int
    """Its place in `commits`."""
    person: str | None
    """Who promised it: `promised_by`, else the owner."""

    @property
    def day(self) -> date:
        """The promised day."""
        return self.commitment.by

    @property
    def route(self) -> Route:
        """Where the day stands in the file of the side that provides."""
        return ("commits", self.place, "by")


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks against the day, or tells how it went."""

    kind: Literal[
        "cancelled",
        "passed",
        "commitment",
        "target",
        "past_due",
        "on_hold",
        "health",
        "evidence",
        "plan",
        "moved",
        "met",
    ]
    form: str
    """In a few words about the side that provides, with places for `{day}` and `{days}`."""
    entry: Entry[Initiative]
    route: Route
    """Where that is written."""
    day: date | None = None
    days: int = 0

    def told(self, write: Callable[[date], str] = str) -> str:
        """The reason in words."""
        return self.form.format(day=write(self.day) if self.day is not None else "", days=days_text(self.days))


@dataclass(frozen=True, slots=True)
class Handshake:
    """One dependency with what both sides say of it; or a promise to somebody who does not wait for it."""

    consumer: Entry[Initiative]
    """The side that waits."""
    provider: Entry[Initiative]
    need: Need | None
    """None for what nobody waits for."""
    promise: Promise | None
    state: State
    days: int
    """By how many days it comes too late, or came; 0 where it does not, or nobody can say."""
    reasons: tuple[Reason, ...]
    """The worst first."""


def handshakes(
    workspace: Workspace, as_of: date, schedule: Schedule | None = None, promises: "Promises" = UNKNOWN
) -> tuple[Handshake, ...]:
    """Every dependency of what is still open, and every promise to it, by the ids of both sides.

    What has shipped waits for nothing any more; its dependencies count as met where they are there. A dependency on
    what is not there, or could not be read, is left to the rules. `schedule` and `promises` (what history knows) add
    what speaks against the days.
    """
    judge = _Judge(workspace, as_of, schedule, promises)
    return tuple(
        judge.handshake(consumer, provider, need, promise)
        for consumer, provider, need, promise in pairs(workspace)
        if is_open(consumer.record) or (consumer.record.status == "shipped" and provider.record.status == "shipped")
    )


Pair = tuple[Entry[Initiative], Entry[Initiative], Need | None, Promise | None]
"""Who waits, who provides, and what each of them says."""


def pairs(workspace: Workspace) -> Iterator[Pair]:
    """Every dependency with the promise that answers it, and every other promise, by the ids of both sides.

    Only between what is there; of the same two, the earliest need comes first.
    """
    entries = {entry.id: entry for entry in workspace.of(Initiative)}
    given: dict[tuple[str, str], list[Promise]] = defaultdict(list)
    for entry in entries.values():
        for place, commitment in enumerate(entry.record.commits):
            person = commitment.promised_by or entry.record.owner
            given[commitment.to, entry.id].append(Promise(commitment, place, person))
    wanted = {entry.id: _needs(entry) for entry in entries.values()}
    edges = {(id_, on) for id_, needs in wanted.items() for on in needs} | set(given)
    for consumer, provider in sorted(edges):
        if consumer in entries and provider in entries:
            for need, promise in answered(wanted[consumer].get(provider, []), given.get((consumer, provider), [])):
                yield entries[consumer], entries[provider], need, promise


def _needs(entry: Entry[Initiative]) -> Mapping[str, list[Need]]:
    """What an initiative waits for, by the id of what that is."""
    found: dict[str, list[Need]] = defaultdict(list)
    for place, dependency in enumerate(entry.record.depends_on):
        person = dependency.asked_by or entry.record.owner
        found[dependency.on].append(Need(dependency, place, person, needed_day(entry.record, dependency)))
    return found


def answered(needs: list[Need], promises: list[Promise]) -> Iterator[tuple[Need | None, Promise | None]]:
    """Which promise answers which need of the same two initiatives: the last the last, and so on back.

    Where there are fewer promises, the first answers all needs before it too: what is there early is there. Promises
    beyond that answer nothing.
    """
    needs = sorted(needs, key=lambda need: (need.day or date.max, need.place))
    promises = sorted(promises, key=lambda promise: (promise.day, promise.place))
    spare = max(len(promises) - len(needs), 0)
    for promise in promises[:spare]:
        yield None, promise
    rest = promises[spare:]
    missing = len(needs) - len(rest)
    for place, need in enumerate(needs):
        yield need, rest[max(place - missing, 0)] if rest else None


# --- what became of it -------------------------------------------------------------------------------


class _Judge:
    """Says how each handshake stands; what is to be said of the side that provides is found once."""

    def __init__(self, workspace: Workspace, as_of: date, schedule: Schedule | None, promises: "Promises") -> None:
        self.workspace = workspace
        self.as_of = as_of
        self.schedule = schedule
        self.promises = promises
        self._doubts: dict[str, tuple[Reason, ...]] = {}

    def handshake(
        self, consumer: Entry[Initiative], provider: Entry[Initiative], need: Need | None, promise: Promise | None
    ) -> Handshake:
        """How it stands between the two."""
        state, reasons = self._state(consumer, provider, need, promise)
        days = max((reason.days for reason in reasons if reason.kind in _LATE), default=0)
        return Handshake(consumer, provider, need, promise, state, days, reasons)

    def _state(
        self, consumer: Entry[Initiative], provider: Entry[Initiative], need: Need | None, promise: Promise | None
    ) -> tuple[State, tuple[Reason, ...]]:
        day = need.day if need is not None else None
        is_of_start = need is not None and need.dependency.type == "start_start"
        if is_there(provider.record, need.dependency if need is not None else None, self.as_of):
            return "met", tuple(_met(provider, day, is_of_start=is_of_start))
        breaks = tuple(self._breaks(consumer, provider, need, promise))
        if breaks:
            return "broken", (*breaks, *self._course(provider))
        doubts = (
            *self._plan(provider, day or (promise.day if promise else None), is_of_start),
            *self._course(provider),
        )
        early = [*_promise_doubts(provider, promise, self.as_of), *doubts]
        if early and need is not None:
            return "at_risk", tuple(early)
        if need is None:
            return "offered", tuple(early)
        if promise is not None:
            return "agreed", ()
        return ("asked" if need.is_asked else "assumed"), ()

    def _breaks(
        self, consumer: Entry[Initiative], provider: Entry[Initiative], need: Need | None, promise: Promise | None
    ) -> Iterator[Reason]:
        """What cannot be, or has not been."""
        if need is None:
            return
        if provider.record.status == "cancelled":
            yield Reason("cancelled", "it was cancelled", provider, ("status",))
            return
        day = need.day
        if day is None:
            day = promise.day if promise is not None else None
        if day is None:
            return
        end = "start" if need.dependency.type == "start_start" else "target"
        expected: date | None = getattr(provider.record, end)
        if promise is not None and promise.day > day:
            days = (promise.day - day).days
            yield Reason(
                "commitment", "promised for {day}, {days} too late", provider, promise.route, promise.day, days
            )
        if expected is not None and expected > day:
            form = "starts {day}, {days} too late" if end == "start" else "its own target is {day}, {days} too late"
            yield Reason("target", form, provider, (end,), expected, (expected - day).days)
        if day < self.as_of:
            days = (self.as_of - day).days
            if need.day is None and promise is not None:
                yield Reason("passed", "it was promised for {day}, {days} ago", provider, promise.route, day, days)
                return
            route = need.route if need.is_named else _own_day(consumer.record, need)
            yield Reason("passed", "it was needed {day}, {days} ago", consumer, route, day, days)

    def _plan(self, provider: Entry[Initiative], day: date | None, is_of_start: bool) -> Iterator[Reason]:
        """What the schedule makes of the day."""
        planned = self.schedule.find(provider.id) if self.schedule is not None else None
        if planned is None or day is None:
            return
        found = planned.start if is_of_start else planned.finish
        if found > day:
            end = "start" if is_of_start else "target"
            form = "by the plan not before {day}, {days} too late"
            yield Reason("plan", form, provider, (end,), found, (found - day).days)

    def _course(self, provider: Entry[Initiative]) -> tuple[Reason, ...]:
        """How it goes on the side that provides, whoever waits for it."""
        if provider.id not in self._doubts:
            self._doubts[provider.id] = tuple(self._course_of(provider))
        return self._doubts[provider.id]

    def _course_of(self, provider: Entry[Initiative]) -> Iterator[Reason]:
        record = provider.record
        if not is_open(record):
            return
        if is_past_due(record, self.as_of) and record.target is not None:
            days = (self.as_of - record.target).days
            yield Reason("past_due", "its target was {days} ago", provider, ("target",), record.target, days)
        if record.status == "on_hold":
            yield Reason("on_hold", "it is on hold", provider, ("status",))
        health = declared_health(record, self.as_of)
        if health in ("off_track", "at_risk"):
            words = "off track" if health == "off_track" else "at risk"
            yield Reason("health", f"its owner says {words}", provider, _health_route(record, self.as_of))
        found = evidence_of_dates(self.workspace, record, self.as_of)
        if any(one.kind == "dependency" and one.weight == "off_track" for one in found):
            yield Reason("evidence", "what it waits for itself comes too late", provider, ("depends_on",))
        if self.promises:
            yield from self._moved(provider)

    def _moved(self, provider: Entry[Initiative]) -> Iterator[Reason]:
        """What history says of its target."""
        from prodops_cli.analysis.promises import moved_evidence  # noqa: PLC0415 - a lint goes without history

        most = self.workspace.settings.thresholds.moves
        moved = moved_evidence(self.promises, (provider.kind, provider.id), most)
        if moved is not None:
            yield Reason("moved", moved.form.replace("it is on its", "on its"), provider, ("target",), moved.day)


_LATE = frozenset({"commitment", "target", "passed", "plan", "met"})
"""Reasons whose days are days by which it comes too late."""


def is_there(record: Initiative, dependency: Dependency | None, as_of: date) -> bool:
    """Whether what is waited for is there: it has shipped or, where only its start is waited for, begun."""
    is_of_start = dependency is not None and dependency.type == "start_start"
    has_begun = record.status == "in_progress" and (record.start is None or record.start <= as_of)
    return record.status == "shipped" or (is_of_start and has_begun)


def _met(provider: Entry[Initiative], day: date | None, *, is_of_start: bool) -> Iterator[Reason]:
    end = "start" if is_of_start and provider.record.start is not None else "shipped"
    done: date | None = getattr(provider.record, end)
    if done is None:
        return
    if day is not None and done > day:
        form = f"{'started' if end == 'start' else 'shipped'} {{day}}, {{days}} after it was needed"
        yield Reason("met", form, provider, (end,), done, (done - day).days)
    else:
        form = f"{'started' if end == 'start' else 'shipped'} {{day}}"
        yield Reason("met", form, provider, (end,), done)


def _promise_doubts(provider: Entry[Initiative], promise: Promise | None, as_of: date) -> Iterator[Reason]:
    """What speaks against a promise by itself: its own target, and the calendar."""
    if promise is None or not is_open(provider.record):
        return
    target = provider.record.target
    if target is not None and target > promise.day:
        days = (target - promise.day).days
        yield Reason("target", "its own target is {day}, {days} after the promise", provider, ("target",), target, days)
    if promise.day < as_of:
        days = (as_of - promise.day).days
        yield Reason("passed", "it was promised for {day}, {days} ago", provider, promise.route, promise.day, days)


def _health_route(record: Initiative, as_of: date) -> Route:
    index = last_update_index(record, as_of, with_health=True)
    return ("health",) if record.health is not None or index is None else ("updates", index, "health")


def _own_day(record: Initiative, need: Need) -> Route:
    """Where the date stands that says when something is needed, although nobody named the day."""
    end = "start" if need.dependency.type == "start_start" else "target"
    return (end,) if getattr(record, end) is not None else need.route


# --- both sides in words -----------------------------------------------------------------------------


def sides_text(
    consumer: Entry[Initiative], provider: Entry[Initiative], need: Need | None, promise: Promise | None
) -> str:
    """Both sides as messages to authors name them: who waits, who provides, their teams and files."""
    asker = need.person if need is not None else consumer.record.owner
    promiser = promise.person if promise is not None else provider.record.owner
    return f"between {_side(consumer, asker)} and {_side(provider, promiser)}"


def _side(entry: Entry[Initiative], person: str | None) -> str:
    who = f"`{person}`" if person is not None else "nobody"
    team = f" of `{entry.record.team}`" if entry.record.team is not None else ""
    return f"{who}{team} ({entry.path})"
