"""Two launches are in each other's way.

## Why
Three working days apart or fewer, two launches of the largest tier share everybody who could help; two of one team
share that team; and two pieces of news for the same customers in one week are half read. Whoever moves, the later one
can be seen coming.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-17
audiences: [merchants, support]
```
```yaml title="launches/loyalty.yaml"
title: Loyalty points
date: 2026-11-19  # warning: launches-clash
audiences: [merchants, sales]
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-17
audiences: [merchants, support]
```
```yaml title="launches/loyalty.yaml"
title: Loyalty points
date: 2026-11-24
audiences: [merchants, sales]
```
```yaml title="launches/fast-pages.yaml"
title: Faster pages
date: 2026-11-18
audiences: [support]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.clashes import Neighbours
from prodops_cli.analysis.launches.days import days_to_launch
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def launches_clash(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every planned launch to come that is close to one before it, or of a smaller id on the same day; one each."""
    neighbours = Neighbours(workspace)
    for entry in workspace.of(Launch):
        launch, days = entry.record, days_to_launch(entry.record, as_of)
        if launch.date is None or days is None or days < 0:
            continue
        before = [one for one in neighbours.clashes_of(launch) if (one.on, one.other) < (launch.date, launch.id)]
        if before:
            more = f", and {len(before) - 1} more" if len(before) > 1 else ""
            message = f"it is close to `{before[-1].other}`, {before[-1].reason}{more}"
            yield Finding(entry, ("date",), message, "move one of them, or tell both as one")
