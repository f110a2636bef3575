"""`prodops roadmap plan --compare`: what another branch would change: dates, load and goals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.goals import children_of
from prodops_cli.analysis.scope import with_all_below
from prodops_cli.analysis.words import counted, listed
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.reports._base import Named, Workspace, named
from prodops_cli.reports.capacity import Capacity, Cell, Question, capacity
from prodops_cli.reports.plan import ItemLine, Plan, plan


@dataclass(frozen=True, slots=True)
class Scenario:
    """A workspace with the name of the branch it stands on."""

    name: str
    workspace: Workspace


@dataclass(frozen=True, slots=True)
class Verdict:
    """One scenario as a whole."""

    name: str
    promises: int
    moved: int
    """Promised days that cannot hold, given what they wait for."""
    most_days: int
    """By how many calendar days at most."""
    crowded: tuple[Named, ...]
    """Teams that have promised more than they have people for."""
    overloads: int
    """Months in which a team has more to do than people for it, in the half-year ahead."""
    effort: float
    """Person-months of all open work, by the middle of the estimates."""
    last: date | None
    """The earliest day on which all that is under way is done; None where nothing is, or it never is."""
    is_never: bool
    """Whether some of it is never done with the people in the files."""


@dataclass(frozen=True, slots=True)
class Dates:
    """An initiative in one scenario."""

    status: str | None
    """None where it is not there, or cannot be reckoned."""
    start: date | None
    target: date | None
    finish: date | None
    """The earliest day it can end on, given what it waits for and what its team has promised."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """An initiative that is not the same in all scenarios."""

    record: Named
    each: tuple[Dates, ...]
    """In the order of the scenarios."""
    days: tuple[int | None, ...]
    """Calendar days by which the earliest end is later than in the first scenario; None where one has none."""


@dataclass(frozen=True, slots=True)
class LoadLine:
    """A team's month in which scenarios differ."""

    team: Named
    period: str
    each: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal, and when all that serves it is there at the earliest."""

    record: Named
    each: tuple[date | None, ...]
    open_work: tuple[int, ...]
    """How many open initiatives serve it, in each scenario."""


@dataclass(frozen=True, slots=True)
class Scenarios:
    """What differs between scenarios; the first is what the others are compared with."""

    organisation: str
    as_of: date
    names: tuple[str, ...]
    headline: str
    verdicts: tuple[Verdict, ...]
    dates: tuple[DateLine, ...]
    load: tuple[LoadLine, ...]
    goals: tuple[GoalLine, ...]


def scenarios(
    first: Scenario, others: Sequence[Scenario], as_of: date, team: str | None = None, goal: str | None = None
) -> Scenarios:
    """Plan every scenario for the same day, and say what differs from the first."""
    every = (first, *others)
    plans = [plan(each.workspace, as_of, team, goal) for each in every]
    loads = [capacity(each.workspace, as_of, Question(team=team)) for each in every]
    dates = tuple(_dates(every, plans))
    return Scenarios(
        organisation=first.workspace.settings.name,
        as_of=as_of,
        names=tuple(each.name for each in every),
        headline=_headline(every, plans, dates),
        verdicts=tuple(map(_verdict, every, plans, loads)),
        dates=dates,
        load=tuple(_load(loads)),
        goals=tuple(_goals(every, plans)),
    )


def _headline(every: Sequence[Scenario], plans: Sequence[Plan], dates: Sequence[DateLine]) -> str:
    said = []
    for number, each in enumerate(every[1:], 1):
        moved = [line.days[number] for line in dates]
        later, earlier = sum((days or 0) > 0 for days in moved), sum((days or 0) < 0 for days in moved)
        gone = sum(line.each[0].status is not None and line.each[number].status is None for line in dates)
        new = sum(line.each[0].status is None and line.each[number].status is not None for line in dates)
        counts = ((later, "ends later"), (earlier, "ends earlier"), (new, "is new"), (gone, "is gone"))
        words = [f"{count} {verb if count == 1 else _plural(verb)}" for count, verb in counts if count]
        lost, before = _lost(plans[number]), _lost(plans[0])
        cannot = f"{counted(lost, 'promised day')} cannot hold ({before} {every[0].name})"
        said.append(f"With {each.name}, {listed(words) if words else 'no end moves'}; {cannot}.")
    return " ".join(said)


def _plural(verb: str) -> str:
    return verb.replace("ends", "end").replace("is ", "are ")


def _lost(made: Plan) -> int:
    return sum(line.lost for line in made.late)


def _verdict(each: Scenario, made: Plan, load: Capacity) -> Verdict:
    ends = [line.with_capacity for line in made.items]
    shown = {line.record.id for line in made.items}
    efforts = (entry.record.effort for entry in each.workspace.of(Initiative) if entry.id in shown)
    return Verdict(
        name=each.name,
        promises=made.promises,
        moved=_lost(made),
        most_days=max((line.days for line in made.late), default=0),
        crowded=tuple(line.team for line in made.crowded),
        overloads=len(load.overloads),
        effort=round(sum(effort.middle for effort in efforts if effort is not None), 2),
        last=None if None in ends else max((end for end in ends if end is not None), default=None),
        is_never=None in ends,
    )


def _dates(every: Sequence[Scenario], plans: Sequence[Plan]) -> Iterator[DateLine]:
    """Initiatives whose dates or status differ, those that move the most first."""
    by_id = [{line.record.id: line for line in made.items} for made in plans]
    lines = []
    for id_ in sorted({id_ for found in by_id for id_ in found}):
        each = tuple(_at(scenario, found.get(id_), id_) for scenario, found in zip(every, by_id, strict=True))
        if len(set(each)) > 1:
            first = each[0].finish
            days = tuple((one.finish - first).days if one.finish and first else None for one in each)
            record = next(found[id_].record for found in by_id if id_ in found)
            lines.append(DateLine(record, each, days))
    yield from sorted(lines, key=lambda line: (-max(abs(days or 0) for days in line.days), line.record.ref))


def _at(scenario: Scenario, line: ItemLine | None, id_: str) -> Dates:
    if line is not None:
        return Dates(line.status, line.start, line.target, line.with_capacity)
    record = scenario.workspace.get(Initiative, id_)
    return Dates(record.status if record is not None else None, None, record.target if record else None, None)


def _load(loads: Sequence[Capacity]) -> Iterator[LoadLine]:
    """Months of teams in which what is asked or what there is differs, in the order of teams."""
    cells = [
        {(line.team.ref, cell.period): (line.team, cell) for line in load.teams for cell in line.cells}
        for load in loads
    ]
    for key in sorted({key for found in cells for key in found}):
        each = tuple(found[key][1] if key in found else None for found in cells)
        if len({(cell.load, cell.capacity) if cell is not None else None for cell in each}) > 1:
            yield LoadLine(next(found[key][0] for found in cells if key in found), key[1], each)


def _goals(every: Sequence[Scenario], plans: Sequence[Plan]) -> Iterator[GoalLine]:
    """Goals whose work is done on other days, or is not the same."""
    served = [_served(scenario, made) for scenario, made in zip(every, plans, strict=True)]
    records: dict[str, Named] = {}
    for scenario in reversed(every):
        records.update({entry.id: named(entry) for entry in scenario.workspace.of(Goal)})
    for id_ in sorted(records):
        each = tuple(_last(found.get(id_, ())) for found in served)
        count = tuple(len(found.get(id_, ())) for found in served)
        if len(set(each)) > 1 or len(set(count)) > 1:
            yield GoalLine(records[id_], each, count)


def _served(scenario: Scenario, made: Plan) -> dict[str, tuple[ItemLine, ...]]:
    """The open initiatives that serve each goal, themselves or through a goal below it."""
    lines = {line.record.id: line for line in made.items}
    direct: dict[str, list[str]] = {}
    for work in scenario.workspace.of(Initiative):
        if work.id in lines:
            for goal in work.record.goals:
                direct.setdefault(goal, []).append(work.id)
    below = {above: [entry.id for entry in goals] for above, goals in children_of(scenario.workspace).items()}
    found = {}
    for entry in scenario.workspace.of(Goal):
        ids = {id_ for one in with_all_below(entry.id, below) for id_ in direct.get(one, ())}
        found[entry.id] = tuple(lines[id_] for id_ in sorted(ids))
    return found


def _last(lines: Iterable[ItemLine]) -> date | None:
    ends = [line.with_capacity for line in lines]
    return None if None in ends else max((end for end in ends if end is not None), default=None)
