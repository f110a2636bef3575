"""The pages of a launch's kit, which people fill in and tick: made of the record alone, whatever day it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from shlex import quote

from prodops_cli.analysis.launches.days import gate_due, review_day, working_days_from
from prodops_cli.analysis.launches.tiers import required_gates, tier_of, why_tier
from prodops_cli.fields import is_id
from prodops_cli.kinds._base import descriptions
from prodops_cli.kinds.launch import Facts, Gate, Launch
from prodops_cli.policy import TIERS, LaunchPolicy, Tier
from prodops_cli.reports._base import Entry, Named, Workspace, named, named_by

PAGES: dict[Tier, tuple[str, ...]] = {
    1: ("go-to-market", "faq", "comms", "rollout", "run-of-show", "retro"),
    2: ("faq", "comms", "rollout", "retro"),
    3: ("rollout", "retro"),
}
"""The pages of each tier, by the names of their files and templates."""

RETRO_DAYS = 10
"""The look back is so many working days after the launch, when the first week is known."""
LEGAL = "legal"
"""The gate that reads what customers will read."""
LEGAL_READS = 2
"""Working days that it has for that, before its decision is due."""
EARLIEST = 365
"""Nothing is due earlier than so many working days before the launch."""
_TOLD_BEFORE = ("support", "sales")
"""Colleagues who are told before the day, where the launch names none."""


@dataclass(frozen=True, slots=True)
class KitGate:
    """A gate of the launch."""

    name: str
    owner: Named | None
    due: date | None


@dataclass(frozen=True, slots=True)
class KitStep:
    """A step of the rollout."""

    on: date
    percent: float
    guard: str | None


@dataclass(frozen=True, slots=True)
class KitMetric:
    """A number it is meant to move."""

    title: str
    baseline: float | None
    target: float | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class KitQuestion:
    """A question to expect, with its answer where somebody has written one."""

    ask: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class CommsLine:
    """Something to be said or prepared."""

    id: str
    """By which its line is known when the page is made again."""
    offset: int
    """Working days from the launch; negative is before it."""
    on: date | None
    """The day; None where the launch has none."""
    what: str


@dataclass(frozen=True, slots=True)
class LaunchKit:
    """A launch as its pages need it."""

    launch: Named
    title: str
    owner: Named | None
    team: Named | None
    tier: Tier
    why_tier: str
    geographies: tuple[str, ...]
    channels: tuple[str, ...]
    segments: tuple[str, ...]
    positioning: str | None
    pricing: str | None
    messages: tuple[tuple[str, str], ...]
    """What each audience is told, by audience."""
    open: tuple[str, ...]
    """What nobody has said yet, as questions."""
    gates: tuple[KitGate, ...]
    rollout: tuple[KitStep, ...]
    metrics: tuple[KitMetric, ...]
    questions: tuple[KitQuestion, ...]
    comms: tuple[CommsLine, ...]
    review: date | None
    """The day of the readiness review."""
    retro: date | None
    """The day of the look back."""
    date: date | None
    """The day of the launch."""


def launch_kit(workspace: Workspace, entry: Entry[Launch]) -> LaunchKit:
    """What the pages of a launch's kit are filled with."""
    launch, settings = entry.record, workspace.settings
    gtm = launch.gtm
    return LaunchKit(
        launch=named(entry),
        title=launch.title,
        date=launch.date,
        owner=named_by(workspace, "person", launch.owner),
        team=named_by(workspace, "team", launch.team),
        tier=tier_of(settings.launches, launch),
        why_tier=why_tier(settings.launches, launch),
        geographies=tuple(sorted({*launch.geographies})),
        channels=launch.channels,
        segments=gtm.segments if gtm is not None else (),
        positioning=gtm.positioning if gtm is not None else None,
        pricing=gtm.pricing if gtm is not None else None,
        messages=tuple(sorted(launch.messages.items())),
        open=tuple(_open(workspace, launch)),
        gates=tuple(_gates(workspace, launch)),
        rollout=tuple(
            KitStep(step.on, step.percent, step.guard) for step in sorted(launch.rollout, key=lambda one: one.on)
        ),
        metrics=tuple(KitMetric(one.title, one.baseline, one.target, one.unit) for one in launch.metrics),
        questions=tuple(_questions(settings.launches, launch)),
        comms=tuple(_comms(workspace, launch)),
        review=review_day(settings, launch),
        retro=working_days_from(settings, launch.date, RETRO_DAYS) if launch.date is not None else None,
    )


def pages_of(tier: Tier) -> tuple[str, ...]:
    """The names of the pages of a tier."""
    return PAGES[tier]


# --- what nobody has said ---------------------------------------------------------------------------------


def _open(workspace: Workspace, launch: Launch) -> Iterator[str]:
    """What the record leaves open, as questions."""
    if launch.date is None:
        yield "On which day? (date)"
    if launch.team is None:
        yield "Which team is behind it? (team)"
    if not launch.initiatives:
        yield "What does it ship? (initiatives)"
    if not launch.geographies:
        yield "Which countries does it reach? (geographies)"
    for name, sentence in _open_facts(workspace, launch):
        yield f"Is this so? {sentence} (facts.{name})"
    for name in required_gates(workspace.settings.launches, launch):
        if launch.gates.get(name, Gate()).owner is None:
            yield f"Who decides for {name}? (gates.{name}.owner)"
    if not launch.rollout:
        yield "In which steps, and what must hold before the next? (rollout)"
    if not launch.metrics:
        yield "Which numbers is it meant to move, from where to where? (metrics)"


