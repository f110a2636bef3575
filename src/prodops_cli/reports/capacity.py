"""`prodops roadmap capacity`: what the roadmap asks of each team, month by month, beside what there is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from prodops_cli.analysis.calendar import ONE_DAY, Stretch, period_days, quarter_of
from prodops_cli.analysis.planning.calendars import Calendars, day_from, moment_after, moment_of
from prodops_cli.analysis.planning.capacity import A_HAIR, Supplies
from prodops_cli.analysis.planning.load import Work, spread, work_of
from prodops_cli.analysis.planning.schedule import Schedule, schedule
from prodops_cli.analysis.roadmap import is_past_due, is_under_way
from prodops_cli.analysis.scope import scope_of
from prodops_cli.analysis.words import counted, listed
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.team import Team
from prodops_cli.reports._base import Named, Workspace, named
from prodops_cli.reports._places import Place, place_of
from prodops_cli.settings import Settings

Per = Literal["month", "quarter"]
MOST_PERIODS = 60
SPARE = 1.02
A_DAY = 0.05
"""A team is over its capacity from two hundredths, and a day of one person, on: no estimate is closer than that."""


@dataclass(frozen=True, slots=True)
class Share:
    """What an initiative asks of a team in a period."""

    record: Named
    effort: tuple[float, float]
    """Person-months: the least and the most."""
    place: Place
    """Where its effort is written."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A team in a period."""

    period: str
    """`2026-11` or `2026-Q4`."""
    load: tuple[float, float]
    """Person-months that are asked of it: the least and the most."""
    capacity: float | None
    """Person-months that it has; None where neither its file nor its people say."""
    state: Literal["free", "full", "tight", "over", "impossible", "unknown"]
    """Under 80 %; up to all of it; over only by the highest estimates; by the middle ones; even by the lowest ones."""
    share: float | None
    """The middle of what is asked for, as a part of the capacity."""
    work: tuple[Share, ...]
    """What asks for it, the most first."""
    away: tuple[Named, ...]
    """Those of the team who are absent, come or leave within it."""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team, period by period."""

    team: Named
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Overload:
    """A team in a period in which more is asked of it than it has."""

    team: Named
    cell: Cell


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Work that asks for nothing in the table, because something is missing."""

    record: Named
    why: str
    place: Place


