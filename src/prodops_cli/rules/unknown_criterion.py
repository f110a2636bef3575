"""An initiative has a value for a criterion that no ranking weighs.

## Why
`criteria` holds the values of an organisation's own criteria, by the names under `ranking.weighted` in prodops.yaml. A
name that is mistyped is weighed by nothing, and the initiative is left out of the ranking for want of the right one.

## Bad
```yaml title="prodops.yaml"
name: Acme
ranking:
  weighted:
    year-plan:
      criteria:
        fit: {weight: 2, best: 5}
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
priority:
  criteria: {fitt: 4}  # warning: unknown-criterion
```

## Good
```yaml title="prodops.yaml"
name: Acme
ranking:
  weighted:
    year-plan:
      criteria:
        fit: {weight: 2, best: 5}
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
priority:
  criteria: {fit: 4}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.ranking.names import criteria_of
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.errors import nearest
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def unknown_criterion(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every criterion of an open initiative that the settings do not know."""
    known = criteria_of(workspace.settings.ranking)
    for entry in workspace.of(Initiative):
        priority = entry.record.priority
        if priority is None or not priority.criteria or not is_open(entry.record):
            continue
        for name in priority.criteria:
            if name not in known:
                message = f"no ranking in prodops.yaml weighs `{name}`"
                yield Finding(entry, ("priority", "criteria", name), message, _hint(name, known), at_key=True)


def _hint(name: str, known: frozenset[str]) -> str:
    if not known:
        return "rankings of your own go into prodops.yaml, at `ranking.weighted`"
    close = nearest(name, sorted(known))
    return f"did you mean `{close[0]}`?" if close else f"they weigh {', '.join(sorted(known))}"
