"""`prodops roadmap cycle check`: what must be true before a plan is frozen, and who still has to see to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.planning.cycle import plan_of, working_days_to
from prodops_cli.analysis.planning.cycle_changes import Past, changes_after
from prodops_cli.analysis.planning.cycle_dates import broken_targets
from prodops_cli.analysis.planning.cycle_load import Overload, overloads
from prodops_cli.analysis.planning.cycle_needs import ABOUT_TEAMS, NEEDS, SAID, Lack, counting, gates_of, lacks
from prodops_cli.analysis.planning.schedule import schedule
from prodops_cli.analysis.words import MONTH_NAMES, counted, figure, listed, long_day
from prodops_cli.kinds.cycle import ChecklistItem, Cycle, Need
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by
from prodops_cli.reports._cycle import Allowed, ChangeLine, CycleHead, allowed_by, change_line, head_of
from prodops_cli.reports._places import line_of


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One thing that a gate needs and prodops checks."""

    need: Need
    text: str
    """What must be so, in words."""
    open: int
    """How many things are not so."""
    is_empty: bool
    """Whether the plan has nothing of which this could be asked."""


@dataclass(frozen=True, slots=True)
class TickLine:
    """One thing that people have to say."""

    what: str
    by: Named | None
    """Who said so; None where it is open."""
    on: date | None


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate of the cycle."""

    name: str
    owner: Named | None
    due: date
    days_left: int
    """Working days; negative where its day has passed."""
    holds: bool
    is_late: bool
    """Whether it is open and its day has passed."""
    is_empty: bool
    """Whether there is nothing to check."""
    needs: tuple[NeedLine, ...]
    ticks: tuple[TickLine, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What one record lacks."""

    record: Named
    line: int
    """Where in its file it belongs."""
    need: Need
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything that one person is asked for."""

    who: Named | None
    """None where nobody is named, nor leads the team, nor owns the cycle."""
    team: Named | None
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class LoadLine:
    """A month in which a team has more than it can do."""

    team: Named
    lead: Named | None
    month: str
    """As a period is written: 2027-01."""
    load: float
    """Person-months that are planned."""
    capacity: float
    """Person-months that it can do."""
    over: float
    """By how many person-months that is too much."""


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """An exception of the cycle."""

    record: Named
    allowed: Allowed


@dataclass(frozen=True, slots=True)
class CycleCheckReport:
    """What must be true before the freeze, and what is not."""

    organisation: str
    as_of: date
    head: CycleHead
    headline: str
    holds: bool
    """Whether nothing is missing."""
    days_left: int
    """Working days to the freeze; negative where it has passed."""
    due: int
    """How many initiatives are due in the period."""
    begin: int
    """How many begin in it and are due later."""
    on_hold: int
    """How many of both are on hold; nothing is asked of them."""
    gates: tuple[GateLine, ...]
    asks: tuple[Ask, ...]
    """Those who are asked for most first."""
    silent: tuple[Named, ...]
    """The teams that have nothing in the plan."""
    overloads: tuple[LoadLine, ...]
    breaches: tuple[ChangeLine, ...]
    """Changes after the freeze that nobody allowed."""
    allowed: tuple[ChangeLine, ...]
    """Changes after the freeze that an exception covers."""
    exceptions: tuple[ExceptionLine, ...]
    is_history_known: bool
    """Whether anything is known of the time since the freeze; there is nothing to know before it."""


def cycle_check(workspace: Workspace, as_of: date, entry: Entry[Cycle], past: Past | None = None) -> CycleCheckReport:
    """What must be true before the freeze of a cycle; `past` is what is known of the time since, where it is over."""
    gates = gates_of(entry.record)
    needed = frozenset(need for gate in gates.values() for need in gate.needs)
    over, planned = _by_schedule(workspace, entry.record, needed, as_of)
    found = (*lacks(workspace, entry.record, needed, as_of), *planned)
    is_empty = not counting(workspace, entry.record)
    needs = {need: _need(need, found, is_empty=is_empty) for need in NEEDS}
    lines = tuple(_gate(workspace, entry.record, name, needs, as_of) for name in gates)
    changes = changes_after(workspace, entry.record, past) if past is not None else ()
    told = tuple(change_line(workspace, change, as_of) for change in changes)
    breaches = tuple(line for line in told if line.allowed is None)
    plan = plan_of(workspace, entry.record)
    silent = tuple(named(lack.entry) for lack in found if lack.need == "teams")
    head = head_of(workspace, entry, as_of)
    days_left = working_days_to(workspace.settings, as_of, entry.record.freeze)
    parts = _open_parts(found, lines, silent, breaches)
    return CycleCheckReport(
        organisation=workspace.settings.name,
        as_of=as_of,
        head=head,
        headline=_headline(head, days_left, parts, as_of, is_past_known=past is not None),
        holds=not parts,
        days_left=days_left,
        due=sum(one.part == "due" for one in plan),
        begin=sum(one.part == "begins" for one in plan),
        on_hold=sum(one.entry.record.status == "on_hold" for one in plan),
        gates=lines,
        asks=_asks(workspace, entry.record, found),
        silent=silent,
        overloads=tuple(_load(workspace, overload) for overload in over),
        breaches=breaches,
        allowed=tuple(line for line in told if line.allowed is not None),
        exceptions=tuple(_exceptions(workspace, entry.record, as_of)),
        is_history_known=past is not None,
    )


# --- gates -------------------------------------------------------------------------------------------


def _need(need: Need, found: Iterable[Lack], *, is_empty: bool) -> NeedLine:
    count = sum(lack.need == need for lack in found)
    return NeedLine(need, SAID[need], count, is_empty=is_empty and need not in ABOUT_TEAMS)


def _gate(workspace: Workspace, cycle: Cycle, name: str, lines: Mapping[Need, NeedLine], as_of: date) -> GateLine:
    gate = gates_of(cycle)[name]
    due = gate.due or cycle.freeze
    needs = tuple(lines[need] for need in NEEDS if need in gate.needs)
    ticks = tuple(_tick(workspace, check) for check in gate.checklist)
    holds = not any(line.open for line in needs) and all(tick.by is not None for tick in ticks)
    return GateLine(
        name=name,
        owner=named_by(workspace, "person", gate.owner or cycle.owner),
        due=due,
        days_left=working_days_to(workspace.settings, as_of, due),
        holds=holds,
        is_late=not holds and due < as_of,
        is_empty=not ticks and all(line.is_empty for line in needs),
        needs=needs,
        ticks=ticks,
    )


def _tick(workspace: Workspace, check: ChecklistItem) -> TickLine:
    if check.signed is None:
        return TickLine(check.what, None, None)
    return TickLine(check.what, named_by(workspace, "person", check.signed.by), check.signed.on)


def _by_schedule(
    workspace: Workspace, cycle: Cycle, needed: frozenset[Need], as_of: date
) -> tuple[tuple[Overload, ...], tuple[Lack, ...]]:
    """The months with too much, and all that the schedule says is lacking; reckoned only where a gate needs it."""
    if not needed & {"dates", "capacity"}:
        return (), ()
    plan = schedule(workspace, as_of)
    over = overloads(workspace, cycle, plan, as_of) if "capacity" in needed else ()
    late = broken_targets(workspace, cycle, plan, as_of) if "dates" in needed else ()
    return over, (*late, *map(_too_much, over))


def _too_much(overload: Overload) -> Lack:
    """A month with too much, as the team's lead is asked about it."""
    month = f"{MONTH_NAMES[overload.month.month - 1]} {overload.month.year}"
    load, capacity = figure(overload.load), figure(overload.capacity)
    text = f"more than it can do in {month}: {load} person-months planned, {capacity} there"
    return Lack("capacity", overload.team, ("capacity",), text, overload.team.record.lead, overload.team.id)


