"""A folder or file at the top is named almost like one that prodops reads.

## Why
Records live in folders with fixed names: `people/`, `teams/`, `roadmap/` and so on, or in one file of that name
(`tools.yaml`). A folder called `initiatives/` or a file called `tool.yaml` looks right and is never opened.

## Bad
```yaml title="initiatives.yaml" warning="unread-folder:1"
- id: search
  title: Search
```
```yaml title="Tools.yaml" warning="unread-folder:1"
- id: figma
  name: Figma
```

## Good
```yaml title="roadmap.yaml"
- id: search
  title: Search
```
```yaml title="tools.yaml"
- id: figma
  name: Figma
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.diagnostics import Span
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._base import Record
from prodops_cli.rules._base import WARNING, Problem, Workspace, rule

_ENDINGS = ("/", ".yaml", ".yml")


@rule(WARNING)
def unread_folder(workspace: Workspace, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Every name at the top that is a kind's, or its folder's with a slip of the finger, and is not read."""
    kinds = all_kinds().values()
    right = {kind.folder for kind in kinds}
    meant = {stem: kind for kind in kinds for stem in _near_misses(kind)}
    for name in workspace.names:
        ending = next((ending for ending in _ENDINGS if name.lower().endswith(ending)), None)
        stem = name[: -len(ending)] if ending else name
        kind = meant.get(stem.lower())
        if ending is not None and kind is not None and stem not in right:
            home = f"{kind.folder}/" if ending == "/" else f"{kind.folder}.yaml"
            message = f"`{name}` is not read; {kind.kind} records live in {kind.folder}/ or {kind.folder}.yaml"
            yield Problem("unread-folder", name.rstrip("/"), message, f"rename it to {home}", span=Span(1, 1, 1, 1))


def _near_misses(kind: type[Record]) -> Iterator[str]:
    """Names people give a kind's folder: the kind's own, a plural, the right one with a letter lost or swapped."""
    folder = kind.folder
    yield from (folder, kind.kind, f"{kind.kind}s", f"{kind.kind}es", f"{folder}s")
    for place in range(len(folder)):
        yield folder[:place] + folder[place + 1 :]
        yield folder[:place] + folder[place : place + 2][::-1] + folder[place + 2 :]
