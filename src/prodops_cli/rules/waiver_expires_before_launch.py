"""A waiver runs out before the launch.

## Why
On the day it will not count any more. Whoever waived the gate did so for a date that was earlier, or the launch was
moved and nobody asked again.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
gates:
  tax:
    approvals:
      - by: hollis
        on: 2026-10-01
        verdict: waived
        until: 2026-11-15  # warning: waiver-expires-before-launch
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
gates:
  tax:
    approvals:
      - by: hollis
        on: 2026-10-01
        verdict: waived
        until: 2026-12-31
```
"""

from collections.abc import Iterator
from datetime import date
from shlex import quote

from prodops_cli.analysis.launches.gates import last_approval, last_place
from prodops_cli.analysis.words import days_text
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def waiver_expires_before_launch(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every waiver that counts, of planned launches, with an end before the launch's date."""
    for entry in workspace.of(Launch):
        launch = entry.record
        if launch.date is None or launch.status != "planned":
            continue
        for name, gate in launch.gates.items():
            last, place = last_approval(gate, as_of), last_place(gate, as_of)
            if last is None or place is None or last.verdict != "waived":
                continue
            if last.until is None or last.until >= launch.date:
                continue
            before = days_text((launch.date - last.until).days)
            message = f"the waiver of {shown(name)} runs out on {last.until}, {before} before the launch"
            command = f"prodops launch approve {quote(entry.id)} {quote(name)}"
            hint = f"ask `{last.by}` for a decision on the new day: {command}"
            yield Finding(entry, ("gates", name, "approvals", place, "until"), message, hint)
