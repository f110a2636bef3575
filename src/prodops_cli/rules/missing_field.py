"""A record lacks a field that it cannot do without.

## Why
Few fields are required, and those are what makes the record mean anything: an initiative without a title is a
line nobody can read, a check-in without a value says nothing.

## Bad
```yaml title="goals/growth.yaml"
title: Grow mobile revenue
key_results:
  - id: conversion
    title: Mobile conversion
    checkins:
      - {date: 2026-07-31}  # error: missing-field
```
```yaml title="roadmap/search.yaml"
status: planned  # error: missing-field
```

## Good
```yaml title="goals/growth.yaml"
title: Grow mobile revenue
key_results:
  - id: conversion
    title: Mobile conversion
    checkins:
      - {date: 2026-07-31, value: 1.9}
```
```yaml title="roadmap/search.yaml"
title: Search
status: planned
```
"""

from collections.abc import Iterable
from datetime import date

from prodops_cli.rules._base import ERROR, Problem, Workspace, problems_named, rule


@rule(ERROR, is_reading=True)
def missing_field(workspace: Workspace, as_of: date) -> Iterable[Problem]:  # noqa: ARG001
    """What reading found under this name."""
    return problems_named(workspace, "missing-field")
