"""launch: something reaching its users, and all that must be true by then."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from prodops_cli.fields import (
    Count,
    Country,
    Day,
    Flag,
    Number,
    Part,
    Percent,
    PersonRef,
    PromisedDay,
    Public,
    Ref,
    ShortForm,
    Tag,
    TeamRef,
    Telling,
    Text,
    Update,
    Url,
    count_between,
)
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.goal import GoalRef
from prodops_cli.kinds.initiative import InitiativeRef

LaunchRef = Annotated[str, Ref("launch")]
Verdict = Literal["approved", "conditional", "rejected", "waived"]


class Facts(Part):
    """What is true of the launch; its tier is computed from these."""

    new_product: Flag = False
    """Something that could not be bought from us before."""
    pricing_change: Flag = False
    """A price, plan or discount changes."""
    new_geographies: tuple[Country, ...] = ()
    """Countries it is offered in for the first time."""
    personal_data: Flag = False
    """It collects or uses personal data in a new way."""
    contract_terms: Flag = False
    """Terms of contract change."""
    partner: Flag = False
    """Another company takes part."""
    breaking_change: Flag = False
    """Customers must change something to keep working."""
    notable: Flag = False
    """Customers will notice it without being told."""
    others: tuple[Tag, ...] = ()
    """Facts of your own, by the names that `launches.tiers` of prodops.yaml gives them."""


class Condition(Part):
    """Something that must still happen before a conditional sign-off is a whole one."""

    text: Text
    """What must happen."""
    met: Day | None = None
    """The day it had happened."""


class Approval(Part):
    """One sign-off; `prodops launch approve` writes it."""

    telling: ClassVar[Telling] = Telling(identity=("by", "on"))

    by: PersonRef
    """Who decided."""
    on: Day
    """When."""
    verdict: Verdict
    """What was decided."""
    conditions: tuple[Annotated[Condition, ShortForm("text", {"type": "string"})], ...] = ()
    """What must still happen, for a conditional one; a bare text will do until it is met."""
    until: Day | None = None
    """When a waiver runs out."""
    note: Text | None = None
    """What else was said."""
    seal: dict[Text, Text] | None = None
    """Digests of the fields that were judged, by their paths; never typed by hand."""


class Gate(Part):
    """What one function has to be satisfied of before the launch."""

    telling: ClassVar[Telling] = Telling(topics={"owner": "ownership", "due": "promise"})

    owner: PersonRef | None = None
    """Who decides."""
    due: Day | None = None
    """The day the decision is needed."""
    in_review: Flag = False
    """Whether the function is looking at it."""
    checklist: tuple[Text, ...] = ()
    """What is looked at."""
    evidence: tuple[Url, ...] = ()
    """Where it can be seen."""
    approvals: tuple[Approval, ...] = ()
    """The sign-offs, oldest first."""


class Checkpoint(Part):
    """Where a metric should be some days after the launch."""

    telling: ClassVar[Telling] = Telling(identity=("after",), noun="checkpoint at day")

    after: Count
    """Days after the launch: 7, 30, 90."""
    target: Number
    """The value it should have by then."""


class Reading(Part):
    """What a metric was on a day."""

    telling: ClassVar[Telling] = Telling(identity=("on",), noun="reading of")

    on: Day
    """The day."""
    value: Number
    """The value."""
    note: Text | None = None
    """What explains it."""


class LaunchMetric(Part):
    """A number the launch is meant to move."""

    telling: ClassVar[Telling] = Telling(noun="metric")

    title: Text
    """What is measured."""
    baseline: Number | None = None
    """Its value before the launch."""
    target: Number | None = None
    """Its value if the launch works."""
    unit: Tag | None = None
    """What is counted: orders per day."""
    checkpoints: tuple[Checkpoint, ...] = ()
    """Where it should be on the way; without any, `target` is for day 90."""
    readings: tuple[Reading, ...] = ()
    """What was measured after the launch, by day."""


class Stage(Part):
    """One step of the rollout."""

    telling: ClassVar[Telling] = Telling(identity=("percent",), noun="rollout to")

    on: Annotated[PromisedDay, Public()]
    """The day."""
    percent: Annotated[Percent, Public()]
    """The share of users that have it from then on."""
    guard: Text | None = None
    """What must hold before the next step."""
    reached: Day | None = None
    """The day it was really there."""
    held: Flag | None = None
    """Whether the guard held."""
    note: Text | None = None
    """What was seen."""


class GoToMarket(Part):
    """For whom it is, what it is for them, and at what price."""

    segments: tuple[Text, ...] = ()
    """Who it is for."""
    positioning: Text | None = None
    """What it is for them, and what it is not."""
    pricing: Text | None = None
    """What it costs, and for whom that changes."""


class Question(Part):
    """A question to expect, and the answer."""

    telling: ClassVar[Telling] = Telling(identity=("ask",), noun="question")

    ask: Annotated[Text, Public()]
    """The question."""
    answer: Annotated[Text, Public()]
    """The answer, as it may be given to a customer."""
    internal: Text | None = None
    """What only colleagues should know about it."""
    audiences: tuple[Tag, ...] = ()
    """Whom it is for; everybody unless given."""


class Brief(Part):
    """That an audience was told."""

    sent: Day
    """The day."""
    by: PersonRef | None = None
    """Who told them."""
    link: Url | None = None
    """Where it can be read."""


class LaunchRisk(Part):
    """Something that may go wrong."""

    telling: ClassVar[Telling] = Telling(identity=("title",), noun="risk")

    title: Text
    """What may go wrong."""
    status: Literal["open", "mitigated", "accepted"] = "open"
    """Whether it still may; accepted is somebody's decision to live with it."""
    owner: PersonRef | None = None
    """Who watches it."""
    mitigation: Text | None = None
    """What is done about it."""


