"""What hangs on one person: everything open that names them, as what, and by which day it is due.

References are found by walking the records, so a kind that is added appears by itself: the field's name is the role,
its part's title or key says of what, and the nearest of `DUE_FIELDS` by when.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import BaseModel

from prodops_cli.analysis.attendance import works_on
from prodops_cli.analysis.calendar import ONE_DAY
from prodops_cli.analysis.goals import period_of
from prodops_cli.analysis.launches.gates import gate_state
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.onboarding.schedule import ends_on
from prodops_cli.analysis.tools import must_decide, notice_deadline
from prodops_cli.analysis.wording import singular
from prodops_cli.analysis.words import spoken
from prodops_cli.diagnostics import Route
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.cycle import Cycle
from prodops_cli.kinds.decision import Decision
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.tool import Tool
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

HANDOVER_DAYS = 3
"""Working days before the last one by which everything has changed hands: time for questions."""
DUE_FIELDS = ("due", "target", "date", "review_by")
"""The fields that hold the day something is wanted by; those of the nearest part count."""

_OVER = frozenset({"retired", "stopped", "rejected", "deprecated", "superseded"})
"""Statuses after which nobody has to answer for a record, besides those that its kind calls final."""
_SAID_ON_A_DAY = "by"
"""The field that says who signed or said something: that stays true whoever leaves."""
_BESIDE = frozenset({"attendees", "contributors", "informed", "members"})
"""Fields that name somebody as one of several: they are taken off the list, nobody has to step in."""
_ROLES = {"hr": "HR contact", "ops": "operations contact", "person": "host"}
"""What somebody in a field is called, where the field's own name does not say it."""
_HOLDER_OF_A_GATE = "approver"
RENEWAL = "renewal"
"""The role of who has to decide on a contract before the last day, whoever answers for the tool afterwards."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One place where a record names the person."""

    entry: Entry[Record]
    route: Route
    """Where in the record's file."""
    role: str
    """What the person is there: owner, approver, lead."""
    noun: str
    """Of what: the record's kind, or what its part is called: gate."""
    part: str | None
    """Of which part: `gate legal`; None for the record as a whole."""
    due: date | None
    """The day it is wanted by, where there is one."""
    due_field: str | None
    """What that day is: target, date, due, notice, period."""
    is_done_by_then: bool
    """Whether nothing is left to answer for once that day is over."""


@dataclass(frozen=True, slots=True)
class Losses:
    """All that names a person."""

    open: tuple[Loss, ...]
    """What loses somebody who answers for it, in order of kinds and ids."""
    beside: tuple[Loss, ...]
    """Where they are one of several."""
    over: int
    """How many further records name them, and need nobody in their place."""


def losses(workspace: Workspace, entry: Entry[Person], last_day: date, as_of: date) -> Losses:
    """What loses somebody when a person has had their last day."""
    open_: list[Loss] = []
    beside: list[Loss] = []
    named: set[str] = set()
    book = SignerBook(workspace)
    for reference in workspace.referrers(entry):
        if reference.source is entry:
            continue
        named.add(reference.source.ref)
        if _is_over(book, reference.source, reference.route, last_day, as_of):
            continue
        found = _loss(workspace.settings, reference.source, reference.route)
        if _field(reference.route) in _BESIDE:
            beside.append(found)
        elif not _is_implied(found, entry.id):
            open_.extend(_with_its_end(found, last_day, as_of))
    told = {loss.entry.ref for loss in (*open_, *beside)}
    return Losses(tuple(open_), tuple(beside), len(named - told))


def _loss(settings: Settings, source: Entry[Record], route: Route) -> Loss:
    parts = list(_parts(source.record, route))
    is_gate = isinstance(source.record, Launch) and route[0] == "gates"
    role = _HOLDER_OF_A_GATE if is_gate else _role(_field(route))
    due, due_field = _due(settings, source.record, route)
    return Loss(
        entry=source,
        route=route,
        role=role,
        noun=parts[-1][0] if parts else source.kind,
        part=" of ".join(f"{noun} {name}" for noun, name in reversed(parts)) or None,
        due=due,
        due_field=due_field,
        is_done_by_then=isinstance(source.record, Initiative | Launch | Goal),
    )


def _field(route: Route) -> str:
    """The name of the field that a route leads into."""
    return next(str(step) for step in reversed(route) if not isinstance(step, int))


