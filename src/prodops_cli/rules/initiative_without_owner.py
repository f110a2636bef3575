"""Planned or running work has no owner.

## Why
What nobody answers for is late before anybody notices. An idea may wait for its owner; once it is planned,
somebody has to be asked how it goes.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: planned  # error: initiative-without-owner
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: planned
owner: ada
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_under_way
from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def initiative_without_owner(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative under way that names no owner."""
    for entry in workspace.of(Initiative):
        if entry.record.owner is None and is_under_way(entry.record):
            message = f"{spoken(entry.record.status)}, and nobody owns it"
            yield Finding(entry, ("status",), message, "add `owner:` with the id of a person")
