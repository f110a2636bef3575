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

from prodops_cli.analysis.onboarding.progress import person_of
from prodops_cli.diagnostics import Problem, Span
from prodops_cli.errors import nearest_hint
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import ERROR, Workspace, rule

MOST_GUESSES = 50
"""Looking for the nearest id goes through every id there is: so many are looked for, and then no more."""


@rule(ERROR)
def plan_of_nobody(workspace: Workspace, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Every page in the folder of plans that is named after nobody."""
    otherwise = "rename the plan, and its copy in .prodops/generated/, to the person's id"
    ids = [entry.id for entry in workspace.of(Person)]
    guessed = 0
    for path in workspace.pages:
        id_ = person_of(path)
        if id_ is not None and not workspace.exists(Person.kind, id_):
            guessed += 1
            hint = nearest_hint(id_, ids, otherwise) if guessed <= MOST_GUESSES else otherwise
            yield Problem("plan-of-nobody", path, f"there is no person `{id_}`", hint, span=Span(1, 1, 1, 1))
