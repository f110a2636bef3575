"""Nobody owns a layer of the onboarding.

## Why
What newcomers find wrong in their first week they would gladly have put right, if somebody were named to tell. A
layer without an owner tells every newcomer the same wrong thing.

## Bad
```yaml title="onboarding/company.yaml"
title: Everybody  # warning: layer-without-owner
```

## Good
```yaml title="onboarding/company.yaml"
title: Everybody
owner: ada
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def layer_without_owner(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every layer that names no owner."""
    for entry in workspace.of(Onboarding):
        if entry.record.owner is None:
            yield Finding(
                entry, ("owner",), f"nobody owns the layer {called(entry.record)}", "add `owner:` with a person's id"
            )
