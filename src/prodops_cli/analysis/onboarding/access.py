"""What somebody new has to be let into: the tools their role and team use, who says yes, and what that costs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.onboarding.layers import PlannedTask, teams_of
from prodops_cli.analysis.people import has_left
from prodops_cli.analysis.tools import free_seats, seat_cost
from prodops_cli.analysis.words import called
from prodops_cli.fields import Money
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.kinds.tool import Tool
from prodops_cli.workspace import Entry, Workspace


@dataclass(frozen=True, slots=True)
class Access:
    """A tool that somebody needs."""

    entry: Entry[Tool]
    why: str
    """Why this person needs it, in words."""
    approver: str | None
    """The id of who grants it: the tool's approver, else its owner; None where there is none who is still here."""
    free: int | None
    """Seats that are paid for and nobody uses; None where they are not counted, or nothing is paid by the seat."""
    adds: Money | None
    """What it adds to the costs of a year; None where a seat is free, or the tool is not paid by the seat."""


def access_for(workspace: Workspace, person: Person, tasks: Iterable[PlannedTask], as_of: date) -> tuple[Access, ...]:
    """The tools a person needs, by id; tools that are going are left out.

    A tool that names roles is for these from their first day; one that names teams, for these; one that names
    neither is everybody's. A tool that a task is about is needed whatever it says.
    """
    teams = teams_of(workspace, person.team)[:1]  # what a team above uses is not for everybody below it
    in_tasks = {planned.task.tool for planned in tasks}
    return tuple(_found(workspace, person, teams, in_tasks, as_of))


def _found(
    workspace: Workspace, person: Person, teams: tuple[str, ...], in_tasks: set[str | None], as_of: date
) -> Iterator[Access]:
    for entry in workspace.of(Tool):
        tool = entry.record
        why = _why(workspace, tool, person, teams) or ("a task of this plan needs it" if entry.id in in_tasks else None)
        if why is None or tool.status != "in_use" or not (_is_relied_on(tool, person) or entry.id in in_tasks):
            continue
        free = free_seats(tool)
        yield Access(entry, why, _approver(workspace, tool, as_of), free, None if free else seat_cost(tool))


def _is_relied_on(tool: Tool, person: Person) -> bool:
    """Whether people should rely on a tool; one that is only looked at is for those it names."""
    named = tool.access is not None and person.role in tool.access.roles
    return tool.ring != "hold" and (tool.ring != "assess" or named)


def _why(workspace: Workspace, tool: Tool, person: Person, teams: tuple[str, ...]) -> str | None:
    """Why a person needs a tool by what its file says; None where they do not."""
    roles = tool.access.roles if tool.access is not None else ()
    team = next((team for team in teams if team in tool.teams), None)
    if (roles and person.role not in roles) or (tool.teams and team is None):
        return None
    if roles:
        return f"for every {person.role}"
    record = workspace.get(Team, team)
    return f"used by {called(record)}" if record is not None else "for everybody"


def _approver(workspace: Workspace, tool: Tool, as_of: date) -> str | None:
    named = (tool.access.approver if tool.access is not None else None, tool.owner)
    for id_ in named:
        record = workspace.get(Person, id_)
        if record is not None and not has_left(record, as_of):
            return id_
    return None
