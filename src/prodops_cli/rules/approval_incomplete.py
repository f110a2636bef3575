"""A sign-off does not say under which condition, or until when.

## Why
"Yes, if" without the if is remembered as yes. A waiver without an end is remembered as a rule.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
gates:
  legal:
    approvals:
      - by: noor
        on: 2026-10-01
        verdict: conditional  # error: approval-incomplete
  tax:
    approvals:
      - by: noor
        on: 2026-10-01
        verdict: waived  # error: approval-incomplete
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
gates:
  legal:
    approvals:
      - by: noor
        on: 2026-10-01
        verdict: conditional
        conditions: [update the imprint]
  tax:
    approvals:
      - by: noor
        on: 2026-10-01
        verdict: waived
        until: 2026-12-31
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.launch import Approval, Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def approval_incomplete(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every conditional sign-off without conditions and every waiver without an end."""
    for entry in workspace.of(Launch):
        for name, gate in entry.record.gates.items():
            for index, approval in enumerate(gate.approvals):
                missing = _missing_from(approval)
                if missing is not None:
                    yield Finding(entry, ("gates", name, "approvals", index, "verdict"), *missing)


def _missing_from(approval: Approval) -> tuple[str, str] | None:
    """A message and a hint, where something is missing."""
    if approval.verdict == "conditional" and not approval.conditions:
        return "approved under conditions, and nothing says which", "add `conditions: [...]`"
    if approval.verdict == "waived" and approval.until is None:
        return "waived, and nothing says until when", "add `until:` with the day the waiver runs out"
    return None
