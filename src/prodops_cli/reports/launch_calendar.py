"""`prodops launch calendar`: launches, their steps and what is due before them, month by month."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, TypeVar

from prodops_cli.analysis.calendar import Stretch, holiday_codes, is_working_weekday, public_holidays
from prodops_cli.analysis.launches.briefing import briefings
from prodops_cli.analysis.launches.clashes import Neighbours, days_in_blackouts, days_off_of
from prodops_cli.analysis.launches.days import gate_due, review_day
from prodops_cli.analysis.launches.gates import PASSED, gates_of
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.launches.tiers import reached, tier_of
from prodops_cli.analysis.scope import scope_of
from prodops_cli.analysis.words import MONTH_NAMES, counted, listed, spoken, weekday_text
from prodops_cli.kinds.launch import Gate, Launch
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by, report
from prodops_cli.settings import Settings

Kind = Literal["launch", "rollout", "gate", "brief", "review"]
MOST_NEIGHBOURS = 5
"""Of the other launches near one, so many are named, the nearest; of the rest how many they are."""
MOST_MONTHS = 24
"""A longer calendar nobody reads; its file would be large all the same."""
_MARKS: dict[Kind, str] = {"launch": "◇", "rollout": "▸", "gate": "§", "brief": "»", "review": "○"}
_ORDER: tuple[Kind, ...] = ("launch", "rollout", "review", "brief", "gate")
_LAUNCHED, _OFF = "◆", "✕"


@dataclass(frozen=True, slots=True)
class Event:
    """Something of a launch on a day."""

    uid: str
    """What it is known by for good, without its day: `launch:checkout-2:rollout:60`."""
    kind: Kind
    on: date
    launch: Named
    what: str
    """In words, after the launch's name: `goes to 60 % of users`, `needs a decision: security (in review)`."""
    status: str
    """Of the launch: planned, launched, cancelled or on_hold."""
    is_done: bool
    """Whether it has happened: a step reached, a gate passed, a brief sent."""
    subject: str | None
    """The gate that is needed, or the audience to brief."""
    owner: Named | None
    """Who answers for it."""
    notes: tuple[str, ...]
    """What is in its way: a blackout, a day off, another launch."""