def _load(workspace: Workspace, overload: Overload) -> LoadLine:
    lead = named_by(workspace, "person", overload.team.record.lead)
    over = overload.load - overload.capacity
    return LoadLine(named(overload.team), lead, f"{overload.month:%Y-%m}", overload.load, overload.capacity, over)


def _exceptions(workspace: Workspace, cycle: Cycle, as_of: date) -> Iterator[ExceptionLine]:
    for exception in cycle.exceptions:
        record = named_by(workspace, "initiative", exception.initiative)
        if record is not None:
            yield ExceptionLine(record, allowed_by(workspace, exception, as_of))


# --- who is asked for what ---------------------------------------------------------------------------


def _asks(workspace: Workspace, cycle: Cycle, found: Iterable[Lack]) -> tuple[Ask, ...]:
    """What is missing, by whoever can mend it: who is named, else the team's lead, else the cycle's owner."""
    groups: dict[str | None, list[Missing]] = {}
    for lack in found:
        team = workspace.get(Team, lack.team)
        who = lack.who or (team.lead if team is not None else None) or cycle.owner
        line = line_of(workspace, lack.entry, lack.route)
        groups.setdefault(who, []).append(Missing(named(lack.entry), line, lack.need, lack.text))
    asks = [_ask(workspace, who, missing) for who, missing in groups.items()]
    return tuple(sorted(asks, key=lambda ask: (ask.who is None, -len(ask.missing), ask.who.ref if ask.who else "")))


