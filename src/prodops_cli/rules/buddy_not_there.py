"""A newcomer's buddy is not there when it counts.

## Why
The first weeks are what a buddy is for. One who has left, leaves within the first thirty days, starts later than the
newcomer or is away for the whole first week is a buddy on paper. That a buddy is away for the first week is all right
where there is a backup who is there.

## Bad
```yaml title="people/noor.yaml"
name: Noor Example
starts: 2026-11-02
buddy: ada  # warning: buddy-not-there
backup_buddy: grace  # warning: buddy-not-there
```
```yaml title="people/rosa.yaml"
name: Rosa Example
starts: 2026-11-02
buddy: linus  # warning: buddy-not-there
```
```yaml title="people/kim.yaml"
name: Kim Example
starts: 2026-11-02
buddy: sam  # warning: buddy-not-there
```
```yaml title="people.yaml"
- {id: ada, name: Ada Example, ends: 2026-11-30}
- {id: grace, name: Grace Example, ends: 2026-09-30}
- {id: linus, name: Linus Example, starts: 2026-12-01}
- {id: sam, name: Sam Example, absences: [{start: 2026-10-26, end: 2026-11-06}]}
```

## Good
```yaml title="people/noor.yaml"
name: Noor Example
starts: 2026-11-02
buddy: ada
backup_buddy: linus
```
```yaml title="people.yaml"
- {id: ada, name: Ada Example, ends: 2026-12-02, absences: [{start: 2026-11-02, end: 2026-11-06}]}
- {id: linus, name: Linus Example, absences: [{start: 2026-11-09, end: 2026-11-20}]}
```
"""

from collections.abc import Iterator
from datetime import date, timedelta

from prodops_cli.analysis.attendance import is_away, is_in_week
from prodops_cli.analysis.calendar import ONE_DAY
from prodops_cli.analysis.onboarding.buddies_load import Newcomer, first_week, newcomers
from prodops_cli.analysis.people import has_left
from prodops_cli.analysis.words import called
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule
from prodops_cli.settings import Settings

FIRST_DAYS = 30
"""A buddy who leaves within so many days leaves too soon."""


@rule(WARNING)
def buddy_not_there(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every buddy and backup of a newcomer who has left, leaves too soon or comes too late; every buddy on leave."""
    for newcomer in newcomers(workspace, as_of):
        person = newcomer.entry.record
        buddy, backup = workspace.get(Person, person.buddy), workspace.get(Person, person.backup_buddy)
        for field, record in (("buddy", buddy), ("backup_buddy", backup)):
            why = _missing(newcomer, record, as_of) if record is not None else None
            if why is not None:
                yield Finding(newcomer.entry, (field,), why, f"name another {field.replace('_', ' ')}")
        if buddy is None or _missing(newcomer, buddy, as_of) or first_week(newcomer).last < as_of:
            continue
        is_covered = backup is not None and not _missing(newcomer, backup, as_of)
        if _is_away_at_first(workspace.settings, newcomer, buddy) and not (
            is_covered and backup is not None and not _is_away_at_first(workspace.settings, newcomer, backup)
        ):
            message = f"{called(buddy)} is away in the whole first week of {called(person)}"
            yield Finding(newcomer.entry, ("buddy",), message, "name another buddy, or a `backup_buddy` who is there")


def _missing(newcomer: Newcomer, buddy: Person, as_of: date) -> str | None:
    """Why a buddy is not there at all, or not for long; None for one who is."""
    if buddy.ends is not None and has_left(buddy, as_of):
        return f"{called(buddy)} left on {buddy.ends}"
    name = called(newcomer.entry.record)
    if buddy.ends is not None and buddy.ends < newcomer.first + timedelta(days=FIRST_DAYS):
        return f"{called(buddy)} leaves on {buddy.ends}, within the first {FIRST_DAYS} days of {name}"
    if buddy.starts is not None and buddy.starts > max(newcomer.first, as_of):
        return f"{called(buddy)} starts on {buddy.starts}, after {name}"
    return None


def _is_away_at_first(settings: Settings, newcomer: Newcomer, buddy: Person) -> bool:
    """Whether a buddy is absent on every day of the newcomer's first week on which they would work."""
    week = [newcomer.first + ONE_DAY * offset for offset in range(first_week(newcomer).length)]
    working = [day for day in week if is_in_week(settings, buddy, day)]
    return bool(working) and all(is_away(buddy, day) for day in working)
