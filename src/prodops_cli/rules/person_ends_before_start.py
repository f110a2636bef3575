"""A stretch of somebody's days ends before it starts.

## Why
One of the two dates is a slip of the finger, most often in the year. Until it is mended the person is never
here, or never away, and every list and every capacity that depends on it is wrong.

## Bad
```yaml title="people/ada.yaml"
name: Ada Example
starts: 2026-03-01
ends: 2025-12-31  # error: person-ends-before-start
```
```yaml title="people/grace.yaml"
name: Grace Example
absences:
  - {start: 2026-12-21, end: 2026-01-04}  # error: person-ends-before-start
```
```yaml title="people/linus.yaml"
name: Linus Example
starts: 2026-11-01
probation_ends: 2026-04-30  # error: person-ends-before-start
```

## Good
```yaml title="people/ada.yaml"
name: Ada Example
starts: 2025-03-01
probation_ends: 2025-08-31
ends: 2025-12-31
```
```yaml title="people/grace.yaml"
name: Grace Example
absences:
  - {start: 2026-12-21, end: 2027-01-04}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import called
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import ERROR, Finding, Workspace, rule


@rule(ERROR)
def person_ends_before_start(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every person, probation and absence whose last day is before the first."""
    hint = "check the year of both days"
    for entry in workspace.of(Person):
        person = entry.record
        if person.starts is not None and person.ends is not None and person.ends < person.starts:
            message = f"{called(person)} ends on {person.ends}, before starting on {person.starts}"
            yield Finding(entry, ("ends",), message, hint)
        if person.starts is not None and person.probation_ends is not None and person.probation_ends < person.starts:
            message = (
                f"the probation ends on {person.probation_ends}, before {called(person)} starts on {person.starts}"
            )
            yield Finding(entry, ("probation_ends",), message, hint)
        for index, absence in enumerate(person.absences):
            if absence.end < absence.start:
                message = f"the absence ends on {absence.end}, before it starts on {absence.start}"
                yield Finding(entry, ("absences", index, "end"), message, hint)
