"""Planned work should have started.

## Why
A start that passes in silence is the first slip, weeks before the target notices. Either work began and the
status is old, or the plan has moved.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
start: 2026-09-07  # warning: planned-start-passed
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
def planned_start_passed(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every planned initiative whose start is before today."""
    for entry in workspace.of(Initiative):
        start = entry.record.start
        if start is not None and start < as_of and entry.record.status == "planned":
            message = f"its start {start} was {days_text((as_of - start).days)} ago, and it is still planned"
            yield Finding(entry, ("start",), message, "set `status: in_progress`, or the new start and target")
