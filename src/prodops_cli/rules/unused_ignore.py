"""An ignore comment silences nothing.

## Why
Somebody mended what the comment hid, or the comment never worked because the rule's name is misspelled. Left
standing, it would hide the same mistake when it is made again.

## Bad
```yaml title="roadmap/search.yaml"
title: Search
owner: ada  # prodops: ignore[dangling-reference] she starts in May # warning: unused-ignore
```
```yaml title="people/ada.yaml"
name: Ada Example  # prodops: ignore[person-without-taem] # warning: unused-ignore
```

## Good
```yaml title="roadmap/search.yaml"
title: Search
owner: ada
```
```yaml title="people/ada.yaml"
name: Ada Example
```
"""

from collections.abc import Iterable
from datetime import date

from prodops_cli.rules._base import WARNING, Problem, Workspace, rule


@rule(WARNING)
def unused_ignore(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """Nothing by itself: only the linter, which runs every rule, can tell what a comment silences."""
    return ()
