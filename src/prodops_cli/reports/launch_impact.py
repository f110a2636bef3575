"""`prodops launch impact`: what a country means for launches, and what would change without it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from prodops_cli.analysis.calendar import public_holidays
from prodops_cli.analysis.launches.alignment import goals_of
from prodops_cli.analysis.launches.clashes import customer_audiences, launch_days, stretch_text
from prodops_cli.analysis.launches.days import gate_due
from prodops_cli.analysis.launches.gates import PASSED, GateState, gate_state
from prodops_cli.analysis.launches.reach import (
    codes_reaching,
    gates_added,
    if_dropped,
    is_new_in,
    is_within,
)
from prodops_cli.analysis.launches.signers import SignerBook
from prodops_cli.analysis.launches.tiers import gates_of_country, tier_of
from prodops_cli.analysis.people import members_by_team, people_here
from prodops_cli.analysis.words import counted, listed, short_day
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Gate, Launch
from prodops_cli.kinds.team import Team
from prodops_cli.policy import Tier
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by

NEAR_DAYS = 7
"""So many days around the days of a launch, a holiday there is worth knowing."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A day on which it reaches users there."""

    on: date
    what: str
    """`the launch`, `the rollout to 60 %`."""


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate that a launch has for the sake of the country."""

    name: str
    state: GateState
    owner: Named | None
    due: date | None
    is_there: bool
    """Whether the launch's file has it."""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """Work that a launch ships."""

    initiative: Named
    status: str
    on: date | None
    """The day it shipped, else the day it is planned for."""


@dataclass(frozen=True, slots=True)
class Reaching:
    """A launch that reaches the country."""

    launch: Named
    status: str
    date: date | None
    tier: Tier
    codes: tuple[str, ...]
    """The codes by which it does: DE for DE-BE."""
    is_new: bool
    """Whether it is offered there for the first time."""
    steps: tuple[StepLine, ...]
    gates: tuple[GateLine, ...]
    work: tuple[WorkLine, ...]
    goals: tuple[Named, ...]
    customers: tuple[str, ...]
    """Its audiences that do not work here."""
    near: tuple[str, ...]
    """Holidays there and blackouts near its days that are still to come, in words."""
    if_dropped: tuple[str, ...] | None
    """What would change without the country, in words; None where the launch names only the country around it."""


@dataclass(frozen=True, slots=True)
class TeamThere:
    """A team, and those of its people who are there."""

    team: Named | None
    """None for people without a team."""
    people: tuple[Named, ...]
    size: int
    """How many people the team has."""


@dataclass(frozen=True, slots=True)
class PartGates:
    """The gates that the settings add for a part of the country."""

    code: str
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LaunchImpact:
    """What a country means for launches."""

    organisation: str
    as_of: date
    geo: str
    headline: str
    planned: tuple[Reaching, ...]
    """Launches to come, by date; those without one last."""
    launched: tuple[Reaching, ...]
    """Launches that have reached it, the latest first."""
    policy_gates: tuple[str, ...]
    """The gates that the settings add to every launch that names it: its own, and those of the country around it."""
    part_gates: tuple[PartGates, ...]
    """What a launch meets besides that names a part of it."""
    teams: tuple[TeamThere, ...]
    customers: tuple[str, ...]
    """The customers that hear of the launches to come."""


def launch_impact(workspace: Workspace, as_of: date, geo: str) -> LaunchImpact:
    """What a country means for launches: which reach it, what it adds to them, who is there, what goes without it."""
    book = SignerBook(workspace)
    reaching = [
        (entry, _reaching(book, entry, geo, as_of))
        for entry in workspace.of(Launch)
        if entry.record.status != "cancelled" and codes_reaching(entry.record, geo)
    ]
    planned = sorted(
        (line for _, line in reaching if line.status != "launched"),
        key=lambda line: (line.date is None, line.date or as_of, line.launch.id),
    )
    launched = sorted(
        (line for _, line in reaching if line.status == "launched"),
        key=lambda line: (line.date is None, -(line.date or as_of).toordinal(), line.launch.id),
    )
    policy = workspace.settings.launches
    teams = tuple(_teams(workspace, geo, as_of))
    return LaunchImpact(
        organisation=workspace.settings.name,
        as_of=as_of,
        geo=geo,
        headline=_headline(geo, planned, launched, teams),
        planned=tuple(planned),
        launched=tuple(launched),
        policy_gates=gates_of_country(policy, geo),
        part_gates=tuple(
            PartGates(code, gates)
            for code, gates in sorted(policy.geographies.items())
            if code != geo and is_within(code, geo) and gates
        ),
        teams=teams,
        customers=tuple(sorted({one for line in planned for one in line.customers})),
    )


