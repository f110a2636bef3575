"""`prodops onboard new-hire`: somebody's first ninety days, from the layers that are for them and from the repository.

A plan depends on the files and the commits alone, so that making it again changes only what changed there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from prodops_cli.analysis.attendance import works_on
from prodops_cli.analysis.calendar import ONE_DAY, public_holidays
from prodops_cli.analysis.onboarding import reading
from prodops_cli.analysis.onboarding.access import Access, access_for
from prodops_cli.analysis.onboarding.buddies import candidates
from prodops_cli.analysis.onboarding.clocks import Clocks
from prodops_cli.analysis.onboarding.contacts import Contact, contacts_for
from prodops_cli.analysis.onboarding.first_launch import first_launch
from prodops_cli.analysis.onboarding.layers import PlannedTask, known_roles, layers_for, stand_in, tasks_for
from prodops_cli.analysis.onboarding.lines import mark_of
from prodops_cli.analysis.onboarding.schedule import PHASES, WorkingDays, ends_on, phase_of
from prodops_cli.analysis.people import departed
from prodops_cli.analysis.rituals import MOST_DAYS, days_of, is_its_day, when_text
from prodops_cli.analysis.words import called, listed, short_day
from prodops_cli.errors import ProdopsError, nearest
from prodops_cli.fields import LinkParts, Money
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.onboarding import Doer, Onboarding, Phase, Task
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.resource import Resource
from prodops_cli.kinds.ritual import Ritual
from prodops_cli.kinds.tool import Tool
from prodops_cli.reports._base import Named, Workspace, named, named_by
from prodops_cli.reports._plan_lines import (
    DOERS,
    AccessLine,
    ContactLine,
    Effort,
    FirstLaunch,
    Helper,
    Item,
    OnboardingPlan,
    PhaseLines,
    ReadingLine,
    RitualLine,
)
from prodops_cli.workspace import Entry

MOST_CONTACTS = 12
"""People to meet in a first month; the rest is counted."""
MOST_DECISIONS = 8
MOST_DEPENDENCIES = 8

_ACCESS_DAY = -3
"""Access is asked for early enough that it is there on the first day."""
_READING_DAYS = {"resource": 3, "decision": 8, "launch": 10, "initiative": 12}
"""By which working day something of a kind is read."""
_RITUAL_DAY = 4
_MEETING_DAYS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18)
"""The working days on which people are met, the most important first."""


Line = TypeVar("Line", AccessLine, ReadingLine, RitualLine)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every part of a plan is made from."""

    workspace: Workspace
    entry: Entry[Person]
    starts: date
    days: WorkingDays
    layers: tuple[Entry[Onboarding], ...]
    tasks: tuple[PlannedTask, ...]
    clocks: Clocks

    @property
    def person(self) -> Person:
        return self.entry.record

    def named(self, id_: str | None) -> Named | None:
        """A person who is here, by id."""
        if id_ is None or departed(self.workspace, id_, self.starts) is not None:
            return None
        return named_by(self.workspace, "person", id_)

    def due(self, day: int) -> date:
        return self.days.day(day)

    def besides(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """The lines less those in whose place a layer has a task of its own: one with the same id."""
        own = {planned.task.id for planned in self.tasks}
        return tuple(line for line in lines if line.id not in own)


def onboarding_plan(
    workspace: Workspace, entry: Entry[Person], contributions: Mapping[str, int] | None = None
) -> OnboardingPlan:
    """The plan of a person. Raises ProdopsError where the day they start is not known.

    `contributions` is how often people changed what the team works on, from git (see
    `analysis.onboarding.contacts.contributions_to`).
    """
    person = entry.record
    if person.starts is None:
        raise ProdopsError(f"{entry.path} does not say when {called(person)} starts", "write `starts: 2026-09-15`")
    starts = person.starts
    days, layers = WorkingDays(workspace.settings, person, starts), layers_for(workspace, person)
    ground = _Ground(workspace, entry, starts, days, layers, tasks_for(workspace, person), Clocks(workspace, starts))
    buddy, backup = _helpers(ground)
    access = access_for(workspace, person, ground.tasks, starts)
    met, met_more = _meetings(ground, buddy, backup, contributions)
    phases = _phases(ground, buddy)
    return OnboardingPlan(
        organisation=workspace.settings.name or "Product operations",
        person=named(entry),
        role=person.role,
        level=person.level,
        team=named_by(workspace, "team", person.team),
        manager=ground.named(person.manager),
        place=_place(person),
        time_zone=ground.clocks.zone_of(person),
        starts=starts,
        ends=ends_on(starts),
        probation_ends=person.probation_ends,
        layers=tuple(map(named, layers)),
        buddy=buddy,
        backup_buddy=backup,
        phases=phases,
        access=ground.besides(_access_line(ground, one) for one in access),
        access_adds=_total(access),
        meet=met,
        meet_more=met_more,
        read=ground.besides(_reading(ground)),
        read_more=_left_out(ground),
        rituals=ground.besides(_rituals(ground)),
        first_launch=_first_launch(ground),
        effort=_effort(phases),
        gaps=tuple(_gaps(ground, buddy)),
    )


def _place(person: Person) -> str | None:
    """Where somebody works: `Lisbon, PT`."""
    if person.location is None:
        return None
    return ", ".join(part for part in (person.location.city, person.location.country) if part) or None


# --- who helps -----------------------------------------------------------------------------------


def _helpers(ground: _Ground) -> tuple[Helper | None, Helper | None]:
    """The buddy and the backup: those the file names, else the best two who could be."""
    person = ground.person
    ids = (person.buddy, person.backup_buddy)
    there_already = [ground.named(id_) for id_ in ids]
    found = list(candidates(ground.workspace, person, ground.starts)) if None in there_already else []
    chosen: list[Helper | None] = []
    for id_, there in zip(ids, there_already, strict=True):
        if there is not None:
            chosen.append(Helper(there, is_suggested=False, why=None, common_hours=_common(ground, id_)))
            continue
        one = next((one for one in found if one.entry.id not in ids), None)
        if one is None:
            chosen.append(None)
            continue
        found.remove(one)
        common = _common(ground, one.entry.id)
        chosen.append(Helper(named(one.entry), is_suggested=True, why=one.why, common_hours=common))
    return chosen[0], chosen[1]


def _common(ground: _Ground, id_: str | None) -> float | None:
    other = ground.workspace.get(Person, id_)
    return ground.clocks.common_hours(ground.person, other) if other is not None else None


# --- what is to be done --------------------------------------------------------------------------


def _phases(ground: _Ground, buddy: Helper | None) -> tuple[PhaseLines, ...]:
    found: dict[Phase, list[Item]] = {phase: [] for phase in PHASES}
    for planned in ground.tasks:
        due = _due(ground, planned, buddy)
        found[phase_of(planned.task.phase, due, ground.days)].append(_item(ground, planned, due, buddy))
    in_order = {phase: tuple(sorted(items, key=lambda item: item.due)) for phase, items in found.items() if items}
    return tuple(PhaseLines(phase, PHASES[phase], items) for phase, items in in_order.items())


def _due(ground: _Ground, planned: PlannedTask, buddy: Helper | None) -> date:
    """The day a task is due, on which whoever does it works too.

    One before the first day moves to an earlier day for that, others to a later one; what is about a ritual moves to
    the next of its days of the week.
    """
    task, due = planned.task, ground.due(planned.task.day)
    who = _doer(ground, task.by, buddy)
    doer = ground.workspace.get(Person, who.id) if who is not None and task.by != "new_hire" else None
    ritual = ground.workspace.get(Ritual, task.ritual)
    if ritual is not None and days_of(ritual):
        return next((day for day in _days_from(due, 1) if is_its_day(ritual, day) and _is_on(ground, doer, day)), due)
    step = 1 if task.day >= 0 else -1
    return next((day for day in _days_from(due, step) if _is_on(ground, doer, day)), due)


def _days_from(day: date, step: int) -> Iterator[date]:
    return (day + ONE_DAY * step * count for count in range(MOST_DAYS))


def _is_on(ground: _Ground, doer: Person | None, day: date) -> bool:
    """Whether the person works on a day, and whoever does something for them."""
    return ground.days.is_working(day) and (doer is None or works_on(ground.workspace.settings, doer, day))


def _item(ground: _Ground, planned: PlannedTask, due: date, buddy: Helper | None) -> Item:
    task = planned.task
    address = _address(ground, planned)
    return Item(
        id=task.id,
        due=due,
        title=task.title,
        by=task.by,
        doer=DOERS[task.by],
        who=_doer(ground, task.by, buddy),
        hours=task.hours,
        link=address.url if address is not None else None,
        path=address.path if address is not None else None,
        about=_about(ground, planned),
        meets=_met(ground, task),
        rhythm=_when(ground, task.ritual),
        note=task.note,
        is_milestone=task.milestone,
    )


def _doer(ground: _Ground, by: Doer, buddy: Helper | None) -> Named | None:
    match by:
        case "new_hire":
            return named(ground.entry)
        case "manager":
            return ground.named(ground.person.manager)
        case "buddy":
            return buddy.person if buddy is not None else None
        case _:
            return ground.named(stand_in(ground.layers, by))


def _about(ground: _Ground, planned: PlannedTask) -> Named | None:
    """The record a task is about: a tool, a resource, a ritual or a person."""
    task = planned.task
    found = (("resource", task.resource), ("tool", task.tool), ("ritual", task.ritual), ("person", task.person))
    return next((named_by(ground.workspace, kind, id_) for kind, id_ in found if id_ is not None), None)


def _met(ground: _Ground, task: Task) -> Named | None:
    """Whom to meet for a task, unless its title says so already."""
    person = ground.named(task.person)
    is_said = person is not None and any(part in task.title for part in person.name.split())
    return None if is_said else person


def _when(ground: _Ground, id_: str | None) -> str | None:
    ritual = ground.workspace.get(Ritual, id_)
    return _rhythm(ground, ritual) if ritual is not None else None


def _address(ground: _Ground, planned: PlannedTask) -> LinkParts | None:
    resource = ground.workspace.get(Resource, planned.task.resource)
    if resource is not None:
        return resource.link
    tool = ground.workspace.get(Tool, planned.task.tool)
    return LinkParts(url=tool.website) if tool is not None and tool.website is not None else None


def _effort(phases: tuple[PhaseLines, ...]) -> tuple[Effort, ...]:
    """The hours of everybody who does something, in the order of `DOERS`."""
    found: dict[Doer, tuple[Named | None, float]] = {}
    for item in (item for lines in phases for item in lines.items if item.hours is not None):
        found[item.by] = item.who, found.get(item.by, (None, 0.0))[1] + (item.hours or 0.0)
    return tuple(Effort(by, DOERS[by], *found[by]) for by in DOERS if by in found)


# --- access --------------------------------------------------------------------------------------


def _access_line(ground: _Ground, access: Access) -> AccessLine:
    tool = access.entry.record
    return AccessLine(
        id=mark_of("access", access.entry.id),
        due=ground.due(_ACCESS_DAY),
        tool=named(access.entry),
        why=access.why,
        approver=ground.named(access.approver),
        how=tool.access.how if tool.access is not None else None,
        classification=tool.data_classification,
        free=access.free,
        adds=access.adds,
    )


def _total(access: tuple[Access, ...]) -> tuple[Money, ...]:
    found: dict[str, float] = {}
    for one in access:
        if one.adds is not None:
            found[one.adds.currency] = found.get(one.adds.currency, 0.0) + one.adds.amount
    return tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(found.items()) if amount)


