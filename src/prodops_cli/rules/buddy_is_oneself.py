"""Somebody's buddy is no other person.

## Why
A buddy is whom a newcomer asks what they would not ask their manager. Nobody can be that to themselves; and a backup
who is the buddy is away when the buddy is.

## Bad
```yaml title="people/ada.yaml"
name: Ada Example
buddy: ada  # error: buddy-is-oneself
```
```yaml title="people/noor.yaml"
name: Noor Example
buddy: ada
backup_buddy: ada  # error: buddy-is-oneself
```

## Good
```yaml title="people/noor.yaml"
name: Noor Example
buddy: ada
backup_buddy: linus
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def buddy_is_oneself(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Everybody who is their own buddy or backup buddy, or whose backup is the buddy."""
    for entry in workspace.of(Person):
        person = entry.record
        for field, id_ in (("buddy", person.buddy), ("backup_buddy", person.backup_buddy)):
            if id_ == entry.id:
                message = f"{called(person)} cannot be their own {field.replace('_', ' ')}"
                yield Finding(entry, (field,), message, "name somebody else")
        if person.backup_buddy is not None and person.backup_buddy == person.buddy != entry.id:
            message = f"`{person.buddy}` is both the buddy and the backup"
            yield Finding(entry, ("backup_buddy",), message, "name somebody else, or leave it out")
