"""A record still names a tool that is retired.

## Why
People who follow the reference ask for access to something that is gone. Where a tool's successor is retired
itself, nobody knows what to use.

## Bad
```yaml title="tools.yaml"
- id: whiteboard
  name: Whiteboard
  status: retiring
  successor: sketchpad  # error: retired-tool-referenced
- id: sketchpad
  name: Sketchpad
  status: retired
```
```yaml title="onboarding/company.yaml"
title: Everybody
tasks:
  - {id: boards, title: Look at our boards, day: 2, tool: sketchpad}  # error: retired-tool-referenced
```

## Good
```yaml title="tools.yaml"
- id: whiteboard
  name: Whiteboard
  status: retiring
  successor: figma
- id: sketchpad
  name: Sketchpad
  status: retired
- id: figma
  name: Figma
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.retired import retired_references, retired_text
from prodops_cli.kinds.tool import Tool
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def retired_tool_referenced(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every reference to a retired tool, except from another one: that is history."""
    for reference, entry in retired_references(workspace, Tool):
        yield Finding(reference.source, reference.route, *retired_text(entry.record))
