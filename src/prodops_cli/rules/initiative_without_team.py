"""Planned or running work has no team.

## Why
Capacity is counted by team: an initiative without one takes nobody's time on paper and somebody's in fact.
A workspace without teams is not asked.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: planned  # warning: initiative-without-team
```
```yaml title="teams/discovery.yaml"
name: Discovery
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: planned
team: discovery
```
```yaml title="teams/discovery.yaml"
name: Discovery
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_under_way
from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def initiative_without_team(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative under way that names no team."""
    if not workspace.of(Team):
        return
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.team is None and is_under_way(initiative):
            owner = workspace.get(Person, initiative.owner)
            hint = (
                f"add `team: {owner.team}`, its owner's team"
                if owner and owner.team
                else "add `team:` with the id of the team"
            )
            yield Finding(entry, ("status",), f"{spoken(initiative.status)}, and no team does the work", hint)
