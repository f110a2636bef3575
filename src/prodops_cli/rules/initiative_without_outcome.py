"""Planned or running work does not say what will be different.

## Why
A title says what is built, an outcome says what for. Without one nobody can tell afterwards whether it was
worth it, or before that, whether to stop.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: planned  # warning: initiative-without-outcome
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
outcome: A third fewer searches that find nothing
status: planned
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_under_way
from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def initiative_without_outcome(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative under way without an outcome."""
    for entry in workspace.of(Initiative):
        if entry.record.outcome is None and is_under_way(entry.record):
            message = f"{spoken(entry.record.status)}, and nothing says what will be different afterwards"
            hint = "add `outcome:` with what changes and for whom, in numbers if you can"
            yield Finding(entry, ("status",), message, hint)
