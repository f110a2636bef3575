"""What would have to be another number for a score to pass its neighbour's."""

from collections.abc import Callable, Sequence
from math import isclose

from prodops_cli.analysis.ranking.inputs import Input

FARTHEST = 1000.0
"""A number that would have to be more than so many times as large is no help to anybody."""
STEPS = 200
"""So often the stretch that holds the answer is halved."""


def needed(score: Callable[..., float], inputs: Sequence[Input], index: int, wanted: float) -> float | None:
    """What an input would have to be for the score to be as wanted, the others at their middles; None for nothing.

    Every formula rises or falls with each of its inputs all the way, so halving finds the one place.
    """
    middles = [taken.middle for taken in inputs]

    def at(value: float) -> float:
        return score(*middles[:index], value, *middles[index + 1 :])

    low, high = _bounds(inputs[index])
    falls = at(low) > at(high)
    least, most = (at(high), at(low)) if falls else (at(low), at(high))
    if not least <= wanted <= most:
        return None
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if (at(middle) < wanted) != falls else (low, middle)
    return high if isclose(at(high), wanted, rel_tol=1e-6, abs_tol=1e-9) else None


def _bounds(taken: Input) -> tuple[float, float]:
    if taken.scale is not None:
        return taken.scale.low, taken.scale.high
    largest = max(taken.high, 1.0)
    return largest / FARTHEST, largest * FARTHEST
