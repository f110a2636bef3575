"""A buddy looks after more newcomers at once than one person can.

## Why
Being a buddy takes hours of each of the first weeks. Those who do it well are asked most often, until they do it badly.
Newcomers count in their first ninety days, also those who are still to come; being the backup does not. Where the line
is differs: set `thresholds.buddy_newcomers` in prodops.yaml, which is 2 unless you say otherwise.

## Bad
```yaml title="people.yaml"
- {id: ada, name: Ada Example}
- {id: noor, name: Noor Example, starts: 2026-10-01, buddy: ada}
- {id: rosa, name: Rosa Example, starts: 2026-11-02, buddy: ada}
- {id: kim, name: Kim Example, starts: 2026-12-01, buddy: ada}  # warning: buddy-overload
```

## Good
```yaml title="people.yaml"
- {id: ada, name: Ada Example}
- {id: noor, name: Noor Example, starts: 2026-10-01, buddy: ada}
- {id: rosa, name: Rosa Example, starts: 2026-11-02, buddy: ada}
- {id: kim, name: Kim Example, starts: 2027-01-04, buddy: ada}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.onboarding.buddies_load import buddy_loads
from prodops_cli.analysis.words import called, listed
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

MOST_NAMES = 5


@rule(WARNING)
def buddy_overload(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every buddy with too many newcomers on some day, at the last of them to start."""
    most = workspace.settings.thresholds.buddy_newcomers
    for load in buddy_loads(workspace, as_of):
        count = len(load.newcomers)
        if count <= most:
            continue
        buddy = workspace.get(Person, load.buddy)
        names = [called(one.entry.record) for one in load.newcomers[:MOST_NAMES]]
        if count > MOST_NAMES:
            names.append(f"{count - MOST_NAMES:,} more")
        who = called(buddy) if buddy is not None else f"`{load.buddy}`"
        when = "now" if load.day == as_of else f"on {load.day}"
        message = f"{who} is the buddy of {count:,} newcomers at once {when}, more than {most:,}: {listed(names)}"
        hint = "name another buddy for one of them, or raise `thresholds.buddy_newcomers` in prodops.yaml"
        yield Finding(load.newcomers[-1].entry, ("buddy",), message, hint)