@dataclass(frozen=True, slots=True)
class Line:
    """What happens to one launch on a day, as people read it: gates that are due together stand together."""

    on: date
    weekday: str
    mark: str
    kind: Kind
    launch: Named
    what: str
    status: str
    is_done: bool
    owner: Named | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which people are not at work."""

    on: date
    name: str
    where: tuple[str, ...]
    """The countries that launches reach and that keep it; none for a day off of the workspace itself."""


@dataclass(frozen=True, slots=True)
class BlackoutDays:
    """Days on which nothing is launched."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the month's table."""

    on: date
    number: int
    is_inside: bool
    """Whether it belongs to the month; the others fill the first and the last week, and nothing stands in them."""
    is_today: bool
    is_off: bool
    """Whether nobody here works on it."""
    blackout: str | None
    days_off: tuple[DayOff, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks from Monday to Sunday, and the same as a list."""

    period: str
    title: str
    weeks: tuple[tuple[Cell, ...], ...]
    lines: tuple[Line, ...]
    days_off: tuple[DayOff, ...]
    blackouts: tuple[BlackoutDays, ...]


@dataclass(frozen=True, slots=True)
class LaunchCalendar:
    """Launches and what leads up to them, over some months."""

    organisation: str
    as_of: date
    team: Named | None
    first: date
    last: date
    headline: str
    months: tuple[Month, ...]
    events: tuple[Event, ...]
    """Everything in these months; of all time where `every_event` was asked for."""
    days_off: tuple[DayOff, ...]
    blackouts: tuple[BlackoutDays, ...]
    undated: tuple[Named, ...]
    """Launches that are planned or on hold and have no date."""


@dataclass(frozen=True, slots=True)
class View:
    """Which months are wanted."""

    first: date | None = None
    """A day of the first month; today unless given."""
    months: int = 3
    every_event: bool = False
    """Whether events of other months are wanted too: for a calendar that is imported again and again."""


@report
def launch_calendar(workspace: Workspace, as_of: date, view: View = View(), team: str | None = None) -> LaunchCalendar:
    """Launches, rollout steps, gates, briefs, reviews, blackouts and days off, month by month."""
    launches = scope_of(workspace, team).launches()
    starts = _month_starts((view.first or as_of).replace(day=1), min(view.months, MOST_MONTHS))
    span = Stretch(starts[0], starts[-1] - timedelta(days=1))
    found = sorted(_events(workspace, launches, as_of), key=lambda event: (event.on, _place(event)))
    shown = [event for event in found if span.includes(event.on)]
    off = tuple(_days_off(workspace.settings, launches, span))
    blackouts = tuple(
        BlackoutDays(one.first, one.last, one.reason)
        for one in sorted(workspace.settings.launches.blackouts, key=lambda one: (one.first, one.last, one.reason))
        if view.every_event or (one.first <= span.last and span.first <= one.last)
    )
    by_day = _Found(workspace.settings, as_of, _by_day(_lines(shown)), _by_day(off), blackouts)
    return LaunchCalendar(
        organisation=workspace.settings.name,
        as_of=as_of,
        team=named_by(workspace, "team", team),
        first=span.first,
        last=span.last,
        headline=_headline(shown, blackouts, span),
        months=tuple(by_day.month(Stretch(start, end - timedelta(days=1))) for start, end in pairwise(starts)),
        events=tuple(found if view.every_event else shown),
        days_off=off,
        blackouts=blackouts,
        undated=tuple(
            named(entry)
            for entry in launches
            if entry.record.date is None and entry.record.status in ("planned", "on_hold")
        ),
    )


def _month_starts(first: date, count: int) -> list[date]:
    """The first days of so many months, and of the one after them."""
    months = [first.year * 12 + first.month - 1 + offset for offset in range(count + 1)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _place(event: Event) -> tuple[int, str, str]:
    return _ORDER.index(event.kind), event.launch.id, event.uid


def _headline(events: list[Event], blackouts: Iterable[BlackoutDays], span: Stretch) -> str:
    planned = [event for event in events if event.status == "planned"]
    launches = [event for event in planned if event.kind == "launch"]
    gates = [event for event in planned if event.kind == "gate" and not event.is_done]
    troubled = sum(bool(event.notes) for event in planned)
    days = [one for one in blackouts if one.first <= span.last and span.first <= one.last]
    parts = [f"{counted(len(launches), 'launch')} planned"]
    parts += [f"{counted(len(gates), 'decision')} needed"] if gates else []
    parts += [f"{troubled:,} of these days not free"] if troubled else []
    parts += [counted(len(days), "blackout")] if days else []
    return f"{listed(parts)}."


# --- events ---------------------------------------------------------------------------------------------


def _events(workspace: Workspace, launches: Iterable[Entry[Launch]], as_of: date) -> Iterator[Event]:
    book, neighbours = SignerBook(workspace), Neighbours(workspace)
    for entry in launches:
        yield from _of_rollout(workspace, entry, neighbours, as_of)
        if entry.record.status != "launched" and entry.record.date is not None:
            yield from _of_gates(book, entry, as_of)
            yield from _of_briefs(workspace, entry, as_of)
            yield from _of_review(workspace, entry)


def _event(workspace: Workspace, entry: Entry[Launch], field: str, on: date, what: str) -> Event:
    """Something of a launch itself, with its owner; of a gate or a brief the caller knows better."""
    return Event(
        uid=f"launch:{entry.id}:{field}",
        kind="launch",
        on=on,
        launch=named(entry),
        what=what,
        status=entry.record.status,
        is_done=entry.record.status == "launched",
        subject=None,
        owner=named_by(workspace, "person", entry.record.owner),
        notes=(),
    )


_VERBS = {"planned": "launches", "launched": "launched", "cancelled": "is cancelled", "on_hold": "is on hold"}


def _of_rollout(workspace: Workspace, entry: Entry[Launch], neighbours: Neighbours, as_of: date) -> Iterator[Event]:
    """The launch itself, and the steps after it."""
    launch, notes = entry.record, _notes(workspace, entry.record, neighbours)
    if launch.date is not None:
        begins = next((stage.percent for stage in launch.rollout if stage.on == launch.date), 100)
        share = f" for {begins:g} % of users" if begins < 100 else ""
        what = f"{_VERBS[launch.status]}{share} (tier {tier_of(workspace.settings.launches, launch)})"
        yield replace(_event(workspace, entry, "date", launch.date, what), notes=tuple(notes[launch.date]))
    seen: dict[float, int] = defaultdict(int)
    for stage in launch.rollout:
        seen[stage.percent] += 1
        if stage.on != launch.date:
            again = f":{seen[stage.percent]}" if seen[stage.percent] > 1 else ""
            field, what = f"rollout:{stage.percent:g}{again}", f"goes to {stage.percent:g} % of users"
            step = _event(workspace, entry, field, stage.on, what)
            is_done = stage.reached is not None and stage.reached <= as_of
            yield replace(step, kind="rollout", is_done=is_done, notes=tuple(notes[stage.on]))


def _notes(workspace: Workspace, launch: Launch, neighbours: Neighbours) -> dict[date, list[str]]:
    """What is in the way of its days, by day; nothing for one that is over or called off."""
    found: dict[date, list[str]] = defaultdict(list)
    if launch.status != "planned":
        return found
    for hit in days_in_blackouts(workspace.settings.launches, launch):
        found[hit.day.on].append(f"in a blackout: {hit.blackout.reason}")
    for off in days_off_of(workspace.settings, launch):
        found[off.day.on].append(off.why)
    if launch.date is not None:
        nearest, more = neighbours.nearest_of(launch, MOST_NEIGHBOURS)
        for clash in sorted(nearest, key=lambda clash: (clash.on, clash.other)):
            other = named_by(workspace, "launch", clash.other)
            found[launch.date] += [f"near {other.name}, {clash.reason}"] if other is not None else []
        found[launch.date] += [f"near {counted(more, 'other launch')}, too"] if more else []
    return found


def _of_gates(book: SignerBook, entry: Entry[Launch], as_of: date) -> Iterator[Event]:
    workspace, settings, launch = book.workspace, book.workspace.settings, entry.record
    for gate in gates_of(book, launch, as_of):
        due = gate_due(settings, launch, gate.name)
        if due is not None:
            is_done = gate.state in PASSED
            said = f"{gate.name} has decided" if is_done else f"needs a decision: {gate.name}"
            what = f"{said} ({spoken(gate.state)})"
            event = _event(workspace, entry, f"gate:{gate.name}", due, what)
            owner = named_by(workspace, "person", launch.gates.get(gate.name, Gate()).owner)
            yield replace(event, kind="gate", subject=gate.name, owner=owner or event.owner, is_done=is_done)


def _of_briefs(workspace: Workspace, entry: Entry[Launch], as_of: date) -> Iterator[Event]:
    for one in briefings(workspace.settings, entry.record):
        if one.due is not None:
            is_told = one.is_told(as_of)
            what = f"{one.audience} briefed" if is_told else f"last day to brief {one.audience}"
            event = _event(workspace, entry, f"brief:{one.audience}", one.due, what)
            yield replace(event, kind="brief", subject=one.audience, is_done=is_told)


def _of_review(workspace: Workspace, entry: Entry[Launch]) -> Iterator[Event]:
    day = review_day(workspace.settings, entry.record)
    if day is not None:
        yield replace(_event(workspace, entry, "review", day, "readiness review"), kind="review")


# --- lines for people -----------------------------------------------------------------------------------


def _lines(events: Iterable[Event]) -> Iterator[Line]:
    """The events as lines; gates and briefs that are done, and all that led up to what was called off, are left out."""
    together: dict[tuple[date, str, Kind], list[Event]] = {}
    for event in events:
        is_wanted = event.status == "planned" and not (event.is_done and event.kind in ("gate", "brief"))
        if is_wanted or event.kind == "launch" or (event.kind == "rollout" and event.status == "launched"):
            together.setdefault((event.on, event.launch.ref, event.kind), []).append(event)
    for group in together.values():
        yield _line(group)


def _line(group: list[Event]) -> Line:
    one = group[0]
    names = [event.subject for event in group if event.subject is not None]
    what = one.what
    if one.kind == "gate":
        what = f"needs {'a decision' if len(names) == 1 else 'decisions'}: {listed(names)}"
    elif one.kind == "brief":
        what = f"last day to brief {listed(names)}"
    elif len(group) > 1:
        what = "; ".join(event.what for event in group)
    owners = {event.owner.ref if event.owner is not None else None for event in group}
    return Line(
        on=one.on,
        weekday=weekday_text(one.on)[:3],
        mark=_mark(one),
        kind=one.kind,
        launch=one.launch,
        what=what,
        status=one.status,
        is_done=all(event.is_done for event in group),
        owner=one.owner if len(owners) == 1 else None,
        notes=one.notes,
    )


def _mark(event: Event) -> str:
    if event.kind == "launch" and event.status != "planned":
        return _LAUNCHED if event.status == "launched" else _OFF
    return _MARKS[event.kind]


@dataclass(frozen=True, slots=True)
class _Found:
    """All that stands in the months, by day."""

    settings: Settings
    as_of: date
    lines: dict[date, list[Line]]
    days_off: dict[date, list[DayOff]]
    blackouts: tuple[BlackoutDays, ...]

    def cell(self, day: date, month: Stretch) -> Cell:
        """A day in the table of a month."""
        if not month.includes(day):
            return Cell(
                day, day.day, is_inside=False, is_today=False, is_off=False, blackout=None, days_off=(), lines=()
            )
        off = tuple(self.days_off.get(day, ()))
        return Cell(
            on=day,
            number=day.day,
            is_inside=True,
            is_today=day == self.as_of,
            is_off=not is_working_weekday(self.settings, day) or any(not one.where for one in off),
            blackout=next((one.reason for one in self.blackouts if one.first <= day <= one.last), None),
            days_off=off,
            lines=tuple(self.lines.get(day, ())),
        )

    def month(self, days: Stretch) -> Month:
        """A month from its days."""
        monday = days.first - timedelta(days=days.first.weekday())
        count = (days.last - monday).days // 7 + 1
        return Month(
            period=f"{days.first:%Y-%m}",
            title=f"{MONTH_NAMES[days.first.month - 1]} {days.first.year}",
            weeks=tuple(
                tuple(self.cell(monday + timedelta(days=7 * week + day), days) for day in range(7))
                for week in range(count)
            ),
            lines=tuple(line for day in sorted(self.lines) if days.includes(day) for line in self.lines[day]),
            days_off=tuple(one for day in sorted(self.days_off) if days.includes(day) for one in self.days_off[day]),
            blackouts=tuple(one for one in self.blackouts if one.first <= days.last and days.first <= one.last),
        )


_Dated = TypeVar("_Dated", Line, DayOff)


def _by_day(found: Iterable[_Dated]) -> dict[date, list[_Dated]]:
    grouped: dict[date, list[_Dated]] = defaultdict(list)
    for one in found:
        grouped[one.on].append(one)
    return grouped


# --- days off --------------------------------------------------------------------------------------------


def _days_off(settings: Settings, launches: Iterable[Entry[Launch]], span: Stretch) -> Iterator[DayOff]:
    """The days off of the workspace, and of the countries that its launches reach, by day."""
    years = tuple(range(span.first.year, span.last.year + 1))
    own = {one.date: one.name or "a day off" for one in settings.holidays if one.date is not None}
    for code in holiday_codes(settings):
        for day, name in (public_holidays(code, *years) or {}).items():
            own.setdefault(day, name)
    abroad: dict[tuple[date, str], set[str]] = defaultdict(set)
    for code in sorted({code for entry in launches for code in reached(entry.record)}):
        for day, name in (public_holidays(code, *years) or {}).items():
            if day not in own:
                abroad[day, name].add(code)
    found = [DayOff(day, name, ()) for day, name in own.items()]
    found += [DayOff(day, name, tuple(sorted(codes))) for (day, name), codes in abroad.items()]
    yield from sorted((one for one in found if span.includes(one.on)), key=lambda one: (one.on, one.where, one.name))
