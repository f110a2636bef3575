"""Work depends on something that comes later than it is needed.

## Why
Both dates stand in the files, and they cannot both be kept. Found when the dates are written, it is a
conversation; found when the day comes, it is a slip.

A dependency is needed by its `needed_by`; without one, by this initiative's own target, less the `lag` (by
its start for `start_start`). Where the other side has committed to a day, `target-after-commitment` and
`commitment-after-need` say it, in the file of whoever promised. Work that is declared on track all the same
gets this finding only, and none of `on-track-while-late`.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-11-15
depends_on:
  - tax-service  # error: dependency-later
  - {on: invoices, needed_by: 2026-11-01}  # error: dependency-later
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: in_progress
target: 2026-11-30
```
```yaml title="roadmap/invoices.yaml"
title: Invoices by mail
status: planned
target: 2026-11-08
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
target: 2026-12-15
depends_on:
  - {on: tax-service, needed_by: 2026-12-01}
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
status: in_progress
target: 2026-11-30
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.handshake import pairs, sides_text
from prodops_cli.analysis.roadmap import Lateness, is_under_way, lateness
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Dependency, Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def dependency_later(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every dependency of work under way that is expected after the day it is needed."""
    for consumer, provider, need, promise in pairs(workspace):
        if need is None or not is_under_way(consumer.record):
            continue
        if promise is not None and need.dependency.type != "start_start":
            continue
        late = lateness(consumer.record, need.dependency, provider.record)
        if late is not None:
            message = (
                f"{_message(consumer.record, need.dependency, late)}; {sides_text(consumer, provider, need, promise)}"
            )
            hint = f"agree on a day with the owner of `{provider.id}`, or move the date here"
            yield Finding(consumer, need.route, message, hint)


def _message(initiative: Initiative, dependency: Dependency, late: Lateness) -> str:
    verb = "starts" if late.end == "start" else "is due"
    other = f"`{dependency.on}` {verb} {late.expected}, {days_text(late.days)}"
    if late.is_named:
        return f"{other} after it is needed here ({late.needed})"
    lag = f" less {days_text(dependency.lag)} of lag" if dependency.lag else ""
    own = f"start {initiative.start}" if late.end == "start" else f"target {initiative.target}"
    return f"{other} too late for the {own} here{lag}"