# --- whom to meet --------------------------------------------------------------------------------


def _meetings(
    ground: _Ground, buddy: Helper | None, backup: Helper | None, contributions: Mapping[str, int] | None
) -> tuple[tuple[ContactLine, ...], int]:
    """Those to meet first, on the days after each other, and how many more there are.

    Those whom a task is about already are left out.
    """
    ids = [helper.person.id if helper is not None else None for helper in (buddy, backup)]
    person = ground.person.model_copy(update={"buddy": ids[0], "backup_buddy": ids[1]})
    in_tasks, own = {planned.task.person for planned in ground.tasks}, {planned.task.id for planned in ground.tasks}
    found = contacts_for(ground.workspace, person, ground.starts, contributions)
    left = enumerate(contact for contact in found if contact.entry.id not in in_tasks)
    wanted = [(place, contact) for place, contact in left if _meet_id(contact) not in own]
    lines = tuple(_contact_line(ground, contact, place) for place, contact in wanted[:MOST_CONTACTS])
    return lines, len(wanted) - len(lines)


def _meet_id(contact: Contact) -> str:
    return mark_of("meet", contact.entry.id)


def _reasons(ground: _Ground, contact: Contact) -> tuple[str, ...]:
    """Why to meet somebody; who is only suggested as a buddy is none yet."""
    person = ground.person
    supposed = {"is your buddy": person.buddy, "is your backup buddy": person.backup_buddy}
    return tuple(
        reason.replace("is your", "could be your")
        if supposed.get(reason, contact.entry.id) != contact.entry.id
        else reason
        for reason in contact.reasons
    )


