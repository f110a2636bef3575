"""Planning cycles: which one a day belongs to, who takes part, and which work is in its plan.

Nothing of this is written down: an initiative is in the plan of a period when its target, or else its start, lies in
it, and it is of a team that takes part.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from prodops_cli.analysis.calendar import ONE_DAY, Stretch, add_working_days, is_working_day, period_days, quarter_of
from prodops_cli.analysis.lookup import find_called
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import long_day
from prodops_cli.errors import ProdopsError
from prodops_cli.fields import is_period
from prodops_cli.kinds.cycle import Cycle, CycleException
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.team import Team
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

Stage = Literal["ahead", "planning", "frozen", "running", "review", "over"]
"""Not begun; being planned; fixed but not begun; under way; over but not looked back on; closed."""
Part = Literal["due", "begins"]
"""Why an initiative is in a plan: it is due in the period, or begins in it and is due later."""

FREEZE_WORKING_DAYS = 5
"""Working days between the freeze and the period's first day: time to tell everybody (ours)."""
PLANNING_WORKING_DAYS = 30
"""Working days from the beginning of planning to the freeze (ours)."""
LEAST_PLANNING_WORKING_DAYS = 11
"""Working days that a plan takes at least: more than the two weeks in which `freeze-near` warns (ours)."""
REVIEW_WORKING_DAYS = 8
"""Working days from the period's end to the look back: late updates have come in by then (ours)."""


@dataclass(frozen=True, slots=True)
class InCycle:
    """An initiative in the plan of a cycle."""

    entry: Entry[Initiative]
    part: Part


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a cycle."""

    opens: date
    freeze: date
    closes: date


# --- days ------------------------------------------------------------------------------------------


def days_of(settings: Settings, cycle: Cycle) -> Stretch:
    """The days whose work a cycle plans."""
    return period_days(settings, cycle.period)


def stage_of(settings: Settings, cycle: Cycle, as_of: date) -> Stage:
    """How far a cycle has come on a day."""
    days = days_of(settings, cycle)
    if as_of <= cycle.freeze:
        return "ahead" if cycle.opens is not None and as_of < cycle.opens else "planning"
    if as_of < days.first:
        return "frozen"
    if as_of <= days.last:
        return "running"
    return "review" if cycle.closes is not None and as_of <= cycle.closes else "over"


def usual_dates(settings: Settings, period: str) -> Dates:
    """The days of a cycle that nobody has said anything else of, counted in working days from its period."""
    days = period_days(settings, period)
    freeze = add_working_days(settings, days.first, -FREEZE_WORKING_DAYS)
    return Dates(
        opens=add_working_days(settings, freeze, -PLANNING_WORKING_DAYS),
        freeze=freeze,
        closes=add_working_days(settings, days.last, REVIEW_WORKING_DAYS),
    )


def next_quarter(settings: Settings, as_of: date) -> str:
    """The quarter to plan next: the first after a day's own whose plan is not about to be fixed by then."""
    period = _quarter_after(settings, quarter_of(settings, as_of))
    is_near = usual_dates(settings, period).freeze < add_working_days(settings, as_of, LEAST_PLANNING_WORKING_DAYS)
    return _quarter_after(settings, period) if is_near else period


def _quarter_after(settings: Settings, period: str) -> str:
    return quarter_of(settings, period_days(settings, period).last + ONE_DAY)


def working_days_to(settings: Settings, as_of: date, day: date) -> int:
    """The working days after a day up to another; negative where that lies behind."""
    if day < as_of:
        return -working_days_to(settings, day, as_of)
    days = (as_of + ONE_DAY * offset for offset in range(1, (day - as_of).days + 1))
    return sum(is_working_day(settings, one) for one in days)


# --- which cycle is meant ----------------------------------------------------------------------------


def cycle_called(workspace: Workspace, text: str) -> Entry[Cycle]:
    """The one cycle that an id, a title or a period (`2026-Q4`) means. Raises ProdopsError for any other text."""
    entry = workspace.find(Cycle.kind, text)
    of_period = [one for one in workspace.of(Cycle) if one.record.period == text.upper()]
    if entry is None and len(of_period) == 1:
        return of_period[0]
    id_ = text.removeprefix(f"{Cycle.kind}:")
    if entry is None and not of_period and _begins_with_year(id_) and (Cycle.kind, id_) not in workspace.unread:
        raise _unknown_period(workspace, id_)
    return find_called(workspace, Cycle, text)


def _begins_with_year(text: str) -> bool:
    return re.match(r"(?:19|20|21)\d\d(?!\d)", text, re.ASCII) is not None


def _unknown_period(workspace: Workspace, text: str) -> ProdopsError:
    """The error for a cycle of a period: one of another period is not what was meant, however alike they look."""
    message = f"there is no cycle `{text}`"
    if is_period(text.upper()):
        return ProdopsError(message, f"begin it: prodops roadmap cycle open {text.lower()}")
    same = [one for one in workspace.of(Cycle) if {_letters(text)} & {_letters(one.id), _letters(one.record.period)}]
    known = f"`prodops list {Cycle.kind}` shows what there is"
    return ProdopsError(message, f"did you mean `{same[0].id}`?" if same else known)


def _letters(text: str) -> str:
    """A text without what separates its parts: 2027q1."""
    return "".join(filter(str.isalnum, text.lower()))


