"""A launch states a fact of its own that no tier knows.

## Why
Names in `facts.others` lift a launch into a tier only if `launches.tiers` in prodops.yaml names them, too. One that is
mistyped lifts it nowhere, and the gates that should look at it are not asked.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
facts:
  others: [new_warehose]  # error: unknown-fact
```
```yaml title="prodops.yaml"
name: Acme
launches:
  tiers:
    "2": {facts: [breaking_change, partner, notable, new_warehouse]}
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
facts:
  others: [new_warehouse]
```
```yaml title="prodops.yaml"
name: Acme
launches:
  tiers:
    "2": {facts: [breaking_change, partner, notable, new_warehouse]}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.tiers import facts_known
from prodops_cli.errors import nearest_hint
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def unknown_fact(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every name in a launch's own facts that the policy gives no tier."""
    known = sorted(facts_known(workspace.settings.launches))
    otherwise = "name it in prodops.yaml: launches.tiers.2.facts, beside those that are to stay"
    for entry in workspace.of(Launch):
        if entry.record.status == "cancelled":
            continue
        for index, fact in enumerate(entry.record.facts.others):
            if fact not in known:
                message = f"{shown(fact)} is a fact that no tier names, so it counts for nothing"
                yield Finding(entry, ("facts", "others", index), message, nearest_hint(fact, known, otherwise))
