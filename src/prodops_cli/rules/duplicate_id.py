"""Two records of a kind have the same id.

## Why
A reference to that id could mean either. Two sub-folders may each hold a file of the same name without anybody
noticing, and names that differ in capital letters only are one file on many computers.

## Bad
```yaml title="roadmap/2026/search.yaml"
title: Search
```
```yaml title="roadmap/ideas/search.yaml"
title: Search by voice  # error: duplicate-id
```

## Good
```yaml title="roadmap/2026/search.yaml"
title: Search
```
```yaml title="roadmap/ideas/voice-search.yaml"
title: Search by voice
```
"""

from collections.abc import Iterable
from datetime import date

from prodops_cli.rules._base import ERROR, Problem, Workspace, problems_named, rule


@rule(ERROR, is_reading=True)
def duplicate_id(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """What reading found under this name."""
    return problems_named(workspace, "duplicate-id")
