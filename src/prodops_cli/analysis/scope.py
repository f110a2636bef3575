"""The part of a workspace that a question is about: everything, what a team does, or what serves a goal."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prodops_cli.analysis.goals import children_of
from prodops_cli.analysis.lookup import require
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.kinds.tool import Tool
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records count. Where a team and a goal are given, what belongs to both."""

    workspace: Workspace
    teams: frozenset[str] | None = None
    """The team and the teams that are parts of it; None for all."""
    goals: frozenset[str] | None = None
    """The goal and the goals that serve it; None for all."""

    def initiatives(self) -> tuple[Entry[Initiative], ...]:
        """Those of the team that serve the goal."""
        return tuple(entry for entry in self.workspace.of(Initiative) if self._has_initiative(entry.record))

    def goals_in(self) -> tuple[Entry[Goal], ...]:
        """Those of the team at or below the goal."""
        return tuple(
            entry
            for entry in self.workspace.of(Goal)
            if (self.teams is None or entry.record.team in self.teams)
            and (self.goals is None or entry.id in self.goals)
        )

    def launches(self) -> tuple[Entry[Launch], ...]:
        """Those that the team is behind or has work in, and that serve the goal themselves or by their work."""
        return tuple(entry for entry in self.workspace.of(Launch) if self._has_launch(entry.record))

    def tools(self) -> tuple[Entry[Tool], ...]:
        """Those that the team uses or somebody of it owns; none for a goal."""
        if self.goals is not None:
            return ()
        return tuple(entry for entry in self.workspace.of(Tool) if self._has_tool(entry.record))

    def people(self) -> tuple[Entry[Person], ...]:
        """Those of the team; none for a goal."""
        if self.goals is not None:
            return ()
        return tuple(entry for entry in self.workspace.of(Person) if self._has_person(entry.record))

    def _has_initiative(self, initiative: Initiative) -> bool:
        return (self.teams is None or initiative.team in self.teams) and (
            self.goals is None or not self.goals.isdisjoint(initiative.goals)
        )

    def _has_launch(self, launch: Launch) -> bool:
        work = [self.workspace.get(Initiative, id_) for id_ in launch.initiatives]
        teams = {launch.team, *(item.team for item in work if item is not None)}
        goals = {*launch.goals, *(goal for item in work if item is not None for goal in item.goals)}
        return (self.teams is None or not self.teams.isdisjoint(teams)) and (
            self.goals is None or not self.goals.isdisjoint(goals)
        )

    def _has_tool(self, tool: Tool) -> bool:
        owner = self.workspace.get(Person, tool.owner)
        return (
            self.teams is None
            or not self.teams.isdisjoint(tool.teams)
            or (owner is not None and self._has_person(owner))
        )

    def _has_person(self, person: Person) -> bool:
        if self.teams is None or person.team in self.teams:
            return True
        members = (team.members for id_ in self.teams if (team := self.workspace.get(Team, id_)) is not None)
        return any(person.id in ids for ids in members)


def scope_of(workspace: Workspace, team: str | None = None, goal: str | None = None) -> Scope:
    """The scope of a team, a goal, both or neither. Raises ProdopsError where there is no such record."""
    return Scope(workspace, _with_parts(workspace, Team, team), _with_parts(workspace, Goal, goal))


def _with_parts(workspace: Workspace, kind: type[Team] | type[Goal], id_: str | None) -> frozenset[str] | None:
    """The id and those of all that stands below it."""
    if id_ is None:
        return None
    require(workspace, kind.kind, id_)
    below = _parts_of(workspace) if kind is Team else children_of(workspace)
    return with_all_below(id_, {above: [entry.id for entry in entries] for above, entries in below.items()})


def with_all_below(id_: str, below: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """An id and those that stand below it, and below these; a circle ends where it is closed."""
    found: set[str] = set()
    waiting = [id_]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(below.get(one, ()))
    return frozenset(found)


def _parts_of(workspace: Workspace) -> Mapping[str, Iterable[Entry[Record]]]:
    parts: dict[str, list[Entry[Record]]] = defaultdict(list)
    for entry in workspace.of(Team):
        if entry.record.parent is not None:
            parts[entry.record.parent].append(entry)
    return parts
