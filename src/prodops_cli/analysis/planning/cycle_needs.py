"""What a plan still lacks before its freeze: read off the files, by the words that a cycle's gates need.

Nothing here asks for history or for the schedule; what needs them (`dates`, `capacity`, changes after the freeze) is
worked out by the report.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from prodops_cli.analysis.handshake import Handshake, handshakes
from prodops_cli.analysis.people import has_left
from prodops_cli.analysis.planning.cycle import InCycle, plan_of, teams_in
from prodops_cli.analysis.ranking.methods import method_called
from prodops_cli.analysis.ranking.names import wrong_with_name
from prodops_cli.analysis.words import called, listed, short_day
from prodops_cli.diagnostics import Route
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds.cycle import Cycle, CycleGate, Need
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.team import Team
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

NEEDS: tuple[Need, ...] = get_args(Need)
"""The words that gates need, in the order in which a plan comes to be."""
SAID: Mapping[Need, str] = {
    "teams": "each team has something in the plan",
    "decided": "nothing in it is only an idea",
    "owners": "everything has an owner who is here",
    "outcomes": "everything says what will be different",
    "goals": "everything serves a goal that counts",
    "targets": "everything has a day",
    "confidence": "everything says how firm its day is",
    "efforts": "everything is estimated",
    "ranked": "everything can be ranked",
    "handshakes": "what others need is promised",
    "dates": "each target can hold, given what it waits for",
    "capacity": "no team has more than it can do",
}
"""What each word says of the plan."""
ABOUT_TEAMS: frozenset[Need] = frozenset({"teams", "capacity"})
"""The words that say something of the teams; the others say it of each initiative in the plan."""
STANDARD: Mapping[str, CycleGate] = {
    "plan": CycleGate(
        needs=tuple(need for need in NEEDS if need not in ("confidence", "ranked")),
    )
}
"""The gates of a cycle that names none."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that the plan lacks."""

    need: Need
    entry: Entry[Initiative] | Entry[Team]
    """The record that has to change."""
    route: Route
    """Where in its file; the field may not be there yet."""
    text: str
    """What is missing, in words that begin small."""
    who: str | None
    """The id of the person who can mend it; None where nobody is named."""
    team: str | None
    """The team to ask where nobody is."""


def gates_of(cycle: Cycle) -> Mapping[str, CycleGate]:
    """The gates of a cycle, or the standard one."""
    return cycle.gates or STANDARD


def counting(workspace: Workspace, cycle: Cycle) -> list[InCycle]:
    """The work in a plan of which something is asked: all but what is on hold."""
    return [one for one in plan_of(workspace, cycle) if one.entry.record.status != "on_hold"]


def lacks(workspace: Workspace, cycle: Cycle, needs: frozenset[Need], as_of: date) -> tuple[Lack, ...]:
    """Everything that a plan lacks of what is needed, by need and record; `dates` and `capacity` are not looked at."""
    plan = counting(workspace, cycle)
    found: list[Lack] = []
    for need in NEEDS:
        if need not in needs:
            continue
        if need == "teams":
            found.extend(_silent(team) for team in silent_teams(workspace, cycle))
        elif need == "handshakes":
            found.extend(_handshakes(workspace, plan, as_of))
        elif need in _CHECKS:
            check = _CHECKS[need]
            found.extend(lack for one in plan for lack in check(workspace, one, as_of))
    return tuple(found)


def open_of(workspace: Workspace, cycle: Cycle, gate: CycleGate, as_of: date) -> int:
    """How many things a gate still waits for: what lacks, and checks that nobody has signed; without the schedule's."""
    unsigned = sum(item.signed is None for item in gate.checklist)
    return unsigned + len(lacks(workspace, cycle, frozenset(gate.needs), as_of))


# --- one initiative ----------------------------------------------------------------------------------


def _lack(need: Need, entry: Entry[Initiative], field: str, text: str) -> Lack:
    initiative = entry.record
    return Lack(need, entry, (field,), text, initiative.owner, initiative.team)


def _decided(workspace: Workspace, one: InCycle, as_of: date) -> Iterator[Lack]:  # noqa: ARG001
    if one.entry.record.status == "idea":
        yield _lack("decided", one.entry, "status", "still an idea: plan it, or take its dates away")


def _owner(workspace: Workspace, one: InCycle, as_of: date) -> Iterator[Lack]:
    initiative = one.entry.record
    if initiative.owner is None:
        yield _lack("owners", one.entry, "owner", "no owner")
        return
    person = workspace.get(Person, initiative.owner)
    if person is None:
        return  # dangling, or not readable: `lint` says so
    if has_left(person, as_of):
        yield Lack("owners", one.entry, ("owner",), f"its owner {person.name} has left", None, initiative.team)
    elif person.ends is not None and initiative.target is not None and person.ends < initiative.target:
        text = f"its owner leaves on {short_day(person.ends, as_of)}, before it is due"
        yield _lack("owners", one.entry, "owner", text)


