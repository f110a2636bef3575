"""A step of the onboarding leads to something or somebody that newcomers should not be sent to.

## Why
Nobody reads the onboarding plan less often than those who wrote it. Newcomers find the tool that is being shut down,
the draft, the meeting that was stopped and the colleague who has left, one after the other, in their first week.
People count whose last day is within ninety days: that is how long somebody who starts today is new. What is retired
is `retired-tool-referenced` or `retired-resource-referenced`, here as everywhere.

## Bad
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: boards, title: Look at our boards, day: 2, tool: whiteboard}  # warning: dead-onboarding-step
  - {id: guide, title: Read how we decide, day: 2, resource: decisions}  # warning: dead-onboarding-step
  - {id: demo, title: Watch the demo, day: 4, ritual: friday-demo}  # warning: dead-onboarding-step
  - {id: coffee, title: Have coffee with Grace, day: 3, person: grace}  # warning: dead-onboarding-step
  - {id: lunch, title: Have lunch with Linus, day: 3, person: linus}  # warning: dead-onboarding-step
```
```yaml title="tools.yaml"
- {id: whiteboard, name: Whiteboard, status: retiring, successor: figma}
- {id: figma, name: Figma}
```
```yaml title="resources.yaml"
- {id: decisions, title: How we decide, status: draft}
```
```yaml title="rituals.yaml"
- {id: friday-demo, title: Friday demo, status: stopped}
```
```yaml title="people.yaml"
- {id: grace, name: Grace Example, ends: 2026-09-30}
- {id: linus, name: Linus Example, ends: 2026-12-31}
```

## Good
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: boards, title: Look at our boards, day: 2, tool: figma}
  - {id: demo, title: Watch the demo, day: 4, ritual: monthly-demo}
  - {id: coffee, title: Have coffee with Ada, day: 3, person: ada}
```
```yaml title="tools.yaml"
- {id: figma, name: Figma}
```
```yaml title="rituals.yaml"
- {id: monthly-demo, title: Monthly demo}
```
```yaml title="people.yaml"
- {id: ada, name: Ada Example, ends: 2027-06-30}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.onboarding.rot import dead_steps
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def dead_onboarding_step(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every task that names a tool on its way out, a draft, a stopped ritual, or somebody who is not there for long."""
    for step in dead_steps(workspace, as_of):
        if not step.is_retired:
            yield Finding(step.entry, step.route, step.what, step.hint)
