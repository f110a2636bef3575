"""Lists with boxes to tick, in markdown: `- [x] Order a laptop <!-- task: laptop -->`.

The comment at the end of a line names its task for good, whatever its words, its day and its place become. Both who
reads the boxes and who merges pages know a line by it, so what counts as one is said here once.
"""

import re
from collections.abc import Iterable, Iterator

ITEM = r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+"
"""What an item of a list begins with, as a pattern."""
MARK = r"<!--[ \t]*task:[ \t]*(?P<id>[^\s<>]+?)[ \t]*-->[ \t]*"
"""What names the task of a line, at its end, as a pattern."""

_FENCE = re.compile(r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*(?P<fence>`{3,}|~{3,})(?P<info>.*)")


def outside_code(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines that are not in blocks of code, where boxes are examples, with their places from 0."""
    fence = ""
    for place, line in enumerate(lines):
        found = _FENCE.fullmatch(line)
        if found is None:
            if not fence:
                yield place, line
        elif fence:
            if found["fence"].startswith(fence) and not found["info"].strip():
                fence = ""
        elif found["fence"][0] == "~" or "`" not in found["info"]:
            fence = found["fence"]
