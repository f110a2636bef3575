"""A team has promised more than it can do.

## Why
Whatever has to be ready by a day must fit into what the team has until then. Where even the lowest estimates do not,
no order of work keeps all of these promises: something has to move, and it is better to choose what.

`prodops roadmap plan` shows what is due in the order of its days, and when each would be done.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
team: payments
start: 2026-10-12
target: 2026-11-20
effort: [4, 6]
```
```yaml title="teams/payments.yaml"
name: Payments
capacity: {person_months: 2}  # warning: team-promised-too-much
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
team: payments
start: 2026-10-12
target: 2027-01-29
effort: [4, 6]
```
```yaml title="teams/payments.yaml"
name: Payments
capacity: {person_months: 2}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.planning.load import MADE_OF_DATES, Due, dues_of, work_of
from prodops_cli.kinds.team import Team
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def team_promised_too_much(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every team whose promised work does not fit by the lowest estimates, at the day by which most is missing."""
    if not workspace.settings.working_days:
        return
    dues = dues_of(workspace, work_of(workspace, MADE_OF_DATES, as_of), as_of)
    for entry in workspace.of(Team):
        lost = [due for due in dues.get(entry.id, ()) if due.fit == "impossible" and _is_ahead(due, as_of)]
        if not lost:
            continue
        worst = max(lost, key=lambda due: due.asked[0] - due.there)
        day = worst.work.entry.record.target
        asked = f"{worst.asked[0]:.1f} person-months are promised by {day} at the least, {worst.there:.1f} are there"
        which = "a target" if len(lost) == 1 else f"some of {len(lost)} targets"
        hint = f"move {which}, or give it to another team; see `prodops roadmap plan --team {entry.id}`"
        yield Finding(entry, ("capacity",), asked, hint, at_key=entry.record.capacity is not None)


def _is_ahead(due: Due, as_of: date) -> bool:
    """Whether its day is still to come; of those that are over other rules speak."""
    return due.work.entry.record.target is not None and due.work.entry.record.target >= as_of
