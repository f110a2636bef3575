"""Work waits twice for the same thing.

## Why
Of two lines that say the same, only one gets changed. Two needs of the same initiative are fine where they differ:
in what is needed (`note`), by when, or which end waits for which.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
depends_on:
  - tax-service
  - {on: tax-service, needed_by: 2026-11-06}  # warning: duplicate-dependency
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
depends_on:
  - {on: tax-service, needed_by: 2026-10-09, note: The rates of three countries}
  - {on: tax-service, needed_by: 2026-11-06, note: All other countries}
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.initiative import Dependency, Initiative
from prodops_cli.rules._base import WARNING, Finding, Remove, Workspace, rule


@rule(WARNING)
def duplicate_dependency(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every dependency that adds nothing to one above it, or has it all again."""
    for entry in workspace.of(Initiative):
        seen: dict[tuple[str, str], list[Dependency]] = {}
        for index, dependency in enumerate(entry.record.depends_on):
            former = seen.setdefault((dependency.on, dependency.type), [])
            if any(_says_the_same(dependency, other) for other in former):
                message = f"`{dependency.on}` is waited for already, above"
                hint = "make one line of the two, or say in a note what each of them is for"
                is_idle = any(_adds_nothing(dependency, other) for other in former)
                fix = Remove(("depends_on", index)) if is_idle else None
                yield Finding(entry, ("depends_on", index, "on"), message, hint, fix=fix)
            former.append(dependency)


def _says_the_same(one: Dependency, other: Dependency) -> bool:
    """Whether nothing that both say differs."""
    pairs = ((one.needed_by, other.needed_by), (one.note, other.note))
    return all(ours is None or theirs is None or ours == theirs for ours, theirs in pairs)


def _adds_nothing(one: Dependency, other: Dependency) -> bool:
    """Whether everything that the one was given is what the other says."""
    return all(getattr(one, name) == getattr(other, name) for name in one.model_fields_set | {"lag"})
