"""Places that people decided, put over the order that the scores make."""

from collections.abc import Mapping, Sequence


def with_decided(order: Sequence[str], decided: Mapping[str, int]) -> tuple[str, ...]:
    """The order with each decided id at its place (1 is the first), and the others in theirs around them.

    Where a place is taken, or there is none so far down, the next free one before the end counts; of two ids for one
    place the first by id has it.
    """
    there = {*order, *decided}
    slots: list[str | None] = [None] * len(there)
    free = _Free(len(slots))
    for id_ in sorted(decided, key=lambda one: (decided[one], one)):
        slots[free.take(decided[id_] - 1)] = id_
    others = iter([id_ for id_ in order if id_ not in decided])
    return tuple(slot if slot is not None else next(others) for slot in slots)


class _Free:
    """The free ones of so many slots, when they are asked for from the first to the last."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._next = 0
        self._passed: list[int] = []
        """Those before the next one that nobody has asked for."""

    def take(self, wanted: int) -> int:
        """The first free slot from the wanted one on, else the last before it."""
        first = max(min(wanted, self._count - 1), self._next)
        if first < self._count:
            self._passed += range(self._next, first)
            self._next = first + 1
            return first
        return self._passed.pop()
