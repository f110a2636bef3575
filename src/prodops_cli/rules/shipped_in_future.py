"""Work has shipped on a day that has not come.

## Why
`shipped` is a fact, `target` is a plan. A fact from the future would count as delivered in every report
until then.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: shipped
shipped: 2026-11-15  # error: shipped-in-future
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-11-15
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def shipped_in_future(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every shipped initiative whose day is after today."""
    for entry in workspace.of(Initiative):
        shipped = entry.record.shipped
        if shipped is not None and shipped > as_of and entry.record.status == "shipped":
            message = f"it says it shipped on {shipped}, {days_text((shipped - as_of).days)} from today"
            yield Finding(entry, ("shipped",), message, "put right the day, or make it the `target` until then")
