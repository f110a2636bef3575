"""A launch's tier is not the one its facts make.

## Why
The tier decides which functions have to agree. Typed by hand below what the facts say, it lets a price change
out without finance and legal. It may be overruled, with the reason beside it.

Tier 1: a new product, a pricing change, new geographies, personal data or new contract terms. Tier 2: a breaking
change, a partner, or notable to customers. Tier 3: everything else.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
tier: 3  # error: tier-contradicts-facts
facts: {pricing_change: true}
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
facts: {pricing_change: true}
```
```yaml title="launches/discount.yaml"
title: Autumn discount
tier: 3
tier_reason: Two weeks, one country, and finance has approved the same every autumn.
facts: {pricing_change: true}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.tiers import computed_tier, tier_facts
from prodops_cli.analysis.words import listed
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def tier_contradicts_facts(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every tier, of launches not cancelled, that differs from the computed one without a reason."""
    policy = workspace.settings.launches
    for entry in workspace.of(Launch):
        launch = entry.record
        if launch.tier is None or launch.tier_reason is not None or launch.status == "cancelled":
            continue
        computed = computed_tier(policy, launch.facts)
        if launch.tier != computed:
            because = listed(tier_facts(policy, launch.facts)) or "no fact lifts it above that"
            message = f"tier {launch.tier}, but the facts make it tier {computed}: {because}"
            yield Finding(entry, ("tier",), message, "remove `tier`, put right `facts`, or add a `tier_reason`")
