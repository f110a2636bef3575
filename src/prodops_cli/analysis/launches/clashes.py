"""What else happens on the days of a launch: blackouts, days off where it goes, other launches close to it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nsmallest

from prodops_cli.analysis.calendar import add_working_days, why_off
from prodops_cli.analysis.launches.tiers import reached, tier_of
from prodops_cli.analysis.words import listed
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.launch import Launch
from prodops_cli.policy import Blackout, LaunchPolicy, Tier, plain_audience
from prodops_cli.settings import Settings
from prodops_cli.workspace import Workspace

NEAR_WORKING_DAYS = 3
"""Launches that are so many working days apart, or fewer, can be in each other's way."""


@dataclass(frozen=True, slots=True)
class LaunchDay:
    """A day on which a launch reaches users: its date, or a step of its rollout."""

    on: date
    what: str
    """In words: `the launch`, `the rollout to 50 %`."""
    route: Route
    """The field it stands in."""


@dataclass(frozen=True, slots=True)
class InBlackout:
    """A day of a launch on which nothing is launched."""

    day: LaunchDay
    blackout: Blackout
    reason: str
    """In words, without a full stop."""


@dataclass(frozen=True, slots=True)
class OnDayOff:
    """A day of a launch on which people are not at work, here or where it goes."""

    day: LaunchDay
    why: str
    """What day it is: `a Saturday`, `Epiphany (AT)`."""

    @property
    def reason(self) -> str:
        """In words, without a full stop."""
        return f"{self.day.what} on {self.day.on} is on {self.why}"


@dataclass(frozen=True, slots=True)
class Clash:
    """Another planned launch that is too close."""

    other: str
    """Its id."""
    on: date
    """Its date."""
    reason: str
    """In words, without a full stop."""


def launch_days(launch: Launch) -> tuple[LaunchDay, ...]:
    """The days of a launch, in order; its date stands for the first step of a rollout that begins on it."""
    found = [LaunchDay(launch.date, "the launch", ("date",))] if launch.date is not None else []
    for index, stage in enumerate(launch.rollout):
        if stage.on != launch.date:
            found.append(LaunchDay(stage.on, f"the rollout to {stage.percent:g} %", ("rollout", index, "on")))
    return tuple(sorted(found, key=lambda day: day.on))


# --- blackouts and days off --------------------------------------------------------------------------


def blackouts_of(policy: LaunchPolicy, launch: Launch) -> tuple[Blackout, ...]:
    """The blackouts that one of its days is in, by their first day."""
    met = (one.blackout for one in days_in_blackouts(policy, launch))
    return tuple(dict.fromkeys(sorted(met, key=lambda blackout: (blackout.first, blackout.last))))


def days_in_blackouts(policy: LaunchPolicy, launch: Launch) -> tuple[InBlackout, ...]:
    """Its days on which nothing is launched, each with the blackout it is in; a day in two of them comes twice."""
    return tuple(
        InBlackout(day, blackout, _in_blackout(day, blackout))
        for day in launch_days(launch)
        for blackout in policy.blackouts
        if blackout.first <= day.on <= blackout.last
    )


def _in_blackout(day: LaunchDay, blackout: Blackout) -> str:
    return f"{day.what} on {day.on} is in the blackout of {stretch_text(blackout)}: {blackout.reason}"


def stretch_text(blackout: Blackout) -> str:
    """The days of a blackout: `2026-11-23 to 2026-12-01`, or the one."""
    return str(blackout.first) if blackout.first == blackout.last else f"{blackout.first} to {blackout.last}"


def days_off_of(settings: Settings, launch: Launch) -> tuple[OnDayOff, ...]:
    """Its days on which nobody works here, or on which a country it reaches has a holiday."""
    countries = reached(launch)
    found = ((day, why_off(settings, day.on, countries)) for day in launch_days(launch))
    return tuple(OnDayOff(day, why) for day, why in found if why is not None)


# --- other launches -----------------------------------------------------------------------------------


