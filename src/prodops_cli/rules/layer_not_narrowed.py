"""A layer of the onboarding is one of a role, and does not say of which.

## Why
A layer without `only_for` is for everybody. Meant for the engineers, it gives the designers their tasks as well, and
nobody notices before the next designer starts. A layer of a role names roles, one of a level levels, one of a location
countries, and one of a team teams.

## Bad
```yaml title="onboarding/engineers.yaml"
title: Engineers
layer: role  # error: layer-not-narrowed
tasks:
  - {id: deploy, title: Deploy something small, day: 3}
```
```yaml title="onboarding/germany.yaml"
title: Germany
layer: location  # error: layer-not-narrowed
only_for: {levels: [senior]}
```

## Good
```yaml title="onboarding/engineers.yaml"
title: Engineers
layer: role
only_for: {roles: [engineer]}
tasks:
  - {id: deploy, title: Deploy something small, day: 3}
```
```yaml title="onboarding/company.yaml"
title: Everybody
```
"""

from collections.abc import Iterator, Mapping
from datetime import date

from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule

NARROWED_BY: Mapping[str, str] = {"location": "countries", "role": "roles", "level": "levels", "team": "teams"}
"""What a layer's `only_for` has to name, by the layer."""


@rule(ERROR)
def layer_not_narrowed(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every layer of a location, role, level or team whose `only_for` names none."""
    for entry in workspace.of(Onboarding):
        layer = entry.record
        field = NARROWED_BY.get(layer.layer)
        if field is not None and not getattr(layer.only_for, field, ()):
            message = f"a {layer.layer} layer that names no {field} is for everybody"
            yield Finding(entry, ("layer",), message, f"say for whom it is: `only_for: {{{field}: […]}}`")
