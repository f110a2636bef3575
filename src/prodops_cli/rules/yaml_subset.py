"""A file uses a part of YAML that prodops does not read.

## Why
Anchors and aliases, merge keys, tags, directives, several documents in one file and spelled-out nulls make a
file mean something else than what stands on its lines. Files that people review in pull requests should say
what they mean where they mean it, so prodops reads YAML without them and shows how to write it out.

## Bad
```yaml title="people/ada.yaml"
name: Ada Example
location: &berlin {city: Berlin, country: DE}  # error: yaml-subset
manager: ~  # error: yaml-subset
```
```yaml title="people/grace.yaml"
name: Grace Example
role: !!str director  # error: yaml-subset
```

## Good
```yaml title="people/ada.yaml"
name: Ada Example
location: {city: Berlin, country: DE}
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
def yaml_subset(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """What reading found under this name."""
    return problems_named(workspace, "yaml-subset")
