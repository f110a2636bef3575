"""Which layers are for somebody, and the one list of tasks they make together."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from prodops_cli.diagnostics import Route
from prodops_cli.kinds.onboarding import ForWhom, Onboarding, Task
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.resource import Resource
from prodops_cli.kinds.ritual import Ritual
from prodops_cli.kinds.team import Team
from prodops_cli.kinds.tool import Tool
from prodops_cli.workspace import Entry, Workspace

ORDER: Mapping[str, int] = {
    layer: place for place, layer in enumerate(("company", "location", "role", "level", "team"))
}
"""How near a layer is: a later one is laid over those before it."""


class PlannedTask(NamedTuple):
    """A task that somebody has, the layer it comes from, and its route there."""

    task: Task
    entry: Entry[Onboarding]
    route: Route


MOST_TEAMS = 50
"""How many teams above each other count; a longer line is a mistake."""


def teams_of(workspace: Workspace, team: str | None) -> tuple[str, ...]:
    """A team and those it is part of, the nearest first; a circle ends where it is closed."""
    found: list[str] = []
    while team is not None and team not in found and len(found) < MOST_TEAMS:
        found.append(team)
        record = workspace.get(Team, team)
        team = record.parent if record is not None else None
    return tuple(found)


def is_for(wanted: ForWhom | None, person: Person, teams: tuple[str, ...]) -> bool:
    """Whether something is for a person, whose teams are as `teams_of` gives them."""
    if wanted is None:
        return True
    country = person.location.country if person.location is not None else None
    return (
        (not wanted.teams or not set(wanted.teams).isdisjoint(teams))
        and (not wanted.roles or person.role in wanted.roles)
        and (not wanted.levels or person.level in wanted.levels)
        and (not wanted.countries or any(_is_in(country, place) for place in wanted.countries))
    )


def _is_in(country: str | None, place: str) -> bool:
    """Whether a country's code is a place or a part of it: DE-BE is in DE."""
    return country is not None and (country == place or country.startswith(f"{place}-"))


def in_order(workspace: Workspace) -> tuple[Entry[Onboarding], ...]:
    """Every layer, from what is for everybody to what is for the fewest."""
    return tuple(sorted(workspace.of(Onboarding), key=_nearness))


def _nearness(entry: Entry[Onboarding]) -> tuple[int, str]:
    return ORDER[entry.record.layer], entry.id


def layers_for(workspace: Workspace, person: Person) -> tuple[Entry[Onboarding], ...]:
    """The layers that are for a person, in the order in which they are laid over each other."""
    teams = teams_of(workspace, person.team)
    found = (entry for entry in workspace.of(Onboarding) if is_for(entry.record.only_for, person, teams))
    return tuple(sorted(found, key=_nearness))


def tasks_for(workspace: Workspace, person: Person) -> tuple[PlannedTask, ...]:
    """The tasks a person has: every layer's, each id once, less what a nearer layer replaces or leaves out.

    Sorted by day; on one day in the order of the layers and of their files.
    """
    found: dict[str, PlannedTask] = {}
    teams = teams_of(workspace, person.team)
    for entry in layers_for(workspace, person):
        for id_ in entry.record.without:
            found.pop(id_, None)
        for planned in _tasks_of(entry, person, teams):
            if planned.task.replaces is not None:
                found.pop(planned.task.replaces, None)
            found[planned.task.id] = planned
    return tuple(sorted(found.values(), key=lambda planned: planned.task.day))


def _tasks_of(entry: Entry[Onboarding], person: Person, teams: tuple[str, ...]) -> Iterator[PlannedTask]:
    for index, task in enumerate(entry.record.tasks):
        if is_for(task.only_for, person, teams):
            yield PlannedTask(task, entry, ("tasks", index))


def known_roles(workspace: Workspace, without: str | None = None) -> tuple[str, ...]:
    """The roles that anything knows: layers, tools, resources, rituals, and people other than one; in order."""
    found: set[str] = set()
    for layer in workspace.of(Onboarding):
        conditions = (layer.record.only_for, *(task.only_for for task in layer.record.tasks))
        found.update(role for wanted in conditions if wanted is not None for role in wanted.roles)
    found.update(
        role for tool in workspace.of(Tool) if tool.record.access is not None for role in tool.record.access.roles
    )
    found.update(role for resource in workspace.of(Resource) for role in resource.record.roles)
    found.update(role for ritual in workspace.of(Ritual) for role in ritual.record.roles)
    found.update(one.record.role for one in workspace.of(Person) if one.record.role is not None and one.id != without)
    return tuple(sorted(found))


def stand_in(layers: tuple[Entry[Onboarding], ...], doer: str) -> str | None:
    """Who does what is HR's or operations', by the nearest layer that says so."""
    named = (getattr(entry.record, doer, None) for entry in reversed(layers))
    return next((person for person in named if person is not None), None)
