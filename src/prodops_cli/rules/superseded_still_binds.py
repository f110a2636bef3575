"""A decision that another one has taken the place of is not marked as superseded.

## Why
What is accepted binds. With both accepted, people find one or the other, and each of them is right.

## Bad
```yaml title="decisions.yaml"
- id: four-checkouts
  title: Each shop keeps its checkout
  status: accepted  # error: superseded-still-binds
- id: one-checkout
  title: One checkout for every shop
  status: accepted
  supersedes: [four-checkouts]
```

## Good
```yaml title="decisions.yaml"
- id: four-checkouts
  title: Each shop keeps its checkout
  status: superseded
- id: one-checkout
  title: One checkout for every shop
  status: accepted
  supersedes: [four-checkouts]
- id: no-checkout
  title: One agent that buys
  status: proposed
  supersedes: [one-checkout]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.supersession import superseding
from prodops_cli.analysis.words import called
from prodops_cli.kinds.decision import Decision
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def superseded_still_binds(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every decision that is proposed or accepted although one that was accepted supersedes it."""
    replaced = superseding(workspace)
    for entry in workspace.of(Decision):
        others = replaced.get(entry.id, ())
        if others and entry.record.status in ("accepted", "proposed"):
            message = f"{entry.record.status}, although {called(others[0].record)} supersedes it"
            hint = "make it `status: superseded`, or take it out of the other's `supersedes`"
            yield Finding(entry, ("status",), message, hint)
