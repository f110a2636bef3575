"""A file is not YAML.

## Why
One wrong quote or indentation makes a whole file unreadable, for prodops and for every other program. The
message names the place where reading stopped; the mistake stands there, or shortly before.

## Bad
```yaml title="people/ada.yaml"
name: Ada Example
skills: [pricing, sql  # error: yaml-syntax
```
```yaml title="roadmap/search.yaml"
title: Search: find it fast  # error: yaml-syntax
```

## Good
```yaml title="people/ada.yaml"
name: Ada Example
skills: [pricing, sql]
```
```yaml title="roadmap/search.yaml"
title: "Search: find it fast"
```
"""

from collections.abc import Iterable
from datetime import date

from prodops_cli.rules._base import ERROR, Problem, Workspace, problems_named, rule


@rule(ERROR, is_reading=True)
def yaml_syntax(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """What reading found under this name."""
    return problems_named(workspace, "yaml-syntax")
