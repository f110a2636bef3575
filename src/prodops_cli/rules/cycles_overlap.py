"""Two cycles plan the same period for the same team.

## Why
A team that is asked for two plans of one quarter makes neither, and what was promised is counted twice. A year and
its quarters may well be planned side by side: these are different periods.

## Bad
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2027-Q1
owner: grace
freeze: 2026-12-11
```
```yaml title="cycles/winter.yaml"
title: Winter
period: 2027-Q1  # error: cycles-overlap
owner: ada
freeze: 2026-12-18
```

## Good
```yaml title="cycles/2027-q1.yaml"
title: The first quarter of 2027
period: 2027-Q1
owner: grace
freeze: 2026-12-11
teams: [payments]
```
```yaml title="cycles/winter.yaml"
title: Winter in the shops
period: 2027-Q1
owner: ada
freeze: 2026-12-18
teams: [storefront]
```
```yaml title="cycles/2027.yaml"
title: The year 2027
period: "2027"
owner: grace
freeze: 2026-11-27
```
```yaml title="teams.yaml"
- {id: payments, name: Payments, lead: ada, sponsor: grace}
- {id: storefront, name: Storefront, lead: ada, sponsor: grace}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.planning.cycle import days_of
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.rules._base import ERROR, Entry, Finding, Workspace, rule


@rule(ERROR)
def cycles_overlap(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every cycle that plans what an earlier one, by id, plans already."""
    seen: dict[tuple[date, date], list[Entry[Cycle]]] = {}
    for entry in workspace.of(Cycle):
        days = days_of(workspace.settings, entry.record)
        for other in seen.setdefault((days.first, days.last), []):
            shared = _shared(entry.record, other.record)
            if shared is not None:
                message = f"`{other.id}` plans {entry.record.period}{shared} already"
                yield Finding(entry, ("period",), message, "keep one of them, or give each its own `teams`")
                break
        seen[days.first, days.last].append(entry)


def _shared(one: Cycle, other: Cycle) -> str | None:
    """For whom both plan, in words; None where that is nobody. Without teams it is everybody."""
    if not one.teams or not other.teams:
        return ""
    teams = sorted(set(one.teams) & set(other.teams))
    return f" of `{teams[0]}`" if teams else None
