"""Work in progress has had no update for a while.

## Why
Health without a recent word behind it is a guess. After three weeks of silence nobody can tell an item that
goes well from one that everybody forgot. The limit is `thresholds.stale_update_days` in prodops.yaml.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
updates:
  - date: 2026-09-01  # warning: stale-update
    text: The first shops test it.
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: in_progress
start: 2026-09-07  # warning: stale-update
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
updates:
  - {date: 2026-09-01, text: The first shops test it.}
  - {date: 2026-10-08, health: on_track, text: Ten shops use it; two bugs left.}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import days_since_update, last_update_index
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def stale_update(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every initiative in progress whose last update, or start, is too long ago."""
    limit = workspace.settings.thresholds.stale_update_days
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.status != "in_progress":
            continue
        days = days_since_update(initiative, as_of)
        if days is None or days <= limit:
            continue
        index = last_update_index(initiative, as_of)
        hint = "say in a sentence how it goes: add an entry to `updates`"
        if index is None:
            message = f"no update since work started {days_text(days)} ago"
            yield Finding(entry, ("start",), message, hint)
        else:
            message = f"the last update, of {initiative.updates[index].date}, is {days_text(days)} old"
            yield Finding(entry, ("updates", index, "date"), message, hint)
