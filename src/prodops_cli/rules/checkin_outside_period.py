"""A check-in is far outside its goal's period.

## Why
It says how far the goal had come at a time when nobody pursued it: usually a mistyped date, or a goal copied
from the last period with its check-ins. Two weeks before (the first value) and after (the last) are fine.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
period: 2026-Q4
key_results:
  - id: conversion
    title: Mobile conversion
    target: 2.4
    checkins:
      - {date: 2026-07-31, value: 1.9}  # warning: checkin-outside-period
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
period: 2026-Q4
key_results:
  - id: conversion
    title: Mobile conversion
    target: 2.4
    checkins:
      - {date: 2026-09-28, value: 1.9}
      - {date: 2026-10-12, value: 2.0}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.goals import period_of
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.goal import Goal
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

MARGIN_DAYS = 14
"""The first value is taken a little before the period, the last a little after."""


@rule(WARNING)
def checkin_outside_period(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every check-in more than two weeks outside the period; those of the future have a rule of their own."""
    for entry in workspace.of(Goal):
        period = period_of(workspace.settings, entry.record)
        if period is None:
            continue
        for index, key_result in enumerate(entry.record.key_results):
            for number, checkin in enumerate(key_result.checkins):
                days = max((period.first - checkin.date).days, (checkin.date - period.last).days)
                if days > MARGIN_DAYS and checkin.date <= as_of:
                    side = "before" if checkin.date < period.first else "after"
                    message = f"{checkin.date} is {days_text(days)} {side} {entry.record.period}"
                    hint = "put right the date, or move the check-in to the goal of that time"
                    yield Finding(entry, ("key_results", index, "checkins", number, "date"), message, hint)
