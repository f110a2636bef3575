"""`prodops roadmap rank --explain REF`: a score worked out step by step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from prodops_cli.analysis.lookup import find_one
from prodops_cli.analysis.ranking.inputs import Input, exact, spoken_input
from prodops_cli.analysis.ranking.methods import LEAST_EFFORT, title_of
from prodops_cli.analysis.ranking.order import Order, Standing, order
from prodops_cli.analysis.ranking.sensitivity import needed
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import counted, figure, spoken
from prodops_cli.errors import ProdopsError
from prodops_cli.history import History
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by
from prodops_cli.reports._rank_steps import Found, StepLine
from prodops_cli.reports.rank import DecidedLine, Question


@dataclass(frozen=True, slots=True)
class OtherLine:
    """What one input would have to be for the score to pass a neighbour's, if the others stay."""

    name: str
    value: float
    """Its point, or the middle of its range."""
    needed: float
    """The number at which the scores are equal; on a scale, the next step beyond."""


@dataclass(frozen=True, slots=True)
class NeighbourLine:
    """The initiative one place above or below by score."""

    record: Named
    is_above: bool
    score: float
    others: tuple[OtherLine, ...]
    """Which number could make them change places."""


@dataclass(frozen=True, slots=True)
class RankExplained:
    """How an initiative got its place."""

    organisation: str
    as_of: date
    record: Named
    by: str
    title: str
    headline: str
    formula: str | None
    unit: str | None
    worked: str | None
    """The formula with the numbers, ranges by their middles."""
    result: float | None
    """What it comes to."""
    score: float | None
    """The score that counts: the median where there are ranges."""
    low: float | None
    high: float | None
    word: str | None
    better: float | None
    worse: float | None
    chance: float | None
    top: int
    seed: int
    samples: int
    place: int | None
    scored_place: int | None
    count: int
    """How many have a score."""
    period: str | None
    least_effort: float | None
    """What the effort is counted as at least, where it is smaller."""
    steps: tuple[StepLine, ...]
    missing: tuple[str, ...]
    decided: DecidedLine | None
    neighbours: tuple[NeighbourLine, ...]
    no_history: str | None
    """Why ages are not known; None where history was asked."""


def rank_explained(
    workspace: Workspace,
    as_of: date,
    ref: str,
    question: Question = Question(),
    past: tuple[History | None, str | None] = (None, None),
) -> RankExplained:
    """How an initiative got its place; `past` is history, or why there is none.

    Raises ProdopsError for what is no open initiative.
    """
    entry = _initiative(workspace, ref)
    name = question.by if question.by is not None else workspace.settings.ranking.by
    top = question.top or workspace.settings.ranking.top
    found = order(workspace, name, top=top, draws=question.draws, overrides=question.overrides)
    standing = found.standings[entry.id]
    is_range = any(taken.is_range for taken in standing.inputs)
    spread = standing.spread
    result = _result(found, standing)
    is_rice = name == "rice" and spread is not None
    return RankExplained(
        organisation=workspace.settings.name,
        as_of=as_of,
        record=named(entry),
        by=name,
        title=title_of(name),
        headline=_headline(found, standing),
        formula=found.method.formula if found.method is not None else None,
        unit=found.method.unit if found.method is not None else None,
        worked=_worked(found, standing),
        result=result,
        score=standing.score,
        low=spread.low if spread is not None and is_range else None,
        high=spread.high if spread is not None and is_range else None,
        word=standing.word,
        better=standing.verdict.better if standing.verdict is not None else None,
        worse=standing.verdict.worse if standing.verdict is not None else None,
        chance=found.chances.get(entry.id),
        top=top,
        seed=question.seed,
        samples=question.samples,
        place=_place(found.ranked, entry.id),
        scored_place=_place(found.scored, entry.id),
        count=len(found.scored),
        period=found.period if is_rice else None,
        least_effort=LEAST_EFFORT if is_rice and standing.inputs[-1].low < LEAST_EFFORT else None,
        steps=Found(workspace, as_of, past[0]).steps(standing),
        missing=standing.missing,
        decided=_decided(workspace, as_of, found, standing),
        neighbours=tuple(_neighbours(found, standing)),
        no_history=past[1],
    )


