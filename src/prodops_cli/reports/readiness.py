"""`prodops launch readiness`: go, go with conditions, or hold; why, where it stands, and who can mend it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from prodops_cli.analysis.launches.briefing import briefings
from prodops_cli.analysis.launches.days import gate_due
from prodops_cli.analysis.launches.gates import PASSED, GateState, gates_of, last_approval
from prodops_cli.analysis.launches.reasons import Inquiry, Kind, Reason, When, in_order
from prodops_cli.analysis.launches.seals import stale_fields
from prodops_cli.analysis.launches.tiers import tier_of, why_tier
from prodops_cli.analysis.launches.verdict import Decision, Verdict, decision_of, sentence_of, verdict_of, verdicts
from prodops_cli.analysis.words import counted, listed, short_day
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Gate, Launch
from prodops_cli.policy import Tier
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by
from prodops_cli.reports._places import Place, place_of

MOST_PEOPLE = 3
"""So many people are named for a reason; of a team that may sign any one will do."""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One thing that stands between a launch and its day."""

    kind: Kind
    text: str
    place: Place
    who: tuple[Named, ...]
    """The people who can mend it, at most three."""
    others: int
    """How many more could."""
    due: date | None
    days_left: int | None
    """Days until it is due; negative where that is over, None where it has no day."""
    when: When


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate."""

    name: str
    state: GateState
    why: str
    """What asks for it."""
    is_there: bool
    """Whether the launch's file has it."""
    owner: Named | None
    due: date | None
    is_late: bool
    """Whether it has not passed and its day is over."""
    by: Named | None
    """Who signed last; None where nobody did."""
    on: date | None
    changed: tuple[str, ...]
    """The fields it judges that changed since."""
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class DoneLine:
    """Something that is as it should be."""

    what: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """A launch on a day, as if it were launched then."""

    organisation: str
    as_of: date
    launch: Named
    decision: Decision
    headline: str
    date: date | None
    days_left: int | None
    """Days until its date; negative where that is over."""
    tier: Tier
    why_tier: str
    owner: Named | None
    team: Named | None
    pressing: int
    """How many things want somebody today: their day is over, or they have none."""
    ahead: int
    """How many are open and not yet due."""
    holds: tuple[ReasonLine, ...]
    conditions: tuple[ReasonLine, ...]
    notes: tuple[ReasonLine, ...]
    """What should be known and holds nothing up."""
    gates: tuple[GateLine, ...]
    done: tuple[DoneLine, ...]
    outlook: Literal["forecast", "plan"] | None
    """What says when work can be expected: what became of promises so far, or the plan; None where neither does."""


@dataclass(frozen=True, slots=True)
class ReadinessLine:
    """A launch in the table."""

    launch: Named
    owner: Named | None
    date: date | None
    days_left: int | None
    tier: Tier
    decision: Decision
    is_in_trouble: bool
    """Whether something holds it up that is not merely still to come."""
    holds: int
    conditions: int
    pressing: int
    ahead: int
    first: str | None
    """The weightiest reason; None where there is none."""


@dataclass(frozen=True, slots=True)
class ReadinessTable:
    """All launches of the coming weeks."""

    organisation: str
    as_of: date
    weeks: int
    headline: str
    launches: tuple[ReadinessLine, ...]
    """Those in trouble first, then by date."""


def readiness_table(workspace: Workspace, as_of: date, weeks: int) -> ReadinessTable:
    """The planned launches up to so many weeks from now, those whose date is over, and those without one."""
    lines = tuple(_table_line(workspace, as_of, verdict) for verdict in verdicts(workspace, as_of, weeks))
    return ReadinessTable(workspace.settings.name, as_of, weeks, _table_headline(lines, weeks), lines)


def readiness(
    inquiry: Inquiry,
    entry: Entry[Launch],
    also: Iterable[Reason] = (),
    outlook: Literal["forecast", "plan"] | None = None,
) -> Readiness:
    """One launch in full; `also` is what else is known of it, such as how its sign-offs came to be recorded."""
    workspace, as_of, launch = inquiry.workspace, inquiry.as_of, entry.record
    known = verdict_of(inquiry, entry)
    reasons = in_order([*known.reasons, *also])
    verdict = Verdict(entry, decision_of(reasons), reasons)
    lines = {weight: tuple(_lines(inquiry, reasons, weight)) for weight in ("hold", "condition", "note")}
    return Readiness(
        organisation=workspace.settings.name,
        as_of=as_of,
        launch=named(entry),
        decision=verdict.decision,
        headline=sentence_of(verdict),
        date=launch.date,
        days_left=_days_left(launch.date, as_of),
        tier=tier_of(workspace.settings.launches, launch),
        why_tier=why_tier(workspace.settings.launches, launch),
        owner=named_by(workspace, "person", launch.owner),
        team=named_by(workspace, "team", launch.team),
        pressing=verdict.pressing,
        ahead=verdict.ahead,
        holds=lines["hold"],
        conditions=lines["condition"],
        notes=lines["note"],
        gates=tuple(_gates(inquiry, entry)),
        done=tuple(DoneLine(what) for what in _done(inquiry, launch)),
        outlook=outlook if any(reason.kind == "work" for reason in reasons) else None,
    )


