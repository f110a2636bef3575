"""Reach is counted over different periods.

## Why
RICE compares reach with reach. 40,000 a quarter and 15,000 a month rank the wrong way round when the scores
stand side by side.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
priority:
  reach: {value: 40000, per: quarter}
```
```yaml title="roadmap/loyalty.yaml"
title: Loyalty points
priority:
  reach: {value: 30000, per: quarter}
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  reach: {value: 15000, per: month}  # warning: mixed-reach-periods
```
```yaml title="roadmap/filters.yaml"
title: Filters that stay put
priority:
  reach: 9000  # warning: mixed-reach-periods
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
priority:
  reach: {value: 40000, per: quarter}
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  reach: {value: 45000, per: quarter}
```
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def mixed_reach_periods(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every open initiative whose reach is not counted as most of them count it, be it without a period."""
    reaches = [
        (entry, priority.reach.per)
        for entry in workspace.of(Initiative)
        if (priority := entry.record.priority) is not None and priority.reach is not None and is_open(entry.record)
    ]
    periods = Counter(per for _, per in reaches)
    if len(periods) < 2:
        return
    usual = min(periods, key=lambda per: (-periods[per], per is None, per or ""))  # of two the one that says more
    others = f"{periods[usual]} of {len(reaches)} initiatives count it {_per(usual)}"
    hint = f"write {{value: …, per: {usual}}}" if usual else "leave out `per`, or give all of them the same"
    for entry, per in reaches:
        if per != usual:
            route: Route = ("priority", "reach", "per") if per else ("priority", "reach")
            yield Finding(entry, route, f"reach is {_per(per)}, while {others}", hint)


def _per(period: str | None) -> str:
    return f"per {period}" if period else "without a period"
