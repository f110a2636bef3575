"""A goal serves itself.

## Why
Following parents has to end at a goal that stands for itself. In a circle nothing does, and scores that roll
up would go round for ever.

## Bad
```yaml title="goals/conversion.yaml"
title: More visits end in an order
parent: revenue  # error: goal-cycle
```
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
parent: conversion
```

## Good
```yaml title="goals/conversion.yaml"
title: More visits end in an order
parent: revenue
```
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.cycles import find_cycles
from prodops_cli.analysis.words import circle_text
from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def goal_cycle(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every circle of parents, reported once, at its first goal by name."""
    goals = {entry.id: entry for entry in workspace.of(Goal)}
    graph = {id_: [entry.record.parent] for id_, entry in goals.items() if entry.record.parent is not None}
    for cycle in find_cycles(graph):
        message = f"`{cycle[0]}` serves itself: {circle_text(cycle)}"
        yield Finding(goals[cycle[0]], ("parent",), message, "remove the `parent` that is wrong")
