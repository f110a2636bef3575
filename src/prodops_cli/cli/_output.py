"""Write to stdout, in colour where somebody is looking."""

import os
import sys
from collections.abc import Callable
from typing import TextIO

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "place": "1",
    "rule": "36",
    "hint": "32",
    "faint": "2",
    "good": "1;32",
}


def emit(text: str) -> None:
    """Write text to stdout as it is."""
    sys.stdout.write(text)


def screen_width() -> int | None:
    """How many columns the terminal has that stdout is shown on; None where it goes elsewhere."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def has_colour(stream: TextIO) -> bool:
    """Whether to print colours there: https://no-color.org, FORCE_COLOR, a terminal that is not dumb."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def painter(stream: TextIO) -> Callable[[str, str], str]:
    """A function (style, text) that colours text for this stream, or leaves it alone."""
    if not has_colour(stream):
        return lambda style, text: text  # noqa: ARG005
    return lambda style, text: f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text else text
