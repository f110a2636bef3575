"""A plan is fixed after its period has begun.

## Why
What is worked on in the first weeks is then in no plan: it is promised when it is half done, and nobody can say what
it took the place of.

## Bad
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2027-Q1
owner: grace
freeze: 2027-01-15  # warning: freeze-after-start
```

## Good
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2027-Q1
owner: grace
freeze: 2026-12-11
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.planning.cycle import days_of
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def freeze_after_start(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every cycle whose freeze lies within its period."""
    for entry in workspace.of(Cycle):
        cycle, days = entry.record, days_of(workspace.settings, entry.record)
        late = (cycle.freeze - days.first).days
        if late >= 0 and cycle.freeze < days.last:
            message = f"the plan is fixed {days_text(late + 1)} into {cycle.period}, on {cycle.freeze}"
            yield Finding(entry, ("freeze",), message, f"agree on a day before {days.first}")
