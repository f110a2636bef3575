"""What the files say about initiatives: what is open or late, and the evidence against declared health."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from prodops_cli.analysis.words import days_text
from prodops_cli.fields import Health, Update
from prodops_cli.kinds.initiative import Dependency, Initiative
from prodops_cli.workspace import Entry, Workspace

OPEN = frozenset({"idea", "planned", "in_progress", "on_hold"})
"""The statuses of work that has neither ended nor been given up."""
UNDER_WAY = frozenset({"planned", "in_progress"})
"""The statuses of work that somebody has taken on."""

Weight = Literal["at_risk", "off_track"]


def is_open(initiative: Initiative) -> bool:
    """Whether it may still ship."""
    return initiative.status in OPEN


def is_under_way(initiative: Initiative) -> bool:
    """Whether somebody has taken it on: it is planned or in progress."""
    return initiative.status in UNDER_WAY


def is_past_due(initiative: Initiative, as_of: date) -> bool:
    """Whether its target day is over and it has not shipped."""
    return initiative.target is not None and initiative.target < as_of and initiative.status in OPEN


# --- what its owner said -----------------------------------------------------------------------------


def last_update(initiative: Initiative, as_of: date) -> Update | None:
    """The last update up to a day; of two on one day, the one that stands lower in the file."""
    index = last_update_index(initiative, as_of)
    return initiative.updates[index] if index is not None else None


def last_update_index(initiative: Initiative, as_of: date, *, with_health: bool = False) -> int | None:
    """Where the last update up to a day stands; with `with_health`, the last that says how it goes."""
    latest = None
    for index, update in enumerate(initiative.updates):
        if update.date > as_of or (with_health and update.health is None):
            continue
        if latest is None or update.date >= initiative.updates[latest].date:
            latest = index
    return latest


def days_since_update(initiative: Initiative, as_of: date) -> int | None:
    """Days since the last update, or since the start where there is none; None where neither has come."""
    update = last_update(initiative, as_of)
    day = update.date if update is not None else initiative.start
    return (as_of - day).days if day is not None and day <= as_of else None


def declared_health(initiative: Initiative, as_of: date) -> Health | None:
    """How its owner says it goes: the `health` field, else the latest update that says so."""
    if initiative.health is not None:
        return initiative.health
    index = last_update_index(initiative, as_of, with_health=True)
    return initiative.updates[index].health if index is not None else None


def with_declared_health(entry: Entry[Initiative], as_of: date) -> Entry[Initiative]:
    """The entry with the health of its latest update in `health`, where that field is empty."""
    health = declared_health(entry.record, as_of)
    if health == entry.record.health:
        return entry
    return replace(entry, record=entry.record.model_copy(update={"health": health}))


# --- dependencies ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lateness:
    """A dependency that comes later than it is needed."""

    end: Literal["start", "target"]
    """Which end of the other initiative is late."""
    expected: date
    """The day it is expected."""
    needed: date
    """The day it is needed at the latest."""
    is_named: bool
    """Whether that day is the dependency's own `needed_by`; else it follows from the initiative's dates."""

    @property
    def days(self) -> int:
        """By how many days it is late."""
        return (self.expected - self.needed).days


def needed_day(initiative: Initiative, dependency: Dependency) -> date | None:
    """The day a dependency is needed: `needed_by`; else what the initiative's own date comes to, less the lag.

    That is its target, and for start_start its start. A finish_start dependency is held against the target too, not
    the start: whether the two may overlap is for the plan to say.
    """
    if dependency.needed_by is not None:
        return dependency.needed_by
    own = initiative.start if dependency.type == "start_start" else initiative.target
    return own - timedelta(days=dependency.lag) if own is not None else None


def lateness(initiative: Initiative, dependency: Dependency, other: Initiative) -> Lateness | None:
    """By how much an open dependency comes too late; None where it does not, or a date is missing.

    Which day it is needed: see `needed_day`.
    """
    end: Literal["start", "target"] = "start" if dependency.type == "start_start" else "target"
    expected, needed = getattr(other, end), needed_day(initiative, dependency)
    if expected is None or needed is None or expected <= needed or not is_open(other):
        return None
    return Lateness(end, expected, needed, dependency.needed_by is not None)


# --- evidence and derived health ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason to doubt that an initiative is on track."""

    kind: Literal["past_due", "dependency", "stale", "moved", "goal"]
    weight: Weight
    """How bad it is by itself."""
    form: str
    """The reason in a few words, without a full stop, with places for `{other}`, `{day}` and `{days}`."""
    other: str | None = None
    """The id of the initiative it waits for or, of kind `goal`, of the goal it is for, where that is the reason."""
    day: date | None = None
    """The day it is about."""
    days: int = 0
    """How many days it is about."""

    @property
    def text(self) -> str:
        """The reason as messages to authors word it, with ids and ISO days."""
        return self.told(lambda id_: f"`{id_}`", str)

    def told(self, name: Callable[[str], str], write: Callable[[date], str]) -> str:
        """The reason in words, with other names for initiatives and another way to write days."""
        return self.form.format(
            other=name(self.other) if self.other is not None else "",
            day=write(self.day) if self.day is not None else "",
            days=days_text(self.days),
        )


