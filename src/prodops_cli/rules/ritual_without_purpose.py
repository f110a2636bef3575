"""A ritual takes place, and does not say what for.

## Why
Without a purpose nobody can say whether it is reached, who has to be there, or that it is time to stop. Newcomers are
asked to join before anybody can tell them why.

## Bad
```yaml title="rituals/product-weekly.yaml"
title: Product weekly  # warning: ritual-without-purpose
owner: ada
```

## Good
```yaml title="rituals/product-weekly.yaml"
title: Product weekly
purpose: See what moved, decide what waits.
owner: ada
```
```yaml title="rituals/friday-demo.yaml"
title: Friday demo
status: paused
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.ritual import Ritual
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def ritual_without_purpose(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every active ritual without a purpose."""
    for entry in workspace.of(Ritual):
        if entry.record.purpose is None and entry.record.status == "active":
            message = f"{called(entry.record)} does not say what it is for"
            yield Finding(entry, ("title",), message, "add `purpose:` with what would be missing without it")
