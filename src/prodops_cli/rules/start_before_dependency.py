"""Work is planned to start before what it waits for ends.

## Why
A dependency says `finish_start` unless it says otherwise: nothing can be begun before the other is there. Where the
dates overlap, one of the two is not meant. `prodops roadmap plan` takes the dependency at its word, and moves the work
and everything that waits for it.

Where the two may overlap, say so: `type: finish_finish` is for work that can begin but not end before the other.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
start: 2026-11-02
target: 2027-01-15
depends_on:
  - tax-service  # warning: start-before-dependency
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: in_progress
start: 2026-09-01
target: 2026-11-20
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
start: 2026-11-02
target: 2027-01-15
depends_on:
  - {on: tax-service, type: finish_finish}
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: in_progress
start: 2026-09-01
target: 2026-11-20
```
"""

from collections.abc import Iterator
from datetime import date, timedelta

from prodops_cli.analysis.roadmap import is_open, lateness
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def start_before_dependency(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every finish_start dependency of planned work that ends on or after its start; not what comes too late anyway."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.start is None or not initiative.depends_on or initiative.status != "planned":
            continue
        for index, dependency in enumerate(initiative.depends_on):
            other = workspace.get(Initiative, dependency.on)
            if other is None or dependency.type != "finish_start" or other.target is None or not is_open(other):
                continue
            ready = other.target + timedelta(days=dependency.lag)
            if ready >= initiative.start and lateness(initiative, dependency, other) is None:
                lag = f", with {days_text(dependency.lag)} of lag" if dependency.lag > 0 else ""
                message = f"`{dependency.on}` ends {other.target}{lag}, but this starts {initiative.start}"
                hint = "move the start, or write `type: finish_finish` where the two may overlap"
                yield Finding(entry, ("depends_on", index, "on"), message, hint)
