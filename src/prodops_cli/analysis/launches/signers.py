"""Who may sign at a gate: whom the policy names, else the team with the gate's name, else the gate's owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from prodops_cli.analysis.scope import with_all_below
from prodops_cli.kinds.launch import Approval, Gate, Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.policy import LaunchPolicy
from prodops_cli.workspace import Workspace

Basis = Literal["policy", "team", "owner", "nobody"]


@dataclass(frozen=True, slots=True)
class Signers:
    """The people who may sign at a gate of a launch."""

    people: tuple[str, ...]
    """Their ids, sorted; empty where nobody is named."""
    basis: Basis
    """What says so: the settings, the team with the gate's name, the gate itself, or nothing."""

    def may_sign(self, person: str) -> bool:
        """Whether a person's sign-off counts; where nobody is named, nothing speaks against anybody."""
        return self.basis == "nobody" or person in self.people


class SignerBook:
    """Who may sign, for all gates of a workspace: the people of its teams are collected once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._by_policy: dict[str, Signers | None] = {}

    @property
    def policy(self) -> LaunchPolicy:
        """What the settings say of launches."""
        return self.workspace.settings.launches

    def of(self, launch: Launch, name: str) -> Signers:
        """Who may sign at a gate of a launch.

        A team's people are those who name it or whom it names, its lead, and those of the teams in it.
        """
        if name not in self._by_policy:
            self._by_policy[name] = self._of_everyone(name)
        found = self._by_policy[name]
        if found is not None:
            return found
        owner = launch.gates.get(name, Gate()).owner
        return Signers((owner,), "owner") if owner is not None else Signers((), "nobody")

    def is_outsider(self, launch: Launch, name: str, approval: Approval) -> bool:
        """Whether a sign-off is by somebody who may not give it.

        That is not said of a person nobody knows, nor while some people or teams could not be read.
        """
        is_known = self.workspace.get(Person, approval.by) is not None and self._is_complete
        return is_known and not self.of(launch, name).may_sign(approval.by)

    @cached_property
    def _is_complete(self) -> bool:
        kinds = {kind for kind, _ in self.workspace.unread} | self.workspace.unread_kinds
        return not kinds & {Person.kind, Team.kind}

    def _of_everyone(self, name: str) -> Signers | None:
        """Those who may sign at every gate of a name; None where each gate's own owner counts."""
        named = self.policy.gate(name).approvers
        if named:
            return Signers(tuple(sorted({id_ for ref in named for id_ in self._people(ref)})), "policy")
        if self.workspace.get(Team, name) is not None or (Team.kind, name) in self.workspace.unread:
            return Signers(self._team(name), "team")
        return None

    def _people(self, ref: str) -> tuple[str, ...]:
        kind, _, id_ = ref.partition(":")
        return self._team(id_) if kind == Team.kind else (id_,)

    def _team(self, id_: str) -> tuple[str, ...]:
        return tuple(sorted({one for team in with_all_below(id_, self._parts) for one in self._members.get(team, ())}))

    @cached_property
    def _parts(self) -> Mapping[str, list[str]]:
        parts: dict[str, list[str]] = {}
        for entry in self.workspace.of(Team):
            if entry.record.parent is not None:
                parts.setdefault(entry.record.parent, []).append(entry.id)
        return parts

    @cached_property
    def _members(self) -> Mapping[str, set[str]]:
        """The people of each team, on whatever day: a sign-off stays one when somebody leaves."""
        found: dict[str, set[str]] = {}
        for person in self.workspace.of(Person):
            if person.record.team is not None:
                found.setdefault(person.record.team, set()).add(person.id)
        for team in self.workspace.of(Team):
            lead = (team.record.lead,) if team.record.lead is not None else ()
            found.setdefault(team.id, set()).update((*team.record.members, *lead))
        return found
