"""A goal's period is not within its parent's.

## Why
A child goal is a step towards its parent. One that ends after the parent's period comes too late to count,
and one that begins before it serves something else.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
period: 2026-H2
```
```yaml title="goals/conversion.yaml"
title: More visits end in an order
period: 2027-Q1  # error: goal-outside-parent
parent: revenue
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
period: 2026-H2
```
```yaml title="goals/conversion.yaml"
title: More visits end in an order
period: 2026-Q4
parent: revenue
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.goals import period_of
from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def goal_outside_parent(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every goal, not dropped, with days outside its parent's period."""
    for entry in workspace.of(Goal):
        goal = entry.record
        parent = workspace.get(Goal, goal.parent)
        if parent is None or goal.status == "dropped":
            continue
        own, outer = period_of(workspace.settings, goal), period_of(workspace.settings, parent)
        if own is not None and outer is not None and not outer.covers(own):
            message = (
                f"{goal.period} ({own.first} to {own.last}) is not within "
                f"{parent.period} ({outer.first} to {outer.last}), the period of `{parent.id}`"
            )
            yield Finding(entry, ("period",), message, "move one of the two, or name another parent")
