"""Work that is not simply on track: what its owner says beside what the evidence says."""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.progress import Progress
from prodops_cli.analysis.promises import UNKNOWN, Promises, moved_evidence
from prodops_cli.analysis.roadmap import (
    Evidence,
    declared_health,
    derived_health,
    evidence,
    is_under_way,
    worst_first,
)
from prodops_cli.analysis.words import spoken
from prodops_cli.fields import Health
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.workspace import Entry, Workspace

_RANK = {None: 0, "on_track": 0, "done": 0, "paused": 1, "at_risk": 1, "off_track": 2}
"""How much worry a health expresses; not to say how it goes is to say that all is well."""


@dataclass(frozen=True, slots=True)
class Risk:
    """An initiative under way that its owner or the evidence worries about."""

    entry: Entry[Initiative]
    declared: Health | None
    """How its owner says it goes."""
    derived: Health
    """How it goes by the evidence."""
    evidence: tuple[Evidence, ...]
    """What speaks against `on_track`, worst first."""

    @property
    def is_contradicted(self) -> bool:
        """Whether the evidence is worse than what the owner says."""
        return _RANK[self.derived] > _RANK[self.declared]

    @property
    def is_hidden(self) -> bool:
        """Whether the evidence says off track and the owner does not even say at risk."""
        return self.derived == "off_track" and _RANK[self.declared] == 0

    @property
    def days_past_due(self) -> int:
        """Days since its target day; 0 where that is not over."""
        return max((reason.days for reason in self.evidence if reason.kind == "past_due"), default=0)


def risk_of(
    workspace: Workspace,
    entry: Entry[Initiative],
    as_of: date,
    promises: Promises = UNKNOWN,
    behind: Container[str] = (),
) -> Risk | None:
    """The risk that an initiative is; None where it is on track by both accounts, or not under way.

    `promises` is what was promised before; `behind` names the goals that are at risk and hang on one initiative alone.
    """
    if not is_under_way(entry.record):
        return None
    moved = moved_evidence(promises, (entry.kind, entry.id), workspace.settings.thresholds.moves)
    pace = _pace(entry.record, behind)
    extra = [reason for reason in (moved, pace) if reason is not None]
    reasons = worst_first([*evidence(workspace, entry.record, as_of), *extra])
    declared = declared_health(entry.record, as_of)
    if not reasons and _RANK[declared] == 0:
        return None
    return Risk(entry, declared, reasons[0].weight if reasons else "on_track", reasons)


@dataclass(frozen=True, slots=True)
class Accounts:
    """How an initiative goes by what its owner says and by what else the files say, without their history."""

    declared: Health | None
    derived: Health | None
    """None for ideas and what was cancelled."""
    is_contradicted: bool
    """Whether the evidence is worse than what the owner says."""
    reasons: tuple[str, ...]
    """What speaks against `on_track`, worst first, with ids and ISO days."""

    @property
    def doubt(self) -> str | None:
        """What is to be said beside the declared health: None where nothing contradicts it."""
        return f"evidence: {spoken(self.derived)}" if self.is_contradicted and self.derived else None


def accounts_of(workspace: Workspace, entry: Entry[Initiative], as_of: date) -> Accounts:
    """How an initiative goes, by both accounts."""
    risk = risk_of(workspace, entry, as_of)
    return Accounts(
        declared_health(entry.record, as_of),
        risk.derived if risk is not None else derived_health(workspace, entry.record, as_of),
        risk is not None and risk.is_contradicted,
        tuple(reason.text for reason in risk.evidence) if risk is not None else (),
    )


def _pace(initiative: Initiative, behind: Container[str]) -> Evidence | None:
    """What the goal says that hangs on this initiative alone: its pace is this work's pace."""
    if initiative.status != "in_progress":
        return None
    goal = next((id_ for id_ in initiative.goals if id_ in behind), None)
    form = "its goal {other} is behind pace and nothing else works on it"
    return Evidence("goal", "at_risk", form, goal) if goal is not None else None


def goals_behind(workspace: Workspace, goals: Iterable[Progress]) -> frozenset[str]:
    """The ids of the goals whose pace is at risk and that one initiative alone works on."""
    work = Counter(
        id_ for entry in workspace.of(Initiative) if is_under_way(entry.record) for id_ in set(entry.record.goals)
    )
    return frozenset(one.entry.id for one in goals if one.pace == "at_risk" and work[one.entry.id] == 1)


def risks(
    workspace: Workspace,
    initiatives: Iterable[Entry[Initiative]],
    as_of: date,
    promises: Promises = UNKNOWN,
    goals: Iterable[Progress] = (),
) -> tuple[Risk, ...]:
    """The initiatives to worry about: what contradicts its owner first, then the worst, then the longest past due.

    `promises` is what was promised before, `goals` how the goals come along: both are evidence where they are given.
    """
    behind = goals_behind(workspace, goals)
    found = (risk_of(workspace, entry, as_of, promises, behind) for entry in initiatives)
    return tuple(sorted((risk for risk in found if risk is not None), key=_order))


def _order(risk: Risk) -> tuple[bool, int, int, date, str]:
    worst = max(_RANK[risk.declared], _RANK[risk.derived])
    target = risk.entry.record.target or date.max
    return not risk.is_contradicted, -worst, -risk.days_past_due, target, risk.entry.id
