"""Something is needed later than the work that needs it is due.

## Why
Work cannot be done before what it needs is there. One of the two days is wrong, and whoever provides goes by the
one that is written here.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-11-10
depends_on:
  - {on: tax-service, needed_by: 2026-11-30}  # error: need-after-own-target
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-11-10
depends_on:
  - {on: tax-service, needed_by: 2026-10-30}
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def need_after_own_target(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every day of a need of open work that comes after the work's own target."""
    for entry in workspace.of(Initiative):
        target = entry.record.target
        if target is None or not is_open(entry.record):
            continue
        for index, dependency in enumerate(entry.record.depends_on):
            if dependency.needed_by is not None and dependency.needed_by > target:
                days = days_text((dependency.needed_by - target).days)
                message = (
                    f"`{dependency.on}` is needed by {dependency.needed_by}, {days} after the target {target} here"
                )
                hint = "write the day from which the work cannot go on without it, or move the target"
                yield Finding(entry, ("depends_on", index, "needed_by"), message, hint)
