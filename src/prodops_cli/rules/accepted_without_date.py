"""A decision was accepted, and nothing says when.

## Why
The day tells people whether what they know is older than the decision, and which of two that contradict each other
holds.

## Bad
```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
status: accepted  # error: accepted-without-date
```

## Good
```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
status: accepted
decided: 2026-03-12
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.decision import Decision
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def accepted_without_date(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every accepted decision without the day."""
    for entry in workspace.of(Decision):
        if entry.record.decided is None and entry.record.status == "accepted":
            yield Finding(entry, ("status",), "accepted, and nothing says when", "add `decided:` with the day")
