"""Only one of the two questions of an opportunity has an answer.

## Why
An opportunity is what is important and not satisfied. One of the two alone has no score, so what was asked so far goes
to waste until somebody asks the other.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  satisfaction: 0.3  # warning: opportunity-half-asked
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  importance: 0.8
  satisfaction: 0.3
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.ranking.names import criteria_of
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

OTHER = {"importance": "satisfaction", "satisfaction": "importance"}


@rule(WARNING)
def opportunity_half_asked(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every open initiative with one of the two shares, unless a weighted ranking takes it by itself."""
    weighed = criteria_of(workspace.settings.ranking)
    for entry in workspace.of(Initiative):
        priority = entry.record.priority
        if priority is None or not is_open(entry.record):
            continue
        for name, other in OTHER.items():
            if getattr(priority, name) is not None and getattr(priority, other) is None and name not in weighed:
                message = f"there is the {name} and no {other}, so there is no opportunity score"
                yield Finding(entry, ("priority", name), message, f"add `{other}:`, a share from 0 to 1")
