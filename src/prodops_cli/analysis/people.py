"""Who is here on a day, on which team, reporting to whom; and who has left.

The functions that answer for everybody (`members_by_team`, `reports_by_manager`) walk the people once. Call
them once and look things up in what they return; never ask for one team inside a loop over teams.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.workspace import Entry, Workspace

People = tuple[Entry[Person], ...]
"""Entries of people, by id."""


def has_left(person: Person, as_of: date) -> bool:
    """Whether the person's last day is over."""
    return person.ends is not None and person.ends < as_of


def is_coming(person: Person, as_of: date) -> bool:
    """Whether the person's first day is still ahead."""
    return person.starts is not None and person.starts > as_of


def is_here(person: Person, as_of: date) -> bool:
    """Whether the day is between the person's first and last day, both included."""
    return not has_left(person, as_of) and not is_coming(person, as_of)


def departed(workspace: Workspace, id_: str | None, as_of: date) -> Person | None:
    """The person a reference names if that person has left, else None."""
    person = workspace.get(Person, id_)
    return person if person is not None and has_left(person, as_of) else None


def people_here(workspace: Workspace, as_of: date) -> People:
    """Everybody who is here on the day."""
    return tuple(entry for entry in workspace.of(Person) if is_here(entry.record, as_of))


def members_by_team(workspace: Workspace, as_of: date) -> Mapping[str, People]:
    """The people of each team on the day: those who name it, and those it names; each once, by id.

    Teams without people are left out.
    """
    found: dict[str, dict[str, Entry[Person]]] = defaultdict(dict)
    here = {entry.id: entry for entry in people_here(workspace, as_of)}
    for id_, entry in here.items():
        if entry.record.team is not None:
            found[entry.record.team][id_] = entry
    for team in workspace.of(Team):
        for id_ in team.record.members:
            if id_ in here:
                found[team.id][id_] = here[id_]
    return {team: tuple(entry for _, entry in sorted(people.items())) for team, people in found.items()}


def reports_by_manager(workspace: Workspace, as_of: date) -> Mapping[str, People]:
    """The direct reports of each manager on the day, by id; people without any are left out."""
    found: dict[str, list[Entry[Person]]] = defaultdict(list)
    for entry in people_here(workspace, as_of):
        if entry.record.manager is not None:
            found[entry.record.manager].append(entry)
    return {manager: tuple(people) for manager, people in found.items()}


def ids_on_teams(workspace: Workspace) -> frozenset[str]:
    """The ids of the people who name a team, or whom a team names as a member or its lead, on whatever day."""
    naming = (entry.id for entry in workspace.of(Person) if entry.record.team is not None)
    named = (id_ for entry in workspace.of(Team) for id_ in (*entry.record.members, entry.record.lead) if id_)
    return frozenset((*naming, *named))
