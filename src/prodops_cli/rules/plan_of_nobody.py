"""An onboarding plan is of somebody who is not there.

## Why
A plan belongs to the person whose id is its name. When somebody's file is renamed and the plan is not, its boxes
count for nobody, and the next `prodops onboard new-hire` begins with an empty plan.

## Bad
```yaml title="people/maya.yaml"
name: Maya Example
```
```markdown title="onboarding/plans/maja.md" error="plan-of-nobody:1"
# Onboarding plan: Maya Example
```

## Good
```yaml title="people/maya.yaml"
name: Maya Example
```
```markdown title="onboarding/plans/maya.md"
# Onboarding plan: Maya Example
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.onboarding.progress import plans
from prodops_cli.diagnostics import Problem, Span
from prodops_cli.errors import nearest_hint
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import ERROR, Workspace, rule


@rule(ERROR)
def plan_of_nobody(workspace: Workspace, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Every page in the folder of plans that is named after nobody."""
    for id_, plan in plans(workspace).items():
        if not workspace.exists(Person.kind, id_):
            ids = [entry.id for entry in workspace.of(Person)]
            hint = nearest_hint(id_, ids, "rename the plan, and its copy in .prodops/generated/, to the person's id")
            yield Problem("plan-of-nobody", plan.path, f"there is no person `{id_}`", hint, span=Span(1, 1, 1, 1))
