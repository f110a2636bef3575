"""A record still names a resource that is retired.

## Why
A template that is out of date does more harm than none: people fill it in. Where a resource's successor is retired
itself, nobody knows what to use.

## Bad
```yaml title="resources.yaml"
- id: launch-checklist
  title: Launch checklist
  status: retired
  successor: launch-guide
- id: launch-guide
  title: Launch guide
- id: pricing-guide
  title: How we price
  successor: price-book  # error: retired-resource-referenced
- id: price-book
  title: Price book
  status: retired
```
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - id: launches
    title: Read how we launch
    day: 3
    resource: launch-checklist  # error: retired-resource-referenced
```

## Good
```yaml title="resources.yaml"
- id: launch-checklist
  title: Launch checklist
  status: retired
  successor: launch-guide
- id: launch-guide
  title: Launch guide
```
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: launches, title: Read how we launch, day: 3, resource: launch-guide}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.retired import retired_references, retired_text
from prodops_cli.kinds.resource import Resource
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def retired_resource_referenced(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every reference to a retired resource, except from another one: that is history."""
    for reference, entry in retired_references(workspace, Resource):
        yield Finding(reference.source, reference.route, *retired_text(entry.record))
