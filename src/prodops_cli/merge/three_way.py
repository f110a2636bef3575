"""The merge itself: regions of lines that one side changed, or both."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from prodops_cli.checklists import BEFORE, BETWEEN, NOW, YOURS
from prodops_cli.merge.changes import Change
from prodops_cli.merge.sides import Sides, with_tasks
from prodops_cli.merge.tasks import lifted_id, put_back
from prodops_cli.merge.text import Line, Text

Conflicts = Literal["inline", "rej"]
"""Where a conflict goes: between markers in the text, or beside it as a rejected change."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What three texts come to."""

    text: str
    conflicts: int = 0
    """How many places people have to decide."""
    rejected: str = ""
    """What was not taken, as a unified diff against what was generated before; only where that was asked for."""


def merge(base: str, mine: str, theirs: str, *, union: bool = False, conflicts: Conflicts = "inline") -> Merged:
    """What a person made of `base` (`mine`), with what has changed from `base` to `theirs`.

    With `union`, for markdown, what both sides add at one place is kept, and tasks are known by their ids. The byte
    order mark and the line ends are the person's; so is the end of the last line if they changed it.
    """
    before, yours, now = Text.of(base), Text.of(mine), Text.of(theirs)
    if before.same_as(now) or yours.same_as(now):
        return Merged(mine)
    if before.same_as(yours):
        return Merged(yours.dressed(now))
    knows_tasks = union and "\0" not in base + mine + theirs
    sides = (with_tasks if knows_tasks else Sides)(before.lines, yours.lines, now.lines)
    joined = _join(sides, union=union, conflicts=conflicts)
    lines = [line._replace(text=put_back(line.text, sides.ticks)) for line in joined.lines]
    ends = now.ends if yours.ends == before.ends else yours.ends
    rejected = "".join(f"{mark}{put_back(line, sides.ticks)}\n" for mark, line in joined.rejected)
    heading = "--- generated before\n+++ generated now\n" if rejected else ""
    return Merged(yours.assembled(lines, ends=ends), joined.conflicts, heading + rejected)


@dataclass(slots=True)
class _Joined:
    """The result, as it grows."""

    lines: list[Line] = field(default_factory=list)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    conflicts: int = 0
    refused: list[tuple[int, Line]] = field(default_factory=list)
    """Lines of now that went beside the text, each with the place in `lines` where it would stand."""


def _join(sides: Sides, *, union: bool, conflicts: Conflicts) -> _Joined:
    """Walk over the base and take, region by region, what was changed in it."""
    found = _Joined()
    place = 0  # in the person's text
    for region in _regions(sides.changes_to(sides.mine), sides.changes_to(sides.theirs)):
        found.lines += _of_mine(sides, range(place, region.mine.start))
        _take(found, sides, region, _decide(sides, region, union=union) or conflicts)
        place = region.mine.stop
    found.lines += _of_mine(sides, range(place, len(sides.mine)))
    _bring_back(found, sides)
    return found


def _bring_back(found: _Joined, sides: Sides) -> None:
    """Put in the tasks of the person's text that were to move into a conflict which went beside the text."""
    lost = set(map(lifted_id, sides.mine)) - {lifted_id(line.text) for line in found.lines}
    for place, line in reversed(found.refused):
        if lifted_id(line.text) in lost:
            found.lines.insert(place, line)


# --- regions -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines of the base that one side changed, or both where their changes overlap; and the same place on the sides."""

    base: range
    mine: range
    theirs: range
    is_mine: bool
    is_theirs: bool


def _regions(mine: list[Change], theirs: list[Change]) -> Iterator[_Region]:
    """What was changed, in the order of the base."""
    shift = new_shift = 0  # how much further a place is in the person's text than in the base, and in the new one
    for start, end, yours, now in _overlapping(mine, theirs):
        grown, new_grown = shift + _growth(yours), new_shift + _growth(now)
        yield _Region(
            range(start, end),
            range(start + shift, end + grown),
            range(start + new_shift, end + new_grown),
            bool(yours),
            bool(now),
        )
        shift, new_shift = grown, new_grown


def _growth(found: list[Change]) -> int:
    return sum((new_end - new_start) - (end - start) for start, end, new_start, new_end in found)


def _overlapping(mine: list[Change], theirs: list[Change]) -> Iterator[tuple[int, int, list[Change], list[Change]]]:
    """Changes of both sides that overlap, together, with the lines of the base they are about."""
    found: tuple[int, int, list[Change], list[Change]] | None = None
    for change, is_theirs in sorted([*((change, False) for change in mine), *((change, True) for change in theirs)]):
        if found is None or not _overlap(found[0], found[1], change):
            if found is not None:
                yield found
            found = (change.start, change.end, [], [])
        start, end, yours, now = found
        found = (start, max(end, change.end), yours, now)
        (now if is_theirs else yours).append(change)
    if found is not None:
        yield found


def _overlap(start: int, end: int, change: Change) -> bool:
    """Whether the next change shares a line with these of the base, or adds lines at the very same place."""
    return change.start < end or (start == end == change.start == change.end)


# --- decisions -----------------------------------------------------------------------------------

_Decision = Literal["mine", "theirs", "both"]


def _decide(sides: Sides, region: _Region, *, union: bool) -> _Decision | None:
    """Whose lines stand in a region; None where people have to decide."""
    yours = [sides.mine[place] for place in region.mine]
    now = [sides.theirs[place] for place in region.theirs]
    if not region.is_theirs or yours == now:
        return "mine"
    if not region.is_mine:
        return "theirs"
    if region.base or not union:
        return None
    if _has(yours, now):
        return "mine"
    return "theirs" if _has(now, yours) else "both"


def _has(lines: list[str], some: list[str]) -> bool:
    """Whether some lines stand among others, in one piece."""
    return any(lines[place : place + len(some)] == some for place in range(len(lines) - len(some) + 1))


def _take(found: _Joined, sides: Sides, region: _Region, decision: _Decision | Conflicts) -> None:
    """Add a region's lines to the result."""
    yours = _of_mine(sides, region.mine)
    before = [Line(sides.base[place]) for place in region.base]
    now = [Line(sides.theirs[place]) for place in region.theirs]
    match decision:
        case "mine":
            found.lines += yours
        case "theirs":
            found.lines += now
        case "both":
            found.lines += [*yours, *now]
        case "inline":
            found.conflicts += 1
            rows = [Line(YOURS), *yours, Line(BEFORE), *before, Line(BETWEEN), *now, Line(NOW)]
            found.lines += [line._replace(is_open=True) for line in rows]
        case "rej":
            found.conflicts += 1
            found.lines += yours
            found.refused += [(len(found.lines), line) for line in now]
            found.rejected.append(("@@ ", f"-{_span(region.base)} +{_span(region.theirs)} @@"))
            found.rejected += [*(("-", line.text) for line in before), *(("+", line.text) for line in now)]


def _of_mine(sides: Sides, places: range) -> list[Line]:
    return [Line(sides.mine[place], place) for place in places]


def _span(places: range) -> str:
    """Where a hunk is and how long; an empty one is named by the line before it."""
    return f"{places.start + 1 if places else places.start},{len(places)}"
