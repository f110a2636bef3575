"""What stands between a launch and its day, thing by thing: what, since when, where it stands and who can mend it.

Asked as if it were launched today. What does so is a `hold`, what may be lived with a `condition`, and what should
only be known a `note`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from prodops_cli.analysis.launches.briefing import Briefing, briefings
from prodops_cli.analysis.launches.clashes import NEAR_WORKING_DAYS, Neighbours, days_in_blackouts, days_off_of
from prodops_cli.analysis.launches.days import comes_after, gate_due
from prodops_cli.analysis.launches.gates import (
    GateState,
    gate_state,
    gates_of,
    has_run_out,
    last_approval,
    last_place,
    open_conditions,
)
from prodops_cli.analysis.launches.seals import change_text, stale_fields
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.launches.tiers import tier_of
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.analysis.words import called, counted, days_text, listed, short_day, spoken
from prodops_cli.diagnostics import Route
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Approval, Gate, Launch
from prodops_cli.kinds.person import Person
from prodops_cli.workspace import Entry, Workspace

Weight = Literal["hold", "condition", "note"]
When = Literal["late", "now", "ahead"]
"""Whether its day is over, it has none and wants somebody now, or its day is still to come."""
Kind = Literal[
    "on_hold",
    "rejected",
    "outsider",
    "stale",
    "missing",
    "undecided",
    "work",
    "blackout",
    "brief",
    "conditional",
    "waiver",
    "risk",
    "metric",
    "clash",
    "day_off",
    "audience",
    "date",
    "owner",
    "seal",
    "signer",
    "record",
]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
"""In the order in which they are told, of those that weigh the same."""


MOST_NEIGHBOURS = 5
"""So many launches close by are named; of the rest it is told how many there are."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The day on which work can be expected to ship, and what says so."""

    day: date
    by: Literal["forecast", "plan"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands between a launch and its day."""

    kind: Kind
    weight: Weight
    text: str
    """What is so, in words, without a full stop."""
    entry: Entry[Launch] | Entry[Initiative]
    """The record in which it can be mended."""
    route: Route
    """Where in that record."""
    who: tuple[str, ...] = ()
    """The ids of the people who can mend it."""
    due: date | None = None
    """The day by which it was, or is, to be so."""
    when: When = "now"
    gate: str | None = None
    """The gate it is about."""
    others: int = 0
    """How many more of its kind it stands for; such a reason is told after them."""


@dataclass
class Inquiry:
    """Questions about the launches of a workspace on a day; what they share is found out once."""

    workspace: Workspace
    as_of: date
    expected: Mapping[str, Expected] = field(default_factory=dict)
    """When initiatives can be expected to ship, by id, as far as anybody knows."""

    def __post_init__(self) -> None:
        self.book = SignerBook(self.workspace)
        self.neighbours = Neighbours(self.workspace)

    def when(self, due: date | None) -> When:
        """How pressing something is that has a day."""
        if due is None:
            return "now"
        return "late" if due < self.as_of else "ahead"

    def day(self, day: date) -> str:
        """A day as it is told."""
        return short_day(day, self.as_of)

    def name(self, id_: str) -> str:
        """A person's name."""
        person = self.workspace.get(Person, id_)
        return called(person) if person is not None else id_


def reasons_of(inquiry: Inquiry, entry: Entry[Launch]) -> tuple[Reason, ...]:
    """Everything between a launch and its day, the weightiest and most pressing first."""
    found = [
        *_of_itself(inquiry, entry),
        *_of_gates(inquiry, entry),
        *_of_work(inquiry, entry),
        *_of_the_calendar(inquiry, entry),
        *_of_briefings(inquiry, entry),
        *_of_numbers(entry),
        *_of_risks(entry),
    ]
    return in_order(found)


_WEIGHTS: tuple[Weight, ...] = ("hold", "condition", "note")
_WHENS: tuple[When, ...] = ("late", "now", "ahead")


def in_order(reasons: list[Reason]) -> tuple[Reason, ...]:
    """Reasons in the order in which they are told."""

    def place(reason: Reason) -> tuple[int, int, int, date, int, str]:
        ranks = (_WEIGHTS.index(reason.weight), _WHENS.index(reason.when), KINDS.index(reason.kind))
        return (*ranks, reason.due or date.max, reason.others, reason.text)

    return tuple(sorted(reasons, key=place))


# --- the launch itself -------------------------------------------------------------------------------


def _of_itself(inquiry: Inquiry, entry: Entry[Launch]) -> Iterator[Reason]:
    launch = entry.record
    owner = _one(launch.owner)
    if launch.status == "on_hold":
        yield Reason("on_hold", "hold", "the launch is on hold", entry, ("status",), owner)
    if launch.date is None:
        yield Reason("date", "condition", "it has no date", entry, (), owner)
    elif launch.date < inquiry.as_of and launch.status == "planned":
        days = days_text((inquiry.as_of - launch.date).days)
        text = f"its date was {inquiry.day(launch.date)}, {days} ago"
        yield Reason("date", "condition", text, entry, ("date",), owner, launch.date, "late")
    if launch.owner is None:
        yield Reason("owner", "condition", "nobody answers for it", entry, ())


def _one(person: str | None) -> tuple[str, ...]:
    return (person,) if person is not None else ()


# --- gates -------------------------------------------------------------------------------------------

_WEIGHT_AT_GATES: Mapping[Kind, Weight] = {
    "conditional": "condition",
    "waiver": "condition",
    "seal": "note",
    "signer": "note",
}
"""What does not hold a launch up at a gate; everything else does."""


def _of_gates(inquiry: Inquiry, entry: Entry[Launch]) -> Iterator[Reason]:
    for line in gates_of(inquiry.book, entry.record, inquiry.as_of):
        gate = entry.record.gates.get(line.name)
        if gate is None:
            yield _missing(inquiry, entry, line.name, line.why)
        else:
            yield from _Gate(inquiry, entry, line.name, gate).reasons()


def _missing(inquiry: Inquiry, entry: Entry[Launch], name: str, why: str) -> Reason:
    due = gate_due(inquiry.workspace.settings, entry.record, name)
    text = f"{name}: nobody has set up this gate ({why})"
    who = inquiry.book.of(entry.record, name).people or _one(entry.record.owner)
    return Reason("missing", "hold", text, entry, ("gates",), who, due, inquiry.when(due), name)


@dataclass
class _Gate:
    """A gate of a launch, and what may be said of it."""

    inquiry: Inquiry
    entry: Entry[Launch]
    name: str
    gate: Gate

    def __post_init__(self) -> None:
        workspace, launch, as_of = self.inquiry.workspace, self.entry.record, self.inquiry.as_of
        self.policy = workspace.settings.launches
        self.state: GateState = gate_state(self.inquiry.book, launch, self.name, as_of)
        self.last = last_approval(self.gate, as_of)
        self.due = gate_due(workspace.settings, launch, self.name)
        self.signers = self.inquiry.book.of(launch, self.name)

    def reasons(self) -> Iterator[Reason]:
        match self.state:
            case "not_started" | "in_review":
                yield self._undecided()
            case "rejected":
                yield self._rejected()
            case _ if self.last is not None:
                yield from self._signed(self.last)
            case _:
                pass
        if self.signers.basis == "nobody":
            yield self._reason("signer", "nobody is named who decides", (), _one(self.entry.record.owner))

    def _reason(
        self,
        kind: Kind,
        text: str,
        route: Route,
        who: tuple[str, ...],
        due: date | None = None,
    ) -> Reason:
        whole = ("gates", self.name, *route)
        when, weight = self.inquiry.when(due), _WEIGHT_AT_GATES.get(kind, "hold")
        return Reason(kind, weight, f"{self.name}: {text}", self.entry, whole, who, due, when, self.name)

    def _last_route(self) -> Route:
        place = last_place(self.gate, self.inquiry.as_of)
        return ("approvals", place) if place is not None else ()

    def _deciders(self) -> tuple[str, ...]:
        """Who decides: the owner where that person may, else all who may."""
        owner = self.gate.owner
        return (owner,) if owner is not None and self.signers.may_sign(owner) else self.signers.people

    def _undecided(self) -> Reason:
        state = "in review" if self.state == "in_review" else "not started"
        route: Route = ("due",) if self.gate.due is not None else ()
        if self.last is not None and has_run_out(self.last, self.inquiry.as_of) and self.last.until is not None:
            state = f"{state}, its waiver ran out on {self.inquiry.day(self.last.until)}"
            route = (*self._last_route(), "until")
        return self._reason("undecided", state, route, self._deciders(), self.due)

    def _rejected(self) -> Reason:
        last = self.last
        assert last is not None  # noqa: S101 - the state is that of a sign-off
        conditions = listed(open_conditions(last, self.inquiry.as_of)) or last.note
        text = f"rejected by {self.inquiry.name(last.by)} on {self.inquiry.day(last.on)}"
        text += f": {conditions}" if conditions else ""
        who = _one(self.entry.record.owner) or self._deciders()
        return self._reason("rejected", text, self._last_route(), who)

    def _signed(self, last: Approval) -> Iterator[Reason]:
        """What there is to say of a gate that passed, or had."""
        launch, as_of = self.entry.record, self.inquiry.as_of
        who, on = self.inquiry.name(last.by), self.inquiry.day(last.on)
        route = self._last_route()
        if self.state == "void":
            may = listed([self.inquiry.name(id_) for id_ in self.signers.people[:3]]) or "nobody"
            text = f"signed by {who} on {on}, who may not; {may} may"
            yield self._reason("outsider", text, (*route, "by"), self._deciders())
        if self.state == "stale":
            changed = change_text(last, stale_fields(self.policy, launch, self.name, last))
            text = f"{changed} since {who} signed on {on}"
            yield self._reason("stale", text, route, self._deciders())
        if self.state == "conditional":
            open_ = open_conditions(last, as_of)
            text = (
                f"{who} agreed on {on} on {counted(len(open_), 'condition')}: {listed(open_)}"
                if open_
                else (f"{who} agreed on {on} on conditions that nobody wrote down")
            )
            to = _one(launch.owner) or self._deciders()
            yield self._reason("conditional", text, route, to)
        if self.state == "waived" and last.until is not None and launch.date is not None and last.until < launch.date:
            text = f"its waiver runs out on {self.inquiry.day(last.until)}, before the launch"
            yield self._reason("waiver", text, (*route, "until"), self._deciders(), last.until)
        if last.seal is None:
            text = f"signed by {who} on {on} without a seal, so that nobody can tell what changed since"
            yield self._reason("seal", text, route, self._deciders())


# --- what it ships -----------------------------------------------------------------------------------


def _of_work(inquiry: Inquiry, entry: Entry[Launch]) -> Iterator[Reason]:
    for index, id_ in enumerate(entry.record.initiatives):
        found = inquiry.workspace.find(Initiative.kind, id_)
        if found is None or not isinstance(found.record, Initiative):
            unread = inquiry.workspace.exists(Initiative.kind, id_)
            text = f"`{id_}` {'could not be read' if unread else 'is not on the roadmap'}"
            yield Reason("work", "hold", text, entry, ("initiatives", index), _one(entry.record.owner))
            continue
        work = Entry(found.record, found.path, found.route)
        if work.record.status == "cancelled":
            text = f"{called(work.record)} is cancelled"
            yield Reason("work", "hold", text, entry, ("initiatives", index), _one(entry.record.owner))
        elif is_open(work.record):
            yield _unshipped(inquiry, entry.record, work)


def _unshipped(inquiry: Inquiry, launch: Launch, work: Entry[Initiative]) -> Reason:
    record = work.record
    text = f"{called(record)} is {spoken(record.status)}"
    is_after = comes_after(record, launch)
    if is_after and record.target is not None and launch.date is not None:
        text += f", planned for {days_text((record.target - launch.date).days)} after the launch"
    expected = inquiry.expected.get(work.id)
    if expected is not None:
        day = f"{inquiry.day(expected.day)}{_against(launch, expected.day)}"
        text += f"; 85 % of comparable work ships by {day}" if expected.by == "forecast" else f"; by the plan {day}"
    when = "now" if is_after or record.status == "on_hold" else inquiry.when(record.target)
    who = _one(record.owner) or _one(launch.owner)
    route: Route = ("target",) if record.target is not None else ("status",)
    return Reason("work", "hold", text, work, route, who, record.target, when)


def _against(launch: Launch, day: date) -> str:
    """How far a day is after the launch, in brackets; nothing for one before it."""
    if launch.date is None or day <= launch.date:
        return ""
    return f" ({days_text((day - launch.date).days)} after the launch)"


# --- the calendar ------------------------------------------------------------------------------------


def _of_the_calendar(inquiry: Inquiry, entry: Entry[Launch]) -> Iterator[Reason]:
    launch, settings, owner = entry.record, inquiry.workspace.settings, _one(entry.record.owner)
    for met in days_in_blackouts(settings.launches, launch):
        if met.day.on >= inquiry.as_of:
            weight: Weight = "hold" if met.day.on == launch.date else "condition"
            first, last = inquiry.day(met.blackout.first), inquiry.day(met.blackout.last)
            stretch = first if first == last else f"{first} to {last}"
            text = f"{met.day.what} on {inquiry.day(met.day.on)} is in a blackout ({stretch}: {met.blackout.reason})"
            yield Reason("blackout", weight, text, entry, met.day.route, owner)
    for off in days_off_of(settings, launch):
        if off.day.on >= inquiry.as_of:
            text = f"{off.day.what} on {inquiry.day(off.day.on)} is on {off.why}"
            yield Reason("day_off", "condition", text, entry, off.day.route, owner)
    if launch.date is not None and launch.date >= inquiry.as_of:
        yield from _of_neighbours(inquiry, entry)


def _of_neighbours(inquiry: Inquiry, entry: Entry[Launch]) -> Iterator[Reason]:
    """The other launches that are in its way, the nearest first; of those beyond `MOST_NEIGHBOURS`, how many."""
    owner = _one(entry.record.owner)
    nearest, others = inquiry.neighbours.nearest_of(entry.record, MOST_NEIGHBOURS)
    for clash in nearest:
        other = inquiry.workspace.get(Launch, clash.other)
        name = called(other) if other is not None else clash.other
        yield Reason("clash", "condition", f"{name} launches {clash.reason}", entry, ("date",), owner)
    if others:
        verb = "is" if others == 1 else "are"
        text = f"{others:,} more {verb} within {NEAR_WORKING_DAYS} working days of it, and in its way"
        yield Reason("clash", "condition", text, entry, ("date",), owner, others=others)


# --- those who have to know --------------------------------------------------------------------------


def _of_briefings(inquiry: Inquiry, entry: Entry[Launch]) -> Iterator[Reason]:
    launch, settings = entry.record, inquiry.workspace.settings
    found = briefings(settings, launch)
    for one in found:
        if not one.is_told(inquiry.as_of):
            yield _untold(inquiry, entry, one)
    if tier_of(settings.launches, launch) < 3 and not any(one.faces_customers for one in found):
        text = "nobody who talks to customers is among its audiences"
        yield Reason("audience", "condition", text, entry, ("audiences",), _one(launch.owner))


def _untold(inquiry: Inquiry, entry: Entry[Launch], one: Briefing) -> Reason:
    is_late = one.is_late(inquiry.as_of)
    text = f"{one.audience}: not briefed"
    weight: Weight = "hold" if is_late and one.faces_customers else "condition"
    route = ("audiences", one.place)
    return Reason("brief", weight, text, entry, route, _one(entry.record.owner), one.due, inquiry.when(one.due))


# --- numbers and risks -------------------------------------------------------------------------------


def _of_numbers(entry: Entry[Launch]) -> Iterator[Reason]:
    for index, metric in enumerate(entry.record.metrics):
        if metric.baseline is None:
            text = f"{metric.title} has no value from before the launch"
            yield Reason("metric", "condition", text, entry, ("metrics", index), _one(entry.record.owner))


def _of_risks(entry: Entry[Launch]) -> Iterator[Reason]:
    for index, risk in enumerate(entry.record.risks):
        if risk.status == "open":
            text = f"open risk: {risk.title}{'' if risk.owner is not None else ' (nobody watches it)'}"
            who = _one(risk.owner) or _one(entry.record.owner)
            yield Reason("risk", "condition", text, entry, ("risks", index), who)
