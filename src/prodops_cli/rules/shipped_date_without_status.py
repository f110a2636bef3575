"""Work has a day it shipped, and a status that says otherwise.

## Why
Reports go by the status: an item with a ship date and an old status stays among the open ones, is reminded
of updates, and turns late.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
shipped: 2026-09-22  # error: shipped-date-without-status
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

from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def shipped_date_without_status(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative with a ship date that is not shipped."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.shipped is not None and initiative.status != "shipped":
            message = f"shipped on {initiative.shipped}, but the status says {spoken(initiative.status)}"
            hint = "set `status: shipped`; the planned day goes into `target`"
            yield Finding(entry, ("shipped",), message, hint)
