"""What became of a plan after its freeze: the workspace as it was then beside that of now, and who changed what.

The plan of then is the one that the files made on the day of the freeze; records are followed through renames.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from prodops_cli.analysis.calendar import Stretch
from prodops_cli.analysis.planning.cycle import Part, days_of, exceptions_for, is_of, part_in, plan_of
from prodops_cli.analysis.roadmap import is_open, is_under_way
from prodops_cli.history import History, Revision, Trail, events_of
from prodops_cli.kinds.cycle import Cycle, CycleException
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.workspace import Entry, Workspace

What = Literal["added", "begins", "moved", "undated", "cancelled", "on_hold", "idea", "team", "removed"]
Became = Literal["on_time", "late", "after", "moved", "undated", "on_hold", "open", "cancelled", "removed"]
"""Shipped by its day, later but within the period, after the period; the others are as they are called."""
SHIPPED: frozenset[Became] = frozenset({"on_time", "late"})
"""What counts as done: it shipped within the period, whatever its day was."""
CARRIED: frozenset[Became] = frozenset({"moved", "undated", "on_hold", "open"})
"""What is still to be done."""

_STOPPED: dict[str, What] = {"cancelled": "cancelled", "on_hold": "on_hold", "idea": "idea"}


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of the past of a plan."""

    frozen: Workspace
    """The workspace at the end of the day of the freeze."""
    history: History
    """Up to the state that the plan is held against."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A change of the plan after its freeze."""

    what: What
    id: str
    """The initiative's id of today, or the last it had."""
    entry: Entry[Initiative] | None
    """As it is now; None for one that was removed."""
    then: Entry[Initiative] | None
    """As it was at the freeze; None for one that was not there."""
    old: str | None
    """The value that stood there, as it is written."""
    new: str | None
    revision: Revision | None
    """Who changed it last, and when."""
    exception: CycleException | None
    """What allowed it; None for a breach."""


@dataclass(frozen=True, slots=True)
class Promised:
    """An initiative that was promised at the freeze, and what became of it."""

    id: str
    then: Entry[Initiative]
    current: Entry[Initiative] | None
    """None for one that is no longer in the files."""
    became: Became
    day: date
    """The day that stood in the plan."""
    new_day: date | None
    """The day it shipped, or is promised for now."""
    exception: CycleException | None

    @property
    def days(self) -> int | None:
        """By how many days the new day is later; negative for earlier, None without one."""
        return (self.new_day - self.day).days if self.new_day is not None else None

    @property
    def effort(self) -> float | None:
        """The person-months it was estimated at when it was promised: the middle of a range."""
        return self.then.record.effort.middle if self.then.record.effort is not None else None


# --- after the freeze --------------------------------------------------------------------------------


def changes_after(workspace: Workspace, cycle: Cycle, past: Past) -> tuple[PlanChange, ...]:
    """What changed in the plan of a cycle since its freeze, by initiative.

    A day that came closer is no change that anybody has to allow; nor is work that went on.
    """
    days = days_of(workspace.settings, cycle)
    known: set[str] = set()
    found: list[PlanChange] = []
    for planned in plan_of(past.frozen, cycle):
        trail = past.history.get(Initiative.kind, planned.entry.id)
        id_ = trail.id if trail is not None else planned.entry.id
        known.add(id_)
        found.extend(_changes(workspace, cycle, planned.entry, trail, days))
    since = plan_of(workspace, cycle, lambda initiative: _is_news(initiative, cycle.freeze))
    found.extend(_added(past, cycle, planned.entry, planned.part) for planned in since if planned.entry.id not in known)
    return tuple(sorted(found, key=lambda change: (change.exception is not None, change.id, change.what)))


def _is_news(initiative: Initiative, freeze: date) -> bool:
    """Whether it was still to be done after the freeze."""
    return is_open(initiative) or (initiative.shipped is not None and initiative.shipped > freeze)


def _changes(
    workspace: Workspace, cycle: Cycle, then: Entry[Initiative], trail: Trail | None, days: Stretch
) -> Iterator[PlanChange]:
    id_ = trail.id if trail is not None else then.id
    now = _entry(workspace, id_)

    def change(what: What, field: str, old: object, new: object) -> PlanChange:
        revision = _last_change(trail, field)
        old_text, new_text = (str(value) if value is not None else None for value in (old, new))
        excuse = _excuse(cycle, trail, {then.id, id_}, revision)
        return PlanChange(what, id_, now, then, old_text, new_text, revision, excuse)

    if now is None:
        if (Initiative.kind, id_) not in workspace.unread and Initiative.kind not in workspace.unread_kinds:
            yield change("removed", "file", then.path, None)
        return
    before, after = then.record, now.record
    if after.status != before.status and after.status in _STOPPED:
        yield change(_STOPPED[after.status], "status", before.status, after.status)
    elif after.target is None and before.target is not None:
        yield change("undated", "target", before.target, None)
    elif after.target != before.target and not _is_closer(before.target, after.target, days):
        yield change("moved", "target", before.target, after.target)
    elif part_in(before, days) == "begins" and part_in(after, days) is None and is_open(after):
        yield change("moved", "start", before.start, after.start)
    if after.team != before.team:
        yield change("team", "team", before.team, after.team)


