"""A key result has no target.

## Why
A number without a target is a chart. If it is simply done or not, say so with `binary: true`.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
key_results:
  - id: conversion
    title: Mobile conversion  # error: key-result-without-target
    start: 1.8
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
key_results:
  - id: conversion
    title: Mobile conversion
    start: 1.8
    target: 2.4
  - id: austria
    title: Live in Austria
    binary: true
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.goals import is_measurable
from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def key_result_without_target(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every key result, of goals not dropped, that is neither binary nor has a target."""
    for entry in workspace.of(Goal):
        if entry.record.status == "dropped":
            continue
        for index, key_result in enumerate(entry.record.key_results):
            if not is_measurable(key_result):
                message = f"`{key_result.id}` has no target, so nothing tells when it is reached"
                hint = "add `target:`, or `binary: true` if it is simply done or not"
                yield Finding(entry, ("key_results", index, "title"), message, hint)
