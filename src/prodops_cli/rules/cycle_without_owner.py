"""A planning period that is not over has no owner.

## Why
A plan is twenty people agreeing by a day. Somebody has to ask each of them, and to say which changes come too late.

## Bad
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027  # error: cycle-without-owner
period: 2027-Q1
freeze: 2026-12-11
```

## Good
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2027-Q1
owner: grace
freeze: 2026-12-11
```
```yaml title="cycles/2025-q1.yaml"
title: The first quarter of 2025
period: 2025-Q1
freeze: 2024-12-13
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.planning.cycle import stage_of
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def cycle_without_owner(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every planning cycle without an owner that is not over."""
    for entry in workspace.of(Cycle):
        if entry.record.owner is None and stage_of(workspace.settings, entry.record, as_of) != "over":
            hint = "add `owner:` with the id of the person who sees that the plan comes to be"
            yield Finding(entry, ("title",), "a planning period that nobody owns", hint)
