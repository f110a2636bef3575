"""A launch has no date.

## Why
Everybody else plans backwards from the day: reviews, briefings, translations. A rough day that moves is
better than none. A launch that has happened should say when.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2  # warning: launch-without-date
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def launch_without_date(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every planned launch, and every one that has happened, without a date."""
    for entry in workspace.of(Launch):
        if entry.record.date is None and entry.record.status in ("planned", "launched"):
            message = f"{entry.record.status}, and nothing says when"
            yield Finding(entry, ("title",), message, "add `date:` with the day it reaches its first users")
