"""An update, check-in, sign-off, briefing, reading, decision or review is dated in the future.

## Why
They say what happened on a day. One from the future is a typing mistake, usually in the year, and until that
day it hides behind older ones or outranks newer ones.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
updates:
  - {date: 2027-10-08, text: Ten shops use it.}  # error: update-in-future
```
```yaml title="goals/growth.yaml"
title: Grow mobile revenue
key_results:
  - id: conversion
    title: Mobile conversion
    checkins:
      - {date: 2026-11-30, value: 1.9}  # error: update-in-future
```
```yaml title="launches/checkout.yaml"
title: Checkout
gates:
  legal:
    approvals:
      - {by: ada, on: 2026-10-16, verdict: approved}  # error: update-in-future
briefs:
  support: 2026-11-02  # error: update-in-future
  sales: {sent: 2026-11-02, by: ada}  # error: update-in-future
```
```yaml title="launches/wallets.yaml"
title: Wallets
status: launched
date: 2026-10-01
metrics:
  - title: Orders paid by wallet
    readings:
      - {on: 2027-10-08, value: 2.6}  # error: update-in-future
rollout:
  - {on: 2026-10-01, percent: 100, reached: 2027-10-01}  # error: update-in-future
```

```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
status: accepted
proposed: 2026-09-02
decided: 2027-09-12  # error: update-in-future
```
```yaml title="resources/checklist.yaml"
title: Launch checklist
reviewed: 2027-06-01  # error: update-in-future
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
updates:
  - {date: 2026-10-08, text: Ten shops use it.}
```
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from prodops_cli.analysis.words import days_text
from prodops_cli.diagnostics import Route
from prodops_cli.fields import Update
from prodops_cli.kinds.decision import Decision
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.resource import Resource
from prodops_cli.rules._base import ERROR, Entry, Finding, Workspace, rule


@rule(ERROR)
def update_in_future(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every update, check-in, sign-off, briefing, reading, step, proposal, decision and review dated after today."""
    for entry, route, day in _said(workspace):
        if day > as_of:
            message = f"dated {day}, {days_text((day - as_of).days)} from today"
            yield Finding(entry, route, message, "put right the day; plans go into `target` or `notes`")


def _said(workspace: Workspace) -> Iterator[tuple[Entry[Any], Route, date]]:
    for initiative in workspace.of(Initiative):
        for route, day in _updates(initiative.record.updates):
            yield initiative, route, day
    for goal in workspace.of(Goal):
        for route, day in (*_updates(goal.record.updates), *_checkins(goal.record)):
            yield goal, route, day
    for launch in workspace.of(Launch):
        for route, day in (*_updates(launch.record.updates), *_approvals(launch.record), *_seen(launch.record)):
            yield launch, route, day
    yield from _decided(workspace)
    for resource in workspace.of(Resource):
        if resource.record.reviewed is not None:
            yield resource, ("reviewed",), resource.record.reviewed


def _decided(workspace: Workspace) -> Iterator[tuple[Entry[Any], Route, date]]:
    for decision in workspace.of(Decision):
        for field, said in (("proposed", decision.record.proposed), ("decided", decision.record.decided)):
            if said is not None:
                yield decision, (field,), said


def _updates(updates: Iterable[Update]) -> Iterator[tuple[Route, date]]:
    for index, update in enumerate(updates):
        yield ("updates", index, "date"), update.date


def _checkins(goal: Goal) -> Iterator[tuple[Route, date]]:
    for index, key_result in enumerate(goal.key_results):
        for number, checkin in enumerate(key_result.checkins):
            yield ("key_results", index, "checkins", number, "date"), checkin.date


def _approvals(launch: Launch) -> Iterator[tuple[Route, date]]:
    for name, gate in launch.gates.items():
        for index, approval in enumerate(gate.approvals):
            yield ("gates", name, "approvals", index, "on"), approval.on


def _seen(launch: Launch) -> Iterator[tuple[Route, date]]:
    for audience, brief in launch.briefs.items():
        yield ("briefs", audience, "sent"), brief.sent
    for index, metric in enumerate(launch.metrics):
        for number, reading in enumerate(metric.readings):
            yield ("metrics", index, "readings", number, "on"), reading.on
    for index, stage in enumerate(launch.rollout):
        if stage.reached is not None:
            yield ("rollout", index, "reached"), stage.reached
