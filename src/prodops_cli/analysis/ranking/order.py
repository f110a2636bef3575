"""Every open initiative in its place, by a method: scored, ordered, and moved where somebody decided so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from prodops_cli.analysis.ranking.inputs import Input, Taken, common_period
from prodops_cli.analysis.ranking.kano import Verdict, verdict
from prodops_cli.analysis.ranking.methods import Method, method_called
from prodops_cli.analysis.ranking.overrides import with_decided
from prodops_cli.analysis.ranking.simulation import Draws, Kept, Spread, chances, spread
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.initiative import Initiative, Override
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

MOSCOW = ("must", "should", "could", "wont")
"""In their order."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An initiative in a ranking."""

    entry: Entry[Initiative]
    inputs: tuple[Input, ...] = ()
    """What there is of what the method takes."""
    missing: tuple[str, ...] = ()
    """What is missing, in words; with any of it there is no score."""
    spread: Spread | None = None
    """Where its scores lie; None without a score, and for methods that have none."""
    word: str | None = None
    """What the method calls it: strong, must-be, should."""
    verdict: Verdict | None = None
    """What a Kano survey says."""
    key: tuple[float, ...] = ()
    """What it is ordered by."""

    @property
    def score(self) -> float | None:
        """The score, or the median of its scores."""
        return self.spread.median if self.spread is not None else None

    @property
    def override(self) -> Override | None:
        """The place that somebody decided."""
        return self.entry.record.priority.override if self.entry.record.priority is not None else None


@dataclass(frozen=True, slots=True)
class Order:
    """A ranking of everything that is open."""

    name: str
    method: Method | None
    """None for Kano and MoSCoW."""
    period: str
    """The period over which reach is counted."""
    standings: Mapping[str, Standing]
    """All that is open, by id."""
    scored: tuple[str, ...]
    """The ids in the order of their scores."""
    ranked: tuple[str, ...]
    """The ids in the order that counts: with places that somebody decided."""
    decided: Mapping[str, int] = field(default_factory=dict)
    """The places that somebody decided, by id; none where they do not count."""
    chances: Mapping[str, float] = field(default_factory=dict)
    """The chance of each to be among the top, by score."""


def order(workspace: Workspace, name: str, *, top: int, draws: Draws = Draws(), overrides: bool = True) -> Order:
    """Rank all that is open. Raises ProdopsError where there is no such method."""
    method = method_called(workspace.settings, name)
    entries = [entry for entry in workspace.of(Initiative) if is_open(entry.record)]
    period = common_period(entry.record for entry in entries)
    kept = Kept(draws)
    standings = {entry.id: _standing(entry, name, method, period, kept) for entry in entries}
    complete = {id_: standing for id_, standing in standings.items() if not standing.missing}
    scored = tuple(sorted(complete, key=lambda id_: (complete[id_].key, id_)))
    decided = {
        id_: standing.override.place
        for id_, standing in standings.items()
        if overrides and standing.override is not None
    }
    return Order(
        name=name,
        method=method,
        period=period,
        standings=standings,
        scored=scored,
        ranked=with_decided(scored, decided),
        decided=decided,
        chances=_chances(method, complete, top, kept),
    )


def _standing(entry: Entry[Initiative], name: str, method: Method | None, period: str, kept: Kept) -> Standing:
    if method is not None:
        return scored_standing(entry, method, period, kept)
    return _kano(entry) if name == "kano" else _moscow(entry)


def scored_standing(entry: Entry[Initiative], method: Method, period: str, kept: Kept) -> Standing:
    """An initiative by a formula."""
    taken: Sequence[Taken] = method.take(entry.record, period)
    inputs = tuple(one for one in taken if isinstance(one, Input))
    missing = tuple(one for one in taken if isinstance(one, str))
    if missing:
        return Standing(entry, inputs, missing)
    found = spread(method, inputs, entry.id, kept)
    word = method.word(found.median) if method.word is not None else None
    return Standing(entry, inputs, (), found, word, key=(-found.median,))


def _kano(entry: Entry[Initiative]) -> Standing:
    priority = entry.record.priority
    found = verdict(priority.kano) if priority is not None else None
    if found is None:
        return Standing(entry, missing=("answers to a Kano survey",))
    return Standing(entry, word=found.word, verdict=found, key=(found.rank, -found.span))


def _moscow(entry: Entry[Initiative]) -> Standing:
    priority = entry.record.priority
    if priority is None or priority.moscow is None:
        return Standing(entry, missing=("a MoSCoW word",))
    target = entry.record.target or date.max
    return Standing(entry, word=priority.moscow, key=(MOSCOW.index(priority.moscow), target.toordinal()))


def _chances(method: Method | None, complete: Mapping[str, Standing], top: int, kept: Kept) -> Mapping[str, float]:
    if method is None:
        return {}
    inputs = {id_: standing.inputs for id_, standing in complete.items()}
    spreads = {id_: standing.spread for id_, standing in complete.items() if standing.spread is not None}
    return chances(method, inputs, spreads, top, kept)


# --- MoSCoW's shares of effort -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EffortShare:
    """How much of the effort a MoSCoW word takes."""

    word: str
    effort: float
    """Person-months, the middles of ranges."""
    share: float | None
    """None where nothing has an effort."""
    usual: float
    """What DSDM recommends: at most so much for must, about so much for the others."""
    without: int
    """How many have no effort."""


def effort_shares(found: Sequence[Standing], settings: Settings) -> tuple[EffortShare, ...]:
    """The shares of must, should and could in their effort; what will not be done takes none.

    Source: DSDM Agile Project Framework, "MoSCoW Prioritisation": must at most 60 %, could about 20 %.
    """
    must = settings.thresholds.must_share
    rest = round((1 - must) / 2, 9)
    by_word = {word: [one.entry.record.effort for one in found if one.word == word] for word in MOSCOW[:3]}
    efforts = {word: sum(one.middle for one in given if one is not None) for word, given in by_word.items()}
    total = sum(efforts.values())
    return tuple(
        EffortShare(
            word,
            effort,
            effort / total if total else None,
            must if word == "must" else rest,
            sum(one is None for one in by_word[word]),
        )
        for word, effort in efforts.items()
    )