def _contact_line(ground: _Ground, contact: Contact, place: int) -> ContactLine:
    other = contact.entry.record
    return ContactLine(
        id=_meet_id(contact),
        due=ground.due(_MEETING_DAYS[min(place, len(_MEETING_DAYS) - 1)]),
        person=named(contact.entry),
        role=other.role,
        reasons=_reasons(ground, contact),
        common_hours=ground.clocks.common_hours(ground.person, other),
        place=_place(other),
    )


# --- what to read and to join ----------------------------------------------------------------------


def _reading(ground: _Ground) -> Iterator[ReadingLine]:
    """Resources, decisions, how launches ended, open dependencies, in this order; each once."""
    workspace, person = ground.workspace, ground.person
    in_tasks = {planned.task.resource for planned in ground.tasks}
    for entry in reading.resources_for(workspace, person):
        if entry.id not in in_tasks:
            link = entry.record.link
            what = f"a {entry.record.type}{_owned(ground, entry.record.owner)}"
            address = (link.url, link.path) if link is not None else (None, None)
            yield ReadingLine(_read_id(entry), _by_day(ground, entry.kind), named(entry), *address, what)
    for decided in reading.binding_decisions(workspace, person)[:MOST_DECISIONS]:
        record = decided.record
        on = f"decided on {short_day(record.decided)}" if record.decided is not None else "decided"
        text = record.decision or record.context
        what = f"{on}: {text}" if text else on
        yield ReadingLine(_read_id(decided), _by_day(ground, decided.kind), named(decided), None, decided.path, what)
    for launched in reading.past_launches(workspace, person, ground.starts):
        said = max(launched.record.updates, key=lambda update: update.date, default=None)
        on = f"launched on {short_day(launched.record.date or ground.starts)}"
        ended = said.text if said is not None else _aim(launched.record)
        what = f"{on}: {ended}" if ended else on
        yield ReadingLine(
            _read_id(launched), _by_day(ground, launched.kind), named(launched), None, launched.path, what
        )
    yield from _open_dependencies(ground)


