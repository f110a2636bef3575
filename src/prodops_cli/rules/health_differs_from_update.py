"""The declared health is not what the latest update says.

## Why
Whoever wrote the update knew how it goes that day; the field above it was forgotten, or changed without a
word. Reports show the field and quote the update, side by side.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
health: on_track  # warning: health-differs-from-update
updates:
  - {date: 2026-10-08, health: at_risk, text: The tax service moved a week.}
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
health: at_risk
updates:
  - {date: 2026-09-24, health: on_track, text: The first shops test it.}
  - {date: 2026-10-08, health: at_risk, text: The tax service moved a week.}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open, last_update_index
from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def health_differs_from_update(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every open initiative whose `health` differs from that of its latest update."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.health is None or not initiative.updates or not is_open(initiative):
            continue
        index = last_update_index(initiative, as_of, with_health=True)
        said = initiative.updates[index] if index is not None else None
        if said is not None and said.health is not None and said.health != initiative.health:
            own, other = spoken(initiative.health), spoken(said.health)
            message = f"health is {own}, but the update of {said.date} says {other}"
            yield Finding(entry, ("health",), message, "remove `health` to go by the updates, or add one that says why")
