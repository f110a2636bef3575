"""People report to each other in a circle.

## Why
Somebody has to be at the top. Where Ada reports to Grace and Grace to Ada, no chart can be drawn, and nobody
knows who decides when the two disagree.

## Bad
```yaml title="people/ada.yaml"
name: Ada Example
manager: grace  # error: manager-cycle
```
```yaml title="people/grace.yaml"
name: Grace Example
manager: ada
```

## Good
```yaml title="people/ada.yaml"
name: Ada Example
manager: grace
```
```yaml title="people/grace.yaml"
name: Grace Example
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.cycles import find_cycles
from prodops_cli.analysis.people import has_left
from prodops_cli.analysis.words import called, circle_text
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def manager_cycle(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every circle of people who have not left, once, at the first of them."""
    people = {entry.id: entry for entry in workspace.of(Person) if not has_left(entry.record, as_of)}
    managers = {id_: (entry.record.manager,) for id_, entry in people.items() if entry.record.manager is not None}
    for cycle in find_cycles(managers):
        entry = people[cycle[0]]
        if len(cycle) == 1:
            message = f"{called(entry.record)} reports to themselves"
        else:
            message = f"people report to each other in a circle: {circle_text(cycle)}"
        yield Finding(entry, ("manager",), message, "give one of them another manager, or none at the top")
