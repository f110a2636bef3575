"""`prodops onboard status`: how the running plans come along, how long things take, and what always slips."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

from prodops_cli.analysis.onboarding.layers import PlannedTask, tasks_for
from prodops_cli.analysis.onboarding.lines import behind
from prodops_cli.analysis.onboarding.progress import Box, Plan, plans
from prodops_cli.analysis.onboarding.schedule import DAYS, ends_on
from prodops_cli.analysis.onboarding.ticks import Tick, is_due, slips, ticks_of
from prodops_cli.analysis.people import has_left
from prodops_cli.checklists import first_marker
from prodops_cli.history import PageVersion
from prodops_cli.kinds.onboarding import Onboarding, Task
from prodops_cli.kinds.person import Person
from prodops_cli.reports._base import Named, Workspace, named, named_by
from prodops_cli.reports._plan_lines import DOERS
from prodops_cli.workspace import Entry

COMING = timedelta(days=30)
"""How long before the first day a missing plan is worth a line."""
AFTERWARDS = timedelta(days=30)
"""How long after the ninety days what is open in a plan still counts."""
MOST_LATE = 3
"""Overdue boxes that are named for each person."""

State = Literal["coming", "on_track", "behind", "done", "conflict"]


@dataclass(frozen=True, slots=True)
class LateBox:
    """A box that should have been ticked."""

    title: str
    due: date
    days: int
    line: int
    doer: str | None
    """Who does it, where that is somebody else: `HR`, `manager`."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One running plan."""

    person: Named
    team: Named | None
    manager: Named | None
    buddy: Named | None
    starts: date
    day: int
    """The day of the plan, the first being 1; 0 and less before it."""
    path: str
    state: State
    done: int
    total: int
    """Boxes, without those that were given up."""
    due: int
    """How many should be done by today."""
    due_done: int
    """How many of these are."""
    late: tuple[LateBox, ...]
    """The oldest of what is overdue."""
    late_count: int
    next_title: str | None
    next_due: date | None
    """The next box that is due, after today."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody in their first ninety days, or about to start, without a plan."""

    person: Named
    starts: date
    days: int
    """Days until they start; negative once they have."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody who reached a milestone."""

    person: Named
    on: date
    days: int
    """Days after the first day; 0 on it."""


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """How long people take to a first something."""

    id: str
    title: str
    reached: tuple[Reached, ...]
    waiting: int
    """How many running plans have it and are not there yet."""
    median_days: float | None
    """Of those who reached it; None for nobody."""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A task that comes late again and again."""

    id: str
    title: str
    people: int
    late: int
    median_days: float
    layer: Named | None
    """The layer it comes from today."""


@dataclass(frozen=True, slots=True)
class OnboardingStatus:
    """Every running plan, and what all of them together say."""

    organisation: str
    as_of: date
    plans: tuple[PlanLine, ...]
    missing: tuple[Missing, ...]
    milestones: tuple[MilestoneLine, ...]
    slips: tuple[SlipLine, ...]
    finished: int
    """Plans whose ninety days are over."""
    has_history: bool
    """Whether git was asked when boxes were ticked."""


Versions = Mapping[str, Sequence[PageVersion]]
"""The versions of every page, by path."""


def onboarding_status(
    workspace: Workspace, as_of: date, versions: Versions | None = None, team: str | None = None
) -> OnboardingStatus:
    """How the plans come along.

    `versions` come from git (see `history.page_versions`); without them it is not known when a box was ticked.
    """
    written = plans(workspace)
    known = {
        entry.id: (entry, plan)
        for entry in workspace.of(Person)
        if (plan := written.get(entry.id)) is not None and entry.record.starts is not None
    }
    in_team = {id_: pair for id_, pair in known.items() if team in (None, pair[0].record.team)}
    ticked = {id_: ticks_of(plan, (versions or {}).get(plan.path, ()), as_of) for id_, (_, plan) in in_team.items()}
    running = {id_: pair for id_, pair in in_team.items() if _is_running(*pair, as_of)}
    tasks = {id_: tasks_for(workspace, entry.record) for id_, (entry, _) in in_team.items()}
    lines = [_line(workspace, entry, plan, as_of, tasks[entry.id]) for entry, plan in running.values()]
    return OnboardingStatus(
        organisation=workspace.settings.name or "Product operations",
        as_of=as_of,
        plans=tuple(sorted(lines, key=lambda line: (-line.late_count, line.starts, line.person.ref))),
        missing=tuple(_missing(workspace, as_of, known, team)),
        milestones=tuple(_milestones(workspace, in_team, running, ticked)) if versions is not None else (),
        slips=tuple(_slips(workspace, in_team, tasks, ticked, as_of)) if versions is not None else (),
        finished=len(in_team) - len(running),
        has_history=versions is not None,
    )


def _is_running(entry: Entry[Person], plan: Plan, as_of: date) -> bool:
    """Whether a plan still counts: its ninety days are not over, or something of it is open a month after."""
    person = entry.record
    if person.starts is None or has_left(person, as_of):
        return False
    end = ends_on(person.starts)
    return as_of <= end or (as_of <= end + AFTERWARDS and any(box.is_open for box in plan.boxes))


@dataclass(frozen=True, slots=True)
class _Words:
    """What a plan's boxes are called: shorter than their lines, which also say who and where."""

    workspace: Workspace
    tasks: Mapping[str, Task]

    def title(self, box: Box) -> str:
        """What its layer calls a task; what is to be done with the record it is about; else the line's own words."""
        if box.id is not None and box.id in self.tasks:
            return self.tasks[box.id].title
        found = behind(self.workspace, box.id)
        return found[0] if found is not None else box.title

    def doer(self, box: Box) -> str | None:
        """Who does a task, where that is not the person whose plan it is."""
        task = self.tasks.get(box.id or "")
        return DOERS[task.by] if task is not None and task.by != "new_hire" else None


