"""What reached its users, and what comes next, in a stretch of days."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from prodops_cli.analysis.calendar import Stretch
from prodops_cli.analysis.launches.days import days_to_launch
from prodops_cli.analysis.roadmap import is_under_way
from prodops_cli.analysis.scope import Scope
from prodops_cli.kinds.launch import Launch
from prodops_cli.workspace import Entry

LAUNCH_DAYS = 42
"""Launches are looked at six weeks ahead: the gates, the readiness review and the briefings take that long."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a record on a day."""

    what: Literal["shipped", "launched", "starts", "due"]
    on: date
    entry: Entry[Any]


def shipped_in(scope: Scope, days: Stretch) -> tuple[Event, ...]:
    """The initiatives that shipped and the launches that went out, the latest first."""
    found = [
        Event("shipped", entry.record.shipped, entry)
        for entry in scope.initiatives()
        if entry.record.status == "shipped" and entry.record.shipped and days.includes(entry.record.shipped)
    ]
    found += [
        Event("launched", entry.record.date, entry)
        for entry in scope.launches()
        if entry.record.status == "launched" and entry.record.date and days.includes(entry.record.date)
    ]
    return tuple(sorted(found, key=lambda event: (-event.on.toordinal(), event.entry.ref)))


def next_in(scope: Scope, days: Stretch) -> tuple[Event, ...]:
    """What is due, and what is planned to start, by day."""
    found = []
    for entry in scope.initiatives():
        initiative = entry.record
        if not is_under_way(initiative):
            continue
        if initiative.target is not None and days.includes(initiative.target):
            found.append(Event("due", initiative.target, entry))
        if initiative.status == "planned" and initiative.start is not None and days.includes(initiative.start):
            found.append(Event("starts", initiative.start, entry))
    return tuple(sorted(found, key=lambda event: (event.on, event.what, event.entry.id)))


def launches_within(scope: Scope, days: int, as_of: date) -> tuple[Entry[Launch], ...]:
    """The planned launches of the coming days, today included, by date."""
    return tuple(entry for left, entry in _launches_ahead(scope, as_of) if left <= days)


def launches_later(scope: Scope, days: int, as_of: date) -> tuple[Entry[Launch], ...]:
    """The planned launches after the coming days, by date."""
    return tuple(entry for left, entry in _launches_ahead(scope, as_of) if left > days)


def _launches_ahead(scope: Scope, as_of: date) -> list[tuple[int, Entry[Launch]]]:
    """The planned launches from today on, each with the days until it, by date."""
    found = ((days_to_launch(entry.record, as_of), entry) for entry in scope.launches())
    ahead = [(left, entry) for left, entry in found if left is not None and left >= 0]
    return sorted(ahead, key=lambda one: (one[0], one[1].id))
