"""`prodops onboard load`: how many hours new colleagues ask of everybody else.

Hours are those of the layers' tasks: of whoever does them, and of whoever is met for them; half an hour for each
other person to meet (ours). What is ticked in a plan is over; of somebody without one, what is due from today on
counts.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from prodops_cli.analysis.onboarding.buddies_load import newcomers
from prodops_cli.analysis.onboarding.layers import layers_for
from prodops_cli.analysis.onboarding.progress import Plan, plans
from prodops_cli.analysis.onboarding.schedule import NoWorkingDays
from prodops_cli.kinds.person import Person
from prodops_cli.reports._base import Named, Workspace, named, named_by
from prodops_cli.reports._plan_lines import OnboardingPlan
from prodops_cli.reports.onboarding import onboarding_plan
from prodops_cli.workspace import Entry

MEETING_HOURS = 0.5
"""Of somebody who is met without a task that says how long."""
AHEAD = 4
"""Weeks that are counted by themselves."""


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """The hours of a week."""

    monday: date
    hours: float


@dataclass(frozen=True, slots=True)
class HostLine:
    """Somebody who gives their time to new colleagues."""

    person: Named
    team: Named | None
    buddy_of: tuple[Named, ...]
    manager_of: tuple[Named, ...]
    newcomers: int
    """How many new colleagues have something of them."""
    hours: float
    """What is still to be done, all of it."""
    soon: float
    """Of these, what is due in the next four weeks, and what is overdue."""
    overdue: float
    busiest: WeekLoad | None
    """The week ahead with the most hours."""
    is_overloaded: bool
    """Whether some week asks for more hours than the threshold `onboarding_hours`."""


@dataclass(frozen=True, slots=True)
class OnboardingLoad:
    """Everybody who gives their time, those who give the most first."""

    organisation: str
    as_of: date
    newcomers: tuple[Named, ...]
    most_hours: float
    """The threshold: hours a week that one person should give at the most."""
    hosts: tuple[HostLine, ...]
    hours: float
    unnamed: float
    """Hours of tasks that nobody is named for."""


@dataclass(slots=True)
class _Host:
    """What is found of one person."""

    newcomers: set[str] = field(default_factory=set)
    buddy_of: list[Named] = field(default_factory=list)
    manager_of: list[Named] = field(default_factory=list)
    weeks: dict[date, float] = field(default_factory=lambda: defaultdict(float))
    overdue: float = 0.0


@dataclass(frozen=True, slots=True)
class _Work:
    """Some hours of somebody, on a day."""

    who: str | None
    due: date
    hours: float


def onboarding_load(workspace: Workspace, as_of: date, team: str | None = None) -> OnboardingLoad:
    """The hours of everybody, or of a team's people, for those who are new or are about to start.

    A newcomer who never works asks nothing of anybody; that is no reason to be silent about the others.
    """
    written = plans(workspace)
    found: dict[str | None, _Host] = defaultdict(_Host)
    new = [one.entry for one in newcomers(workspace, as_of) if layers_for(workspace, one.entry.record)]
    for entry in new:
        try:
            made = onboarding_plan(workspace, entry)
        except NoWorkingDays:
            continue
        _count_helpers(found, made)
        for work in _open_work(made, written.get(entry.id), as_of):
            host = found[work.who]
            host.newcomers.add(entry.id)
            if work.due < as_of:
                host.overdue += work.hours
            host.weeks[_monday(max(work.due, as_of))] += work.hours
    most = workspace.settings.thresholds.onboarding_hours
    unnamed = found.pop(None, _Host())
    lines = list(_lines(workspace, found, as_of, team, most))
    return OnboardingLoad(
        organisation=workspace.settings.name or "Product operations",
        as_of=as_of,
        newcomers=tuple(map(named, new)),
        most_hours=most,
        hosts=tuple(sorted(lines, key=lambda line: (-line.soon, -line.hours, line.person.ref))),
        hours=sum(line.hours for line in lines),
        unnamed=sum(unnamed.weeks.values()),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _count_helpers(found: dict[str | None, _Host], made: OnboardingPlan) -> None:
    """Remember whose buddy and manager somebody is; a suggested buddy is nobody's yet."""
    if made.buddy is not None and not made.buddy.is_suggested:
        found[made.buddy.person.id].buddy_of.append(made.person)
    if made.manager is not None:
        found[made.manager.id].manager_of.append(made.person)


def _open_work(made: OnboardingPlan, page: Plan | None, as_of: date) -> Iterator[_Work]:
    """What a plan still asks of others: with the page's own days, and less what is ticked or was taken out of it."""
    boxes = {box.id: box for box in page.boxes if box.id is not None} if page is not None else None
    for id_, who, due, hours in _asked(made):
        if boxes is None:
            if due >= as_of:  # nobody knows of what is past whether it was done
                yield _Work(who, due, hours)
        elif (box := boxes.get(id_)) is not None and box.is_open:
            yield _Work(who, box.due or due, hours)


def _asked(made: OnboardingPlan) -> Iterator[tuple[str, str | None, date, float]]:
    """The id, the person, the day and the hours of everything that others do or are met for."""
    for item in (item for lines in made.phases for item in lines.items):
        if item.hours is None:
            continue
        if item.by != "new_hire":
            yield item.id, item.who.id if item.who is not None else None, item.due, item.hours
        elif item.about is not None and item.about.ref.startswith("person:"):
            yield item.id, item.about.id, item.due, item.hours
    for line in made.meet:
        yield line.id, line.person.id, line.due, MEETING_HOURS


def _lines(
    workspace: Workspace, found: Mapping[str | None, _Host], as_of: date, team: str | None, most: float
) -> Iterator[HostLine]:
    people: dict[str, Entry[Person]] = {entry.id: entry for entry in workspace.of(Person)}
    until = _monday(as_of) + timedelta(weeks=AHEAD)
    for id_, host in found.items():
        entry = people.get(id_ or "")
        if entry is None or team not in (None, entry.record.team) or not (host.weeks or host.buddy_of):
            continue
        weeks = {monday: hours for monday, hours in sorted(host.weeks.items()) if hours}
        busiest = max(weeks, key=lambda monday: (weeks[monday], -monday.toordinal()), default=None)
        yield HostLine(
            person=named(entry),
            team=named_by(workspace, "team", entry.record.team),
            buddy_of=tuple(host.buddy_of),
            manager_of=tuple(host.manager_of),
            newcomers=len(host.newcomers),
            hours=sum(weeks.values()),
            soon=sum(hours for monday, hours in weeks.items() if monday < until),
            overdue=host.overdue,
            busiest=WeekLoad(busiest, weeks[busiest]) if busiest is not None else None,
            is_overloaded=any(hours > most for hours in weeks.values()),
        )
