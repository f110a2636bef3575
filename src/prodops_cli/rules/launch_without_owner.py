"""A planned launch has no owner.

## Why
A launch is a dozen functions agreeing on a day. Somebody has to ask each of them, and to say go or wait.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2  # error: launch-without-owner
date: 2026-12-01
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-12-01
owner: linus
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def launch_without_owner(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every planned launch that names no owner."""
    for entry in workspace.of(Launch):
        if entry.record.owner is None and entry.record.status == "planned":
            hint = "add `owner:` with the id of the person who says go or wait"
            yield Finding(entry, ("title",), "a planned launch that nobody owns", hint)
