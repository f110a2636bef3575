"""A layer or a task of the onboarding is for people whom nobody here is one of.

## Why
Roles are words, and `product-manager` and `product manager` are two of them: the layer is written, kept right and
never used. Who is still to come counts, who has left does not. Where no person has a role (a level, a country) at all,
nothing is said of it.

## Bad
```yaml title="onboarding/product-managers.yaml"
title: Product managers
layer: role
only_for: {roles: [product manager]}  # warning: layer-for-nobody
```
```yaml title="onboarding/germany.yaml"
title: Germany
layer: location
only_for:
  countries: [DE-BY]  # warning: layer-for-nobody
```
```yaml title="people.yaml"
- {id: ada, name: Ada Example, role: product-manager, location: {country: DE-BE}}
- {id: linus, name: Linus Example, role: engineer, location: {country: AT}}
```

## Good
```yaml title="onboarding/product-managers.yaml"
title: Product managers
layer: role
only_for: {roles: [product-manager, product-analyst]}
```
```yaml title="onboarding/germany.yaml"
title: Germany
layer: location
only_for: {countries: [DE]}
```
```yaml title="people.yaml"
- {id: ada, name: Ada Example, role: product-manager, location: {country: DE-BE}}
- {id: linus, name: Linus Example, role: engineer, location: {country: AT}}
```
"""

from collections.abc import Iterator, Mapping
from datetime import date

from prodops_cli.analysis.completeness import is_complete
from prodops_cli.analysis.people import has_left
from prodops_cli.diagnostics import Route
from prodops_cli.errors import nearest_hint
from prodops_cli.kinds.onboarding import ForWhom, Onboarding
from prodops_cli.kinds.person import Person
from prodops_cli.rules._base import WARNING, Finding, Workspace, rule

MOST_GUESSES = 50
"""Looking for the nearest word goes through every word there is: so many are looked for, and then no more."""
ALIKE = 0.85
"""How much alike two roles are that are taken for one; `product-analyst` is not meant for `product-manager`."""

_SINGULAR: Mapping[str, str] = {"roles": "role", "levels": "level", "countries": "country"}


@rule(WARNING)
def layer_for_nobody(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Every `only_for` of a layer or task that names no role, level or country which somebody has."""
    if not workspace.of(Onboarding) or not is_complete(workspace, Person):
        return
    there = _there(workspace, as_of)
    guessed = 0
    for entry in workspace.of(Onboarding):
        for route, wanted in _wanted(entry.record):
            for field, noun in _SINGULAR.items():
                values = getattr(wanted, field)
                if not values or not there[field] or not there[field].isdisjoint(values):
                    continue
                guessed += 1
                column = "location.country" if field == "countries" else noun
                otherwise = f"`prodops list person --columns id,{column}` shows what people have"
                hint = _hint(values[0], there[field], otherwise) if guessed <= MOST_GUESSES else otherwise
                yield Finding(entry, (*route, field), f"nobody has the {noun} {_either(values)}", hint)


def _there(workspace: Workspace, as_of: date) -> Mapping[str, set[str]]:
    """The roles, levels and countries of the people here and to come; with a part of a country, the country."""
    people = [entry.record for entry in workspace.of(Person) if not has_left(entry.record, as_of)]
    places = {one.location.country for one in people if one.location is not None and one.location.country is not None}
    return {
        "roles": {one.role for one in people if one.role is not None},
        "levels": {one.level for one in people if one.level is not None},
        "countries": places | {place.partition("-")[0] for place in places},
    }


def _wanted(layer: Onboarding) -> Iterator[tuple[Route, ForWhom]]:
    if layer.only_for is not None:
        yield ("only_for",), layer.only_for
    for index, task in enumerate(layer.tasks):
        if task.only_for is not None:
            yield ("tasks", index, "only_for"), task.only_for


def _hint(value: str, known: set[str], otherwise: str) -> str:
    return nearest_hint(value, sorted(known), otherwise, cutoff=ALIKE)


def _either(values: tuple[str, ...]) -> str:
    """The first of the values, and how many there are besides."""
    more = f" or any of {len(values) - 1} more" if len(values) > 1 else ""
    return f"`{values[0]}`{more}"
