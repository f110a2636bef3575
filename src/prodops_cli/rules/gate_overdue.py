"""A gate's day is over and it has not passed.

## Why
A late review moves the launch, or is skipped. Both are decisions that somebody should take on purpose, while
there is time.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
gates:
  legal:
    owner: noor
    due: 2026-10-06  # warning: gate-overdue
    in_review: true
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
gates:
  legal:
    owner: noor
    due: 2026-10-06
    approvals:
      - {by: noor, on: 2026-10-05, verdict: approved}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.days import days_to_launch
from prodops_cli.analysis.launches.gates import PASSED, gate_state
from prodops_cli.analysis.words import days_text, spoken
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def gate_overdue(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every gate of a launch still ahead that was due before today and has not passed."""
    policy = workspace.settings.launches
    for entry in workspace.of(Launch):
        days = days_to_launch(entry.record, as_of)
        if days is None or days < 0:
            continue
        for name, gate in entry.record.gates.items():
            if gate.due is None or gate.due >= as_of:
                continue
            state = gate_state(policy, entry.record, name, as_of)
            if state not in PASSED:
                late = days_text((as_of - gate.due).days)
                message = f"{shown(name)} was due {gate.due}, {late} ago, and is {spoken(state)}"
                whom = f"ask `{gate.owner}` for a decision" if gate.owner else "find it an owner"
                yield Finding(entry, ("gates", name, "due"), message, f"{whom}, or move the day")
