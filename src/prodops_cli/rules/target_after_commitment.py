"""Work is planned for later than its owner promised it to others.

## Why
A promise to another initiative is kept or renegotiated; moving one's own target past it does neither, and
the other side learns of it on the day.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-12-15
commits:
  - {to: loyalty, by: 2026-11-30, agreed: 2026-06-10}  # error: target-after-commitment
```
```yaml title="roadmap/loyalty.yaml"
title: Loyalty points
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-12-15
commits:
  - {to: loyalty, by: 2026-12-15, agreed: 2026-10-12}
```
```yaml title="roadmap/loyalty.yaml"
title: Loyalty points
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def target_after_commitment(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every promise of an open initiative that its own target breaks."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if not initiative.commits or initiative.target is None or not is_open(initiative):
            continue
        for index, promise in enumerate(initiative.commits):
            if initiative.target > promise.by:
                late = days_text((initiative.target - promise.by).days)
                message = (
                    f"promised to `{promise.to}` by {promise.by}, but the target {initiative.target} is {late} later"
                )
                hint = f"agree on a new day with the owner of `{promise.to}`, or move the target"
                yield Finding(entry, ("commits", index, "by"), message, hint)
