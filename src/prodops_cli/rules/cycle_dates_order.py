"""The days of a planning period are not in order.

## Why
Planning begins, then the plan is fixed, then its period is worked, then what was promised is held against what
shipped. With the days in another order there is no day on which anything was promised.

## Bad
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2027-Q1
owner: grace
opens: 2026-12-14
freeze: 2026-12-11  # error: cycle-dates-order
closes: 2026-12-28  # error: cycle-dates-order
```
```yaml title="cycles/2027-q2.yaml"
title: The second quarter of 2027
period: 2027-Q2
owner: grace
freeze: 2027-06-30  # error: cycle-dates-order
```

## Good
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2027-Q1
owner: grace
opens: 2026-10-12
freeze: 2026-12-11
closes: 2027-04-13
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.planning.cycle import days_of
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def cycle_dates_order(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every cycle frozen before it opens or when its period is over, or closed before its period ends."""
    for entry in workspace.of(Cycle):
        cycle, days = entry.record, days_of(workspace.settings, entry.record)
        if cycle.opens is not None and cycle.freeze < cycle.opens:
            message = f"the plan is fixed on {cycle.freeze}, before planning begins on {cycle.opens}"
            yield Finding(entry, ("freeze",), message, "agree on a day after the one in `opens`")
        if cycle.freeze >= days.last:
            message = f"the plan is fixed on {cycle.freeze}, when {cycle.period} is over ({days.last})"
            yield Finding(entry, ("freeze",), message, f"agree on a day before {days.first}")
        if cycle.closes is not None and cycle.closes < max(days.last, cycle.freeze):
            message = f"the look back is on {cycle.closes}, before {cycle.period} ends on {days.last}"
            yield Finding(entry, ("closes",), message, f"agree on a day after {days.last}")
