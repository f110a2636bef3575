"""Somebody needs something soon, and nobody has promised it.

## Why
A `needed_by` is a wish until the other side has answered it. Where nobody has committed to a day six weeks before
it is needed, or where another team has to deliver while the work is already in progress, ask now: an answer of
"later" is worth more today than on the day.

A need is soon when fewer days are left than `thresholds.commitment_days` in prodops.yaml (45). Whoever waits for
their own work need not promise it to themselves, and what is planned for too late is an error already
(`dependency-later`).

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
depends_on:
  - {on: tax-service, needed_by: 2026-11-06}  # warning: need-without-commitment
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: in_progress
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
depends_on:
  - {on: tax-service, needed_by: 2026-11-06}
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: in_progress
commits:
  - {to: checkout, by: 2026-11-06, agreed: 2026-09-01}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.handshake import Need, is_there, pairs, sides_text
from prodops_cli.analysis.roadmap import is_open, is_under_way, lateness
from prodops_cli.analysis.spans import is_cross_team
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Entry, Finding, Workspace, rule


@rule(WARNING)
def need_without_commitment(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every unanswered need of work under way that is soon, or that another team has to meet while the work goes on."""
    most = workspace.settings.thresholds.commitment_days
    for consumer, provider, need, promise in pairs(workspace):
        if need is None or promise is not None or need.day is None or not need.is_named:
            continue
        is_soon = (need.day - as_of).days < most
        is_going_on = consumer.record.status == "in_progress" and is_cross_team(consumer.record, provider.record)
        if (is_soon or is_going_on) and _is_open(consumer, provider, need, as_of):
            message = (
                f"`{provider.id}` is needed here by {need.day}, and nobody has promised it; "
                f"{sides_text(consumer, provider, need, promise)}"
            )
            hint = f"ask for `commits: [{{to: {consumer.id}, by: …}}]` in {provider.path}"
            yield Finding(consumer, need.route, message, hint)


def _is_open(consumer: Entry[Initiative], provider: Entry[Initiative], need: Need, as_of: date) -> bool:
    """Whether the one side still waits for an answer, which the other can give."""
    if not is_under_way(consumer.record) or not is_open(provider.record):
        return False
    is_own = need.person is not None and need.person == provider.record.owner
    is_late = lateness(consumer.record, need.dependency, provider.record) is not None
    return not (is_own or is_late or is_there(provider.record, need.dependency, as_of))
