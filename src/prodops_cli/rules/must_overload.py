"""Too much of a team's work is a must.

## Why
MoSCoW plans for surprises by leaving should and could to be dropped. Where must takes more than about 60 % of
the effort, there is nothing left to give up when something takes longer. The share is `thresholds.must_share`
in prodops.yaml; it is looked at for teams with at least three items that have both a MoSCoW word and an effort.

## Bad
```yaml title="teams/payments.yaml"
name: Payments  # warning: must-overload
```
```yaml title="roadmap.yaml"
- {id: checkout, title: Checkout, team: payments, status: planned, effort: 6, priority: {moscow: must}}
- {id: invoices, title: Invoices, team: payments, status: planned, effort: 3, priority: {moscow: must}}
- {id: receipts, title: Receipts, team: payments, status: planned, effort: 1, priority: {moscow: could}}
```

## Good
```yaml title="teams/payments.yaml"
name: Payments
```
```yaml title="roadmap.yaml"
- {id: checkout, title: Checkout, team: payments, status: planned, effort: 6, priority: {moscow: must}}
- {id: invoices, title: Invoices, team: payments, status: planned, effort: 3, priority: {moscow: should}}
- {id: receipts, title: Receipts, team: payments, status: planned, effort: 1, priority: {moscow: could}}
```
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_under_way
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

FEWEST_ITEMS = 3
"""With fewer items a share of effort says nothing."""


@rule(WARNING)
def must_overload(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every team whose musts take more than their share of the effort under way."""
    most = workspace.settings.thresholds.must_share
    efforts = _efforts(workspace)
    if not efforts:
        return
    for entry in workspace.of(Team):
        items = efforts.get(entry.id, [])
        total = sum(effort for _, effort in items)
        must = sum(effort for is_must, effort in items if is_must)
        if len(items) >= FEWEST_ITEMS and must > most * total:
            message = f"must takes {100 * must / total:.0f} % of the effort ({must:g} of {total:g} person-months)"
            hint = f"make some of it should or could until must is at most {100 * most:g} %"
            yield Finding(entry, ("name",), message, hint)


def _efforts(workspace: Workspace) -> dict[str, list[tuple[bool, float]]]:
    """By team: whether each piece of work under way is a must, and its effort in person-months."""
    found: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for entry in workspace.of(Initiative):
        initiative = entry.record
        word = initiative.priority.moscow if initiative.priority is not None else None
        if word not in ("must", "should", "could") or initiative.effort is None or initiative.team is None:
            continue
        if is_under_way(initiative):
            found[initiative.team].append((word == "must", initiative.effort.middle))
    return found
