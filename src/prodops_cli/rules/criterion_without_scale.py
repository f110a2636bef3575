"""A criterion of a weighted ranking is as good at its worst as at its best.

## Why
Every value is placed between the two ends, so with one end twice there is nowhere to place it, and the ranking cannot
be made. The ends are pinned in prodops.yaml, and not taken from the initiatives, so that a new initiative moves nobody
else's score. Where less is better, `best` is the smaller number.

## Bad
```yaml title="prodops.yaml" error="criterion-without-scale:1"
name: Acme
ranking:
  weighted:
    year-plan:
      criteria:
        risk: {weight: 2, worst: 5, best: 5}
```

## Good
```yaml title="prodops.yaml"
name: Acme
ranking:
  weighted:
    year-plan:
      criteria:
        risk: {weight: 2, worst: 5, best: 1}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.rules._base import ERROR, Problem, Workspace, rule
from prodops_cli.tree import MARKER


@rule(ERROR)
def criterion_without_scale(workspace: Workspace, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Every criterion in the settings whose ends are one."""
    for name, weighting in workspace.settings.ranking.weighted.items():
        for criterion, scale in weighting.criteria.items():
            if scale.worst == scale.best:
                message = f"`{criterion}` of the ranking `{name}` is worst and best at {scale.best:g}"
                hint = "give the two ends different values; where less is better, `best` is the smaller"
                route = ("ranking", "weighted", name, "criteria", criterion)
                yield Problem("criterion-without-scale", MARKER, message, hint, route)
