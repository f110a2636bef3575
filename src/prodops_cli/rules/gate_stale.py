"""What a gate judged has changed since it was signed.

## Why
A yes is a yes to what was there to be seen. Another country, another price or another message may be fine, too, but
nobody has said so. The sign-off carries a digest of each field that its gate judges, so only a change of one of those
makes it stale; changed back, it holds again. Which gate judges what stands under `launches.gates` in prodops.yaml.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
geographies: [DE, AT]
gates:
  legal:
    approvals:
      - by: noor
        on: 2026-09-01
        verdict: approved  # warning: gate-stale
        seal: {geographies: 557a432d639f}
```
```yaml title="prodops.yaml"
name: Acme
launches:
  gates:
    legal: {judges: [geographies]}
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
geographies: [DE]
gates:
  legal:
    approvals:
      - by: noor
        on: 2026-09-01
        verdict: approved
        seal: {geographies: 557a432d639f}
```
```yaml title="prodops.yaml"
name: Acme
launches:
  gates:
    legal: {judges: [geographies]}
```
"""

from collections.abc import Iterator
from datetime import date
from shlex import quote

from prodops_cli.analysis.launches.gates import gate_state, last_approval, last_place
from prodops_cli.analysis.launches.seals import change_text, stale_fields
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def gate_stale(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every sign-off that counts, of launches still ahead, with a field it covers that changed."""
    policy, book = workspace.settings.launches, SignerBook(workspace)
    for entry in workspace.of(Launch):
        launch = entry.record
        if launch.status != "planned":
            continue
        for name, gate in launch.gates.items():
            last, place = last_approval(gate, as_of), last_place(gate, as_of)
            if last is None or place is None or gate_state(book, launch, name, as_of) != "stale":
                continue
            changed = change_text(last, stale_fields(policy, launch, name, last), shown)
            message = f"{changed} since `{last.by}` signed for {shown(name)} on {last.on}"
            hint = f"change it back, or have it looked at: prodops launch approve {quote(entry.id)} {quote(name)}"
            yield Finding(entry, ("gates", name, "approvals", place, "verdict"), message, hint)
