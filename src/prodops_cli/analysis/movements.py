"""Who is new, who leaves and what they still answer for, and who is away."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from prodops_cli.analysis.calendar import Stretch
from prodops_cli.analysis.ownership import open_ownerships
from prodops_cli.analysis.people import is_here
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.tool import Tool
from prodops_cli.workspace import Entry, Workspace

LEAVING_DAYS = 30
"""Work is handed over weeks before a last day, so people who leave are named so many days ahead."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A person who comes, goes or is away."""

    what: Literal["new", "leaving", "away"]
    entry: Entry[Person]
    first: date
    """The first day here, the last day here, or the first day away."""
    last: date
    """The last day away; else the same day."""
    answers_for: int = 0
    """How many open things somebody who leaves is named as the owner of."""


def movements(
    workspace: Workspace, people: Iterable[Entry[Person]], window: Stretch, as_of: date
) -> tuple[Movement, ...]:
    """Who started or starts within the window, who leaves soon or left within it, who is away from today to its end."""
    owned = _owned(workspace)
    leaving = Stretch(window.first, max(window.last, as_of + timedelta(days=LEAVING_DAYS)))
    found: list[Movement] = []
    for entry in people:
        person = entry.record
        if person.starts is not None and window.includes(person.starts):
            found.append(Movement("new", entry, person.starts, person.starts))
        if person.ends is not None and leaving.includes(person.ends):
            found.append(Movement("leaving", entry, person.ends, person.ends, owned[entry.id]))
        elif is_here(person, as_of):
            found.extend(
                Movement("away", entry, absence.start, absence.end)
                for absence in person.absences
                if absence.start <= window.last and absence.end >= as_of
            )
    order = {"new": 0, "leaving": 1, "away": 2}
    return tuple(sorted(found, key=lambda one: (order[one.what], one.first, one.entry.id)))


def _owned(workspace: Workspace) -> Counter[str]:
    """How many open goals, initiatives, launches, gates and tools each person is named as the owner of."""
    owned = Counter(ownership.person for ownership in open_ownerships(workspace))
    tools = (entry.record for entry in workspace.of(Tool))
    owned.update(tool.owner for tool in tools if tool.owner is not None and tool.status != "retired")
    return owned
