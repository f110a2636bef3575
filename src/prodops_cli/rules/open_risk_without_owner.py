"""A launch is near and nobody watches one of its risks.

## Why
A risk on a list is one that everybody believes somebody else looks after. Somebody watches it, does something about
it, or decides to live with it (`status: accepted`).

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
risks:
  - title: The address service is slow on Mondays  # warning: open-risk-without-owner
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
risks:
  - {title: The address service is slow on Mondays, owner: linus, mitigation: Answers are kept for a day}
  - {title: Old themes hide the button, status: accepted}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.days import days_to_launch, is_near
from prodops_cli.analysis.words import days_text
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def open_risk_without_owner(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every open risk without an owner, of launches within thirty days."""
    for entry in workspace.of(Launch):
        if not is_near(entry.record, as_of):
            continue
        left = days_text(days_to_launch(entry.record, as_of) or 0)
        for index, risk in enumerate(entry.record.risks):
            if risk.status == "open" and risk.owner is None:
                message = f"{left} to the launch on {entry.record.date}, and nobody watches {shown(risk.title)}"
                yield Finding(entry, ("risks", index, "title"), message, "add `owner:`, or `status: accepted`")
