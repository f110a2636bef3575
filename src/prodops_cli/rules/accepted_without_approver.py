"""A decision was accepted, and nothing says by whom.

## Why
A decision has exactly one approver. Without one nobody knows whose word it is, who may grant an exception, and whom to
ask when its reasons are gone. That silence was consent does not change it: it was somebody's silence.

## Bad
```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
status: accepted  # error: accepted-without-approver
```

## Good
```yaml title="decisions/one-checkout.yaml"
title: One checkout for every shop
status: accepted
approver: grace
```
```yaml title="decisions/no-synonyms.yaml"
title: No synonyms by hand
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.kinds.decision import Decision
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def accepted_without_approver(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every accepted decision that names no approver."""
    for entry in workspace.of(Decision):
        if entry.record.approver is None and entry.record.status == "accepted":
            message = "accepted, and nothing says by whom"
            yield Finding(entry, ("status",), message, "add `approver:` with the id of the one who decided")
