"""`prodops roadmap cycle close`: what was promised for a period, beside what shipped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.calendar import quarter_of
from prodops_cli.analysis.goals import goal_scores
from prodops_cli.analysis.planning.cycle import cycle_after, days_of
from prodops_cli.analysis.planning.cycle_changes import (
    CARRIED,
    SHIPPED,
    Became,
    Past,
    Promised,
    added,
    promised,
)
from prodops_cli.analysis.words import counted
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by
from prodops_cli.reports._cycle import Allowed, ChangeLine, CycleHead, allowed_by, change_line, head_of
from prodops_cli.reports._places import line_of


@dataclass(frozen=True, slots=True)
class SayDo:
    """How much of what was promised shipped within the period."""

    team: Named | None
    """None for all teams together, or for what has no team."""
    promised: int
    shipped: int
    on_time: int
    """Of these, by the day that was promised."""
    ratio: float | None
    """Shipped of promised, 0 to 1; None where nothing was promised."""
    effort: float
    """Person-months that were promised, as they were estimated then; what was not estimated is not in it."""
    effort_shipped: float
    effort_ratio: float | None
    not_estimated: int
    """How many of what was promised had no estimate."""


@dataclass(frozen=True, slots=True)
class PromisedLine:
    """Something that was promised, and what became of it."""

    record: Named
    line: int | None
    """Where its status stands now; None for one that is gone."""
    team: Named | None
    owner: Named | None
    became: Became
    day: date
    """The day that stood in the plan."""
    new_day: date | None
    """The day it shipped, or is promised for now."""
    days: int | None
    """By how many days that is later; negative for earlier."""
    effort: float | None
    allowed: Allowed | None
    """The exception that let it change."""


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """Something that goes on after the period."""

    item: PromisedLine
    into: str | None
    """The cycle or quarter in which it is due now; None without a day."""


@dataclass(frozen=True, slots=True)
class ServedLine:
    """A goal that what was promised was for."""

    goal: Named
    promised: int
    shipped: int
    score: float | None
    """Where the goal stands, 0 to 1."""


@dataclass(frozen=True, slots=True)
class AddedLine:
    """Something that came in after the freeze."""

    change: ChangeLine
    team: Named | None
    shipped: date | None
    target: date | None


@dataclass(frozen=True, slots=True)
class CycleClose:
    """What was promised for a period, beside what shipped."""

    organisation: str
    as_of: date
    head: CycleHead
    headline: str
    is_over: bool
    """Whether the period is; until then it is how far things are."""
    total: SayDo
    teams: tuple[SayDo, ...]
    """By team, those that promised most first."""
    shipped: tuple[PromisedLine, ...]
    """Within the period, in the order of its days."""
    ahead: tuple[PromisedLine, ...]
    """What is still due in a period that is not over, by the day it is due now."""
    carried: tuple[CarriedLine, ...]
    """What goes on after the period, or has no day, by the day it is due now."""
    ended: tuple[PromisedLine, ...]
    """What shipped after the period, was cancelled, or is no longer in the files."""
    added: tuple[AddedLine, ...]
    """What came in after the freeze."""
    served: tuple[ServedLine, ...]


def cycle_close(workspace: Workspace, as_of: date, entry: Entry[Cycle], past: Past) -> CycleClose:
    """What was promised at the freeze of a cycle, beside what became of it."""
    cycle = entry.record
    taken = promised(workspace, cycle, past, as_of)
    lines = {one.id: _line(workspace, one, as_of) for one in taken}
    head = head_of(workspace, entry, as_of)
    total = _say_do(workspace, None, taken)
    is_over = as_of > head.last
    ahead = [one.id for one in taken if one.became == "open" and not is_over]
    goes_on = [one.id for one in taken if one.became in CARRIED and one.id not in ahead]
    carried = [_carried(workspace, cycle, lines[id_]) for id_ in goes_on]
    news = added(workspace, cycle, past, taken)
    return CycleClose(
        organisation=workspace.settings.name,
        as_of=as_of,
        head=head,
        headline=_headline(head, total, (len(ahead), len(carried), len(news)), is_over=is_over),
        is_over=is_over,
        total=total,
        teams=_by_team(workspace, taken),
        shipped=_sorted(lines[one.id] for one in taken if one.became in SHIPPED),
        ahead=_sorted(lines[id_] for id_ in ahead),
        carried=tuple(sorted(carried, key=lambda one: (one.item.new_day or date.max, one.item.record.ref))),
        ended=_sorted(lines[one.id] for one in taken if one.became not in SHIPPED | CARRIED),
        added=tuple(
            AddedLine(
                change_line(workspace, change, as_of),
                named_by(workspace, "team", change.entry.record.team),
                change.entry.record.shipped,
                change.entry.record.target,
            )
            for change in news
            if change.entry is not None
        ),
        served=_served(workspace, taken, as_of),
    )


def _sorted(lines: Iterable[PromisedLine]) -> tuple[PromisedLine, ...]:
    return tuple(sorted(lines, key=lambda line: (line.new_day or line.day, line.record.ref)))


def _line(workspace: Workspace, one: Promised, as_of: date) -> PromisedLine:
    entry = one.current or one.then
    record: Initiative = entry.record
    return PromisedLine(
        record=named(entry),
        line=line_of(workspace, one.current, ("status",)) if one.current is not None else None,
        team=named_by(workspace, "team", one.then.record.team),
        owner=named_by(workspace, "person", record.owner),
        became=one.became,
        day=one.day,
        new_day=one.new_day,
        days=one.days,
        effort=one.effort,
        allowed=allowed_by(workspace, one.exception, as_of) if one.exception is not None else None,
    )


def _carried(workspace: Workspace, cycle: Cycle, line: PromisedLine) -> CarriedLine:
    if line.new_day is None:
        return CarriedLine(line, None)
    after = cycle_after(workspace, cycle)
    if after is not None and days_of(workspace.settings, after.record).includes(line.new_day):
        return CarriedLine(line, after.record.period)
    return CarriedLine(line, quarter_of(workspace.settings, line.new_day))


# --- how much of it ----------------------------------------------------------------------------------


def _by_team(workspace: Workspace, taken: Iterable[Promised]) -> tuple[SayDo, ...]:
    groups: dict[str | None, list[Promised]] = {}
    for one in taken:
        groups.setdefault(one.then.record.team, []).append(one)
    found = [_say_do(workspace, team, items) for team, items in groups.items()]
    return tuple(sorted(found, key=lambda one: (one.team is None, -one.promised, one.team.ref if one.team else "")))


def _say_do(workspace: Workspace, team: str | None, taken: Iterable[Promised]) -> SayDo:
    items = list(taken)
    done = [one for one in items if one.became in SHIPPED]
    effort, effort_done = (sum(one.effort or 0.0 for one in some) for some in (items, done))
    return SayDo(
        team=named_by(workspace, "team", team),
        promised=len(items),
        shipped=len(done),
        on_time=sum(one.became == "on_time" for one in done),
        ratio=len(done) / len(items) if items else None,
        effort=effort,
        effort_shipped=effort_done,
        effort_ratio=effort_done / effort if effort else None,
        not_estimated=sum(one.effort is None for one in items),
    )


def _served(workspace: Workspace, taken: Iterable[Promised], as_of: date) -> tuple[ServedLine, ...]:
    """The goals that were promised something, by what they were promised; each initiative counts for every one."""
    counts: dict[str, list[int]] = {}
    for one in taken:
        for goal in dict.fromkeys(one.then.record.goals):
            count = counts.setdefault(goal, [0, 0])
            count[0] += 1
            count[1] += one.became in SHIPPED
    scores = goal_scores(workspace, as_of)
    found = [
        ServedLine(served, total, done, scores.get(id_))
        for id_, (total, done) in counts.items()
        if (served := named_by(workspace, Goal.kind, id_)) is not None
    ]
    return tuple(sorted(found, key=lambda line: (-line.promised, line.goal.ref)))


def _headline(head: CycleHead, total: SayDo, others: tuple[int, int, int], *, is_over: bool) -> str:
    """What shipped of what was promised; `others` are how many are still to come, go on, and came in later."""
    if not total.promised:
        return f"Nothing was promised for {head.period} when its plan was fixed."
    ahead, carried, news = others
    so_far = "" if is_over else " so far"
    parts = [f"{total.shipped} of {counted(total.promised, 'promised initiative')} shipped{so_far}{_shares(total)}"]
    if total.shipped:
        by_day = {total.shipped: "all of them by their day", 0: "none of them by its day"}
        parts[0] += f", {by_day.get(total.on_time, f'{total.on_time} by their day')}"
    parts += [f"{ahead} {'is' if ahead == 1 else 'are'} still to come"] if ahead else []
    parts += [f"{carried} {'goes' if carried == 1 else 'go'} on"] if carried else []
    parts += [f"{counted(news, 'initiative')} came in after the freeze"] if news else []
    return f"{'; '.join(parts)}."


def _shares(total: SayDo) -> str:
    """` (85 %, and 86 % of the effort)`; nothing where the counts say it all."""
    if total.ratio in (None, 0.0, 1.0):
        return ""
    effort = f", and {total.effort_ratio:.0%} of the effort".replace("%", " %") if total.effort_ratio else ""
    return f" ({total.ratio:.0%}".replace("%", " %") + f"{effort})"
