"""A decision was made before it was proposed.

## Why
One of the two days is a slip of the finger, most often in the year. How long decisions take is counted from one to
the other.

## Bad
```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
status: accepted
proposed: 2026-03-02
decided: 2025-03-12  # error: decided-before-proposed
```

## Good
```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
status: accepted
proposed: 2026-03-02
decided: 2026-03-02
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.decision import Decision
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def decided_before_proposed(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every decision whose day is before that of its proposal."""
    for entry in workspace.of(Decision):
        decision = entry.record
        if decision.proposed is not None and decision.decided is not None and decision.decided < decision.proposed:
            message = f"decided on {decision.decided}, before it was proposed on {decision.proposed}"
            yield Finding(entry, ("decided",), message, "check the year of both days")
