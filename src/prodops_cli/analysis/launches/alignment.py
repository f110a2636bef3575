"""Launches, the work they ship and the goals behind it: what does not fit together, seen from both ends."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from prodops_cli.analysis.calendar import period_days
from prodops_cli.analysis.launches.days import comes_after
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.workspace import Entry, Workspace

GapKind = Literal["no-goal", "no-work", "work-after-launch", "goal-over", "goal-without-launch", "not-launched"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that does not fit together."""

    kind: GapKind
    text: str
    """In words, without a full stop; of one record, whose name stands before it."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Who ships what for which goal, without what was cancelled or dropped."""

    workspace: Workspace
    launches_of: Mapping[str, tuple[str, ...]]
    """The launches that ship an initiative, by its id."""
    launches_for: Mapping[str, tuple[str, ...]]
    """The launches that serve a goal, themselves or by their work, by its id."""
    work_for: Mapping[str, tuple[Entry[Initiative], ...]]
    """The initiatives that serve a goal, by its id."""


def alignment(workspace: Workspace) -> Alignment:
    """Everything that is linked, in both directions."""
    launches_of: dict[str, list[str]] = defaultdict(list)
    launches_for: dict[str, list[str]] = defaultdict(list)
    work_for: dict[str, list[Entry[Initiative]]] = defaultdict(list)
    for entry in workspace.of(Launch):
        if entry.record.status != "cancelled":
            for id_ in dict.fromkeys(entry.record.initiatives):
                launches_of[id_].append(entry.id)
            for goal in goals_of(workspace, entry.record):
                launches_for[goal].append(entry.id)
    for work in workspace.of(Initiative):
        for goal in dict.fromkeys(work.record.goals if work.record.status != "cancelled" else ()):
            work_for[goal].append(work)
    return Alignment(
        workspace,
        {id_: tuple(found) for id_, found in launches_of.items()},
        {id_: tuple(found) for id_, found in launches_for.items()},
        {id_: tuple(found) for id_, found in work_for.items()},
    )


def goals_of(workspace: Workspace, launch: Launch) -> tuple[str, ...]:
    """The ids of the goals that a launch serves: its own, then those of its work."""
    work = (workspace.get(Initiative, id_) for id_ in launch.initiatives)
    return tuple(dict.fromkeys((*launch.goals, *(goal for one in work if one is not None for goal in one.goals))))


def launch_gaps(workspace: Workspace, launch: Launch) -> Iterator[Gap]:
    """What a launch lacks, and dates of its work and goals that do not fit its own."""
    goals = goals_of(workspace, launch)
    if not launch.initiatives:
        yield Gap("no-work", "ships no initiative")
    if not goals:
        yield Gap("no-goal", "serves no goal, itself or by its work")
    if launch.status != "planned" or launch.date is None:
        return
    for id_ in launch.initiatives:
        work = workspace.get(Initiative, id_)
        if work is not None and work.target is not None and comes_after(work, launch):
            late = days_text((work.target - launch.date).days)
            yield Gap("work-after-launch", f"comes {late} before {work.title} is due, on {work.target}")
    for id_ in goals:
        goal = workspace.get(Goal, id_)
        if goal is not None and goal.status == "active" and goal.period is not None:
            last = period_days(workspace.settings, goal.period).last
            if last < launch.date:
                late = days_text((launch.date - last).days)
                yield Gap("goal-over", f"comes {late} after the period of {goal.title} ({goal.period}) is over")


def goal_gaps(found: Alignment, entry: Entry[Goal]) -> Iterator[Gap]:
    """What has shipped for a goal and reached nobody by a launch."""
    if entry.id in found.launches_for or entry.record.status not in ("active", "done"):
        return
    shipped = [work for work in found.work_for.get(entry.id, ()) if work.record.status == "shipped"]
    noticed = [work.record.title for work in shipped if why_noticed(work.record)]
    if noticed:
        rest = f" and {len(noticed) - 1} more" if len(noticed) > 1 else ""
        yield Gap("goal-without-launch", f"has shipped work ({noticed[0]}{rest}), and no launch serves it")


def why_noticed(initiative: Initiative) -> str | None:
    """What says that customers notice an initiative; None where nothing does.

    A release note is written for customers, and a product line is what they buy.
    """
    if initiative.release_note is not None:
        return "it has a release note"
    if initiative.product_lines:
        return f"it is part of {', '.join(initiative.product_lines)}"
    return None


def not_launched(found: Alignment, as_of: date) -> Iterator[tuple[Entry[Initiative], str]]:
    """The work that customers notice, that has begun or shipped within a year, and that no launch ships; and why."""
    for entry in found.workspace.of(Initiative):
        work, why = entry.record, why_noticed(entry.record)
        is_recent = work.shipped is None or (as_of - work.shipped).days <= 365
        if why and work.status in ("in_progress", "shipped") and is_recent and entry.id not in found.launches_of:
            yield entry, why
