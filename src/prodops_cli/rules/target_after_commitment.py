"""Work is planned for later than its owner promised it to others.

## Why
A promise to another initiative is kept or renegotiated; moving one's own target past it does neither, and
the other side learns of it on the day.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-12-15
commits:
  - {to: loyalty, by: 2026-11-30, agreed: 2026-06-10}  # error: target-after-commitment
```
```yaml title="roadmap/loyalty.yaml"
title: Loyalty points
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-12-15
commits:
  - {to: loyalty, by: 2026-12-15, agreed: 2026-10-12}
```
```yaml title="roadmap/loyalty.yaml"
title: Loyalty points
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.handshake import Need, pairs, sides_text
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import days_text
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def target_after_commitment(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every promise of an open initiative that its own target breaks."""
    found: set[tuple[str, int]] = set()
    for consumer, provider, need, promise in pairs(workspace):
        target = provider.record.target
        if promise is None or target is None or target <= promise.day or not is_open(provider.record):
            continue
        if (provider.id, promise.place) not in found:  # one promise can answer several needs
            found.add((provider.id, promise.place))
            late = days_text((target - promise.day).days)
            message = (
                f"promised to `{consumer.id}` by {promise.day}, but the target {target} is {late} later"
                f"{_needed(need, target)}; {sides_text(consumer, provider, need, promise)}"
            )
            hint = f"agree on a new day with the owner of `{consumer.id}`, or move the target"
            yield Finding(provider, promise.route, message, hint)


def _needed(need: Need | None, target: date) -> str:
    """What the other side says, where the target comes after that as well."""
    if need is None or need.dependency.needed_by is None or need.dependency.needed_by >= target:
        return ""
    return f", and they need it by {need.dependency.needed_by}"
