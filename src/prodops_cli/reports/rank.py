"""`prodops roadmap rank`: which open work comes first, by which method, and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.ranking.inputs import Input, spoken_input
from prodops_cli.analysis.ranking.methods import method_called, title_of
from prodops_cli.analysis.ranking.names import WEIGHTED
from prodops_cli.analysis.ranking.order import MOSCOW, Order, Standing, effort_shares, order
from prodops_cli.analysis.ranking.simulation import SAMPLES, SEED, Draws
from prodops_cli.analysis.scope import scope_of
from prodops_cli.analysis.words import counted, figure, listed
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.team import Team
from prodops_cli.reports._base import Named, Workspace, named, named_by, report


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: by which method, of which part, and how ranges are drawn."""

    by: str | None = None
    """The settings' method unless given."""
    team: str | None = None
    goal: str | None = None
    top: int | None = None
    """How many places count as the top; the settings' number unless given."""
    seed: int = SEED
    samples: int = SAMPLES
    overrides: bool = True
    """Whether places that somebody decided count."""

    @property
    def draws(self) -> Draws:
        """How ranges are drawn."""
        return Draws(self.seed, self.samples)


@dataclass(frozen=True, slots=True)
class InputLine:
    """An input of a score."""

    name: str
    """In words: `cost of delay`."""
    given: str
    """As the file has it."""
    low: float
    high: float
    """As the formula takes it."""
    note: str | None
    is_on_scale: bool
    evidence: str | None
    """A web address."""


@dataclass(frozen=True, slots=True)
class RankLine:
    """An initiative in its place."""

    place: int
    scored_place: int | None
    """The place by score alone; None without a score."""
    record: Named
    status: str
    team: Named | None
    score: float | None
    """The median where an input is a range."""
    low: float | None
    """Of ten scores, one is below; None where nothing is a range."""
    high: float | None
    chance: float | None
    """The chance to be among the top by score; None for methods without scores."""
    word: str | None
    """What the method calls it."""
    better: float | None
    """Of a Kano survey."""
    worse: float | None
    people: int | None
    """How many answered it."""
    inputs: tuple[InputLine, ...]
    is_decided: bool
    """Whether somebody decided the place."""
    is_off_scale: bool
    """Whether a number is not on its method's scale."""


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A place that somebody decided."""

    record: Named
    place: int
    """The place it has."""
    wanted: int
    """The place that was decided."""
    scored_place: int | None
    reason: str
    by: Named | None
    on: date
    days: int
    """How many days ago that was."""


@dataclass(frozen=True, slots=True)
class MissingLine:
    """Initiatives without a score that lack the same."""

    missing: tuple[str, ...]
    """The inputs they lack, in words."""
    text: str
    """The same as the beginning of a sentence: `Without reach and impact`."""
    records: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ShareLine:
    """How much of the effort a MoSCoW word takes."""

    word: str
    effort: float
    share: float | None
    usual: float
    is_over: bool
    """Of must: whether it takes more than it should."""
    without: int


@dataclass(frozen=True, slots=True)
class Rank:
    """A ranking of open work."""

    organisation: str
    as_of: date
    by: str
    title: str
    """What people call the method."""
    formula: str | None
    unit: str | None
    """What a score counts."""
    team: Named | None
    goal: Named | None
    headline: str
    is_weighted: bool
    """Whether it is a ranking of the settings' own."""
    is_contest: bool
    """Whether more have a score than the top has places, so that chances say something."""
    top: int
    seed: int
    samples: int
    has_ranges: bool
    """Whether anything was drawn."""
    period: str | None
    """The period that reach is counted over, where the method takes it."""
    overrides: bool
    lines: tuple[RankLine, ...]
    decided: tuple[DecidedLine, ...]
    shares: tuple[ShareLine, ...]
    estimates: int
    """How many numbers the scores are made of."""
    with_evidence: int
    """How many of them say where they come from."""
    converted: int
    """How many rates were counted over another period."""
    without_period: int
    """How many rates say no period."""
    off_scale: tuple[str, ...]
    """What is not on its method's scale, in words."""
    missing: tuple[MissingLine, ...]
    """What has no score, those that lack least first."""


@report
def rank(workspace: Workspace, as_of: date, question: Question = Question()) -> Rank:
    """Which open work comes first, by which method, and how sure that is.

    All that is open is ranked together, so that places, chances and decided places mean the same in every part of it; a
    team or a goal only chooses what is shown. Raises ProdopsError for a method, team or goal that is not there.
    """
    settings = workspace.settings
    name = question.by if question.by is not None else settings.ranking.by
    top = question.top or settings.ranking.top
    method = method_called(settings, name)
    shown = {entry.id for entry in scope_of(workspace, question.team, question.goal).initiatives()}
    found = order(workspace, name, top=top, draws=question.draws, overrides=question.overrides)
    lines = tuple(_lines(workspace, found, shown))
    scored = [found.standings[id_] for id_ in found.scored if id_ in shown]
    inputs = [taken for standing in scored for taken in standing.inputs]
    return Rank(
        organisation=settings.name,
        as_of=as_of,
        by=name,
        title=title_of(name),
        formula=method.formula if method is not None else None,
        unit=method.unit if method is not None else None,
        team=_named(workspace, Team.kind, question.team),
        goal=_named(workspace, Goal.kind, question.goal),
        headline=_headline(lines, found, shown, name),
        is_weighted=name.startswith(WEIGHTED),
        is_contest=len(found.scored) > top,
        top=top,
        seed=question.seed,
        samples=question.samples,
        has_ranges=any(taken.is_range for taken in inputs),
        period=found.period if method is not None and "reach" in method.names and name == "rice" else None,
        overrides=question.overrides,
        lines=lines,
        decided=tuple(_decided(workspace, as_of, found, lines)) if question.overrides else (),
        shares=_shares(workspace, scored) if name == "moscow" else (),
        estimates=sum(taken.estimate is not None for taken in inputs),
        with_evidence=sum(_evidence(taken) is not None for taken in inputs),
        converted=sum(taken.note is not None and taken.note.startswith("counted per") for taken in inputs),
        without_period=sum(taken.note is not None and taken.note.startswith("says no period") for taken in inputs),
        off_scale=tuple(_off_scale(scored)),
        missing=_missing(found, shown),
    )


