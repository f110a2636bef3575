"""A launch's date is over and it is still planned.

## Why
Either it happened, or it did not and has no new day. Readers of the calendar assume the first, colleagues the
second.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-10-01  # warning: launch-date-passed
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
status: launched
date: 2026-10-01
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.days import days_to_launch
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def launch_date_passed(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every planned launch whose date is before today."""
    for entry in workspace.of(Launch):
        days = days_to_launch(entry.record, as_of)
        if days is not None and days < 0:
            message = f"the launch date {entry.record.date} was {days_text(-days)} ago, and it is still planned"
            yield Finding(entry, ("date",), message, "set `status: launched`, or the new date")
