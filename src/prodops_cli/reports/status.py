"""status: what is going on, on one page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from prodops_cli.analysis.calendar import Stretch
from prodops_cli.analysis.delivery import LAUNCH_DAYS, Event, launches_later, launches_within, next_in, shipped_in
from prodops_cli.analysis.goals import Pace
from prodops_cli.analysis.launches import PASSED, Tier, days_to_launch, readiness
from prodops_cli.analysis.movements import Movement, movements
from prodops_cli.analysis.progress import Progress, progress
from prodops_cli.analysis.risks import Risk, risks
from prodops_cli.analysis.roadmap import Evidence, Weight, declared_health, is_under_way, last_update
from prodops_cli.analysis.scope import Scope, scope_of
from prodops_cli.analysis.words import short_day
from prodops_cli.fields import Health
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by, report
from prodops_cli.reports._decisions import Decision, decisions
from prodops_cli.reports._headline import Facts, headline


@dataclass(frozen=True, slots=True)
class Totals:
    """The initiatives under way, by what their owners say."""

    under_way: int
    on_track: int
    at_risk: int
    off_track: int
    other: int
    """Paused, or done and not shipped yet."""
    not_started: int
    """Planned, and nobody has said how it goes."""
    unknown: int
    """In progress, and nobody has said how it goes."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """Something that reached its users."""

    what: Literal["shipped", "launched"]
    record: Named
    on: date
    target: date | None
    days_late: int | None
    """Days after its last target, negative where it came earlier; None without one."""
    owner: Named | None
    team: Named | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks against on track."""

    kind: Literal["past_due", "dependency", "stale"]
    weight: Weight
    text: str
    other: Named | None
    """The initiative it waits for, where that is the reason."""


@dataclass(frozen=True, slots=True)
class Said:
    """The last thing that the owner said."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class RiskLine:
    """Work to worry about."""

    record: Named
    owner: Named | None
    team: Named | None
    target: date | None
    days_past_due: int
    declared: Health | None
    derived: Health
    is_contradicted: bool
    """Whether the evidence is worse than what the owner says."""
    reasons: tuple[Reason, ...]
    said: Said | None


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal that is pursued today."""

    record: Named
    period: str | None
    owner: Named | None
    score: float | None
    expected: float | None
    pace: Pace | None
    measured: date | None
    """The day of the latest check-in."""


@dataclass(frozen=True, slots=True)
class LaunchLine:
    """A launch of the coming weeks."""

    record: Named
    owner: Named | None
    date: date | None
    days_left: int
    tier: Tier
    gates_passed: int
    gates: int
    work_open: int
    """How many of the initiatives it ships are not there yet."""
    is_ready: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that is due or planned to start."""

    what: Literal["due", "starts"]
    record: Named
    on: date
    days_left: int
    owner: Named | None
    team: Named | None
    health: Health | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who comes, goes or is away."""

    what: Literal["new", "leaving", "away"]
    record: Named
    first: date
    last: date
    is_past: bool
    """Whether the first day is over."""
    role: str | None
    team: Named | None
    answers_for: int
    """How many open things somebody who leaves is named as the owner of."""


@dataclass(frozen=True, slots=True)
class Status:
    """What is going on."""

    organisation: str
    as_of: date
    team: Named | None
    """The team it is about; None for all."""
    goal: Named | None
    """The goal it is about; None for all."""
    since: date
    """The first of the days that count as just past."""
    until: date
    """The last of the days that count as coming up."""
    days: int
    """How many days back and ahead that is."""
    launches_until: date
    """The last day of the weeks for which launches are shown."""
    headline: str
    totals: Totals
    decisions: tuple[Decision, ...]
    shipped: tuple[Shipped, ...]
    risks: tuple[RiskLine, ...]
    goals: tuple[GoalLine, ...]
    launches: tuple[LaunchLine, ...]
    launches_later: int
    """How many launches are planned for days after those."""
    next_launch: date | None
    """The day of the first of them."""
    coming: tuple[Coming, ...]
    people: tuple[PersonLine, ...]
    unread_files: int
    """How many files have problems, so that what stands in them may be missing here."""


