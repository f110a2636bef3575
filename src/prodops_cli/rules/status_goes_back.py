"""A status that was an end is followed by one that cannot come after it.

It is checked where the workspace is compared with an earlier revision: `prodops lint --since main`.

## Why
What has shipped was told to customers, counted towards goals and used for forecasts; when it is planned again, all of
these are wrong without anybody noticing. More work on the same thing is a new record, and what was cancelled has to be
planned again before it ships. After a status that is no end (`planned`, `in_progress`), any other may follow.

## Bad
```yaml title="roadmap/checkout.yaml, before"
title: One-page checkout
status: shipped
shipped: 2026-09-15
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: in_progress  # error: status-goes-back
```

## Good
```yaml title="roadmap/checkout.yaml, before"
title: One-page checkout
status: cancelled
```
```yaml title="roadmap/checkout.yaml"
title: One-page checkout
status: planned
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.transitions import transitions
from prodops_cli.analysis.words import listed, spoken
from prodops_cli.rules._base import ERROR, Finding, Workspace, comparing_rule


@comparing_rule(ERROR)
def status_goes_back(workspace: Workspace, former: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every record whose status cannot follow the one it had."""
    for change in transitions(former, workspace):
        if not change.is_legal:
            kind = change.entry.kind
            message = f"it was {spoken(change.before)}, so it cannot be {spoken(change.after)} now"
            again = (
                f"it may become {listed([spoken(word) for word in change.legal])} first; or " if change.legal else ""
            )
            hint = f"{again}put it back to `{change.before}` and write a new {kind} for what is left to do"
            yield Finding(change.entry, ("status",), message, hint)
