"""A contract's renewal day is over, and the tool is still in use.

## Why
The contract has renewed, or it has ended and the tool is used without one. Either way the file no longer says
when the next decision is due, and the next deadline will pass unseen.

## Bad
```yaml title="tools/figma.yaml"
name: Figma
contract:
  renews: 2026-09-30  # warning: renewal-passed
```

## Good
```yaml title="tools/figma.yaml"
name: Figma
contract:
  renews: 2027-09-30
```
```yaml title="tools/fax.yaml"
name: Fax
status: retired
contract: {renews: 2026-09-30}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called, from_today
from prodops_cli.kinds.tool import Tool
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def renewal_passed(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every tool in use whose renewal day lies behind."""
    for entry in workspace.of(Tool):
        contract = entry.record.contract
        if contract is None or contract.renews is None or entry.record.status != "in_use":
            continue
        if contract.renews < as_of:
            what = "renewed" if contract.auto_renews else "ended"
            ago = from_today((contract.renews - as_of).days)
            message = f"the contract for {called(entry.record)} {what} on {contract.renews}, {ago}"
            hint = "write down the next renewal (and take out `decided`), or set `status: retired`"
            yield Finding(entry, ("contract", "renews"), message, hint)
