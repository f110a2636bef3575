"""`prodops roadmap show`: the roadmap on a page: now, next and later, or by quarter, goal, team or product line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from prodops_cli.analysis.calendar import is_current_or_next, period_days, quarter_of
from prodops_cli.analysis.promises import UNKNOWN, Promises, moved_phrase
from prodops_cli.analysis.risks import risk_of
from prodops_cli.analysis.roadmap import declared_health, derived_health, is_open
from prodops_cli.analysis.scope import scope_of
from prodops_cli.analysis.secrets import masked
from prodops_cli.analysis.spans import tags_of
from prodops_cli.analysis.words import listed
from prodops_cli.fields import Confidence, Health
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative, Status
from prodops_cli.kinds.team import Team
from prodops_cli.reports._base import Named, Workspace, named, named_by, report
from prodops_cli.workspace import Entry

By = Literal["horizon", "quarter", "goal", "team", "product-line"]
GROUPINGS: tuple[By, ...] = get_args(By)
RECENT_DAYS = 92
"""What shipped within a quarter before today is recent."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which part of the roadmap is asked about, and in which order."""

    by: By = "horizon"
    team: str | None = None
    """A team, with the teams in it."""
    goal: str | None = None
    """A goal, with the goals below it."""
    statuses: tuple[Status, ...] = ()
    """All but cancelled unless given."""
    promises: Promises | None = None
    """What history knows of the targets; None where there is none."""


@dataclass(frozen=True, slots=True)
class Line:
    """An initiative."""

    record: Named
    status: Status
    owner: Named | None
    team: Named | None
    contributors: tuple[Named, ...]
    goals: tuple[Named, ...]
    product_lines: tuple[str, ...]
    start: date | None
    target: date | None
    shipped: date | None
    confidence: Confidence | None
    """How firm the dates are."""
    health: Health | None
    """What its owner says."""
    derived: Health | None
    """What the evidence says; None for ideas."""
    is_contradicted: bool
    """Whether the evidence is worse than what the owner says."""
    promise: str | None
    """What history adds, where its target moved: `3rd target, +71 days against the first promise`."""
    outcome: str | None
    tags: tuple[str, ...]
    """Over what it reaches: multi-team, multi-month, multi-line."""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the page."""

    name: str
    what: str | None
    """What belongs here, in a few words."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The roadmap, in groups; something with several goals or product lines stands in each of them."""

    organisation: str
    as_of: date
    by: By
    team: Named | None
    goal: Named | None
    headline: str
    groups: tuple[Group, ...]
    shipped: tuple[Line, ...]
    """What shipped recently, the last first."""
    has_history: bool
    """Whether it is known how dates moved."""
    recent_days: int = RECENT_DAYS


@report
def roadmap(workspace: Workspace, as_of: date, question: Question = Question()) -> Roadmap:
    """The roadmap on a page: what is being done, what comes next and what later."""
    entries = scope_of(workspace, question.team, question.goal).initiatives()
    wanted = [entry for entry in entries if _is_wanted(entry.record, question.statuses)]
    promises = question.promises if question.promises is not None else UNKNOWN
    lines = {entry.id: _line(workspace, entry, as_of, promises) for entry in wanted}
    in_order = sorted(wanted, key=_order)
    open_ = [lines[entry.id] for entry in in_order if is_open(entry.record) or entry.record.status == "cancelled"]
    recent = as_of - timedelta(days=RECENT_DAYS)
    shipped = [line for line in lines.values() if line.status == "shipped"]
    if "shipped" not in question.statuses:
        shipped = [line for line in shipped if line.shipped is not None and line.shipped >= recent]
    return Roadmap(
        organisation=workspace.settings.name,
        as_of=as_of,
        by=question.by,
        team=named_by(workspace, "team", question.team),
        goal=named_by(workspace, "goal", question.goal),
        headline=_headline(open_, as_of),
        groups=tuple(_GROUPED[question.by](workspace, as_of, open_)),
        shipped=tuple(sorted(shipped, key=lambda line: (-(line.shipped or date.min).toordinal(), line.record.ref))),
        has_history=question.promises is not None,
    )


def _is_wanted(initiative: Initiative, statuses: tuple[Status, ...]) -> bool:
    return initiative.status in statuses if statuses else initiative.status != "cancelled"


def _order(entry: Entry[Initiative]) -> tuple[date, date, str]:
    """What is due first; then what starts first."""
    return entry.record.target or date.max, entry.record.start or date.max, entry.id


def _line(workspace: Workspace, entry: Entry[Initiative], as_of: date, promises: Promises) -> Line:
    record = entry.record
    risk = risk_of(workspace, entry, as_of, promises)
    teams = (named_by(workspace, "team", part.team) for part in record.contributors)
    goals = (named_by(workspace, "goal", id_) for id_ in record.goals)
    return Line(
        record=named(entry),
        status=record.status,
        owner=named_by(workspace, "person", record.owner),
        team=named_by(workspace, "team", record.team),
        contributors=tuple(team for team in teams if team is not None),
        goals=tuple(goal for goal in goals if goal is not None),
        product_lines=record.product_lines,
        start=record.start,
        target=record.target,
        shipped=record.shipped,
        confidence=record.confidence,
        health=declared_health(record, as_of),
        derived=risk.derived if risk is not None else derived_health(workspace, record, as_of),
        is_contradicted=risk is not None and risk.is_contradicted,
        promise=moved_phrase(promises, (entry.kind, entry.id)),
        outcome=masked(record.outcome) if record.outcome is not None else None,
        tags=tags_of(record),
    )


