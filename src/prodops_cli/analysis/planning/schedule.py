"""The schedule: when each initiative can start and end, given what it waits for.

Dates are taken as they are promised, and moved where they cannot hold: nothing ends before its own target, nor before
what it waits for lets it. How long something takes is, in this order: the working days from its start to its target;
its effort, with all of its team's capacity and nothing else to do (so that nothing can be said to take too long only
because somebody works on two things); or, where the files say neither, no time at all.

- What has begun keeps its start; only its end can wait, and for what it is still waiting for.
- What is planned starts today at the earliest, whatever its file says.
- What has shipped ended then. What is cancelled neither waits nor is waited for; a rule says so.
- What is on hold and what is an idea have the dates they say, for what waits for them; the end of everything does not
  wait for them.
- What stands in a circle cannot be reckoned, and neither what waits for it because of that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError
from math import ceil
from typing import Literal

from prodops_cli.analysis.cycles import Cycle, find_cycles, knots
from prodops_cli.analysis.planning.calendars import Calendars, day_from, day_until, moment_after, moment_of
from prodops_cli.analysis.planning.capacity import Supplies
from prodops_cli.analysis.planning.network import Activity, Cause, Link, Times, times
from prodops_cli.analysis.roadmap import is_open, is_under_way
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.workspace import Entry, Workspace

WEEKS_PER_MONTH = 52 / 12
MOST_DAYS = 100 * 260
"""A century of working days: nothing takes longer."""

Basis = Literal["target", "today", "start", "effort", "capacity", "shipped", "nothing"]
"""What an end rests on that waits for nothing: one of its dates, today where that has passed, its effort, its team."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An initiative in the schedule. All days are inclusive: work goes on from `start` to the end of `finish`."""

    entry: Entry[Initiative]
    start: date
    """The earliest day it can start on, or the day it did."""
    finish: date
    """The earliest day it can end on, or the day it shipped."""
    latest_start: date
    latest_finish: date
    """The latest days at which nothing that waits for it, and not the end of it all, moves."""
    slack: int
    """Working days of its team by which it can move without moving the end of it all (total float)."""
    free_slack: int
    """Working days of its team by which it can move before the next one has to (free float)."""
    is_critical: bool
    """Whether it is on the chain that decides when all is done: it has no slack."""
    late_days: int
    """Calendar days from its target to its earliest finish; 0 where it can be kept or there is none."""
    cause: Cause
    """What decides the finish."""
    basis: Basis
    """What the finish rests on where no link decides it."""
    days: int
    """Working days it takes."""

    @property
    def is_reckoned(self) -> bool:
        """Whether its dates rest on anything its own file says."""
        record = self.entry.record
        return record.start is not None or record.target is not None or record.effort is not None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When everything can be done, by id, none before what it waits for."""

    planned: Mapping[str, Planned]
    """What has a start, a target or an effort, or has shipped."""
    bounds: Mapping[str, Planned]
    """What has none of these: it takes no time here, and only what it waits for says when it can be done."""
    circles: tuple[Cycle, ...]
    """Those that wait for each other, each circle once."""
    not_reckoned: tuple[str, ...]
    """The ids of what stands in circles, or waits for what does."""

    def find(self, id_: str) -> Planned | None:
        """An initiative in the schedule."""
        return self.planned.get(id_) or self.bounds.get(id_)


def schedule(workspace: Workspace, as_of: date, not_before: Mapping[str, int] | None = None) -> Schedule:
    """When each initiative can start and end, given what it waits for.

    `not_before` has moments before which some of them cannot end for another reason: their team's capacity. Takes time
    linear in the number of initiatives and dependencies.
    """
    calendars = Calendars(workspace)
    supplies = Supplies(workspace, as_of, calendars)
    limits = not_before or {}
    entries = {entry.id: entry for entry in workspace.of(Initiative) if entry.record.status != "cancelled"}
    activities = {id_: _activity(entry, as_of, calendars, supplies, limits.get(id_)) for id_, entry in entries.items()}
    links = [
        Link(to.on, id_, to.type, to.lag, place)
        for id_, entry in entries.items()
        for place, to in enumerate(entry.record.depends_on)
        if to.on in entries and is_open(entry.record)
    ]
    knotted: set[str] = set()
    try:
        found = times(activities.values(), links)
    except CycleError:
        knotted = _stuck(links)
        found = times((each for id_, each in activities.items() if id_ not in knotted), links)
    planned = {
        id_: _planned(entries[id_], activities[id_], each, as_of, is_limited=id_ in limits)
        for id_, each in found.items()
    }
    return Schedule(
        planned={id_: each for id_, each in planned.items() if each.is_reckoned or each.basis == "shipped"},
        bounds={id_: each for id_, each in planned.items() if not (each.is_reckoned or each.basis == "shipped")},
        circles=tuple(find_cycles(_graph(links))) if knotted else (),
        not_reckoned=tuple(sorted(knotted)),
    )


def _stuck(links: list[Link]) -> set[str]:
    """What stands in a circle, and what waits for that."""
    waiting: dict[str, list[str]] = {}
    for link in links:
        waiting.setdefault(link.before, []).append(link.after)
    found = {id_ for knot in knots(_graph(links)) for id_ in knot}
    open_ends = list(found)
    while open_ends:
        more = [id_ for id_ in waiting.get(open_ends.pop(), ()) if id_ not in found]
        found.update(more)
        open_ends += more
    return found


def _graph(links: list[Link]) -> dict[str, tuple[str, ...]]:
    graph: dict[str, list[str]] = {}
    for link in links:
        graph.setdefault(link.after, []).append(link.before)
    return {id_: tuple(before) for id_, before in graph.items()}


def _activity(
    entry: Entry[Initiative], as_of: date, calendars: Calendars, supplies: Supplies, limit: int | None
) -> Activity:
    record, calendar = entry.record, calendars.of(entry.record.team)
    days = min(_days(record, calendars, supplies), MOST_DAYS)
    if not is_open(record):
        ended = record.shipped or (min(record.target, as_of) if record.target is not None else as_of)
        begun = moment_of(record.start) if record.start is not None else None
        return Activity(entry.id, days, calendar, begun=begun, ended=moment_after(ended))
    today, is_apart = moment_of(as_of), not is_under_way(record)
    end_from = max(moment_after(record.target) if record.target is not None else 0, today + 1, limit or 0)
    start = moment_of(record.start) if record.start is not None else None
    if record.status in ("in_progress", "on_hold") and (start is None or start <= today):
        return Activity(entry.id, days, calendar, begun=start or today, end_from=end_from, is_apart=is_apart)
    return Activity(entry.id, days, calendar, earliest=max(start or 0, today), end_from=end_from, is_apart=is_apart)


def _days(record: Initiative, calendars: Calendars, supplies: Supplies) -> int:
    """The working days that something takes: from its dates, else from its effort, else the day of its start."""
    calendar = calendars.of(record.team)
    if record.start is not None and record.target is not None and record.start <= record.target:
        return calendar.count(moment_of(record.start), moment_after(record.target))
    if record.effort is None:
        return 1 if record.start is not None else 0
    supply = supplies.of(record.team)
    per_month = (supply.usual if supply is not None else 0) or 1.0
    return ceil(min(record.effort.middle / per_month * calendar.days_a_week * WEEKS_PER_MONTH, MOST_DAYS))


def _planned(entry: Entry[Initiative], activity: Activity, found: Times, as_of: date, *, is_limited: bool) -> Planned:
    record = entry.record
    finish = day_until(found.finish)
    late = (finish - record.target).days if record.target is not None and is_open(record) else 0
    return Planned(
        entry=entry,
        start=min(day_from(found.start), finish),
        finish=finish,
        latest_start=day_from(found.latest_start),
        latest_finish=day_until(found.latest_finish),
        slack=found.slack,
        free_slack=found.free_slack,
        is_critical=found.is_critical,
        late_days=max(late, 0),
        cause=found.cause,
        basis=_basis(record, activity, found, as_of, is_limited=is_limited),
        days=activity.days,
    )


def _basis(record: Initiative, activity: Activity, found: Times, as_of: date, *, is_limited: bool) -> Basis:
    if activity.ended is not None:
        return "shipped"
    by_target = moment_after(record.target) if record.target is not None else None
    if by_target == found.finish:
        return "target"
    if is_limited and found.finish == activity.end_from:
        return "capacity"
    if found.finish == moment_of(as_of) + 1:
        return "today"
    if record.start is not None and record.target is not None:
        return "start" if record.start > as_of else "today"
    return "effort" if record.effort is not None else "nothing"
