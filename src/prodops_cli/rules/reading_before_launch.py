"""A metric was read before the launch, or its readings are out of order.

## Why
A reading says what the launch did. What was measured before it is the baseline, and as a reading it would be compared
with targets that were not for that day. Of two readings on one day nobody knows which counts.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-09-01
status: launched
metrics:
  - title: Completed orders
    baseline: 1200
    target: 1320
    readings:
      - {on: 2026-08-25, value: 1205}  # error: reading-before-launch
      - {on: 2026-09-30, value: 1280}
      - {on: 2026-09-08, value: 1240}  # error: reading-before-launch
      - {on: 2026-09-08, value: 1250}  # error: reading-before-launch
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-09-01
status: launched
metrics:
  - title: Completed orders
    baseline: 1205
    target: 1320
    readings:
      - {on: 2026-09-08, value: 1240}
      - {on: 2026-09-30, value: 1280}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.diagnostics import Route
from prodops_cli.kinds.launch import Launch, LaunchMetric
from prodops_cli.rules._base import ERROR, Entry, Finding, Workspace, rule


@rule(ERROR)
def reading_before_launch(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every reading from before the launch, on the day of the one above it, or before that."""
    for entry in workspace.of(Launch):
        for index, metric in enumerate(entry.record.metrics):
            yield from _of_metric(entry, ("metrics", index, "readings"), metric)


def _of_metric(entry: Entry[Launch], route: Route, metric: LaunchMetric) -> Iterator[Finding]:
    launched, before = entry.record.date, None
    for index, reading in enumerate(metric.readings):
        place = (*route, index, "on")
        if launched is not None and reading.on < launched:
            message = f"it was read on {reading.on}, before the launch on {launched}"
            yield Finding(entry, place, message, "a value from before the launch is its `baseline`")
        elif before is not None and reading.on <= before:
            what = "the same day as" if reading.on == before else "before"
            message = f"it was read on {reading.on}, {what} the one above it"
            yield Finding(entry, place, message, "put the readings in order of days, one a day")
        before = max(before, reading.on) if before is not None else reading.on
