"""The day on which a ritual had to show that it is worth its time is over.

## Why
Meetings are easier to start than to stop. A day that was agreed when it started makes stopping the normal thing; once
it has passed unseen, the meeting stays for good. Rituals that are paused or stopped are not asked about.

## Bad
```yaml title="rituals/product-weekly.yaml"
title: Product weekly
review_by: 2026-09-30  # warning: ritual-review-overdue
```

## Good
```yaml title="rituals/product-weekly.yaml"
title: Product weekly
review_by: 2027-03-31
```
```yaml title="rituals/friday-demo.yaml"
title: Friday demo
status: stopped
review_by: 2026-09-30
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called, from_today
from prodops_cli.kinds.ritual import Ritual
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def ritual_review_overdue(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every active ritual whose review day is over."""
    for entry in workspace.of(Ritual):
        day = entry.record.review_by
        if day is not None and day < as_of and entry.record.status == "active":
            ago = from_today((day - as_of).days)
            message = f"{called(entry.record)} was to be reviewed by {day}, {ago}"
            yield Finding(entry, ("review_by",), message, "ask who is there, then name the next day, or stop it")
