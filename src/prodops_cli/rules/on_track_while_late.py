"""Work is declared on track although the files say it is late.

## Why
Green outside, red inside: the most expensive sentence in a status report is "on track" for something that
cannot be. The dates of the item and of what it waits for stand beside it; where they disagree with the
declared health, one of the two has to change.

This is `past-target` for work that says it is on track, so that one stays silent here. A dependency that is planned
for too late or was cancelled is not repeated either: `dependency-later` and `depends-on-cancelled` say it.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
health: on_track  # warning: on-track-while-late
target: 2026-10-01
```
```yaml title="roadmap/loyalty.yaml"
title: Loyalty points
status: in_progress
target: 2026-12-01
depends_on: [checkout]
updates:
  - date: 2026-10-08
    health: on_track  # warning: on-track-while-late
    text: All well.
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
health: off_track
target: 2026-10-01
```
```yaml title="roadmap/loyalty.yaml"
title: Loyalty points
status: in_progress
target: 2026-12-01
depends_on: [checkout]
updates:
  - {date: 2026-10-08, health: at_risk, text: The checkout is late; we need it by the middle of November.}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import declared_health, evidence_of_course, last_update_index
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

MOST_REASONS = 2
"""The worst two reasons make the point."""


@rule(WARNING)
def on_track_while_late(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every initiative under way that is declared on track while it, or what it waits for, is not."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if declared_health(initiative, as_of) != "on_track":
            continue
        if reasons := evidence_of_course(workspace, initiative, as_of):
            said = "; ".join(reason.text for reason in reasons[:MOST_REASONS])
            more = f"; and {len(reasons) - MOST_REASONS} more" if len(reasons) > MOST_REASONS else ""
            hint = f"set `health: {reasons[0].weight}`, or put right the dates"
            yield Finding(entry, _route(initiative, as_of), f"declared on track, but {said}{more}", hint)


def _route(initiative: Initiative, as_of: date) -> Route:
    """Where the health that counts is declared."""
    if initiative.health is not None:
        return ("health",)
    return ("updates", last_update_index(initiative, as_of, with_health=True) or 0, "health")
