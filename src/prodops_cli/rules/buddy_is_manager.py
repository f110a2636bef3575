"""A newcomer's buddy is their manager.

## Why
A buddy is for the questions one would rather not ask the person who decides about the probation. Only those are looked
at who are new, or still to come.

## Bad
```yaml title="people/noor.yaml"
name: Noor Example
starts: 2026-10-01
manager: grace
buddy: grace  # warning: buddy-is-manager
```

## Good
```yaml title="people/noor.yaml"
name: Noor Example
starts: 2026-10-01
manager: grace
buddy: ada
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.onboarding.buddies_load import newcomers
from prodops_cli.analysis.words import called
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def buddy_is_manager(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every newcomer whose buddy is the manager too."""
    for newcomer in newcomers(workspace, as_of):
        person = newcomer.entry.record
        if person.buddy is not None and person.buddy == person.manager:
            message = f"`{person.buddy}` is both the manager and the buddy of {called(person)}"
            yield Finding(newcomer.entry, ("buddy",), message, "name a colleague who does not decide about them")
