"""`prodops launch brief`: what one audience has to know of a launch, and nothing internal for customers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.launches.alignment import goals_of
from prodops_cli.analysis.launches.audiences import (
    action_for,
    audiences_of,
    is_among,
    known_audiences,
    message_for,
    own,
    questions_for,
    readable,
)
from prodops_cli.analysis.launches.days import brief_day
from prodops_cli.analysis.launches.reasons import Inquiry
from prodops_cli.analysis.launches.tiers import tier_of, why_tier
from prodops_cli.analysis.launches.verdict import sentence_of, verdict_of
from prodops_cli.analysis.words import listed, long_day, spoken
from prodops_cli.errors import ProdopsError, nearest_hint
from prodops_cli.kinds.goal import Goal
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch, LaunchMetric
from prodops_cli.kinds.team import Team
from prodops_cli.policy import Tier, plain_audience
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by

LEADERS = frozenset({"exec", "executives", "leadership"})
"""Audiences that decide and have nothing else to do: goals and readiness are their message."""
RISKS, MARKET, GOALS = "risks", "market", "goals"
_PARTS = {"support": (RISKS,), "sales": (MARKET,), **dict.fromkeys(LEADERS, (GOALS,))}
"""What only some colleagues read; all the others read all of it."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the rollout."""

    on: date
    percent: float
    guard: str | None
    """What must hold before the next one; only for colleagues."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question to expect."""

    ask: str
    answer: str
    internal: str | None
    """What only colleagues should know."""


@dataclass(frozen=True, slots=True)
class RiskLine:
    """Something that may go wrong."""

    title: str
    status: str
    owner: Named | None
    mitigation: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call when something goes wrong."""

    who: Named
    why: str
    where: tuple[str, ...]
    """The channels of the team."""


@dataclass(frozen=True, slots=True)
class Market:
    """How it goes to market."""

    segments: tuple[str, ...]
    positioning: str | None
    pricing: str | None


@dataclass(frozen=True, slots=True)
class MetricLine:
    """A number it is meant to move."""

    title: str
    baseline: float | None
    target: float | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What leaders ask of a launch: what it is for, how large it is, how ready."""

    goals: tuple[Named, ...]
    metrics: tuple[MetricLine, ...]
    tier: Tier
    why_tier: str
    readiness: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What only colleagues read."""

    launch: Named
    owner: Named | None
    status: str
    sent: date | None
    """The day this audience was briefed."""
    due: date | None
    """The day by which it should have been, where the launch is still ahead."""
    is_late: bool
    risks: tuple[RiskLine, ...]
    calls: tuple[Call, ...]
    market: Market | None
    standing: Standing | None
    missing: tuple[str, ...]
    """What nobody has written."""


@dataclass(frozen=True, slots=True)
class LaunchBrief:
    """A launch as one audience should know it."""

    organisation: str
    as_of: date
    audience: str
    title: str
    when: str
    """The day and the countries, in a sentence."""
    date: date | None
    geographies: tuple[str, ...]
    message: str | None
    notes: tuple[str, ...]
    """What is new, in customers' words: the release notes of its initiatives."""
    affected: str | None
    rollout: tuple[StepLine, ...]
    action: str | None
    """What this audience has to do."""
    questions: tuple[QuestionLine, ...]
    inside: Inside | None
    """None for anybody who is no colleague."""


