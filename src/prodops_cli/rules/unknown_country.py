"""A code stands for no country.

## Why
What is asked of a launch, and whose days off it meets, goes by its countries. A code that no country has matches
nothing, and nothing else would show it: a launch in the UK that is filed under `UK` never meets what stands under `GB`.

## Bad
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
geographies:
  - AT
  - UK  # warning: unknown-country
```
```yaml title="people/ada.yaml"
name: Ada Example
location: {country: XX}  # warning: unknown-country
```

## Good
```yaml title="launches/checkout-2.yaml"
title: Checkout 2
geographies: [AT, GB, DE-BE]
```
"""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.countries import hint_for
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Entry, Finding, Problem, Workspace, rule
from prodops_cli.tree import MARKER


@rule(WARNING)
def unknown_country(workspace: Workspace, as_of: date) -> Iterator[Finding | Problem]:  # noqa: ARG001
    """Every code in launches, people, onboarding layers and the settings for launches that no country has."""
    for code in workspace.settings.launches.geographies:
        hint = hint_for(code)
        if hint is not None:
            yield Problem("unknown-country", MARKER, _message(code), hint, ("launches", "geographies", code))
    for entry, route, code in _codes(workspace):
        hint = hint_for(code)
        if hint is not None:
            yield Finding(entry, route, _message(code), hint)


def _codes(workspace: Workspace) -> Iterator[tuple[Entry[Launch] | Entry[Person] | Entry[Onboarding], Route, str]]:
    for entry in workspace.of(Launch):
        launch = entry.record
        for index, code in enumerate(launch.geographies):
            yield entry, ("geographies", index), code
        for index, code in enumerate(launch.facts.new_geographies):
            yield entry, ("facts", "new_geographies", index), code
    for person in workspace.of(Person):
        if person.record.location is not None and person.record.location.country is not None:
            yield person, ("location", "country"), person.record.location.country
    for layer in workspace.of(Onboarding):
        for index, code in enumerate(layer.record.only_for.countries if layer.record.only_for is not None else ()):
            yield layer, ("only_for", "countries", index), code


def _message(code: str) -> str:
    return f"`{code}` is no country"
