"""An onboarding plan has conflict markers in it.

## Why
Where somebody edited a line of a plan and the layers changed the same one, `prodops onboard new-hire` leaves both
between markers, for people to choose. Until they do, the plan says two things, and cannot be made again.

## Bad
```yaml title="people/maya.yaml"
name: Maya Example
```
```markdown title="onboarding/plans/maya.md" error="plan-unfinished-merge:1"
<<<<<<< yours
- [ ] **Fri 2026-10-23** Order a small laptop <!-- task: laptop -->
||||||| generated before
- [ ] **Fri 2026-10-23** Order a laptop <!-- task: laptop -->
=======
- [ ] **Fri 2026-10-23** Order a laptop and a screen <!-- task: laptop -->
>>>>>>> generated now
```

## Good
```yaml title="people/maya.yaml"
name: Maya Example
```
```markdown title="onboarding/plans/maya.md"
- [ ] **Fri 2026-10-23** Order a small laptop and a screen <!-- task: laptop -->
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.checklists import first_marker
from prodops_cli.diagnostics import Problem, Span
from prodops_cli.rules._base import ERROR, Workspace, rule


@rule(ERROR)
def plan_unfinished_merge(workspace: Workspace, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """The first conflict marker of every page."""
    for path, text in workspace.pages.items():
        line = first_marker(text)
        if line is not None:
            message = "a conflict was left in the plan"
            hint = "decide between the sides and remove the markers"
            yield Problem("plan-unfinished-merge", path, message, hint, span=Span(line, 1, line, 1))
