"""A gate was signed by somebody who may not.

## Why
A sign-off is worth what the one who gives it knows and answers for. Who may sign stands in prodops.yaml
(`launches.gates.NAME.approvers`, people and teams); where it does not, the team with the gate's name may, and where
there is none, the gate's owner. `prodops launch approve` refuses anybody else.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
gates:
  legal:
    owner: noor
    approvals:
      - {by: linus, on: 2026-09-01, verdict: approved}  # error: approval-by-outsider
```
```yaml title="people/linus.yaml"
name: Linus Example
```
```yaml title="people/noor.yaml"
name: Noor Example
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
gates:
  legal:
    approvals:
      - {by: linus, on: 2026-09-01, verdict: approved}
```
```yaml title="people/linus.yaml"
name: Linus Example
team: legal
```
```yaml title="teams/legal.yaml"
name: Legal
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.gates import last_approval, last_place
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.words import listed
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule

MOST_NAMES = 4
"""A hint names so many people."""


@rule(ERROR)
def approval_by_outsider(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every last sign-off of a gate, of launches still ahead, by somebody who may not sign there."""
    book = SignerBook(workspace)
    for entry in workspace.of(Launch):
        launch = entry.record
        if launch.status not in ("planned", "on_hold"):
            continue
        for name, gate in launch.gates.items():
            last, place = last_approval(gate, date.max), last_place(gate, date.max)
            if last is None or place is None or not book.is_outsider(launch, name, last):
                continue
            people = book.of(launch, name).people
            may = listed([f"`{id_}`" for id_ in people[:MOST_NAMES]])
            more = f", and {len(people) - MOST_NAMES} more" if len(people) > MOST_NAMES else ""
            hint = f"{may or 'nobody'} may{more}; others are named in prodops.yaml, launches.gates.{name}.approvers"
            message = f"`{last.by}` signed for {shown(name)} and may not"
            yield Finding(entry, ("gates", name, "approvals", place, "by"), message, hint)
