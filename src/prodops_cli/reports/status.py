"""status: what is going on, on one page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from prodops_cli.analysis.calendar import Stretch
from prodops_cli.analysis.delivery import LAUNCH_DAYS, Event, launches_later, launches_within, next_in, shipped_in
from prodops_cli.analysis.launches.days import days_to_launch
from prodops_cli.analysis.launches.gates import PASSED
from prodops_cli.analysis.launches.outstanding import outstanding
from prodops_cli.analysis.launches.reasons import Inquiry
from prodops_cli.analysis.launches.verdict import verdict_of
from prodops_cli.analysis.moved import Moved, moved_since, shipped_on
from prodops_cli.analysis.movements import Movement, movements
from prodops_cli.analysis.progress import Progress, progress
from prodops_cli.analysis.promises import UNKNOWN, main_promises, moved_phrase
from prodops_cli.analysis.risks import Risk, risks
from prodops_cli.analysis.roadmap import Evidence, declared_health, is_under_way, last_update
from prodops_cli.analysis.scope import Scope, scope_of
from prodops_cli.analysis.words import short_day
from prodops_cli.errors import ProdopsError, nearest_hint
from prodops_cli.history import History, Revision
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by, report
from prodops_cli.reports._decisions import Decision, decisions
from prodops_cli.reports._headline import Facts, headline
from prodops_cli.reports._lines import (
    Coming,
    GoalLine,
    LaunchLine,
    MovedLine,
    PersonLine,
    Reason,
    RiskLine,
    Said,
    Shipped,
    Totals,
)
from prodops_cli.reports._names import without_names
from prodops_cli.reports._sources import Notes, Source, Sources
from prodops_cli.settings import Audience, Settings


@dataclass(frozen=True, slots=True)
class Status:
    """What is going on."""

    organisation: str
    as_of: date
    audience: str | None
    """Whom it is for; None for everybody."""
    team: Named | None
    """The team it is about; None for all."""
    goal: Named | None
    """The goal it is about; None for all."""
    since: date
    """The first of the days that count as just past."""
    base: str | None
    """What it is compared with, as it was asked for; None where the days alone count."""
    until: date
    """The last of the days that count as coming up."""
    days: int
    """How many days ahead that is."""
    launches_until: date
    """The last day of the weeks for which launches are shown."""
    commit: str | None
    """The commit it was made from; None for files that are in no commit."""
    headline: str
    headline_notes: Notes
    totals: Totals
    decisions: tuple[Decision, ...]
    shipped: tuple[Shipped, ...]
    moved: tuple[MovedLine, ...]
    risks: tuple[RiskLine, ...]
    goals: tuple[GoalLine, ...]
    launches: tuple[LaunchLine, ...]
    launches_later: int
    """How many launches are planned for days after those."""
    next_launch: date | None
    """The day of the first of them."""
    coming: tuple[Coming, ...]
    people: tuple[PersonLine, ...]
    names_people: bool
    """Whether people are named in it."""
    has_history: bool
    """Whether git's history was at hand, so that what moved is known."""
    unread_files: int
    """How many files have problems, so that what stands in them may be missing here."""
    sources: tuple[Source, ...]
    """What its statements rest on, by number; empty unless proof was asked for."""


@dataclass(frozen=True, slots=True)
class Base:
    """The time a status update is compared with."""

    label: str
    """How it was asked for: `last-week`, a tag, a day."""
    day: date
    commit: str | None
    """The last commit that does not count; None where all of them count."""
    commits: frozenset[str]
    """The commits since then."""


@dataclass(frozen=True, slots=True)
class View:
    """How a status update is looked at, and what is known of the past."""

    audience: str | None = None
    """The name of an audience of the settings; everything is shown unless given."""
    history: History | None = None
    base: Base | None = None
    """What it is compared with; the last days by the settings unless given."""
    commit: str | None = None
    """The commit that the workspace was read from."""
    proof: bool = False
    """Whether every statement names its sources."""


