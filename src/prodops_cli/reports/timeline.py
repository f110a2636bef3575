"""timeline: what is planned, under way and shipped, with its dates and how they moved."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias, get_args

from prodops_cli.analysis.calendar import ONE_DAY, Stretch, period_days, quarter_of
from prodops_cli.analysis.planning.schedule import Planned, schedule
from prodops_cli.analysis.promises import UNKNOWN, Promises, moved_phrase
from prodops_cli.analysis.roadmap import declared_health, derived_health
from prodops_cli.analysis.scope import Scope, scope_of
from prodops_cli.analysis.words import spoken
from prodops_cli.errors import ProdopsError
from prodops_cli.fields import Confidence, Health
from prodops_cli.kinds.initiative import Initiative, Status
from prodops_cli.kinds.launch import Launch
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by, report
from prodops_cli.reports._ties import USUAL, Tie, tie_of
from prodops_cli.settings import Settings

By = Literal["team", "goal", "status", "product-line"]
GROUPINGS: tuple[By, ...] = get_args(By)

PAST_DAYS = 365
"""Unless asked for, the picture begins so many days ago at the earliest, at the start of a quarter."""
AHEAD_DAYS = 730
"""And ends so many days ahead at the latest, at the end of one."""


@dataclass(frozen=True, slots=True)
class PromisedDay:
    """A day that something was promised for."""

    day: date
    said: date
    """The day on which it was promised."""
    author: str
    """Who committed that."""
    why: str
    """The subject of the commit; empty where it is not committed."""
    days: int
    """How much later than the day it replaced; 0 for the first."""


@dataclass(frozen=True, slots=True, order=True)
class Wait:
    """Something that an initiative waits for."""

    id: str
    tie: Tie = USUAL


@dataclass(frozen=True, slots=True)
class Item:
    """An initiative."""

    record: Named
    status: Status
    health: Health | None
    """How its owner says it goes; `done` for what has shipped."""
    derived: Health | None
    """How it goes by the evidence."""
    confidence: Confidence | None
    owner: Named | None
    team: Named | None
    goals: tuple[Named, ...]
    product_lines: tuple[str, ...]
    start: date
    """The day it starts: its own, else the computed one, else the day it is to end."""
    end: date
    """The day it is promised for, or shipped; the computed one where it has none."""
    target: date | None
    shipped: date | None
    finish: date | None
    """The earliest day it can end on, given what it waits for; None where that cannot be told."""
    late_days: int
    """Calendar days from its target to that, or to the day it shipped; 0 where the target holds."""
    slack: int | None
    """Working days that it can end later before anything else moves."""
    is_critical: bool
    waits_for: tuple[Wait, ...]
    """What it waits for, as far as that is in the picture."""
    promise: str | None
    """How its date moved: `3rd target, +71 days against the first promise`; None where it did not."""
    dates: tuple[PromisedDay, ...]
    """Every day it ever was promised for, the first first; empty where no history was at hand."""

    @property
    def last(self) -> date:
        """The last day it takes up in the picture."""
        return max(self.end, self.finish) if self.finish is not None and self.late_days else self.end


@dataclass(frozen=True, slots=True)
class Milestone:
    """A launch."""

    record: Named
    status: str
    on: date
    owner: Named | None
    team: Named | None
    goals: tuple[Named, ...]
    initiatives: tuple[str, ...]
    """The ids of the work that it is made of, as far as that is in the picture."""
    promise: str | None
    dates: tuple[PromisedDay, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Items and launches that stand together."""

    name: str
    """What they have in common, in words; `no team` and the like for what has none."""
    ref: str | None
    items: tuple[Item, ...]
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter of the fiscal year."""

    name: str
    """`2026-Q3`."""
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is planned, under way and shipped, with its dates."""

    organisation: str
    as_of: date
    by: By
    team: Named | None
    """The team it is about; None for all."""
    goal: Named | None
    """The goal it is about; None for all."""
    first: date
    last: date
    """The last day of the picture."""
    quarters: tuple[Period, ...]
    """The quarters of the fiscal year from the first day to the last."""
    groups: tuple[Group, ...]
    undated: int
    """How many open initiatives and launches have no dates, and so are not in it."""
    outside: int
    """How many have dates that are all before the first day or after the last."""
    has_history: bool
    """Whether git's history was at hand; without it nothing is known of how dates moved."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The initiatives of all groups."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """The launches of all groups."""
        return tuple(milestone for group in self.groups for milestone in group.milestones)


@dataclass(frozen=True, slots=True)
class View:
    """How a timeline is looked at, and what is known of the past."""

    by: By = "team"
    first: date | None = None
    """The first day to show."""
    last: date | None = None
    """The last day to show."""
    promises: Promises | None = None
    """What was promised before, by kind and id; None where no history is at hand."""


@report
def timeline(
    workspace: Workspace, as_of: date, *, team: str | None = None, goal: str | None = None, view: View = View()
) -> Timeline:
    """What is planned, under way and shipped, with its dates and how they moved.

    For one team (with the teams that are parts of it) or one goal (with the goals below it), or for everything. What
    serves several goals or product lines stands with the first. Raises ProdopsError for a team or goal that is not
    there, and for days in the wrong order.
    """
    if view.first is not None and view.last is not None and view.first > view.last:
        raise ProdopsError(f"the last day {view.last} is before the first day {view.first}", "swap them")
    scope = scope_of(workspace, team, goal)
    items, undated = _items(scope, as_of, view.promises or UNKNOWN)
    milestones, without_day = _milestones(scope, view.promises or UNKNOWN)
    window = _window(workspace.settings, items, milestones, as_of, view)
    seen = [item for item in items if item.start <= window.last and item.last >= window.first]
    launches = [one for one in milestones if window.includes(one.on)]
    return Timeline(
        organisation=workspace.settings.name,
        as_of=as_of,
        by=view.by,
        team=named_by(workspace, "team", team),
        goal=named_by(workspace, "goal", goal),
        first=window.first,
        last=window.last,
        quarters=_quarters(workspace.settings, window),
        groups=grouped(_among_themselves(seen), _of_what_is_there(launches, seen), view.by),
        undated=undated + without_day,
        outside=len(items) - len(seen) + len(milestones) - len(launches),
        has_history=view.promises is not None,
    )


# --- what is in it -----------------------------------------------------------------------------------


def _items(scope: Scope, as_of: date, promises: Promises) -> tuple[list[Item], int]:
    """The initiatives that have dates, and how many open ones have none. Cancelled ones are in neither."""
    planned = schedule(scope.workspace, as_of).planned
    items, undated = [], 0
    for entry in scope.initiatives():
        record = entry.record
        if record.status == "cancelled":
            continue
        if record.start is None and record.target is None and record.shipped is None:
            undated += record.status != "shipped"
            continue
        items.append(_item(scope.workspace, entry, planned.get(entry.id), as_of, promises))
    return items, undated


def _item(
    workspace: Workspace, entry: Entry[Initiative], planned: Planned | None, as_of: date, promises: Promises
) -> Item:
    record = entry.record
    is_shipped = record.status == "shipped"
    finish = planned.finish if planned is not None else None
    end = (record.shipped if is_shipped else None) or record.target or finish or record.start or as_of
    start = record.start or (planned.start if planned is not None else end)
    late = max((end - record.target).days, 0) if is_shipped and record.target is not None else 0
    return Item(
        record=named(entry),
        status=record.status,
        health="done" if is_shipped else declared_health(record, as_of),
        derived=derived_health(workspace, record, as_of),
        confidence=record.confidence,
        owner=named_by(workspace, "person", record.owner),
        team=named_by(workspace, "team", record.team),
        goals=_named_all(workspace, record.goals),
        product_lines=record.product_lines,
        start=min(start, end),
        end=end,
        target=record.target,
        shipped=record.shipped if is_shipped else None,
        finish=finish,
        late_days=late if is_shipped or planned is None else planned.late_days,
        slack=planned.slack if planned is not None and not is_shipped else None,
        is_critical=planned is not None and planned.is_critical and not is_shipped,
        waits_for=tuple(sorted({Wait(one.on, tie_of(one)) for one in record.depends_on})),
        promise=moved_phrase(promises, (entry.kind, entry.id)),
        dates=_dates(promises, entry),
    )


def _milestones(scope: Scope, promises: Promises) -> tuple[list[Milestone], int]:
    """The launches that have a date, and how many have none."""
    open_or_done = [entry for entry in scope.launches() if entry.record.status != "cancelled"]
    found = [_milestone(scope.workspace, entry, promises) for entry in open_or_done if entry.record.date is not None]
    return found, len(open_or_done) - len(found)


def _milestone(workspace: Workspace, entry: Entry[Launch], promises: Promises) -> Milestone:
    record = entry.record
    return Milestone(
        record=named(entry),
        status=record.status,
        on=record.date or date.min,
        owner=named_by(workspace, "person", record.owner),
        team=named_by(workspace, "team", record.team),
        goals=_named_all(workspace, record.goals),
        initiatives=tuple(record.initiatives),
        promise=moved_phrase(promises, (entry.kind, entry.id)),
        dates=_dates(promises, entry),
    )


def _named_all(workspace: Workspace, ids: Iterable[str]) -> tuple[Named, ...]:
    return tuple(one for id_ in ids if (one := named_by(workspace, "goal", id_)) is not None)


def _dates(promises: Promises, entry: Entry[Any]) -> tuple[PromisedDay, ...]:
    """Every day that a record was promised for; none where nothing is known of it."""
    ledger = promises.get((entry.kind, entry.id))
    if ledger is None:
        return ()
    steps = [(ledger.first, ledger.promised, 0), *((slip.new, slip.revision, slip.days) for slip in ledger.slips)]
    return tuple(
        PromisedDay(day, revision.day, revision.author, revision.subject if revision.commit is not None else "", days)
        for day, revision, days in steps
    )


def _among_themselves(items: list[Item]) -> list[Item]:
    """The items, which wait only for what is there too."""
    there = {item.record.id for item in items}
    return [replace(item, waits_for=tuple(wait for wait in item.waits_for if wait.id in there)) for item in items]


def _of_what_is_there(launches: list[Milestone], items: list[Item]) -> list[Milestone]:
    there = {item.record.id for item in items}
    return [replace(one, initiatives=tuple(id_ for id_ in one.initiatives if id_ in there)) for one in launches]


# --- the days it shows --------------------------------------------------------------------------------


def _window(settings: Settings, items: list[Item], milestones: list[Milestone], as_of: date, view: View) -> Stretch:
    """The days asked for; else whole quarters around today and everything, within reason."""
    days = [*(one.on for one in milestones), as_of]
    first = min([*days, *(item.start for item in items)])
    last = max([*days, *(item.last for item in items)])
    first = period_days(settings, quarter_of(settings, max(first, as_of - timedelta(days=PAST_DAYS)))).first
    last = period_days(settings, quarter_of(settings, min(last, as_of + timedelta(days=AHEAD_DAYS)))).last
    first, last = view.first or first, view.last or last
    return Stretch(min(first, view.last or first), max(last, view.first or last))


def _quarters(settings: Settings, window: Stretch) -> tuple[Period, ...]:
    found, day = [], window.first
    while day <= window.last:
        name = quarter_of(settings, day)
        days = period_days(settings, name)
        found.append(Period(name, days.first, days.last))
        day = days.last + ONE_DAY
    return tuple(found)


# --- groups --------------------------------------------------------------------------------------------

_Key: TypeAlias = tuple[str | None, str]
"""A reference, or None, and what it is called."""
_STATUSES = ("in_progress", "planned", "on_hold", "idea", "shipped")


def grouped(items: Iterable[Item], milestones: Iterable[Milestone], by: By) -> tuple[Group, ...]:
    """The groups that have anything, by name, those without one last; statuses in their order."""
    key, launch_key = _KEYS[by]
    found: dict[_Key, tuple[list[Item], list[Milestone]]] = {}
    for item in items:
        found.setdefault(key(item), ([], []))[0].append(item)
    for milestone in milestones:
        found.setdefault(launch_key(milestone), ([], []))[1].append(milestone)
    return tuple(
        Group(
            name,
            ref,
            tuple(sorted(own, key=lambda item: (item.start, item.end, item.record.ref))),
            tuple(sorted(launches, key=lambda one: (one.on, one.record.ref))),
        )
        for (ref, name), (own, launches) in sorted(found.items(), key=lambda pair: _place(*pair[0]))
    )


def _place(ref: str | None, name: str) -> tuple[bool, int, str, str]:
    order = _STATUSES.index(ref) if ref in _STATUSES else len(_STATUSES)
    return ref is None, order, name.casefold(), ref or ""


def _of(named_: Named | None, otherwise: str) -> _Key:
    return (named_.ref, named_.name) if named_ is not None else (None, otherwise)


_KEYS: Mapping[By, tuple[Callable[[Item], _Key], Callable[[Milestone], _Key]]] = {
    "team": (lambda item: _of(item.team, "No team"), lambda launch: _of(launch.team, "No team")),
    "goal": (
        lambda item: _of(next(iter(item.goals), None), "No goal"),
        lambda launch: _of(next(iter(launch.goals), None), "No goal"),
    ),
    "status": (lambda item: (item.status, spoken(item.status).capitalize()), lambda _: (None, "Launches")),
    "product-line": (
        lambda item: (
            (item.product_lines[0], item.product_lines[0]) if item.product_lines else (None, "No product line")
        ),
        lambda _: (None, "Launches"),
    ),
}
