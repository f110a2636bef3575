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

from prodops_cli.analysis.words import called
from prodops_cli.kinds.tool import Tool
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def retired_tool_referenced(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every reference to a retired tool, except from another one: that is history."""
    for entry in workspace.of(Tool):
        if entry.record.status != "retired":
            continue
        for reference in workspace.referrers(entry):
            source = reference.source.record
            if isinstance(source, Tool) and source.status == "retired":
                continue
            successor = entry.record.successor
            hint = f"name its successor, `{successor}`" if successor else "name the tool that is used instead"
            yield Finding(reference.source, reference.route, f"{called(entry.record)} is retired", hint)
