"""An exception from a plan was allowed before the plan was fixed.

## Why
Until the freeze everybody may change the plan; what was allowed before it allows nothing afterwards. Either the day
is a slip of the pen, or somebody has reserved a change without a plan to change.

## Bad
```yaml title="cycles/2026-q4.yaml"
title: The fourth quarter of 2026
period: 2026-Q4
owner: grace
freeze: 2026-09-25
exceptions:
  - initiative: checkout
    reason: The bank will change its interface
    by: grace
    on: 2026-09-18  # warning: exception-before-freeze
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
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
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.cycle import Cycle
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def exception_before_freeze(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every exception that was allowed before the freeze."""
    for entry in workspace.of(Cycle):
        for index, exception in enumerate(entry.record.exceptions):
            if exception.on < entry.record.freeze:
                message = f"allowed on {exception.on}, and the plan was not fixed before {entry.record.freeze}"
                hint = "take it away: until the freeze nobody needs one; or mend its day"
                yield Finding(entry, ("exceptions", index, "on"), message, hint)
