"""A launch comes before the work it ships.

## Why
What is not finished cannot be launched. The two dates are kept by two people in two files, and move one at
a time. Work on hold or cancelled is for `launch-ships-stopped-work` to say, whatever its date.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
initiatives:
  - checkout  # error: launch-before-initiative
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-12-15
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2027-01-12
initiatives:
  - checkout
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-12-15
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.days import comes_after
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def launch_before_initiative(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every open initiative of a planned launch whose target is after the launch's date."""
    for entry in workspace.of(Launch):
        launch = entry.record
        if launch.date is None or launch.status != "planned":
            continue
        for index, id_ in enumerate(launch.initiatives):
            other = workspace.get(Initiative, id_)
            if other is None or other.target is None or not comes_after(other, launch):
                continue
            late = days_text((other.target - launch.date).days)
            message = f"`{id_}` is due {other.target}, {late} after the launch on {launch.date}"
            hint = f"move the launch, or leave `{id_}` out of it"
            yield Finding(entry, ("initiatives", index), message, hint)
