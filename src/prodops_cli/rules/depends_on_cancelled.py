"""Work depends on something that was cancelled.

## Why
What was cancelled will never arrive. Until somebody decides how to do without it, everything that waits for
it is blocked, whatever its health says.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
depends_on: [tax-service]  # error: depends-on-cancelled
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: cancelled
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
notes: The tax service was cancelled; we buy the rates instead.
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: cancelled
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def depends_on_cancelled(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every dependency of open work on a cancelled initiative."""
    for entry in workspace.of(Initiative):
        if not entry.record.depends_on or not is_open(entry.record):
            continue
        for index, dependency in enumerate(entry.record.depends_on):
            other = workspace.get(Initiative, dependency.on)
            if other is not None and other.status == "cancelled":
                message = f"`{dependency.on}` was cancelled, so this waits for something that will not come"
                hint = "find another way to get it, and remove the dependency"
                yield Finding(entry, ("depends_on", index, "on"), message, hint)
