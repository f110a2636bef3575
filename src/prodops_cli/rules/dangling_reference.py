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

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches

from prodops_cli.kinds import all_kinds
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule
from prodops_cli.workspace import Reference

MOST_GUESSES = 50
"""Looking for the nearest id goes through every id there is: so many are looked for, and then no more."""


@rule(ERROR)
def dangling_reference(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every reference that leads nowhere, with the nearest id as a suggestion."""
    dangling = [one for one in workspace.references if not workspace.exists(one.kind, one.id)]
    nearest = _nearest(workspace, dangling)
    for reference in dangling:
        if reference.kind not in all_kinds():
            message = f"there is no kind called `{reference.kind}`"
            yield Finding(reference.source, reference.route, message, "write the reference as kind:id")
            continue
        meant = nearest.get((reference.kind, reference.id))
        hint = f"did you mean `{meant}`?" if meant else f"write it with: prodops new {reference.kind} ID"
        yield Finding(reference.source, reference.route, f"there is no {reference.kind} `{reference.id}`", hint)


def _nearest(workspace: Workspace, dangling: list[Reference]) -> Mapping[tuple[str, str], str]:
    """The id that is nearest to each of the first names that lead nowhere, where one is near."""
    if not dangling:
        return {}
    ids: dict[str, list[str]] = defaultdict(list)
    for kind, id_ in workspace.entries:
        ids[kind].append(id_)
    wanted = list(dict.fromkeys((reference.kind, reference.id) for reference in dangling))[:MOST_GUESSES]
    found = {(kind, id_): get_close_matches(id_, ids[kind], n=1) for kind, id_ in wanted}
    return {name: close[0] for name, close in found.items() if close}
