"""Two tools that everybody is told to use do the same job.

## Why
Two adopted tools for one job mean two contracts, two places to look, and work lost between them. Either one of
them moves to `hold` with the other as its successor, or the jobs are less alike than they sound: name them apart.

## Bad
```yaml title="tools.yaml"
- id: figma
  name: Figma
  ring: adopt
  jobs: [interface design, prototyping]
- id: sketchpad
  name: Sketchpad
  ring: adopt
  jobs: [Prototyping]  # warning: duplicate-job
```

## Good
```yaml title="tools.yaml"
- id: figma
  name: Figma
  ring: adopt
  jobs: [interface design, prototyping]
- id: sketchpad
  name: Sketchpad
  ring: hold
  successor: figma
  jobs: [prototyping]
- id: whiteboard
  name: Whiteboard
  ring: adopt
  jobs: [workshops]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.tools import job_name, tools_by_job
from prodops_cli.analysis.words import called
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule


@rule(WARNING)
def duplicate_job(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every job of an adopted tool that an adopted tool before it, by id, does already."""
    for job, tools in tools_by_job(workspace).items():
        adopted = [entry for entry in tools if entry.record.ring == "adopt"]
        for entry in adopted[1:]:
            index = [job_name(text) for text in entry.record.jobs].index(job)
            first = called(adopted[0].record)
            message = f"{called(entry.record)} does the job `{entry.record.jobs[index]}`, and so does {first}"
            hint = "keep one: move the other to `ring: hold` with a `successor`, or name the jobs apart"
            yield Finding(entry, ("jobs", index), message, hint)
