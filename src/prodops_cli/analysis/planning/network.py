"""The arithmetic of schedules: activities and the links between them, to earliest and latest dates.

This is the critical path method (Kelley and Walker, "Critical-Path Planning and Scheduling", 1959) in the form of the
precedence diagram (Fondahl, 1961), with three types of links and a lag, over working calendars. It knows nothing of
initiatives: `schedule` makes the activities.

Lags are calendar days and work is done on working days only, so a bound can fall on days off. On the way forward it
then waits for the next working day: work begins on one and ends on one. The way back turns that round: the latest
start and finish are on the last working day that keeps the bound. Only an end of its own (`end_from`, `ended`) and a
milestone stay where they are, days off or not.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Literal, NamedTuple

from prodops_cli.analysis.planning.calendars import END, Calendar

LinkType = Literal["finish_start", "start_start", "finish_finish"]


class Link(NamedTuple):
    """One activity waits for another."""

    before: str
    after: str
    type: LinkType = "finish_start"
    lag: int = 0
    """Calendar days between the two ends; negative for a lead."""
    place: int = 0
    """Where it stands among the dependencies of the one that waits."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that takes working days."""

    id: str
    days: int
    """Working days from its start to its end; 0 for a milestone."""
    calendar: Calendar
    earliest: int = 0
    """The moment before which it cannot start."""
    end_from: int | None = None
    """The moment before which it will not end, whatever it waits for: its own planned end."""
    begun: int | None = None
    """The moment at which it began; then only its end can move."""
    ended: int | None = None
    """The moment at which it ended; then nothing can move."""
    is_apart: bool = False
    """Whether the end of everything does not wait for it: nobody has taken it on."""


class Cause(NamedTuple):
    """What decides the earliest end of an activity."""

    kind: Literal["own", "start", "end", "ended"]
    """`own`: its start, length and planned end; `start` and `end`: a link that pushes that end; `ended`: it is over."""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """The four dates of an activity, as moments, and its slack."""

    start: int
    finish: int
    latest_start: int
    latest_finish: int
    slack: int
    """Working days of its own by which it can move without moving the end of everything (total float)."""
    free_slack: int
    """Working days of its own by which it can move without moving anything that waits for it (free float)."""
    is_critical: bool
    cause: Cause


@dataclass(frozen=True, slots=True)
class _Early:
    start: int
    finish: int
    cause: Cause


class _Late(NamedTuple):
    start: int
    finish: int
    slack: int


def times(activities: Iterable[Activity], links: Iterable[Link]) -> dict[str, Times]:
    """The dates of each activity, in an order in which none stands before what it waits for.

    Links from or to what is no activity count for nothing. Raises graphlib.CycleError for a circle. Takes time linear
    in the number of activities and links.
    """
    by_id = {activity.id: activity for activity in activities}
    into: dict[str, list[Link]] = defaultdict(list)
    out: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        bound = _bound(link, by_id)
        if bound is not None:
            into[link.after].append(bound)
            out[link.before].append(bound)
    order = tuple(TopologicalSorter({id_: [link.before for link in into[id_]] for id_ in by_id}).static_order())
    early: dict[str, _Early] = {}
    for id_ in order:
        early[id_] = _forward(by_id[id_], into[id_], early)
    end = max((early[id_].finish for id_ in order if not by_id[id_].is_apart and by_id[id_].ended is None), default=0)
    late: dict[str, _Late] = {}
    for id_ in reversed(order):
        late[id_] = _backward(by_id[id_], out[id_], early[id_], late, end)
    return {id_: _times(by_id[id_], out[id_], early, late[id_]) for id_ in order}


def _bound(link: Link, by_id: Mapping[str, Activity]) -> Link | None:
    """What a link still decides; of what has begun, only the end can wait."""
    after = by_id.get(link.after)
    if after is None or link.before not in by_id or after.ended is not None:
        return None
    if after.begun is None:
        return link
    return link._replace(type="finish_finish") if link.type != "start_start" else None


