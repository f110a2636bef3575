"""A launch is near and lacks gates that it needs.

## Why
A function that is not asked cannot say no in time. Thirty days before the launch every gate that it needs should
at least be in the file, with somebody who decides.

Which those are follows from its tier and its countries, by `launches` in prodops.yaml. Unless that says otherwise,
tier 1: legal, privacy, security, support, marketing, finance, tax, product, engineering. Tier 2: security, support,
marketing, product. Tier 3: product, engineering.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03  # warning: launch-without-gates
facts: {notable: true}
gates:
  product: {owner: ada}
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
gates:
  product: {owner: ada}
  engineering: {owner: linus}
```
```yaml title="launches/loyalty.yaml"
title: Loyalty points
date: 2027-03-02
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.days import days_to_launch, is_near
from prodops_cli.analysis.launches.gates import missing_gates
from prodops_cli.analysis.launches.tiers import countries_asking, tier_of
from prodops_cli.analysis.words import days_text, listed
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def launch_without_gates(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every launch within thirty days without all the gates it needs."""
    policy = workspace.settings.launches
    for entry in workspace.of(Launch):
        launch = entry.record
        missing = missing_gates(policy, launch) if is_near(launch, as_of) else ()
        if missing:
            left = days_text(days_to_launch(launch, as_of) or 0)
            countries = {code for gate in missing for code in countries_asking(policy, launch, gate)}
            whose = f"tier {tier_of(policy, launch)}" + (f" in {listed(sorted(countries))}" if countries else "")
            message = f"{left} to the launch on {launch.date}, and {whose} still lacks {_gates(missing)}"
            yield Finding(entry, ("date",), message, "add them under `gates:`, each with an owner")


def _gates(names: tuple[str, ...]) -> str:
    return f"the gate {names[0]}" if len(names) == 1 else f"the gates {listed(names)}"
