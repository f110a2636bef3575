"""Where the teams of a cycle have more work than they can do, by month."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.calendar import Stretch, period_days
from prodops_cli.analysis.planning.calendars import Calendars, moment_after, moment_of
from prodops_cli.analysis.planning.capacity import Supplies
from prodops_cli.analysis.planning.cycle import days_of, teams_in
from prodops_cli.analysis.planning.load import Work, spread, work_of
from prodops_cli.analysis.planning.schedule import Schedule
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.team import Team
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

SPARE = 1.02
"""A team is over its capacity from two hundredths on, as in `prodops roadmap capacity`: no estimate is closer."""


@dataclass(frozen=True, slots=True)
class Overload:
    """A month in which a team has more than it can do."""

    team: Entry[Team]
    month: date
    """Its first day."""
    load: float
    """Person-months, by the middle of the estimates."""
    capacity: float
    """Person-months."""


def overloads(workspace: Workspace, cycle: Cycle, plan: Schedule, as_of: date) -> tuple[Overload, ...]:
    """The overloaded months of the teams that take part, by team and month: those of the period that are not over."""
    months = [month for month in _months(workspace.settings, days_of(workspace.settings, cycle)) if month.last >= as_of]
    moments = [(moment_of(month.first), moment_after(month.last)) for month in months]
    calendars = Calendars(workspace)
    supplies = Supplies(workspace, as_of, calendars)
    asked: dict[str, list[Work]] = defaultdict(list)
    for work in work_of(workspace, plan, as_of):
        asked[work.team].append(work)
    found = []
    for team in teams_in(workspace, cycle):
        supply = supplies.of(team.id)
        if supply is None:
            continue
        shares = [(work.middle, spread(work, moments, calendars)) for work in asked[team.id]]
        for index, (month, (start, end)) in enumerate(zip(months, moments, strict=True)):
            load, there = sum(middle * share[index] for middle, share in shares), supply.between(start, end)
            if load > there * SPARE:
                found.append(Overload(team, month.first, round(load, 2), round(there, 2)))
    return tuple(found)


def _months(settings: Settings, days: Stretch) -> Iterator[Stretch]:
    """The months of a stretch that begins and ends with one."""
    year, month = days.first.year, days.first.month
    while (stretch := period_days(settings, f"{year}-{month:02}")).first <= days.last:
        yield stretch
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
