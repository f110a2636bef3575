"""The target day is over and the work has not shipped.

## Why
A date in the past tells every reader that nobody looks after this file. Either it shipped, or there is a new
day and a reason; both take a minute to write down.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-10-01  # warning: past-target
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-11-15
updates:
  - {date: 2026-10-01, health: at_risk, text: The tax service came late; the new day is 15 November.}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_past_due
from prodops_cli.analysis.words import days_text, spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def past_target(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every open initiative whose target is before today."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.target is not None and is_past_due(initiative, as_of):
            late = days_text((as_of - initiative.target).days)
            status = "an idea" if initiative.status == "idea" else spoken(initiative.status)
            message = f"the target {initiative.target} was {late} ago, and it is still {status}"
            hint = "set the new target and say in `updates` why it moved, or set `status: shipped` and the day"
            yield Finding(entry, ("target",), message, hint)
