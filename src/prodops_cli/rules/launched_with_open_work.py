"""A launch has happened while the work it ships has not shipped.

## Why
Users have it or they do not. Where the launch is over and the item still open, one of the files was
forgotten, and the item goes on being late in every report.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
status: launched
date: 2026-10-01
initiatives:
  - checkout  # error: launched-with-open-work
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
status: launched
date: 2026-10-01
initiatives:
  - checkout
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: shipped
shipped: 2026-10-01
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def launched_with_open_work(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative of a launched launch that has not shipped."""
    for entry in workspace.of(Launch):
        if entry.record.status != "launched":
            continue
        for index, id_ in enumerate(entry.record.initiatives):
            other = workspace.get(Initiative, id_)
            if other is not None and other.status != "shipped":
                status = "an idea" if other.status == "idea" else spoken(other.status)
                when = f" on {entry.record.date}" if entry.record.date else ""
                message = f"launched{when}, but `{id_}` is {status}"
                hint = f"set `status: shipped` and the day in `{id_}`, or leave it out of this launch"
                yield Finding(entry, ("initiatives", index), message, hint)