def evidence(workspace: Workspace, initiative: Initiative, as_of: date) -> tuple[Evidence, ...]:
    """Everything in the files that speaks against `on_track`, worst first; nothing for work not under way."""
    if not is_under_way(initiative):
        return ()
    staleness = _staleness(initiative, as_of, workspace.settings.thresholds.stale_update_days)
    return (*evidence_of_dates(workspace, initiative, as_of), *staleness)


def evidence_of_dates(workspace: Workspace, initiative: Initiative, as_of: date) -> tuple[Evidence, ...]:
    """The part of the evidence that follows from its dates and from what it waits for, worst first."""
    if not is_under_way(initiative):
        return ()
    found = [*_own(initiative, as_of)]
    for dependency, other in _dependencies(workspace, initiative):  # at most one reason each: the worst
        reason = _of_plan(initiative, dependency, other) or _of_course(other, as_of)
        found += [reason] if reason is not None else []
    return worst_first(found)


def evidence_of_course(workspace: Workspace, initiative: Initiative, as_of: date) -> tuple[Evidence, ...]:
    """The part of it that is not a contradiction within the plan: how things went, here and in what it waits for."""
    if not is_under_way(initiative):
        return ()
    found = [*_own(initiative, as_of)]
    for dependency, other in _dependencies(workspace, initiative):
        if _of_plan(initiative, dependency, other) is None and (reason := _of_course(other, as_of)) is not None:
            found.append(reason)
    return worst_first(found)


def worst_first(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Evidence in order: what says off track before what says at risk."""
    return tuple(sorted(found, key=lambda reason: reason.weight != "off_track")) if found else ()


def _own(initiative: Initiative, as_of: date) -> Iterator[Evidence]:
    if initiative.target is not None and initiative.target < as_of:
        days = (as_of - initiative.target).days
        yield Evidence("past_due", "off_track", "its target {day} was {days} ago", None, initiative.target, days)


def _dependencies(workspace: Workspace, initiative: Initiative) -> Iterator[tuple[Dependency, Initiative]]:
    for dependency in initiative.depends_on:
        other = workspace.get(Initiative, dependency.on)
        if other is not None:
            yield dependency, other


def _of_plan(initiative: Initiative, dependency: Dependency, other: Initiative) -> Evidence | None:
    """What the files contradict each other in, whatever the day."""
    if other.status == "cancelled":
        return Evidence("dependency", "off_track", "{other} is cancelled", other.id)
    late = lateness(initiative, dependency, other)
    if late is None:
        return None
    is_beyond = initiative.target is not None and late.expected > initiative.target
    form = "{other} comes {day}, {days} later than needed"
    return Evidence("dependency", "off_track" if is_beyond else "at_risk", form, other.id, late.expected, late.days)


def _of_course(other: Initiative, as_of: date) -> Evidence | None:
    """What has become of the work it waits for."""
    if is_past_due(other, as_of) and other.target is not None:
        days = (as_of - other.target).days
        return Evidence("dependency", "at_risk", "{other} is {days} past its target", other.id, other.target, days)
    if other.status == "on_hold":
        return Evidence("dependency", "at_risk", "{other} is on hold", other.id)
    if is_open(other) and declared_health(other, as_of) == "off_track":
        return Evidence("dependency", "at_risk", "{other} is off track", other.id)
    return None


def _staleness(initiative: Initiative, as_of: date, limit: int) -> Iterator[Evidence]:
    days = days_since_update(initiative, as_of)
    if initiative.status == "in_progress" and days is not None and days > limit:
        yield Evidence("stale", "at_risk", "no update for {days}", None, None, days)


def derived_health(workspace: Workspace, initiative: Initiative, as_of: date) -> Health | None:
    """The health that the evidence speaks for; None for ideas and what was cancelled."""
    match initiative.status:
        case "shipped":
            return "done"
        case "on_hold":
            return "paused"
        case "planned" | "in_progress":
            reasons = evidence(workspace, initiative, as_of)
            return reasons[0].weight if reasons else "on_track"
        case _:
            return None
