"""What the reports on planning cycles share: the cycle itself, and who said what changed."""

from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.planning.cycle import Stage, days_of, stage_of
from prodops_cli.analysis.planning.cycle_changes import PlanChange, What
from prodops_cli.kinds.cycle import Cycle, CycleException
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by
from prodops_cli.reports._places import line_of


@dataclass(frozen=True, slots=True)
class CycleHead:
    """A planning cycle."""

    cycle: Named
    period: str
    first: date
    last: date
    """The days whose work it plans."""
    stage: Stage
    opens: date | None
    freeze: date
    closes: date | None
    owner: Named | None


@dataclass(frozen=True, slots=True)
class Allowed:
    """An exception."""

    reason: str
    by: Named
    on: date
    until: date | None
    is_over: bool
    """Whether it has run out."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of the plan after its freeze."""

    what: What
    record: Named
    line: int | None
    """Where the value stands; None for a record that is gone."""
    owner: Named | None
    old: str | None
    new: str | None
    day: date | None
    """The day it was changed; None where nobody knows."""
    author: str | None
    subject: str | None
    commit: str | None
    """None for what is not committed."""
    allowed: Allowed | None
    """The exception that covers it; None for a change that nobody allowed."""


def head_of(workspace: Workspace, entry: Entry[Cycle], as_of: date) -> CycleHead:
    """What a report says of the cycle it is about."""
    cycle = entry.record
    days = days_of(workspace.settings, cycle)
    return CycleHead(
        cycle=named(entry),
        period=cycle.period,
        first=days.first,
        last=days.last,
        stage=stage_of(workspace.settings, cycle, as_of),
        opens=cycle.opens,
        freeze=cycle.freeze,
        closes=cycle.closes,
        owner=named_by(workspace, "person", cycle.owner),
    )


def change_line(workspace: Workspace, change: PlanChange, as_of: date) -> ChangeLine:
    """A change as it is told; references in the values by name."""
    entry = change.entry or change.then
    if entry is None:
        raise ValueError("a change of nothing")
    old, new = change.old, change.new
    if change.what == "team":
        old, new = (_team(workspace, id_) for id_ in (old, new))
    revision = change.revision
    field = {"moved": "target", "added": "target", "undated": "target", "begins": "start", "team": "team"}.get(
        change.what, "status"
    )
    return ChangeLine(
        what=change.what,
        record=named(entry),
        line=line_of(workspace, entry, (field,)) if change.entry is not None else None,
        owner=named_by(workspace, "person", entry.record.owner),
        old=old,
        new=new,
        day=revision.day if revision is not None else None,
        author=revision.author if revision is not None and revision.commit is not None else None,
        subject=revision.subject if revision is not None and revision.commit is not None else None,
        commit=revision.commit if revision is not None else None,
        allowed=_allowed(workspace, change, as_of),
    )


def _team(workspace: Workspace, id_: str | None) -> str | None:
    team = named_by(workspace, "team", id_)
    return team.name if team is not None else None


def _allowed(workspace: Workspace, change: PlanChange, as_of: date) -> Allowed | None:
    exception = change.exception
    return allowed_by(workspace, exception, as_of) if exception is not None else None


def allowed_by(workspace: Workspace, exception: CycleException, as_of: date) -> Allowed:
    """An exception as it is told."""
    by = named_by(workspace, "person", exception.by)
    if by is None:
        raise ValueError("an exception that nobody allowed")
    is_over = exception.until is not None and exception.until < as_of
    return Allowed(exception.reason, by, exception.on, exception.until, is_over)
