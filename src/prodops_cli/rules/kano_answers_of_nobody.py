"""A pair of answers to a Kano survey was given by nobody.

## Why
`count` says how many people answered so. A pair that nobody gave says nothing, and where all of them are such the
initiative has no place in the ranking; most of these are counts that were to be filled in later.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  kano:
    - {functional: like, dysfunctional: dislike, count: 14}
    - {functional: like, dysfunctional: neutral, count: 0}  # warning: kano-answers-of-nobody
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  kano:
    - {functional: like, dysfunctional: dislike, count: 14}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def kano_answers_of_nobody(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every pair of answers of an open initiative with a count of 0."""
    for entry in workspace.of(Initiative):
        priority = entry.record.priority
        if priority is None or not priority.kano or not is_open(entry.record):
            continue
        for index, answer in enumerate(priority.kano):
            if not answer.count:
                route = ("priority", "kano", index, "count")
                yield Finding(entry, route, "nobody gave these answers", "count those who did, or remove the line")
