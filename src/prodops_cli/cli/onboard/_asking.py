"""The questions of `prodops onboard new-hire`, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from prodops_cli.errors import ProdopsError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from prodops_cli.kinds.person import Person
    from prodops_cli.workspace import Workspace

MOST_ROLES = 4
"""Roles that the question names."""


def new_person(text: str, meant: tuple[str, ...]) -> str:
    from prodops_cli.render.escape import terminal

    like = f" (did you mean {' or '.join(meant)}?)" if meant else ""
    return terminal(f"There is no person {text} yet{like}. Enter takes what is in brackets; - leaves it out.") + "\n"


def asked_fields(workspace: Workspace, given: dict[str, str]) -> dict[str, str]:
    """The fields that a plan needs, from the terminal."""
    from prodops_cli.analysis.onboarding.layers import known_roles
    from prodops_cli.kinds.person import Person
    from prodops_cli.kinds.team import Team
    from prodops_cli.newcomers import values
    from prodops_cli.validation import validate

    roles = known_roles(workspace)
    questions: dict[str, tuple[str, Callable[[], str]]] = {
        "role": (f"Role ({', '.join(roles[:MOST_ROLES]) or 'engineer'})", lambda: "-"),
        "team": ("Team", lambda: "-"),
        "manager": ("Manager", lambda: _lead(workspace, given)),
        "starts": ("First day, like 2026-09-15", lambda: ""),
        "city": ("City", lambda: "-"),
        "country": ("Country, for holidays, like DE or US-NY", lambda: "-"),
        "time_zone": ("Time zone, like Europe/Berlin", lambda: "-"),
    }
    kinds = {"team": Team.kind, "manager": "person"}
    for field, (question, default) in questions.items():
        if field in given:
            continue
        if field == "role":
            check = _familiar(roles)
        else:
            check = _known(workspace, kinds[field]) if field in kinds else _fit(field)
        answer = str(typer.prompt(question, default=default() or None, value_proc=check, err=True))
        if answer != "-":
            given[field] = answer
    person = validate(Person, {"id": "new", **values(given)}, path="new")
    if isinstance(person, Person) and "buddy" not in given:
        given |= asked_buddy(workspace, person)
    return given


def _lead(workspace: Workspace, given: Mapping[str, str]) -> str:
    """The lead of the team that was named, who is most likely the manager."""
    from prodops_cli.kinds.team import Team

    team = workspace.get(Team, given.get("team"))
    return team.lead or "-" if team is not None else "-"


def _familiar(roles: tuple[str, ...]) -> Callable[[str], str]:
    """What takes a role that something knows; one that nothing knows it takes when it is typed a second time."""
    refused: list[str] = []

    def check(text: str) -> str:
        role = text.strip()
        if role == "-" or not roles or role in roles or role in refused:
            return role
        refused.append(role)
        meant = nearest(role.lower().replace(" ", "-"), roles)
        hint = f"did you mean {meant[0]}? " if meant else ""
        raise typer.BadParameter(f"no layer, tool or colleague knows the role {role}; {hint}Type it again to keep it")

    return check


def _known(workspace: Workspace, kind: str) -> Callable[[str], str]:
    """What takes an id or a whole name of a kind, or says that there is none."""
    from prodops_cli.analysis.lookup import unknown

    def check(text: str) -> str:
        wanted = text.strip()
        if wanted == "-" or workspace.exists(kind, wanted):
            return wanted
        every = (entry for entry in workspace.entries.values() if entry.kind == kind)
        called = [entry.id for entry in every if entry.record.label.casefold() == wanted.casefold()]
        if len(called) == 1:
            return called[0]
        error = unknown(workspace, kind, wanted)
        raise typer.BadParameter("; ".join(filter(None, (error.message, error.hint))))

    return check


def _fit(field: str) -> Callable[[str], str]:
    """What takes a value of a person's field, or says why it is none."""
    from prodops_cli.kinds.person import Person
    from prodops_cli.newcomers import values
    from prodops_cli.validation import validate

    def check(text: str) -> str:
        answer = text.strip()
        if answer != "-":
            found = validate(Person, {"id": "x", "name": "x", **values({field: answer})}, path="x")
            if isinstance(found, list):
                raise typer.BadParameter("; ".join(filter(None, (found[0].message, found[0].hint))))
        return answer

    return check


def asked_buddy(workspace: Workspace, person: Person) -> dict[str, str]:
    """The buddy, suggested from the graph; nobody where `-` is answered."""
    from prodops_cli.analysis.onboarding.buddies import candidates

    if person.starts is None:
        return {}
    best = next(iter(candidates(workspace, person, person.starts)), None)
    if best is None:
        return {}
    question = f"Buddy ({best.entry.id}: {best.why}; - for nobody yet)"
    answer = str(
        typer.prompt(question, default=best.entry.id, value_proc=_known(workspace, "person"), err=True),
    )
    return {} if answer == "-" else {"buddy": answer}


def asked(question: str, hint: str, *, may_ask: bool) -> str:
    if not may_ask:
        raise ProdopsError(f"{question.partition(' (')[0].partition(',')[0].lower()} is missing", hint)
    return ask(question)


def ask(question: str, default: str | None = None) -> str:
    return str(typer.prompt(question, default=default, err=True)).strip()
