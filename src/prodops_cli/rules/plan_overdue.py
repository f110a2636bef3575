"""Something in an onboarding plan has been open for days past its day.

## Why
A plan that nobody ticks is a plan that nobody reads, and the new colleague is the one who waits: for an account, a
buddy, a first task. The boxes are those of the plan's page, `onboarding/plans/PERSON.md`; a day that somebody changed
there counts, and so does a box that somebody added. Tick it, move its day, or give it up with `[-]`. How many days
are too many says `plan_days` under `thresholds` in prodops.yaml; `prodops onboard status` has the whole list.

## Bad
```yaml title="people/maya.yaml"
name: Maya Example
starts: 2026-10-05
```
```markdown title="onboarding/plans/maya.md" warning="plan-overdue:2"
- [x] **Mon 2026-09-28** Order the laptop <!-- task: laptop -->
- [ ] **Fri 2026-10-02** Open the accounts <!-- task: accounts -->
```

## Good
```yaml title="people/maya.yaml"
name: Maya Example
starts: 2026-10-05
```
```markdown title="onboarding/plans/maya.md"
- [x] **Mon 2026-09-28** Order the laptop <!-- task: laptop -->
- [ ] **Thu 2026-10-08** Open the accounts <!-- task: accounts -->
- [-] **Fri 2026-10-02** Find a parking space <!-- task: parking -->
```
"""

from collections.abc import Iterator
from datetime import date, timedelta

from prodops_cli.analysis.onboarding.progress import plans
from prodops_cli.analysis.people import has_left
from prodops_cli.analysis.words import called, days_text
from prodops_cli.diagnostics import Problem, Span
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Workspace, rule

FORGOTTEN = timedelta(days=365)
"""After a year a plan is history."""


@rule(WARNING)
def plan_overdue(workspace: Workspace, as_of: date) -> Iterator[Problem]:
    """The oldest overdue box of every plan in which one is open past its day for longer than the threshold."""
    most = timedelta(days=workspace.settings.thresholds.plan_days)
    for id_, plan in plans(workspace).items():
        person = workspace.get(Person, id_)
        if person is None or person.starts is None or has_left(person, as_of) or as_of - person.starts > FORGOTTEN:
            continue
        late = [(box, box.due) for box in plan.overdue(as_of) if box.due is not None and as_of - box.due > most]
        if late:
            (box, due), others = late[0], len(late) - 1
            more = f", and {others:,} more" if others else ""
            message = f"in the plan of {called(person)} this is {days_text((as_of - due).days)} overdue{more}"
            hint = "tick what is done, move the day of what is not, or give it up with `[-]`"
            yield Problem("plan-overdue", plan.path, message, hint, span=Span(box.line, 1, box.line, 1))
