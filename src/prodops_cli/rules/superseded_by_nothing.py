"""A decision is superseded, and none takes its place.

## Why
Who finds the old decision asks what holds now. The decision that took its place names it in `supersedes`; one that is
only proposed, or was rejected, took nobody's place. A decision that ended without another is `deprecated`.

## Bad
```yaml title="decisions.yaml"
- id: four-checkouts
  title: Each shop keeps its checkout
  status: superseded  # error: superseded-by-nothing
- id: one-checkout
  title: One checkout for every shop
  status: proposed
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
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.completeness import is_complete
from prodops_cli.analysis.supersession import superseding
from prodops_cli.kinds.decision import Decision
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def superseded_by_nothing(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every superseded decision that no decision which was ever accepted supersedes."""
    if not is_complete(workspace, Decision):
        return
    replaced = superseding(workspace)
    for entry in workspace.of(Decision):
        if entry.record.status == "superseded" and entry.id not in replaced:
            message = "superseded, and no accepted decision says that it takes its place"
            hint = f"add `supersedes: [{entry.id}]` to the one that does, or make this one `deprecated`"
            yield Finding(entry, ("status",), message, hint)
