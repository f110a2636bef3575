"""A key is given twice.

## Why
Most programs silently take one of the two values and forget the other. Which of them the author meant only the
author knows. It happens when two branches add the same key in different places.

## Bad
```yaml title="people/ada.yaml"
name: Ada Example
team: payments
manager: grace
team: search  # error: duplicate-key
```
```yaml title="people/grace.yaml"
name: Grace Example
```
```yaml title="teams/payments.yaml"
name: Payments
```

## Good
```yaml title="people/ada.yaml"
name: Ada Example
team: payments
manager: grace
```
```yaml title="people/grace.yaml"
name: Grace Example
```
```yaml title="teams/payments.yaml"
name: Payments
```
"""

from collections.abc import Iterable
from datetime import date

from prodops_cli.rules._base import ERROR, Problem, Workspace, problems_named, rule


@rule(ERROR, is_reading=True)
def duplicate_key(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """What reading found under this name."""
    return problems_named(workspace, "duplicate-key")
