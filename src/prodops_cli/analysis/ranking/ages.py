"""How old the numbers of a ranking are: the day that each was set, by the record's own history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from prodops_cli.diagnostics import Route
from prodops_cli.history import Revision, Trail, events_of

COUNTED_WITH = "per"
"""What changes the meaning of a number beside the number: the period it is counted over."""


@dataclass(frozen=True, slots=True)
class SetOn:
    """When the value that stands there now was set, and by whom."""

    day: date
    author: str
    commit: str | None
    """None for what is not committed."""


def set_on(trail: Trail, routes: Iterable[Route]) -> Mapping[Route, SetOn]:
    """When each value got what it has now. One that nobody ever set is not in it."""
    wanted = {".".join(map(str, route)): route for route in routes}
    found: dict[Route, SetOn] = {}
    for event in events_of(trail, {str(route[0]) for route in wanted.values()}):
        name, of_list = event.field.removesuffix(f".{COUNTED_WITH}"), event.field.partition("[")[0]
        route = wanted.get(event.field) or wanted.get(name) or wanted.get(of_list)
        if route is not None:
            found[route] = _set_by(event.revision)
    return found


def _set_by(revision: Revision) -> SetOn:
    return SetOn(revision.day, revision.author, revision.commit)