def _headline(lines: Iterable[Line], as_of: date) -> str:
    """The whole in a sentence."""
    known = list(lines)
    going = [line for line in known if line.status == "in_progress"]
    planned = [line for line in known if line.status == "planned"]
    if not going and not planned:
        return "Nothing is planned or in progress."
    words = [f"{len(going):,} in progress" if going else "", f"{len(planned):,} planned" if planned else ""]
    under_way = (*going, *planned)
    off = sum("off_track" in (line.health, line.derived) for line in under_way)
    late = sum(line.target is not None and line.target < as_of for line in under_way)
    moved = sum(line.promise is not None for line in under_way)
    told = [
        f"{off:,} {'is' if off == 1 else 'are'} off track" if off else "",
        f"{late:,} {'is past its date' if late == 1 else 'are past their dates'}" if late else "",
        f"{moved:,} {'has' if moved == 1 else 'have'} a date that moved" if moved else "",
    ]
    tail = listed([word for word in told if word])
    said = listed([word for word in words if word])
    return f"{said}, of which {tail}." if tail else f"{said}."


# --- the groups --------------------------------------------------------------------------------------


def _by_horizon(workspace: Workspace, as_of: date, lines: list[Line]) -> Iterator[Group]:
    """Now is what is in progress, next what is planned for this quarter or the next, later all else."""
    settings = workspace.settings

    def is_near(line: Line) -> bool:
        days = (day for day in (line.start, line.target) if day is not None)
        return any(is_current_or_next(period_days(settings, quarter_of(settings, day)), as_of) for day in days)

    going = [line for line in lines if line.status == "in_progress"]
    following = [line for line in lines if line.status == "planned" and is_near(line)]
    there = {line.record.ref for line in (*going, *following)}
    rest = [line for line in lines if line.record.ref not in there]
    yield from _filled(
        Group("Now", "in progress", tuple(going)),
        Group("Next", "planned, with a start or a target in this quarter or the next", tuple(following)),
        Group("Later", "everything else: planned, on hold, ideas", tuple(rest)),
    )


def _filled(*groups: Group) -> Iterator[Group]:
    return (group for group in groups if group.lines)


def _by_quarter(workspace: Workspace, as_of: date, lines: list[Line]) -> Iterator[Group]:
    settings = workspace.settings
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.target is not None:
            found.setdefault(quarter_of(settings, line.target), []).append(line)
    today = quarter_of(settings, as_of)
    for quarter in sorted(found):
        what = "this quarter" if quarter == today else "over" if quarter < today else None
        yield Group(quarter, what, tuple(found[quarter]))
    yield from _filled(Group("No date", None, tuple(line for line in lines if line.target is None)))


def _by_goal(workspace: Workspace, as_of: date, lines: list[Line]) -> Iterator[Group]:  # noqa: ARG001
    def period(ref: str) -> str | None:
        goal = workspace.get(Goal, ref.partition(":")[2])
        return goal.period if goal is not None else None

    groups = {goal.ref: goal.name for line in lines for goal in line.goals}
    in_order = sorted(groups, key=lambda ref: (period(ref) or "~", groups[ref], ref))
    yield from _sorted_into(lines, [(ref, groups[ref], period(ref)) for ref in in_order], _goals_of, "No goal")


def _goals_of(line: Line) -> set[str]:
    return {goal.ref for goal in line.goals}


def _by_team(workspace: Workspace, as_of: date, lines: list[Line]) -> Iterator[Group]:  # noqa: ARG001
    groups = {line.team.ref: line.team.name for line in lines if line.team is not None}
    teams = {entry.ref: entry.record for entry in workspace.of(Team)}
    in_order = sorted(groups, key=lambda ref: (groups[ref], ref))
    named_ = [(ref, groups[ref], teams[ref].mission if ref in teams else None) for ref in in_order]
    yield from _sorted_into(lines, named_, lambda line: {line.team.ref} if line.team else set(), "No team")


def _by_line(workspace: Workspace, as_of: date, lines: list[Line]) -> Iterator[Group]:  # noqa: ARG001
    names = sorted({name for line in lines for name in line.product_lines})
    named_ = [(name, name, None) for name in names]
    yield from _sorted_into(lines, named_, lambda line: set(line.product_lines), "No product line")


def _sorted_into(
    lines: list[Line],
    groups: Iterable[tuple[str, str, str | None]],
    of: Callable[[Line], set[str]],
    rest: str,
) -> Iterator[Group]:
    """The lines in each of the groups they belong to, and last those that belong to none."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        for key in of(line):
            found.setdefault(key, []).append(line)
    for key, name, what in groups:
        yield Group(name, what, tuple(found.get(key, ())))
    yield from _filled(Group(rest, None, tuple(line for line in lines if not of(line))))


_GROUPED: Mapping[By, Callable[[Workspace, date, list[Line]], Iterator[Group]]] = {
    "horizon": _by_horizon,
    "quarter": _by_quarter,
    "goal": _by_goal,
    "team": _by_team,
    "product-line": _by_line,
}
