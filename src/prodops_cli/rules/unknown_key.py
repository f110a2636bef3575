"""A key is not one that the record has.

## Why
A misspelled key looks right and does nothing: the target date that everybody sees in the file would be missing
in every report. What your organisation adds of its own goes below `custom`, where any key is fine.

## Bad
```yaml title="roadmap/search.yaml"
title: Search
tagret: 2026-12-01  # error: unknown-key
jira: SHOP-412  # error: unknown-key
```

## Good
```yaml title="roadmap/search.yaml"
title: Search
target: 2026-12-01
custom: {jira: SHOP-412}
```
"""

from collections.abc import Iterable
from datetime import date

from prodops_cli.rules._base import ERROR, Problem, Workspace, problems_named, rule


@rule(ERROR, is_reading=True)
def unknown_key(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """What reading found under this name."""
    return problems_named(workspace, "unknown-key")
