"""Planned or running work serves no goal.

## Why
Work that no goal asks for may be right, but then somebody should say which goal is missing. A workspace
without goals is not asked.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: in_progress  # warning: initiative-without-goal
```
```yaml title="goals/findability.yaml"
title: Everybody finds what we sell
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: in_progress
goals: [findability]
```
```yaml title="goals/findability.yaml"
title: Everybody finds what we sell
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_under_way
from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def initiative_without_goal(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative under way that names no goal."""
    if not workspace.of(Goal):
        return
    for entry in workspace.of(Initiative):
        if not entry.record.goals and is_under_way(entry.record):
            message = f"{spoken(entry.record.status)}, and it serves no goal"
            yield Finding(entry, ("status",), message, "add `goals: [...]` with the ids of the goals it serves")
