"""The field types that kinds and settings share: source text to value, or what is wrong with it.

A file's scalars arrive as the text that was typed (`Quoted` where quotes say it must stay text). Numbers,
booleans and dates are converted here, by the field that wants them, and by nothing else.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from prodops_cli.source import Quoted

Topic = Literal["promise", "status", "news", "scope", "ownership", "gate", "detail"]
"""What a change is about: a date others count on, where it stands, what was said, what it covers, who answers."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How the changes of a part or a record are told: what no type says of its fields."""

    identity: tuple[str, ...] = ()
    """The fields by which the items of a list are known; the first that is required unless given."""
    noun: str = ""
    """What people call it: `key result`; the class's name in words unless given."""
    topics: Mapping[str, Topic] = field(default_factory=dict)
    """What changes of a field are about. Unless given: a promise for a promised day; what the field is about in which
    the part stands; ownership for a person or a team; and detail for the rest."""
    serves: tuple[str, ...] = ()
    """The fields that name records this one contributes to, so that they feel its changes; with any other reference
    it is the record with the field that feels the changes of the one it names."""


class Part(BaseModel):
    """A piece of a record: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    telling: ClassVar[Telling] = Telling()


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a text as a reference to a record of a kind; None means any kind, written `kind:id`."""

    kind: str | None


def refuse(message: str, hint: str | None = None) -> PydanticCustomError:
    """The error a field raises: the message and hint are shown at the value's place."""
    return PydanticCustomError("prodops", "{message}", {"message": message, "hint": hint})


def shown(value: object) -> str:
    """A value as a message quotes it: at most 40 characters, or its type where it is a list or a mapping."""
    if isinstance(value, str):
        return f"`{value}`" if len(value) <= 40 else f"`{value[:39]}…`"
    return {list: "a list", dict: "a mapping", type(None): "nothing"}.get(type(value), f"`{value}`")


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text with something in it."""

Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
"""A short label."""


# --- ids and references --------------------------------------------------------------------------

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
_RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))])


@lru_cache(maxsize=4096)
def is_id(text: str) -> bool:
    """Whether a text may name a record: letters, digits, `.`, `_`, `-`; and a file on every system."""
    return _ID.fullmatch(text) is not None and ".." not in text and text.split(".", 1)[0].lower() not in _RESERVED


def _id(value: Any) -> str:
    if isinstance(value, str) and is_id(value):
        return str(value)
    raise refuse(f"{shown(value)} cannot be an id", "use letters, digits and hyphens: one-page-checkout")


Id = Annotated[
    str,
    PlainValidator(_id),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$"}),
]
"""A record's id: a slug that can name a file."""

PersonRef = Annotated[str, Ref("person")]
TeamRef = Annotated[str, Ref("team")]


# --- days, periods, stretches of time ------------------------------------------------------------


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise refuse(f"{shown(value)} is not a day of the calendar", "check the month and the day") from None
        if 1900 <= day.year <= 2200:
            return day
        raise refuse(f"{shown(value)} is not between 1900 and 2200", "check the year")
    raise refuse(f"{shown(value)} is not a date", "write year-month-day: 2026-09-15")


Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day, written 2026-09-15, from 1900 to 2200."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Marks a day that others count on, so that it is remembered when it moves."""


PromisedDay = Annotated[Day, Promise()]
"""A day that was promised: the promise ledger keeps every one it ever was."""


@dataclass(frozen=True, slots=True)
class Public:
    """Marks a field that customers may read. What has no mark is internal, also inside a field that has one."""

    by_audience: bool = False
    """Whether the field is a mapping by audience, of which a reader sees what is for them and for customers."""


_PERIOD = re.compile(r"(?:19|20|21)\d\d(?:-(?:Q[1-4]|H[12]|(?:0[1-9]|1[0-2])))?", re.ASCII)