def _outcome(workspace: Workspace, one: InCycle, as_of: date) -> Iterator[Lack]:  # noqa: ARG001
    if one.entry.record.outcome is None:
        yield _lack("outcomes", one.entry, "outcome", "no outcome: what will be different, and for whom")


def _goal(workspace: Workspace, one: InCycle, as_of: date) -> Iterator[Lack]:  # noqa: ARG001
    goals = [workspace.get(Goal, id_) for id_ in one.entry.record.goals]
    if not goals:
        yield _lack("goals", one.entry, "goals", "no goal")
    elif all(goal is not None and goal.status in ("dropped", "done") for goal in goals):
        yield _lack("goals", one.entry, "goals", "no goal that still counts")


def _target(workspace: Workspace, one: InCycle, as_of: date) -> Iterator[Lack]:  # noqa: ARG001
    if one.entry.record.target is None:
        yield _lack("targets", one.entry, "target", "no target day")


def _confidence(workspace: Workspace, one: InCycle, as_of: date) -> Iterator[Lack]:  # noqa: ARG001
    if one.entry.record.confidence is None:
        yield _lack("confidence", one.entry, "confidence", "no word on how firm its day is")


def _effort(workspace: Workspace, one: InCycle, as_of: date) -> Iterator[Lack]:  # noqa: ARG001
    if one.entry.record.effort is None:
        yield _lack("efforts", one.entry, "effort", "no effort")


def _rank(workspace: Workspace, one: InCycle, as_of: date) -> Iterator[Lack]:  # noqa: ARG001
    priority = one.entry.record.priority
    if priority is not None and priority.override is not None:
        return
    missing = _missing_inputs(workspace.settings, one.entry.record)
    if missing:
        wrong = [text for text in missing if " is not " in text]  # there, but of no use
        absent = [text for text in missing if text not in wrong]
        why = "; ".join([*([f"{listed(absent)} missing"] if absent else []), *wrong])
        yield _lack("ranked", one.entry, "priority", f"cannot be ranked: {why}")


def _missing_inputs(settings: Settings, initiative: Initiative) -> list[str]:
    """What the workspace's way of ranking misses, in words; nothing where the settings name no way."""
    by, priority = settings.ranking.by, initiative.priority
    if wrong_with_name(settings.ranking, by) is not None:
        return []
    try:
        method = method_called(settings, by)
    except ProdopsError:  # a ranking of one's own that weighs nothing; a rule says so
        return []
    if method is not None:
        return [taken for taken in method.take(initiative, "quarter") if isinstance(taken, str)]
    if by == "kano":
        return [] if priority is not None and priority.kano else ["answers to a Kano survey"]
    return [] if priority is not None and priority.moscow else ["MoSCoW word"]


# --- between two -------------------------------------------------------------------------------------


def _handshakes(workspace: Workspace, plan: list[InCycle], as_of: date) -> Iterator[Lack]:
    """What the plan's work needs of others who have not promised it, or not early enough: they have to say something.

    Nobody has to promise anything to themselves.
    """
    waiting = {one.entry.id for one in plan}
    for one in handshakes(workspace, as_of):
        need, promise, provider = one.need, one.promise, one.provider
        if one.consumer.id not in waiting or need is None or one.state == "met":
            continue
        is_unanswered = need.is_asked and promise is None
        who = promise.person if promise is not None else provider.record.owner
        if (is_unanswered or one.state == "broken") and (who is None or who != need.person):
            route = promise.route if promise is not None else ("commits",)
            yield Lack("handshakes", provider, route, _not_agreed(one, as_of), who, provider.record.team)


def _not_agreed(one: Handshake, as_of: date) -> str:
    def write(day: date) -> str:
        return short_day(day, as_of)

    by = f" by {write(one.need.day)}" if one.need is not None and one.need.day is not None else ""
    told = "nothing is promised" if one.promise is None else f"{write(one.promise.day)} is promised"
    late = next((reason.told(write) for reason in one.reasons if reason.kind != "commitment"), None)
    why = f" ({late})" if one.state == "broken" and late is not None else ""
    return f"{called(one.consumer.record)} needs it{by}, and {told}{why}"


def silent_teams(workspace: Workspace, cycle: Cycle) -> tuple[Entry[Team], ...]:
    """The teams that take part and have nothing in the plan, nor a part of anything; what is on hold does not count."""
    plan = counting(workspace, cycle)
    heard = {one.entry.record.team for one in plan}
    heard |= {part.team for one in plan for part in one.entry.record.contributors}
    return tuple(team for team in teams_in(workspace, cycle) if team.id not in heard)


def _silent(team: Entry[Team]) -> Lack:
    text = "nothing in the plan: not one initiative is due or begins in it"
    return Lack("teams", team, (), text, team.record.lead, team.id)


_Check = Callable[[Workspace, InCycle, date], Iterator[Lack]]
_CHECKS: Mapping[Need, _Check] = {
    "decided": _decided,
    "owners": _owner,
    "outcomes": _outcome,
    "goals": _goal,
    "targets": _target,
    "confidence": _confidence,
    "efforts": _effort,
    "ranked": _rank,
}
