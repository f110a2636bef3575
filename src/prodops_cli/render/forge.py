"""Comments on a forge: markdown that starts with a marker to find it by, and is never longer than a forge takes."""

from collections.abc import Callable
from dataclasses import replace

from prodops_cli.render import markdown
from prodops_cli.reports.diff import Diff, Group

MARKER = "<!-- prodops:diff -->"
"""The first line of a comment, which nobody sees: by it the comment is found and brought up to date."""
MOST_CHARACTERS = 65_536
"""GitHub refuses a longer comment; GitLab takes a million."""
FIRST_TRY = 64
"""So many items nearly always fit."""


def comment(diff: Diff, most: int = MOST_CHARACTERS) -> str:
    """A diff as a comment; where it is too long, whole items are left out from the end, and it says how many."""

    def text(count: int) -> str:
        return f"{MARKER}\n{markdown.render('diff', first_items(diff, count))}"

    total = sum(len(group.items) for group in diff.groups)
    count = _most_that_fits(text, total, most)
    if count is not None:
        return text(count)
    diff = replace(diff, told=(), briefs=(), unread=diff.unread[:1])
    return text(_most_that_fits(text, total, most) or 0)


def _most_that_fits(text: Callable[[int], str], total: int, most: int) -> int | None:
    """The largest number of items with which the text fits; None where it does not even with none.

    Found by doubling, then by halving: no text is much longer than what is wanted.
    """
    low, high = -1, min(total, FIRST_TRY)
    while length(text(high)) <= most:
        if high == total:
            return total
        low, high = high, min(2 * high, total)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if length(text(middle)) <= most else (low, middle)
    return low if low >= 0 else None


def length(text: str) -> int:
    """How long a forge thinks a text is: in UTF-16, where an emoji counts twice."""
    return len(text.encode("utf-16-le")) // 2


def first_items(diff: Diff, count: int) -> Diff:
    """The diff with its first items only."""
    groups, left = [], count
    for group in diff.groups:
        if left > 0:
            groups.append(Group(group.topic, group.heading, group.items[:left]))
        left -= len(group.items)
    return replace(diff, groups=tuple(groups), left_out=max(-left, 0))