def _aim(launch: Launch) -> str | None:
    """What a launch was meant to move: `Completed orders from 1200 to 1320 per day`."""
    aims = [
        f"{metric.title} from {metric.baseline:g} to {metric.target:g}{f' {metric.unit}' if metric.unit else ''}"
        for metric in launch.metrics
        if metric.baseline is not None and metric.target is not None
    ]
    return f"meant to move {listed(aims)}" if aims else None


def _open_dependencies(ground: _Ground) -> Iterator[ReadingLine]:
    """The initiatives of a team that wait or are waited for, each once."""
    waiting: dict[str, tuple[Entry[Initiative], list[str]]] = {}
    for one in reading.open_dependencies(ground.workspace, ground.person):
        by = f", needed by {short_day(one.dependency.needed_by)}" if one.dependency.needed_by is not None else ""
        waiting.setdefault(one.entry.id, (one.entry, []))[1].append(f"{called(one.on)}{by}")
    for entry, names in list(waiting.values())[:MOST_DEPENDENCIES]:
        what = f"waits for {listed(names)}"
        yield ReadingLine(_read_id(entry), _by_day(ground, entry.kind), named(entry), None, entry.path, what)


def _left_out(ground: _Ground) -> int:
    """How many decisions and dependencies the list leaves out."""
    decisions = len(reading.binding_decisions(ground.workspace, ground.person))
    waiting = {one.entry.id for one in reading.open_dependencies(ground.workspace, ground.person)}
    return max(decisions - MOST_DECISIONS, 0) + max(len(waiting) - MOST_DEPENDENCIES, 0)


