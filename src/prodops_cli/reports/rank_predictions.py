"""`prodops roadmap rank --predictions`: what had been estimated, beside what was measured."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.ranking.inputs import spoken_input
from prodops_cli.analysis.ranking.predictions import ENOUGH, Basis, Prediction, predictions, records
from prodops_cli.analysis.scope import scope_of
from prodops_cli.analysis.words import counted
from prodops_cli.history import History
from prodops_cli.reports._base import Named, Workspace, named, named_by
from prodops_cli.reports.rank import Question


@dataclass(frozen=True, slots=True)
class EstimatorLine:
    """How somebody's estimates of one thing came out."""

    estimator: Named | None
    """None where nobody is named."""
    field: str
    count: int
    within: int
    """How many ranges (or points) held what was measured."""
    ratio: float
    """The median of actual ÷ estimated."""
    bias: str


@dataclass(frozen=True, slots=True)
class PredictionLine:
    """An estimate and what was measured."""

    record: Named
    shipped: date | None
    field: str
    low: float
    high: float
    actual: float
    ratio: float | None
    """Actual ÷ the middle of the estimate."""
    is_within: bool
    basis: Basis
    """Which estimate: as it stood at the start of work, the first there was after that, or today's."""
    day: date | None
    """Since when it had stood there."""
    estimator: Named | None
    evidence: str | None
    """Where what was measured comes from."""


@dataclass(frozen=True, slots=True)
class RankPredictions:
    """How estimates came out."""

    organisation: str
    as_of: date
    team: Named | None
    goal: Named | None
    headline: str
    estimators: tuple[EstimatorLine, ...]
    lines: tuple[PredictionLine, ...]
    """The newest first."""
    enough: int
    """With fewer, nothing is said of anybody."""
    from_today: int
    """How many estimates are those of today's files."""
    no_history: str | None
    """Why the estimates of the past are not known; None where history was asked."""


def rank_predictions(
    workspace: Workspace,
    as_of: date,
    question: Question = Question(),
    past: tuple[History | None, str | None] = (None, None),
) -> RankPredictions:
    """What was measured after shipping beside what had been estimated; `past` is history, or why there is none."""
    entries = scope_of(workspace, question.team, question.goal).initiatives()
    found = predictions(entries, past[0])
    lines = [_line(workspace, one) for one in found]
    lines.sort(key=lambda line: line.record.ref)
    lines.sort(key=lambda line: line.shipped or date.min, reverse=True)
    shipped = sum(entry.record.status == "shipped" for entry in entries)
    return RankPredictions(
        organisation=workspace.settings.name,
        as_of=as_of,
        team=named_by(workspace, "team", question.team),
        goal=named_by(workspace, "goal", question.goal),
        headline=_headline(found, shipped),
        estimators=tuple(
            EstimatorLine(
                named_by(workspace, "person", one.estimator),
                spoken_input(one.field),
                one.count,
                one.within,
                one.ratio,
                one.bias,
            )
            for one in records(found)
        ),
        lines=tuple(lines),
        enough=ENOUGH,
        from_today=sum(one.basis == "today" for one in found),
        no_history=past[1],
    )


def _line(workspace: Workspace, one: Prediction) -> PredictionLine:
    initiative = one.entry.record
    return PredictionLine(
        record=named(one.entry),
        shipped=initiative.shipped,
        field=spoken_input(one.field),
        low=one.low,
        high=one.high,
        actual=one.actual,
        ratio=one.ratio,
        is_within=one.is_within,
        basis=one.basis,
        day=one.day,
        estimator=named_by(workspace, "person", one.estimator),
        evidence=initiative.actual.evidence if initiative.actual is not None else None,
    )


def _headline(found: Iterable[Prediction], shipped: int) -> str:
    every = tuple(found)
    if not every:
        measured = "has been measured yet" if shipped else "has shipped yet"
        return f"Nothing {measured}: `actual` of a shipped initiative says what it came to."
    items = len({one.entry.id for one in every})
    within = sum(one.is_within for one in every)
    return (
        f"{counted(len(every), 'estimate')} of {counted(items, 'shipped initiative')} can be compared; "
        f"{within} of them held what was measured."
    )
