"""A team contributes to its own work, or is listed twice.

## Why
`contributors` are the other teams that do a part of the work. With its own team among them, the same effort is
counted twice, and the work looks as if several teams had to agree on it.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
team: payments
contributors:
  - {team: payments, effort: 2}  # warning: contributor-is-own-team
  - platform
  - {team: platform, effort: 1}  # warning: contributor-is-own-team
```
```yaml title="teams/payments.yaml"
name: Payments
```
```yaml title="teams/platform.yaml"
name: Platform
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
team: payments
effort: 3
contributors:
  - {team: platform, effort: 1, note: The tax of each line}
```
```yaml title="teams/payments.yaml"
name: Payments
```
```yaml title="teams/platform.yaml"
name: Platform
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Remove, Workspace, rule


@rule(WARNING)
def contributor_is_own_team(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every contributor that is the work's own team, or one that stands above already."""
    for entry in workspace.of(Initiative):
        seen: set[str] = set()
        for index, part in enumerate(entry.record.contributors):
            route = ("contributors", index, "team")
            if part.team == entry.record.team:
                message = f"`{part.team}` does this work anyway: it is its own team"
                yield Finding(entry, route, message, "remove it; its part is the effort that no contributor takes")
            elif part.team in seen:
                message, hint = f"`{part.team}` is listed already, above", "make one line of the two"
                fix = Remove(("contributors", index)) if part in entry.record.contributors[:index] else None
                yield Finding(entry, route, message, hint, fix=fix)
            seen.add(part.team)
