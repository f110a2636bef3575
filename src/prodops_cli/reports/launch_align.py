"""`prodops launch align`: launches, the work they ship and the goals behind, in both directions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.launches.alignment import (
    Alignment,
    Gap,
    alignment,
    goal_gaps,
    goals_of,
    launch_gaps,
    not_launched,
)
from prodops_cli.analysis.launches.tiers import tier_of
from prodops_cli.analysis.words import counted, listed
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.policy import Tier
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by, report


@dataclass(frozen=True, slots=True)
class Work:
    """Work that a launch ships."""

    initiative: Named
    status: str | None
    """None for what could not be read."""
    target: date | None


@dataclass(frozen=True, slots=True)
class LaunchLine:
    """A launch, with what it ships and what that is for."""

    launch: Named
    status: str
    date: date | None
    tier: Tier
    work: tuple[Work, ...]
    goals: tuple[Named, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal, with the launches that serve it."""

    goal: Named
    period: str | None
    status: str
    shipped: int
    """How many initiatives have shipped for it."""
    under_way: int
    """How many are planned or in progress."""
    launches: tuple[Named, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class NotLaunched:
    """Work that customers notice and that no launch ships."""

    initiative: Named
    status: str
    day: date | None
    """When it shipped, else its target."""
    why: str
    """What says that customers notice it."""
    owner: Named | None
    goals: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class LaunchAlign:
    """Launches, work and goals, and what does not fit together."""

    organisation: str
    as_of: date
    headline: str
    launches: tuple[LaunchLine, ...]
    """Those that are not cancelled, by date; those without one last."""
    goals: tuple[GoalLine, ...]
    """Goals with work or a launch, by period."""
    not_launched: tuple[NotLaunched, ...]
    gaps: int
    """How many things do not fit, work that no launch ships included."""


@report
def launch_align(workspace: Workspace, as_of: date) -> LaunchAlign:
    """What does not fit together between launches, the work they ship and the goals behind it."""
    found = alignment(workspace)
    launches = sorted(
        (_launch(workspace, entry) for entry in workspace.of(Launch) if entry.record.status != "cancelled"),
        key=lambda line: (line.date is None, line.date or as_of, line.launch.id),
    )
    goals = [
        _goal(found, entry)
        for entry in sorted(workspace.of(Goal), key=lambda entry: (entry.record.period or "9999", entry.id))
        if entry.record.status in ("active", "done") and (entry.id in found.work_for or entry.id in found.launches_for)
    ]
    unlaunched = tuple(_not_launched(workspace, entry, why) for entry, why in not_launched(found, as_of))
    gaps = [gap for line in launches for gap in line.gaps] + [gap for line in goals for gap in line.gaps]
    return LaunchAlign(
        organisation=workspace.settings.name,
        as_of=as_of,
        headline=_headline(launches, gaps, len(unlaunched)),
        launches=tuple(launches),
        goals=tuple(goals),
        not_launched=unlaunched,
        gaps=len(gaps) + len(unlaunched),
    )


_WORDS = {
    "no-work": ("launch ships nothing", "launches ship nothing"),
    "no-goal": ("launch serves no goal", "launches serve no goal"),
    "work-after-launch": ("launch comes before its work", "launches come before their work"),
    "goal-over": ("launch comes after its goal's period", "launches come after their goals' periods"),
    "goal-without-launch": ("goal has shipped work and no launch", "goals have shipped work and no launch"),
}


def _headline(launches: Iterable[LaunchLine], gaps: list[Gap], unlaunched: int) -> str:
    counts = {kind: sum(gap.kind == kind for gap in gaps) for kind in _WORDS}
    parts = [counted(count, *_WORDS[kind]) for kind, count in counts.items() if count]
    if unlaunched:
        parts.append(f"{counted(unlaunched, 'initiative')} that customers notice {_is(unlaunched)} in no launch")
    if not parts:
        return f"{counted(len(list(launches)), 'launch')}: everything fits together."
    return f"{listed(parts)}."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _launch(workspace: Workspace, entry: Entry[Launch]) -> LaunchLine:
    launch = entry.record
    work = [(id_, workspace.get(Initiative, id_)) for id_ in launch.initiatives]
    return LaunchLine(
        launch=named(entry),
        status=launch.status,
        date=launch.date,
        tier=tier_of(workspace.settings.launches, launch),
        work=tuple(
            Work(name, one.status if one is not None else None, one.target if one is not None else None)
            for id_, one in work
            if (name := named_by(workspace, "initiative", id_)) is not None
        ),
        goals=_named(workspace, "goal", goals_of(workspace, launch)),
        gaps=tuple(launch_gaps(workspace, launch)),
    )


def _goal(found: Alignment, entry: Entry[Goal]) -> GoalLine:
    work = [one.record.status for one in found.work_for.get(entry.id, ())]
    return GoalLine(
        goal=named(entry),
        period=entry.record.period,
        status=entry.record.status,
        shipped=work.count("shipped"),
        under_way=work.count("planned") + work.count("in_progress"),
        launches=_named(found.workspace, "launch", found.launches_for.get(entry.id, ())),
        gaps=tuple(goal_gaps(found, entry)),
    )


def _not_launched(workspace: Workspace, entry: Entry[Initiative], why: str) -> NotLaunched:
    work = entry.record
    return NotLaunched(
        initiative=named(entry),
        status=work.status,
        day=work.shipped or work.target,
        why=why,
        owner=named_by(workspace, "person", work.owner),
        goals=_named(workspace, "goal", work.goals),
    )


def _named(workspace: Workspace, kind: str, ids: Iterable[str]) -> tuple[Named, ...]:
    return tuple(name for id_ in dict.fromkeys(ids) if (name := named_by(workspace, kind, id_)) is not None)
