"""An active goal has no owner.

## Why
A goal is reached by somebody who asks about it every week. Without a name it is a wish of everybody.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue  # error: goal-without-owner
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
owner: grace
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def goal_without_owner(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every active goal that names no owner."""
    for entry in workspace.of(Goal):
        if entry.record.owner is None and entry.record.status == "active":
            message = "an active goal that nobody owns"
            yield Finding(entry, ("title",), message, "add `owner:`, or `status: draft` while it is being agreed")
