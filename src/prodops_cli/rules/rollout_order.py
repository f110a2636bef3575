"""A rollout's steps are out of order.

## Why
A rollout goes to more users step by step, and its first step is the launch. A day or a share that goes back is
a typing mistake, or the plan of another launch.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
rollout:
  - {on: 2026-12-01, percent: 10}
  - {on: 2026-12-15, percent: 50}
  - {on: 2026-12-08, percent: 100}  # error: rollout-order
```
```yaml title="launches/loyalty.yaml"
title: Loyalty points
date: 2026-12-01
rollout:
  - {on: 2026-11-24, percent: 50}  # error: rollout-order
  - {on: 2026-12-08, percent: 25}  # error: rollout-order
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
rollout:
  - {on: 2026-12-01, percent: 10}
  - {on: 2026-12-08, percent: 50}
  - {on: 2026-12-11, percent: 50, guard: a whole weekend without a call}
  - {on: 2026-12-15, percent: 100}
```
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def rollout_order(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every step before the launch, on no later day than the one above it, or to fewer users."""
    for entry in workspace.of(Launch):
        launch = entry.record
        if launch.rollout and launch.date is not None and launch.rollout[0].on < launch.date:
            message = f"the rollout begins on {launch.rollout[0].on}, before the launch on {launch.date}"
            hint = "`date` is the day of the first users: make the two the same"
            yield Finding(entry, ("rollout", 0, "on"), message, hint)
        for index, (before, step) in enumerate(pairwise(launch.rollout), start=1):
            if step.on <= before.on:
                message = f"{step.on} is not after the step above it ({before.on})"
                yield Finding(entry, ("rollout", index, "on"), message, "put the steps in order of days")
            if step.percent < before.percent:
                message = f"{step.percent:g} % is less than the step above it ({before.percent:g} %)"
                yield Finding(entry, ("rollout", index, "percent"), message, "no step takes it away from users again")
