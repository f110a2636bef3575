"""A launch is near and those who talk to customers have not been briefed.

## Why
On the day customers ask support and sales, and not the team that built it. Five working days before
(`launches.brief_days` in prodops.yaml) they know what changes, who notices it and what to answer.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-10-20
audiences:
  - customers
  - support  # warning: brief-late
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-10-20
audiences: [customers, support]
briefs: {support: 2026-10-12}
```
"""

from collections.abc import Iterator
from datetime import date
from shlex import quote

from prodops_cli.analysis.launches.briefing import briefings
from prodops_cli.analysis.launches.days import days_to_launch
from prodops_cli.analysis.words import counted
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def brief_late(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every audience that talks to customers, of launches still ahead, whose briefing is overdue."""
    settings = workspace.settings
    for entry in workspace.of(Launch):
        days = days_to_launch(entry.record, as_of)
        if days is None or days < 0:
            continue
        for one in briefings(settings, entry.record):
            if one.faces_customers and one.is_late(as_of):
                before = counted(settings.launches.brief_days, "working day")
                message = f"{shown(one.audience)} should have been briefed by {one.due}, {before} before the launch"
                command = f"prodops launch brief {quote(entry.id)} --audience {quote(one.audience)}"
                hint = f"see: {command}; then write down when, in `briefs`"
                yield Finding(entry, ("audiences", one.place), message, hint)