@report
def status(workspace: Workspace, as_of: date, *, team: str | None = None, goal: str | None = None) -> Status:
    """What is going on: decisions, risks, goals, launches, people.

    For one team (with the teams that are parts of it) or one goal (with the goals below it), or for everything.
    """
    scope = scope_of(workspace, team, goal)
    days = workspace.settings.thresholds.status_days
    window = Stretch(as_of - timedelta(days=max(days - 1, 0)), as_of + timedelta(days=days))
    past, ahead = Stretch(window.first, as_of), Stretch(as_of, window.last)
    under_way = [entry for entry in scope.initiatives() if is_under_way(entry.record)]
    later = launches_later(scope, LAUNCH_DAYS, as_of)
    worries = risks(workspace, under_way, as_of)
    goals = progress(workspace, scope.goals_in(), as_of)
    return Status(
        organisation=workspace.settings.name,
        as_of=as_of,
        team=named_by(workspace, "team", team),
        goal=named_by(workspace, "goal", goal),
        since=past.first,
        until=ahead.last,
        days=days,
        launches_until=as_of + timedelta(days=LAUNCH_DAYS),
        headline=headline(scope, Facts(len(under_way), worries, goals), as_of),
        totals=_totals(under_way, as_of),
        decisions=decisions(scope, as_of, ahead.last),
        shipped=tuple(_shipped(workspace, event) for event in shipped_in(scope, past)),
        risks=tuple(_risk(workspace, risk, as_of) for risk in worries),
        goals=tuple(_goal(workspace, one) for one in goals),
        launches=tuple(_launch(workspace, entry, as_of) for entry in launches_within(scope, LAUNCH_DAYS, as_of)),
        launches_later=len(later),
        next_launch=later[0].record.date if later else None,
        coming=tuple(_coming(workspace, event, as_of) for event in next_in(scope, ahead)),
        people=_people(scope, window, as_of),
        unread_files=len({problem.path for problem in workspace.problems}),
    )


def _totals(under_way: Iterable[Entry[Initiative]], as_of: date) -> Totals:
    said = Counter((declared_health(entry.record, as_of), entry.record.status) for entry in under_way)
    words: Counter[str | None] = Counter()
    for (health, _), count in said.items():
        words[health] += count
    return Totals(
        under_way=said.total(),
        on_track=words["on_track"],
        at_risk=words["at_risk"],
        off_track=words["off_track"],
        other=words["paused"] + words["done"],
        not_started=said[None, "planned"],
        unknown=said[None, "in_progress"],
    )


def _owner(workspace: Workspace, record: Any) -> Named | None:
    return named_by(workspace, "person", record.owner)


def _team(workspace: Workspace, record: Any) -> Named | None:
    return named_by(workspace, "team", record.team)


def _shipped(workspace: Workspace, event: Event) -> Shipped:
    record = event.entry.record
    target = record.target if isinstance(record, Initiative) else None
    return Shipped(
        what="launched" if isinstance(record, Launch) else "shipped",
        record=named(event.entry),
        on=event.on,
        target=target,
        days_late=(event.on - target).days if target is not None else None,
        owner=_owner(workspace, record),
        team=_team(workspace, record),
        outcome=record.outcome if isinstance(record, Initiative) else None,
    )


def _risk(workspace: Workspace, risk: Risk, as_of: date) -> RiskLine:
    initiative = risk.entry.record
    update = last_update(initiative, as_of)
    return RiskLine(
        record=named(risk.entry),
        owner=_owner(workspace, initiative),
        team=_team(workspace, initiative),
        target=initiative.target,
        days_past_due=risk.days_past_due,
        declared=risk.declared,
        derived=risk.derived,
        is_contradicted=risk.is_contradicted,
        reasons=tuple(_reason(workspace, reason, as_of) for reason in risk.evidence),
        said=Said(update.date, update.text) if update is not None else None,
    )


def _reason(workspace: Workspace, reason: Evidence, as_of: date) -> Reason:
    other = named_by(workspace, "initiative", reason.other)
    text = reason.told(lambda id_: other.name if other is not None else id_, lambda day: short_day(day, as_of))
    return Reason(reason.kind, reason.weight, text, other)


def _goal(workspace: Workspace, one: Progress) -> GoalLine:
    goal = one.entry.record
    return GoalLine(
        record=named(one.entry),
        period=goal.period,
        owner=_owner(workspace, goal),
        score=one.score,
        expected=one.expected,
        pace=one.pace,
        measured=one.measured,
    )


def _launch(workspace: Workspace, entry: Entry[Launch], as_of: date) -> LaunchLine:
    launch = entry.record
    ready = readiness(workspace, launch, as_of)
    return LaunchLine(
        record=named(entry),
        owner=_owner(workspace, launch),
        date=launch.date,
        days_left=days_to_launch(launch, as_of) or 0,
        tier=ready.tier,
        gates_passed=sum(state in PASSED for _, state in ready.gates),
        gates=len(ready.gates),
        work_open=len(ready.unshipped),
        is_ready=ready.is_ready,
    )


def _coming(workspace: Workspace, event: Event, as_of: date) -> Coming:
    initiative = event.entry.record
    return Coming(
        what="due" if event.what == "due" else "starts",
        record=named(event.entry),
        on=event.on,
        days_left=(event.on - as_of).days,
        owner=_owner(workspace, initiative),
        team=_team(workspace, initiative),
        health=declared_health(initiative, as_of),
    )


def _people(scope: Scope, window: Stretch, as_of: date) -> tuple[PersonLine, ...]:
    found = movements(scope.workspace, scope.people(), window, as_of)
    return tuple(_person(scope.workspace, movement, as_of) for movement in found)


def _person(workspace: Workspace, movement: Movement, as_of: date) -> PersonLine:
    person = movement.entry.record
    return PersonLine(
        what=movement.what,
        record=named(movement.entry),
        first=movement.first,
        last=movement.last,
        is_past=movement.first < as_of,
        role=person.role,
        team=_team(workspace, person),
        answers_for=movement.answers_for,
    )