class Neighbours:
    """The planned launches of a workspace by date, for asking about many of them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tiers: dict[str, Tier] = {}
        self._customers: dict[str, dict[str, str]] = {}
        planned = (entry.record for entry in workspace.of(Launch) if entry.record.status == "planned")
        dated = ((launch.date, launch.id, launch) for launch in planned if launch.date is not None)
        self._planned = [(*one, self._marks(one[2])) for one in sorted(dated, key=lambda one: one[:2])]
        self._ranges: dict[date, tuple[int, int]] = {}

    def clashes_of(self, launch: Launch) -> tuple[Clash, ...]:
        """The launches within three working days of a planned one that are in its way, by date."""
        return tuple(self._clashes(launch, self._in_its_way(launch)))

    def nearest_of(self, launch: Launch, most: int) -> tuple[tuple[Clash, ...], int]:
        """The nearest of them, at most so many, by their distance; and how many there are besides."""
        found, on = self._in_its_way(launch), launch.date
        if on is None:
            return (), 0
        nearest = nsmallest(most, found, key=lambda other: abs(((other.date or on) - on).days))
        return tuple(self._clashes(launch, nearest)), len(found) - len(nearest)

    def _in_its_way(self, launch: Launch) -> list[Launch]:
        """Without reasons, which nobody wants of hundreds."""
        if launch.date is None or launch.status != "planned":
            return []
        start, end = self._range(launch.date)
        marks = self._marks(launch)
        return [
            other
            for _, id_, other, theirs in self._planned[start:end]
            if not marks.isdisjoint(theirs) and id_ != launch.id
        ]

    def _range(self, day: date) -> tuple[int, int]:
        """The places of the launches that are near a day."""
        if day not in self._ranges:
            first, last = _around(self._workspace.settings, day)
            start = bisect_left(self._planned, first, key=lambda one: one[0])
            self._ranges[day] = start, bisect_right(self._planned, last, key=lambda one: one[0])
        return self._ranges[day]

    def _clashes(self, launch: Launch, others: Iterable[Launch]) -> Iterator[Clash]:
        for other in others:
            if launch.date is not None and other.date is not None:
                reason = f"{_apart(launch.date, other.date)}: {listed(list(self._whys(launch, other)))}"
                yield Clash(other.id, other.date, reason)

    def _marks(self, launch: Launch) -> frozenset[tuple[str, str]]:
        """What is in the way of every other launch that has it: `_whys` says the same of two of them, in words."""
        marks = {("audience", name) for name in self._customers_of(launch)}
        if self._tier(launch) == 1:
            marks.add(("tier", "1"))
        if launch.team is not None:
            marks.add(("team", launch.team))
        return frozenset(marks)

    def _whys(self, one: Launch, other: Launch) -> Iterator[str]:
        if self._tier(one) == self._tier(other) == 1:
            yield "both are tier 1"
        if one.team is not None and one.team == other.team:
            yield "the same team launches both"
        theirs = self._customers_of(other)
        shared = sorted(name for plain, name in self._customers_of(one).items() if plain in theirs)
        if shared:
            yield f"both are news for {listed(shared)}"

    def _tier(self, launch: Launch) -> Tier:
        if launch.id not in self._tiers:
            self._tiers[launch.id] = tier_of(self._workspace.settings.launches, launch)
        return self._tiers[launch.id]

    def _customers_of(self, launch: Launch) -> dict[str, str]:
        """Its customers as its file names them, by the plain form of the name."""
        if launch.id not in self._customers:
            names = customer_audiences(self._workspace.settings.launches, launch)
            self._customers[launch.id] = {plain_audience(name): name for name in names}
        return self._customers[launch.id]


def clashes_of(workspace: Workspace, launch: Launch) -> tuple[Clash, ...]:
    """The planned launches within three working days of a planned one that are in its way, by date."""
    return Neighbours(workspace).clashes_of(launch)


def customer_audiences(policy: LaunchPolicy, launch: Launch) -> tuple[str, ...]:
    """Those of its audiences that do not work here, by name."""
    return tuple(sorted({one for one in launch.audiences if not policy.is_colleague(one)}))


def _around(settings: Settings, day: date) -> tuple[date, date]:
    """From three working days before a day to three after it; of days of the calendar where nobody ever works."""
    if not settings.working_days:
        return day - timedelta(days=NEAR_WORKING_DAYS), day + timedelta(days=NEAR_WORKING_DAYS)
    return (
        add_working_days(settings, day, -NEAR_WORKING_DAYS),
        add_working_days(settings, day, NEAR_WORKING_DAYS),
    )


def _apart(one: date, other: date) -> str:
    days = abs((other - one).days)
    if not days:
        return "on the same day"
    return f"{'1 day' if days == 1 else f'{days} days'} {'later' if other > one else 'earlier'}"
