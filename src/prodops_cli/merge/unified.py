"""A unified diff of two texts, in bounded time."""

from collections.abc import Iterator

from prodops_cli.merge.changes import Change, changes

_CONTEXT = 3
"""Lines that stay the same and are shown around a change."""


def unified(before: str, after: str, before_name: str, after_name: str) -> str:
    """The difference as `diff -u` and git print it; nothing where there is none. Nothing is escaped."""
    old, new = _lines(before), _lines(after)
    hunks = "".join(_hunk(old, new, group) for group in _groups(changes(old, new)))
    return f"--- {before_name}\n+++ {after_name}\n{hunks}" if hunks else ""


def _lines(text: str) -> list[str]:
    """The lines with what ends them: a last one that nothing ends is another line than one with an end."""
    *ended, last = text.split("\n")
    return [f"{line}\n" for line in ended] + ([last] if last else [])


def _groups(found: list[Change]) -> Iterator[list[Change]]:
    """Changes so near to each other that one hunk shows them."""
    group: list[Change] = []
    for change in found:
        if group and change.start - group[-1].end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(old: list[str], new: list[str], group: list[Change]) -> str:
    above = min(_CONTEXT, group[0].start)
    below = min(_CONTEXT, len(old) - group[-1].end)
    start, end = group[0].start - above, group[-1].end + below
    rows = [f"@@ -{_span(start, end)} +{_span(group[0].new_start - above, group[-1].new_end + below)} @@\n"]
    place = start
    for change in group:
        rows += [_row(" ", line) for line in old[place : change.start]]
        rows += [_row("-", line) for line in old[change.start : change.end]]
        rows += [_row("+", line) for line in new[change.new_start : change.new_end]]
        place = change.end
    return "".join([*rows, *(_row(" ", line) for line in old[place:end])])


def _span(start: int, end: int) -> str:
    """Where a hunk is and how long; an empty one is named by the line before it."""
    count = end - start
    return f"{start + 1}" if count == 1 else f"{start + 1 if count else start},{count}"


def _row(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"
