"""goal: an objective with its key results, over a period."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from prodops_cli.fields import (
    Amount,
    Day,
    Flag,
    Id,
    Number,
    Part,
    Period,
    PersonRef,
    Ref,
    Share,
    Tag,
    TeamRef,
    Telling,
    Text,
    Update,
)
from prodops_cli.kinds._base import Record

GoalRef = Annotated[str, Ref("goal")]


class CheckIn(Part):
    """A key result's value on a day, and how sure its owner was of reaching the target."""

    telling: ClassVar[Telling] = Telling(noun="check-in")

    date: Day
    """The day of the value."""
    value: Number
    """The value that day, in the key result's unit."""
    confidence: Share | None = None
    """How likely the target looked that day, 0 to 1."""
    note: Text | None = None
    """What moved it."""


class KeyResult(Part):
    """A number that shows whether the objective is reached: from `start` to `target`."""

    telling: ClassVar[Telling] = Telling(
        topics={"owner": "ownership", "current": "news", "confidence": "news", "checkins": "news"}
    )

    id: Id
    """Its id within the goal."""
    title: Text
    """What is measured."""
    owner: PersonRef | None = None
    """Who answers for it; the goal's owner unless given."""
    binary: Flag = False
    """Whether it is simply done or not; its value is then 0 or 1."""
    start: Number = 0
    """The value at the beginning of the period."""
    target: Number | None = None
    """The value to reach."""
    current: Number | None = None
    """Today's value; the latest check-in's unless given."""
    unit: Tag | None = None
    """What the value counts: percent, orders, EUR."""
    direction: Literal["increase", "decrease"] | None = None
    """Which way is better; from start to target unless given."""
    weight: Amount = 1
    """Its weight within the goal."""
    confidence: Share | None = None
    """How likely the target is, 0 to 1; the latest check-in's unless given."""
    pace: Literal["linear", "back_loaded", "front_loaded"] = "linear"
    """How progress is expected to come over the period."""
    checkins: tuple[CheckIn, ...] = ()
    """Its values by date."""


class Goal(Record):
    """An objective with its key results, over a period.

    ```yaml title="goals/grow-mobile-revenue.yaml"
    title: Grow mobile revenue
    period: 2026-Q3
    owner: grace
    team: payments
    parent: company-growth
    key_results:
      - id: conversion
        title: Mobile conversion
        start: 1.8
        target: 2.4
        unit: percent
        weight: 2
        checkins:
          - {date: 2026-07-31, value: 1.9, confidence: 0.7, note: New funnel live in two countries}
      - id: two-markets
        title: Live in Austria
        binary: true
        target: 1
    ```
    """

    kind: ClassVar[str] = "goal"
    folder: ClassVar[str] = "goals"
    columns: ClassVar[tuple[str, ...]] = ("title", "period", "status", "owner", "parent")
    also_called: ClassVar[Mapping[str, str]] = {
        "name": "title",
        "objective": "title",
        "quarter": "period",
        "krs": "key_results",
        "results": "key_results",
        "lead": "owner",
        "kpis": "key_results",
    }
    final: ClassVar[Mapping[str, tuple[str, ...]]] = {"done": ("active",), "dropped": ("draft", "active")}
    telling: ClassVar[Telling] = Telling(
        topics={
            "period": "promise",
            "status": "status",
            "parent": "scope",
            "rollup": "scope",
            "key_results": "scope",
            "updates": "news",
        },
        serves=("parent",),
    )

    title: Text
    """The objective, as a sentence people remember."""
    period: Period | None = None
    """The period it is for: 2026, 2026-H2, 2026-Q3, 2026-09."""
    status: Literal["draft", "active", "done", "dropped"] = "active"
    """Whether it is still being agreed, pursued, finished, or given up."""
    owner: PersonRef | None = None
    """Who answers for it."""
    team: TeamRef | None = None
    """The team that pursues it; the whole organisation unless given."""
    parent: GoalRef | None = None
    """The goal this one serves."""
    rollup: Literal["own", "mean", "weighted", "min"] = "weighted"
    """How its score is made: of its own key results (plain or weighted mean, or the worst)."""
    key_results: tuple[KeyResult, ...] = ()
    """The numbers that show whether it is reached."""
    updates: tuple[Update, ...] = ()
    """What its owner said, by date."""
