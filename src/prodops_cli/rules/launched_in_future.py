"""A launch has happened on a day that has not come.

## Why
`status: launched` is a fact. With a date in the future it is counted as done before anybody can use it.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
status: launched
date: 2026-12-01  # error: launched-in-future
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
status: planned
date: 2026-12-01
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def launched_in_future(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every launched launch whose date is after today."""
    for entry in workspace.of(Launch):
        day = entry.record.date
        if day is not None and day > as_of and entry.record.status == "launched":
            message = f"launched, but its date {day} is {days_text((day - as_of).days)} ahead"
            yield Finding(entry, ("date",), message, "put right the date, or set `status: planned` until then")
