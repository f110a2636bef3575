"""An importance or a satisfaction is no share from 0 to 1.

## Why
The opportunity score takes the share of those asked who answered 4 or 5 of 5. Written as percents or as the mean of the
answers it would be far off every scale; `roadmap rank` leaves such an initiative out and does not guess.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  importance: 82  # warning: share-off-scale
  satisfaction: [0.2, 0.4]
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  importance: 0.82
  satisfaction: [0.2, 0.4]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def share_off_scale(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every share of an open initiative that is above 1."""
    for entry in workspace.of(Initiative):
        priority = entry.record.priority
        if priority is None or not is_open(entry.record):
            continue
        for name in ("importance", "satisfaction"):
            estimate = getattr(priority, name)
            if estimate is not None and estimate.value[1] > 1:
                message = f"{name} is a share from 0 to 1, and this is {estimate.value[1]:g}"
                yield Finding(entry, ("priority", name), message, "write 82 of 100 who answered 4 or 5 as 0.82")
