"""Somebody who is new, or starts within two weeks, has no buddy.

## Why
The first day is when most questions come up, and the one day on which nobody knows whom to ask. People are new for
ninety days. The rule waits for a sign that there are buddies here: a layer of the onboarding, or somebody who has one.

## Bad
```yaml title="onboarding/company.yaml"
title: Everybody
```
```yaml title="people/noor.yaml"
name: Noor Example
starts: 2026-10-29  # warning: new-hire-without-buddy
```
```yaml title="people/linus.yaml"
name: Linus Example
starts: 2026-07-18  # warning: new-hire-without-buddy
```

## Good
```yaml title="people/noor.yaml"
name: Noor Example
starts: 2026-10-29
buddy: ada
```
```yaml title="people/linus.yaml"
name: Linus Example
starts: 2026-07-17
```
```yaml title="people/rosa.yaml"
name: Rosa Example
starts: 2026-10-30
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.onboarding.buddies_load import has_buddies, newcomers
from prodops_cli.analysis.words import called, from_today
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

DAYS_BEFORE = 14
"""So many days before the first one a buddy should be found."""


@rule(WARNING)
def new_hire_without_buddy(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Everybody without a buddy who is new or starts soon."""
    if not has_buddies(workspace):
        return
    for newcomer in newcomers(workspace, as_of):
        days = (newcomer.first - as_of).days
        if newcomer.entry.record.buddy is None and days <= DAYS_BEFORE:
            verb = "starts" if days >= 0 else "started"
            message = f"{called(newcomer.entry.record)} {verb} {from_today(days)} and has no buddy"
            yield Finding(newcomer.entry, ("starts",), message, "add `buddy:` with the id of a colleague")
