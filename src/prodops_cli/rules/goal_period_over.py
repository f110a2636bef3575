"""A goal's period is over, and the goal is still active.

## Why
A goal that is neither scored nor moved teaches nothing: the next quarter starts from the same guess. A few weeks
to close it are fine (`thresholds.checkin_days` in prodops.yaml).

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
period: 2026-Q2  # warning: goal-period-over
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
period: 2026-Q2
status: done
```
```yaml title="goals/retention.yaml"
title: More customers come back
period: 2026-Q3
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.goals import period_of
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def goal_period_over(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every active goal whose period ended longer ago than closing it should take."""
    limit = workspace.settings.thresholds.checkin_days
    for entry in workspace.of(Goal):
        period = period_of(workspace.settings, entry.record)
        if period is None or entry.record.status != "active":
            continue
        days = (as_of - period.last).days
        if days > limit:
            message = f"{entry.record.period} ended {days_text(days)} ago, and the goal is still active"
            hint = "score it and set `status: done`, drop it, or move it to another period"
            yield Finding(entry, ("period",), message, hint)
