"""A launch or a step of its rollout is on a day on which nothing is launched.

## Why
A blackout in prodops.yaml was agreed by everybody who would be called that night. A launch in it is either a mistake,
or an exception that somebody has to decide: then the blackout should say so. Steps that were reached, and launches that
are over, are left alone.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-17
rollout:
  - {on: 2026-11-17, percent: 10}
  - {on: 2026-11-24, percent: 100}  # error: launch-in-blackout
```
```yaml title="launches/loyalty.yaml"
title: Loyalty points
date: 2026-11-25  # error: launch-in-blackout
```
```yaml title="prodops.yaml"
name: Acme
launches:
  blackouts:
    - {first: 2026-11-23, last: 2026-12-01, reason: the shops' busiest days}
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-17
rollout:
  - {on: 2026-11-17, percent: 10}
  - {on: 2026-12-02, percent: 100}
```
```yaml title="prodops.yaml"
name: Acme
launches:
  blackouts:
    - {first: 2026-11-23, last: 2026-12-01, reason: the shops' busiest days}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.clashes import days_in_blackouts
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def launch_in_blackout(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every day of a planned launch, not reached yet, that is in a blackout."""
    policy = workspace.settings.launches
    for entry in workspace.of(Launch) if policy.blackouts else ():
        if entry.record.status != "planned":
            continue
        reached = {("rollout", index, "on") for index, stage in enumerate(entry.record.rollout) if stage.reached}
        for hit in days_in_blackouts(policy, entry.record):
            if hit.day.route not in reached:
                until = f"{hit.blackout.first} to {hit.blackout.last}"
                message = f"{hit.day.what} on {hit.day.on} is in the blackout {until}: {shown(hit.blackout.reason)}"
                yield Finding(entry, hit.day.route, message, f"move it to before {hit.blackout.first}, or after")
