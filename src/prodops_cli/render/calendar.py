"""Dated tasks for a calendar: an iCalendar file (RFC 5545) of events that take a whole day each.

They are events and not to-dos (VTODO): Google's and Outlook's calendars show no to-dos, and leave them out of an import
without a word. A day is a date without a time zone, the same day wherever the calendar is looked at.

The text is the same for the same values: no clock, no random numbers, lines folded here and not by the library, whose
releases fold differently.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from prodops_cli.render.escape import address, log_text, terminal

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//prodops//prodops-cli//EN"
MOST_OCTETS = 74
"""Of a line, in UTF-8, without its end: RFC 5545 has 75, and one is kept free for what `log_text` puts in."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to do on a day."""

    uid: str
    """What it is known by for good, like `plan:maya:laptop`: never its title or its day, which people change.

    By it a calendar knows the event again when the file is imported a second time. The file has a hash of it.
    """
    day: date
    title: str
    description: str = ""
    """Plain text, of any number of lines."""
    url: str | None = None
    """Where to read on: an address of the web or of mail; any other is left out."""
    categories: tuple[str, ...] = ()
    """Words to filter by; a comma in one becomes a space, since many readers split there even when it is escaped."""
    last: date | None = None
    """The last day, where it takes more than one."""
    is_cancelled: bool = False
    """Whether it will not happen: a calendar that has it takes it off, or strikes it through."""
    sequence: int = 0
    """Larger in a later file than in an earlier one where an event may have moved; 0 for one that never does."""


def render(name: str, events: Iterable[Event], stamp: date) -> str:
    """The events as a calendar of that name, made at a time (of a day, its start; without a zone, UTC).

    Sorted by day. A second event of the same uid gets a uid of its own, since calendars would show but one of them.
    """
    import icalendar  # noqa: PLC0415 - 0.1 s, which only those wait for who want a calendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for field in ("name", "x-wr-calname"):  # RFC 7986, and what was read before it
        calendar.add(field, icalendar.vText(_line(name)))  # the library knows neither as a text
    made, times = _moment(stamp), Counter[str]()
    for event in sorted(events, key=lambda event: (event.day, event.uid)):
        times[event.uid] += 1
        calendar.add_component(_component(event, _uid(event.uid, times[event.uid]), made))
    lines = (_folded(str(line)) for line in calendar.content_lines() if line)
    return log_text("".join(f"{line}\r\n" for line in lines))


def _component(event: Event, uid: str, made: datetime) -> "icalendar.Event":
    import icalendar  # noqa: PLC0415

    found = icalendar.Event()
    found.add("uid", uid)
    found.add("dtstamp", made)
    found.add("summary", _line(event.title))
    found.add("dtstart", event.day)
    last = event.last or event.day
    if last < date.max:
        found.add("dtend", last + timedelta(days=1))  # the first day that is not part of it
    if event.sequence:
        found.add("sequence", event.sequence)
    if event.is_cancelled:
        found.add("status", "CANCELLED")
    found.add("transp", "TRANSPARENT")  # nobody is busy all day because of it
    url = address(event.url) if event.url is not None else None
    description = "\n\n".join(text for text in (_text(event.description), url) if text)
    if description:
        found.add("description", description)  # with the address, which Google shows nowhere else
    if url is not None:
        found.add("url", url)
    categories = [line for category in event.categories if (line := _line(category.replace(",", " ")))]
    if categories:
        found.add("categories", categories)
    return found


def _uid(uid: str, number: int) -> str:
    """The uid of the first, second, ... event that has it: a hash, in which nobody's name goes round."""
    identity = json.dumps([uid] if number == 1 else [uid, number])  # ASCII, whatever is in the name
    return f"{sha256(identity.encode()).hexdigest()[:32]}@prodops"


def _moment(stamp: date) -> datetime:
    """A time in UTC, to the second."""
    if not isinstance(stamp, datetime):
        stamp = datetime.combine(stamp, time())
    return (stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)).replace(microsecond=0)


def _line(text: str) -> str:
    """A text on one line, without controls and without what a CI log takes for a command."""
    return terminal(" ".join(text.split()))


def _text(text: str) -> str:
    """A text on its own lines, the same way; their ends as every parser reads them."""
    return "\n".join(terminal(line.expandtabs(4).rstrip()) for line in text.strip().splitlines())


_UNIT = re.compile(r"\\?.", re.DOTALL)
"""A character with the backslash before it: some clients read lines before they put them together."""


def _folded(line: str) -> str:
    """A line as several of at most 74 octets, all but the first of which start with a space."""
    return "\r\n ".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    piece, size = list[str](), 0
    for unit in _UNIT.findall(line):
        octets = len(unit.encode())
        if size + octets > MOST_OCTETS:
            yield "".join(piece)
            piece, size = [], 1  # the space
        piece.append(unit)
        size += octets
    yield "".join(piece)
