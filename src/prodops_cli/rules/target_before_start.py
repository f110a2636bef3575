"""The target is before the start.

## Why
Work cannot be done before it begins; one of the dates is a typing mistake, or was moved without the other.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
start: 2026-11-02
target: 2026-10-20  # error: target-before-start
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
start: 2026-11-02
target: 2026-12-20
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def target_before_start(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative that ends, by target or by what happened, before it starts."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.start is None:
            continue
        for name, day in (("target", initiative.target), ("shipped", initiative.shipped)):
            if day is not None and day < initiative.start:
                before = days_text((initiative.start - day).days)
                message = f"`{name}` {day} is {before} before the start {initiative.start}"
                yield Finding(entry, (name,), message, "put right whichever of the two dates is wrong")