def _initiative(workspace: Workspace, ref: str) -> Entry[Initiative]:
    entry = find_one(workspace, ref if ":" in ref else f"{Initiative.kind}:{ref}")
    if entry.kind != Initiative.kind:
        raise ProdopsError(f"{entry.ref} is no initiative", "only what is on the roadmap is ranked")
    if not is_open(entry.record):
        is_shipped = entry.record.status == "shipped"
        hint = "what was measured, beside the estimates: prodops roadmap rank --predictions" if is_shipped else None
        raise ProdopsError(f"{entry.ref} is {spoken(entry.record.status)}: only open work is ranked", hint)
    return cast("Entry[Initiative]", entry)


def _place(ids: tuple[str, ...], id_: str) -> int | None:
    return ids.index(id_) + 1 if id_ in ids else None


def _headline(found: Order, standing: Standing) -> str:
    title = title_of(found.name)
    place, scored = _place(found.ranked, standing.entry.id), _place(found.scored, standing.entry.id)
    if place is None:
        return f"It has no place by {title}: an input is missing."
    what = figure(standing.score) if standing.score is not None else standing.word
    said = f", with {what}" if scored is not None else ""
    start = f"Number {place} of {counted(len(found.ranked), 'open initiative')} by {title}{said}"
    by_score = "; it has no score" if scored is None else f"; by score it would be {scored}"
    by_score = "; by score, too" if scored == place else by_score
    return f"{start}{by_score if standing.entry.id in found.decided else ''}."


def _worked(found: Order, standing: Standing) -> str | None:
    if found.method is None or standing.missing:
        return None
    middles = [taken.middle for taken in standing.inputs]
    if found.name == "rice":
        middles[-1] = max(middles[-1], LEAST_EFFORT)
    return found.method.write(*map(_number, middles))


def _number(value: float) -> str:
    """A number in a formula: as it was given where that is short."""
    return exact(value) if round(value, 4) == value else figure(value)


def _result(found: Order, standing: Standing) -> float | None:
    if found.method is None or standing.missing:
        return None
    return found.method.score(*(taken.middle for taken in standing.inputs))


def _decided(workspace: Workspace, as_of: date, found: Order, standing: Standing) -> DecidedLine | None:
    override = standing.override
    if override is None or standing.entry.id not in found.decided:
        return None
    return DecidedLine(
        record=named(standing.entry),
        place=found.ranked.index(standing.entry.id) + 1,
        wanted=override.place,
        scored_place=_place(found.scored, standing.entry.id),
        reason=override.reason,
        by=named_by(workspace, "person", override.by),
        on=override.on,
        days=(as_of - override.on).days,
    )


# --- what would change the place -----------------------------------------------------------------


def _neighbours(found: Order, standing: Standing) -> Iterable[NeighbourLine]:
    place = _place(found.scored, standing.entry.id)
    if place is None or found.method is None:
        return
    for index, is_above in ((place - 2, True), (place, False)):
        if 0 <= index < len(found.scored):
            other = found.standings[found.scored[index]]
            others = tuple(_others(found, standing, other.score or 0.0, is_above=is_above))
            yield NeighbourLine(named(other.entry), is_above, other.score or 0.0, others)


def _others(found: Order, standing: Standing, wanted: float, *, is_above: bool) -> Iterable[OtherLine]:
    """Nothing where the middles of the ranges come out on the other side of the neighbour already."""
    own = _result(found, standing)
    if found.method is None or own is None or (own >= wanted) == is_above:
        return
    for index, taken in enumerate(standing.inputs):
        value = needed(found.method.score, standing.inputs, index, wanted)
        step = _step(taken, value) if value is not None else None
        if step is not None:
            yield OtherLine(spoken_input(taken.name), taken.middle, step)


def _step(taken: Input, value: float) -> float | None:
    """The value itself, or on a scale the next step beyond it; None where there is none."""
    if taken.scale is None or not taken.scale.steps:
        return value
    if value >= taken.middle:
        return min((step for step in taken.scale.steps if step >= value), default=None)
    return max((step for step in taken.scale.steps if step <= value), default=None)
