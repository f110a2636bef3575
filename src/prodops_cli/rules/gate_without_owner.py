"""A launch is near and nobody decides at one of its gates.

## Why
"Legal" does not answer a message, a person does. A gate without a name is opened on the last day, by whoever
happens to be there.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
gates:
  legal:  # warning: gate-without-owner
    due: 2026-10-27
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
gates:
  legal:
    owner: noor
    due: 2026-10-27
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.days import days_to_launch, is_near
from prodops_cli.analysis.launches.gates import PASSED, gate_state
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.words import days_text
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def gate_without_owner(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every gate that is not passed and has no owner, of launches within thirty days."""
    book = SignerBook(workspace)
    for entry in workspace.of(Launch):
        if not is_near(entry.record, as_of):
            continue
        left = days_text(days_to_launch(entry.record, as_of) or 0)
        for name, gate in entry.record.gates.items():
            if gate.owner is None and gate_state(book, entry.record, name, as_of) not in PASSED:
                message = f"{left} to the launch on {entry.record.date}, and nobody decides for {shown(name)}"
                yield Finding(
                    entry, ("gates", name), message, "add `owner:` with the id of the person who decides", at_key=True
                )
