"""A gate is due after the launch.

## Why
A decision that comes after the day decides nothing. Usually the launch was moved forward and the gate stayed.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
gates:
  legal:
    owner: noor
    due: 2026-12-08  # error: gate-due-after-launch
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
gates:
  legal:
    owner: noor
    due: 2026-11-17
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import days_text
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def gate_due_after_launch(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every gate of a planned launch that is due after the launch's date."""
    for entry in workspace.of(Launch):
        day = entry.record.date
        if day is None or entry.record.status != "planned":
            continue
        for name, gate in entry.record.gates.items():
            if gate.due is not None and gate.due > day:
                message = (
                    f"{shown(name)} is due {gate.due}, {days_text((gate.due - day).days)} after the launch on {day}"
                )
                yield Finding(entry, ("gates", name, "due"), message, "agree on a day before the launch")
