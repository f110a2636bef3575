"""Work is committed to no date.

## Why
`confidence: committed` tells others that they may build on the day. Without a day there is nothing to build
on, and nothing to be held to.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
confidence: committed  # error: committed-without-target
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
confidence: committed
target: 2026-12-15
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def committed_without_target(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every open initiative that is committed and has no target."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.confidence == "committed" and initiative.target is None and is_open(initiative):
            message = "committed, but there is no target date to be held to"
            yield Finding(entry, ("confidence",), message, "add `target:`, or call it `exploratory` until there is one")
