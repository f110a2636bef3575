"""person: somebody who works here, worked here, or is about to."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from prodops_cli.fields import (
    Amount,
    Country,
    Day,
    Part,
    PersonRef,
    ShortForm,
    Tag,
    TeamRef,
    Telling,
    Text,
    TimeZone,
    Weekday,
)
from prodops_cli.kinds._base import Record

Level = Literal["associate", "senior", "lead", "director"]
Stream = Literal["analyst", "manager"]


class Location(Part):
    """Where somebody works from."""

    city: Text | None = None
    """The city."""
    country: Country | None = None
    """The ISO 3166 code, for public holidays: DE, or DE-BE for a state's own."""
    time_zone: TimeZone | None = None
    """The IANA name: Europe/Berlin."""


class WorkingTime(Part):
    """How much somebody works, and on which days."""

    hours: Amount
    """Hours a week."""
    days: tuple[Weekday, ...] = ()
    """The days of the week; the workspace's working days unless given."""


class Absence(Part):
    """A stretch of days on which somebody is away."""

    start: Day
    """The first day away."""
    end: Day
    """The last day away."""
    note: Text | None = None
    """What colleagues need to know; no reasons of health."""


class Person(Record):
    """Somebody who works here, worked here, or is about to.

    ```yaml title="people/ada.yaml"
    name: Ada Example
    role: product-manager
    level: senior
    stream: manager
    team: payments
    manager: grace
    email: ada@example.com
    location: {city: Berlin, country: DE-BE, time_zone: Europe/Berlin}
    working_time: {hours: 32, days: [mon, tue, wed, thu]}
    starts: 2024-03-01
    skills: [pricing, sql]
    languages: [en, de]
    absences:
      - {start: 2026-12-21, end: 2027-01-04}
    ```
    """

    kind: ClassVar[str] = "person"
    folder: ClassVar[str] = "people"
    columns: ClassVar[tuple[str, ...]] = ("name", "role", "level", "team", "manager")
    also_called: ClassVar[Mapping[str, str]] = {
        "title": "role",
        "job": "role",
        "reports_to": "manager",
        "start": "starts",
        "start_date": "starts",
        "end": "ends",
        "end_date": "ends",
        "left": "ends",
        "mentor": "buddy",
        "probation": "probation_ends",
        "country": "location",
        "city": "location",
        "time_zone": "location",
        "timezone": "location",
        "hours": "working_time",
    }
    telling: ClassVar[Telling] = Telling(
        topics={"starts": "status", "ends": "status", "buddy": "detail", "backup_buddy": "detail"}
    )

    name: Text
    """The name as colleagues write it."""
    role: Tag | None = None
    """The job: product-manager, product-analyst, engineer, designer."""
    level: Level | None = None
    """The level within the stream; none for the level between associate and senior."""
    stream: Stream | None = None
    """The stream of product operations people: analyst or manager."""
    team: TeamRef | None = None
    """The team this person belongs to."""
    manager: PersonRef | None = None
    """Who this person reports to."""
    buddy: PersonRef | None = None
    """Who helps this person through the first ninety days."""
    backup_buddy: PersonRef | None = None
    """Who does so while the buddy is away."""
    email: Text | None = None
    """The work address."""
    location: Location | None = None
    """Where this person works from."""
    working_time: Annotated[WorkingTime, ShortForm("hours", {"type": "number"})] | None = None
    """Hours a week, and the days; full time unless given."""
    starts: Day | None = None
    """The first day."""
    probation_ends: Day | None = None
    """The last day of the probation."""
    ends: Day | None = None
    """The last day, once it is known."""
    skills: tuple[Tag, ...] = ()
    """What this person can do that others look for."""
    languages: tuple[Tag, ...] = ()
    """The languages this person works in."""
    verticals: tuple[Tag, ...] = ()
    """The business areas this person watches over."""
    absences: tuple[Absence, ...] = ()
    """Days away that others plan around."""