def _is_closer(before: date | None, after: date | None, days: Stretch) -> bool:
    return before is not None and after is not None and days.first <= after < before


def _added(past: Past, cycle: Cycle, entry: Entry[Initiative], part: Part | None) -> PlanChange:
    trail = past.history.get(Initiative.kind, entry.id)
    names = {version.id for version in trail.versions} if trail is not None else {entry.id}
    then = next((found for name in sorted(names) if (found := _entry(past.frozen, name)) is not None), None)
    revision = _last_change(trail, "target") or _last_change(trail, "start") or _last_change(trail, "file")
    what: What = "begins" if part == "begins" else "added"
    field = "start" if part == "begins" else "target"
    old = getattr(then.record, field) if then is not None else None
    new = getattr(entry.record, field) or entry.record.start
    old_text, new_text = (str(day) if day is not None else None for day in (old, new))
    excuse = _excuse(cycle, trail, {entry.id}, revision)
    return PlanChange(what, entry.id, entry, then, old_text, new_text, revision, excuse)


def _entry(workspace: Workspace, id_: str) -> Entry[Initiative] | None:
    return cast("Entry[Initiative] | None", workspace.find(Initiative.kind, id_))


def _last_change(trail: Trail | None, field: str) -> Revision | None:
    """The last revision that changed a field."""
    events = list(events_of(trail, {field})) if trail is not None else []
    return events[-1].revision if events else None


def _excuse(cycle: Cycle, trail: Trail | None, ids: set[str], revision: Revision | None) -> CycleException | None:
    """The exception that covers a change: one for the initiative, which had not run out on the day of the change."""
    names = ids | ({version.id for version in trail.versions} if trail is not None else set())
    for exception in exceptions_for(cycle, names):
        if exception.until is None or revision is None or revision.day <= exception.until:
            return exception
    return None


# --- promised and shipped ----------------------------------------------------------------------------


def promised(workspace: Workspace, cycle: Cycle, past: Past, as_of: date) -> tuple[Promised, ...]:
    """What was promised at the freeze (taken on, and due in the period), and what became of it, by id of then."""
    last = days_of(workspace.settings, cycle).last
    found = []
    for planned in plan_of(past.frozen, cycle, is_under_way):
        target = planned.entry.record.target
        if planned.part != "due" or target is None:
            continue
        trail = past.history.get(Initiative.kind, planned.entry.id)
        id_ = trail.id if trail is not None else planned.entry.id
        now = _entry(workspace, id_)
        became, new_day = _became(now.record if now is not None else None, target, last, as_of)
        names = {version.id for version in trail.versions} if trail is not None else {id_}
        excuse = next(exceptions_for(cycle, names | {id_}), None)
        found.append(Promised(id_, planned.entry, now, became, target, new_day, excuse))
    return tuple(found)


def _became(now: Initiative | None, target: date, last: date, as_of: date) -> tuple[Became, date | None]:
    if now is None:
        return "removed", None
    match now.status:
        case "shipped":
            day = now.shipped or min(as_of, last)
            return ("on_time" if day <= target else "late" if day <= last else "after"), now.shipped
        case "cancelled":
            return "cancelled", None
        case "on_hold":
            return "on_hold", now.target
        case _ if now.target is None:
            return "undated", None
        case _:
            return ("moved" if now.target > last else "open"), now.target


def added(workspace: Workspace, cycle: Cycle, past: Past, taken: tuple[Promised, ...]) -> tuple[PlanChange, ...]:
    """What came into the period after the freeze: due in it or shipped in it, and not promised; by id."""
    days, counts = days_of(workspace.settings, cycle), is_of(cycle)
    names = {one.id for one in taken} | set(_ids_in_plan(cycle, past))
    found = []
    for entry in workspace.of(Initiative):
        initiative = entry.record
        if entry.id in names or not counts(initiative.team):
            continue
        is_shipped_in = initiative.shipped is not None and days.includes(initiative.shipped)
        is_due_in = is_under_way(initiative) and part_in(initiative, days) == "due"
        if (is_shipped_in and initiative.status == "shipped") or is_due_in:
            found.append(_added(past, cycle, entry, "due"))
    return tuple(found)


def _ids_in_plan(cycle: Cycle, past: Past) -> Iterator[str]:
    """The ids, as they are today, of what stood in the plan at the freeze."""
    for planned in plan_of(past.frozen, cycle):
        trail = past.history.get(Initiative.kind, planned.entry.id)
        yield trail.id if trail is not None else planned.entry.id
