"""What came of it is written down before it has shipped.

## Why
`actual` is what was measured once the work had reached its users, and is held against what had been estimated. Before
that it is another estimate; those go into `effort` and `priority`.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
start: 2026-08-03
effort: 3
actual: {effort: 4}  # warning: actual-before-shipped
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: shipped
start: 2026-06-01
shipped: 2026-09-10
actual:
  reach: 21000
  on: 2026-08-01  # warning: actual-before-shipped
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: shipped
start: 2026-06-01
shipped: 2026-09-10
actual: {reach: 21000, on: 2026-10-10}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def actual_before_shipped(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every measurement of work that has not shipped, or from before it did."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        actual = initiative.actual
        if actual is None:
            continue
        if initiative.status != "shipped":
            message = f"it is {spoken(initiative.status)}, and what came of it is measured already"
            hint = "write what is expected into `effort` and `priority`"
            yield Finding(entry, ("actual",), message, hint, at_key=True)
        elif actual.on is not None and initiative.shipped is not None and actual.on < initiative.shipped:
            message = f"it was measured on {actual.on}, before it shipped on {initiative.shipped}"
            yield Finding(entry, ("actual", "on"), message, "check both days")