class Launch(Record):
    """Something reaching its users, and all that must be true by then.

    ```yaml title="launches/checkout-2.yaml"
    title: Checkout 2
    date: 2026-09-22
    owner: linus
    team: payments
    facts: {pricing_change: true, new_geographies: [DE, AT], personal_data: true}
    initiatives: [one-page-checkout]
    goals: [grow-mobile-revenue]
    gates:
      legal:
        owner: noor
        due: 2026-09-08
        approvals:
          - {by: noor, on: 2026-09-01, verdict: conditional, conditions: [update the imprint]}
    audiences: [customers, support, sales]
    geographies: [DE, AT, US]
    channels: [email, blog]
    messages:
      customers: Pay in one step, on any phone.
    metrics:
      - {title: Completed orders, baseline: 1200, target: 1320, unit: per day}
    rollout:
      - {on: 2026-09-22, percent: 10, guard: error rate below 0.5 %}
      - {on: 2026-09-29, percent: 100}
    ```
    """

    kind: ClassVar[str] = "launch"
    folder: ClassVar[str] = "launches"
    columns: ClassVar[tuple[str, ...]] = ("title", "date", "status", "owner", "team")
    also_called: ClassVar[Mapping[str, str]] = {
        "name": "title",
        "launch_date": "date",
        "target": "date",
        "due": "date",
        "lead": "owner",
        "items": "initiatives",
        "countries": "geographies",
        "markets": "geographies",
        "approvals": "gates",
    }
    final: ClassVar[Mapping[str, tuple[str, ...]]] = {"launched": (), "cancelled": ("planned",)}
    telling: ClassVar[Telling] = Telling(
        topics={
            "status": "status",
            "tier": "scope",
            "facts": "scope",
            "initiatives": "scope",
            "goals": "scope",
            "gates": "gate",
            "audiences": "scope",
            "geographies": "scope",
            "metrics": "scope",
            "rollout": "promise",
            "gtm": "scope",
            "briefs": "news",
            "risks": "news",
            "updates": "news",
        },
        serves=("goals",),
    )

    title: Annotated[Text, Public()]
    """What customers or colleagues would call it."""
    date: Annotated[PromisedDay | None, Public()] = None
    """The day it reaches its first users."""
    status: Literal["planned", "launched", "cancelled", "on_hold"] = "planned"
    """Where it stands."""
    owner: PersonRef | None = None
    """Who answers for the date and the readiness."""
    team: TeamRef | None = None
    """The team behind it."""
    tier: Annotated[int, *count_between(1, 3)] | None = None
    """Only to overrule the tier computed from the facts; say why in `tier_reason`."""
    tier_reason: Text | None = None
    """Why the computed tier does not fit."""
    facts: Facts = Field(default_factory=Facts)
    """What is true of the launch; its tier is computed from these."""
    initiatives: tuple[InitiativeRef, ...] = ()
    """The roadmap items it ships."""
    goals: tuple[GoalRef, ...] = ()
    """The goals it serves, besides those of its initiatives."""
    gates: dict[Tag, Gate] = Field(default_factory=dict)
    """What each function has to be satisfied of, by function."""
    audiences: tuple[Tag, ...] = ()
    """Who must hear of it: customers, support, sales."""
    geographies: Annotated[tuple[Country, ...], Public()] = ()
    """The countries it reaches."""
    channels: tuple[Tag, ...] = ()
    """How the audiences hear of it."""
    messages: Annotated[dict[Tag, Text], Public(by_audience=True)] = Field(default_factory=dict)
    """What each audience is told."""
    affected: Annotated[Text | None, Public()] = None
    """Who notices it and how, in words that customers may read."""
    actions: Annotated[dict[Tag, Text], Public(by_audience=True)] = Field(default_factory=dict)
    """What each audience has to do."""
    questions: Annotated[tuple[Question, ...], Public()] = ()
    """Questions to expect, with answers."""
    briefs: dict[Tag, Annotated[Brief, ShortForm("sent", {"type": "string", "format": "date"})]] = Field(
        default_factory=dict
    )
    """When each audience was briefed; a bare day will do."""
    gtm: GoToMarket | None = None
    """Going to market: segments, positioning, pricing."""
    risks: tuple[LaunchRisk, ...] = ()
    """What may go wrong."""
    metrics: tuple[LaunchMetric, ...] = ()
    """The numbers it is meant to move."""
    rollout: Annotated[tuple[Stage, ...], Public()] = ()
    """Its steps, by day and share of users."""
    updates: tuple[Update, ...] = ()
    """What its owner said, by date."""
