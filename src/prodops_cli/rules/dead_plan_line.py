"""An open line of an onboarding plan leads to what is over.

## Why
A plan is made once and read for ninety days. Meanwhile tools are retired, colleagues leave and meetings stop, and the
new colleague is the one who asks for access to what nobody uses any more. Making the plan again takes such lines out
(`prodops onboard new-hire PERSON`); what was edited stays. The page `dead-onboarding-step` is about the layers.

## Bad
```yaml title="people/maya.yaml"
name: Maya Example
starts: 2026-10-05
```
```yaml title="tools/sketchpad.yaml"
name: Sketchpad
status: retired
```
```markdown title="onboarding/plans/maya.md" warning="dead-plan-line:1"
- [ ] **Fri 2026-10-23** Sketchpad, for everybody <!-- task: access-sketchpad -->
```

## Good
```yaml title="people/maya.yaml"
name: Maya Example
starts: 2026-10-05
```
```yaml title="tools/sketchpad.yaml"
name: Sketchpad
status: retired
```
```markdown title="onboarding/plans/maya.md"
- [x] **Fri 2026-10-09** Sketchpad, for everybody <!-- task: access-sketchpad -->
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.onboarding.lines import behind
from prodops_cli.analysis.onboarding.progress import Plan, plans
from prodops_cli.analysis.onboarding.rot import verdict_on
from prodops_cli.analysis.onboarding.schedule import is_new
from prodops_cli.diagnostics import Problem, Span
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Workspace, rule


@rule(WARNING)
def dead_plan_line(workspace: Workspace, as_of: date) -> Iterator[Problem]:
    """Every open box, of plans that are not over, about a record that newcomers should not be sent to."""
    for id_, plan in plans(workspace).items():
        person = workspace.get(Person, id_)
        if person is not None and person.starts is not None and (person.starts > as_of or is_new(person, as_of)):
            yield from _dead_lines(workspace, plan, as_of)


def _dead_lines(workspace: Workspace, plan: Plan, as_of: date) -> Iterator[Problem]:
    for box in plan.boxes:
        found = behind(workspace, box.id) if box.is_open else None
        verdict = verdict_on(found[1].kind, found[1].record, as_of) if found is not None else None
        if verdict is not None:
            hint = f"make the plan again: prodops onboard new-hire {plan.person}"
            yield Problem("dead-plan-line", plan.path, verdict[0], hint, span=Span(box.line, 1, box.line, 1))
