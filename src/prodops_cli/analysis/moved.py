"""What moved since a time: promised days, and work that was stopped, taken up again or taken out of the files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from prodops_cli.analysis.scope import Scope
from prodops_cli.analysis.slips import Ledger, ledgers_of, main_promise
from prodops_cli.history import Event, History, Revision, Trail, events_of
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch

What = Literal["later", "undated", "earlier", "cancelled", "on_hold", "resumed", "removed"]
IsNew: TypeAlias = Callable[[Revision], bool]
"""Whether a revision is one of those that are asked about."""

_STOPPED: dict[object, What] = {"cancelled": "cancelled", "on_hold": "on_hold"}
_ENDED = frozenset({"shipped", "launched", "cancelled"})
_GOING = frozenset({"planned", "in_progress"})


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that is not where it was."""

    what: What
    trail: Trail
    field: str
    """The field that says so; `file` where the record was removed."""
    revision: Revision
    """When it was moved last, by whom, and why."""
    old: date | None = None
    new: date | None = None
    ledger: Ledger | None = None
    """The promise that moved, with every day it ever was."""

    @property
    def is_of_a_part(self) -> bool:
        """Whether it is not the record's own day: that of a commitment, or of one step of a rollout."""
        return self.ledger is not None and not self.ledger.is_main

    @property
    def days(self) -> int:
        """By how many days; negative for earlier, 0 where no day moved."""
        return (self.new - self.old).days if self.old is not None and self.new is not None else 0


def moved_since(scope: Scope, history: History, is_new: IsNew) -> tuple[Moved, ...]:
    """What moved in those revisions, in all: what moved later first, the farthest first.

    A day that went there and back again has not moved. What is not open any more has no promise left to move.
    """
    there = {(entry.kind, entry.id) for entry in (*scope.initiatives(), *scope.launches())}
    found = [
        moved
        for trail in history.trails
        if trail.kind in (Initiative.kind, Launch.kind)
        for moved in (_of_present(trail, is_new) if (trail.kind, trail.id) in there else _of_gone(scope, trail, is_new))
    ]
    order: tuple[What, ...] = ("later", "undated", "cancelled", "removed", "on_hold", "resumed", "earlier")
    return tuple(sorted(found, key=lambda one: (order.index(one.what), -one.days, one.trail.ref, one.field)))


def _of_present(trail: Trail, is_new: IsNew) -> Iterator[Moved]:
    if trail.text("status") not in _ENDED:
        dates = [moved for ledger in ledgers_of(trail) if (moved := _of_promise(trail, ledger, is_new)) is not None]
        main = [moved for moved in dates if not moved.is_of_a_part]
        yield from main or dates  # the steps of a launch move with it
    statuses = [event for event in events_of(trail, {"status"}) if is_new(event.revision)]
    if statuses and (turned := _turn(statuses[0].old, statuses[-1])) is not None:
        yield Moved(turned, trail, "status", statuses[-1].revision)
    elif trail.text("status") not in _ENDED:
        yield from _of_dropped(trail, is_new)


def _of_promise(trail: Trail, ledger: Ledger, is_new: IsNew) -> Moved | None:
    slips = [slip for slip in ledger.slips if is_new(slip.revision)]
    if not slips or ledger.current is None or slips[0].old == ledger.current:
        return None
    what: What = "later" if ledger.current > slips[0].old else "earlier"
    return Moved(what, trail, ledger.field, slips[-1].revision, slips[0].old, ledger.current, ledger)


def _of_dropped(trail: Trail, is_new: IsNew) -> Iterator[Moved]:
    """A day that was promised, and is no more."""
    ledger = main_promise(trail)
    if ledger is None or ledger.current is not None:
        return
    events = [event for event in events_of(trail, {ledger.field}) if is_new(event.revision)]
    if not events or events[0].old is None:
        return
    slips = [slip for slip in ledger.slips if is_new(slip.revision)]
    yield Moved(
        "undated", trail, ledger.field, events[-1].revision, slips[0].old if slips else ledger.days[-1], None, ledger
    )


def _turn(before: object, last: Event) -> What | None:
    """What a change of status means for those who count on the work; None for one that is to be expected."""
    if last.new != before and last.new in _STOPPED and before is not None:
        return _STOPPED[last.new]
    return "resumed" if before in _STOPPED and last.new in _GOING else None


def _of_gone(scope: Scope, trail: Trail, is_new: IsNew) -> Iterator[Moved]:
    """A record under way that was taken out of the files; only where all teams and goals are asked about."""
    is_all = scope.teams is None and scope.goals is None
    if is_all and not trail.is_there and is_new(trail.last.revision) and trail.text("status") in _GOING:
        yield Moved("removed", trail, "file", trail.last.revision)


def shipped_on(history: History, kind: str, id_: str) -> Revision | None:
    """The revision in which a record shipped or launched, the last time it did.

    None where nobody saw it: what was written down when it had shipped already, as in an import, is no news.
    """
    trail = history.get(kind, id_)
    if trail is None:
        return None
    events = [event for event in events_of(trail, {"status"}) if event.new in ("shipped", "launched")]
    is_seen = bool(events) and events[-1].revision != trail.versions[0].revision
    return events[-1].revision if is_seen else None
