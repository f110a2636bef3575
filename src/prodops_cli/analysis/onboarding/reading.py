"""What somebody new should read and join: decisions that bind, how launches ended, open dependencies, resources."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from prodops_cli.analysis.onboarding.first_launch import is_of_team
from prodops_cli.analysis.onboarding.layers import teams_of
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.decision import Decision
from prodops_cli.kinds.initiative import Dependency, Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.resource import Resource
from prodops_cli.kinds.ritual import Ritual
from prodops_cli.workspace import Entry, Workspace

LAUNCHES_BACK = timedelta(days=183)
"""Launches of the last two quarters say how things end here."""


@dataclass(frozen=True, slots=True)
class OpenDependency:
    """Work of the team that waits for others, or the other way round."""

    entry: Entry[Initiative]
    """What waits."""
    dependency: Dependency
    on: Initiative
    is_ours: bool
    """Whether it is the team's own work that waits."""


def binding_decisions(workspace: Workspace, person: Person) -> tuple[Entry[Decision], ...]:
    """The accepted decisions that bind a person's team or everybody, the team's own first, then the latest."""
    teams = frozenset(teams_of(workspace, person.team))
    work = frozenset(entry.id for entry in workspace.of(Initiative) if entry.record.team in teams)

    def is_own(decision: Decision) -> bool:
        return not teams.isdisjoint(decision.teams) or not work.isdisjoint(decision.initiatives)

    def rank(entry: Entry[Decision]) -> tuple[bool, int, str]:
        return not is_own(entry.record), -(entry.record.decided or date.min).toordinal(), entry.id

    accepted = (entry for entry in workspace.of(Decision) if entry.record.status == "accepted")
    return tuple(sorted((entry for entry in accepted if is_own(entry.record) or not entry.record.teams), key=rank))


def past_launches(workspace: Workspace, person: Person, as_of: date) -> tuple[Entry[Launch], ...]:
    """The launches of the person's team that happened in the last two quarters, the latest first."""
    teams = frozenset(teams_of(workspace, person.team))
    found = (
        entry
        for entry in workspace.of(Launch)
        if entry.record.status == "launched"
        and entry.record.date is not None
        and as_of - LAUNCHES_BACK <= entry.record.date <= as_of
        and is_of_team(workspace, entry.record, teams)
    )
    return tuple(sorted(found, key=lambda entry: (-(entry.record.date or as_of).toordinal(), entry.id)))


def open_dependencies(workspace: Workspace, person: Person) -> tuple[OpenDependency, ...]:
    """What the team's open work waits for, and what waits for it, across teams; by the day it is needed."""
    team = person.team
    found = list(_dependencies(workspace, team)) if team is not None else []
    return tuple(sorted(found, key=lambda one: (one.dependency.needed_by or date.max, one.entry.id, one.dependency.on)))


def _dependencies(workspace: Workspace, team: str) -> Iterator[OpenDependency]:
    for entry in workspace.of(Initiative):
        if not is_open(entry.record):
            continue
        for dependency in entry.record.depends_on:
            other = workspace.get(Initiative, dependency.on)
            if other is None or not is_open(other) or entry.record.team == other.team:
                continue
            if team in (entry.record.team, other.team):
                yield OpenDependency(entry, dependency, other, entry.record.team == team)


def resources_for(workspace: Workspace, person: Person) -> tuple[Entry[Resource], ...]:
    """What somebody new is to read: glossaries, and whatever is for onboarding, for their teams and role; by title."""
    teams = frozenset(teams_of(workspace, person.team))
    found = (
        entry
        for entry in workspace.of(Resource)
        if entry.record.status == "current"
        and ("onboarding" in entry.record.stages or entry.record.type == "glossary")
        and (not entry.record.teams or not teams.isdisjoint(entry.record.teams))
        and (not entry.record.roles or person.role in entry.record.roles)
    )
    return tuple(sorted(found, key=lambda entry: (entry.record.type != "glossary", entry.record.title, entry.id)))


def rituals_for(workspace: Workspace, person: Person) -> tuple[Entry[Ritual], ...]:
    """The rituals a person joins: those of their teams, of their role, or of everybody; and those that name them."""
    teams = frozenset(teams_of(workspace, person.team))
    return tuple(entry for entry in workspace.of(Ritual) if _joins(entry.record, person, teams))


def _joins(ritual: Ritual, person: Person, teams: frozenset[str]) -> bool:
    if ritual.status != "active":
        return False
    if person.id in ritual.attendees:
        return True
    if not (ritual.teams or ritual.roles):
        return not ritual.attendees
    return (not ritual.teams or not teams.isdisjoint(ritual.teams)) and (
        not ritual.roles or person.role in ritual.roles
    )
