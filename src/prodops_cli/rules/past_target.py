"""The target day is over and the work has not shipped.

## Why
A date in the past tells every reader that nobody looks after this file. Either it shipped, or there is a new
day and a reason; both take a minute to write down. Work that nobody does now needs no day.

Where the work is declared on track as well, `on-track-while-late` says so instead.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-10-01  # warning: past-target
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: on_hold
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
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: on_hold
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import declared_health, is_past_due, is_under_way
from prodops_cli.analysis.words import days_text, spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

_TAKEN_ON = "set the new target and say in `updates` why it moved, or set `status: shipped` and the day"
_NOT_NOW = "remove the target until somebody takes it on"


@rule(WARNING)
def past_target(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every open initiative whose target is before today and that does not claim to be on track."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.target is None or not is_past_due(initiative, as_of):
            continue
        if is_under_way(initiative) and declared_health(initiative, as_of) == "on_track":
            continue
        late = days_text((as_of - initiative.target).days)
        status = "an idea" if initiative.status == "idea" else spoken(initiative.status)
        message = f"the target {initiative.target} was {late} ago, and it is still {status}"
        yield Finding(entry, ("target",), message, _TAKEN_ON if is_under_way(initiative) else _NOT_NOW)
