"""Comments that silence a finding on purpose: `# prodops: ignore[rule] until 2026-12-31 reason`.

At the end of a line the comment silences that line. On a line of its own it silences what stands below it:
a key with everything under it, or a whole record of a list. `ignore-file[rule]` silences the file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from prodops_cli.diagnostics import Diagnostic, Span
from prodops_cli.source import Document

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*prodops:\s*(ignore(?:-file)?)\b(.*)$")
_BODY = re.compile(r"\s*\[([^\]]*)\]\s*(?:until\s+(\d{4}-\d\d-\d\d)(?=\s|$))?\s*(.*)$")


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

    def covers(self, diagnostic: Diagnostic) -> bool:
        """Whether the comment silences this finding, its date aside."""
        return diagnostic.rule in self.rules and self.first_line <= diagnostic.span.line <= self.last_line

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


def reaching(ignores: Iterable[Ignore], lines: Iterable[int]) -> dict[int, list[Ignore]]:
    """The comments of one file that reach over each of some lines, whatever their rules; in one pass over both."""
    waiting = sorted(ignores, key=lambda ignore: ignore.first_line, reverse=True)
    here: list[Ignore] = []
    found = {}
    for line in sorted(set(lines)):
        begun = list(here)
        while waiting and waiting[-1].first_line <= line:
            begun.append(waiting.pop())
        here = [ignore for ignore in begun if line <= ignore.last_line]
        found[line] = here
    return found


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