@report
def status(
    workspace: Workspace, as_of: date, *, team: str | None = None, goal: str | None = None, view: View = View()
) -> Status:
    """What is going on: decisions, what shipped and what moved, risks, goals, launches, people.

    For one team (with the teams that are parts of it) or one goal (with the goals below it), or for everything.
    Raises ProdopsError for a team, goal or audience that is not there.
    """
    scope = scope_of(workspace, team, goal)
    page = _Page(scope, as_of, view)
    made = page.made(named_by(workspace, "team", team), named_by(workspace, "goal", goal))
    return made if page.audience.names else without_names(made, workspace)


def audience_of(settings: Settings, name: str | None) -> Audience:
    """The audience of a name; the whole page for None. Raises ProdopsError where there is none."""
    if name is None:
        return Audience()
    known = settings.every_audience
    if name not in known:
        hint = nearest_hint(
            name, known, f"there are {', '.join(sorted(known))}; `audiences` in prodops.yaml makes more"
        )
        raise ProdopsError(f"there is no audience `{name}`", hint)
    return known[name]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The sections of a page; those that its audience does not see are empty."""

    decisions: tuple[Decision, ...]
    shipped: tuple[Shipped, ...]
    moved: tuple[MovedLine, ...]
    risks: tuple[RiskLine, ...]
    goals: tuple[GoalLine, ...]
    launches: tuple[LaunchLine, ...]
    coming: tuple[Coming, ...]
    people: tuple[PersonLine, ...]


class _Page:
    """One status update while it is made."""

    def __init__(self, scope: Scope, as_of: date, view: View) -> None:
        self.scope = scope
        self.workspace = scope.workspace
        self.as_of = as_of
        self.view = view
        self.audience = audience_of(self.workspace.settings, view.audience)
        self.promises = main_promises(view.history) if view.history is not None else UNKNOWN
        self.sources = Sources(self.workspace, view.history, view.commit, are_wanted=view.proof)
        self.days = self.workspace.settings.thresholds.status_days
        first = as_of - timedelta(days=max(self.days - 1, 0)) if view.base is None else view.base.day
        self.past = Stretch(min(first, as_of), as_of)
        self.ahead = Stretch(as_of, as_of + timedelta(days=self.days))

    @cached_property
    def inquiry(self) -> Inquiry:
        """What is asked of each launch."""
        return Inquiry(self.workspace, self.as_of)

    def made(self, team: Named | None, goal: Named | None) -> Status:
        """The page. What the audience does not see is not in it, in no format."""
        scope, as_of, seen = self.scope, self.as_of, set(self.audience.sections)
        under_way = [entry for entry in scope.initiatives() if is_under_way(entry.record)]
        goals = progress(self.workspace, scope.goals_in(), as_of)
        worries = risks(self.workspace, under_way, as_of, self.promises, goals)
        moved = self._moved()
        events = self._events()
        known = moved if self.view.history is not None else None
        facts = Facts(len(under_way), worries, goals, len(events), known, self.promises)
        later = launches_later(scope, LAUNCH_DAYS, as_of) if "launches" in seen else ()
        lines = _Lines(
            decisions(scope, as_of, self.ahead.last, self.sources, self.promises) if "decisions" in seen else (),
            tuple(map(self._shipped, events)) if "shipped" in seen else (),
            tuple(map(self._moved_line, moved)) if "moved" in seen else (),
            tuple(map(self._risk, worries)) if "risks" in seen else (),
            tuple(map(self._goal, goals)) if "goals" in seen else (),
            tuple(map(self._launch, launches_within(scope, LAUNCH_DAYS, as_of))) if "launches" in seen else (),
            tuple(map(self._coming, next_in(scope, self.ahead))) if "coming" in seen else (),
            self._people() if "people" in seen and self.audience.names else (),
        )
        return Status(
            organisation=self.workspace.settings.name,
            as_of=as_of,
            audience=self.view.audience,
            team=team,
            goal=goal,
            since=self.past.first,
            base=self.view.base.label if self.view.base is not None else None,
            until=self.ahead.last,
            days=self.days,
            launches_until=as_of + timedelta(days=LAUNCH_DAYS),
            commit=self.view.commit,
            headline=headline(scope, facts, as_of, seen),
            headline_notes=self.sources.joined(_notes_of(lines)),
            totals=self._totals(under_way if "risks" in seen else ()),
            launches_later=len(later),
            next_launch=later[0].record.date if later else None,
            names_people=self.audience.names,
            has_history=self.view.history is not None,
            unread_files=len({problem.path for problem in self.workspace.problems}),
            sources=self.sources.all(),
            **{field.name: getattr(lines, field.name) for field in fields(lines)},
        )

    def _is_new(self, revision: Revision) -> bool:
        """Whether a revision came after the time that the page is compared with."""
        if self.view.base is not None:
            return revision.commit is None or revision.commit in self.view.base.commits
        return revision.day >= self.past.first

    def _events(self) -> tuple[Event, ...]:
        """What shipped: by its day or, compared with a revision, by the commit that said so, however late it came.

        A commit that said so ahead of its day tells it once that day is there.
        """
        history = self.view.history
        if self.view.base is None or history is None:
            return shipped_in(self.scope, self.past)
        every = shipped_in(self.scope, Stretch(date.min, self.as_of))
        return tuple(event for event in every if self._is_news(event, history, self.view.base))

    def _is_news(self, event: Event, history: History, base: Base) -> bool:
        """Whether the page that stood at the base did not tell it yet."""
        if event.on > base.day:
            return True
        said = shipped_on(history, event.entry.kind, event.entry.id)
        if said is not None:
            return self._is_new(said)
        trail = history.get(event.entry.kind, event.entry.id)
        return event.on == base.day and trail is not None and self._is_new(trail.versions[0].revision)

    def _moved(self) -> tuple[Moved, ...]:
        history = self.view.history
        return moved_since(self.scope, history, self._is_new) if history is not None else ()

    def _totals(self, under_way: Iterable[Entry[Initiative]]) -> Totals:
        entries = list(under_way)
        said = Counter((declared_health(entry.record, self.as_of), entry.record.status) for entry in entries)
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
            moved=sum(
                declared_health(entry.record, self.as_of) == "on_track" and self._promise(entry) is not None
                for entry in entries
            ),
            notes=self.sources.of_folder(f"{Initiative.folder}/", "status, health, updates") if entries else (),
        )

    # --- lines -----------------------------------------------------------------------------------

    def _owner(self, record: Any) -> Named | None:
        return named_by(self.workspace, "person", record.owner)

    def _team(self, record: Any) -> Named | None:
        return named_by(self.workspace, "team", record.team)

    def _promise(self, entry: Entry[Any]) -> str | None:
        return moved_phrase(self.promises, (entry.kind, entry.id))

    def _shipped(self, event: Event) -> Shipped:
        record = event.entry.record
        is_work = isinstance(record, Initiative)
        target = record.target if isinstance(record, Initiative) else None
        return Shipped(
            what="shipped" if is_work else "launched",
            record=named(event.entry),
            on=event.on,
            target=target,
            days_late=(event.on - target).days if target is not None else None,
            owner=self._owner(record),
            team=self._team(record),
            outcome=record.outcome if isinstance(record, Initiative) else None,
            promise=self._promise(event.entry),
            notes=self.sources.of(event.entry.ref, "status", "shipped" if is_work else "date"),
        )

    def _moved_line(self, moved: Moved) -> MovedLine:
        trail, revision = moved.trail, moved.revision
        entry = self.workspace.find(trail.kind, trail.id)
        record = entry.record if entry is not None else None
        return MovedLine(
            what=moved.what,
            kind=trail.kind,
            record=named(entry) if entry is not None else Named(trail.ref, trail.label, None),
            field=moved.field if moved.is_of_a_part else None,
            old=moved.old,
            new=moved.new,
            days=moved.days,
            promise=moved.ledger.phrase if moved.ledger is not None and moved.ledger.slips else None,
            owner=named_by(self.workspace, "person", getattr(record, "owner", None) or trail.text("owner")),
            team=named_by(self.workspace, "team", getattr(record, "team", None) or trail.text("team")),
            on=revision.day,
            author=revision.author if revision.commit is not None else None,
            why=revision.subject if revision.commit is not None else None,
            notes=self.sources.of(trail.ref, moved.field.partition("[")[0]),
        )

    def _risk(self, risk: Risk) -> RiskLine:
        initiative = risk.entry.record
        update = last_update(initiative, self.as_of)
        own = ["target", "health" if initiative.health is not None else "updates"]
        others = [
            self.sources.of(f"{'goal' if reason.kind == 'goal' else 'initiative'}:{reason.other}", _telling(reason))
            for reason in risk.evidence
            if reason.other is not None
        ]
        return RiskLine(
            record=named(risk.entry),
            owner=self._owner(initiative),
            team=self._team(initiative),
            target=initiative.target,
            days_past_due=risk.days_past_due,
            declared=risk.declared,
            derived=risk.derived,
            is_contradicted=risk.is_contradicted,
            reasons=tuple(self._reason(reason) for reason in risk.evidence),
            said=Said(update.date, update.text) if update is not None else None,
            promise=self._promise(risk.entry) if all(one.kind != "moved" for one in risk.evidence) else None,
            notes=self.sources.joined([self.sources.of(risk.entry.ref, *own), *others]),
        )

    def _reason(self, reason: Evidence) -> Reason:
        other = named_by(self.workspace, "goal" if reason.kind == "goal" else "initiative", reason.other)
        text = reason.told(lambda id_: other.name if other is not None else id_, lambda day: short_day(day, self.as_of))
        return Reason(reason.kind, reason.weight, text, other)

    def _goal(self, one: Progress) -> GoalLine:
        goal = one.entry.record
        said = [update for update in goal.updates if update.date <= self.as_of and update.health is not None]
        declared = max(said, key=lambda update: update.date).health if said else None
        return GoalLine(
            record=named(one.entry),
            period=goal.period,
            owner=self._owner(goal),
            score=one.score,
            expected=one.expected,
            pace=one.pace,
            measured=one.measured,
            declared=declared,
            is_contradicted=declared == "on_track" and one.pace in ("lagging", "at_risk"),
            notes=self.sources.of(one.entry.ref, "key_results", *(["updates"] if declared else [])),
        )

    def _launch(self, entry: Entry[Launch]) -> LaunchLine:
        launch = entry.record
        still = outstanding(self.inquiry.book, launch, self.as_of)
        return LaunchLine(
            record=named(entry),
            owner=self._owner(launch),
            date=launch.date,
            days_left=days_to_launch(launch, self.as_of) or 0,
            tier=still.tier,
            gates_passed=sum(state in PASSED for _, state in still.gates),
            gates=len(still.gates),
            work_open=len(still.unshipped),
            is_ready=verdict_of(self.inquiry, entry).is_ready,
            promise=self._promise(entry),
            notes=self.sources.of(entry.ref, "date", "gates", "initiatives"),
        )

    def _coming(self, event: Event) -> Coming:
        initiative = event.entry.record
        return Coming(
            what="due" if event.what == "due" else "starts",
            record=named(event.entry),
            on=event.on,
            days_left=(event.on - self.as_of).days,
            owner=self._owner(initiative),
            team=self._team(initiative),
            health=declared_health(initiative, self.as_of),
            promise=self._promise(event.entry) if event.what == "due" else None,
            notes=self.sources.of(event.entry.ref, "target" if event.what == "due" else "start"),
        )

    def _people(self) -> tuple[PersonLine, ...]:
        window = Stretch(self.past.first, self.ahead.last)
        found = movements(self.workspace, self.scope.people(), window, self.as_of)
        return tuple(self._person(movement) for movement in found)

    def _person(self, movement: Movement) -> PersonLine:
        person = movement.entry.record
        field = {"new": "starts", "leaving": "ends", "away": "absences"}[movement.what]
        return PersonLine(
            what=movement.what,
            record=named(movement.entry),
            first=movement.first,
            last=movement.last,
            is_past=movement.first < self.as_of,
            role=person.role,
            team=self._team(person),
            answers_for=movement.answers_for,
            notes=self.sources.of(movement.entry.ref, field),
        )


def _telling(reason: Evidence) -> str:
    """The field of another record that a reason rests on."""
    if reason.kind == "goal":
        return "key_results"
    return "target" if reason.day is not None else "status"


def _notes_of(lines: _Lines) -> Iterable[Notes]:
    """The notes of the lines that the headline is made of."""
    yield from (line.notes for line in lines.risks if line.is_contradicted or line.declared == "off_track")
    yield from (line.notes for line in lines.goals if line.pace in ("lagging", "at_risk"))
    yield from (line.notes for line in lines.launches[:1])
    yield from (line.notes for line in lines.moved if line.what == "later")
