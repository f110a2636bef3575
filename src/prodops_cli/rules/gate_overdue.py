"""A gate's day is over and it has not passed.

## Why
A late review moves the launch, or is skipped. Both are decisions that somebody should take on purpose, while
there is time. Where the file gives no day, the decision is due by the policy (`launches.gates` in prodops.yaml).

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
gates:
  legal:
    owner: noor
    due: 2026-10-06  # warning: gate-overdue
    in_review: true
  privacy:  # due by the policy, fifteen working days before the launch
    owner: noor  # warning: gate-overdue
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
date: 2026-11-03
gates:
  legal:
    owner: noor
    due: 2026-10-06
    approvals:
      - {by: noor, on: 2026-10-05, verdict: approved}
  privacy:
    owner: noor
    due: 2026-10-20
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.days import days_to_launch, gate_due
from prodops_cli.analysis.launches.gates import PASSED, gate_state
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.words import days_text, spoken
from prodops_cli.fields import shown
from prodops_cli.kinds.launch import Gate, Launch
from prodops_cli.policy import LaunchPolicy
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def gate_overdue(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every gate of a launch still ahead that was due before today and has not passed."""
    policy, book = workspace.settings.launches, SignerBook(workspace)
    for entry in workspace.of(Launch):
        days = days_to_launch(entry.record, as_of)
        if days is None or days < 0:
            continue
        for name, gate in entry.record.gates.items():
            due = gate_due(workspace.settings, entry.record, name)
            if due is None or due >= as_of:
                continue
            state = gate_state(book, entry.record, name, as_of)
            if state not in PASSED:
                late = f"{days_text((as_of - due).days)} ago{_by_policy(policy, name, gate)}"
                message = f"{shown(name)} was due {due}, {late}, and is {spoken(state)}"
                whom = f"ask `{gate.owner}` for a decision" if gate.owner else "find it an owner"
                is_own = gate.due is not None
                route = ("gates", name, "due") if is_own else ("gates", name)
                hint = f"{whom}, or {'move the day' if is_own else 'give it a `due` of its own'}"
                yield Finding(entry, route, message, hint)


def _by_policy(policy: LaunchPolicy, name: str, gate: Gate) -> str:
    """Where its day comes from, if not from the file."""
    if gate.due is not None:
        return ""
    days = policy.gate(name).due
    if not days:
        return " by the policy (the day of the launch)"
    count = f"{abs(days):,} working {'day' if abs(days) == 1 else 'days'}"
    return f" by the policy ({count} {'before' if days < 0 else 'after'} the launch)"
