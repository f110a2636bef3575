"""The owner of open work has left.

## Why
When somebody leaves, what they owned goes quiet: the goal, the gate, the launch stay in the list with a name
behind them, and nobody is asked any more.

## Bad
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: in_progress
owner: ada  # warning: owner-left
```
```yaml title="launches/search.yaml"
title: Search
owner: grace
gates:
  legal:
    owner: ada  # warning: owner-left
```
```yaml title="people/ada.yaml"
name: Ada Example
ends: 2026-08-31
```
```yaml title="people/grace.yaml"
name: Grace Example
```

## Good
```yaml title="roadmap/search.yaml"
title: Search that forgives typing mistakes
status: in_progress
owner: grace
```
```yaml title="roadmap/filters.yaml"
title: Filters that stay put
status: shipped
owner: ada
```
```yaml title="people/ada.yaml"
name: Ada Example
ends: 2026-08-31
```
```yaml title="people/grace.yaml"
name: Grace Example
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.ownership import open_ownerships
from prodops_cli.analysis.people import has_left
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def owner_left(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every owner of an open goal, key result, initiative, launch or gate whose last day is over."""
    people = (entry.record for entry in workspace.of(Person))
    left = {person.id: person.ends for person in people if person.ends is not None and has_left(person, as_of)}
    if not left:
        return
    for owned in open_ownerships(workspace):
        last_day = left.get(owned.person)
        if last_day is not None:
            ago = days_text((as_of - last_day).days)
            message = f"`{owned.person}` left on {last_day}, {ago} ago"
            yield Finding(owned.entry, owned.route, message, "hand it to somebody who is here")
