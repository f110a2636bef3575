"""A key result has had no check-in for a while.

## Why
A score is as old as its last check-in. Goals that are looked at once a quarter are reached once in a while;
`thresholds.checkin_days` in prodops.yaml says how often is often enough.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
period: 2026-H2
key_results:
  - id: conversion
    title: Mobile conversion
    target: 2.4
    checkins:
      - {date: 2026-07-31, value: 1.9}  # warning: stale-checkin
  - id: basket
    title: Average basket  # warning: stale-checkin
    target: 60
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
period: 2026-H2
key_results:
  - id: conversion
    title: Mobile conversion
    target: 2.4
    checkins:
      - {date: 2026-07-31, value: 1.9}
      - {date: 2026-09-30, value: 2.1}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.calendar import Stretch
from prodops_cli.analysis.goals import grade, is_measurable, is_running, latest_checkin, period_of
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.goal import Goal, KeyResult
from prodops_cli.rules._base import WARNING, Entry, Finding, Workspace, rule


@rule(WARNING)
def stale_checkin(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every key result of a running goal without a recent check-in, unless it is reached."""
    for entry in workspace.of(Goal):
        period = period_of(workspace.settings, entry.record)
        if period is None or not is_running(workspace.settings, entry.record, as_of):
            continue
        for index, key_result in enumerate(entry.record.key_results):
            if is_measurable(key_result) and not _needs_none(key_result, as_of):
                yield from _stale(workspace, entry, index, period, as_of)


def _needs_none(key_result: KeyResult, as_of: date) -> bool:
    """Whether it is reached, or its value is kept in `current` instead of check-ins."""
    is_kept_elsewhere = key_result.current is not None and not key_result.checkins
    return is_kept_elsewhere or grade(key_result, as_of) == 1


def _stale(workspace: Workspace, entry: Entry[Goal], index: int, period: Stretch, as_of: date) -> Iterator[Finding]:
    key_result = entry.record.key_results[index]
    last = latest_checkin(key_result, as_of)
    days = (as_of - (last.date if last is not None else period.first)).days
    if days <= workspace.settings.thresholds.checkin_days:
        return
    hint = "add an entry to `checkins`: {date: …, value: …, confidence: …}"
    if last is None:
        message = f"`{key_result.id}` has no check-in, {days_text(days)} into {entry.record.period}"
        yield Finding(entry, ("key_results", index, "title"), message, hint)
    else:
        route = ("key_results", index, "checkins", key_result.checkins.index(last), "date")
        yield Finding(
            entry, route, f"the last check-in of `{key_result.id}`, on {last.date}, is {days_text(days)} old", hint
        )
