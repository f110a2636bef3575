"""A gate judges something that is no field of a launch.

## Why
What leads nowhere never changes, so a sign-off that is said to cover it would never be stale. A path goes by the
names of fields, and on into mappings (`messages.customers`); it cannot lead into a list, or to the gates themselves.

## Bad
```yaml title="prodops.yaml" error="unknown-judged-field:1"
name: Acme
launches:
  gates:
    legal: {judges: [countries, messages]}
```
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
gates:
  tax:
    approvals:
      - by: hollis
        on: 2026-10-01
        verdict: approved
        seal: {facts.prices: 21ea4a1cbc1c}  # error: unknown-judged-field
```

## Good
```yaml title="prodops.yaml"
name: Acme
launches:
  gates:
    legal: {judges: [geographies, messages.customers, gtm.pricing]}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.seals import can_be_judged
from prodops_cli.errors import nearest_hint
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Facts, GoToMarket, Launch
from prodops_cli.rules._base import ERROR, Finding, Problem, Workspace, rule
from prodops_cli.tree import MARKER


@rule(ERROR)
def unknown_judged_field(workspace: Workspace, as_of: date) -> Iterator[Finding | Problem]:  # noqa: ARG001
    """Every path in the settings' gates, and in a seal, that leads to no field."""
    for name, gate in workspace.settings.launches.gates.items():
        for index, path in enumerate(gate.judges if "judges" in gate.model_fields_set else ()):
            if not can_be_judged(path):
                message = f"{shown(name)} judges {shown(path)}, which is no field of a launch"
                route = ("launches", "gates", name, "judges", index)
                yield Problem("unknown-judged-field", MARKER, message, _hint(path), route)
    for entry in workspace.of(Launch):
        for name, signed in entry.record.gates.items():
            for index, approval in enumerate(signed.approvals):
                for path in sorted(approval.seal or {}):
                    if not can_be_judged(path):
                        message = f"the seal covers {shown(path)}, which is no field of a launch"
                        hint = f"seals are not typed by hand: prodops launch approve {entry.id} {name}"
                        place = ("gates", name, "approvals", index, "seal", path)
                        yield Finding(entry, place, message, hint, at_key=True)


def _hint(path: str) -> str:
    names = [name for name in Launch.model_fields if name != "gates"]
    names += [f"facts.{name}" for name in Facts.model_fields] + [f"gtm.{name}" for name in GoToMarket.model_fields]
    return nearest_hint(path, names, "`prodops schema launch` lists them")
