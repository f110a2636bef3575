"""Two key results of a goal have the same id.

## Why
Check-ins, reports and the portal name a key result by its id within the goal. With two of one name they
speak of either.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
key_results:
  - {id: conversion, title: Mobile conversion, target: 2.4}
  - {id: conversion, title: Tablet conversion, target: 3.1}  # error: duplicate-key-result
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
key_results:
  - {id: mobile-conversion, title: Mobile conversion, target: 2.4}
  - {id: tablet-conversion, title: Tablet conversion, target: 3.1}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def duplicate_key_result(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every key result whose id an earlier one of the goal already has, in capital or small letters."""
    for entry in workspace.of(Goal):
        seen: set[str] = set()
        for index, key_result in enumerate(entry.record.key_results):
            name = key_result.id.lower()
            if name in seen:
                message = f"there is already a key result `{key_result.id}` in this goal"
                yield Finding(entry, ("key_results", index, "id"), message, "give it an id of its own")
            seen.add(name)
