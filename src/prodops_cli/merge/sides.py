"""Three lists of lines, made ready to be compared: the ticks lifted, and every task where the person wants it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from prodops_cli.merge.changes import Change, changes
from prodops_cli.merge.tasks import all_ids, lift, lifted_id, tasks_of, tick_of


@dataclass(frozen=True, slots=True)
class Sides:
    """What was generated before, what a person made of it, and what would be generated now, as lines."""

    base: list[str]
    mine: list[str]
    theirs: list[str]
    ticks: Mapping[str, str] = field(default_factory=dict)
    """What belongs into the boxes of tasks in the end, by id."""

    def changes_to(self, new: list[str]) -> list[Change]:
        """What is different from the base; a task is the same line whatever its words have become.

        So its new words are one change, which never spreads over the lines above and below it.
        """
        if not self.ticks:
            return changes(self.base, new)
        found = changes(_keys(self.base), _keys(new))
        place = new_place = 0
        reworded: list[Change] = []
        for change in [*found, Change(len(self.base), len(self.base), len(new), len(new))]:
            for start, new_start in zip(range(place, change.start), range(new_place, change.new_start), strict=True):
                if self.base[start] != new[new_start]:
                    reworded.append(Change(start, start + 1, new_start, new_start + 1))
            place, new_place = change.end, change.new_end
        return sorted([*found, *reworded])


def _keys(lines: list[str]) -> list[tuple[str, bool]]:
    """What makes a line the same one: a task's id, or else its words."""
    ids = [lifted_id(line) for line in lines]
    return [(line, False) if task is None else (task, True) for line, task in zip(lines, ids, strict=True)]


def with_tasks(base: list[str], mine: list[str], theirs: list[str]) -> Sides:
    """The sides of a markdown text.

    A task that the person took out is not generated again. One that the person moved stays there, with new words if
    they left the words alone. One that they ticked stays even where it is not generated any more.
    """
    gone = tasks_of(base).keys() - all_ids(mine)
    sides = _lifted(_without(base, gone), mine, _without(theirs, gone))
    if not sides.ticks:
        return sides
    return _with_finished(_with_moved(_with_reworded(sides)), _ticked(base, mine))


def _without(lines: list[str], tasks: set[str]) -> list[str]:
    places = {place for task, place in tasks_of(lines).items() if task in tasks}
    return [line for place, line in enumerate(lines) if place not in places]


def _ticked(base: list[str], mine: list[str]) -> set[str]:
    """The tasks whose boxes the person changed."""
    before = {task: tick_of(base[place]) for task, place in tasks_of(base).items()}
    return {task for task, place in tasks_of(mine).items() if task in before and tick_of(mine[place]) != before[task]}


def _lifted(base: list[str], mine: list[str], theirs: list[str]) -> Sides:
    """The sides with empty boxes, except for tasks whose id stands more than once somewhere, or only in an example."""
    all_lines = (base, mine, theirs)
    doubtful = {task for lines in all_lines for task in all_ids(lines) - tasks_of(lines).keys()}
    tasks = [{task: place for task, place in tasks_of(lines).items() if task not in doubtful} for lines in all_lines]
    before, yours, now = (
        {task: tick_of(lines[place]) for task, place in places.items()}
        for lines, places in zip(all_lines, tasks, strict=True)
    )
    by_hand = {task: tick for task, tick in yours.items() if tick != before.get(task)}
    lifted = [lift(lines, places) for lines, places in zip(all_lines, tasks, strict=True)]
    return Sides(lifted[0], lifted[1], lifted[2], {**before, **yours, **now, **by_hand})


def _places(lines: list[str]) -> dict[str, int]:
    """The places of the tasks whose boxes were emptied, by id."""
    return {task: place for place, line in enumerate(lines) if (task := lifted_id(line)) is not None}


def _with_moved(sides: Sides) -> Sides:
    """The sides without the tasks that the person moved: they are lines of theirs alone then, with the words of now.

    Where both sides found new words for a task that was moved, both lines stay, for people to choose.
    """
    old, yours, new = (_places(lines) for lines in (sides.base, sides.mine, sides.theirs))
    uprooted = {place for change in sides.changes_to(sides.mine) for place in range(change.start, change.end)}
    mine, settled = list(sides.mine), set()
    for task in old.keys() & yours.keys() & new.keys():
        before, now = sides.base[old[task]], sides.theirs[new[task]]
        if old[task] not in uprooted or (mine[yours[task]] != before != now != mine[yours[task]]):
            continue
        settled.add(task)
        if mine[yours[task]] == before:
            mine[yours[task]] = now
    return replace(sides, base=_less(sides.base, settled), mine=mine, theirs=_less(sides.theirs, settled))


def _less(lines: list[str], tasks: set[str]) -> list[str]:
    return [line for line in lines if lifted_id(line) not in tasks]


_DAY_AND_WORDS = re.compile(r"(?P<box>.*?\[.\][ \t]+)(?P<day>\*\*[^*]*\*\*[ \t]+)(?P<words>.*)")


def _with_reworded(sides: Sides) -> Sides:
    """The sides with the tasks settled of which one side changed the day and the other the words.

    A plan's day stands in bold in front of the words: moving the first day moves every one of them, and is no reason
    to ask about words that nobody else touched.
    """
    old, yours, new = (_places(lines) for lines in (sides.base, sides.mine, sides.theirs))
    mine, theirs = list(sides.mine), list(sides.theirs)
    for task in old.keys() & yours.keys() & new.keys():
        before = sides.base[old[task]]
        settled = _settled(before, mine[yours[task]], theirs[new[task]])
        if settled is not None:
            mine[yours[task]], theirs[new[task]] = settled, before
    return replace(sides, mine=mine, theirs=theirs)


def _settled(before: str, mine: str, now: str) -> str | None:
    """A task's line with the day of one side and the words of the other; None where there is nothing to settle so."""
    found = [_DAY_AND_WORDS.fullmatch(line) for line in (before, mine, now)]
    old, yours, new = found
    if old is None or yours is None or new is None or before in (mine, now) or mine == now:
        return None
    parts = []
    for name in ("box", "day", "words"):
        if yours[name] != old[name] != new[name] != yours[name]:
            return None
        parts.append(new[name] if yours[name] == old[name] else yours[name])
    return "".join(parts)


def _with_finished(sides: Sides, ticked: set[str]) -> Sides:
    """The sides with the tasks that somebody ticked, generated or not."""
    old, yours, new = (_places(lines) for lines in (sides.base, sides.mine, sides.theirs))
    kept = {old[task] for task in ticked & old.keys() & yours.keys() if task not in new}
    theirs = list(sides.theirs)
    for change in reversed(sides.changes_to(sides.theirs) if kept else []):
        stay = [sides.base[place] for place in range(change.start, change.end) if place in kept]
        theirs[change.new_end : change.new_end] = stay
    return replace(sides, theirs=theirs)
