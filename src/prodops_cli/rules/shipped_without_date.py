"""Shipped work does not say when it shipped.

## Why
The day it reached its users is what promises are compared with: without it there is no lead time, no slip
and no line under "shipped" in the status report.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: shipped  # error: shipped-without-date
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: shipped
shipped: 2026-09-22
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def shipped_without_date(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every shipped initiative without the day."""
    for entry in workspace.of(Initiative):
        if entry.record.shipped is None and entry.record.status == "shipped":
            message = "shipped, and nothing says when"
            yield Finding(entry, ("status",), message, "add `shipped:` with the day it reached its users")
