"""Somebody who answers for open work is on no team.

## Why
Work is planned by teams: capacity, status and reviews are read team by team. What somebody outside every team
owns shows up in none of them. The finding stands in the person's file, once, whatever the number of things. Who
leads a team belongs to it; a workspace without teams is not asked.

For somebody who owns nothing that is open, `person-without-team` says it, as a warning.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: in_progress
owner: ada
```
```yaml title="people/ada.yaml"
name: Ada Example  # error: owner-without-team
```
```yaml title="teams/discovery.yaml"
name: Discovery
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: in_progress
owner: ada
```
```yaml title="people/ada.yaml"
name: Ada Example
team: discovery
```
```yaml title="teams/discovery.yaml"
name: Discovery
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.completeness import is_complete
from prodops_cli.analysis.ownership import first_ownerships
from prodops_cli.analysis.people import has_left, ids_on_teams
from prodops_cli.analysis.words import called
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def owner_without_team(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every owner of open work who has not left and belongs to no team."""
    if not workspace.of(Team) or not is_complete(workspace, Team):
        return
    on_a_team, owned = ids_on_teams(workspace), first_ownerships(workspace)
    for entry in workspace.of(Person):
        if entry.id in owned and entry.id not in on_a_team and not has_left(entry.record, as_of):
            message = f"{called(entry.record)} answers for {owned[entry.id].entry.ref} and is on no team"
            hint = "add `team:`, or hand the work to somebody on a team"
            yield Finding(entry, ("team",), message, hint)
