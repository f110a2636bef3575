"""Somebody has allowed themselves an exception from a frozen plan.

## Why
A freeze that whoever wants a change can lift for themselves is none. The cycle's owner, or somebody who loses by the
change, decides.

## Bad
```yaml title="cycles/2026-q4.yaml"
title: The fourth quarter of 2026
period: 2026-Q4
owner: grace
freeze: 2026-09-25
exceptions:
  - initiative: checkout
    reason: The bank changed its interface
    by: ada  # warning: exception-allowed-by-asker
    on: 2026-09-30
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
owner: ada
target: 2026-12-15
```

## Good
```yaml title="cycles/2026-q4.yaml"
title: The fourth quarter of 2026
period: 2026-Q4
owner: grace
freeze: 2026-09-25
exceptions:
  - {initiative: checkout, reason: The bank changed its interface, by: grace, on: 2026-09-30}
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
owner: ada
target: 2026-12-15
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def exception_allowed_by_asker(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every exception that the initiative's own owner has allowed, unless they own the cycle as well."""
    for entry in workspace.of(Cycle):
        for index, exception in enumerate(entry.record.exceptions):
            initiative = workspace.get(Initiative, exception.initiative)
            if initiative is not None and exception.by == initiative.owner != entry.record.owner:
                message = f"`{exception.by}` owns `{exception.initiative}`, and allowed the exception for it"
                whom = f"ask `{entry.record.owner}`" if entry.record.owner else "ask the owner of the cycle"
                yield Finding(entry, ("exceptions", index, "by"), message, f"{whom} to decide")