def _line(
    workspace: Workspace, entry: Entry[Person], plan: Plan, as_of: date, tasks: tuple[PlannedTask, ...]
) -> PlanLine:
    person = entry.record
    words = _Words(workspace, {planned.task.id: planned.task for planned in tasks})
    starts = person.starts or as_of
    counted = [box for box in plan.boxes if not box.is_dropped]
    due = [box for box in counted if is_due(box, as_of)]
    late = plan.overdue(as_of)
    following = _following(counted, as_of)
    done = sum(box.is_done for box in counted)
    has_conflict = first_marker(workspace.pages[plan.path]) is not None
    return PlanLine(
        person=named(entry),
        team=named_by(workspace, "team", person.team),
        manager=named_by(workspace, "person", person.manager),
        buddy=named_by(workspace, "person", person.buddy),
        starts=starts,
        day=(as_of - starts).days + 1,
        path=plan.path,
        state="conflict" if has_conflict else _state(done, len(counted), len(late), starts, as_of),
        done=done,
        total=len(counted),
        due=len(due),
        due_done=sum(box.is_done for box in due),
        late=tuple(
            LateBox(words.title(box), box.due, (as_of - box.due).days, box.line, words.doer(box))
            for box in late[:MOST_LATE]
            if box.due is not None
        ),
        late_count=len(late),
        next_title=words.title(following) if following is not None else None,
        next_due=following.due if following is not None else None,
    )


def _following(boxes: list[Box], as_of: date) -> Box | None:
    """The open box that is due next, from today on."""
    ahead = [box for box in boxes if box.is_open and box.due is not None and box.due >= as_of]
    return min(ahead, key=lambda box: (box.due or as_of, box.line), default=None)


def _state(done: int, total: int, late: int, starts: date, as_of: date) -> State:
    if late:
        return "behind"
    if total and done == total:
        return "done"
    return "coming" if as_of < starts else "on_track"


def _missing(
    workspace: Workspace, as_of: date, known: Mapping[str, tuple[Entry[Person], Plan]], team: str | None
) -> Iterator[Missing]:
    if not workspace.of(Onboarding):
        return
    for entry in workspace.of(Person):
        starts = entry.record.starts
        if (
            entry.id in known
            or starts is None
            or has_left(entry.record, as_of)
            or team not in (None, entry.record.team)
        ):
            continue
        if starts - COMING <= as_of < starts + timedelta(days=DAYS):
            yield Missing(named(entry), starts, (starts - as_of).days)


# --- what all plans say together -------------------------------------------------------------------


def _milestones(
    workspace: Workspace,
    people: Mapping[str, tuple[Entry[Person], Plan]],
    running: Mapping[str, object],
    ticked: Mapping[str, Mapping[str, Tick]],
) -> Iterator[MilestoneLine]:
    """Every task that some layer calls a milestone, in the order of their names."""
    titles = _milestone_titles(workspace)
    for id_, title in sorted(titles.items()):
        reached, waiting = [], 0
        for person, (entry, plan) in people.items():
            tick = ticked[person].get(id_)
            starts = entry.record.starts
            if tick is not None and tick.on is not None and starts is not None:
                reached.append(Reached(named(entry), tick.on, (tick.on - starts).days))
            elif tick is None and person in running and any(box.id == id_ and box.is_open for box in plan.boxes):
                waiting += 1
        if reached or waiting:
            reached.sort(key=lambda one: (one.on, one.person.ref))
            middle = median(one.days for one in reached) if reached else None
            yield MilestoneLine(id_, title, tuple(reached), waiting, middle)


def _milestone_titles(workspace: Workspace) -> dict[str, str]:
    """What the milestones of the layers are called, by id; the id in words where they call one thing differently."""
    found: dict[str, set[str]] = {}
    for entry in workspace.of(Onboarding):
        for task in entry.record.tasks:
            if task.milestone:
                found.setdefault(task.id, set()).add(task.title)
    return {id_: next(iter(titles)) if len(titles) == 1 else _in_words(id_) for id_, titles in found.items()}


def _in_words(id_: str) -> str:
    """`first-launch` as people say it."""
    words = id_.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _slips(
    workspace: Workspace,
    people: Mapping[str, tuple[Entry[Person], Plan]],
    tasks: Mapping[str, tuple[PlannedTask, ...]],
    ticked: Mapping[str, Mapping[str, Tick]],
    as_of: date,
) -> Iterator[SlipLine]:
    """What is late again and again; its words and its layer are those of the first who has it."""
    origin: dict[str, PlannedTask] = {}
    for id_ in people:
        for task in tasks[id_]:
            origin.setdefault(task.task.id, task)
    known_plans = ((plan, ticked[id_], _until(entry.record, as_of)) for id_, (entry, plan) in people.items())
    for slip in slips(known_plans):
        planned, record = origin.get(slip.id), behind(workspace, slip.id)
        title = planned.task.title if planned is not None else record[0] if record is not None else slip.title
        layer = named(planned.entry) if planned is not None else None
        yield SlipLine(slip.id, title, slip.people, slip.late, slip.days, layer)


def _until(person: Person, as_of: date) -> date:
    """The last day on which somebody could have done what is open in their plan, or today."""
    over = ends_on(person.starts) + AFTERWARDS if person.starts is not None else as_of
    return min(as_of, over, person.ends or as_of)
