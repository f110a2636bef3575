"""The lead or the sponsor of a team has left.

## Why
Whoever looks up who answers for the team finds somebody who is no longer here. It goes unnoticed for months,
because the team itself knows whom to ask.

## Bad
```yaml title="teams/payments.yaml"
name: Payments
lead: ada  # warning: team-lead-left
sponsor: grace  # warning: team-lead-left
```
```yaml title="people.yaml"
- {id: ada, name: Ada Example, ends: 2026-08-31}
- {id: grace, name: Grace Example, ends: 2026-10-14}
```

## Good
```yaml title="teams/payments.yaml"
name: Payments
lead: ada
sponsor: grace
```
```yaml title="people.yaml"
- {id: ada, name: Ada Example}
- {id: grace, name: Grace Example, ends: 2026-10-15}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.people import departed
from prodops_cli.analysis.words import called
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def team_lead_left(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every team whose lead's or sponsor's last day is over."""
    for entry in workspace.of(Team):
        for field, id_ in (("lead", entry.record.lead), ("sponsor", entry.record.sponsor)):
            person = departed(workspace, id_, as_of)
            if person is not None:
                message = f"{called(person)}, the {field} of {called(entry.record)}, left on {person.ends}"
                yield Finding(entry, (field,), message, f"name the new {field}")
