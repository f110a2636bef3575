"""What the roadmap asks of teams: person-months by month, and whether a team can do it all by the promised days.

The effort of an initiative is spread evenly over its working days, from its start to its target, or over the days that
the schedule gives it where it has none. Work that others contribute is theirs. Ideas, and what is on hold, ask for
nothing. What has not begun is all still to be done, from today at the earliest; of what has, the share of its working
days that are ahead. Of what goes on past its target nobody has said how much is left, so that it asks for nothing.

Whether it can all be done is the processor demand criterion of real-time scheduling (Baruah, Mok and Rosier, 1990):
whatever has to be ready by a day must fit into what there is until then. If it does not, no order of work can keep
all of these promises; in the order of the days, each is done when what there is has caught up with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from prodops_cli.analysis.planning.calendars import END, Calendars, moment_after, moment_of
from prodops_cli.analysis.planning.capacity import A_HAIR, Supplies
from prodops_cli.analysis.planning.schedule import Schedule
from prodops_cli.analysis.roadmap import is_under_way
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.workspace import Entry, Workspace

Effort = tuple[float, float]
"""Person-months: the least and the most that was estimated."""
Fit = Literal["fits", "tight", "unlikely", "impossible"]
"""Whether work fits: by the highest estimates, only by the middle, only by the lowest ones, or not even by those."""


@dataclass(frozen=True, slots=True)
class Work:
    """What an initiative asks of a team."""

    entry: Entry[Initiative]
    team: str
    effort: Effort
    """Of this team, in all."""
    start: int
    end: int
    """The moments between which it is to be done."""
    is_dated: bool
    """Whether its file has both days; else the schedule's stand in."""
    route: Route
    """Where the effort is written."""

    @property
    def middle(self) -> float:
        """The middle of the estimate."""
        return (self.effort[0] + self.effort[1]) / 2


MADE_OF_DATES = Schedule({}, {}, (), ())
"""A schedule that knows nothing: what has dates of its own needs none."""


def work_of(workspace: Workspace, plan: Schedule, as_of: date) -> tuple[Work, ...]:
    """What all initiatives under way with an effort ask of their teams and of those who contribute."""
    return tuple(each for entry in workspace.of(Initiative) for each in _of_one(entry, plan, as_of))


def _of_one(entry: Entry[Initiative], plan: Schedule, as_of: date) -> Iterator[Work]:
    record, planned = entry.record, plan.find(entry.id)
    if record.effort is None or not is_under_way(record) or (planned is None and record.target is None):
        return
    start = record.start or (planned.start if planned is not None else record.target)
    end = record.target or (planned.finish if planned is not None else record.start)
    if start is None or end is None:
        return
    if record.status == "planned":  # what has not begun is all still to be done
        start = max(start, as_of)
        end = max(end, start)
    is_dated = record.start is not None and record.target is not None
    low, high = record.effort.value
    for index, part in enumerate(record.contributors):
        if part.effort is not None and part.team != record.team:
            least, most = part.effort.value
            low, high = max(low - least, 0.0), max(high - most, 0.0)
            route = ("contributors", index, "effort")
            yield Work(entry, part.team, (least, most), moment_of(min(start, end)), moment_after(end), is_dated, route)
    if record.team is not None and high:
        low = min(low, high)
        yield Work(
            entry, record.team, (low, high), moment_of(min(start, end)), moment_after(end), is_dated, ("effort",)
        )


def spread(work: Work, stretches: Iterable[tuple[int, int]], calendars: Calendars) -> list[float]:
    """The share of a piece of work that falls into each stretch between two moments, by the team's working days."""
    calendar = calendars.of(work.team)
    days = calendar.count(work.start, work.end)
    if not days:  # all of it on days off: on its last day
        return [float(start < work.end <= end) for start, end in stretches]
    shares = []
    for start, end in stretches:
        first, last = max(start, work.start), min(end, work.end)
        shares.append(calendar.count(first, last) / days if first < last else 0.0)
    return shares


def share_ahead(work: Work, moment: int, calendars: Calendars) -> float:
    """The share of a piece of work that is still to be done at a moment."""
    return 1.0 if work.start >= moment else spread(work, [(moment, END)], calendars)[0]


# --- whether it fits ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """Work that has to be ready by a day, and what its team can have done by then."""

    work: Work
    left: Effort
    """What of it is still to be done."""
    asked: tuple[float, float, float]
    """By all that is due up to its day: the least, the middle and the most."""
    there: float
    """Person-months that the team has until then."""
    fit: Fit
    done: int | None
    """When it is done in the order of the days, by the middle of the estimates; None if never with these people."""


def dues_of(workspace: Workspace, work: Iterable[Work], as_of: date) -> Mapping[str, tuple[Due, ...]]:
    """For each team whose capacity is known, its promised work in the order of the days."""
    calendars = Calendars(workspace)
    supplies = Supplies(workspace, as_of, calendars)
    by_team: dict[str, list[Work]] = defaultdict(list)
    for each in work:
        if each.entry.record.target is not None:
            by_team[each.team].append(each)
    return {
        team: tuple(_in_order(found, supplies, calendars, moment_of(as_of)))
        for team, found in sorted(by_team.items())
        if supplies.of(team) is not None
    }


def _in_order(found: list[Work], supplies: Supplies, calendars: Calendars, today: int) -> Iterator[Due]:
    low = middle = high = there = 0.0
    day, done, worked = today, today, 0.0
    for work in sorted(found, key=lambda each: (each.end, each.entry.id)):
        supply = supplies.of(work.team)
        if supply is None:
            return
        share = share_ahead(work, today, calendars)
        left = (work.effort[0] * share, work.effort[1] * share)
        low, middle, high = low + left[0], middle + (left[0] + left[1]) / 2, high + left[1]
        there, day = there + supply.between(day, max(work.end, day)), max(work.end, day)
        next_done = supply.done(done, middle - worked) if done < END else None
        yield Due(work, left, (low, middle, high), there, _fit(low, middle, high, there), next_done)
        worked += supply.between(done, next_done) if next_done is not None else 0.0  # what is over of its last day, too
        done = next_done if next_done is not None else END


def _fit(low: float, middle: float, high: float, there: float) -> Fit:
    there += A_HAIR
    if high <= there:
        return "fits"
    if middle <= there:
        return "tight"
    return "unlikely" if low <= there else "impossible"


def limits_of(dues: Mapping[str, tuple[Due, ...]]) -> dict[str, int]:
    """The moments before which initiatives cannot end because their teams are not done: those that are later than due.

    What is never done with the people there are has the end of the calendar.
    """
    found: dict[str, int] = {}
    for due in (due for of_team in dues.values() for due in of_team):
        done = due.done if due.done is not None else END
        if due.fit in ("unlikely", "impossible") and done > due.work.end:
            found[due.work.entry.id] = max(found.get(due.work.entry.id, 0), done)
    return found
