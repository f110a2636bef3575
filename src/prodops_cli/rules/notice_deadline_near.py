"""A contract renews by itself, and the days in which to decide about it have begun.

## Why
A contract that renews by itself is decided on its notice deadline, months before the renewal: with 90 days of
notice and a renewal on 31 December, on 2 October. Deciding well takes asking its users, counting its seats and
talking to the vendor, so this warning starts 60 days earlier (`thresholds.decision_days` in prodops.yaml). Write
down what was decided and it ends.

## Bad
```yaml title="tools/figma.yaml"
name: Figma
contract:
  renews: 2027-01-31  # warning: notice-deadline-near
  notice_days: 90
```

## Good
```yaml title="tools/figma.yaml"
name: Figma
contract:
  renews: 2027-01-31
  notice_days: 90
  decided: renegotiate
```
```yaml title="tools/miro.yaml"
name: Miro
contract: {renews: 2027-06-30, notice_days: 30}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.tools import decision_start, must_decide, notice_deadline
from prodops_cli.analysis.words import called, from_today
from prodops_cli.kinds.tool import Tool
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def notice_deadline_near(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every undecided contract between the day its decision should start and its notice deadline."""
    decision_days = workspace.settings.thresholds.decision_days
    for entry in workspace.of(Tool):
        contract = entry.record.contract
        if contract is None or not must_decide(entry.record):
            continue
        deadline, start = notice_deadline(contract), decision_start(contract, decision_days)
        if deadline is not None and start is not None and start <= as_of <= deadline:
            message = (
                f"{called(entry.record)} renews by itself on {contract.renews}; "
                f"notice must be given by {deadline}, {from_today((deadline - as_of).days)}"
            )
            yield Finding(entry, ("contract", "renews"), message, "decide, and write it down: `decided: renew`")
