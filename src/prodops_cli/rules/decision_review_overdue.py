"""A decision binds people past the day on which it was to be looked at again.

## Why
Decisions are made for what was known then. A review day is the promise that they will not bind for longer than that;
when it passes unseen, people follow a rule whose reasons may be gone.

## Bad
```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
status: accepted
review_by: 2026-09-30  # warning: decision-review-overdue
```

## Good
```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
status: accepted
review_by: 2027-03-12
```
```yaml title="decisions/four-checkouts.yaml"
title: Each shop keeps its checkout
status: deprecated
review_by: 2025-03-12
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called, from_today
from prodops_cli.kinds.decision import Decision
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def decision_review_overdue(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every accepted decision whose review day is over."""
    for entry in workspace.of(Decision):
        day = entry.record.review_by
        if day is not None and day < as_of and entry.record.status == "accepted":
            ago = from_today((day - as_of).days)
            message = f"{called(entry.record)} was to be reviewed by {day}, {ago}"
            hint = "confirm it with a new `review_by`, or make it `deprecated`"
            yield Finding(entry, ("review_by",), message, hint)
