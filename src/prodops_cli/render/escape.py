"""Every sink's escape, in one place: what a file says can never become a command, a tag or a control code."""

import re
import unicodedata

_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def terminal(text: str) -> str:
    """One line for a terminal or a CI log: controls and bidi marks made visible, no runner's command left whole."""
    visible = _INVISIBLE.sub(lambda match: _SHORT.get(match.group(), _code(match.group())), text)
    return visible.replace("##[", "##\\[").replace("##vso[", "##vso\\[")


def log_line(text: str) -> str:
    """A line that starts with data: no runner may read its start as a `::command::`."""
    escaped = terminal(text)
    return f"./{escaped}" if escaped.lstrip().startswith("::") else escaped


def _code(character: str) -> str:
    point = ord(character)
    if 0xDC80 <= point <= 0xDCFF:  # a byte of a file name that is not UTF-8
        return f"\\x{point - 0xDC00:02x}"
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}"


def width(text: str) -> int:
    """How many columns of a terminal a line takes: wide characters two, combining ones none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
