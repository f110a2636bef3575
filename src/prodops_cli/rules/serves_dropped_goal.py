"""Open work serves a goal that was dropped.

## Why
When a goal is given up, its work usually runs on, because nobody goes through the list. Either the work has
another reason, or it can stop and free its people.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
goals: [revenue]  # warning: serves-dropped-goal
```
```yaml title="goals/conversion.yaml"
title: More visits end in an order
parent: revenue  # warning: serves-dropped-goal
```
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
status: dropped
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: cancelled
goals: [revenue]
```
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
status: dropped
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Entry, Finding, Workspace, rule


@rule(WARNING)
def serves_dropped_goal(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every open initiative, active goal and planned launch that names a dropped goal."""
    dropped = {entry.id for entry in workspace.of(Goal) if entry.record.status == "dropped"}
    if not dropped:
        return
    for entry, route, goal in _served(workspace):
        if goal in dropped:
            message = f"`{goal}` was dropped, so nobody is waiting for this there"
            yield Finding(entry, route, message, "name the goal it serves now, or stop it too")


def _served(workspace: Workspace) -> Iterator[tuple[Entry[Goal | Initiative | Launch], Route, str]]:
    for goal in workspace.of(Goal):
        if goal.record.parent is not None and goal.record.status in ("draft", "active"):
            yield goal, ("parent",), goal.record.parent
    for initiative in workspace.of(Initiative):
        if is_open(initiative.record):
            for index, id_ in enumerate(initiative.record.goals):
                yield initiative, ("goals", index), id_
    for launch in workspace.of(Launch):
        if launch.record.status == "planned":
            for index, id_ in enumerate(launch.record.goals):
                yield launch, ("goals", index), id_
