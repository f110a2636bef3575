"""Who is new and who looks after them: the first ninety days, and how many newcomers one buddy has at once."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heappop, heappush

from prodops_cli.analysis.calendar import Stretch
from prodops_cli.analysis.onboarding.schedule import ends_on
from prodops_cli.analysis.people import has_left
from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.kinds.person import Person
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is new, or will be."""

    entry: Entry[Person]
    days: Stretch
    """The first ninety days, or those up to the last one where that is earlier."""

    @property
    def first(self) -> date:
        """The first day."""
        return self.days.first


def newcomers(workspace: Workspace, as_of: date) -> Iterator[Newcomer]:
    """Everybody whose first ninety days are not over, by id; those who are still to come are among them."""
    for entry in workspace.of(Person):
        person = entry.record
        if person.starts is None or has_left(person, as_of):
            continue
        last = min(ends_on(person.starts), person.ends or date.max)
        if last >= max(as_of, person.starts):
            yield Newcomer(entry, Stretch(person.starts, last))


def has_buddies(workspace: Workspace) -> bool:
    """Whether newcomers have buddies here: there is an onboarding layer, or somebody has one."""
    return bool(workspace.of(Onboarding)) or any(entry.record.buddy for entry in workspace.of(Person))


@dataclass(frozen=True, slots=True)
class BuddyLoad:
    """The most newcomers that a buddy has at once."""

    buddy: str
    """The id."""
    newcomers: tuple[Newcomer, ...]
    """Those of the day, in the order in which they start."""
    day: date
    """The first day, today or later, on which there are so many."""


def buddy_loads(workspace: Workspace, as_of: date) -> tuple[BuddyLoad, ...]:
    """How many newcomers each buddy has at once, today or on a later day, by id; being the backup does not count."""
    found: dict[str, list[Newcomer]] = defaultdict(list)
    for newcomer in newcomers(workspace, as_of):
        if newcomer.entry.record.buddy is not None:
            found[newcomer.entry.record.buddy].append(newcomer)
    return tuple(_most_at_once(buddy, ones, as_of) for buddy, ones in sorted(found.items()))


def _most_at_once(buddy: str, ones: list[Newcomer], as_of: date) -> BuddyLoad:
    """The first day with the most newcomers; it is one on which somebody starts, or today."""
    ones.sort(key=lambda one: (one.first, one.entry.id))
    open_until: list[date] = []
    most, busiest = 0, as_of
    for one in ones:
        day = max(one.first, as_of)
        heappush(open_until, one.days.last)
        while open_until[0] < day:
            heappop(open_until)
        if len(open_until) > most:
            most, busiest = len(open_until), day
    return BuddyLoad(buddy, tuple(one for one in ones if one.days.includes(busiest)), busiest)


def first_week(newcomer: Newcomer) -> Stretch:
    """The seven days from the first one."""
    return Stretch(newcomer.first, newcomer.first + timedelta(days=6))
