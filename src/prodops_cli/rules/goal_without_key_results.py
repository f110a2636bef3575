"""An active goal has nothing to measure it by.

## Why
An objective says where to, key results say whether one is there. Without them the discussion at the end of
the quarter is about feelings. A goal that only bundles child goals is measured by those.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue  # error: goal-without-key-results
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
```
```yaml title="goals/conversion.yaml"
title: More visits end in an order
parent: revenue
key_results:
  - {id: conversion, title: Mobile conversion, start: 1.8, target: 2.4, unit: percent}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.completeness import is_complete
from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def goal_without_key_results(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every active goal with neither key results nor child goals."""
    goals = workspace.of(Goal)
    are_all_known = is_complete(workspace, Goal)
    parents = {entry.record.parent for entry in goals if entry.record.status != "dropped"}
    for entry in goals:
        goal = entry.record
        if not goal.key_results and goal.status == "active" and goal.id not in parents and are_all_known:
            message = "nothing says how to tell whether this goal is reached"
            hint = "add `key_results:`, each with a title, a start and a target"
            yield Finding(entry, ("title",), message, hint)
