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

from prodops_cli.errors import MOST_WORK, nearest
from prodops_cli.fields import is_id
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
            message = f"there is no kind `{reference.kind}`"
            yield Finding(reference.source, reference.route, message, "write the reference as kind:id")
            continue
        meant = nearest.get((reference.kind, reference.id))
        hint = f"did you mean `{meant}`?" if meant else _how_to_write(reference)
        yield Finding(reference.source, reference.route, f"there is no {reference.kind} `{reference.id}`", hint)


def _how_to_write(reference: Reference) -> str:
    return f"write it with: prodops new {reference.kind} {reference.id if is_id(reference.id) else 'ID'}"


def _nearest(workspace: Workspace, dangling: list[Reference]) -> Mapping[tuple[str, str], str]:
    """What each of the first names that lead nowhere can mean: the record that is called so, or the nearest id."""
    if not dangling:
        return {}
    ids: dict[str, list[str]] = defaultdict(list)
    called: dict[tuple[str, str], str] = {}
    for (kind, id_), entry in workspace.entries.items():
        ids[kind].append(id_)
        called.setdefault((kind, entry.record.label), id_)
    wanted = list(dict.fromkeys((reference.kind, reference.id) for reference in dangling))[:MOST_GUESSES]
    letters = {kind: sum(map(len, ids[kind])) for kind, _ in wanted}
    left = MOST_WORK
    found: dict[tuple[str, str], str | None] = {}
    for kind, id_ in wanted:
        left -= len(id_) * letters[kind]
        close = nearest(id_, ids[kind]) if left >= 0 else []
        found[kind, id_] = called.get((kind, id_)) or next(iter(close), None)
    return {name: meant for name, meant in found.items() if meant}
