"""Teams are part of each other in a circle.

## Why
A team that is part of its own part cannot be drawn in a chart, and its people and plans would be counted without
end.

## Bad
```yaml title="teams.yaml"
- id: commerce
  name: Commerce
  parent: payments  # error: team-cycle
- id: payments
  name: Payments
  parent: commerce
```

## Good
```yaml title="teams.yaml"
- id: commerce
  name: Commerce
- id: payments
  name: Payments
  parent: commerce
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.cycles import find_cycles
from prodops_cli.analysis.words import called, circle_text
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def team_cycle(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every circle of teams, once, at the first of them."""
    teams = {entry.id: entry for entry in workspace.of(Team)}
    parents = {id_: (entry.record.parent,) for id_, entry in teams.items() if entry.record.parent is not None}
    for cycle in find_cycles(parents):
        entry = teams[cycle[0]]
        if len(cycle) == 1:
            message = f"{called(entry.record)} is its own parent"
        else:
            message = f"teams are part of each other in a circle: {circle_text(cycle)}"
        yield Finding(entry, ("parent",), message, "the widest of them has no parent: remove that line")
