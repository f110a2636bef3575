"""Work with a date depends on something without one.

## Why
A target is worth no more than the targets it rests on. Where one of them has no day, the date above it is a
guess that looks like a plan.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
target: 2026-12-15
depends_on: [tax-service]  # warning: dependency-without-date
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: planned
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
target: 2026-12-15
depends_on: [tax-service]
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: planned
target: 2026-11-30
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open, is_under_way
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def dependency_without_date(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every open dependency without a target (or start) of work under way that has a date of its own."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if not initiative.depends_on or not is_under_way(initiative):
            continue
        for index, dependency in enumerate(initiative.depends_on):
            other = workspace.get(Initiative, dependency.on)
            needed = dependency.needed_by or initiative.target
            if other is None or needed is None or not is_open(other):
                continue
            end = "start" if dependency.type == "start_start" else "target"
            if getattr(other, end) is None:
                when = (
                    f"it is needed here by {needed}" if dependency.needed_by else f"what waits for it is due {needed}"
                )
                message = f"`{dependency.on}` has no {end} date, but {when}"
                whom = f"ask its owner `{other.owner}`" if other.owner else "find it an owner and ask"
                yield Finding(entry, ("depends_on", index, "on"), message, f"{whom} for a day")
