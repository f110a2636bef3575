"""Nothing is being done for a goal.

## Why
A goal of this or the coming period that no initiative, launch or child goal serves will be reached by luck.
Plans are cheapest to correct before the period begins. A workspace without a roadmap is not asked.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue  # warning: goal-without-work
period: 2026-Q4
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
period: 2026-Q4
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
goals: [revenue]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.completeness import is_complete
from prodops_cli.analysis.goals import is_running_or_next, period_of
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def goal_without_work(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every active goal of the current or coming period that nothing serves."""
    if not workspace.of(Initiative) or not is_complete(workspace, Goal, Initiative, Launch):
        return
    served = _served(workspace)
    for entry in workspace.of(Goal):
        goal = entry.record
        period = period_of(workspace.settings, goal)
        if period is None or goal.id in served or not is_running_or_next(workspace.settings, goal, as_of):
            continue
        when = f"{goal.period} ends in {days_text((period.last - as_of).days)}"
        message = f"no initiative, launch or child goal serves this, and {when}"
        yield Finding(entry, ("title",), message, f"add `goals: [{goal.id}]` to the work that is meant for it")


def _served(workspace: Workspace) -> set[str | None]:
    """The ids of the goals that something serves which was not given up."""
    served: set[str | None] = {entry.record.parent for entry in workspace.of(Goal) if entry.record.status != "dropped"}
    for initiative in workspace.of(Initiative):
        if initiative.record.goals and initiative.record.status != "cancelled":
            served.update(initiative.record.goals)
    for launch in workspace.of(Launch):
        if launch.record.status != "cancelled":
            served.update(launch.record.goals)
    return served
