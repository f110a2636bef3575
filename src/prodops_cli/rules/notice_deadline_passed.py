"""A contract will renew by itself, and it is too late to give notice.

## Why
Nobody decided in time, so the renewal was decided by the contract. It can often still be talked about: fewer
seats, a shorter term, another price. Write down what comes of it, even if it is `decided: renew`.

## Bad
```yaml title="tools/figma.yaml"
name: Figma
contract:
  renews: 2026-12-31  # warning: notice-deadline-passed
  notice_days: 90
```

## Good
```yaml title="tools/figma.yaml"
name: Figma
contract:
  renews: 2026-12-31
  notice_days: 90
  decided: renew
```
```yaml title="tools/miro.yaml"
name: Miro
contract: {renews: 2026-12-31, notice_days: 90, auto_renews: false}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.tools import must_decide, notice_deadline
from prodops_cli.analysis.words import called, from_today
from prodops_cli.kinds.tool import Tool
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def notice_deadline_passed(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every undecided contract between its notice deadline and its renewal."""
    for entry in workspace.of(Tool):
        contract = entry.record.contract
        if contract is None or contract.renews is None or not must_decide(entry.record):
            continue
        deadline = notice_deadline(contract)
        if deadline is not None and deadline < as_of <= contract.renews:
            message = (
                f"{called(entry.record)} will renew by itself on {contract.renews}: "
                f"the last day to give notice was {deadline}, {from_today((deadline - as_of).days)}"
            )
            yield Finding(
                entry, ("contract", "renews"), message, "talk to the vendor, and write down what was `decided:`"
            )
