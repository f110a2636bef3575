"""A rollout went on although a guard did not hold.

## Why
A guard is what was agreed to hold before more users get it. Sometimes there is a good reason to go on all the same;
then the step's `note` should say it, for whoever reads this when it goes wrong.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-09-01
status: launched
rollout:
  - on: 2026-09-01
    percent: 10
    guard: error rate below 0.5 %
    reached: 2026-09-01
    held: false  # warning: guard-not-held
  - {on: 2026-09-08, percent: 100, reached: 2026-09-08}
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-09-01
status: launched
rollout:
  - on: 2026-09-01
    percent: 10
    guard: error rate below 0.5 %
    reached: 2026-09-01
    held: false
    note: 0.7 % on one old browser, which is not supported any more. Linus decided to go on.
  - {on: 2026-09-08, percent: 100, reached: 2026-09-08}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.tracking import broken_guards
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def guard_not_held(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every step without a note whose guard did not hold, where a later one was reached."""
    for entry in workspace.of(Launch):
        for index in broken_guards(entry.record):
            stage = entry.record.rollout[index]
            if stage.note is None:
                message = f"the guard of {stage.percent:g} % did not hold, and the rollout went on"
                yield Finding(entry, ("rollout", index, "held"), message, "say in `note` who decided that, and why")
