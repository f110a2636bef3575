"""Nobody owns a ritual.

## Why
A meeting that nobody runs is prepared by nobody, and nobody may stop it. Rituals that were stopped are not asked
about.

## Bad
```yaml title="rituals/product-weekly.yaml"
title: Product weekly  # warning: ritual-without-owner
purpose: See what moved, decide what waits.
```

## Good
```yaml title="rituals/product-weekly.yaml"
title: Product weekly
purpose: See what moved, decide what waits.
owner: ada
```
```yaml title="rituals/friday-demo.yaml"
title: Friday demo
status: stopped
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.ritual import Ritual
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def ritual_without_owner(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every ritual that was not stopped and names no owner."""
    for entry in workspace.of(Ritual):
        if entry.record.owner is None and entry.record.status != "stopped":
            yield Finding(entry, ("owner",), f"nobody owns {called(entry.record)}", "add `owner:` with a person's id")
