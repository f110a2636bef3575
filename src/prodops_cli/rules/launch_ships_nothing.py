"""A planned launch ships nothing on the roadmap.

## Why
The initiatives tie a launch to the work: their dates show whether the day can be kept, their owners who to
ask. A workspace without a roadmap is not asked.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2  # warning: launch-ships-nothing
date: 2026-12-01
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
initiatives: [checkout]
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def launch_ships_nothing(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every planned launch without initiatives."""
    if not workspace.of(Initiative):
        return
    for entry in workspace.of(Launch):
        if not entry.record.initiatives and entry.record.status == "planned":
            hint = "add `initiatives: [...]` with the ids of what it brings to users"
            yield Finding(entry, ("title",), "a planned launch that ships no initiative", hint)
