"""A priority input is off its method's scale.

## Why
Scores compare only as long as everybody uses the same few steps. An impact of 7 beside others of 3, 2 and 1
wins every ranking. The scales:

- RICE (with `reach`): impact 3, 2, 1, 0.5, 0.25; confidence 1, 0.8, 0.5; effort from 0.5 person-months
- ICE (with `ease`): impact, confidence and ease from 1 to 10
- WSJF: 1, 2, 3, 5, 8, 13, 20

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
effort: 0.1  # warning: priority-scale
priority:
  reach: {value: 40000, per: quarter}
  impact: 7  # warning: priority-scale
  confidence: [0.5, 0.9]  # warning: priority-scale
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  business_value: 4  # warning: priority-scale
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
effort: [3, 5]
priority:
  reach: {value: 40000, per: quarter}
  impact: 2
  confidence: [0.5, 0.8]
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
priority:
  impact: 7
  confidence: 6
  ease: 8
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.fields import EstimateParts
from prodops_cli.kinds.initiative import Initiative, Priority
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

LEAST_EFFORT = 0.5
"""RICE divides by effort: smaller ones would win every ranking."""
WSJF_STEPS = (1, 2, 3, 5, 8, 13, 20)
RICE_STEPS: dict[str, tuple[float, ...]] = {"impact": (3, 2, 1, 0.5, 0.25), "confidence": (1, 0.8, 0.5)}
WSJF_FIELDS = frozenset({"business_value", "time_criticality", "risk_reduction", "job_size"})


@rule(WARNING)
def priority_scale(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every priority input of an open initiative that is not on the scale of the method it belongs to."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        priority = initiative.priority
        if priority is None or not is_open(initiative):
            continue
        for name, message, hint in _off_scale(priority):
            yield Finding(entry, ("priority", name), message, hint)
        effort = initiative.effort
        if priority.reach is not None and effort is not None and effort.value[0] < LEAST_EFFORT:
            message = f"an effort of {effort.value[0]:g} person-months is below RICE's smallest, {LEAST_EFFORT:g}"
            yield Finding(entry, ("effort",), message, f"write {LEAST_EFFORT:g} for anything smaller")


def _off_scale(priority: Priority) -> Iterator[tuple[str, str, str]]:
    """The fields that are off their scale, with a message and a hint."""
    if priority.reach is not None:
        for name, steps in RICE_STEPS.items():
            yield from _not_a_step(name, getattr(priority, name), steps, "RICE")
    elif priority.ease is not None:
        for name in ("impact", "confidence", "ease"):
            estimate = getattr(priority, name)
            if estimate is not None and not all(1 <= end <= 10 for end in estimate.value):
                yield name, f"{name} {_written(estimate)} is not on the ICE scale", "write a number from 1 to 10"
    for name in sorted(WSJF_FIELDS.intersection(priority.model_fields_set)):
        yield from _not_a_step(name, getattr(priority, name), WSJF_STEPS, "WSJF")


def _not_a_step(
    name: str, estimate: EstimateParts | None, steps: tuple[float, ...], method: str
) -> Iterator[tuple[str, str, str]]:
    if estimate is None:
        return
    low, high = estimate.value
    if low not in steps or high not in steps:
        hint = f"write one of {', '.join(f'{step:g}' for step in steps)}, or a range of two of them"
        yield name, f"{name.replace('_', ' ')} {_written(estimate)} is not on the {method} scale", hint


def _written(estimate: EstimateParts) -> str:
    """A point or a range as people write it."""
    low, high = estimate.value
    return f"{low:g}" if low == high else f"[{low:g}, {high:g}]"
