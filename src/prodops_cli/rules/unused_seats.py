"""Many of a tool's seats are paid for and not used.

## Why
Seats are bought for the plan and kept by habit. The renewal is the day to give them back. A seat counts as used
with a login in the last 30 days; more than a quarter unused is worth a look (`thresholds.unused_seats` in
prodops.yaml).

## Bad
```yaml title="tools/figma.yaml"
name: Figma
seats: {billed: 60, active: 41, on: 2026-10-01}  # warning: unused-seats
price: {amount: 15, currency: EUR, per: seat/month}
```

## Good
```yaml title="tools/figma.yaml"
name: Figma
seats: {billed: 45, active: 41, on: 2026-10-01}
price: {amount: 15, currency: EUR, per: seat/month}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.tools import unused_seats as unused_seats_of
from prodops_cli.analysis.tools import unused_share, yearly_waste
from prodops_cli.analysis.words import called
from prodops_cli.kinds.tool import Tool
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def unused_seats(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every tool in use with a larger share of unused seats than the threshold, and what they cost."""
    most = workspace.settings.thresholds.unused_seats
    for entry in workspace.of(Tool):
        seats = entry.record.seats
        if seats is None or entry.record.status == "retired" or unused_share(seats) <= most:
            continue
        waste = yearly_waste(entry.record)
        price = f", {waste.amount:,.0f} {waste.currency} a year" if waste is not None and waste.amount else ""
        message = (
            f"{unused_seats_of(seats):,} of {seats.billed:,} seats of {called(entry.record)} "
            f"({unused_share(seats):.0%}) are not used{price}"
        )
        yield Finding(entry, ("seats",), message, "give them back at the next renewal")
