"""The owner of open work is on no team.

## Why
Work is planned by teams: capacity, status and reviews are read team by team. What somebody outside every team
owns shows up in none of them. A workspace without teams is not asked.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: in_progress
owner: ada  # warning: owner-without-team
```
```yaml title="people/ada.yaml"
name: Ada Example
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
from prodops_cli.analysis.ownership import open_ownerships
from prodops_cli.analysis.people import ids_on_teams, people_here
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def owner_without_team(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every owner of open work who is here today and belongs to no team."""
    if not workspace.of(Team) or not is_complete(workspace, Team):
        return
    alone = {entry.id for entry in people_here(workspace, as_of)} - ids_on_teams(workspace, as_of)
    if not alone:
        return
    for owned in open_ownerships(workspace):
        if owned.person in alone:
            hint = f"add `team:` to {owned.person}'s own file, or hand the work to somebody on a team"
            yield Finding(owned.entry, owned.route, f"`{owned.person}` belongs to no team", hint)