def _forward(activity: Activity, links: Sequence[Link], early: Mapping[str, _Early]) -> _Early:
    """The earliest start and finish, and what decides the finish; of several reasons the first."""
    if activity.ended is not None:
        start = activity.begun if activity.begun is not None else activity.ended
        return _Early(min(start, activity.ended), activity.ended, Cause("ended"))
    start, cause = _start(activity, links, early)
    finish = activity.calendar.after(start, activity.days)
    if activity.end_from is not None and activity.end_from > finish:
        finish, cause = activity.end_from, Cause("own")
    end, link = max(
        ((_clipped(early[link.before].finish + link.lag), link) for link in links if link.type == "finish_finish"),
        key=lambda bound: bound[0],
        default=(0, None),
    )
    if end <= finish:
        return _Early(start, finish, cause)
    if activity.begun is not None:
        return _Early(start, _end_from(activity, end), Cause("end", link))
    start = max(start, activity.calendar.start_of_end(end, activity.days))
    return _Early(start, max(activity.calendar.after(start, activity.days), end), Cause("end", link))


def _start(activity: Activity, links: Sequence[Link], early: Mapping[str, _Early]) -> tuple[int, Cause]:
    """The earliest start, and what decides it."""
    if activity.begun is not None:
        return activity.begun, Cause("own")
    start, cause = _begin_from(activity, activity.earliest), Cause("own")
    for link in links:
        if link.type != "finish_finish":
            other = early[link.before]
            bound = _clipped((other.finish if link.type == "finish_start" else other.start) + link.lag)
            if bound > start:  # not rounded yet: of two that wait for the same Monday, the later one decides
                start, cause = bound, Cause("start", link)
    return _begin_from(activity, start), cause


def _clipped(moment: int) -> int:
    return min(moment, END)


def _begin_from(activity: Activity, moment: int) -> int:
    """The first moment from this one on at which it can begin."""
    return activity.calendar.begin(moment) if activity.days else moment


def _begin_by(activity: Activity, moment: int) -> int:
    """The last moment up to this one at which it can begin."""
    return activity.calendar.before(moment + 1, 1) if activity.days else moment


def _end_from(activity: Activity, moment: int) -> int:
    """The first moment from this one on at which it can end."""
    calendar = activity.calendar
    return calendar.after(calendar.start_of_end(moment, 1), 1) if activity.days else moment


def _end_by(activity: Activity, moment: int) -> int:
    """The last moment up to this one at which it can end."""
    calendar = activity.calendar
    return calendar.after(calendar.before(moment, 1), 1) if activity.days else moment


def _backward(activity: Activity, links: Sequence[Link], early: _Early, late: Mapping[str, _Late], end: int) -> _Late:
    """The latest start and finish at which nothing moves that waits for it, and not the end of everything."""
    if activity.ended is not None:
        return _Late(early.start, early.finish, 0)
    calendar, finish, start = activity.calendar, max(end, early.finish), END
    for link in links:
        after = late[link.after]
        match link.type:
            case "finish_start":
                finish = min(finish, after.start - link.lag)
            case "finish_finish":
                finish = min(finish, after.finish - link.lag)
            case "start_start":
                start = min(start, after.start - link.lag)
    finish = max(_end_by(activity, finish), early.finish)
    slack = calendar.count(early.finish, finish)
    if activity.begun is not None:  # whatever waits for its start has that
        return _Late(early.start, finish, slack)
    latest = calendar.before(finish, activity.days)
    if start < latest:
        latest = max(_begin_by(activity, start), early.start)
        slack = min(slack, calendar.count(early.start, latest))
        finish = min(finish, max(calendar.after(latest, activity.days), early.finish))
    return _Late(latest, finish, slack)


def _times(activity: Activity, links: Sequence[Link], early: Mapping[str, _Early], late: _Late) -> Times:
    own = early[activity.id]
    if activity.ended is not None:
        return Times(own.start, own.finish, *late, 0, is_critical=False, cause=own.cause)
    count, free = activity.calendar.count, late.slack
    for link in links:
        after = early[link.after]
        match link.type:
            case "finish_start":
                free = min(free, count(own.finish, after.start - link.lag))
            case "finish_finish":
                free = min(free, count(own.finish, after.finish - link.lag))
            case "start_start" if activity.begun is None:
                free = min(free, count(own.start, _begin_by(activity, after.start - link.lag)))
    return Times(
        own.start,
        own.finish,
        *late,
        free,
        is_critical=late.slack <= 0 and not activity.is_apart,
        cause=own.cause,
    )