def _days_left(day: date | None, as_of: date) -> int | None:
    return (day - as_of).days if day is not None else None


def _lines(inquiry: Inquiry, reasons: Sequence[Reason], weight: str) -> Iterator[ReasonLine]:
    for reason in reasons:
        if reason.weight == weight:
            people = [named_by(inquiry.workspace, "person", id_) for id_ in reason.who]
            yield ReasonLine(
                kind=reason.kind,
                text=reason.text,
                place=place_of(inquiry.workspace, reason.entry, reason.route),
                who=tuple(person for person in people[:MOST_PEOPLE] if person is not None),
                others=max(len(people) - MOST_PEOPLE, 0),
                due=reason.due,
                days_left=_days_left(reason.due, inquiry.as_of),
                when=reason.when,
            )


# --- gates and what is done --------------------------------------------------------------------------


def _gates(inquiry: Inquiry, entry: Entry[Launch]) -> Iterator[GateLine]:
    workspace, launch, as_of = inquiry.workspace, entry.record, inquiry.as_of
    policy = workspace.settings.launches
    for line in gates_of(inquiry.book, launch, as_of):
        gate = launch.gates.get(line.name, Gate())
        last, due = last_approval(gate, as_of), gate_due(workspace.settings, launch, line.name)
        yield GateLine(
            name=line.name,
            state=line.state,
            why=line.why,
            is_there=line.is_there,
            owner=named_by(workspace, "person", gate.owner),
            due=due,
            is_late=due is not None and due < as_of and line.state not in PASSED,
            by=named_by(workspace, "person", last.by) if last is not None else None,
            on=last.on if last is not None else None,
            changed=stale_fields(policy, launch, line.name, last) if last is not None and line.state == "stale" else (),
            is_sealed=last is not None and last.seal is not None,
        )


def _done(inquiry: Inquiry, launch: Launch) -> Iterator[str]:
    """What is as it should be, in words."""
    workspace, as_of = inquiry.workspace, inquiry.as_of
    for line in gates_of(inquiry.book, launch, as_of):
        last = last_approval(launch.gates.get(line.name, Gate()), as_of)
        if line.state in ("approved", "waived") and last is not None:
            yield f"{line.name}: {line.state} by {inquiry.name(last.by)} on {inquiry.day(last.on)}"
    for id_ in launch.initiatives:
        work = workspace.get(Initiative, id_)
        if work is not None and work.status == "shipped":
            yield f"{work.title} has shipped{f' ({inquiry.day(work.shipped)})' if work.shipped is not None else ''}"
    for one in briefings(workspace.settings, launch):
        if one.is_told(as_of) and one.sent is not None:
            yield f"{one.audience} were briefed on {inquiry.day(one.sent)}"
    measured = sum(metric.baseline is not None for metric in launch.metrics)
    if measured:
        yield f"{counted(measured, 'metric')} with a value from before"
    for risk in launch.risks:
        if risk.status != "open":
            yield f"risk {risk.status}: {risk.title}"


# --- sentences ---------------------------------------------------------------------------------------


def _table_line(workspace: Workspace, as_of: date, verdict: Verdict) -> ReadinessLine:
    launch = verdict.entry.record
    first = verdict.reasons[0] if verdict.reasons and verdict.reasons[0].weight != "note" else None
    return ReadinessLine(
        launch=named(verdict.entry),
        owner=named_by(workspace, "person", launch.owner),
        date=launch.date,
        days_left=_days_left(launch.date, as_of),
        tier=tier_of(workspace.settings.launches, launch),
        decision=verdict.decision,
        is_in_trouble=verdict.is_in_trouble,
        holds=verdict.count("hold"),
        conditions=verdict.count("condition"),
        pressing=verdict.pressing,
        ahead=verdict.ahead,
        first=_with_due(first, as_of) if first is not None else None,
    )


def _with_due(reason: Reason, as_of: date) -> str:
    """A reason with its day."""
    if reason.due is None:
        return reason.text
    return f"{reason.text}, {'was due' if reason.when == 'late' else 'due'} {short_day(reason.due, as_of)}"


def _table_headline(lines: tuple[ReadinessLine, ...], weeks: int) -> str:
    if not lines:
        return f"No launch is planned for the next {counted(weeks, 'week')}."
    trouble = sum(line.is_in_trouble for line in lines)
    ready = sum(line.decision != "hold" for line in lines)
    waiting = sum(line.decision == "hold" and not line.pressing for line in lines)
    between = len(lines) - trouble - ready - waiting
    parts = [
        (trouble, f"{trouble:,} {'is' if trouble == 1 else 'are'} held up by something that wants somebody now"),
        (
            between,
            f"{between:,} {'has' if between == 1 else 'have'} smaller things to see to now",
        ),
        (waiting, f"{waiting:,} {'waits' if waiting == 1 else 'wait'} only for what is not yet due"),
        (ready, f"{ready:,} could go"),
    ]
    return f"Of {counted(len(lines), 'launch')}, {listed([text for count, text in parts if count])}."
