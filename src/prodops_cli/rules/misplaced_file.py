"""A file in a folder of records has an ending that is not read.

## Why
Only `.yaml` is read, so that one record has one possible file name. A file that ends in `.yml` looks as if it
counted, and is in no report.

## Bad
```yaml title="people/ada.yml" error="misplaced-file:1"
name: Ada Example
```

## Good
```yaml title="people/ada.yaml"
name: Ada Example
```
"""

from collections.abc import Iterable
from datetime import date

from prodops_cli.rules._base import ERROR, Problem, Workspace, problems_named, rule


@rule(ERROR, is_reading=True)
def misplaced_file(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """What reading found under this name."""
    return problems_named(workspace, "misplaced-file")
