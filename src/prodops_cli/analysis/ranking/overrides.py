"""Places that people decided, put over the order that the scores make."""

from collections.abc import Mapping, Sequence


def with_decided(order: Sequence[str], decided: Mapping[str, int]) -> tuple[str, ...]:
    """The order with each decided id at its place (1 is the first), and the others in theirs around them.

    Where a place is taken, or there is none so far down, the next free one before the end counts; of two ids for one
    place the first by id has it.
    """
    there = {*order, *decided}
    slots: list[str | None] = [None] * len(there)
    for id_ in sorted(decided, key=lambda one: (decided[one], one)):
        slots[_free(slots, decided[id_] - 1)] = id_
    others = iter([id_ for id_ in order if id_ not in decided])
    return tuple(slot if slot is not None else next(others) for slot in slots)


def _free(slots: Sequence[str | None], wanted: int) -> int:
    last = len(slots) - 1
    for index in range(min(wanted, last), last + 1):
        if slots[index] is None:
            return index
    return max(index for index, slot in enumerate(slots) if slot is None)
