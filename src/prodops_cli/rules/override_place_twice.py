"""Two initiatives were given one place in the ranking.

## Why
Only one of them can have it, and which one would be an accident: `roadmap rank` puts the other below. Whoever decided
the second may not have known of the first.

## Bad
```yaml title="people/ada.yaml"
name: Ada Example
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
priority:
  override: {place: 1, reason: The board asked for it, by: ada, on: 2026-09-14}
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  override: {place: 1, reason: We are asked about it most, by: ada, on: 2026-09-20}  # error: override-place-twice
```

## Good
```yaml title="people/ada.yaml"
name: Ada Example
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
priority:
  override: {place: 1, reason: The board asked for it, by: ada, on: 2026-09-14}
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  override: {place: 2, reason: We are asked about it most, by: ada, on: 2026-09-20}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Entry, Finding, Workspace, rule


@rule(ERROR)
def override_place_twice(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every decided place that an initiative before it, by day and id, was given already."""
    decided = [
        (override.on, entry.id, entry, override.place)
        for entry in workspace.of(Initiative)
        if (priority := entry.record.priority) is not None
        and (override := priority.override) is not None
        and is_open(entry.record)
    ]
    first: dict[int, Entry[Initiative]] = {}
    for _, _, entry, place in sorted(decided, key=lambda one: one[:2]):
        other = first.setdefault(place, entry)
        if other is not entry:
            message = f"place {place} is given to `{other.id}`, too"
            yield Finding(entry, ("priority", "override", "place"), message, "give one of them another place")