def _ask(workspace: Workspace, who: str | None, missing: list[Missing]) -> Ask:
    person = workspace.get(Person, who)
    team = person.team if person is not None else None
    order = sorted(missing, key=lambda one: (one.record.ref, NEEDS.index(one.need), one.text))
    return Ask(named_by(workspace, "person", who), named_by(workspace, "team", team), tuple(order))


# --- the headline ------------------------------------------------------------------------------------


def _open_parts(
    found: tuple[Lack, ...],
    gates: Iterable[GateLine],
    silent: tuple[Named, ...],
    breaches: tuple[ChangeLine, ...],
) -> list[str]:
    """What is missing, in words; empty where nothing is."""
    records = {lack.entry.ref for lack in found if lack.need not in ABOUT_TEAMS}
    unsigned = sum(tick.by is None for gate in gates for tick in gate.ticks)
    teams = {lack.entry.ref for lack in found if lack.need == "capacity"}
    parts = [
        (len(breaches), f"{counted(len(breaches), 'change')} since the freeze that nobody allowed"),
        (len(records), f"{counted(len(records), 'initiative')} {'lacks' if len(records) == 1 else 'lack'} something"),
        (len(silent), f"{counted(len(silent), 'team')} {'has' if len(silent) == 1 else 'have'} nothing in the plan"),
        (
            len(teams),
            f"{counted(len(teams), 'team')} {'has more than it' if len(teams) == 1 else 'have more than they'} can do",
        ),
        (unsigned, f"{counted(unsigned, 'check')} {'is' if unsigned == 1 else 'are'} not signed"),
    ]
    return [text for count, text in parts if count]


def _headline(head: CycleHead, days_left: int, parts: list[str], as_of: date, *, is_past_known: bool) -> str:
    day = long_day(head.freeze)
    if head.freeze < as_of:
        when = f"The plan has been fixed since {day}"
        clear = "and all that it needs holds" if is_past_known else "and all that it needs holds today"
    elif head.freeze == as_of:
        when, clear = "The plan is fixed at the end of today", "and all that it needs holds"
    else:
        when, clear = f"The plan is fixed on {day}, in {counted(days_left, 'working day')}", "and all holds"
    return f"{when}: {listed(parts)}." if parts else f"{when}, {clear}."
