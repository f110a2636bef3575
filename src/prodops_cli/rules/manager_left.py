"""Somebody's manager has left.

## Why
Holidays are approved, goals agreed and new colleagues welcomed by the manager. When managers leave, the people
who reported to them need a new one, and the file is where everybody looks for who that is.

## Bad
```yaml title="people/ada.yaml"
name: Ada Example
manager: grace  # warning: manager-left
```
```yaml title="people/grace.yaml"
name: Grace Example
ends: 2026-09-30
```

## Good
```yaml title="people/ada.yaml"
name: Ada Example
manager: linus
```
```yaml title="people/grace.yaml"
name: Grace Example
ends: 2026-09-30
```
```yaml title="people/linus.yaml"
name: Linus Example
ends: 2026-12-31
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.people import departed, has_left
from prodops_cli.analysis.words import called
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def manager_left(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Everybody who is here, or about to be, with a manager whose last day is over."""
    for entry in workspace.of(Person):
        manager = departed(workspace, entry.record.manager, as_of)
        if manager is not None and not has_left(entry.record, as_of):
            message = f"{called(manager)}, the manager of {called(entry.record)}, left on {manager.ends}"
            yield Finding(entry, ("manager",), message, "name the new manager")
