"""When the boxes of plans were ticked, by the commits that did it; how long things take, and what always slips."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from prodops_cli.analysis.onboarding.progress import Box, Plan, boxes_of
from prodops_cli.history import PageVersion

ENOUGH = 2
"""People whose plans have a task, from which on it can be compared."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A task of a plan that is done, as far as git knows."""

    id: str
    on: date | None
    """The day it was ticked; None where it was so from the first version on."""
    due: date | None


@dataclass(frozen=True, slots=True)
class Slip:
    """A task that several people had, and how late it was done or is."""

    id: str
    title: str
    people: int
    """How many plans have it, due by today and with a day that is known."""
    late: int
    """In how many of them it was done after its day, or is open past it."""
    days: float
    """The median of the days it was late; where it was on time, 0 counts."""


def ticks_of(plan: Plan, versions: Sequence[PageVersion], as_of: date) -> Mapping[str, Tick]:
    """The done tasks of a plan, by id, with the day each was ticked and left so.

    What is ticked and not committed yet was ticked today.
    """
    done_now = {box.id: box for box in plan.boxes if box.id is not None and box.is_done}
    since: dict[str, date | None] = {}
    for number, version in enumerate(versions):
        if version.day > as_of:
            break
        done = {box.id for box in boxes_of(version.text) if box.id is not None and box.is_done}
        since = {id_: since.get(id_, version.day if number else None) for id_ in done}
    return {id_: Tick(id_, since.get(id_, as_of), box.due) for id_, box in sorted(done_now.items())}


def slips(plans: Iterable[tuple[Plan, Mapping[str, Tick], date]]) -> tuple[Slip, ...]:
    """The tasks that were late for at least two people and for at least half of those who had them, the worst first.

    With each plan comes the day until which what is open in it counts as late: today, or when it was over.
    """
    late: dict[str, list[int]] = {}
    titles: dict[str, str] = {}
    for plan, ticks, until in plans:
        for id_, title, days in _lateness(plan, ticks, until):
            titles.setdefault(id_, title)
            late.setdefault(id_, []).append(days)
    found = (
        Slip(id_, titles[id_], len(days), sum(day > 0 for day in days), median(max(day, 0) for day in days))
        for id_, days in late.items()
    )
    often = (slip for slip in found if slip.late >= ENOUGH and slip.late * 2 >= slip.people)
    return tuple(sorted(often, key=lambda slip: (-slip.late / slip.people, -slip.days, slip.id)))


def _lateness(plan: Plan, ticks: Mapping[str, Tick], until: date) -> Iterator[tuple[str, str, int]]:
    """The tasks of a plan that are due, with the days each was done after its day, or is open past it."""
    boxes = {box.id: box for box in reversed(plan.boxes) if box.id is not None}  # a conflict shows one twice
    for id_, box in boxes.items():
        if box.due is None or box.is_dropped:
            continue
        tick = ticks.get(id_)
        if tick is not None and tick.on is not None:
            yield id_, box.title, (tick.on - box.due).days
        elif tick is None and box.due < until:
            yield id_, box.title, (until - box.due).days


def is_due(box: Box, as_of: date) -> bool:
    """Whether it should be done by a day."""
    return box.due is not None and box.due <= as_of