def _role(field: str) -> str:
    return _ROLES.get(field) or singular(spoken(field))


def _parts(record: Record, route: Route) -> Iterator[tuple[str, str]]:
    """What the parts on the way are called, from the outermost: ("gate", "legal"), ("key result", "Conversion")."""
    for field, step, value in _holders(record, route):
        if step is not None:
            name = getattr(value, "title", None) or getattr(value, "name", None) or getattr(value, "id", None) or step
            yield singular(spoken(field)), str(name)


def _holders(record: Record, route: Route) -> Iterator[tuple[str, str | int | None, BaseModel]]:
    """The parts on the way: the field each stands in, its key or place there (None where it stands alone), itself."""
    value: Any = record
    field = ""
    for step in route:
        if isinstance(value, BaseModel):
            field, at = str(step), None
            value = getattr(value, field)
        else:
            at = step
            value = value[step]
        if isinstance(value, BaseModel):
            yield field, at, value


def _due(settings: Settings, record: Record, route: Route) -> tuple[date | None, str | None]:
    """The day that counts for a place in a record, and what it is."""
    match record:
        case Goal():
            period = period_of(settings, record)
            return (period.last, "period") if period is not None else (None, None)
        case Tool():
            is_wanted = route == ("owner",) and record.contract is not None and must_decide(record)
            return (notice_deadline(record.contract), "notice") if is_wanted and record.contract else (None, None)
        case Person():
            return (None, None) if route == ("manager",) else (last_day_as_new(record), "first ninety days")
    holders = [record, *(part for _, _, part in _holders(record, route))]
    for holder in reversed(holders):
        for name in DUE_FIELDS:
            day = getattr(holder, name, None)
            if isinstance(day, date):
                return day, name
    return None, None


def last_day_as_new(person: Person) -> date | None:
    """The last of somebody's first ninety days, on which they need a buddy; None where nobody knows the first."""
    return ends_on(person.starts) if person.starts is not None else None


# --- what is over ------------------------------------------------------------------------------------


def _is_over(book: SignerBook, source: Entry[Record], route: Route, last_day: date, as_of: date) -> bool:
    """Whether nobody has to take the person's place there."""
    record, field = source.record, _field(route)
    status = getattr(record, "status", None)
    if field == _SAID_ON_A_DAY or status in record.final or status in _OVER:
        return True
    match record:
        case Person():
            ends = None if field == "manager" else last_day_as_new(record) or date.min
            return any(day is not None and day <= last_day for day in (record.ends, ends))
        case Launch() if route[0] == "gates":
            return gate_state(book, record, str(route[1]), as_of) in ("approved", "waived")
        case Cycle():
            return as_of > (record.freeze if route[0] == "gates" else record.closes or record.freeze)
        case Decision() if record.status == "accepted":
            return field != "driver" or record.review_by is None
    return False


def _is_implied(loss: Loss, person: str) -> bool:
    """Whether a person approves access only as the tool's owner: that goes with the tool."""
    record = loss.entry.record
    return isinstance(record, Tool) and loss.role == _HOLDER_OF_A_GATE and record.owner == person


def _with_its_end(loss: Loss, last_day: date, as_of: date) -> Iterator[Loss]:
    """The loss; of a tool whose notice is due before the last day, that as well: the tool stays to be answered for."""
    if loss.due_field != "notice" or loss.due is None or loss.due > last_day:
        yield loss
        return
    yield replace(loss, due=None, due_field=None)
    if loss.due >= as_of:
        yield replace(loss, role=RENEWAL, is_done_by_then=True)


# --- the days that are left --------------------------------------------------------------------------


def working_days_left(settings: Settings, person: Person, as_of: date, last_day: date) -> tuple[date, ...]:
    """The days from today to the last one on which the person works: their weekdays, no holiday, not away."""
    days = (as_of + ONE_DAY * offset for offset in range((last_day - as_of).days + 1))
    return tuple(day for day in days if works_on(settings, person, day))


def handed_over_by(days: tuple[date, ...], as_of: date) -> date:
    """The day by which everything should have changed hands: `HANDOVER_DAYS` before the last of the working days."""
    return days[max(len(days) - 1 - HANDOVER_DAYS, 0)] if days else as_of