def launch_brief(workspace: Workspace, as_of: date, entry: Entry[Launch], audience: str) -> LaunchBrief:
    """The brief of a launch for an audience: one source, and nothing internal for those who are not colleagues.

    Raises ProdopsError for an audience that the launch does not know, and for customers of what does not come.
    """
    policy = workspace.settings.launches
    is_inside = policy.is_colleague(audience)
    _refuse_unknown(workspace, entry, audience)
    if not is_inside and entry.record.status in ("cancelled", "on_hold"):
        raise ProdopsError(
            f"{entry.ref} is {spoken(entry.record.status)}, so there is nothing to tell {audience}",
            "colleagues are told with --audience support, or team",
        )
    launch = readable(policy, entry.record, audience)
    return LaunchBrief(
        organisation=workspace.settings.name,
        as_of=as_of,
        audience=audience,
        title=launch.title,
        when=_when(launch, as_of),
        date=launch.date,
        geographies=launch.geographies,
        message=message_for(launch, audience),
        notes=tuple(note for _, note in release_notes(workspace, entry.record, audience) if note is not None),
        affected=launch.affected,
        rollout=tuple(
            StepLine(step.on, step.percent, step.guard) for step in sorted(launch.rollout, key=lambda one: one.on)
        ),
        action=action_for(policy, launch, audience),
        questions=tuple(
            QuestionLine(one.ask, one.answer, one.internal) for one in questions_for(policy, entry.record, audience)
        ),
        inside=_inside(workspace, as_of, entry, audience) if is_inside else None,
    )


def release_notes(workspace: Workspace, launch: Launch, audience: str) -> tuple[tuple[str, str | None], ...]:
    """The id of each initiative that it ships, with what customers are told of it.

    Without what is not coming: what is cancelled or on hold, and once it has launched what has not shipped.
    """
    coming = ("shipped",) if launch.status == "launched" else ("idea", "planned", "in_progress", "shipped")
    found = ((id_, workspace.get(Initiative, id_)) for id_ in launch.initiatives)
    return tuple(
        (id_, readable(workspace.settings.launches, initiative, audience).release_note)
        for id_, initiative in found
        if initiative is not None and initiative.status in coming
    )


def _refuse_unknown(workspace: Workspace, entry: Entry[Launch], audience: str) -> None:
    """Raise ProdopsError for an audience that nothing names, which is most likely mistyped."""
    known = known_audiences(workspace.settings.launches, [entry.record])
    if not is_among(audience, known):
        named_there = listed(audiences_of(entry.record)) or "none"
        hint = nearest_hint(audience, known, f"{entry.id} names {named_there}; add it to its `audiences`")
        raise ProdopsError(f"{entry.ref} has no audience `{audience}`", hint)


def _when(launch: Launch, as_of: date) -> str:
    """The day and the countries: `From 17 November 2026, in AT, DE and PT`."""
    where = f"in {listed(sorted({*launch.geographies}))}" if launch.geographies else ""
    if launch.date is None:
        day = "The day is not known yet"
    elif launch.date <= as_of:
        day = f"Since {long_day(launch.date)}"
    else:
        day = f"From {long_day(launch.date)}"
    return ", ".join(filter(None, (day, where))) + "."


# --- for colleagues ------------------------------------------------------------------------------------


def _inside(workspace: Workspace, as_of: date, entry: Entry[Launch], audience: str) -> Inside:
    launch = entry.record
    parts = _PARTS.get(plain_audience(audience), (RISKS, MARKET, GOALS))
    brief = own(launch.briefs, audience)
    sent = brief.sent if brief is not None and brief.sent <= as_of else None
    due = _due(workspace, launch, as_of)
    gtm = launch.gtm
    return Inside(
        launch=named(entry),
        owner=named_by(workspace, "person", launch.owner),
        status=launch.status,
        sent=sent,
        due=due,
        is_late=sent is None and due is not None and due < as_of,
        risks=tuple(_risks(workspace, launch)) if RISKS in parts else (),
        calls=_calls(workspace, launch) if RISKS in parts else (),
        market=Market(gtm.segments, gtm.positioning, gtm.pricing) if gtm is not None and MARKET in parts else None,
        standing=_standing(workspace, entry, as_of) if GOALS in parts else None,
        missing=tuple(_missing(workspace, launch, audience, parts)),
    )


def _due(workspace: Workspace, launch: Launch, as_of: date) -> date | None:
    """The last day for telling those who talk to customers; None where it has launched, or nobody knows when."""
    is_ahead = launch.date is not None and launch.date >= as_of and launch.status == "planned"
    return brief_day(workspace.settings, launch) if is_ahead else None


def _risks(workspace: Workspace, launch: Launch) -> Iterator[RiskLine]:
    """What may still go wrong, open risks first."""
    order = ("open", "accepted")
    for risk in sorted(
        (one for one in launch.risks if one.status in order), key=lambda one: (order.index(one.status), one.title)
    ):
        yield RiskLine(risk.title, risk.status, named_by(workspace, "person", risk.owner), risk.mitigation)


