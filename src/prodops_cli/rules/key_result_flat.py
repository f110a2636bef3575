"""A key result's target is its start.

## Why
Progress is counted from start to target; between two equal numbers there is none. If the aim is to keep a
value, say which way is better, and it counts as reached while it holds.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
key_results:
  - id: conversion
    title: Mobile conversion
    start: 2.4
    target: 2.4  # error: key-result-flat
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
key_results:
  - id: conversion
    title: Mobile conversion
    start: 1.8
    target: 2.4
  - id: uptime
    title: Uptime stays
    start: 99.9
    target: 99.9
    direction: increase
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def key_result_flat(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every key result that starts where it ends and does not say which way is better."""
    for entry in workspace.of(Goal):
        for index, key_result in enumerate(entry.record.key_results):
            if key_result.target == key_result.start and not key_result.binary and not key_result.direction:
                message = f"`{key_result.id}` starts where it is to end: {key_result.start:g}"
                hint = "set `start` to the value at the beginning, or add `direction` if the aim is to keep it"
                yield Finding(entry, ("key_results", index, "target"), message, hint)
