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


# --- conflicts -------------------------------------------------------------------------------------

YOURS, BEFORE, BETWEEN, NOW = "<<<<<<< yours", "||||||| generated before", "=======", ">>>>>>> generated now"
"""The lines between which a conflict stands."""
_MARKER = re.compile(rf"^(?:<<<<<<<(?: |\r?$)|(?:{re.escape(BEFORE)}|{re.escape(NOW)})\r?$)", re.MULTILINE)


def first_marker(text: str) -> int | None:
    """The line of the first conflict marker that is left in a text, ours or git's.

    Alone, `>>>>>>> ` can be a quotation and `|||||||` the row of a table, so these count with our words only.
    """
    match = _MARKER.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else None
