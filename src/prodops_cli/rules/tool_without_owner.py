"""Nobody owns a tool.

## Why
An owner knows what the tool is for, who needs it, what it costs and when it renews. A tool without one renews
by itself, year after year, and is found again when its data is asked for. Retired tools are not asked about.

## Bad
```yaml title="tools/figma.yaml"
name: Figma  # warning: tool-without-owner
```

## Good
```yaml title="tools/figma.yaml"
name: Figma
owner: ada
```
```yaml title="tools/fax.yaml"
name: Fax
status: retired
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.tool import Tool
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def tool_without_owner(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every tool that is still used and names no owner."""
    for entry in workspace.of(Tool):
        if entry.record.owner is None and entry.record.status != "retired":
            yield Finding(entry, ("owner",), f"nobody owns {called(entry.record)}", "add `owner:` with a person's id")