@dataclass(frozen=True, slots=True)
class Capacity:
    """What is asked of teams beside what they have."""

    organisation: str
    as_of: date
    headline: str
    per: Per
    periods: tuple[str, ...]
    is_rest: bool
    """Whether the first period is only what is left of it."""
    teams: tuple[TeamLine, ...]
    overloads: tuple[Overload, ...]
    """The worst first."""
    uncounted: tuple[Uncounted, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: for how many periods, from which day, of which team."""

    per: Per = "month"
    periods: int = 6
    first: date | None = None
    """A day of the first period, which then counts whole; unless given, the first is what is left of today's."""
    team: str | None = None


def capacity(workspace: Workspace, as_of: date, question: Question = Question()) -> Capacity:
    """What is asked of each team in the periods from a day on. Raises ProdopsError for a team that is not there."""
    stretches = _stretches(workspace.settings, question, as_of)
    begin = moment_of(as_of) if question.first is None else 0  # what is over of the first period asks for nothing more
    moments = [(max(moment_of(each.first), begin), moment_after(each.last)) for each in stretches.values()]
    calendars = Calendars(workspace)
    supplies = Supplies(workspace, as_of, calendars)
    asked: dict[str, list[tuple[Work, list[float]]]] = defaultdict(list)
    made = schedule(workspace, as_of)
    for work in work_of(workspace, made, as_of):
        asked[work.team].append((work, spread(work, moments, calendars)))
    scope = scope_of(workspace, question.team)
    lines = []
    for team in workspace.of(Team):
        if scope.teams is not None and team.id not in scope.teams:
            continue
        if not asked[team.id] and team.record.capacity is None and team.record.type not in ("product", "platform"):
            continue
        cells = _cells(workspace, supplies, team.id, tuple(zip(stretches, moments, strict=True)), asked[team.id])
        lines.append(TeamLine(named(team), tuple(cells)))
    overloads = [
        Overload(line.team, cell) for line in lines for cell in line.cells if cell.state in ("over", "impossible")
    ]
    overloads.sort(
        key=lambda over: (over.cell.state != "impossible", -_missing(over.cell), over.cell.period, over.team.ref)
    )
    return Capacity(
        organisation=workspace.settings.name,
        as_of=as_of,
        headline=_headline(lines, overloads, question.per),
        per=question.per,
        periods=tuple(stretches),
        is_rest=question.first is None,
        teams=tuple(lines),
        overloads=tuple(overloads),
        uncounted=tuple(_uncounted(workspace, made, as_of, scope.teams)),
    )


def _stretches(settings: Settings, question: Question, as_of: date) -> dict[str, Stretch]:
    """The periods that were asked for, by name."""
    found: dict[str, Stretch] = {}
    day = question.first or as_of
    for _ in range(min(question.periods, MOST_PERIODS)):
        name = f"{day:%Y-%m}" if question.per == "month" else quarter_of(settings, day)
        found[name] = period_days(settings, name)
        day = found[name].last + ONE_DAY
    return found


def _cells(
    workspace: Workspace,
    supplies: Supplies,
    team: str,
    periods: Sequence[tuple[str, tuple[int, int]]],
    asked: Sequence[tuple[Work, list[float]]],
) -> Iterator[Cell]:
    supply = supplies.of(team)
    for index, (name, (start, end)) in enumerate(periods):
        work = [(each, shares[index]) for each, shares in asked if shares[index] > 0]
        low = sum(each.effort[0] * share for each, share in work)
        high = sum(each.effort[1] * share for each, share in work)
        there = supply.between(start, end) if supply is not None else None
        work.sort(key=lambda pair: (-pair[0].middle * pair[1], pair[0].entry.id))
        state, share = _state(low, high, there)
        yield Cell(
            period=name,
            load=(_rounded(low), _rounded(high)),
            capacity=_rounded(there) if there is not None else None,
            state=state,
            share=share,
            work=tuple(
                Share(
                    named(each.entry),
                    (_rounded(each.effort[0] * part), _rounded(each.effort[1] * part)),
                    place_of(workspace, each.entry, each.route),
                )
                for each, part in work
            )
            if state in ("over", "impossible")
            else (),
            away=_away(supplies, team, start, end),
        )


def _rounded(person_months: float) -> float:
    """To a hundredth, some of a working day's part in four."""
    return round(person_months, 2)


def _state(
    low: float, high: float, there: float | None
) -> tuple[Literal["free", "full", "tight", "over", "impossible", "unknown"], float | None]:
    middle = (low + high) / 2
    if there is None:
        return "unknown", None
    share = round(middle / there, 4) if there > A_HAIR else None
    enough = max(there * SPARE, there + A_DAY)
    if low > enough:
        return "impossible", share
    if middle > enough:
        return "over", share
    if high > enough:
        return "tight", share
    return "full" if middle > 0.8 * there else "free", share


def _away(supplies: Supplies, team: str, start: int, end: int) -> tuple[Named, ...]:
    """Those who are absent within a stretch of time, or come or leave in it."""
    first, last = day_from(start), day_from(end - 1)
    found = []
    for entry in supplies.people(team):
        person = entry.record
        changes = [day for day in (person.starts, person.ends) if day is not None and first <= day <= last]
        if changes or any(away.start <= last and away.end >= first for away in person.absences):
            found.append(named(entry))
    return tuple(found)


def _missing(cell: Cell) -> float:
    return sum(cell.load) / 2 - (cell.capacity or 0.0)


def _headline(lines: Sequence[TeamLine], overloads: Sequence[Overload], per: Per) -> str:
    known = [line for line in lines if any(cell.capacity is not None for cell in line.cells)]
    if not lines:
        return "There is no team to plan with yet."
    if not known:
        return "Nothing says what any team can take on: give teams a capacity, or people a team."
    if not overloads:
        return f"No {per} asks more of any team than it has."
    teams = list(dict.fromkeys(over.team.name for over in overloads))
    where = listed(teams) if len(teams) <= 3 else counted(len(teams), "team")
    cells = counted(len(overloads), per)
    worst = overloads[0]
    return (
        f"{where} {'has' if len(teams) == 1 else 'have'} more to do than people for it in {cells}, "
        f"the worst {worst.team.name} in {worst.cell.period}: {_missing(worst.cell):.1f} person-months too much."
    )


def _uncounted(workspace: Workspace, made: Schedule, as_of: date, teams: frozenset[str] | None) -> Iterator[Uncounted]:
    """Work under way that the table leaves out."""
    for entry in workspace.of(Initiative):
        record = entry.record
        if not is_under_way(record) or (teams is not None and record.team not in teams):
            continue
        missing = [
            word
            for word, is_there in (
                ("no effort", record.effort is not None),
                ("no team", record.team is not None),
                ("no effort of its contributors", all(part.effort is not None for part in record.contributors)),
                ("no dates, as it waits for itself", record.target is not None or made.find(entry.id) is not None),
                ("a target that is over", record.status == "planned" or not is_past_due(record, as_of)),
            )
            if not is_there
        ]
        if missing:
            yield Uncounted(named(entry), listed(missing), place_of(workspace, entry, ()))
