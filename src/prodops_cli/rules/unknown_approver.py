"""The settings let somebody sign at a gate who is not there.

## Why
Where nobody who is named exists, nobody can sign, and every sign-off is one too many. People and teams are named as
`person:ID` and `team:ID`.

## Bad
```yaml title="prodops.yaml" error="unknown-approver:1"
name: Acme
launches:
  gates:
    legal: {approvers: [team:law]}
```
```yaml title="teams/legal.yaml"
name: Legal
```

## Good
```yaml title="prodops.yaml"
name: Acme
launches:
  gates:
    legal: {approvers: [team:legal]}
```
```yaml title="teams/legal.yaml"
name: Legal
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.lookup import unknown
from prodops_cli.fields import shown
from prodops_cli.rules._base import ERROR, Problem, Workspace, rule
from prodops_cli.tree import MARKER

_KINDS = ("person", "team")


@rule(ERROR)
def unknown_approver(workspace: Workspace, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Every approver in the settings' gates that is no person or team there is."""
    for name, gate in workspace.settings.launches.gates.items():
        for index, ref in enumerate(gate.approvers):
            kind, _, id_ = ref.partition(":")
            if kind in _KINDS and workspace.exists(kind, id_):
                continue
            message = f"{shown(ref)} may sign for {shown(name)}, and is no person or team"
            hint = unknown(workspace, kind, id_).hint if kind in _KINDS else "write person:ID or team:ID"
            yield Problem("unknown-approver", MARKER, message, hint, ("launches", "gates", name, "approvers", index))
