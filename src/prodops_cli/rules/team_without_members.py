"""A team has no members.

## Why
A team without people still owns things: roadmap items, tools, a place in the chart. Either its people do not name
it yet, or it was dissolved and what it owned is waiting for somebody. Teams that other teams are part of may have
no members of their own.

A team just written down gets this until somebody is on it: one line in a person's file, or in its own.

## Bad
```yaml title="teams/payments.yaml"
name: Payments  # warning: team-without-members
```
```yaml title="people/ada.yaml"
name: Ada Example
team: payments
ends: 2026-09-30
```

## Good
```yaml title="teams.yaml"
- {id: commerce, name: Commerce}
- {id: payments, name: Payments, parent: commerce}
```
```yaml title="people/ada.yaml"
name: Ada Example
team: payments
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.completeness import is_complete
from prodops_cli.analysis.people import members_by_team
from prodops_cli.analysis.words import called
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def team_without_members(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every team with nobody here and no team below it, once there are people and everything could be read."""
    if not workspace.of(Person) or not is_complete(workspace, Person, Team):
        return
    members = members_by_team(workspace, as_of)
    parents = {entry.record.parent for entry in workspace.of(Team)}
    for entry in workspace.of(Team):
        if entry.id not in members and entry.id not in parents:
            message = f"nobody is on {called(entry.record)}"
            hint = f"write `team: {entry.id}` into its people's files, or `members: [their ids]` here"
            if workspace.referrers(entry):  # it has been there for a while
                hint += "; if it was dissolved, hand on what it owns"
            yield Finding(entry, ("members",), message, hint)
