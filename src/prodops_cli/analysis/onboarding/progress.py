"""How far a plan is: its boxes, as they stand in the page that people tick.

A line is known by the mark at its end (`<!-- task: laptop -->`), whatever its words become; a line without one is a
task that somebody added.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from prodops_cli.checklists import ITEM, MARK, outside_code
from prodops_cli.kinds.onboarding import Onboarding
from prodops_cli.workspace import PAGE_SUFFIX, Workspace

FOLDER = f"{Onboarding.folder}/{Onboarding.pages}"
"""Where plans stand."""

_LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line of markdown; other characters that do so elsewhere are part of one."""
_BOX = re.compile(rf"{ITEM}\[(?P<tick>[^\]\n])\][ \t]+(?P<text>.*)")
_MARK = re.compile(rf"{MARK}$")
_DAY = re.compile(r"\b(\d{4}-\d\d-\d\d)\b", re.ASCII)
_DECORATION = r"\*\*[^*]{0,40}\d{4}-\d\d-\d\d[^*]{0,40}\*\*[ \t]*"
_LINK = r"\\.|\[(?P<title>(?:\\.|[^\[\]\\])*)\]\([^()\s]*\)"
_WRITTEN = r"\\([!-/:-@\[-`{-~])|(&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});)|`([^`]+)`"
"""What stands for something else: an escaped sign, an entity, a span of code."""
_DROPPED = "~-"
"""What stands in the box of a task that somebody gave up: neither open nor done."""


@dataclass(frozen=True, slots=True)
class Box:
    """One line with a box."""

    id: str | None
    """By which the task is known; None for one that somebody added."""
    line: int
    """From 1."""
    is_done: bool
    is_dropped: bool
    due: date | None
    """The first day that is written in the line."""
    title: str
    """Its words, without the day."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return not (self.is_done or self.is_dropped)


@dataclass(frozen=True, slots=True)
class Plan:
    """The page of one person."""

    person: str
    """The person's id."""
    path: str
    boxes: tuple[Box, ...]

    def overdue(self, as_of: date) -> tuple[Box, ...]:
        """What is open and was due before a day, the oldest first."""
        late = (box for box in self.boxes if box.is_open and box.due is not None and box.due < as_of)
        return tuple(sorted(late, key=lambda box: (box.due or as_of, box.line)))


def path_of(person: str) -> str:
    """Where the plan of a person stands."""
    return f"{FOLDER}/{person}{PAGE_SUFFIX}"


def person_of(path: str) -> str | None:
    """The id of the person whose plan a page is; None for any other page."""
    folder, _, name = path.rpartition("/")
    return name.removesuffix(PAGE_SUFFIX) if folder == FOLDER and name.endswith(PAGE_SUFFIX) else None


def plans(workspace: Workspace) -> Mapping[str, Plan]:
    """Every plan, by the person's id."""
    people = ((person_of(path), path, text) for path, text in workspace.pages.items())
    return {person: Plan(person, path, boxes_of(text)) for person, path, text in people if person is not None}


def boxes_of(text: str) -> tuple[Box, ...]:
    """The boxes of a page, in order; those in code blocks are examples."""
    return tuple(_boxes(text))


def _boxes(text: str) -> Iterator[Box]:
    for place, line in outside_code(_LINE_END.split(text)):
        match = _BOX.fullmatch(line)
        if match is not None:
            yield _box(place + 1, match["tick"], match["text"])


def _box(number: int, tick: str, text: str) -> Box:
    mark = _MARK.search(text)
    words = text[: mark.start()] if mark else text
    return Box(
        mark["id"] if mark else None,
        number,
        is_done=not tick.isspace() and tick not in _DROPPED,
        is_dropped=tick in _DROPPED,
        due=_day(words),
        title=_words(words),
    )


def _day(text: str) -> date | None:
    for found in _DAY.findall(text):
        try:
            return date.fromisoformat(found)
        except ValueError:
            continue
    return None


def _words(text: str) -> str:
    """The words of a line as people read them, without the day in front and what markdown needs."""
    bare = re.sub(_LINK, _title, re.sub(_DECORATION, "", text, count=1))
    return " ".join(re.sub(_WRITTEN, _meant, bare).split())


def _title(link: re.Match[str]) -> str:
    return link["title"] if link["title"] is not None else link[0]


def _meant(written: re.Match[str]) -> str:
    from html import unescape  # noqa: PLC0415 - most lints meet no plan

    sign, entity, code = written.groups()
    return unescape(entity) if entity is not None else sign or code
