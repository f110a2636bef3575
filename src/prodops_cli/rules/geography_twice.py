"""A launch names a country twice, or begins in one that it does not reach.

## Why
Gates, holidays and taxes follow from the countries. One that stands there twice was meant to be another; one in
`facts.new_geographies` that `geographies` does not have is missing where people look.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
facts:
  new_geographies:
    - DE
    - AT  # warning: geography-twice
geographies:
  - DE
  - PT
  - DE  # warning: geography-twice
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
facts: {new_geographies: [AT, DE-BE]}
geographies: [AT, DE]
```
```yaml title="launches/loyalty.yaml"
title: Loyalty points
facts: {new_geographies: [FR]}
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.launches.reach import touches
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.launch import Launch
from prodops_cli.rules._base import WARNING, Entry, Finding, Workspace, rule


@rule(WARNING)
def geography_twice(workspace: Workspace, as_of: date) -> Iterator[Finding]:  # noqa: ARG001
    """Every country that a list names again, and every new one that is not among those a launch says it reaches."""
    for entry in workspace.of(Launch):
        launch = entry.record
        yield from _again(entry, ("geographies",), launch.geographies)
        yield from _again(entry, ("facts", "new_geographies"), launch.facts.new_geographies)
        for index, code in enumerate(launch.facts.new_geographies if launch.geographies else ()):
            if not any(touches(code, other) for other in launch.geographies):
                message = f"it begins in {code}, and `geographies` does not name it"
                yield Finding(entry, ("facts", "new_geographies", index), message, f"add {code} to `geographies`")


def _again(entry: Entry[Launch], route: Route, codes: tuple[str, ...]) -> Iterator[Finding]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield Finding(entry, (*route, index), f"{code} is there already", "name another, or remove it")
