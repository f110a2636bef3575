"""ritual: a meeting or routine that comes back, and what it is for."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from prodops_cli.fields import (
    Day,
    Part,
    PersonRef,
    Ref,
    Tag,
    TeamRef,
    Telling,
    Text,
    TimeZone,
    Weekday,
    count_between,
)
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.decision import DecisionRef

RitualRef = Annotated[str, Ref("ritual")]


class Rhythm(Part):
    """How often it comes back, and when."""

    every: Literal["day", "week", "two weeks", "month", "quarter", "year"]
    """How often."""
    on: tuple[Weekday, ...] = ()
    """The days of the week."""
    at: Text | None = None
    """The time of day, as people say it: 10:00."""
    time_zone: TimeZone | None = None
    """The IANA time zone of that time; the workspace's unless given."""


class Ritual(Record):
    """A meeting or routine that comes back: what it is for, who is there, and what came of it.

    ```yaml title="rituals/product-weekly.yaml"
    title: Product weekly
    purpose: See what moved, decide what waits.
    owner: ada
    rhythm: {every: week, on: [tue], at: "10:00"}
    minutes: 45
    teams: [payments]
    roles: [product-manager]
    attendees: [grace, linus]
    decisions: [one-checkout]
    review_by: 2026-12-31
    ```
    """

    kind: ClassVar[str] = "ritual"
    folder: ClassVar[str] = "rituals"
    columns: ClassVar[tuple[str, ...]] = ("title", "owner", "rhythm.every", "minutes", "review_by")
    also_called: ClassVar[Mapping[str, str]] = {
        "name": "title",
        "why": "purpose",
        "goal": "purpose",
        "cadence": "rhythm",
        "frequency": "rhythm",
        "duration": "minutes",
        "people": "attendees",
        "participants": "attendees",
        "team": "teams",
        "review": "review_by",
    }
    telling: ClassVar[Telling] = Telling(topics={"status": "status", "purpose": "scope"})

    title: Text
    """What people call it."""
    purpose: Text | None = None
    """What it is for; what would be missing without it."""
    owner: PersonRef | None = None
    """Who runs it."""
    status: Literal["active", "paused", "stopped"] = "active"
    """Whether it takes place."""
    rhythm: Rhythm | None = None
    """How often it comes back."""
    minutes: Annotated[int, *count_between(1, 10_000)] | None = None
    """How long it takes."""
    teams: tuple[TeamRef, ...] = ()
    """The teams that take part."""
    roles: tuple[Tag, ...] = ()
    """The roles that take part."""
    attendees: tuple[PersonRef, ...] = ()
    """The people who take part by name."""
    decisions: tuple[DecisionRef, ...] = ()
    """What was decided there."""
    review_by: Day | None = None
    """The day on which it has to show that it is worth its time."""
