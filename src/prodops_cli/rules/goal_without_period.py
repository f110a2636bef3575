"""An active goal has no period.

## Why
Whether a goal is on pace depends on how much time is left. Without a period it is never late, and never done.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue  # error: goal-without-period
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
period: 2026-Q4
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def goal_without_period(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every active goal without a period."""
    for entry in workspace.of(Goal):
        if entry.record.period is None and entry.record.status == "active":
            message = "an active goal without a period, so it is never late and never done"
            yield Finding(entry, ("title",), message, "add `period:` with a year, half, quarter or month: 2026-Q4")
