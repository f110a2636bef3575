"""Somebody's onboarding plan gets two tasks of one id.

## Why
A plan has each task once, and a task is known by its id. Where two layers that are for the same person both have it,
one quietly takes the other's place. A nearer layer may do so if it says it: with `replaces`, or with `without`.

## Bad
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: handbook, title: Read how we decide, day: 2}
  - {id: Handbook, title: Read the handbook, day: 3}  # error: repeated-task
```
```yaml title="onboarding/product-managers.yaml"
title: Product managers
layer: role
only_for: {roles: [product-manager]}
tasks:
  - {id: handbook, title: Read how we launch, day: 3}  # error: repeated-task
```

## Good
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: handbook, title: Read how we decide, day: 2}
```
```yaml title="onboarding/product-managers.yaml"
title: Product managers
layer: role
only_for: {roles: [product-manager]}
tasks:
  - {id: handbook, title: Read how we launch, day: 3, replaces: handbook}
  - {id: shadowing, title: Go along to a customer, day: 9}
```
```yaml title="onboarding/engineers.yaml"
title: Engineers
layer: role
only_for: {roles: [engineer]}
tasks:
  - {id: shadowing, title: Go along to a deployment, day: 9}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.onboarding.overlap import repeated_tasks
from prodops_cli.analysis.words import called
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def repeated_task(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every task whose id another task has, in the same layer, or in one that somebody can have as well."""
    for repeated in repeated_tasks(workspace):
        placed, other = repeated.placed, repeated.other
        route = ("tasks", placed.index, "id")
        if other.entry is placed.entry:
            message, hint = f"there is already a task `{other.task.id}` in this layer", "give it an id of its own"
        else:
            message = (
                f"the layer {called(other.entry.record)} gives some of the same people a task `{other.task.id}` too"
            )
            hint = (
                f"add `replaces: {other.task.id}`, or give it an id of its own"
                if other.rank < placed.rank
                else "give it an id of its own"
            )
        yield Finding(placed.entry, route, message, hint)
