"""Comments and summaries on a forge: markdown that is never longer than a forge takes.

A comment starts with a marker to find it by.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from prodops_cli.render import markdown
from prodops_cli.reports.diff import Diff, Group

MARKER = "<!-- prodops:diff -->"
"""The first line of a comment, which nobody sees: by it the comment is found and brought up to date."""
MOST_CHARACTERS = 65_536
"""GitHub refuses a longer comment or issue; GitLab takes a million."""
MOST_BYTES = 1_048_576
"""GitHub refuses a longer summary of a step."""
MOST_IN_TITLE = 255
"""GitLab refuses a longer title of an issue; GitHub takes 256."""
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


# --- any report --------------------------------------------------------------------------------------


def as_comment(report: str, text: str, most: int = MOST_CHARACTERS) -> str:
    """The markdown of a report as a comment: a marker, then as much of it as a comment holds."""
    marker = f"<!-- prodops:{report} -->\n"
    return marker + fitted(text, most - length(marker), length)


def as_issue(text: str, most: int = MOST_CHARACTERS) -> str:
    """Markdown, a person's own words in it or not, as the body of an issue; or as much of it as an issue holds.

    Checkboxes stay ones to tick. Nobody is mentioned, no other issue is referred to or closed, no tag and no comment is
    left. The first heading is left out: it is the issue's title.
    """
    from prodops_cli.render.rewriting import rewritten  # noqa: PLC0415 - a reader of markdown, which comments do without

    return fitted(rewritten(text, without_title=True), most, length)


def issue_title(text: str) -> str:
    """The first heading as the title of an issue, on one line, or as much of it as a title holds."""
    from prodops_cli.render.rewriting import title_of  # noqa: PLC0415

    title = title_of(text) or "prodops"
    octets = title.encode("utf-16-le")
    whole = len(octets) <= 2 * MOST_IN_TITLE
    return title if whole else octets[: 2 * (MOST_IN_TITLE - 1)].decode("utf-16-le", errors="ignore").rstrip() + "…"


def as_summary(text: str, most: int = MOST_BYTES) -> str:
    """The markdown of a report as the summary of a job, or as much of it as a summary holds."""
    return fitted(text, most, size)


def size(text: str) -> int:
    """How many bytes a text has in UTF-8."""
    return len(text.encode())


def fitted(text: str, most: int, measure: Callable[[str], int]) -> str:
    """A text that is too long without those of its sections that do not fit, and with a line that names them.

    What stands above the sections stays, to the end of a line. Footnotes stay where something refers to them, and
    comments, which are marks for programs, always.
    """
    if measure(text) <= most:
        return text
    comments = [line for line in text.splitlines() if _COMMENT.fullmatch(line)]
    notes = {found[1]: line for line in text.splitlines() if (found := _DEFINITION.match(line))}
    body = "".join(line for line in text.splitlines(keepends=True) if not _ASIDE.match(line))
    head, *sections = _SECTION.split(body)

    def cost(part: str) -> int:
        return measure(part) + sum(measure(notes[label]) + 1 for label in _notes_of([part], notes))

    kept, left = [_first_lines(head, most // 2, cost)], list[str]()
    free = most - _NOTE - sum(measure(line) + 1 for line in comments) - cost(kept[0])
    for section in sections:
        if cost(section) <= free:
            kept.append(section)
            free -= cost(section)
        else:
            left.append(_named(section))
    below = [notes[label] for label in _notes_of(kept, notes)]
    blocks = ["".join(kept).rstrip(), _left_out(left, is_cut=kept[0] != head), "\n".join([*below, *comments])]
    return "\n\n".join(block for block in blocks if block) + "\n"


_SECTION = re.compile(r"^(?=## )", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*-->")
_DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")
_ASIDE = re.compile(rf"{_DEFINITION.pattern}|{_COMMENT.pattern}$")
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_NOTE = 1_500
"""Characters kept free for the line that says what is left out."""


def _notes_of(parts: Iterable[str], notes: Iterable[str]) -> list[str]:
    """The labels of footnotes that are referred to, in their own order."""
    wanted = {found[1] for part in parts for found in _REFERENCE.finditer(part)}
    return [label for label in notes if label in wanted]


def _first_lines(text: str, most: int, cost: Callable[[str], int]) -> str:
    """As many whole lines as fit."""
    lines, free = list[str](), most
    for line in text.splitlines(keepends=True):
        free -= cost(line)
        if free < 0:
            break
        lines.append(line)
    return "".join(_closed(lines))


def _closed(lines: list[str]) -> list[str]:
    """The lines without the last block of code where its end is missing."""
    start, fence = None, ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found and start is None:
            start, fence = number, found[1]
        elif found and found[1] == fence:
            start = None
    return lines[:start]


_FENCE = re.compile(r" *(?:[-*+>] |\d+[.)] )*(`{3,})$", re.MULTILINE)


def _named(section: str) -> str:
    """A section's heading, or so much of it that no code is left open."""
    heading = section.partition("\n")[0].removeprefix("## ")
    if len(heading) <= 100:
        return heading
    cut = heading[:100].rstrip("\\")
    return f"{cut if cut.count('`') % 2 == 0 else cut.rpartition('`')[0]}…"


def _left_out(headings: list[str], *, is_cut: bool) -> str:
    """The line that says what is missing, if anything; of many sections the first ten by their names."""
    named = [*(["the end of what stands above"] if is_cut else []), *headings[:10]]
    more = f" and {len(headings) - 10:,} more" if len(headings) > 10 else ""
    return f"*Left out, since no more fits in here: {', '.join(named)}{more}.*" if named else ""
