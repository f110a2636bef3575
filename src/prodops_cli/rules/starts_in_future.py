"""Work is in progress before its start date.

## Why
One of the two is not true: work began earlier than planned, or has not begun. Forecasts and capacity count
from the start date, so it should be the real one.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
start: 2026-11-02  # warning: starts-in-future
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
start: 2026-11-02
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def starts_in_future(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every initiative in progress whose start is after today."""
    for entry in workspace.of(Initiative):
        start = entry.record.start
        if start is not None and start > as_of and entry.record.status == "in_progress":
            message = f"in progress, but its start {start} is {days_text((start - as_of).days)} ahead"
            yield Finding(entry, ("start",), message, "set the day work began, or `status: planned`")
