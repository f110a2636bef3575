"""A team has more members than can work as one.

## Why
Beyond eight or nine people a team splits in two by itself, along lines that nobody chose. Where your line is,
say with `thresholds.team_size` in prodops.yaml; it is 9 unless you do.

## Bad
```yaml title="prodops.yaml"
name: Example
thresholds: {team_size: 2}
```
```yaml title="teams/payments.yaml"
name: Payments  # warning: team-too-large
members: [noor]
```
```yaml title="people.yaml"
- {id: ada, name: Ada Example, team: payments}
- {id: linus, name: Linus Example, team: payments}
- {id: noor, name: Noor Example}
```

## Good
```yaml title="prodops.yaml"
name: Example
thresholds: {team_size: 2}
```
```yaml title="teams/payments.yaml"
name: Payments
```
```yaml title="people.yaml"
- {id: ada, name: Ada Example, team: payments}
- {id: linus, name: Linus Example, team: payments}
- {id: noor, name: Noor Example, team: payments, starts: 2026-12-01}
- {id: rosa, name: Rosa Example, team: payments, ends: 2026-02-28}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.people import members_by_team
from prodops_cli.analysis.words import called
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def team_too_large(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every team with more people here than the threshold allows."""
    most = workspace.settings.thresholds.team_size
    members = members_by_team(workspace, as_of)
    for entry in workspace.of(Team):
        count = len(members.get(entry.id, ()))
        if count > most:
            message = f"{called(entry.record)} has {count:,} members, more than {most:,}"
            hint = "split it in two, or raise `thresholds.team_size` in prodops.yaml"
            yield Finding(entry, ("name",), message, hint)
