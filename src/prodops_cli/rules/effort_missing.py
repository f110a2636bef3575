"""Planned or running work has no effort.

## Why
Capacity and ranking both divide by effort. One item without it makes a plan look lighter than it is; a wide
range is a better answer than none.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: planned  # warning: effort-missing
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: planned
effort: [2, 6]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_under_way
from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def effort_missing(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative under way without an effort."""
    for entry in workspace.of(Initiative):
        if entry.record.effort is None and is_under_way(entry.record):
            message = f"{spoken(entry.record.status)}, and nothing says how much work it is"
            yield Finding(entry, ("status",), message, "add `effort:` in person-months; a range will do: [2, 6]")
