"""The owner of a tool has left.

## Why
The vendor's mails about the renewal, the administrator's password and the reasons for buying it left with the
owner. Somebody has to take over before the contract renews by itself. Retired tools are not asked about.

## Bad
```yaml title="tools/figma.yaml"
name: Figma
owner: ada  # warning: tool-owner-left
```
```yaml title="people/ada.yaml"
name: Ada Example
ends: 2026-08-31
```

## Good
```yaml title="tools/figma.yaml"
name: Figma
owner: grace
```
```yaml title="people/grace.yaml"
name: Grace Example
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.people import departed
from prodops_cli.analysis.words import called
from prodops_cli.kinds.tool import Tool
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def tool_owner_left(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every tool that is still used and whose owner's last day is over."""
    for entry in workspace.of(Tool):
        person = departed(workspace, entry.record.owner, as_of)
        if person is not None and entry.record.status != "retired":
            message = f"{called(person)}, the owner of {called(entry.record)}, left on {person.ends}"
            yield Finding(entry, ("owner",), message, "name the new owner")
