"""Nobody owns a resource.

## Why
A document is right for as long as somebody feels asked to keep it so. One without an owner is found to be wrong by
whoever relied on it. Drafts and retired resources are not asked about.

## Bad
```yaml title="resources/launch-checklist.yaml"
title: Launch checklist  # warning: resource-without-owner
```

## Good
```yaml title="resources/launch-checklist.yaml"
title: Launch checklist
owner: ada
```
```yaml title="resources/price-book.yaml"
title: Price book
status: retired
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.resource import Resource
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def resource_without_owner(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every current resource that names no owner."""
    for entry in workspace.of(Resource):
        if entry.record.owner is None and entry.record.status == "current":
            yield Finding(entry, ("owner",), f"nobody owns {called(entry.record)}", "add `owner:` with a person's id")
