"""Somebody who works here is on no team.

## Why
What nobody's team plans, nobody's capacity covers. People without a team drop out of team pages, capacity and
onboarding, and most often it is a forgotten line rather than a decision. Who leads a team belongs to it; people
who have left or not started yet are not asked about.

Of somebody who answers for open work `owner-without-team` says it instead, as an error.

## Bad
```yaml title="people/ada.yaml"
name: Ada Example  # warning: person-without-team
```
```yaml title="teams/payments.yaml"
name: Payments
```

## Good
```yaml title="people/ada.yaml"
name: Ada Example
team: payments
```
```yaml title="people/grace.yaml"
name: Grace Example
```
```yaml title="people/linus.yaml"
name: Linus Example
ends: 2026-06-30
```
```yaml title="people/noor.yaml"
name: Noor Example
```
```yaml title="teams/payments.yaml"
name: Payments
lead: grace
members: [noor]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.completeness import is_complete
from prodops_cli.analysis.ownership import first_ownerships
from prodops_cli.analysis.people import ids_on_teams, people_here
from prodops_cli.analysis.words import called
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def person_without_team(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Everybody here on no team who owns nothing open, once there are teams and all of them could be read."""
    if not workspace.of(Team) or not is_complete(workspace, Team):
        return
    spoken_of = ids_on_teams(workspace) | first_ownerships(workspace).keys()
    for entry in people_here(workspace, as_of):
        if entry.id not in spoken_of:
            message = f"{called(entry.record)} is on no team"
            yield Finding(entry, ("team",), message, "add `team:`, or list the person in a team's `members`")
