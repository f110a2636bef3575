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
```yaml title="launches/wallets.yaml"
title: Wallets
status: launched
date: 2026-10-06
rollout:
  - {on: 2026-10-06, percent: 50, reached: 2026-10-06}
  - {on: 2026-11-30, percent: 100}  # error: launch-in-blackout
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
def launch_in_blackout(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every day in a blackout: of a planned launch, and of the steps to come of one that has begun."""
    policy = workspace.settings.launches
    for entry in workspace.of(Launch) if policy.blackouts else ():
        launch = entry.record
        reached = {("rollout", index, "on") for index, stage in enumerate(launch.rollout) if stage.reached}
        for hit in days_in_blackouts(policy, launch):
            is_to_come = launch.status == "planned" or (launch.status == "launched" and hit.day.on > as_of)
            if is_to_come and hit.day.route not in reached:
                until = f"{hit.blackout.first} to {hit.blackout.last}"
                message = f"{hit.day.what} on {hit.day.on} is in the blackout {until}: {shown(hit.blackout.reason)}"
                yield Finding(entry, hit.day.route, message, f"move it to before {hit.blackout.first}, or after")
