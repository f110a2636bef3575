"""A goal's key result weights do not add up.

## Why
Weights may be any numbers, but written as fractions they should make 1, and as percentages 100; where they
do not, somebody added a key result and forgot the others. With no weight anywhere nothing counts.

## Bad
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
key_results:  # warning: key-result-weights
  - {id: conversion, title: Mobile conversion, target: 2.4, weight: 0.5}
  - {id: basket, title: Average basket, target: 60, weight: 0.3}
  - {id: returns, title: Returned orders, target: 4, weight: 0.4}
```

## Good
```yaml title="goals/revenue.yaml"
title: Grow mobile revenue
key_results:
  - {id: conversion, title: Mobile conversion, target: 2.4, weight: 0.5}
  - {id: basket, title: Average basket, target: 60, weight: 0.3}
  - {id: returns, title: Returned orders, target: 4, weight: 0.2}
```
```yaml title="goals/retention.yaml"
title: More customers come back
key_results:
  - {id: second-order, title: Customers with a second order, target: 40, weight: 2}
  - {id: reviews, title: Reviews with four stars, target: 70}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.goal import Goal, KeyResult
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def key_result_weights(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every goal whose weights are all zero, or are fractions or percentages with the wrong sum."""
    for entry in workspace.of(Goal):
        wrong = _wrong_with(entry.record.key_results)
        if wrong is not None:
            yield Finding(entry, ("key_results",), *wrong, at_key=True)


def _wrong_with(key_results: tuple[KeyResult, ...]) -> tuple[str, str] | None:
    """A message and a hint where something is wrong; a third rounded to two digits is close enough."""
    weights = [key_result.weight for key_result in key_results]
    total = sum(weights)
    if weights and total == 0:
        return "every weight is 0, so nothing counts", "give the key results weights, or remove them all"
    if len(weights) < 2 or not all("weight" in key_result.model_fields_set for key_result in key_results):
        return None
    if max(weights) < 1 and abs(total - 1) > 0.02:
        return f"the weights look like fractions and make {total:g}", "make them add up to 1"
    if max(weights) > 1 and 80 <= total <= 120 and abs(total - 100) > 2:
        return f"the weights look like percentages and make {total:g}", "make them add up to 100"
    return None