def is_period(text: str) -> bool:
    """Whether a text is written as a period: 2026-Q3."""
    return _PERIOD.fullmatch(text) is not None


def _period(value: Any) -> str:
    if isinstance(value, str) and is_period(value):
        return str(value)
    raise refuse(
        f"{shown(value)} is not a period",
        "write a year, half, quarter or month: 2026, 2026-H2, 2026-Q3, 2026-09",
    )


Period = Annotated[str, PlainValidator(_period), WithJsonSchema({"type": "string", "pattern": f"^{_PERIOD.pattern}$"})]
"""A planning period of the fiscal year: 2026, 2026-H2, 2026-Q3, or a month 2026-09."""

_LAG = re.compile(r"(-?\d{1,3})([dw])", re.ASCII)


def _lag(value: Any) -> int:
    if isinstance(value, int):
        return value
    if isinstance(value, str) and (match := _LAG.fullmatch(value)):
        return int(match[1]) * (7 if match[2] == "w" else 1)
    raise refuse(f"{shown(value)} is not a length of time", "write days or weeks: 3d, 2w")


Lag = Annotated[int, PlainValidator(_lag), WithJsonSchema({"type": "string", "pattern": f"^{_LAG.pattern}$"})]
"""A stretch of calendar days, written `3d` or `2w`; held in days."""


_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,50}(?:/[A-Za-z0-9_+-]{1,50}){0,3}")
"""What can be a zone's name: anything else zoneinfo would look for among files and modules."""


def _time_zone(value: Any) -> str:
    if isinstance(value, str) and _ZONE.fullmatch(value) and _is_zone(value):
        return str(value)
    raise refuse(f"{shown(value)} is not a time zone", "use an IANA name: Europe/Berlin")


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few records name one

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # not found is a KeyError
        return False
    return True


