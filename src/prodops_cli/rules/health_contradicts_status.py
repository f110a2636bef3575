"""The declared health does not fit the status.

## Why
Health and status are two answers about one thing. Done but still in progress, shipped but at risk: readers
cannot know which half to believe, and counts by health come out wrong.

## Bad
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress
health: done  # warning: health-contradicts-status
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: shipped
health: at_risk  # warning: health-contradicts-status
```

## Good
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: shipped
health: done
```
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: on_hold
health: paused
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import spoken
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.rules._base import WARNING, Finding, Remove, Workspace, rule

_OPEN_HINT = "set `status: shipped`, or the health it really has"
_ENDED_HINT = "remove `health`"

CONTRADICTIONS: dict[tuple[str, str], str] = {
    ("idea", "done"): _OPEN_HINT,
    ("planned", "done"): _OPEN_HINT,
    ("in_progress", "done"): _OPEN_HINT,
    ("on_hold", "done"): _OPEN_HINT,
    ("planned", "paused"): "set `status: on_hold`, or the health it really has",
    ("in_progress", "paused"): "set `status: on_hold`, or the health it really has",
    ("on_hold", "on_track"): "set `health: paused`, or the status it really has",
    ("shipped", "at_risk"): "set `health: done`, or the status it really has",
    ("shipped", "off_track"): "set `health: done`, or the status it really has",
    ("shipped", "paused"): "set `health: done`, or the status it really has",
    ("cancelled", "on_track"): _ENDED_HINT,
    ("cancelled", "at_risk"): _ENDED_HINT,
    ("cancelled", "paused"): _ENDED_HINT,
    ("cancelled", "done"): _ENDED_HINT,
}
"""What does not go together, by (status, health), and what to do about it."""


@rule(WARNING)
def health_contradicts_status(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every initiative whose `health` and `status` exclude each other."""
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if initiative.health is None:
            continue
        hint = CONTRADICTIONS.get((initiative.status, initiative.health))
        if hint is not None:
            message = f"health {spoken(initiative.health)}, but the status is {spoken(initiative.status)}"
            fix = Remove(("health",)) if hint is _ENDED_HINT and initiative.health != "done" else None
            yield Finding(entry, ("health",), message, hint, fix=fix)
