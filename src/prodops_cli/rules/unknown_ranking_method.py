"""The settings rank by a method that does not exist.

## Why
`prodops roadmap rank` takes the method of `ranking.by` unless another is asked for. With a name that nothing answers
to, it only says so to whoever runs it next.

## Bad
```yaml title="prodops.yaml" error="unknown-ranking-method:1"
name: Acme
ranking:
  by: weighted:yearplan
  weighted:
    year-plan:
      criteria:
        reach: {weight: 3, best: 50000}
```

## Good
```yaml title="prodops.yaml"
name: Acme
ranking:
  by: weighted:year-plan
  weighted:
    year-plan:
      criteria:
        reach: {weight: 3, best: 50000}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.ranking.names import wrong_with_name
from prodops_cli.rules._base import ERROR, Problem, Workspace, rule
from prodops_cli.tree import MARKER


@rule(ERROR)
def unknown_ranking_method(workspace: Workspace, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """The settings' method, where there is none of that name."""
    ranking = workspace.settings.ranking
    wrong = wrong_with_name(ranking, ranking.by)
    if wrong is not None:
        message, hint = wrong
        yield Problem("unknown-ranking-method", MARKER, f"`ranking.by`: {message}", hint, ("ranking", "by"))
