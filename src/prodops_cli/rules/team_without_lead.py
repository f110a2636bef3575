"""A team has no lead.

## Why
Somebody has to answer when the team is asked for a date, a decision or a person. A team that nobody answers for
is found out about when it is too late.

## Bad
```yaml title="teams/payments.yaml"
name: Payments  # warning: team-without-lead
sponsor: grace
```

## Good
```yaml title="teams/payments.yaml"
name: Payments
lead: ada
sponsor: grace
```
```yaml title="people.yaml"
- {id: ada, name: Ada Example}
- {id: grace, name: Grace Example}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def team_without_lead(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every team that names no lead."""
    for entry in workspace.of(Team):
        if entry.record.lead is None:
            yield Finding(entry, ("lead",), f"nobody leads {called(entry.record)}", "add `lead:` with a person's id")
