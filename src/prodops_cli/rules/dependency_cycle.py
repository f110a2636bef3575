"""Work waits for itself.

## Why
In a circle of dependencies nothing can finish first. One of the arrows is wrong, or a piece of the work has
to be cut out so that the others can wait for that.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
depends_on: [tax-service]  # error: dependency-cycle
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
depends_on: [checkout]
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
depends_on: [tax-service]
```
```yaml title="roadmap/tax-service.yaml"
title: Tax service
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.cycles import find_cycles
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import circle_text
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def dependency_cycle(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every circle of open initiatives that wait for each other, reported once, at its first by name."""
    waiting = {
        entry.id: entry for entry in workspace.of(Initiative) if entry.record.depends_on and is_open(entry.record)
    }
    graph = {id_: [to.on for to in entry.record.depends_on] for id_, entry in waiting.items()}
    for cycle in find_cycles(graph):
        entry = waiting[cycle[0]]
        index = graph[cycle[0]].index(cycle[1 % len(cycle)])
        message = f"`{cycle[0]}` waits for itself: {circle_text(cycle)}"
        hint = "remove the dependency that is wrong, or split off what the others wait for"
        yield Finding(entry, ("depends_on", index, "on"), message, hint)
