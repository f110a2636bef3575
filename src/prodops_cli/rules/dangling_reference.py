"""A reference names a record that does not exist.

## Why
References are what makes a folder of notes a workspace: who owns what, what waits for what. A name that
leads nowhere is a typing mistake, or a record that was removed while others still counted on it.

## Bad
```yaml title="roadmap/search.yaml"
title: Search
owner: adda  # error: dangling-reference
```
```yaml title="people/ada.yaml"
name: Ada Example
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

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from prodops_cli.kinds import all_kinds
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def dangling_reference(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every reference that leads nowhere, with the nearest id as a suggestion."""
    for reference in workspace.references:
        if workspace.exists(reference.kind, reference.id):
            continue
        if reference.kind not in all_kinds():
            message = f"there is no kind called `{reference.kind}`"
            yield Finding(reference.source, reference.route, message, "write the reference as kind:id")
            continue
        ids = [id_ for kind, id_ in workspace.entries if kind == reference.kind]
        close = get_close_matches(reference.id, ids, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"write it with: prodops new {reference.kind} ID"
        yield Finding(reference.source, reference.route, f"there is no {reference.kind} `{reference.id}`", hint)
