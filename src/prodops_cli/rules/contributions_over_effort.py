"""The parts of the work are more than the whole of it.

## Why
`effort` is what all teams together put in; each contributor's effort is a part of that. Where the parts come to
more, either the whole was never added up again or a part is counted over another period, and what is left for the
own team is less than nothing.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
effort: [3, 5]
contributors:
  - {team: platform, effort: 4}
  - {team: payments, effort: 2}  # error: contributions-over-effort
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
effort: [3, 5]
contributors:
  - {team: platform, effort: 1}
  - {team: payments, effort: 1}
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
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def contributions_over_effort(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative whose contributions come to more than its effort, even by their lowest estimates."""
    for entry in workspace.of(Initiative):
        effort = entry.record.effort
        efforts = [(index, part.effort) for index, part in enumerate(entry.record.contributors) if part.effort]
        least = sum(part.value[0] for _, part in efforts)
        if effort is not None and least > effort.value[1]:
            message = f"the contributions come to {least:g} person-months, and the whole work to {effort.value[1]:g}"
            hint = "add the parts to the effort, which is that of all teams together"
            yield Finding(entry, ("contributors", efforts[-1][0], "effort"), message, hint)
