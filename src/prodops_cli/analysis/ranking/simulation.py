"""How sure a ranking is: ranges drawn many times over, the same draws on every machine.

A range says two ends and no more, so every value between them is as likely (uniform): a peak in the middle would claim
what nobody wrote. Where both ends are steps of a scale, each step between them is as likely, because only steps are
ever written.

Each input has draws of its own, seeded by the seed, the initiative's id and the input's name. So a new item, another
order or a filter changes nobody else's. Only `random.random()` is used, whose sequence Python guarantees.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice, repeat
from random import Random

from prodops_cli.analysis.ranking.inputs import Input
from prodops_cli.analysis.ranking.methods import Method

SEED = 2016
SAMPLES = 2000
FEWEST_SAMPLES, MOST_SAMPLES = 100, 100_000
BLOCK = 200
"""So many samples of one initiative are drawn before it is another's turn: turns cost time, samples memory."""
LOW, MEDIAN, HIGH = 0.1, 0.5, 0.9
"""The interval holds 80 of 100 draws."""


@dataclass(frozen=True, slots=True)
class Draws:
    """How ranges are drawn: which sequence, how often."""

    seed: int = SEED
    samples: int = SAMPLES


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the scores of an initiative lie."""

    median: float
    low: float
    """Of ten draws, one is below."""
    high: float
    """Of ten draws, one is above."""
    least: float
    most: float


def draw(taken: Input, id_: str, draws: Draws) -> Iterable[float]:
    """The values of an input, one for each sample; without an end for a point."""
    if not taken.is_range:
        return repeat(taken.low)
    random = Random(f"{draws.seed}/{id_}/{taken.name}").random  # noqa: S311 - no secret, and the same everywhere
    choices = taken.choices
    if choices:
        count = len(choices)
        return (choices[int(random() * count)] for _ in repeat(None, draws.samples))
    low, width = taken.low, taken.high - taken.low
    return (low + width * random() for _ in repeat(None, draws.samples))


def scores(method: Method, inputs: Sequence[Input], id_: str, draws: Draws) -> Iterator[float]:
    """The scores of an initiative, one for each sample; always the same one, without an end, for points.

    They are drawn when they are asked for: of thousands of initiatives nobody could keep them all.
    """
    if not any(taken.is_range for taken in inputs):
        return repeat(method.score(*(taken.low for taken in inputs)))
    return map(method.score, *(draw(taken, id_, draws) for taken in inputs))


def spread(method: Method, inputs: Sequence[Input], id_: str, draws: Draws) -> Spread:
    """Where the scores of an initiative lie."""
    drawn = scores(method, inputs, id_, draws)
    ordered = sorted(drawn) if any(taken.is_range for taken in inputs) else [next(drawn)]
    return Spread(
        median=quantile(ordered, MEDIAN),
        low=quantile(ordered, LOW),
        high=quantile(ordered, HIGH),
        least=ordered[0],
        most=ordered[-1],
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of sorted values lies, between two of them in proportion."""
    place = share * (len(ordered) - 1)
    index = int(place)
    rest = place - index
    if not rest:
        return ordered[index]
    return ordered[index] + rest * (ordered[index + 1] - ordered[index])


Items = Mapping[str, Sequence[Input]]
"""The inputs of initiatives by id."""


def chances(method: Method, items: Items, spreads: Mapping[str, Spread], top: int, draws: Draws) -> dict[str, float]:
    """For each initiative the share of the samples in which it is among the first `top`; equal scores go by id.

    What cannot be among them whatever is drawn is not drawn again.
    """
    found = dict.fromkeys(items, 0.0)
    if len(items) <= top:
        return dict.fromkeys(items, 1.0)
    floor = nlargest(top, (spread.least for spread in spreads.values()))[-1]
    contenders = sorted(id_ for id_ in items if spreads[id_].most >= floor)
    counts = [0] * len(contenders)
    places = range(len(contenders))
    rounds = 0
    for values in _rounds(method, items, contenders, draws):
        rounds += 1
        for index in nlargest(top, places, key=values.__getitem__):  # of equal ones the first
            counts[index] += 1
    found.update((id_, count / rounds) for id_, count in zip(contenders, counts, strict=True))
    return found


def _rounds(method: Method, items: Items, ids: Sequence[str], draws: Draws) -> Iterator[tuple[float, ...]]:
    """The scores of all, sample by sample; a single round where nothing is a range."""
    drawn = [scores(method, items[id_], id_, draws) for id_ in ids]
    are_ranges = any(taken.is_range for id_ in ids for taken in items[id_])
    left = draws.samples if are_ranges else 1
    while left:
        block = min(left, BLOCK)
        yield from zip(*(tuple(islice(values, block)) for values in drawn), strict=True)
        left -= block
