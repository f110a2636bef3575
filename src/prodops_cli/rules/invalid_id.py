"""An id is not one that a file can carry on every system.

## Why
An id is what other records call this one by, and it is the file's name. Spaces, slashes and letters outside
a to z would be typed wrong in references, and some names cannot be files on some systems. A record in a file of
its own needs no `id`: the file's name is one already, and two that differ would be two names for one thing.

## Bad
```yaml title="people/ada example.yaml"
name: Ada Example  # error: invalid-id
```
```yaml title="people/grace.yaml"
id: grace-example  # error: invalid-id
name: Grace Example
```

## Good
```yaml title="people/ada-example.yaml"
name: Ada Example
```
```yaml title="people/grace.yaml"
name: Grace Example
```
"""

from collections.abc import Iterable
from datetime import date

from prodops_cli.rules._base import ERROR, Problem, Workspace, problems_named, rule


@rule(ERROR, is_reading=True)
def invalid_id(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """What reading found under this name."""
    return problems_named(workspace, "invalid-id")
