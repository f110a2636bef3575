"""The checkpoints of a metric are out of order.

## Why
They say where a number should be on the way to its target, one day after the other. A day that comes back, or comes
twice, is a typing mistake.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
metrics:
  - title: Completed orders
    baseline: 1200
    target: 1320
    checkpoints:
      - {after: 7, target: 1220}
      - {after: 90, target: 1320}
      - {after: 30, target: 1260}  # error: checkpoint-order
      - {after: 30, target: 1270}  # error: checkpoint-order
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
metrics:
  - title: Completed orders
    baseline: 1200
    target: 1320
    checkpoints: [{after: 7, target: 1190}, {after: 30, target: 1260}, {after: 90, target: 1320}]
```
"""

from collections.abc import Iterator
from datetime import date
from itertools import accumulate

from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def checkpoint_order(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every checkpoint on a day that is not after all above it."""
    for entry in workspace.of(Launch):
        for index, metric in enumerate(entry.record.metrics):
            days = [checkpoint.after for checkpoint in metric.checkpoints]
            for place, (day, latest) in enumerate(zip(days[1:], accumulate(days, max), strict=False), start=1):
                if day <= latest:
                    message = f"day {day} is not after day {latest} above it"
                    route = ("metrics", index, "checkpoints", place, "after")
                    yield Finding(entry, route, message, "put the checkpoints in order of days, one a day")
