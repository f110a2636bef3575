"""A gate of a plan that is not fixed yet was due, and does not hold.

## Why
The gates before the freeze are there so that the last week is not spent on what could have been known in the second.
One that passes unseen is found at the freeze, with all the others.

`capacity` is not looked at here; `prodops roadmap cycle check` does.

## Bad
```yaml title="cycles/2026-q4.yaml"
title: The fourth quarter of 2026
period: 2026-Q4
owner: grace
freeze: 2026-10-30
gates:
  goals:
    due: 2026-10-09  # warning: cycle-gate-overdue
    checklist:
      - {what: The areas have goals, signed: {by: grace, on: 2026-10-08}}
      - The board has seen them
```

## Good
```yaml title="cycles/2026-q4.yaml"
title: The fourth quarter of 2026
period: 2026-Q4
owner: grace
freeze: 2026-10-30
gates:
  goals:
    due: 2026-10-09
    checklist:
      - {what: The areas have goals, signed: {by: grace, on: 2026-10-08}}
      - {what: The board has seen them, signed: {by: grace, on: 2026-10-09}}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.planning.cycle_needs import open_of
from prodops_cli.analysis.words import counted, days_text
from prodops_cli.fields import shown
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def cycle_gate_overdue(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every gate with a day of its own that is over, while the freeze is ahead."""
    for entry in workspace.of(Cycle):
        if entry.record.freeze < as_of:
            continue
        for name, gate in entry.record.gates.items():
            if gate.due is None or gate.due >= as_of:
                continue
            count = open_of(workspace, entry.record, gate, as_of)
            if count:
                late, is_ = days_text((as_of - gate.due).days), "is" if count == 1 else "are"
                message = f"{shown(name)} was due {gate.due}, {late} ago, and {counted(count, 'thing')} {is_} open"
                hint = f"see what and whose: prodops roadmap cycle check {entry.id}"
                yield Finding(entry, ("gates", name, "due"), message, hint)
