"""A task of the onboarding stands in a phase that does not fit its day.

## Why
People read their plan by its phases, and do what a phase says when it comes. A task of the first week that is due on
day 30 is done a month early, or looked for a month late. A phase reaches to the day of the calendar in its name, and
may be a week off on both sides. With five working days a week, `preboarding` is before day 0, `week_1` is day 0 to 9,
`day_30` day 0 to 26, `day_60` day 17 to 47, and `day_90` day 38 and later.

## Bad
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: laptop, title: Order the laptop, day: -10, phase: week_1}  # error: task-outside-phase
  - {id: tour, title: See the office, day: 0, phase: preboarding}  # error: task-outside-phase
  - {id: review, title: Talk about the first months, day: 60, phase: day_60}  # error: task-outside-phase
```

## Good
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: laptop, title: Order the laptop, day: -10, phase: preboarding}
  - {id: tour, title: See the office, day: 0}
  - {id: first-month, title: Talk about the first thirty days, day: 21, phase: day_30}
  - {id: first-launch, title: Lead a launch, day: 60, phase: day_90}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.onboarding.rot import outside_phase
from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def task_outside_phase(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every task with a phase whose day is more than a week outside it."""
    for entry in workspace.of(Onboarding):
        for index, task in enumerate(entry.record.tasks):
            bounds = outside_phase(workspace.settings, task)
            if bounds is not None and task.phase is not None:
                message = f"day {task.day} is not in `{task.phase}`, which is {_bounds_text(*bounds)}"
                hint = "put right the day, or leave the phase out: it follows from the day"
                yield Finding(entry, ("tasks", index, "phase"), message, hint)


def _bounds_text(first: int | None, last: int | None) -> str:
    if first is None:
        return "before day 0"
    return f"day {first} and later" if last is None else f"day {first} to {last}"
