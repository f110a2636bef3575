"""A step of a rollout was reached before the one above it.

## Why
A rollout goes step by step; that is what its guards are for. A step that was there before the one above it, or without
it, is a mistyped day, or one that nobody has written down.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-09-01
status: launched
rollout:
  - {on: 2026-09-01, percent: 10, reached: 2026-09-03}
  - {on: 2026-09-08, percent: 50, reached: 2026-09-02}  # error: stage-reached-order
  - {on: 2026-09-15, percent: 80}
  - {on: 2026-09-22, percent: 100, reached: 2026-09-22}  # error: stage-reached-order
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-09-01
status: launched
rollout:
  - {on: 2026-09-01, percent: 10, reached: 2026-09-01}
  - {on: 2026-09-08, percent: 50, reached: 2026-09-09}
  - {on: 2026-09-15, percent: 100}
```
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def stage_reached_order(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every step that was reached before the one above it, or while that was not."""
    for entry in workspace.of(Launch):
        for index, (before, step) in enumerate(pairwise(entry.record.rollout), start=1):
            if step.reached is None:
                continue
            route = ("rollout", index, "reached")
            if before.reached is None:
                message = f"{step.percent:g} % were reached on {step.reached}, and the step above it never was"
                yield Finding(entry, route, message, "add `reached:` to the step above, or take that step out")
            elif step.reached < before.reached:
                message = f"{step.percent:g} % were reached on {step.reached}, before the step above it"
                message += f" ({before.reached})"
                yield Finding(entry, route, message, "correct one of the two days")
