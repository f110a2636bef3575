"""A gate of a planning period is due before planning begins, or after the plan is fixed.

## Why
What is looked at after the freeze changes nothing any more, and before planning begins there is nothing to look at.
Usually the freeze was moved and the gate stayed.

## Bad
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2027-Q1
owner: grace
opens: 2026-10-12
freeze: 2026-12-11
gates:
  goals: {due: 2026-10-02, needs: [goals]}  # error: cycle-gate-outside
  plan: {due: 2026-12-18, needs: [teams]}  # error: cycle-gate-outside
```

## Good
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2027-Q1
owner: grace
opens: 2026-10-12
freeze: 2026-12-11
gates:
  goals: {due: 2026-10-30, needs: [goals]}
  plan: {needs: [teams]}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.fields import shown
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def cycle_gate_outside(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every gate of a cycle that is not due between its opening and its freeze."""
    for entry in workspace.of(Cycle):
        cycle = entry.record
        for name, gate in cycle.gates.items():
            if gate.due is None:
                continue
            if gate.due > cycle.freeze:
                message = f"{shown(name)} is due {gate.due}, after the plan is fixed on {cycle.freeze}"
            elif cycle.opens is not None and gate.due < cycle.opens:
                message = f"{shown(name)} is due {gate.due}, before planning begins on {cycle.opens}"
            else:
                continue
            hint = "agree on a day from `opens` to `freeze`, or leave it out: then it is the freeze"
            yield Finding(entry, ("gates", name, "due"), message, hint)
