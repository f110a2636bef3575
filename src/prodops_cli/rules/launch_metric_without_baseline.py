"""A launch is near and a metric has no baseline.

## Why
Whether a launch worked is told against the value before it. After the day that value cannot be measured any
more, only guessed.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
metrics:
  - title: Completed orders  # warning: launch-metric-without-baseline
    target: 1320
    unit: per day
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
metrics:
  - title: Completed orders
    baseline: 1200
    target: 1320
    unit: per day
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.days import days_to_launch, is_near
from prodops_cli.analysis.words import days_text
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def launch_metric_without_baseline(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every metric without a baseline, of launches within thirty days."""
    for entry in workspace.of(Launch):
        if not is_near(entry.record, as_of):
            continue
        left = days_text(days_to_launch(entry.record, as_of) or 0)
        for index, metric in enumerate(entry.record.metrics):
            if metric.baseline is None:
                when = f"{left} to the launch on {entry.record.date}"
                message = f"{when}, and {shown(metric.title)} has no value from before it"
                yield Finding(entry, ("metrics", index, "title"), message, "measure it now, and add `baseline:`")
