"""The settings name public holidays that nobody knows.

## Why
Days off move notice deadlines, launch days and plans. A code that is mistyped, or of a country that is not covered,
stands for no day at all, and nothing else would show it.

A day that is missing can be written out: `{date: 2026-12-24, name: Company day}`.

## Bad
```yaml title="prodops.yaml" warning="unknown-holiday-code:1"
name: Acme
holidays: [DE-BX]
```

## Good
```yaml title="prodops.yaml"
name: Acme
holidays: [DE-BE, {date: 2026-12-24, name: Company day}]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.calendar import unknown_holiday_codes
from prodops_cli.rules._base import WARNING, Problem, Workspace, rule
from prodops_cli.tree import MARKER


@rule(WARNING)
def unknown_holiday_code(workspace: Workspace, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Every code among the settings' holidays that has none."""
    for code in unknown_holiday_codes(workspace.settings):
        hint = "write a country (DE) or a part of one (DE-BE) in capital letters"
        yield Problem("unknown-holiday-code", MARKER, f"no public holidays are known for `{code}`", hint, ("holidays",))
