"""Whom somebody new should meet: the people their work touches, and those who changed the same records in git."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from prodops_cli.analysis.launches.days import days_to_launch
from prodops_cli.analysis.onboarding.layers import teams_of
from prodops_cli.analysis.people import has_left, is_coming, is_here
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import called, listed
from prodops_cli.git import Commit
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.workspace import Entry, Workspace

RECENT = timedelta(days=365)
"""How far back changes in git say who works on something."""
FIRST_MONTH = timedelta(days=30)
"""People are met in the first month: whoever starts later is not there yet."""
SOON = 120
"""Days ahead that a launch's gates are worth knowing."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to meet, and why; the nearer the work, the earlier."""

    entry: Entry[Person]
    reasons: tuple[str, ...]
    weight: float
    """How much work the two will have in common (ours): only its order says something."""


class _Found:
    """Reasons by person, as they are found."""

    def __init__(self, workspace: Workspace, without: str, as_of: date) -> None:
        self._workspace = workspace
        self._without = without
        self._as_of = as_of
        self._reasons: dict[str, list[str]] = {}
        self._weights: Counter[str] = Counter()

    def add(self, id_: str | None, reason: str, weight: int) -> None:
        """Count a reason to meet somebody who is here in the first month."""
        record = self._workspace.get(Person, id_)
        if record is None or id_ is None or id_ == self._without:
            return
        if has_left(record, self._as_of) or is_coming(record, self._as_of + FIRST_MONTH):
            return
        if reason not in self._reasons.setdefault(id_, []):
            self._reasons[id_].append(reason)
            self._weights[id_] += weight

    def contacts(self) -> tuple[Contact, ...]:
        """Everybody who was found, the most important first."""
        people = (entry for entry in self._workspace.of(Person) if entry.id in self._reasons)
        found = [Contact(entry, tuple(self._reasons[entry.id]), self._weights[entry.id]) for entry in people]
        return tuple(sorted(found, key=lambda contact: (-contact.weight, contact.entry.id)))


def contacts_for(
    workspace: Workspace, person: Person, as_of: date, contributions: Mapping[str, int] | None = None
) -> tuple[Contact, ...]:
    """Everybody whom a person's work will touch, the most important first.

    `contributions` says how often somebody changed what the person's team works on, by id (see `contributions_to`).
    """
    found = _Found(workspace, person.id, as_of)
    teams = teams_of(workspace, person.team)
    for id_, reason, weight in _near(workspace, person, teams):
        found.add(id_, reason, weight)
    if teams:
        for id_, reason, weight in (*_around(workspace, teams[0]), *_gates(workspace, teams[0], as_of)):
            found.add(id_, reason, weight)
    for id_, count in (contributions or {}).items():
        times = "once" if count == 1 else f"{count:,} times"
        found.add(id_, f"changed your team's records {times} in a year", min(count, 20) // 4 + 1)
    for entry in workspace.of(Person):
        if person.role is not None and entry.record.role == person.role and is_here(entry.record, as_of):
            found.add(entry.id, f"works as {person.role} too", 4)
    return found.contacts()


_Reason = tuple[str | None, str, int]


def _near(workspace: Workspace, person: Person, teams: tuple[str, ...]) -> Iterator[_Reason]:
    """The manager, the buddies, the team and those who answer for it."""
    yield person.manager, "is your manager", 100
    yield person.buddy, "is your buddy", 90
    yield person.backup_buddy, "is your backup buddy", 80
    for place, id_ in enumerate(teams):
        team = workspace.get(Team, id_)
        if team is not None:
            yield team.lead, f"leads {called(team)}", 60 - 20 * min(place, 2)
            yield team.sponsor, f"is the sponsor of {called(team)}", 25 - 10 * min(place, 2)
    own = workspace.get(Team, teams[0]) if teams else None
    members = frozenset(own.members) if own is not None else frozenset[str]()
    for entry in workspace.of(Person):
        if teams and (entry.record.team == teams[0] or entry.id in members):
            role = f" as {entry.record.role}" if entry.record.role else ""
            yield entry.id, f"is on your team{role}", 40


def _around(workspace: Workspace, team: str) -> Iterator[_Reason]:
    """Those who answer for work that the team waits for or that waits for it, and for the goals it serves."""
    for entry in workspace.of(Initiative):
        one = entry.record
        if not is_open(one):
            continue
        for dependency in one.depends_on:
            other = workspace.get(Initiative, dependency.on)
            if other is None or not is_open(other):
                continue
            if one.team == team and other.team != team:
                yield other.owner, f"owns {called(other)}, which your team waits for", 20
            elif other.team == team and one.team != team:
                yield one.owner, f"owns {called(one)}, which waits for your team", 20
        for goal in one.goals if one.team == team else ():
            served = workspace.get(Goal, goal)
            if served is not None and served.status == "active":
                yield served.owner, f"owns the goal {called(served)}", 8


def _gates(workspace: Workspace, team: str, as_of: date) -> Iterator[_Reason]:
    """Those who have to agree to the team's coming launches, and who runs them."""
    for entry in workspace.of(Launch):
        launch = entry.record
        days = days_to_launch(launch, as_of)
        if launch.team == team and days is not None and 0 <= days <= SOON:
            yield launch.owner, f"runs the launch {called(launch)}", 15
            gates: dict[str, list[str]] = {}
            for name, gate in launch.gates.items():
                if gate.owner is not None:
                    gates.setdefault(gate.owner, []).append(name)
            for owner, names in gates.items():
                yield owner, f"decides on {listed(names)} for {called(launch)}", 10


# --- who changed what --------------------------------------------------------------------------------


def contributions_to(
    workspace: Workspace, team: str | None, commits: Iterable[Commit], as_of: date
) -> Mapping[str, int]:
    """How many commits of the last year each person made to what a team works on, by the person's id.

    Authors are known by their e-mail address, else by their name where only one person has it.
    """
    if team is None:
        return {}
    paths = frozenset(_paths_of(workspace, team))
    authors = _authors(workspace)
    found: Counter[str] = Counter()
    for commit in commits:
        if not timedelta() <= as_of - commit.when.date() <= RECENT:
            continue
        author = authors.get(commit.email.casefold()) or authors.get(commit.author.casefold())
        if author is not None and any(change.path in paths for change in commit.changes):
            found[author] += 1
    return dict(sorted(found.items()))


def _paths_of(workspace: Workspace, team: str) -> Iterator[str]:
    """The files of a team's own: its work, its launches and its goals; lists that others share are left out."""
    own: tuple[Entry[Any], ...] = (*workspace.of(Initiative), *workspace.of(Launch), *workspace.of(Goal))
    return (entry.path for entry in own if entry.record.team == team and not entry.route)


def _authors(workspace: Workspace) -> dict[str, str]:
    """The ids of people by e-mail address, and by name where it is one person's."""
    names = Counter(entry.record.name.casefold() for entry in workspace.of(Person))
    found = {}
    for entry in workspace.of(Person):
        if names[entry.record.name.casefold()] == 1:
            found[entry.record.name.casefold()] = entry.id
    for entry in workspace.of(Person):
        if entry.record.email is not None:
            found[entry.record.email.casefold()] = entry.id
    return found
