"""Work in progress has no start date.

## Why
How long things take is the only honest base for a forecast, and it cannot be told without a start.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress  # error: in-progress-without-start
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
start: 2026-09-07
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def in_progress_without_start(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative in progress without a start."""
    for entry in workspace.of(Initiative):
        if entry.record.start is None and entry.record.status == "in_progress":
            message = "in progress, and nothing says since when"
            yield Finding(entry, ("status",), message, "add `start:` with the day work began")