TimeZone = Annotated[str, PlainValidator(_time_zone), WithJsonSchema({"type": "string"})]
"""An IANA time zone: Europe/Berlin."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


# --- numbers and booleans ------------------------------------------------------------------------

NUMBER = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})", re.ASCII)
"""How a number is written."""
_WHOLE = re.compile(r"[-+]?\d{1,15}", re.ASCII)


def _unquoted(value: Any, wanted: str) -> str:
    if isinstance(value, Quoted):
        raise refuse(f'"{shown(value)[1:-1]}" is text, where {wanted} is wanted', "remove the quotes")
    if isinstance(value, str):
        return value
    raise refuse(f"{shown(value)} where {wanted} is wanted")


def _number(value: Any) -> float:
    if type(value) is float or type(value) is int:
        return value
    text = _unquoted(value, "a number")
    if NUMBER.fullmatch(text) is None:
        raise refuse(f"{shown(value)} is not a number", _number_hint(text))
    return float(text) if "." in text else int(text)


def _number_hint(text: str) -> str:
    if text.endswith("%"):
        number = text[:-1].strip()
        share = f"{float(number) / 100:g}" if NUMBER.fullmatch(number) else "0.8"
        return f"leave out the % sign; a share from 0 to 1 is written {share}"
    if "," in text or "_" in text:
        return "write the digits without separators, with a point for decimals: 1200.50"
    return "write digits, with a point for decimals: 12 or 0.8"


def _whole(value: Any) -> int:
    if type(value) is int:
        return value
    text = _unquoted(value, "a whole number")
    if _WHOLE.fullmatch(text) is None:
        raise refuse(f"{shown(value)} is not a whole number", "write digits only: 12")
    return int(text)


def _within(low: float, high: float | None, convert: Any) -> Any:
    def check(value: Any) -> Any:
        number = convert(value)
        if number < low or (high is not None and number > high):
            allowed = f"at least {low:g}" if high is None else f"between {low:g} and {high:g}"
            raise refuse(f"{shown(value)} is not {allowed}")
        return number

    return check


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = _unquoted(value, "true or false")
    if text in ("true", "false"):
        return text == "true"
    raise refuse(f"{shown(value)} is neither true nor false", "write true or false, in small letters")


Number = Annotated[float, PlainValidator(_number), WithJsonSchema({"type": "number"})]
Amount = Annotated[float, PlainValidator(_within(0, None, _number)), WithJsonSchema({"type": "number", "minimum": 0})]
"""A number that is not negative."""
Share = Annotated[
    float,
    PlainValidator(_within(0, 1, _number)),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
]
"""A fraction from 0 to 1."""
Count = Annotated[int, PlainValidator(_within(0, None, _whole)), WithJsonSchema({"type": "integer", "minimum": 0})]
"""A whole number that is not negative."""
Percent = Annotated[
    float,
    PlainValidator(_within(0, 100, _number)),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
"""true or false, nothing else."""


def amount_between(low: float, high: float) -> Any:
    """The annotation marks of a number within bounds."""
    return PlainValidator(_within(low, high, _number)), WithJsonSchema(
        {"type": "number", "minimum": low, "maximum": high}
    )


def count_between(low: int, high: int) -> Any:
    """The annotation marks of a whole number within bounds."""
    return PlainValidator(_within(low, high, _whole)), WithJsonSchema(
        {"type": "integer", "minimum": low, "maximum": high}
    )


_amount = _within(0, None, _number)
_FROM_TO = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?(?:-|–|to|\.\.\.?) ?(\d{1,6}(?:\.\d{1,3})?)", re.ASCII)


def _range(value: Any) -> tuple[float, float]:
    if isinstance(value, (list, tuple)):
        if len(value) != 2:
            raise refuse(f"a range has two ends, this list has {len(value)}", "write [low, high]")
        low, high = _amount(value[0]), _amount(value[1])
        if low > high:
            raise refuse(f"the range starts above its end: {low:g} > {high:g}", "write [low, high]")
        return low, high
    if isinstance(value, str) and (ends := _FROM_TO.fullmatch(value)):
        raise refuse(f"{shown(value)} is not a number", f"write a range as [{ends[1]}, {ends[2]}]")
    point = _amount(value)
    return point, point


_RANGE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 2},
    ]
}
Range = Annotated[tuple[float, float], PlainValidator(_range), WithJsonSchema(_RANGE_SCHEMA)]
"""A point (`3`) or a range (`[3, 5]`), held as (low, high); both ends equal for a point."""


@dataclass(frozen=True, slots=True, eq=False)
class ShortForm:
    """Let a mapping be written as the bare value of one of its keys: `tax-service` for `{on: tax-service}`."""

    key: str
    schema: dict[str, Any]
    """The JSON Schema of the bare value."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Put the bare value under its key before the mapping is validated."""

        def expand(value: Any) -> Any:
            return {self.key: value} if isinstance(value, (str, list)) else value

        return core_schema.no_info_before_validator_function(expand, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Either form."""
        return {"anyOf": [self.schema, handler(schema)]}


# --- money, links, paths, places -----------------------------------------------------------------

CURRENCY_FORM = r"^[A-Z]{3}$"
COUNTRY_FORM = r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"
Currency = Annotated[str, StringConstraints(pattern=CURRENCY_FORM)]
"""An ISO 4217 code: EUR."""


class Money(Part):
    """An amount with its currency."""

    amount: Amount
    """How much, in the currency's main unit."""
    currency: Currency
    """The ISO 4217 code: EUR."""


_URL = re.compile(r"(?:https?://[^\s/?#<>\"]+[^\s<>\"]*|mailto:[^\s<>\"]+@[^\s<>\"]+)", re.IGNORECASE)


def _url(value: Any) -> str:
    if isinstance(value, str) and len(value) <= 2048 and value.isprintable() and _URL.fullmatch(value):
        return str(value)
    raise refuse(
        f"{shown(value)} is not a web address",
        "write https://… in full; a file of the repository goes into `path`",
    )


Url = Annotated[
    str,
    PlainValidator(_url),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^(https?://|mailto:)"}),
]
"""An http, https or mailto address; prodops never opens it."""


def _path(value: Any) -> str:
    wrong = wrong_with_path(value) if isinstance(value, str) else f"{shown(value)} is not a path"
    if wrong is None:
        return str(value)
    raise refuse(wrong, "name a file inside the repository, from its root: docs/prd.md")


def wrong_with_path(text: str) -> str | None:
    """What keeps a text from being a path below the root on every system; None where nothing does."""
    if not text.strip():
        return "the path is empty"
    if not text.isprintable() or unicodedata.normalize("NFC", text) != text:
        return "the path has control characters or decomposed letters"
    if ":" in text or "\\" in text:
        return f"{shown(text)} has `:` or `\\`, which are not part of a path in a repository"
    if text.startswith(("/", "~", "-")) or "$" in text or "%" in text:
        return f"{shown(text)} is not relative to the repository"
    if any(character in text for character in "*?[]{}<>|\"'`"):
        return f"{shown(text)} has characters that stand for something else in a shell"
    parts = text.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return f"{shown(text)} does not lead straight to a file below the root"
    if any(part.lower() == ".git" or part.lower().startswith("git~") for part in parts):
        return f"{shown(text)} is inside git's own folder"
    if any(
        part.endswith((".", " ")) or part.startswith(" ") or part.split(".")[0].lower() in _RESERVED for part in parts
    ):
        return f"{shown(text)} is not a file name on every system"
    return None


RepoPath = Annotated[str, PlainValidator(_path), WithJsonSchema({"type": "string"})]
"""A file of the repository, relative to the workspace's root, with forward slashes; it never leaves the root."""


class LinkParts(Part):
    """A link: a web address or a file of the repository, with a title."""

    telling: ClassVar[Telling] = Telling(identity=("url", "path"), noun="link")

    title: Text | None = None
    """What to call it."""
    url: Url | None = None
    """A web address."""
    path: RepoPath | None = None
    """A file of the repository, from the workspace's root."""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if (self.url is None) == (self.path is None):
            raise refuse("a link needs one target", "give it `url: https://…` or `path: docs/file.md`")
        return self


Link = Annotated[LinkParts, ShortForm("url", {"type": "string", "format": "uri"})]
"""A link; a bare web address will do."""

Country = Annotated[str, StringConstraints(pattern=COUNTRY_FORM)]
"""An ISO 3166 code: a country (DE) or a part of one (DE-BE)."""


# --- words that several kinds use ----------------------------------------------------------------

Health = Literal["on_track", "at_risk", "off_track", "paused", "done"]
Confidence = Literal["committed", "target", "exploratory"]


class EstimateParts(Part):
    """A point or a range, with where it comes from."""

    telling: ClassVar[Telling] = Telling(noun="estimate of")

    value: Range
    """A point or [low, high]."""
    per: Literal["week", "month", "quarter", "year"] | None = None
    """The period a rate is counted over."""
    evidence: Url | None = None
    """Where the figure comes from."""
    note: Text | None = None
    """How it was arrived at."""
    by: PersonRef | None = None
    """Who estimated it, where that is not the owner."""

    @property
    def middle(self) -> float:
        """The point, or the middle of the range."""
        return (self.value[0] + self.value[1]) / 2


Estimate = Annotated[EstimateParts, ShortForm("value", _RANGE_SCHEMA)]
"""An estimate: `3`, `[3, 5]`, or a mapping with `value`, `per`, `evidence`, `note`, `by`."""


class Update(Part):
    """What the owner said on a day: how it goes, in a sentence or two."""

    date: Day
    """The day it was said."""
    health: Health | None = None
    """How it went that day."""
    text: Text
    """What there is to say."""
    by: PersonRef | None = None
    """Who said it, where that is not the owner."""
