"""Several changes of one text, each known as the whole text after it alone, made at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """A piece of a text, from one offset to another, and what stands there instead."""

    start: int
    end: int
    new: str


def splice_between(old: str, new: str, latest: int | None = None) -> Splice:
    """The smallest piece in which two texts differ.

    It starts at `latest` at the latest: of `ab` and `ac`, each on a line, either can lose its line in two ways, and
    only one of them leaves the other line alone.
    """
    most = min(len(old), len(new))
    start = _first_untrue(most if latest is None else min(most, latest), lambda length: old.startswith(new[:length]))
    alike = _first_untrue(most - start, lambda length: not length or old.endswith(new[-length:]))
    return Splice(start, len(old) - alike, new[start : len(new) - alike])


def _first_untrue(most: int, is_alike: Callable[[int], bool]) -> int:
    """The largest length up to `most` that is alike; every smaller one is, too."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if is_alike(middle):
            low = middle
        else:
            high = middle - 1
    return low


def spliced(old: str, splices: Iterable[Splice]) -> str | None:
    """The text with all pieces changed; None where two of them meet, so that each depends on the other."""
    parts: list[str] = []
    done = -1
    for splice in sorted(splices):
        if splice.start < done or (splice.start == done and splice.start == splice.end):
            return None
        parts += (old[max(done, 0) : splice.start], splice.new)
        done = splice.end
    return "".join((*parts, old[max(done, 0) :]))
