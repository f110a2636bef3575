"""A promise comes later than the day the other side needs it.

## Why
Both sides have written down a day, and the two cannot both be right. Whoever promised knows of a later day than
whoever waits; they have to talk before the earlier of the two has passed.

The day of the need is the dependency's `needed_by`; without one, the target of what waits, less the `lag`.

## Bad
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: in_progress
commits:
  - {to: checkout, by: 2026-11-20, agreed: 2026-09-01}  # error: commitment-after-need
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
depends_on:
  - {on: tax-service, needed_by: 2026-11-06}
```

## Good
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: in_progress
commits:
  - {to: checkout, by: 2026-11-06, agreed: 2026-09-01}
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
depends_on:
  - {on: tax-service, needed_by: 2026-11-06}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.handshake import Need, Promise, pairs, sides_text
from prodops_cli.analysis.roadmap import is_open, is_under_way
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Entry, Finding, Workspace, rule


@rule(ERROR)
def commitment_after_need(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every promise of open work that is too late for what waits for it; of several needs the earliest counts."""
    found: set[tuple[str, int]] = set()
    for consumer, provider, need, promise in pairs(workspace):
        if need is None or promise is None or (provider.id, promise.place) in found:
            continue
        if is_open(provider.record) and _counts(consumer, need) and _is_late(need, promise):
            found.add((provider.id, promise.place))
            yield _finding(consumer, provider, need, promise)


def _counts(consumer: Entry[Initiative], need: Need) -> bool:
    """Whether the day of the need means something: somebody named it, or the work is under way."""
    return is_under_way(consumer.record) or (need.is_named and is_open(consumer.record))


def _is_late(need: Need, promise: Promise) -> bool:
    is_of_start = need.dependency.type == "start_start" and not need.is_named
    return need.day is not None and promise.day > need.day and not is_of_start


def _finding(consumer: Entry[Initiative], provider: Entry[Initiative], need: Need, promise: Promise) -> Finding:
    days = days_text((promise.day - (need.day or promise.day)).days)
    why = f"needs it by {need.day}" if need.is_named else f"is due {consumer.record.target} and waits for it"
    message = (
        f"promised to `{consumer.id}` by {promise.day}, {days} too late: it {why}; "
        f"{sides_text(consumer, provider, need, promise)}"
    )
    hint = f"agree on one day with the owner of `{consumer.id}`, and write it into both files"
    return Finding(provider, promise.route, message, hint)
