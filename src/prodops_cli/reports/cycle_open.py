"""`prodops roadmap cycle open`: what a planning period that begins has in it already."""

from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.planning.cycle import days_of, plan_of, working_days_to
from prodops_cli.analysis.planning.cycle_changes import CARRIED, Past, promised
from prodops_cli.analysis.planning.cycle_needs import silent_teams
from prodops_cli.analysis.words import counted, long_day
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by
from prodops_cli.reports._cycle import CycleHead, head_of


@dataclass(frozen=True, slots=True)
class InPlan:
    """An initiative that is in the plan already."""

    record: Named
    status: str
    owner: Named | None
    team: Named | None
    start: date | None
    target: date | None


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """Something that was promised for the period before and goes on."""

    record: Named
    owner: Named | None
    team: Named | None
    day: date
    """The day that was promised."""
    new_day: date | None
    """The day that is promised now."""
    days: int | None
    """By how many days that is later."""


@dataclass(frozen=True, slots=True)
class CycleOpen:
    """A planning period that begins, and what is in it already."""

    organisation: str
    as_of: date
    head: CycleHead
    headline: str
    days_left: int
    """Working days to the freeze."""
    due: tuple[InPlan, ...]
    """What is due in the period, by its day."""
    begins: tuple[InPlan, ...]
    """What begins in it and is due later, by its day."""
    previous: Named | None
    """The cycle before it; None where there is none."""
    carried: tuple[CarriedOver, ...]
    """What was promised for the period before and goes on, by the day it is promised for now."""
    is_history_known: bool
    """Whether git knows what was promised for the period before."""
    silent: tuple[Named, ...]
    """The teams that take part and have nothing in the plan yet, nor a part of anything in it."""


def cycle_open(
    workspace: Workspace, as_of: date, entry: Entry[Cycle], previous: Entry[Cycle] | None, past: Past | None
) -> CycleOpen:
    """What a cycle begins with; `past` is what is known of the one before."""
    plan = plan_of(workspace, entry.record)
    due = [_in_plan(workspace, one.entry) for one in plan if one.part == "due"]
    begins = [_in_plan(workspace, one.entry) for one in plan if one.part == "begins"]
    carried = _carried(workspace, previous, past, as_of)
    head = head_of(workspace, entry, as_of)
    days_left = working_days_to(workspace.settings, as_of, head.freeze)
    return CycleOpen(
        organisation=workspace.settings.name,
        as_of=as_of,
        head=head,
        headline=_headline(head, days_left, len(plan), len(carried)),
        days_left=days_left,
        due=tuple(sorted(due, key=lambda one: (one.target or date.max, one.record.ref))),
        begins=tuple(sorted(begins, key=lambda one: (one.start or date.max, one.record.ref))),
        previous=named(previous) if previous is not None else None,
        carried=carried,
        is_history_known=past is not None,
        silent=tuple(map(named, silent_teams(workspace, entry.record))),
    )


def _in_plan(workspace: Workspace, entry: Entry[Initiative]) -> InPlan:
    record = entry.record
    owner, team = named_by(workspace, "person", record.owner), named_by(workspace, "team", record.team)
    return InPlan(named(entry), record.status, owner, team, record.start, record.target)


def _carried(
    workspace: Workspace, previous: Entry[Cycle] | None, past: Past | None, as_of: date
) -> tuple[CarriedOver, ...]:
    """What was promised for the period before, and is not promised for it any more."""
    if previous is None or past is None:
        return ()
    last = days_of(workspace.settings, previous.record).last
    found = []
    for one in promised(workspace, previous.record, past, as_of):
        is_later = one.new_day is None or one.new_day > last or as_of > last
        if one.became in CARRIED and is_later and one.current is not None:
            record = one.current.record
            owner, team = named_by(workspace, "person", record.owner), named_by(workspace, "team", record.team)
            found.append(CarriedOver(named(one.current), owner, team, one.day, one.new_day, one.days))
    return tuple(sorted(found, key=lambda one: (one.new_day or date.max, one.record.ref)))


def _headline(head: CycleHead, days_left: int, planned: int, carried: int) -> str:
    day = long_day(head.freeze)
    when = f"on {day}, in {counted(days_left, 'working day')}" if days_left >= 0 else f"on {day}, which is over"
    has = f"{counted(planned, 'initiative')} {'is' if planned == 1 else 'are'} in it already"
    over = f", {carried} carried over from the period before" if carried else ""
    return f"The plan is fixed {when}: {has}{over}."
