"""An ignore comment is past the day it was good for.

## Why
`until 2026-09-30` says that the finding behind the comment is to be mended by then. From the next day on the
finding counts again, and this one reminds you of the promise.

## Bad
```yaml title="roadmap/search.yaml"
title: Search
# prodops: ignore[dangling-reference] until 2026-09-30 she starts in September # warning: expired-ignore
owner: ada  # error: dangling-reference
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
def expired_ignore(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """Nothing by itself: only the linter, which runs every rule, can tell what a comment silences."""
    return ()