def _open_facts(workspace: Workspace, launch: Launch) -> Iterator[tuple[str, str]]:
    """The facts that count for the tier and that nobody has affirmed or denied, with what each of them means."""
    policy = workspace.settings.launches
    said = descriptions(Facts)
    counting = dict.fromkeys(fact for tier in TIERS for fact in policy.tier(tier).facts)
    for fact in counting:
        field = fact if fact in Facts.model_fields else "others"
        if field not in launch.facts.model_fields_set:
            yield (fact, said[fact]) if field == fact else (f"others: {fact}", f"{fact}.")


# --- lines -----------------------------------------------------------------------------------------------


def _gates(workspace: Workspace, launch: Launch) -> Iterator[KitGate]:
    required = required_gates(workspace.settings.launches, launch)
    for name in (*required, *sorted(set(launch.gates) - set(required))):
        owner = named_by(workspace, "person", launch.gates.get(name, Gate()).owner)
        yield KitGate(name, owner, gate_due(workspace.settings, launch, name))


def _questions(policy: LaunchPolicy, launch: Launch) -> Iterator[KitQuestion]:
    """Those of the record that somebody outside may have, or else the ones that somebody always asks."""
    outside = [one for one in launch.questions if not one.audiences or not all(map(policy.is_colleague, one.audiences))]
    if outside:
        yield from (KitQuestion(one.ask, one.answer) for one in outside)
        return
    facts = launch.facts
    asked = (
        (True, "What changes for me?"),
        (True, "Do I have to do anything?"),
        (facts.breaking_change, "What stops working, and when?"),
        (facts.pricing_change or facts.new_product, "What does it cost?"),
        (facts.contract_terms, "Which terms change, and may I leave?"),
        (facts.personal_data, "Which of my data does it use, and how do I refuse?"),
        (facts.partner, "Who is the other company, and what do they learn of me?"),
        (True, "When do I get it, and can I have it earlier or later?"),
        (True, "What do I do when it does not work?"),
    )
    for counts, ask in asked:
        if counts:
            yield KitQuestion(ask, None)


def _comms(workspace: Workspace, launch: Launch) -> Iterator[CommsLine]:
    """What has to be said, to whom, so many working days from the launch."""
    settings = workspace.settings
    told = settings.launches.brief_days
    inside = [name for name in launch.audiences if settings.launches.is_colleague(name)] or list(_TOLD_BEFORE)
    outside = [name for name in launch.audiences if not settings.launches.is_colleague(name)] or ["customers"]
    drafts = _drafts_offset(workspace, launch, -(told + 3))
    legal = ", and let legal see it" if _has_legal(settings.launches, launch) else ""
    steps = [
        ("messages", drafts - 7, "Agree on one sentence for every audience (messages in the record)"),
        ("questions", drafts - 2, "Write the questions to expect, with answers (questions in the record)"),
        ("drafts", drafts, f"Draft what customers will read{legal}"),
        *(
            (_slug("brief", name, place), -told, f"Brief {name}: {_command(launch, name)}")
            for place, name in enumerate(inside)
        ),
        ("channels", -2, f"Book the day: {', '.join(launch.channels)}" if launch.channels else "Book the channels"),
        ("last-look", -1, "A last look at everything that goes out; nobody edits after that"),
        *(
            (_slug("tell", name, place), 0, f"Tell {name}: {_command(launch, name)}")
            for place, name in enumerate(outside)
        ),
        ("answers", 1, "Read what people write back, and mend the answers"),
        ("first-week", 5, "Tell colleagues how the first week went"),
    ]
    for id_, offset, what in sorted(steps, key=lambda step: step[1]):
        day = working_days_from(settings, launch.date, offset) if launch.date is not None and offset else launch.date
        yield CommsLine(id_, offset, day, what)


def _has_legal(policy: LaunchPolicy, launch: Launch) -> bool:
    return LEGAL in launch.gates or LEGAL in required_gates(policy, launch)


def _drafts_offset(workspace: Workspace, launch: Launch, offset: int) -> int:
    """The working day from the launch on which the drafts are due: before legal has to decide, where it does."""
    settings = workspace.settings
    if not _has_legal(settings.launches, launch):
        return offset
    due = gate_due(settings, launch, LEGAL)
    if due is None or launch.date is None:
        return min(offset, settings.launches.gate(LEGAL).due - LEGAL_READS)
    wanted, day = working_days_from(settings, due, -LEGAL_READS), working_days_from(settings, launch.date, offset)
    while day > wanted and offset > -EARLIEST:
        offset, day = offset - 1, working_days_from(settings, day, -1)
    return offset


def _command(launch: Launch, audience: str) -> str:
    """The command that makes an audience's brief."""
    return f"prodops launch brief {launch.id} --audience {quote(audience)}"


def _slug(what: str, audience: str, place: int) -> str:
    """By what a line about an audience is known, whatever letters its name has."""
    word = re.sub(r"[^a-z0-9]+", "-", audience.casefold()).strip("-")
    found = f"{what}-{word}" if word else f"{what}-{place + 1}"
    return found if is_id(found) else f"{what}-{place + 1}"
