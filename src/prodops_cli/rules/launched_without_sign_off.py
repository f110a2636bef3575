"""A launch happened with a gate that had not passed.

## Why
Either the agreement was given and not written down, or the launch went out without it. An auditor asks the
same question a year later, when nobody remembers.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
status: launched
date: 2026-10-06
gates:
  legal:  # warning: launched-without-sign-off
    owner: noor
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
status: launched
date: 2026-10-06
gates:
  legal:
    owner: noor
    approvals:
      - {by: noor, on: 2026-10-01, verdict: approved}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.gates import PASSED, signed_state
from prodops_cli.analysis.words import spoken
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def launched_without_sign_off(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every gate of a launched launch that had not passed on the launch's date."""
    for entry in workspace.of(Launch):
        if entry.record.status != "launched":
            continue
        day = min(entry.record.date or as_of, as_of)
        for name, gate in entry.record.gates.items():
            state = signed_state(gate, day)
            if state not in PASSED:
                message = f"launched on {day} with {shown(name)} {spoken(state)}"
                hint = "add the sign-off with the day it was given, or a waiver that says until when"
                yield Finding(entry, ("gates", name), message, hint, at_key=True)