def _headline(geo: str, planned: list[Reaching], launched: list[Reaching], teams: tuple[TeamThere, ...]) -> str:
    people = len({person.ref for team in teams for person in team.people})
    here = f"; {counted(people, 'colleague')} {'is' if people == 1 else 'are'} there" if people else ""
    if not planned and not launched:
        return f"No launch reaches {geo}{here}."
    new = sum(line.is_new for line in planned)
    parts = [f"{counted(len(planned), 'launch')} to come" + (f", {new} for the first time" if new else "")]
    parts += [f"{len(launched):,} already there"] if launched else []
    open_gates = sum(gate.state not in PASSED for line in planned for gate in line.gates)
    parts += [f"{counted(open_gates, 'gate')} open for its sake"] if open_gates else []
    return f"{geo}: {listed(parts)}{here}."


def _reaching(book: SignerBook, entry: Entry[Launch], geo: str, as_of: date) -> Reaching:
    workspace, policy, launch = book.workspace, book.policy, entry.record
    dropped = if_dropped(policy, launch, geo, as_of)
    return Reaching(
        launch=named(entry),
        status=launch.status,
        date=launch.date,
        tier=tier_of(policy, launch),
        codes=codes_reaching(launch, geo),
        is_new=is_new_in(launch, geo),
        steps=tuple(StepLine(day.on, day.what) for day in launch_days(launch)),
        gates=tuple(_gate(book, launch, gate, as_of) for gate in gates_added(policy, launch, geo)),
        work=tuple(
            _work_line(name, workspace.get(Initiative, id_))
            for id_ in launch.initiatives
            if (name := named_by(workspace, "initiative", id_)) is not None
        ),
        goals=tuple(
            name for id_ in goals_of(workspace, launch) if (name := named_by(workspace, Goal.kind, id_)) is not None
        ),
        customers=customer_audiences(policy, launch),
        near=tuple(_near(workspace, launch, geo, as_of)) if launch.status == "planned" else (),
        if_dropped=dropped.changes if dropped is not None else None,
    )


def _work_line(name: Named, work: Initiative | None) -> WorkLine:
    return (
        WorkLine(name, work.status, work.shipped or work.target)
        if work is not None
        else WorkLine(name, "unknown", None)
    )


def _gate(book: SignerBook, launch: Launch, name: str, as_of: date) -> GateLine:
    workspace = book.workspace
    return GateLine(
        name=name,
        state=gate_state(book, launch, name, as_of),
        owner=named_by(workspace, "person", launch.gates.get(name, Gate()).owner),
        due=gate_due(workspace.settings, launch, name),
        is_there=name in launch.gates,
    )


def _near(workspace: Workspace, launch: Launch, geo: str, as_of: date) -> Iterator[str]:
    """Holidays there within a week of its days to come, then blackouts there, each once."""
    days = [day.on for day in launch_days(launch) if day.on >= as_of]
    years = tuple(sorted({day.year + more for day in days for more in (-1, 0, 1)}))
    codes = dict.fromkeys((geo, *codes_reaching(launch, geo)))
    for day, name in _holidays(codes, years):
        if any(abs((day - one).days) <= NEAR_DAYS for one in days):
            yield f"{name} on {short_day(day, as_of)}"
    margin = timedelta(days=NEAR_DAYS)
    for blackout in workspace.settings.launches.blackouts:
        if any(blackout.first - margin <= one <= blackout.last + margin for one in days):
            yield f"blackout {stretch_text(blackout)}: {blackout.reason}"


def _holidays(codes: Iterable[str], years: tuple[int, ...]) -> list[tuple[date, str]]:
    found = ((public_holidays(code, *years) or {}) if years else {} for code in codes)
    return sorted({(day, name) for days in found for day, name in days.items()})


def _teams(workspace: Workspace, geo: str, as_of: date) -> Iterator[TeamThere]:
    """The teams with people there, by name; last the people without a team."""
    there = {
        entry.id: named(entry)
        for entry in people_here(workspace, as_of)
        if entry.record.location is not None
        and entry.record.location.country is not None
        and is_within(entry.record.location.country, geo)
    }
    members, placed = members_by_team(workspace, as_of), set[str]()
    for entry in sorted(workspace.of(Team), key=lambda entry: (entry.record.name.casefold(), entry.id)):
        people = members.get(entry.id, ())
        found = tuple(there[one.id] for one in people if one.id in there)
        placed.update(one.id for one in people)
        if found:
            yield TeamThere(named(entry), found, len(people))
    alone = tuple(one for id_, one in there.items() if id_ not in placed)
    if alone:
        yield TeamThere(None, alone, len(alone))
