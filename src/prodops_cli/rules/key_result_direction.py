"""A key result's direction contradicts its start and target.

## Why
Start and target already say which way it goes. Where `direction` says the opposite, one of the three is a
mistake, and the grade is wrong by as much.

## Bad
```yaml title="goals/support.yaml"
title: Fewer people have to ask
key_results:
  - id: tickets
    title: Tickets per 1,000 orders
    start: 30
    target: 42
    direction: decrease  # error: key-result-direction
```

## Good
```yaml title="goals/support.yaml"
title: Fewer people have to ask
key_results:
  - id: tickets
    title: Tickets per 1,000 orders
    start: 42
    target: 30
    direction: decrease
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def key_result_direction(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every key result that goes from start to target against its own direction."""
    for entry in workspace.of(Goal):
        for index, key_result in enumerate(entry.record.key_results):
            start, target = key_result.start, key_result.target
            if key_result.direction is None or target is None or target == start:
                continue
            if (target > start) != (key_result.direction == "increase"):
                message = f"direction is {key_result.direction}, but it goes from {start:g} to {target:g}"
                hint = "swap start and target, or remove `direction`"
                yield Finding(entry, ("key_results", index, "direction"), message, hint)
