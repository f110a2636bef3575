"""What is different between two lists of lines, in bounded time.

Lines that stand exactly once on both sides are put against each other first (Bram Cohen's patience diff), because they
rarely mean something else; between them difflib looks for the longest blocks. difflib alone needs time that grows with
the cube of a list of repeated lines, so its work is counted beforehand: an area that would cost too much is one change.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

MOST_WORK = 20_000_000
"""Steps that difflib may take for one pair of texts, counted at the worst; so many are about a second."""
_DEPTH = 16
"""How often an area between lines that stand once is looked through for more of them."""

Lines = Sequence[Hashable]


class Change(NamedTuple):
    """Lines `start` to `end` (not included) of the old list, and those that stand in their place in the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


def changes(old: Lines, new: Lines) -> list[Change]:
    """Everything that is different, in order; between two changes at least one line is the same."""
    found: list[Change] = []
    work_left = MOST_WORK
    waiting = [(Change(0, len(old), 0, len(new)), _DEPTH)]
    while waiting:
        untrimmed, depth = waiting.pop()
        area = _trimmed(old, new, untrimmed)
        if area.start == area.end or area.new_start == area.new_end:
            if area.start != area.end or area.new_start != area.new_end:
                found.append(area)
            continue
        anchors = _anchors(old, new, area) if depth else []
        if anchors:
            waiting += [(gap, depth - 1) for gap in _gaps(area, anchors)]
            continue
        work = _work(old, new, area)
        if work > work_left:
            found.append(area)
            continue
        work_left -= work
        found += _blocks(old, new, area)
    return sorted(found)


def _trimmed(old: Lines, new: Lines, area: Change) -> Change:
    """An area without the lines that are the same at its beginning and at its end."""
    start, end, new_start, new_end = area
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return Change(start, end, new_start, new_end)


def _anchors(old: Lines, new: Lines, area: Change) -> list[tuple[int, int]]:
    """The most lines that stand once on both sides of an area and in the same order, as pairs of places."""
    times, new_times = Counter(old[area.start : area.end]), Counter(new[area.new_start : area.new_end])
    places = {new[place]: place for place in range(area.new_start, area.new_end) if new_times[new[place]] == 1}
    pairs = [
        (place, places[old[place]])
        for place in range(area.start, area.end)
        if times[old[place]] == 1 and old[place] in places
    ]
    return _longest_rising(pairs)


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, sorted by their first numbers, in which the second ones rise too."""
    lowest: list[int] = []  # by length less one: the lowest last number of a rising part so long
    ends: list[int] = []  # and the pair it ends with
    before: list[int] = []
    for index, (_, number) in enumerate(pairs):
        length = bisect_left(lowest, number)
        lowest[length : length + 1] = [number]
        ends[length : length + 1] = [index]
        before.append(ends[length - 1] if length else -1)
    found = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _gaps(area: Change, anchors: list[tuple[int, int]]) -> list[Change]:
    """What lies before, between and behind the anchors of an area."""
    befores = [(area.start, area.new_start), *((place + 1, new_place + 1) for place, new_place in anchors)]
    behinds = [*anchors, (area.end, area.new_end)]
    return [
        Change(start, end, new_start, new_end)
        for (start, new_start), (end, new_end) in zip(befores, behinds, strict=True)
    ]


def _work(old: Lines, new: Lines, area: Change) -> int:
    """An upper bound of difflib's steps: every block found goes over all lines and all pairs of equal ones."""
    times, new_times = Counter(old[area.start : area.end]), Counter(new[area.new_start : area.new_end])
    pairs = sum(count * new_times[line] for line, count in times.items())
    blocks = min(area.end - area.start, area.new_end - area.new_start, pairs)
    return (area.end - area.start + pairs) * (blocks + 1)


def _blocks(old: Lines, new: Lines, area: Change) -> list[Change]:
    matcher = SequenceMatcher(None, old[area.start : area.end], new[area.new_start : area.new_end], autojunk=False)
    return [
        Change(area.start + start, area.start + end, area.new_start + new_start, area.new_start + new_end)
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]
