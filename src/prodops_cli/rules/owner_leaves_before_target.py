"""The owner of open work leaves before it is due.

## Why
A known last day is the best warning there is: while both are still here, a hand-over takes an hour; afterwards
it takes weeks. A decision is due on the day it is looked at again.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: in_progress
owner: ada  # warning: owner-leaves-before-target
target: 2026-12-15
```
```yaml title="decisions/one-index.yaml"
title: One index for every shop
status: accepted
driver: ada  # warning: owner-leaves-before-target
review_by: 2027-03-01
```
```yaml title="people/ada.yaml"
name: Ada Example
ends: 2026-10-31
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: in_progress
owner: ada
target: 2026-10-30
```
```yaml title="people/ada.yaml"
name: Ada Example
ends: 2026-10-31
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.ownership import ownerships
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def owner_leaves_before_target(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every owner of open work whose last day is known, still ahead, and before the work is due."""
    people = (entry.record for entry in workspace.of(Person))
    leaving = {person.id: person.ends for person in people if person.ends is not None and person.ends >= as_of}
    if not leaving:
        return
    for owned in ownerships(workspace, as_of):
        last_day = leaving.get(owned.person)
        if last_day is not None and owned.due is not None and last_day < owned.due:
            before = days_text((owned.due - last_day).days)
            message = f"`{owned.person}` leaves on {last_day}, {before} before this is due on {owned.due}"
            yield Finding(owned.entry, owned.route, message, "agree now who takes it over")