def _read_id(entry: Entry[Any]) -> str:
    return mark_of(f"read-{entry.kind}", entry.id)


def _by_day(ground: _Ground, kind: str) -> date:
    return ground.due(_READING_DAYS[kind])


def _owned(ground: _Ground, id_: str | None) -> str:
    owner = ground.named(id_)
    return f", kept by {owner.name}" if owner is not None else ""


def _rituals(ground: _Ground) -> Iterator[RitualLine]:
    in_tasks = {planned.task.ritual for planned in ground.tasks}
    for entry in reading.rituals_for(ground.workspace, ground.person):
        if entry.id not in in_tasks:
            record, due = entry.record, ground.due(_RITUAL_DAY)
            owner = ground.named(record.owner)
            line = (named(entry), _rhythm(ground, record), record.minutes, owner, record.purpose)
            yield RitualLine(mark_of("join", entry.id), due, *line)


def _rhythm(ground: _Ground, ritual: Ritual) -> str | None:
    """When it takes place, on the person's clock, too."""
    return when_text(ground.workspace.settings, ritual, ground.clocks.zone_of(ground.person), ground.starts)


def _first_launch(ground: _Ground) -> FirstLaunch | None:
    found = first_launch(ground.workspace, ground.person, ground.starts)
    if found is None:
        return None
    owner = ground.named(found.entry.record.owner)
    id_ = mark_of("launch", found.entry.id)
    return FirstLaunch(id_, named(found.entry), found.date, found.day, found.tier, owner, found.is_own_team)


# --- what is missing -----------------------------------------------------------------------------


def _gaps(ground: _Ground, buddy: Helper | None) -> Iterator[str]:
    """What somebody has to write down for the plan to be whole, in sentences."""
    yield from _gaps_of_person(ground)
    doers = {planned.task.by for planned in ground.tasks}
    for doer in ("hr", "ops"):
        if doer in doers and ground.named(stand_in(ground.layers, doer)) is None:
            yield f"nobody is named for what {DOERS[doer]} does: write {doer}: PERSON into an onboarding layer"
    if buddy is None:
        yield "nobody of the same team or role can be the buddy"
    elif buddy.is_suggested:
        yield f"{buddy.person.name} is a suggestion: ask, then write buddy: {buddy.person.id} into {ground.entry.path}"
    last = max((ground.due(planned.task.day) for planned in ground.tasks), default=None)
    end = ground.person.probation_ends
    if last is not None and end is not None and last > end:
        yield f"the last task is due on {short_day(last)}, after the probation ends on {short_day(end)}"


def _gaps_of_person(ground: _Ground) -> Iterator[str]:
    """What the person's own file lacks."""
    person = ground.person
    missing = [field for field in ("role", "team", "manager") if getattr(person, field) is None]
    if person.location is None or person.location.country is None:
        missing.append("location.country")
    if missing:
        yield f"{ground.entry.path} does not say {listed(missing)}"
    country = person.location.country if person.location is not None else None
    if country is not None and public_holidays(country) is None:
        yield f"no public holidays are known for {country}, so every weekday counts as a working day"
    if ground.clocks.zone_of(person) is None:
        yield f"nothing says by which clock {called(person)} lives: write location.time_zone"
    if person.role is not None and person.role not in (known := known_roles(ground.workspace, person.id)):
        meant = nearest(person.role.lower().replace(" ", "-"), known, 1)
        yield f"no layer, tool or colleague knows the role {person.role}{f': is it {meant[0]}?' if meant else ''}"
