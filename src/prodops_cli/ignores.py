"""Comments that silence a finding on purpose: `# prodops: ignore[rule] until 2026-12-31 reason`.

At the end of a line the comment silences that line. On a line of its own it silences what stands below it:
a key with everything under it, or a whole record of a list. `ignore-file[rule]` silences the file.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from prodops_cli.diagnostics import Diagnostic, Span
from prodops_cli.source import Document

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*prodops:\s*(ignore(?:-file)?)\b(.*)$")
_BODY = re.compile(r"\s*\[([^\]]*)\]\s*(?:until\s+(\d{4}-\d\d-\d\d)(?=\s|$))?\s*(.*)$")


Stretches = list[tuple[int, int]]
"""First and last lines, inclusive."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """One such comment: which rules, on which lines (inclusive), until when, and why."""

    path: str
    span: Span
    rules: tuple[str, ...]
    first_line: int
    last_line: int
    until: date | None = None
    reason: str = ""
    mistake: str | None = None
    """What is wrong with the comment itself, where something is."""

    def is_expired(self, as_of: date) -> bool:
        """Whether the day it was good for is over."""
        return self.until is not None and as_of > self.until


def ignores_in(document: Document) -> Iterator[Ignore]:
    """Every such comment of a document, in order."""
    if b"prodops:" not in document.raw or not document.has_tree:
        return
    blocks: dict[int, int] = {}
    for index, start in _with_starts(document.lines):
        line = document.lines[index]
        match = _COMMENT.search(line)
        if match is None or document.is_inside_scalar(index + 1, match.start() + 1):
            continue
        first = last = index + 1
        if match[1] == "ignore-file":
            first, last = 1, len(document.lines)
        elif not line[: match.start()].strip() and start < len(document.lines):
            if start not in blocks:
                blocks[start] = _block_end(document.lines, start)
            first, last = start + 1, blocks[start] + 1
        span = Span(index + 1, match.start() + 1, index + 1, len(line) + 1)
        yield _parse(document.path, span, match[2], first, last)


def silent_lines(ignores: Iterable[Ignore]) -> dict[str, Stretches]:
    """The lines of a file that its comments silence, by rule: stretches that are sorted and do not touch."""
    found: dict[str, Stretches] = defaultdict(list)
    for ignore in sorted(ignores, key=lambda ignore: ignore.first_line):
        for rule in ignore.rules if ignore.mistake is None else ():
            stretches = found[rule]
            if stretches and ignore.first_line <= stretches[-1][1] + 1:
                stretches[-1] = (stretches[-1][0], max(stretches[-1][1], ignore.last_line))
            else:
                stretches.append((ignore.first_line, ignore.last_line))
    return found


def is_among(line: int, stretches: Stretches) -> bool:
    """Whether a line is in one of the stretches."""
    index = bisect_right(stretches, (line, sys.maxsize)) - 1
    return index >= 0 and line <= stretches[index][1]


def used_of(ignores: Iterable[Ignore], found: Iterable[Diagnostic]) -> set[Ignore]:
    """Those comments of a file that cover at least one of its findings."""
    lines: dict[str, list[int]] = defaultdict(list)
    for diagnostic in found:
        lines[diagnostic.rule].append(diagnostic.span.line)
    for numbers in lines.values():
        numbers.sort()
    return {ignore for ignore in ignores if any(_covers_one(ignore, lines.get(rule, [])) for rule in ignore.rules)}


def _covers_one(ignore: Ignore, lines: list[int]) -> bool:
    index = bisect_left(lines, ignore.first_line)
    return index < len(lines) and lines[index] <= ignore.last_line


def _with_starts(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Every line with a `#`, and the next line below it that is neither empty nor a comment; counted from 0."""
    found, start = [], len(lines)
    for index in range(len(lines) - 1, -1, -1):
        if "#" in lines[index]:
            found.append((index, start))
        if lines[index].strip() and not lines[index].lstrip().startswith("#"):
            start = index
    return reversed(found)


def _parse(path: str, span: Span, text: str, first: int, last: int) -> Ignore:
    match = _BODY.match(text)
    if match is None:
        return Ignore(path, span, (), first, last, mistake="it names no rule: write ignore[rule-name]")
    rules = tuple(name.strip() for name in match[1].split(",") if name.strip())
    until, mistake = None, None if rules else "it names no rule: write ignore[rule-name]"
    if match[2]:
        try:
            until = date.fromisoformat(match[2])
        except ValueError:
            mistake = f"{match[2]} is not a day of the calendar"
    elif match[3].startswith("until"):
        mistake = "the day is not written as until 2026-12-31"
    return Ignore(path, span, rules, first, last, until, match[3].strip(), mistake)


def _block_end(lines: list[str], start: int) -> int:
    """The last line of the key or list item that starts on a line, with everything below it; counted from 0."""
    indent = _indent(lines[start])
    is_item = lines[start].lstrip().startswith("-")
    end = start
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if not line.strip():
            continue
        deeper = _indent(line) > indent
        own_list = _indent(line) == indent and line.lstrip().startswith("-") and not is_item
        if not deeper and not own_list:
            break
        end = number
    return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
