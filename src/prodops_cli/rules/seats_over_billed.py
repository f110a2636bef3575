"""More people use a tool than seats are paid for.

## Why
One of the two numbers is out of date, or the vendor will ask for the difference, usually at list price and at the
worst moment of a negotiation.

## Bad
```yaml title="tools/figma.yaml"
name: Figma
seats: {billed: 40, active: 46, on: 2026-10-01}  # error: seats-over-billed
```

## Good
```yaml title="tools/figma.yaml"
name: Figma
seats: {billed: 50, active: 46, on: 2026-10-01}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.tool import Tool
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def seats_over_billed(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every tool with more active seats than billed ones."""
    for entry in workspace.of(Tool):
        seats = entry.record.seats
        if seats is not None and seats.active is not None and seats.active > seats.billed:
            message = f"{seats.active:,} people use {called(entry.record)}, and {seats.billed:,} seats are billed"
            yield Finding(entry, ("seats", "active"), message, "count both again, or buy the seats that are missing")
