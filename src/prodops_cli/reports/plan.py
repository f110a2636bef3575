"""`prodops roadmap plan`: which promised days cannot hold, by how much, and what proves it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from prodops_cli.analysis.planning.calendars import LAST_YEAR, day_until
from prodops_cli.analysis.planning.load import Due, Fit, dues_of, limits_of, work_of
from prodops_cli.analysis.planning.network import Link
from prodops_cli.analysis.planning.promises import (
    Broken,
    Promised,
    broken,
    chain_of,
    longest_chain,
    promises_by_initiative,
)
from prodops_cli.analysis.planning.schedule import Basis, Planned, Schedule, schedule
from prodops_cli.analysis.roadmap import is_under_way
from prodops_cli.analysis.scope import scope_of
from prodops_cli.analysis.words import counted, days_text, listed, short_day
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.reports._base import Named, Workspace, named, named_by
from prodops_cli.reports._places import Place, place_of
from prodops_cli.workspace import Entry

MOST_STEPS = 30
"""So many steps of a chain are shown: the first cause, and the last before the day."""
MOST_CHAINS = 500
"""Of so many late initiatives the chain is worked out; finding lines means reading their files once more."""


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A step of what decides a day, the first cause first."""

    record: Named
    end: Literal["starts", "ends"]
    """Which end of it the next step waits for; of the last step, its end."""
    day: date
    """The day of that end."""
    why: str
    """What it rests on, in words: its own target, or how it waits for the step before."""
    place: Place
    """Where that is written."""


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A promised day that cannot hold."""

    kind: Literal["target", "commitment", "need", "launch"]
    to: Named | None
    """Whom it was promised to: the other initiative, or the launch."""
    day: date
    days: int
    """Calendar days by which it comes later, at the earliest."""
    place: Place


@dataclass(frozen=True, slots=True)
class LateLine:
    """An initiative that cannot be there by a promised day, because of what it waits for or of the day it is."""

    record: Named
    team: Named | None
    owner: Named | None
    confidence: str | None
    finish: date
    """The earliest day it can end on."""
    days: int
    """The most calendar days by which one of its promises comes later."""
    lost: int
    """How many of its promised days cannot hold."""
    broken: tuple[BrokenLine, ...]
    """Each of these; none where there are too many initiatives to find the lines of."""
    chain: tuple[ChainLine, ...]
    more_steps: int
    """How many steps the chain has between the first and the second that is shown."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """Promised work of a team, in the order of the days."""

    record: Named
    due: date
    left: tuple[float, float]
    """Person-months still to be done: the least and the most."""
    asked: tuple[float, float]
    """By all that is due up to that day."""
    there: float
    """Person-months that the team has until then."""
    fit: Fit
    done: date | None
    """When it is done in the order of the days; None if never with the people in the files."""
    late_days: int
    place: Place
    """Where its effort is written."""


@dataclass(frozen=True, slots=True)
class CrowdedLine:
    """A team that has promised more by some day than it has people for."""

    team: Named
    fit: Fit
    """The worst there is."""
    day: date
    """The day by which most is missing: by the lowest estimates where these do not fit, else by the middle ones."""
    asked: tuple[float, float]
    there: float
    short: float
    """Person-months that are missing by then, by those estimates."""
    dues: tuple[DueLine, ...]
    """What is due up to the last day that does not fit."""


@dataclass(frozen=True, slots=True)
class CircleLine:
    """An initiative in a circle, and the next, which it waits for."""

    record: Named
    on: Named
    place: Place


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An initiative under way in the schedule."""

    record: Named
    team: Named | None
    status: str
    start: date
    """The earliest."""
    target: date | None
    finish: date
    """The earliest, given what it waits for."""
    with_capacity: date | None
    """The earliest, given what its team and those before it have promised too; None if never with these people."""
    latest_start: date
    latest_finish: date
    slack: int
    """Working days by which it can end later without moving the end of everything."""
    free_slack: int
    """Working days by which it can end later without moving anything that waits for it."""
    is_critical: bool
    is_waited_for: bool
    """Whether anything under way waits for it."""
    late_days: int
    """Calendar days from its target to the earliest finish."""


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """Something that others wait for, and of which nothing says when it comes."""

    record: Named
    why: Literal["no_dates", "cancelled"]
    """It has neither dates nor effort, or will not come at all."""
    waiting: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What of the plan can hold."""

    organisation: str
    as_of: date
    headline: str
    promises: int
    """How many promised days there are."""
    late: tuple[LateLine, ...]
    """What cannot be there in time, the most days first."""
    crowded: tuple[CrowdedLine, ...]
    """Teams that have promised more than they have people for."""
    pushed: tuple[ItemLine, ...]
    """What ends later because a team before it is crowded; not what is crowded itself."""
    longest: tuple[ChainLine, ...]
    """The chain that decides when all of it is done."""
    circles: tuple[tuple[CircleLine, ...], ...]
    """What waits for itself, edge by edge."""
    open_ends: tuple[OpenEnd, ...]
    items: tuple[ItemLine, ...]
    """Everything under way that can be reckoned, in the order of the earliest finish."""

    @property
    def holds(self) -> bool:
        """Whether nothing in the files says that a promised day cannot hold."""
        is_lost = any(line.why == "cancelled" for line in self.open_ends)
        is_too_much = any(line.fit == "impossible" for line in self.crowded)
        return not (self.late or self.circles or is_lost or is_too_much)


def plan(workspace: Workspace, as_of: date, team: str | None = None, goal: str | None = None) -> Plan:
    """What of the plan can hold; of a team or a goal, if given. Raises ProdopsError for one that is not there."""
    scope = {entry.id for entry in scope_of(workspace, team, goal).initiatives()}
    made = schedule(workspace, as_of)
    dues = dues_of(workspace, work_of(workspace, made, as_of), as_of)
    limits = limits_of(dues)
    with_capacity = schedule(workspace, as_of, limits) if limits else made
    promised = {id_: days for id_, days in promises_by_initiative(workspace).items() if id_ in scope}
    late = tuple(_late(workspace, made, promised))
    items = tuple(_items(workspace, made, with_capacity, scope))
    crowded = tuple(_crowded(workspace, dues, scope))
    circles = tuple(
        circle for circle in _circles(workspace, made) if scope.intersection(line.record.id for line in circle)
    )
    crowding = {due.record.ref for line in crowded for due in line.dues if due.late_days or due.done is None}
    stuck = set(made.not_reckoned)
    count = sum(len(days) for id_, days in promised.items() if id_ not in stuck)
    untold = sum(len(days) for id_, days in promised.items() if id_ in stuck)
    return Plan(
        organisation=workspace.settings.name,
        as_of=as_of,
        headline=_headline(late, crowded, (len(circles), untold), count),
        promises=count + untold,
        late=late,
        crowded=crowded,
        pushed=tuple(line for line in items if line.with_capacity != line.finish and line.record.ref not in crowding),
        longest=_chain_lines(workspace, longest_chain(made)) if team is None and goal is None else (),
        circles=circles,
        open_ends=tuple(_open_ends(workspace, made, scope)),
        items=items,
    )


_TOO_MUCH = (
    ("impossible", "has promised more than it can do", "have promised more than they can do"),
    ("unlikely", "has probably promised too much", "have probably promised too much"),
)


def _headline(
    late: tuple[LateLine, ...],
    crowded: tuple[CrowdedLine, ...],
    circles: tuple[int, int],
    count: int,
) -> str:
    """The whole in a sentence or two; `circles` are how many there are, and of how many days nothing can be told."""
    if not count and not any(circles):
        return "Nothing has a promised day yet."
    said = []
    days = sum(line.lost for line in late)
    if days:
        worst = max(line.days for line in late)
        said.append(f"{days:,} of {counted(count, 'promised day')} cannot hold, by up to {days_text(worst)}.")
    elif count:
        days_there = "the one promised day" if count == 1 else f"each of {count:,} promised days"
        said.append(f"Given what it waits for, {days_there} can hold.")
    for fit, one, several in _TOO_MUCH:
        teams = [line.team.name for line in crowded if line.fit == fit]
        if teams:
            said.append(f"{listed(teams)} {one if len(teams) == 1 else several}.")
    if any(circles):
        circle = f"{counted(circles[0], 'circle')} of dependencies cannot be planned at all"
        said.append(
            circle + (f", nor can {counted(circles[1], 'promised day')} that hang on it." if circles[1] else ".")
        )
    return " ".join(said)


# --- what waits too long -----------------------------------------------------------------------------


def _late(workspace: Workspace, made: Schedule, promised: Mapping[str, list[Promised]]) -> Iterator[LateLine]:
    """Initiatives that break a promise, the most days first."""
    found: list[tuple[Planned, tuple[Broken, ...]]] = []
    for id_, days in promised.items():
        planned = made.find(id_)
        if planned is not None and is_under_way(planned.entry.record) and (lost := broken(planned, days)):
            found.append((planned, lost))
    found.sort(key=lambda pair: (-max(one.days for one in pair[1]), pair[0].entry.id))
    for number, (planned, lost) in enumerate(found):
        record = planned.entry.record
        chain = chain_of(made, planned) if number < MOST_CHAINS else ()
        yield LateLine(
            record=named(planned.entry),
            team=named_by(workspace, "team", record.team),
            owner=named_by(workspace, "person", record.owner),
            confidence=record.confidence,
            finish=planned.finish,
            days=max(one.days for one in lost),
            lost=len(lost),
            broken=tuple(_broken_line(workspace, one) for one in lost) if number < MOST_CHAINS else (),
            chain=_chain_lines(workspace, chain),
            more_steps=max(len(chain) - MOST_STEPS, 0),
        )


def _broken_line(workspace: Workspace, one: Broken) -> BrokenLine:
    each = one.promised
    to = named(each.to) if each.to is not None else None
    return BrokenLine(each.kind, to, each.day, one.days, place_of(workspace, each.entry, each.route))


# --- the chain that proves it ------------------------------------------------------------------------


def _chain_lines(workspace: Workspace, chain: tuple[tuple[Planned, Link | None], ...]) -> tuple[ChainLine, ...]:
    """The steps of a chain in words, each with the line it rests on."""
    lines = []
    for index, (planned, link) in enumerate(chain):
        if 0 < index <= len(chain) - MOST_STEPS:
            continue
        after = chain[index + 1][1] if index + 1 < len(chain) else None
        end: Literal["starts", "ends"] = "starts" if after is not None and after.type == "start_start" else "ends"
        why, route = _through(chain[index - 1][0], link, planned) if link is not None else _rests_on(planned)
        day = planned.start if end == "starts" else planned.finish
        lines.append(ChainLine(named(planned.entry), end, day, why, place_of(workspace, planned.entry, route)))
    return tuple(lines)


def _through(before: Planned, link: Link, planned: Planned) -> tuple[str, Route]:
    """How something waits for another, and where it says so."""
    original = planned.entry.record.depends_on[link.place]
    name = before.entry.record.label
    lag = f"{days_text(link.lag)} after" if link.lag > 0 else f"{days_text(-link.lag)} before" if link.lag else "when"
    takes = f", and takes {counted(planned.days, 'working day')}" if planned.days else ""
    match original.type:
        case "finish_start" if planned.cause.kind == "end":
            words = f"has begun, but cannot end before {name} has"
            words += f", and {days_text(link.lag)} more" if link.lag > 0 else ""
        case "finish_start":
            words = f"can start {lag} {name} ends{takes}"
        case "start_start":
            words = f"can start {lag} {name} starts{takes}"
        case _:
            words = f"can end {lag} {name} ends"
    return words, ("depends_on", link.place, "on")


def _rests_on(planned: Planned) -> tuple[str, Route]:
    """What the end of something rests on that waits for nothing, and where that is written."""
    record, days = planned.entry.record, counted(planned.days, "working day")
    basis: Basis = planned.basis
    match basis:
        case "target":
            return "its own target", ("target",)
        case "shipped":
            return "it has shipped", ("shipped",)
        case "start":
            return f"its start is {short_day(record.start or planned.start)}, and it takes {days}", ("start",)
        case "effort":
            return f"its effort takes all of its team {days}", ("effort",)
        case "capacity":
            return "its team has promised other work before it", ("effort",)
        case "today" if record.target is not None and record.status in ("in_progress", "on_hold"):
            return f"its target of {short_day(record.target)} is over; today at the earliest", ("target",)
        case "today":
            return f"it has not started, and takes {days}", ("start",) if record.start is not None else ("status",)
        case _:
            return "nothing says how long it takes", ("status",)


# --- teams -------------------------------------------------------------------------------------------

_WORST_FIRST: tuple[Fit, ...] = ("impossible", "unlikely")


def _crowded(workspace: Workspace, dues: Mapping[str, tuple[Due, ...]], scope: set[str]) -> Iterator[CrowdedLine]:
    """Teams whose promised work does not fit, those with the most missing first."""
    found = []
    for id_, of_team in dues.items():
        lost = [index for index, due in enumerate(of_team) if due.fit in _WORST_FIRST]
        team = workspace.find("team", id_)
        if not lost or team is None or not any(due.work.entry.id in scope for due in of_team):
            continue
        fit = min((of_team[index].fit for index in lost), key=_WORST_FIRST.index)
        estimate = 0 if fit == "impossible" else 1
        worst = max((of_team[index] for index in lost), key=_missing_by(estimate))
        found.append(
            CrowdedLine(
                team=named(team),
                fit=fit,
                day=day_until(worst.work.end),
                asked=(worst.asked[0], worst.asked[2]),
                there=worst.there,
                short=worst.asked[estimate] - worst.there,
                dues=tuple(_due(workspace, due) for due in of_team[: lost[-1] + 1]),
            )
        )
    yield from sorted(found, key=lambda line: (_WORST_FIRST.index(line.fit), -line.short, line.team.ref))


def _missing_by(estimate: int) -> Callable[[Due], float]:
    """What is missing by the lowest (0) or the middle (1) estimates."""
    return lambda due: due.asked[estimate] - due.there


def _due(workspace: Workspace, due: Due) -> DueLine:
    entry, day = due.work.entry, day_until(due.work.end)
    done = day_until(due.done) if due.done is not None else None
    return DueLine(
        record=named(entry),
        due=day,
        left=due.left,
        asked=(due.asked[0], due.asked[2]),
        there=due.there,
        fit=due.fit,
        done=done,
        late_days=max((done - day).days, 0) if done is not None and any(due.left) else 0,
        place=place_of(workspace, entry, due.work.route),
    )


# --- the rest ----------------------------------------------------------------------------------------


def _items(workspace: Workspace, made: Schedule, with_capacity: Schedule, scope: set[str]) -> Iterator[ItemLine]:
    """Everything under way that can be reckoned, in the order of the earliest finish."""
    shown = [each for id_, each in made.planned.items() if id_ in scope and is_under_way(each.entry.record)]
    waited_for = {to.on for each in shown for to in each.entry.record.depends_on}
    for each in sorted(shown, key=lambda each: (each.finish, each.entry.id)):
        record, later = each.entry.record, with_capacity.find(each.entry.id)
        yield ItemLine(
            record=named(each.entry),
            team=named_by(workspace, "team", record.team),
            status=record.status,
            start=each.start,
            target=record.target,
            finish=each.finish,
            with_capacity=later.finish if later is not None and later.finish.year < LAST_YEAR else None,
            latest_start=each.latest_start,
            latest_finish=each.latest_finish,
            slack=each.slack,
            free_slack=each.free_slack,
            is_critical=each.is_critical,
            is_waited_for=each.entry.id in waited_for,
            late_days=each.late_days,
        )


def _circles(workspace: Workspace, made: Schedule) -> Iterator[tuple[CircleLine, ...]]:
    for circle in made.circles:
        lines = []
        for id_, next_id in zip(circle, (*circle[1:], circle[0]), strict=True):
            entry, other = _initiative(workspace, id_), _initiative(workspace, next_id)
            index = next(place for place, to in enumerate(entry.record.depends_on) if to.on == next_id)
            place = place_of(workspace, entry, ("depends_on", index, "on"))
            lines.append(CircleLine(named(entry), named(other), place))
        yield tuple(lines)


def _open_ends(workspace: Workspace, made: Schedule, scope: set[str]) -> Iterator[OpenEnd]:
    """What has neither dates nor effort, or was cancelled, and is waited for by something that has a target."""
    waiting: dict[str, list[Named]] = {}
    for entry in workspace.of(Initiative):
        if entry.record.target is not None and is_under_way(entry.record) and entry.id in scope:
            for to in entry.record.depends_on:
                waiting.setdefault(to.on, []).append(named(entry))
    for id_, named_there in sorted(waiting.items()):
        record = workspace.get(Initiative, id_)
        if record is not None and record.status == "cancelled":
            yield OpenEnd(named(_initiative(workspace, id_)), "cancelled", tuple(named_there))
        elif id_ in made.bounds:
            yield OpenEnd(named(made.bounds[id_].entry), "no_dates", tuple(named_there))


def _initiative(workspace: Workspace, id_: str) -> Entry[Initiative]:
    entry: Entry[Any] | None = workspace.find("initiative", id_)
    if entry is None:
        raise KeyError(id_)
    return entry
