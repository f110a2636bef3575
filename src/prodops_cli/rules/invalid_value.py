"""A value is not what its field takes.

## Why
Dates are written year-month-day, because 03/04 is two different days on two sides of an ocean. Numbers have no
separators, words come from a list, and what cannot be read as such would silently drop out of every report.

## Bad
```yaml title="roadmap/search.yaml"
title: Search
status: in progress  # error: invalid-value
target: 1.12.2026  # error: invalid-value
effort: [5, 3]  # error: invalid-value
priority:
  confidence: 80%  # error: invalid-value
```

## Good
```yaml title="roadmap/search.yaml"
title: Search
status: in_progress
target: 2026-12-01
effort: [3, 5]
priority:
  confidence: 0.8
```
"""

from collections.abc import Iterable
from datetime import date

from prodops_cli.rules._base import ERROR, Problem, Workspace, problems_named, rule


@rule(ERROR, is_reading=True)
def invalid_value(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """What reading found under this name."""
    return problems_named(workspace, "invalid-value")
