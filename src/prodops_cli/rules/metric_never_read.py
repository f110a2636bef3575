"""A launch was more than a month ago, and nobody has read its metric.

## Why
The target was the reason to do it. Without a reading the launch has neither worked nor failed, and the next one is
planned as if it had worked. `prodops launch track` shows what is to be measured when.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-09-01
status: launched
metrics:
  - {title: Completed orders, baseline: 1200, target: 1320}  # warning: metric-never-read
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-09-01
status: launched
metrics:
  - title: Completed orders
    baseline: 1200
    target: 1320
    readings: [{on: 2026-09-29, value: 1260}]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import days_text
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

PATIENCE_DAYS = 30
"""After so many days there is something to read."""


@rule(WARNING)
def metric_never_read(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every metric without a reading, of launches more than thirty days ago."""
    for entry in workspace.of(Launch):
        launch = entry.record
        if launch.status != "launched" or launch.date is None or (as_of - launch.date).days <= PATIENCE_DAYS:
            continue
        ago = days_text((as_of - launch.date).days)
        for index, metric in enumerate(launch.metrics):
            if not metric.readings:
                message = f"launched {ago} ago, and nobody has read {shown(metric.title)}"
                yield Finding(entry, ("metrics", index, "title"), message, "measure it, and add it to `readings`")
