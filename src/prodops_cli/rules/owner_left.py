"""The owner of open work, or of something that is kept, has left.

## Why
When somebody leaves, what they owned goes quiet: the goal, the gate, the launch stay in the list with a name
behind them, and nobody is asked any more. The same goes for whoever keeps a layer of onboarding, a resource or a
ritual right, drives a decision, or decides it.

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
```yaml title="onboarding/company.yaml"
title: Everybody
owner: grace
hr: ada  # warning: owner-left
```
```yaml title="decisions.yaml"
- id: one-index
  title: One index for every shop
  driver: ada  # warning: owner-left
- id: no-synonyms
  title: No synonyms by hand
  status: accepted
  driver: ada  # warning: owner-left
  review_by: 2027-03-01
```
```yaml title="resources.yaml"
- id: tuning
  title: How to tune the search
  owner: ada  # warning: owner-left
```
```yaml title="rituals.yaml"
- id: queries
  title: The week's odd queries
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
```yaml title="decisions.yaml"
- id: no-synonyms
  title: No synonyms by hand
  status: accepted
  driver: ada
```
```yaml title="rituals.yaml"
- id: queries
  title: The week's odd queries
  status: stopped
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

from prodops_cli.analysis.ownership import ownerships
from prodops_cli.analysis.people import has_left
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def owner_left(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Everybody whose last day is over and who answers for open work, a layer, a decision, a resource or a ritual."""
    people = (entry.record for entry in workspace.of(Person))
    left = {person.id: person.ends for person in people if person.ends is not None and has_left(person, as_of)}
    if not left:
        return
    for owned in ownerships(workspace, as_of):
        last_day = left.get(owned.person)
        if last_day is not None:
            ago = days_text((as_of - last_day).days)
            message = f"`{owned.person}` left on {last_day}, {ago} ago"
            yield Finding(owned.entry, owned.route, message, "hand it to somebody who is here")
