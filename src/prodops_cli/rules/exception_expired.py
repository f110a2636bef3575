"""An exception from a frozen plan has run out, and the work is still open.

## Why
An exception until a day is a promise to be back in the plan by then. When it passes unseen, it has become a rule.

## Bad
```yaml title="cycles/2026-q4.yaml"
title: The fourth quarter of 2026
period: 2026-Q4
owner: grace
freeze: 2026-09-25
exceptions:
  - initiative: checkout
    reason: The bank changed its interface
    by: grace
    on: 2026-09-30
    until: 2026-10-09  # warning: exception-expired
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-12-15
```

## Good
```yaml title="cycles/2026-q4.yaml"
title: The fourth quarter of 2026
period: 2026-Q4
owner: grace
freeze: 2026-09-25
exceptions:
  - initiative: checkout
    reason: The bank changed its interface
    by: grace
    on: 2026-09-30
    until: 2026-11-13
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-12-15
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.planning.cycle import days_of
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import from_today
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def exception_expired(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every exception whose last day is over, within a period that is not, for work that is open."""
    for entry in workspace.of(Cycle):
        if days_of(workspace.settings, entry.record).last < as_of:
            continue
        for index, exception in enumerate(entry.record.exceptions):
            initiative = workspace.get(Initiative, exception.initiative)
            if exception.until is None or exception.until >= as_of or initiative is None or not is_open(initiative):
                continue
            ago = from_today((exception.until - as_of).days)
            message = f"the exception for `{exception.initiative}` ran out {ago}, and it is open"
            hint = "agree with whoever allowed it on another day, or on what becomes of the work"
            yield Finding(entry, ("exceptions", index, "until"), message, hint)
