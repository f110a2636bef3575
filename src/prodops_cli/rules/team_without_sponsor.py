"""A team has no sponsor among the leaders.

## Why
A sponsor clears the way: money, people, a decision between two departments. Teams without one wait. Teams of
type `leadership` have nobody above them and are not asked.

Where nobody is called a sponsor in your organisation, put `team-without-sponsor` into `lint.ignore` in prodops.yaml.

## Bad
```yaml title="teams/payments.yaml"
name: Payments  # warning: team-without-sponsor
lead: ada
```

## Good
```yaml title="teams/payments.yaml"
name: Payments
lead: ada
sponsor: grace
```
```yaml title="teams/leaders.yaml"
name: Leadership team
type: leadership
lead: grace
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def team_without_sponsor(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every team below the leaders that names no sponsor."""
    for entry in workspace.of(Team):
        team = entry.record
        if team.sponsor is None and team.type != "leadership":
            yield Finding(entry, ("sponsor",), f"{called(team)} has no sponsor", "add `sponsor:` with a leader's id")
