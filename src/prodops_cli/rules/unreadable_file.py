"""A file cannot be read as text.

## Why
What cannot be read cannot be checked, and a report made without it would be wrong without saying so. The file
may be empty, larger than the limit, in another encoding than UTF-8, not a text at all, or hold characters that
nobody can see: control characters, text that runs backwards, line breaks that do not look like one. A merge
conflict that somebody forgot to settle is reported here too.

## Bad
```yaml title="people/ada.yaml" error="unreadable-file:1"
```
```yaml title="people/grace.yaml" error="unreadable-file:2"
name: Grace Example
<<<<<<< HEAD
role: director
=======
role: lead
>>>>>>> new-roles
```

## Good
```yaml title="people/ada.yaml"
name: Ada Example
```
```yaml title="people/grace.yaml"
name: Grace Example
role: director
```
"""

from collections.abc import Iterable
from datetime import date

from prodops_cli.rules._base import ERROR, Problem, Workspace, problems_named, rule


@rule(ERROR, is_reading=True)
def unreadable_file(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """What reading found under this name."""
    return problems_named(workspace, "unreadable-file")
