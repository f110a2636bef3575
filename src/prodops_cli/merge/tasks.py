"""Tasks of a checklist, as lines to merge.

A line is found again by the mark at its end, and what stands in its box is not part of it when lines are compared.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from prodops_cli.checklists import ITEM, MARK, outside_code

_TASK = re.compile(rf"({ITEM}\[)(.)(\][ \t].*{MARK})")
_LIFTED = "\0"
"""Stands in a box while lines are compared."""


def tasks_of(lines: Sequence[str]) -> dict[str, int]:
    """The place of every task that stands once, by its id. Lines in code blocks are examples, not tasks."""
    found = [(match["id"], place) for place, match in _matches(lines)]
    times = Counter(task for task, _ in found)
    return {task: place for task, place in found if times[task] == 1}


def all_ids(lines: Sequence[str]) -> set[str]:
    """The ids of everything that looks like a task, also where it stands more than once or in a code block."""
    return {match["id"] for line in lines if (match := _TASK.fullmatch(line))}


def _matches(lines: Sequence[str]) -> Iterable[tuple[int, re.Match[str]]]:
    for place, line in outside_code(lines):
        match = _TASK.fullmatch(line)
        if match is not None:
            yield place, match


def tick_of(line: str) -> str:
    """What stands in the box of a task's line."""
    match = _TASK.fullmatch(line)
    return match[2] if match else ""


def lift(lines: list[str], tasks: Mapping[str, int]) -> list[str]:
    """The lines with the boxes of these tasks emptied, to compare them."""
    lifted = list(lines)
    for place in tasks.values():
        lifted[place] = _boxed(lines[place], _LIFTED)
    return lifted


def lifted_id(line: str) -> str | None:
    """The id of a task whose box was emptied by `lift`."""
    match = _TASK.fullmatch(line) if _LIFTED in line else None
    return match["id"] if match and match[2] == _LIFTED else None


def put_back(line: str, ticks: Mapping[str, str]) -> str:
    """A line as people should see it: what belongs into its box stands there again."""
    task = lifted_id(line)
    tick = None if task is None else ticks.get(task)
    return line if tick is None else _boxed(line, tick)


def _boxed(line: str, tick: str) -> str:
    match = _TASK.fullmatch(line)
    return f"{match[1]}{tick}{match[3]}" if match else line
