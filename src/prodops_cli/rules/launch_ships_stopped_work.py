"""A planned launch ships work that was stopped.

## Why
An item that is cancelled or on hold will not be there on the day. The launch has to move, or to do without
it, and its messages and gates may change with it.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
initiatives:
  - checkout
  - invoices  # error: launch-ships-stopped-work
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
```
```yaml title="roadmap/invoices.yaml"
title: Invoices by mail
status: on_hold
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
initiatives:
  - checkout
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def launch_ships_stopped_work(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative of a planned launch that is cancelled or on hold."""
    for entry in workspace.of(Launch):
        if entry.record.status != "planned":
            continue
        for index, id_ in enumerate(entry.record.initiatives):
            other = workspace.get(Initiative, id_)
            if other is not None and other.status in ("cancelled", "on_hold"):
                message = f"`{id_}` is {spoken(other.status)}, so it will not be there to launch"
                hint = f"leave `{id_}` out, or put the launch on hold as well"
                yield Finding(entry, ("initiatives", index), message, hint)