def _named(workspace: Workspace, kind: str, id_: str | None) -> Named | None:
    return named_by(workspace, kind, id_)


# --- lines ---------------------------------------------------------------------------------------


def _lines(workspace: Workspace, found: Order, shown: set[str]) -> Iterable[RankLine]:
    places = {id_: place for place, id_ in enumerate(found.scored, 1)}
    for place, id_ in enumerate(found.ranked, 1):
        if id_ in shown:
            yield _line(workspace, found, found.standings[id_], (place, places.get(id_)))


def _line(workspace: Workspace, found: Order, standing: Standing, places: tuple[int, int | None]) -> RankLine:
    """An initiative, given its place and the one by score alone."""
    spread, verdict = standing.spread, standing.verdict
    is_range = spread is not None and any(taken.is_range for taken in standing.inputs)
    return RankLine(
        place=places[0],
        scored_place=places[1],
        record=named(standing.entry),
        status=standing.entry.record.status,
        team=named_by(workspace, Team.kind, standing.entry.record.team),
        score=standing.score,
        low=spread.low if spread is not None and is_range else None,
        high=spread.high if spread is not None and is_range else None,
        chance=found.chances.get(standing.entry.id),
        word=standing.word,
        better=verdict.better if verdict is not None else None,
        worse=verdict.worse if verdict is not None else None,
        people=verdict.people if verdict is not None else None,
        inputs=tuple(input_line(taken) for taken in standing.inputs),
        is_decided=standing.entry.id in found.decided,
        is_off_scale=standing.score is not None and any(not taken.is_on_scale for taken in standing.inputs),
    )


def input_line(taken: Input) -> InputLine:
    """An input for a reader."""
    return InputLine(
        name=spoken_input(taken.name),
        given=taken.given,
        low=taken.low,
        high=taken.high,
        note=taken.note,
        is_on_scale=taken.is_on_scale,
        evidence=_evidence(taken),
    )


def _evidence(taken: Input) -> str | None:
    return taken.estimate.evidence if taken.estimate is not None else None


def _decided(workspace: Workspace, as_of: date, found: Order, lines: Iterable[RankLine]) -> Iterable[DecidedLine]:
    for line in lines:
        override = found.standings[line.record.id].override
        if override is not None:
            yield DecidedLine(
                record=line.record,
                place=line.place,
                wanted=override.place,
                scored_place=line.scored_place,
                reason=override.reason,
                by=named_by(workspace, "person", override.by),
                on=override.on,
                days=(as_of - override.on).days,
            )


def _shares(workspace: Workspace, scored: list[Standing]) -> tuple[ShareLine, ...]:
    found = effort_shares(scored, workspace.settings)
    return tuple(
        ShareLine(
            one.word,
            one.effort,
            one.share,
            one.usual,
            one.word == MOSCOW[0] and one.share is not None and one.share > one.usual,
            one.without,
        )
        for one in found
    )


def _off_scale(scored: list[Standing]) -> Iterable[str]:
    for standing in scored:
        for taken in standing.inputs:
            if not taken.is_on_scale:
                yield f"{standing.entry.record.label}: {spoken_input(taken.name)} {taken.given}"


def _missing(found: Order, shown: set[str]) -> tuple[MissingLine, ...]:
    lacking: dict[tuple[str, ...], list[Named]] = {}
    for id_, standing in found.standings.items():
        if standing.missing and id_ in shown:
            lacking.setdefault(standing.missing, []).append(named(standing.entry))
    return tuple(
        MissingLine(missing, _without(missing), tuple(lacking[missing]))
        for missing in sorted(lacking, key=lambda one: (len(one), one))
    )


def _without(missing: tuple[str, ...]) -> str:
    """What is missing, and what is there but cannot be used, in one sentence."""
    wrong = [text for text in missing if " is not " in text]
    absent = [text for text in missing if text not in wrong]
    parts = [f"without {listed(absent)}"] if absent else []
    text = "; ".join([*parts, *wrong])
    return f"{text[0].upper()}{text[1:]}"


# --- the headline --------------------------------------------------------------------------------


def _headline(lines: tuple[RankLine, ...], found: Order, shown: set[str], name: str) -> str:
    title = title_of(name)
    there = sum(id_ in shown for id_ in found.standings)
    if not there:
        return "Nothing is open here."
    scored = sum(id_ in shown for id_ in found.scored)
    if not scored:
        return f"None of {counted(there, 'open initiative')} has what {title} takes."
    first = lines[0]
    what = first.word if first.score is None else figure(first.score)
    said = f" ({what})" if what is not None else ""
    is_whole = len(shown & found.standings.keys()) == len(found.standings)
    where = "first" if is_whole or first.place == 1 else f"number {first.place} of all is the first here"
    start = f"{first.record.name}{said} is first" if where == "first" else f"{first.record.name}{said}, {where}"
    return f"{start}; {scored} of {counted(there, 'open initiative')} can be ranked by {title}."