def _calls(workspace: Workspace, launch: Launch) -> tuple[Call, ...]:
    """Whom to call: each person once, with everything they answer for."""
    team = workspace.get(Team, launch.team)
    found: dict[str, list[str]] = {}
    for person, why in (
        (launch.owner, "answers for the launch"),
        (team.lead if team is not None else None, f"leads {team.name}" if team is not None else ""),
        *((gate.owner, name) for name, gate in launch.gates.items() if name in ("engineering", "support")),
    ):
        if person is not None:
            found.setdefault(person, []).append(why)
    channels = team.channels if team is not None else ()
    lines = ((named_by(workspace, "person", person), whys) for person, whys in found.items())
    return tuple(Call(who, listed(whys), channels) for who, whys in lines if who is not None)


def _standing(workspace: Workspace, entry: Entry[Launch], as_of: date) -> Standing:
    launch = entry.record
    found = [named_by(workspace, Goal.kind, goal) for goal in goals_of(workspace, launch)]
    return Standing(
        goals=tuple(goal for goal in found if goal is not None),
        metrics=tuple(MetricLine(one.title, one.baseline, one.target, one.unit) for one in launch.metrics),
        tier=tier_of(workspace.settings.launches, launch),
        why_tier=why_tier(workspace.settings.launches, launch),
        readiness=_readiness(workspace, entry, as_of),
    )


def _readiness(workspace: Workspace, entry: Entry[Launch], as_of: date) -> str:
    """How ready it is, in a sentence."""
    if entry.record.status != "planned":
        return "It has launched." if entry.record.status == "launched" else f"It is {spoken(entry.record.status)}."
    verdict = verdict_of(Inquiry(workspace, as_of), entry)
    first = next((reason.text for reason in verdict.reasons if reason.weight != "note"), None)
    return f"{sentence_of(verdict)} First of all: {first}." if first is not None else sentence_of(verdict)


# --- what nobody has written -----------------------------------------------------------------------------


def _missing(workspace: Workspace, launch: Launch, audience: str, parts: Iterable[str]) -> Iterator[str]:
    yield from missing_for_all(workspace, launch, audience)
    if RISKS in parts and not launch.risks:
        yield "what may go wrong (risks)"
    gtm = launch.gtm
    if MARKET in parts:
        if gtm is None or not gtm.segments:
            yield "who it is for (gtm.segments)"
        if gtm is None or gtm.positioning is None:
            yield "what it is for them, and what not (gtm.positioning)"
        if gtm is None or gtm.pricing is None:
            yield "what it costs (gtm.pricing)"
    if GOALS in parts:
        yield from _missing_numbers(launch.metrics)


def _missing_numbers(metrics: tuple[LaunchMetric, ...]) -> Iterator[str]:
    if not metrics:
        yield "which numbers it is meant to move (metrics)"
    for metric in metrics:
        lacks = [name for name in ("baseline", "target") if getattr(metric, name) is None]
        if lacks:
            yield f"the {listed(lacks)} of {metric.title} (metrics)"


def missing_for_all(workspace: Workspace, launch: Launch, audience: str) -> Iterator[str]:
    """What a brief for anybody needs and the files do not say."""
    is_leader = plain_audience(audience) in LEADERS
    if message_for(launch, audience) is None and not is_leader:
        yield f"what {audience} are told (messages.{audience})"
    for id_, note in release_notes(workspace, launch, audience):
        if note is None:
            yield f"what customers are told of {id_} (its release_note)"
    if launch.affected is None:
        yield "who notices it, and how (affected)"
    if launch.date is None:
        yield "when it comes (date)"
    if not launch.geographies:
        yield "where it comes (geographies)"
    if action_for(workspace.settings.launches, launch, audience) is None and not is_leader:
        yield f"what {audience} should do (actions.{audience})"
    if not questions_for(workspace.settings.launches, launch, audience) and not is_leader:
        yield "which questions to expect (questions)"
