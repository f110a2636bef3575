"""A launch happened with a gate that had not passed, or without one that it needed.

## Why
Either the agreement was given and not written down, or the launch went out without it. An auditor asks the
same question a year later, when nobody remembers.

Which gates a launch needs follows from its tier and its countries. A launch that names no gate at all is left alone:
where nobody writes gates down, none is missing.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
status: launched
date: 2026-10-06
gates:
  product:
    approvals:
      - {by: ada, on: 2026-10-02, verdict: approved}
  engineering:  # warning: launched-without-sign-off
    owner: noor
```

```yaml title="launches/loyalty.yaml"
title: Loyalty points
status: launched
date: 2026-10-06
gates:  # warning: launched-without-sign-off
  engineering:
    approvals:
      - {by: noor, on: 2026-10-01, verdict: approved}
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
status: launched
date: 2026-10-06
gates:
  product:
    approvals:
      - {by: ada, on: 2026-10-02, verdict: approved}
  engineering:
    owner: noor
    approvals:
      - {by: noor, on: 2026-10-01, verdict: approved}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.gates import PASSED, missing_gates, signed_state
from prodops_cli.analysis.words import listed, spoken
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def launched_without_sign_off(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every gate of a launched launch that had not passed on the launch's date, and those it needed besides."""
    policy = workspace.settings.launches
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
        missing = missing_gates(policy, entry.record) if entry.record.gates else ()
        if missing:
            message = f"launched on {day} without {listed(missing)}, which it needed"
            yield Finding(entry, ("gates",), message, "add each with its sign-off, or a waiver", at_key=True)
