"""A proposal has been waiting for its decision for too long.

## Why
While nobody decides, everybody decides alone. A proposal may wait for as many days as its `silence_days` say: after
them silence is consent. One that names none may wait for 21 (`thresholds.proposal_days` in prodops.yaml).

## Bad
```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
approver: grace
proposed: 2026-09-22  # warning: decision-waits
```
```yaml title="decisions/no-synonyms.yaml"
title: No synonyms by hand
approver: grace
proposed: 2026-10-08  # warning: decision-waits
silence_days: 5
```

## Good
```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
approver: grace
proposed: 2026-09-24
```
```yaml title="decisions/no-synonyms.yaml"
title: No synonyms by hand
status: accepted
proposed: 2026-10-08
decided: 2026-10-13
silence_days: 5
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.supersession import days_overdue
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.decision import Decision
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def decision_waits(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every proposal that is older than it may be."""
    for entry in workspace.of(Decision):
        decision = entry.record
        over = days_overdue(workspace.settings, decision, as_of)
        if over is None or decision.proposed is None:
            continue
        ago = days_text((as_of - decision.proposed).days)
        message = f"proposed {ago} ago, {days_text(over)} longer than it may wait"
        whom = f"ask `{decision.approver}` to decide" if decision.approver else "name an `approver` who decides"
        hint = (
            whom
            if decision.silence_days is None
            else "silence is consent: make it `accepted`, with the day it became so"
        )
        yield Finding(entry, ("proposed",), message, hint)
