"""A launch to take part in within the first ninety days."""

from dataclasses import dataclass
from datetime import date, timedelta

from prodops_cli.analysis.launches.tiers import tier_of
from prodops_cli.analysis.onboarding.layers import teams_of
from prodops_cli.analysis.onboarding.schedule import DAYS
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.person import Person
from prodops_cli.workspace import Entry, Workspace

FROM_DAY = 30
"""The first thirty days are for learning."""
UNTIL_DAY = DAYS + 30
"""A launch soon after the ninety days is prepared within them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A planned launch that comes at the right time."""

    entry: Entry[Launch]
    date: date
    tier: int
    day: int
    """The day of the plan it is on, the first day being 1."""
    is_own_team: bool


def first_launch(workspace: Workspace, person: Person, starts: date) -> Suggestion | None:
    """The launch to suggest: none of tier 1 where there is another, the team's own first, then the smallest."""
    first, last = starts + timedelta(days=FROM_DAY), starts + timedelta(days=UNTIL_DAY - 1)  # the first day is day 1
    teams = frozenset(teams_of(workspace, person.team))
    found = [
        Suggestion(
            entry,
            day,
            tier_of(workspace.settings.launches, entry.record),
            (day - starts).days + 1,
            is_of_team(workspace, entry.record, teams),
        )
        for entry in workspace.of(Launch)
        if entry.record.status == "planned" and (day := entry.record.date) is not None and first <= day <= last
    ]
    return min(found, key=_rank, default=None)


def _rank(suggestion: Suggestion) -> tuple[bool, bool, int, int, str]:
    is_too_large = suggestion.tier == 1
    return is_too_large, not suggestion.is_own_team, -suggestion.tier, abs(suggestion.day - DAYS), suggestion.entry.id


def is_of_team(workspace: Workspace, launch: Launch, teams: frozenset[str]) -> bool:
    """Whether one of the teams is behind a launch, or has work in it."""
    work = (workspace.get(Initiative, id_) for id_ in launch.initiatives)
    return launch.team in teams or any(item is not None and item.team in teams for item in work)
