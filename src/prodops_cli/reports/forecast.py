"""`prodops roadmap forecast`: when open work will ship, by how promised days were kept so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.forecast import (
    ENOUGH,
    LEVELS,
    Basis,
    By,
    Delay,
    Knowledge,
    Outlook,
    back_test,
    delays,
    enough_for,
    is_plausible,
    known_size,
)
from prodops_cli.analysis.forecast import Question as Promise
from prodops_cli.analysis.roadmap import OPEN
from prodops_cli.analysis.scope import with_all_below
from prodops_cli.analysis.slips import Ledger, main_promise
from prodops_cli.analysis.words import counted, listed, short_day, spoken
from prodops_cli.errors import ProdopsError
from prodops_cli.history import History, Trail
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.reports._base import Named
from prodops_cli.reports._trails import named_then, named_trail
from prodops_cli.settings import Settings


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: what makes items comparable (the most alike there are enough of), and which are forecast."""

    by: By | None = None
    team: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The items that a forecast rests on: comparable ones that took longer than this one has so far."""

    by: By
    group: str | None
    """The team or size, in words; None where all are comparable."""
    is_first: bool
    """Whether their first promises count, as for this item, or later ones."""
    count: int
    shipped: int
    censored: int
    """How many had not shipped when they were last seen."""


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """An open initiative with a target."""

    record: Named
    status: str
    team: Named | None
    target: date
    first: date
    """The first day that was promised."""
    dates: int
    """How many different days were promised for it."""
    days_passed: int
    """How many days ago the target was; negative where it is still to come."""
    p50: date | None
    """Half of what is comparable ships by then; None where there is not enough evidence."""
    p85: date | None
    p95: date | None
    chance: float | None
    """The share of what is comparable that ships by its target; None where that has passed, or little is known."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PoolLine:
    """Promises that were compared, all of them, as a curve says they were kept."""

    by: By
    group: str | None
    is_first: bool
    count: int
    shipped: int
    censored: int
    p50_days: int | None
    """Half of them shipped within so many days of the promised one; None where there is not enough evidence."""
    p85_days: int | None
    p95_days: int | None


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """How the same forecasts would have done in the past."""

    level: int
    """So many of a hundred should have shipped by the day."""
    judged: int
    """Forecasts whose day has come."""
    kept: int
    """How many of those items had shipped by then."""
    share: float | None
    """None where there are too few to tell."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """When open work will ship."""

    organisation: str
    as_of: date
    team: Named | None
    item: Named | None
    """The one initiative it is about; None for all."""
    by: By | None
    headline: str
    items: tuple[ForecastLine, ...]
    """Open initiatives with a target, by target."""
    pools: tuple[PoolLine, ...]
    """The promises that were compared."""
    back_test: tuple[CoverageLine, ...]
    enough: int
    """How many comparable items have to have shipped for a forecast."""
    promises: int
    """How many promised days there are to learn from."""
    unreadable: int
    """How many versions of files could not be read."""


def forecast(history: History, settings: Settings, as_of: date, question: Question = Question()) -> Forecast:
    """When open work will ship, from what became of all promises so far.

    Raises ProdopsError for a record nobody knows, and for one that has nothing to forecast.
    """
    learnt = tuple(delay for delay in delays(history) if delay.made <= as_of)
    knowledge = Knowledge(learnt, question.by)
    knowledge.advance(as_of)
    team = history.find(f"team:{question.team}") if question.team is not None else None
    item = _initiative(history, question.item) if question.item is not None else None
    chosen = _open_promises(history, team, item)
    outlooks = [(trail, ledger, knowledge.outlook(_promise(trail, day))) for trail, ledger, day in chosen]
    lines = tuple(_line(history, as_of, *found) for found in outlooks)
    return Forecast(
        organisation=settings.name,
        as_of=as_of,
        team=named_trail(team) if team is not None else None,
        item=named_trail(item) if item is not None else None,
        by=question.by,
        headline=_headline(lines, learnt, as_of, is_one=item is not None),
        items=lines,
        pools=_pools(history, knowledge, (outlook.basis for _, _, outlook in outlooks)),
        back_test=tuple(
            CoverageLine(found.level, found.judged, found.kept, found.share)
            for found in back_test(learnt, as_of, question.by)
        ),
        enough=ENOUGH,
        promises=len(learnt),
        unreadable=len(history.unreadable),
    )


# --- what is open --------------------------------------------------------------------------------


Open = tuple[Trail, Ledger, tuple[date, bool]]
"""An open initiative, its promise, the day that is promised now, and whether that is the first."""


def _initiative(history: History, ref: str) -> Trail:
    """The open initiative with a target that a text means. Raises ProdopsError where it means something else."""
    trail = history.find(ref)
    if trail.kind != Initiative.kind:
        raise ProdopsError(f"{trail.ref} is no initiative", "only what is on the roadmap is forecast")
    if not _is_open(trail):
        state = spoken(_status(trail)) if trail.is_there else "gone"
        raise ProdopsError(f"{trail.ref} is {state}: there is nothing to forecast")
    ledger = main_promise(trail)
    if ledger is None or ledger.current is None or not is_plausible(ledger.current):
        raise ProdopsError(f"{trail.ref} has no target to start a forecast from", "give it one: `target: 2026-09-15`")
    return trail


def _status(trail: Trail) -> str:
    return trail.text("status") or str(Initiative.model_fields["status"].default)


def _is_open(trail: Trail) -> bool:
    return trail.is_there and _status(trail) in OPEN


def _open_promises(history: History, team: Trail | None, item: Trail | None) -> list[Open]:
    """What is to be forecast, by target."""
    teams = _with_parts(history, team.id) if team is not None else None
    found: list[Open] = []
    for trail in history.trails if item is None else (item,):
        if trail.kind != Initiative.kind or not _is_open(trail):
            continue
        if teams is not None and trail.text("team") not in teams:
            continue
        ledger = main_promise(trail)
        if ledger is not None and ledger.current is not None and is_plausible(ledger.current):
            found.append((trail, ledger, (ledger.current, not ledger.slips)))
    return sorted(found, key=lambda one: (one[2][0], one[0].id))


def _with_parts(history: History, id_: str) -> frozenset[str]:
    """A team and the teams that are parts of it."""
    parts: dict[str, list[str]] = {}
    for trail in history.trails:
        parent = trail.text("parent")
        if trail.kind == "team" and trail.is_there and parent is not None:
            parts.setdefault(parent, []).append(trail.id)
    return with_all_below(id_, parts)


def _promise(trail: Trail, day: tuple[date, bool]) -> Promise:
    return Promise(*day, trail.text("team"), known_size(trail.fields))


# --- lines ---------------------------------------------------------------------------------------


def _line(history: History, as_of: date, trail: Trail, ledger: Ledger, outlook: Outlook) -> ForecastLine:
    target = ledger.current or ledger.first
    return ForecastLine(
        record=named_trail(trail),
        status=_status(trail),
        team=named_then(history, "team", trail.text("team")),
        target=target,
        first=ledger.first,
        dates=len(ledger.days),
        days_passed=(as_of - target).days,
        **_by_level(outlook.days),
        chance=outlook.chance,
        evidence=Evidence(
            by=outlook.basis.by,
            group=_group(history, outlook.basis),
            is_first=outlook.basis.is_first,
            count=outlook.count,
            shipped=outlook.ended,
            censored=outlook.censored,
        ),
    )


def _by_level(days: tuple[date | None, ...]) -> Mapping[str, date | None]:
    """Days under the names that levels have."""
    return {f"p{level}": day for level, day in zip(LEVELS, days, strict=True)}


def _pools(history: History, knowledge: Knowledge, bases: Iterable[Basis]) -> tuple[PoolLine, ...]:
    lines = []
    for basis in sorted(set(bases), key=lambda basis: basis.order):
        found = knowledge.pool(basis)
        levels = {
            f"p{level}_days": found.quantile(level / 100) if found.ended >= enough_for(level) else None
            for level in LEVELS
        }
        group = _group(history, basis)
        lines.append(PoolLine(basis.by, group, basis.is_first, found.count, found.ended, found.censored, **levels))
    return tuple(lines)


def _group(history: History, basis: Basis) -> str | None:
    team = named_then(history, "team", basis.group) if basis.by == "team" else None
    return team.name if team is not None else basis.group


# --- the headline --------------------------------------------------------------------------------


def _headline(lines: tuple[ForecastLine, ...], learnt: tuple[Delay, ...], as_of: date, *, is_one: bool) -> str:
    """The whole in a sentence; of a single initiative, its days."""
    if not lines:
        return "No open initiative has a target."
    known = [line for line in lines if line.p50 is not None]
    if not known:
        return _too_little(learnt, as_of)
    if is_one:
        return _one(lines[0], as_of)
    passed = sum(line.days_passed > 0 for line in lines)
    ahead = [line for line in known if line.days_passed <= 0]
    later = sum(line.p50 is not None and line.p50 > line.target for line in ahead)
    said = [f"{passed:,} of {counted(len(lines), 'open target')} {_have(passed)} passed"] if passed else []
    said += [f"{later:,} of {counted(len(ahead), 'target')} to come will more likely move than hold"] if ahead else []
    said += [f"for {len(lines) - len(known):,} there is not enough evidence"] if len(known) < len(lines) else []
    return f"{'; '.join(said)}."


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _too_little(learnt: tuple[Delay, ...], as_of: date) -> str:
    shipped = len({delay.id for delay in learnt if delay.shipped is not None and delay.shipped <= as_of})
    who = counted(shipped, "initiative") if shipped else "no initiative"
    have = _have(max(shipped, 1))
    return (
        f"Not enough evidence yet: {who} with a promised date {have} shipped, "
        f"and a forecast takes {ENOUGH} that are comparable."
    )


def _one(line: ForecastLine, as_of: date) -> str:
    levels = (("half", line.p50), ("85 %", line.p85), ("95 %", line.p95))
    said = [f"{share} by {short_day(day, as_of)}" for share, day in levels if day is not None]
    return f"What is comparable ships: {listed(said)}."
