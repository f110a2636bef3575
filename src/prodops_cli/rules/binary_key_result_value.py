"""A binary key result has a value other than 0 or 1.

## Why
Binary means done or not done. A value of 0.5 says that it is really a number with a way to go; then it wants
a start and a target.

## Bad
```yaml title="goals/expansion.yaml"
title: Sell in two more countries
key_results:
  - id: austria
    title: Live in Austria
    binary: true
    current: 0.5  # error: binary-key-result-value
```

## Good
```yaml title="goals/expansion.yaml"
title: Sell in two more countries
key_results:
  - id: austria
    title: Live in Austria
    binary: true
    checkins:
      - {date: 2026-10-08, value: 0, confidence: 0.6, note: The tax number is still missing}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.diagnostics import Route
from prodops_cli.kinds.goal import Goal, KeyResult
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def binary_key_result_value(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every value of a binary key result that is neither 0 nor 1."""
    for entry in workspace.of(Goal):
        for index, key_result in enumerate(entry.record.key_results):
            if not key_result.binary:
                continue
            for route, value in _values(key_result):
                if value not in (0, 1):
                    message = f"`{key_result.id}` is binary, so it cannot be {value:g}"
                    hint = "write 0 or 1, or remove `binary` and give it a start and a target"
                    yield Finding(entry, ("key_results", index, *route), message, hint)


def _values(key_result: KeyResult) -> Iterator[tuple[Route, float]]:
    for name, value in (
        ("start", key_result.start),
        ("target", key_result.target),
        ("current", key_result.current),
    ):
        if value is not None:
            yield (name,), value
    for index, checkin in enumerate(key_result.checkins):
        yield ("checkins", index, "value"), checkin.value
