"""The schedule: when each initiative can start and end, given what it waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from prodops_cli.kinds.initiative import Initiative
from prodops_cli.workspace import Entry, Workspace


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
    """Working days between the earliest and the latest finish (total float)."""
    free_slack: int
    """Working days by which it can end later before the next one has to move (free float)."""
    is_critical: bool
    """Whether it is on the chain that decides when all is done: it has no slack."""
    late_days: int
    """Calendar days from its target to its earliest finish; 0 where it can be kept or there is none."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When everything can be done, by id; what has no dates to reckon with is not in it."""

    planned: Mapping[str, Planned]


def schedule(workspace: Workspace, as_of: date) -> Schedule:
    """When each initiative can start and end, given what it waits for."""
    raise NotImplementedError
