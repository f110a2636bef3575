"""Who has to review a file by CODEOWNERS, as GitHub and GitLab read it: the last pattern that fits decides."""

import re
from collections.abc import Iterator
from functools import lru_cache

PLACES = (".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where forges look for it, from the top of the repository; the first one counts."""
MOST_LETTERS = 200
"""Longer patterns are nobody's; a text of a stranger is never matched for long."""
_SECTION = re.compile(r"\^?\[[^\]]*\](\[\d+\])?")
"""What heads a section in GitLab's dialect; owners behind it are left out."""


def owners_of(text: str, path: str) -> tuple[str, ...] | None:
    """The owners of a file by a CODEOWNERS text; empty where a pattern takes them away, None where none fits.

    Owners are as written: `@ada`, `@acme/legal`, `ada@example.com`.
    """
    found: tuple[str, ...] | None = None
    for pattern, owners in _lines(text):
        if _matches(pattern, path):
            found = owners
    return found


def _lines(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for raw in text.splitlines():
        line = raw.strip()
        if not line or line.startswith("#") or _SECTION.match(line):
            continue
        pattern, *rest = re.split(r"(?<!\\)\s+", line)
        owners = []
        for word in rest:
            if word.startswith("#"):
                break
            owners.append(word)
        yield pattern.replace("\\ ", " "), tuple(owners)


def _matches(pattern: str, path: str) -> bool:
    """Whether a pattern, as in .gitignore, fits a file or a folder that it is in."""
    if len(pattern) > MOST_LETTERS or pattern.startswith("!"):
        return False
    segments = tuple(part for part in pattern.split("/") if part)
    if not segments:
        return True  # a bare `/` is everything
    is_bound = "/" in pattern.rstrip("/")
    if not is_bound:
        segments = ("**", *segments)
    # a folder's pattern means what is below it; the last `*` of a path is only about the folder itself
    below = pattern.endswith("/") or segments[-1] not in ("*", "**") or not is_bound
    return _fits(segments, tuple(path.split("/")), below=below, is_folder=pattern.endswith("/"))


def _fits(segments: tuple[str, ...], parts: tuple[str, ...], *, below: bool, is_folder: bool) -> bool:
    """Whether the parts of a path, or where `below` the first of them, fit the segments; each step is taken once."""
    reached = _skipped(segments, {0})
    for number, part in enumerate(parts, 1):
        after = set()
        for place in reached:
            if place < len(segments):
                if segments[place] == "**":
                    after.add(place)
                elif _segment(segments[place]).fullmatch(part):
                    after.add(place + 1)
        reached = _skipped(segments, after)
        is_last = number == len(parts)
        if len(segments) in reached and ((is_last and not is_folder) or (below and not is_last)):
            return True
    return False


def _skipped(segments: tuple[str, ...], places: set[int]) -> set[int]:
    """The places with those behind a `**`, which may stand for nothing."""
    found = set(places)
    for place in sorted(places):
        while place < len(segments) and segments[place] == "**":
            place += 1  # noqa: PLW2901 - as far as the stars go
            found.add(place)
    return found


@lru_cache(maxsize=1000)
def _segment(text: str) -> re.Pattern[str]:
    """What a part of a path has to look like: `*` and `?` stand for anything within it."""
    first, *others = (_plain(chunk) for chunk in re.split(r"\*+", text))
    if not others:
        return re.compile(first, re.DOTALL)
    # what fitted once is never tried again, so that many stars cost no more than one
    middle = "".join(f"(?>.*?{chunk})" for chunk in others[:-1])
    return re.compile(f"{first}{middle}.*{others[-1]}", re.DOTALL)


def _plain(chunk: str) -> str:
    return "".join("." if sign == "?" else re.escape(sign) for sign in chunk)