def cycle_to_check(workspace: Workspace, as_of: date, asked: str | None) -> Entry[Cycle]:
    """The cycle that was asked for, or whose freeze comes next, or the one that is under way, or the last one."""
    if asked is not None:
        return cycle_called(workspace, asked)
    cycles = _cycles(workspace)
    ahead = [entry for entry in cycles if entry.record.freeze >= as_of]
    if ahead:
        return min(ahead, key=lambda entry: (entry.record.freeze, entry.id))
    running = [entry for entry in cycles if days_of(workspace.settings, entry.record).includes(as_of)]
    return _latest(workspace, running or cycles)


def cycle_to_close(workspace: Workspace, as_of: date, asked: str | None) -> Entry[Cycle]:
    """The cycle that was asked for, or the last whose period is over, or has begun, or whose plan was fixed.

    Raises ProdopsError where there is none.
    """
    if asked is not None:
        return cycle_called(workspace, asked)
    cycles = [entry for entry in _cycles(workspace) if entry.record.freeze < as_of]
    if not cycles:
        raise _none_over(workspace)
    over = [entry for entry in cycles if days_of(workspace.settings, entry.record).last < as_of]
    begun = [entry for entry in cycles if days_of(workspace.settings, entry.record).first <= as_of]
    return _latest(workspace, over or begun or cycles)


def _none_over(workspace: Workspace) -> ProdopsError:
    settings = workspace.settings
    first = min(_cycles(workspace), key=lambda entry: (days_of(settings, entry.record).last, entry.id))
    end = long_day(days_of(settings, first.record).last)
    frozen = f"its plan is fixed on {long_day(first.record.freeze)}"
    hint = f"{first.record.period} ends on {end}, {frozen}; until then: prodops roadmap cycle check {first.id}"
    return ProdopsError("no period is over yet", hint)


def cycle_after(workspace: Workspace, cycle: Cycle) -> Entry[Cycle] | None:
    """The cycle whose period begins on the day after another's ends."""
    first = days_of(workspace.settings, cycle).last + ONE_DAY
    found = [entry for entry in workspace.of(Cycle) if days_of(workspace.settings, entry.record).first == first]
    # a quarter after a quarter, where a half year begins on the same day
    same = [entry for entry in found if _length(entry.record.period) == _length(cycle.period)]
    return next(iter(same or found), None)


def cycle_before(workspace: Workspace, cycle: Cycle, as_of: date) -> Entry[Cycle] | None:
    """The last cycle whose period ends before another's begins, and whose plan has been fixed."""
    first = days_of(workspace.settings, cycle).first
    found = [
        entry
        for entry in workspace.of(Cycle)
        if entry.record.freeze < as_of and days_of(workspace.settings, entry.record).last < first
    ]
    return _latest(workspace, found) if found else None


def _cycles(workspace: Workspace) -> tuple[Entry[Cycle], ...]:
    cycles = workspace.of(Cycle)
    if not cycles:
        raise ProdopsError("there is no planning cycle yet", "begin one: prodops roadmap cycle open")
    return cycles


def _latest(workspace: Workspace, cycles: Iterable[Entry[Cycle]]) -> Entry[Cycle]:
    return max(cycles, key=lambda entry: (days_of(workspace.settings, entry.record).first, entry.id))


# --- who and what is in it ---------------------------------------------------------------------------


def teams_in(workspace: Workspace, cycle: Cycle) -> tuple[Entry[Team], ...]:
    """The teams that take part: those that are named, else all product and platform teams."""
    if cycle.teams:
        return tuple(entry for entry in workspace.of(Team) if entry.id in cycle.teams)
    return tuple(entry for entry in workspace.of(Team) if entry.record.type in ("product", "platform"))


def _length(period: str) -> str:
    """Which kind of period it is: Q, H, M of months, or nothing of a year."""
    part = period.partition("-")[2]
    return part[:1] if part[:1] in ("Q", "H") else "M" if part else ""


def part_in(initiative: Initiative, days: Stretch) -> Part | None:
    """Why an initiative is in the plan of a period; None where it is not."""
    if initiative.target is not None and days.includes(initiative.target):
        return "due"
    starts_in = initiative.start is not None and days.includes(initiative.start)
    is_due_later = initiative.target is None or initiative.target > days.last
    return "begins" if starts_in and is_due_later else None


def is_of(cycle: Cycle) -> Callable[[str | None], bool]:
    """Whether a team's work is in a cycle's plan: that of the teams it names, else of all."""
    named = frozenset(cycle.teams)
    return lambda team: not named or team in named


def plan_of(
    workspace: Workspace, cycle: Cycle, is_wanted: Callable[[Initiative], bool] = is_open
) -> tuple[InCycle, ...]:
    """The work in a cycle's plan, by id: what is open, or what else is wanted of it."""
    days, counts = days_of(workspace.settings, cycle), is_of(cycle)
    found = (
        (entry, part_in(entry.record, days))
        for entry in workspace.of(Initiative)
        if is_wanted(entry.record) and counts(entry.record.team)
    )
    return tuple(InCycle(entry, part) for entry, part in found if part is not None)


def exceptions_for(cycle: Cycle, ids: Iterable[str]) -> Iterator[CycleException]:
    """The exceptions for an initiative, by every id it has had."""
    names = frozenset(ids)
    return (exception for exception in cycle.exceptions if exception.initiative in names)
