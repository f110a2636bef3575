"""A layer of the onboarding replaces or leaves out a task that no wider layer has for the same people.

## Why
The task was renamed, or the id is mistyped. The plan then has both: what was to be replaced and what was to take its
place. Layers are laid over each other in the order company, location, role, level, team; one can only change what
those before it say.

## Bad
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: handbook, title: Read how we decide, day: 2}
```
```yaml title="onboarding/product-managers.yaml"
title: Product managers
layer: role
only_for: {roles: [product-manager]}
without: [laptop]  # error: unknown-task
tasks:
  - id: decisions
    title: Read what was decided for the roadmap
    day: 3
    replaces: hand-book  # error: unknown-task
  - id: roadmap
    title: Read the roadmap
    day: 3
    replaces: decisions  # error: unknown-task
```
```yaml title="onboarding/germany.yaml"
title: Germany
layer: location
only_for: {countries: [DE]}
tasks:
  - {id: tax-number, title: Send us your tax number, day: -5}
```
```yaml title="onboarding/austrian-team.yaml"
title: Vienna
layer: team
only_for: {teams: [vienna], countries: [AT]}
without: [tax-number]  # error: unknown-task
```
```yaml title="teams/vienna.yaml"
name: Vienna
```

## Good
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: handbook, title: Read how we decide, day: 2}
  - {id: tour, title: See the office, day: 0}
```
```yaml title="onboarding/product-managers.yaml"
title: Product managers
layer: role
only_for: {roles: [product-manager]}
without: [tour]
tasks:
  - {id: decisions, title: Read what was decided for the roadmap, day: 3, replaces: handbook}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.completeness import is_complete
from prodops_cli.analysis.onboarding.overlap import Placed, Unknown, unknown_tasks
from prodops_cli.analysis.words import called
from prodops_cli.errors import nearest
from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule

MOST_GUESSES = 50
"""Looking for the nearest id goes through every id there is: so many are looked for, and then no more."""


@rule(ERROR)
def unknown_task(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every id in `replaces` or `without` that is not that of a task the same people would have got."""
    if not is_complete(workspace, Onboarding):
        return
    guessed = 0
    ids = {task.id for entry in workspace.of(Onboarding) for task in entry.record.tasks}
    for unknown in unknown_tasks(workspace):
        if unknown.nearest is not None:
            yield _finding(unknown, unknown.nearest)
            continue
        guessed += 1
        close = nearest(unknown.id, sorted(ids)) if guessed <= MOST_GUESSES else []
        hint = f"did you mean `{close[0]}`?" if close else "name a task of a wider layer, or take this out"
        yield Finding(unknown.entry, unknown.route, f"no layer has a task `{unknown.id}`", hint)


def _finding(unknown: Unknown, placed: Placed) -> Finding:
    other = placed.entry
    if other is unknown.entry:
        message = f"`{unknown.id}` is a task of this layer itself"
        hint = "name a task of a wider layer, or take out the one that is not wanted"
    elif unknown.is_for_others:
        message = f"nobody of this layer has the task `{unknown.id}` of the layer {called(other.record)}"
        hint = "take this out, or look at whom both layers are for"
    else:
        message = f"`{unknown.id}` is a task of the layer {called(other.record)}, which is no wider than this one"
        hint = (
            f"this is a {unknown.entry.record.layer} layer, and so is only laid over those before it: look at `layer`"
        )
    return Finding(unknown.entry, unknown.route, message, hint)
