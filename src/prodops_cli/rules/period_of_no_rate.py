"""An estimate that is no rate says a period.

## Why
`per` is the period that a rate is counted over: how many people are reached per quarter, what waiting costs per
month. An effort is person-months in all and an impact is a step of a scale; no ranking and no plan does
anything with a period there. `effort: {value: 2, per: week}` is 2 person-months, not 2 a week.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
effort: {value: 2, per: week}  # warning: period-of-no-rate
contributors:
  - team: platform
    effort: {value: 1, per: month}  # warning: period-of-no-rate
priority:
  reach: {value: 40000, per: quarter}
  impact: {value: 2, per: quarter}  # warning: period-of-no-rate
```
```yaml title="teams/platform.yaml"
name: Platform
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
effort: {value: 2, note: Two people for a month}
contributors:
  - team: platform
    effort: 1
priority:
  reach: {value: 40000, per: quarter}
  impact: 2
```
```yaml title="teams/platform.yaml"
name: Platform
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.diagnostics import Route
from prodops_cli.fields import EstimateParts
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

RATES = frozenset({"reach", "cost_of_delay"})
"""The inputs that are counted over a period; what your own `criteria` are is yours to say."""


@rule(WARNING)
def period_of_no_rate(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every effort, and every priority input but the rates, of an open initiative that has a period."""
    for entry in workspace.of(Initiative):
        if not is_open(entry.record):
            continue
        for name, route, estimate in _no_rates(entry.record):
            if estimate.per is not None:
                message = f"{name.replace('_', ' ')} is no rate, so that `per: {estimate.per}` does nothing"
                hint = "give person-months in all, without `per`" if name == "effort" else "remove `per`"
                yield Finding(entry, (*route, "per"), message, hint)


def _no_rates(initiative: Initiative) -> Iterator[tuple[str, Route, EstimateParts]]:
    """The estimates that are counted over no period: name, place and value."""
    if initiative.effort is not None:
        yield "effort", ("effort",), initiative.effort
    for index, part in enumerate(initiative.contributors):
        if part.effort is not None:
            yield "effort", ("contributors", index, "effort"), part.effort
    priority = initiative.priority
    for name in sorted(priority.model_fields_set - RATES) if priority is not None else ():
        found = getattr(priority, name)
        if isinstance(found, EstimateParts):
            yield name, ("priority", name), found
