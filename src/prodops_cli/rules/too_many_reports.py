"""Somebody has more direct reports than one person can look after.

## Why
A manager with twenty direct reports has no time for any of them. Where the line is differs: set
`thresholds.direct_reports` in prodops.yaml, which is 12 unless you say otherwise.

## Bad
```yaml title="prodops.yaml"
name: Example
thresholds: {direct_reports: 2}
```
```yaml title="people.yaml"
- id: grace
  name: Grace Example  # warning: too-many-reports
- {id: ada, name: Ada Example, manager: grace}
- {id: linus, name: Linus Example, manager: grace}
- {id: noor, name: Noor Example, manager: grace}
```

## Good
```yaml title="prodops.yaml"
name: Example
thresholds: {direct_reports: 2}
```
```yaml title="people.yaml"
- id: grace
  name: Grace Example
- {id: ada, name: Ada Example, manager: grace}
- {id: linus, name: Linus Example, manager: grace}
- {id: noor, name: Noor Example, manager: linus}
- {id: rosa, name: Rosa Example, manager: grace, ends: 2026-03-31}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.people import reports_by_manager
from prodops_cli.analysis.words import called
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def too_many_reports(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every manager with more people here than the threshold allows."""
    most = workspace.settings.thresholds.direct_reports
    reports = reports_by_manager(workspace, as_of)
    for entry in workspace.of(Person):
        count = len(reports.get(entry.id, ()))
        if count > most:
            message = f"{called(entry.record)} has {count:,} direct reports, more than {most:,}"
            hint = "let somebody else lead some of them, or raise `thresholds.direct_reports` in prodops.yaml"
            yield Finding(entry, ("name",), message, hint)
