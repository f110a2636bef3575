"""Somebody's onboarding plan goes on after their probation.

## Why
What somebody is to show in their first ninety days should be on the table when it is decided whether they stay. Tasks
after that day come too late for both sides. The days are counted as in the plan: in working days, with the newcomer's
own week, holidays and absences. Only those are looked at who are new, or still to come.

## Bad
```yaml title="people/noor.yaml"
name: Noor Example
starts: 2026-10-05
probation_ends: 2026-12-04  # warning: onboarding-after-probation
```
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: handbook, title: Read how we decide, day: 2}
  - {id: first-launch, title: Lead a launch, day: 45}
```

## Good
```yaml title="people/noor.yaml"
name: Noor Example
starts: 2026-10-05
probation_ends: 2026-12-04
```
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: handbook, title: Read how we decide, day: 2}
  - {id: first-launch, title: Lead a launch, day: 44}
```
"""

from collections.abc import Iterator
from datetime import date, timedelta

from prodops_cli.analysis.onboarding.buddies_load import Newcomer, newcomers
from prodops_cli.analysis.onboarding.layers import tasks_for
from prodops_cli.analysis.onboarding.schedule import WorkingDays
from prodops_cli.analysis.words import counted
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

_MOST_HOLIDAYS = 40
"""More working days than these are not lost to holidays within a plan and its probation."""


@rule(WARNING)
def onboarding_after_probation(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every newcomer who has tasks after the last day of the probation."""
    days = (task.day for entry in workspace.of(Onboarding) for task in entry.record.tasks)
    latest = max(days, default=0)
    for newcomer in newcomers(workspace, as_of):
        ends = newcomer.entry.record.probation_ends
        if ends is not None and ends >= newcomer.first and not _is_in_time(workspace, newcomer, ends, latest):
            try:
                found = _finding(workspace, newcomer, ends, latest)
            except ProdopsError:  # they never work, so no day of the plan ever comes; the plan itself says so
                continue
            if found is not None:
                yield found


def _is_in_time(workspace: Workspace, newcomer: Newcomer, ends: date, latest: int) -> bool:
    """Whether the last task is due before the probation ends whatever the holidays: these take long to look up."""
    person = newcomer.entry.record
    own = person.working_time.days if person.working_time is not None else ()
    week = len(own or workspace.settings.working_days)
    away = sum((absence.end - absence.start).days + 1 for absence in person.absences)
    days = (max(latest, 0) + _MOST_HOLIDAYS) * 7 // week + 7 + away if week else 0
    return week > 0 and days <= (ends - newcomer.first).days


def _finding(workspace: Workspace, newcomer: Newcomer, ends: date, latest: int) -> Finding | None:
    working = WorkingDays(workspace.settings, newcomer.entry.record, newcomer.first)
    if newcomer.first + timedelta(days=latest) > ends or working.day(latest) > ends:
        tasks = [planned.task for planned in tasks_for(workspace, newcomer.entry.record)]
        late = [task for task in tasks if task.day >= 0 and working.day(task.day) > ends]
        if late:
            last = late[-1]
            others = f"and {counted(len(late) - 1, 'more task')} " if len(late) > 1 else ""
            when = f"on {working.day(last.day)}" if not others else f"up to {working.day(last.day)}"
            message = f"`{last.id}` {others}{'are' if others else 'is'} due after the probation, {when}"
            hint = "bring forward what has to be seen by then, or put right `probation_ends`"
            return Finding(newcomer.entry, ("probation_ends",), message, hint)
    return None
