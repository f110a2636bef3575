"""A resource was not looked at again when it should have been.

## Why
Nothing in a guide shows that the process it describes has changed. The review is how people know that what they read
still holds. Each resource has one every 12 months after its last (`reviewed`), or every 3 or 6 where it says so
(`review`). In the 60 days before it is due there is time for it, and nothing to warn about. A resource that was never
reviewed is told about where it sets a cycle of its own: somebody meant it. Drafts and retired resources are not asked
about.

## Bad
```yaml title="resources/launch-checklist.yaml"
title: Launch checklist
reviewed: 2026-04-14  # warning: resource-review-overdue
review: 6 months
```
```yaml title="resources/price-book.yaml"
title: Price book
review: 3 months  # warning: resource-review-overdue
```

## Good
```yaml title="resources/launch-checklist.yaml"
title: Launch checklist
reviewed: 2026-04-15
review: 6 months
```
```yaml title="resources/price-book.yaml"
title: Price book
status: retired
reviewed: 2020-01-31
```
```yaml title="resources/glossary.yaml"
title: Glossary
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.resources import next_review, review_state
from prodops_cli.analysis.words import called, from_today
from prodops_cli.kinds.resource import Resource
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def resource_review_overdue(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every current resource that is out of compliance with its review cycle."""
    for entry in workspace.of(Resource):
        resource = entry.record
        if review_state(resource, as_of) != "out_of_compliance":
            continue
        day = next_review(resource)
        if day is None:
            message = f"{called(resource)} is to be reviewed every {resource.review}, and nothing says that it ever was"
            yield Finding(entry, ("review",), message, "read it, put it right, and add `reviewed:` with the day")
        else:
            message = f"the review of {called(resource)} was due on {day}, {from_today((day - as_of).days)}"
            yield Finding(entry, ("reviewed",), message, "read it, put it right, and write the day into `reviewed`")
