"""A tool is on hold, and nothing is named that replaces it.

## Why
"Do not start anything new with it" leaves people with the question what to start with instead. Without an answer
they go on using the old tool, or each finds a new one.

## Bad
```yaml title="tools/whiteboard.yaml"
name: Whiteboard
ring: hold  # warning: tool-on-hold-without-successor
```

## Good
```yaml title="tools/whiteboard.yaml"
name: Whiteboard
ring: hold
successor: figma
```
```yaml title="tools/figma.yaml"
name: Figma
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.tool import Tool
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def tool_on_hold_without_successor(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every tool that is on hold, still used, and has no successor."""
    for entry in workspace.of(Tool):
        tool = entry.record
        if tool.ring == "hold" and tool.successor is None and tool.status != "retired":
            message = f"{called(tool)} is on hold, and nothing replaces it"
            yield Finding(entry, ("ring",), message, "add `successor:` with the tool to use instead")
