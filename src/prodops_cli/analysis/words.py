"""Days, lists and states in words, so that every message says them alike."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it imports pydantic; a lint that has not changed does without
    from prodops_cli.kinds._base import Record

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""Written out here, because strftime asks the machine's locale."""

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

MOST_LETTERS_OF_A_NAME = 60

MOST_LINKS_SHOWN = 6
"""A longer circle is understood from its beginning."""


_IRREGULAR = {"person": "people"}
_HISSING = ("s", "x", "ch", "sh")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 gate`, `1,200 gates`, `2 launches`, `3 people`."""
    return f"{number:,} {noun if number == 1 else plural or plural_of(noun)}"


def figure(number: float) -> str:
    """A number that was reckoned, with as many digits as mean something: `9,143`, `21.3`, `0.81`, `0.004`."""
    if abs(number) >= 1e15:
        return f"{number:.3g}"
    if abs(number) >= 100:
        return f"{number:,.0f}"
    text = f"{number:.1f}" if abs(number) >= 10 else f"{number:.2f}" if abs(number) >= 0.1 else f"{number:.2g}"
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def plural_of(noun: str) -> str:
    """The plural of a noun: `gates`, `launches`, `people`."""
    return _IRREGULAR.get(noun) or (f"{noun}es" if noun.endswith(_HISSING) else f"{noun}s")


def days_text(count: int) -> str:
    """A number of days: `1 day`, `12 days`."""
    return f"{count} day" if count == 1 else f"{count} days"


def weekday_text(day: date) -> str:
    """The English name of the day of the week."""
    return DAY_NAMES[day.weekday()]


def short_day(day: date, as_of: date | None = None) -> str:
    """A day as reports write it: `27 Oct`, and `27 Jan 2027` where the year is not that of `as_of`."""
    year = "" if as_of is not None and day.year == as_of.year else f" {day.year}"
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]}{year}"


def long_day(day: date) -> str:
    """A day as titles write it: `27 October 2026`."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def from_today(days: int) -> str:
    """How far a day is from today: `today`, `tomorrow`, `in 12 days`, `yesterday`, `3 days ago`."""
    match days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "yesterday"
        case _:
            return f"in {days} days" if days > 0 else f"{-days} days ago"


def called(record: "Record") -> str:
    """What a sentence calls a record: its title or name, cut short where somebody wrote a page of it."""
    label = record.label
    return label if len(label) <= MOST_LETTERS_OF_A_NAME else f"{label[: MOST_LETTERS_OF_A_NAME - 1]}…"


def spoken(state: str) -> str:
    """A state as people say it: `in_progress` is `in progress`."""
    return state.replace("_", " ")


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: `legal, privacy and tax`."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def circle_text(names: Sequence[str]) -> str:
    """Names that lead back to the first: `a → b → a`; a long circle is cut short."""
    shown = list(names[:MOST_LINKS_SHOWN])
    if len(names) > MOST_LINKS_SHOWN:
        shown.append(f"({len(names) - MOST_LINKS_SHOWN} more)")
    return " → ".join([*shown, names[0]])
