"""What reached its users, and what comes next, in a stretch of days."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from prodops_cli.analysis.calendar import Stretch
from prodops_cli.analysis.launches import days_to_launch
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
    ahead = []
    for entry in scope.launches():
        left = days_to_launch(entry.record, as_of)
        if left is not None and 0 <= left <= days:
            ahead.append((left, entry.id, entry))
    return tuple(entry for _, _, entry in sorted(ahead, key=lambda one: one[:2]))
