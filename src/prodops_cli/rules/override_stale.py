"""A place in the ranking was decided long ago.

## Why
A decided place stands over every score, also over those of work that nobody knew of when it was decided. After
`thresholds.override_days` (in prodops.yaml, 180) it is worth deciding again: with a new `on`, or not at all.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  override: {place: 1, reason: The board asked for it, by: ada, on: 2026-01-12}  # warning: override-stale
```
```yaml title="people/ada.yaml"
name: Ada Example
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  override: {place: 1, reason: The board asked for it, by: ada, on: 2026-09-14}
```
```yaml title="people/ada.yaml"
name: Ada Example
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def override_stale(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every decided place of an open initiative that is older than the threshold."""
    most = workspace.settings.thresholds.override_days
    for entry in workspace.of(Initiative):
        priority = entry.record.priority
        if priority is None or priority.override is None or not is_open(entry.record):
            continue
        days = (as_of - priority.override.on).days
        if days > most:
            message = f"place {priority.override.place} was decided {days_text(days)} ago"
            hint = "decide it again, with today's `on`, or remove the override"
            yield Finding(entry, ("priority", "override", "on"), message, hint)
