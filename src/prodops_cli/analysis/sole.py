"""What a person is the only one for, by what the files say, and which teams get too small without them.

An empty field is no evidence: somebody is called the only one with a skill only where most of the others have
written theirs down.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.calendar import ONE_DAY
from prodops_cli.analysis.leaving import Loss
from prodops_cli.analysis.people import People, members_by_team, people_here
from prodops_cli.analysis.successors import holders_of_gates
from prodops_cli.analysis.words import counted, listed
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.kinds.tool import Tool
from prodops_cli.workspace import Entry, Workspace

SMALLEST_TEAM = 2
"""With fewer people it is a team in name only."""
MOST_ELSEWHERE = 3
"""So many people who have a skill elsewhere are named."""

_ENOUGH = 0.5
"""The share of the others who have to have written a field down, for its lack to mean anything."""


@dataclass(frozen=True, slots=True)
class Sole:
    """Something that nobody else does, or a team that gets too small."""

    what: str
    """skill, language, vertical, country, time_zone, role, quorum, gate, access, team."""
    text: str
    """The fact in words; after `X is`, but for a team's size."""


def sole_facts(
    workspace: Workspace, leaver: Entry[Person], last_day: date, approves: Iterable[Loss] = ()
) -> tuple[Sole, ...]:
    """What nobody else is there for on the day after the last one; `approves` is what they still have to decide."""
    stay = tuple(entry for entry in people_here(workspace, last_day + ONE_DAY) if entry.id != leaver.id)
    teams = members_by_team(workspace, last_day)
    left = members_by_team(workspace, last_day + ONE_DAY)
    own = [team for team, people in teams.items() if any(entry.id == leaver.id for entry in people)]
    mates = {team: tuple(entry for entry in left.get(team, ()) if entry.id != leaver.id) for team in sorted(own)}
    return (
        *_small_teams(workspace, mates),
        *_roles(workspace, leaver.record, mates),
        *_quorums(approves),
        *_gates(workspace, leaver.id),
        *_access(workspace, leaver.id),
        *_skills(workspace, leaver.record, stay, mates),
        *_anywhere(leaver.record, stay),
    )


def _small_teams(workspace: Workspace, mates: dict[str, People]) -> Iterator[Sole]:
    for team, people in mates.items():
        if len(people) < SMALLEST_TEAM:
            count = counted(len(people), "person") if people else "nobody"
            yield Sole("team", f"{_team_name(workspace, team)} is left with {count}")


def _roles(workspace: Workspace, person: Person, mates: dict[str, People]) -> Iterator[Sole]:
    others = mates.get(person.team or "", ())
    if person.role is None or not others or not _is_enough([entry.record.role for entry in others]):
        return
    if all(entry.record.role != person.role for entry in others):
        yield Sole("role", f"the only {person.role} in {_team_name(workspace, person.team or '')}")


def _quorums(approves: Iterable[Loss]) -> Iterator[Sole]:
    """Gates and decisions have one approver: without them nothing can pass."""
    counts = Counter(loss.noun for loss in approves if loss.role == "approver" and loss.noun != "tool")
    if counts:
        undecided = listed([counted(count, f"open {noun}") for noun, count in sorted(counts.items())])
        yield Sole("quorum", f"the only one who can decide on {undecided}")


def _gates(workspace: Workspace, person: str) -> Iterator[Sole]:
    """Functions for which nobody else was ever named, in any launch."""
    for gate, people in sorted(holders_of_gates(workspace).items()):
        if people == {person}:
            count = sum(gate in entry.record.gates for entry in workspace.of(Launch))
            yield Sole("gate", f"the only one who was ever named for the gate {gate} ({counted(count, 'launch')})")


def _access(workspace: Workspace, person: str) -> Iterator[Sole]:
    granted = [entry.record.name for entry in workspace.of(Tool) if _grants(entry.record, person)]
    if granted:
        yield Sole("access", f"the only one who grants access to {listed(granted)}")


def _grants(tool: Tool, person: str) -> bool:
    """Whether the person both owns the tool and decides who gets in: there is no second to ask."""
    approver = tool.access.approver if tool.access is not None else None
    return tool.status != "retired" and tool.owner == person and approver in (None, person)


def _skills(workspace: Workspace, person: Person, stay: People, mates: dict[str, People]) -> Iterator[Sole]:
    """Skills that nobody else here has, then those that nobody else in the team has."""
    team = person.team or ""
    others = mates.get(team, ())
    is_known = _is_enough([entry.record.skills for entry in stay])
    is_known_there = _is_enough([entry.record.skills for entry in others])
    nowhere = [skill for skill in person.skills if not _with_skill(stay, skill)]
    if nowhere and is_known:
        yield Sole("skill", f"the only one here with {listed(nowhere)} as a skill")
    for skill in person.skills:
        elsewhere = _with_skill(stay, skill)
        if elsewhere and is_known_there and not _with_skill(others, skill):
            names = [entry.record.name for entry in elsewhere[:MOST_ELSEWHERE]]
            more = len(elsewhere) - len(names)
            named = listed([*names, *([f"{more} more"] if more else [])])
            yield Sole(
                "skill", f"the only one in {_team_name(workspace, team)} with {skill} as a skill; elsewhere: {named}"
            )


def _with_skill(people: People, skill: str) -> People:
    return tuple(entry for entry in people if skill in entry.record.skills)


def _anywhere(person: Person, stay: People) -> Iterator[Sole]:
    """Languages, areas and places that nobody else stands for."""
    watchers = [entry for entry in stay if entry.record.verticals]
    alone = _alone(person.verticals, (vertical for entry in watchers for vertical in entry.record.verticals))
    if alone and watchers:
        yield Sole("vertical", f"the only one who watches over {listed(alone)}")
    spoken = [entry.record.languages for entry in stay]
    alone = _alone(person.languages, (language for languages in spoken for language in languages))
    if alone and _is_enough(spoken):
        yield Sole("language", f"the only one here who works in {listed(alone)}")
    for what, text, of in _PLACES:
        own, others = of(person), [of(entry.record) for entry in stay]
        if own is not None and own not in others and _is_enough(others):
            yield Sole(what, f"the only one here {text} {own}")
            return  # whoever is alone in a country is often alone in its time zone


def _country(person: Person) -> str | None:
    country = person.location.country if person.location is not None else None
    return country.partition("-")[0] if country is not None else None


def _time_zone(person: Person) -> str | None:
    return person.location.time_zone if person.location is not None else None


_PLACES: tuple[tuple[str, str, Callable[[Person], str | None]], ...] = (
    ("country", "who works from", _country),
    ("time_zone", "in the time zone", _time_zone),
)


def _alone(own: Iterable[str], others: Iterable[str]) -> list[str]:
    known = set(others)
    return [value for value in own if value not in known]


def _is_enough(values: list[object] | list[str | None] | list[tuple[str, ...]]) -> bool:
    """Whether enough of the others have something in a field, for what nobody wrote to mean anything."""
    return bool(values) and sum(bool(value) for value in values) >= len(values) * _ENOUGH


def _team_name(workspace: Workspace, id_: str) -> str:
    team = workspace.get(Team, id_)
    return team.name if team is not None else id_
