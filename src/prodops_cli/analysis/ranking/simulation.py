"""How sure a ranking is: ranges drawn many times over, the same draws on every machine.

A range says two ends and no more, so every value between them is as likely (uniform): a peak in the middle would claim
what nobody wrote. Where both ends are steps of a scale, each step between them is as likely, because only steps are
ever written.

Each input has draws of its own, seeded by the seed, the initiative's id and the input's name. So a new item, another
order or a filter changes nobody else's. Only `random.random()` is used, whose sequence Python guarantees.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace, nlargest
from itertools import chain, islice, repeat
from random import Random

from prodops_cli.analysis.ranking.inputs import Input
from prodops_cli.analysis.ranking.methods import Method

SEED = 2016
SAMPLES = 2000
FEWEST_SAMPLES, MOST_SAMPLES = 100, 100_000
BLOCK = 200
"""So many samples of one initiative are drawn before it is another's turn: turns cost time, samples memory."""
PART = 200
"""So many values of one input are drawn at once."""
ROOM = 10_000_000
"""So many scores are kept, of eight bytes each: those of 5,000 initiatives."""
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


class Kept:
    """How ranges are drawn, and the scores that were, for who asks again, as long as there is room for the numbers."""

    def __init__(self, draws: Draws, room: int = ROOM) -> None:
        self.draws = draws
        self._room = room
        self._found: dict[str, array[float]] = {}

    def add(self, id_: str, values: Sequence[float]) -> None:
        """Keep the scores of an initiative if there is room."""
        if len(values) <= self._room:
            self._room -= len(values)
            self._found[id_] = array("d", values)

    def get(self, id_: str) -> Iterator[float] | None:
        """The scores of an initiative, sample by sample; None where they have to be drawn again."""
        found = self._found.get(id_)
        return iter(found) if found is not None else None


def draw(taken: Input, id_: str, draws: Draws) -> Iterable[float]:
    """The values of an input, one for each sample; without an end for a point."""
    if not taken.is_range:
        return repeat(taken.low)
    random = Random(f"{draws.seed}/{id_}/{taken.name}").random  # noqa: S311 - no secret, and the same everywhere
    choices = taken.choices
    if choices:
        count = len(choices)
        return chain.from_iterable([choices[int(random() * count)] for _ in part] for part in _parts(draws.samples))
    low, width = taken.low, taken.high - taken.low
    return chain.from_iterable([low + width * random() for _ in part] for part in _parts(draws.samples))


def _parts(samples: int) -> Iterator[range]:
    """So many samples, in parts that are drawn at once: one by one takes twice as long, all at once all the memory."""
    return (range(first, min(first + PART, samples)) for first in range(0, samples, PART))


def scores(method: Method, inputs: Sequence[Input], id_: str, draws: Draws) -> Iterator[float]:
    """The scores of an initiative, one for each sample; always the same one, without an end, for points.

    They are drawn when they are asked for: of thousands of initiatives nobody could keep them all.
    """
    if not any(taken.is_range for taken in inputs):
        return repeat(method.score(*(taken.low for taken in inputs)))
    return map(method.score, *(draw(taken, id_, draws) for taken in inputs))


def spread(method: Method, inputs: Sequence[Input], id_: str, kept: Kept) -> Spread:
    """Where the scores of an initiative lie. What is drawn for it is kept."""
    drawn = scores(method, inputs, id_, kept.draws)
    if any(taken.is_range for taken in inputs):
        values = list(drawn)
        kept.add(id_, values)
    else:
        values = [next(drawn)]
    ordered = sorted(values)
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


def chances(method: Method, items: Items, spreads: Mapping[str, Spread], top: int, kept: Kept) -> dict[str, float]:
    """For each initiative the share of the samples in which it is among the first `top`; equal scores go by id.

    What cannot be among them whatever is drawn is not looked at, and what was kept is not drawn again.
    """
    found = dict.fromkeys(items, 0.0)
    if len(items) <= top:
        return dict.fromkeys(items, 1.0)
    floor = nlargest(top, (spread.least for spread in spreads.values()))[-1]
    contenders = sorted(id_ for id_ in items if spreads[id_].most >= floor)
    counts: Counter[int] = Counter()
    rounds = 0
    for columns in _blocks(method, items, contenders, kept):
        rounds += len(columns[0])
        counts.update(_first(columns, top))
    found.update((id_, counts[index] / rounds) for index, id_ in enumerate(contenders))
    return found


def _blocks(method: Method, items: Items, ids: Sequence[str], kept: Kept) -> Iterator[list[tuple[float, ...]]]:
    """The scores of each, block by block of samples; a single sample where nothing is a range."""
    drawn = [kept.get(id_) or scores(method, items[id_], id_, kept.draws) for id_ in ids]
    are_ranges = any(taken.is_range for id_ in ids for taken in items[id_])
    left = kept.draws.samples if are_ranges else 1
    while left:
        block = min(left, BLOCK)
        yield [tuple(islice(values, block)) for values in drawn]
        left -= block


def _first(columns: Sequence[Sequence[float]], top: int) -> Iterator[int]:
    """Of each sample the places of the `top` largest scores; of equal ones the first.

    Each sample has a heap of its largest so far, the next to go at its top. Columns come in order, so that a score has
    to be larger than that one, and most columns are passed over with one comparison for each sample.
    """
    heaps = [[(value, -place) for place, value in enumerate(row)] for row in zip(*columns[:top], strict=True)]
    for heap in heaps:
        heapify(heap)
    floors = [heap[0][0] for heap in heaps]
    for place, column in enumerate(columns[top:], top):
        for sample in [index for index, pair in enumerate(zip(column, floors, strict=True)) if pair[0] > pair[1]]:
            heap = heaps[sample]
            heapreplace(heap, (column[sample], -place))
            floors[sample] = heap[0][0]
    return (-place for heap in heaps for _, place in heap)
