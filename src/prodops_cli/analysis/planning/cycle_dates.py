"""Targets in a cycle's plan that cannot hold, given what they wait for."""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.planning.cycle_needs import Lack, counting
from prodops_cli.analysis.planning.schedule import Planned, Schedule
from prodops_cli.analysis.words import called, short_day
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.workspace import Workspace


def broken_targets(workspace: Workspace, cycle: Cycle, plan: Schedule, as_of: date) -> Iterator[Lack]:
    """The targets in a cycle's plan that the schedule moves, as `prodops roadmap plan` proves it."""
    for one in counting(workspace, cycle):
        planned = plan.planned.get(one.entry.id)
        if planned is not None and planned.late_days > 0:
            record = one.entry.record
            text = _cannot_hold(workspace, record, planned, as_of)
            yield Lack("dates", one.entry, ("target",), text, record.owner, record.team)


def _cannot_hold(workspace: Workspace, initiative: Initiative, planned: Planned, as_of: date) -> str:
    if initiative.target is None:
        raise ValueError("a target that is not there cannot be late")
    day, finish = short_day(initiative.target, as_of), short_day(planned.finish, as_of)
    link = planned.cause.link
    before = workspace.get(Initiative, link.before) if link is not None else None
    why = f", as it waits for {called(before)}" if before is not None else ""
    return f"its target of {day} cannot hold: {finish} at the earliest{why}"
