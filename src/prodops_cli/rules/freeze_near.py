"""A plan is fixed within two weeks, and something that it needs is missing.

## Why
What is missing at the freeze is either promised blindly or left out. Ten working days are time for one conversation
with everybody concerned.

What `prodops roadmap cycle check` lists counts, less `capacity` and less the gates whose own day is over: those are
`cycle-gate-overdue`.

## Bad
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2026-Q4
owner: grace
freeze: 2026-10-23  # warning: freeze-near
gates:
  plan: {needs: [efforts]}
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
target: 2026-12-15
```

## Good
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2026-Q4
owner: grace
freeze: 2026-10-23
gates:
  plan: {needs: [efforts]}
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
target: 2026-12-15
effort: 3
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.planning.cycle_needs import gates_of, open_of
from prodops_cli.analysis.words import counted, from_today
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

NEAR_DAYS = 14
"""Calendar days before the freeze."""


@rule(WARNING)
def freeze_near(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every cycle whose freeze is near and whose gates do not hold."""
    for entry in workspace.of(Cycle):
        days = (entry.record.freeze - as_of).days
        if not 0 <= days <= NEAR_DAYS:
            continue
        gates = [gate for gate in gates_of(entry.record).values() if gate.due is None or gate.due >= as_of]
        count = sum(open_of(workspace, entry.record, gate, as_of) for gate in gates)
        if count:
            is_ = "is" if count == 1 else "are"
            message = f"the plan is fixed {from_today(days)}, and {counted(count, 'thing')} {is_} missing"
            yield Finding(entry, ("freeze",), message, f"see what and whose: prodops roadmap cycle check {entry.id}")
