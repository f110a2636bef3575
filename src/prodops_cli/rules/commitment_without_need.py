"""A day is promised to work that does not wait for it.

## Why
Either the other side has forgotten to write down what it waits for, and its plan looks better than it is; or the
promise has outlived its reason, and somebody keeps a day that nobody needs.

## Bad
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: in_progress
commits:
  - {to: checkout, by: 2026-11-06}  # warning: commitment-without-need
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
```

## Good
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: in_progress
commits:
  - {to: checkout, by: 2026-11-06}
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
depends_on: [tax-service]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.handshake import pairs
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def commitment_without_need(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every promise between open initiatives of which the one does not depend on the other."""
    for consumer, provider, need, promise in pairs(workspace):
        if need is not None or promise is None or not is_open(consumer.record) or not is_open(provider.record):
            continue
        if all(dependency.on != provider.id for dependency in consumer.record.depends_on):
            message = f"promised to `{consumer.id}`, which does not depend on this ({consumer.path})"
            hint = f"add `{provider.id}` to its depends_on, or remove the promise"
            yield Finding(provider, (*promise.route[:-1], "to"), message, hint)
