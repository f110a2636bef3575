"""initiative: a piece of work on the roadmap, with the outcome it is for."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from prodops_cli.fields import (
    Amount,
    Confidence,
    Count,
    Day,
    Estimate,
    Health,
    Lag,
    Part,
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

InitiativeRef = Annotated[str, Ref("initiative")]
Status = Literal["idea", "planned", "in_progress", "shipped", "cancelled", "on_hold"]


KanoAnswer = Literal["like", "must_be", "neutral", "live_with", "dislike"]


class KanoAnswers(Part):
    """How many people gave one pair of answers to the two questions of a Kano survey."""

    telling: ClassVar[Telling] = Telling(identity=("functional", "dysfunctional"), noun="Kano answer")

    functional: KanoAnswer
    """How they would feel if it were there."""
    dysfunctional: KanoAnswer
    """How they would feel if it were not."""
    count: Count = 1
    """How many people answered so."""


class Override(Part):
    """A place in the ranking that somebody decided, whatever the score."""

    place: Annotated[int, *count_between(1, 100_000)]
    """The place it is given: 1 is the first."""
    reason: Text
    """Why the score is not what counts here."""
    by: PersonRef
    """Who decided it."""
    on: Day
    """The day it was decided."""


class Priority(Part):
    """What ranking works with; each a point or a range, with evidence where there is any."""

    reach: Estimate | None = None
    """People or events per stated period (RICE)."""
    impact: Estimate | None = None
    """RICE: 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal. ICE: 1 to 10."""
    confidence: Estimate | None = None
    """RICE: 1.0 high, 0.8 medium, 0.5 low. ICE: 1 to 10."""
    ease: Estimate | None = None
    """ICE: 1 to 10."""
    business_value: Estimate | None = None
    """WSJF: 1 2 3 5 8 13 20."""
    time_criticality: Estimate | None = None
    """WSJF: 1 2 3 5 8 13 20."""
    risk_reduction: Estimate | None = None
    """WSJF: 1 2 3 5 8 13 20."""
    job_size: Estimate | None = None
    """WSJF: 1 2 3 5 8 13 20."""
    cost_of_delay: Estimate | None = None
    """CD3: money lost per period of waiting."""
    duration: Estimate | None = None
    """CD3: months from its start to its end; from the dates unless given."""
    importance: Estimate | None = None
    """Opportunity: the share of those asked, 0 to 1, who call it important (4 or 5 of 5)."""
    satisfaction: Estimate | None = None
    """Opportunity: the share of those asked, 0 to 1, who are satisfied today (4 or 5 of 5)."""
    kano: tuple[KanoAnswers, ...] = ()
    """Kano: the answers to both questions, each pair with how many gave it."""
    criteria: dict[Tag, Estimate] = Field(default_factory=dict)
    """Weighted: the values of your own criteria, by the names in `ranking.weighted` of prodops.yaml."""
    moscow: Literal["must", "should", "could", "wont"] | None = None
    """MoSCoW: wont means not this time."""
    override: Override | None = None
    """A place that was decided, whatever the score."""


class Actual(Part):
    """What was measured once it had shipped, beside what had been estimated."""

    effort: Amount | None = None
    """Person-months it took."""
    reach: Amount | None = None
    """People or events in the period that the estimate counts over."""
    impact: Amount | None = None
    """On the scale of the estimate."""
    cost_of_delay: Amount | None = None
    """Money it brings in the period that the estimate counts over."""
    on: Day | None = None
    """The day it was measured."""
    evidence: Url | None = None
    """Where the figures come from."""


class Contribution(Part):
    """A part of the work that another team does."""

    telling: ClassVar[Telling] = Telling(noun="contribution of")

    team: TeamRef
    """The team that does it."""
    effort: Estimate | None = None
    """Its part of the effort, in person-months."""
    note: Text | None = None
    """What exactly it does."""


class Dependency(Part):
    """Another initiative that this one waits for."""

    telling: ClassVar[Telling] = Telling(noun="dependency on")

    on: InitiativeRef
    """The initiative it waits for."""
    type: Literal["finish_start", "start_start", "finish_finish"] = "finish_start"
    """Which end waits for which."""
    lag: Lag = 0
    """How many calendar days or weeks after that: 3d, 2w; -3d for before."""
    needed_by: Day | None = None
    """The day it is needed at the latest."""
    asked_by: PersonRef | None = None
    """Who asked for it, where that is not this initiative's owner."""
    asked: Day | None = None
    """The day it was asked for."""
    note: Text | None = None
    """What exactly is needed."""


class Commitment(Part):
    """What this initiative's owner has promised to another initiative."""

    telling: ClassVar[Telling] = Telling(noun="commitment to")

    to: InitiativeRef
    """The initiative that waits for it."""
    by: PromisedDay
    """The promised day."""
    promised_by: PersonRef | None = None
    """Who promised it, where that is not this initiative's owner."""
    agreed: Day | None = None
    """The day it was agreed."""


class Initiative(Record):
    """A piece of work on the roadmap, with the outcome it is for.

    ```yaml title="roadmap/one-page-checkout.yaml"
    title: One-page checkout
    outcome: 10 % more completed orders on mobile
    status: in_progress
    health: on_track
    owner: ada
    team: payments
    goals: [grow-mobile-revenue]
    start: 2026-07-06
    target: 2026-09-15
    confidence: target
    effort: [3, 5]
    priority:
      reach: {value: 40000, per: quarter, evidence: https://example.com/funnel}
      impact: 2
      confidence: 0.8
    depends_on:
      - {on: tax-service, needed_by: 2026-08-15, lag: 1w}
    commits:
      - {to: loyalty-points, by: 2026-09-20, agreed: 2026-06-10}
    product_lines: [shop]
    updates:
      - {date: 2026-08-03, health: at_risk, text: The tax service moved a week; the A/B test waits for it.}
    links:
      - {title: PRD, url: https://example.com/prd}
    custom: {jira: SHOP-412}
    ```
    """

    kind: ClassVar[str] = "initiative"
    folder: ClassVar[str] = "roadmap"
    columns: ClassVar[tuple[str, ...]] = ("title", "status", "health", "owner", "team", "target")
    also_called: ClassVar[Mapping[str, str]] = {
        "name": "title",
        "summary": "title",
        "description": "outcome",
        "goal": "goals",
        "state": "status",
        "due": "target",
        "due_date": "target",
        "deadline": "target",
        "target_date": "target",
        "end": "target",
        "end_date": "target",
        "start_date": "start",
        "lead": "owner",
        "assignee": "owner",
        "dependencies": "depends_on",
        "blocked_by": "depends_on",
        "depends": "depends_on",
        "estimate": "effort",
        "rag": "health",
        "product_line": "product_lines",
        "commitments": "commits",
        "committed": "commits",
        "teams": "contributors",
    }
    final: ClassVar[Mapping[str, tuple[str, ...]]] = {"shipped": (), "cancelled": ("idea", "planned")}
    telling: ClassVar[Telling] = Telling(
        topics={
            "outcome": "scope",
            "status": "status",
            "health": "status",
            "confidence": "promise",
            "goals": "scope",
            "start": "scope",
            "shipped": "status",
            "effort": "scope",
            "contributors": "scope",
            "actual": "news",
            "depends_on": "scope",
            "commits": "promise",
            "product_lines": "scope",
            "updates": "news",
        },
        serves=("goals", "commits"),
    )

    title: Text
    """What customers or colleagues would call it."""
    outcome: Text | None = None
    """What will be different once it is there, and for whom; a number if you can."""
    release_note: Annotated[Text | None, Public()] = None
    """What customers are told once it has shipped, in their words; everything else here is internal."""
    status: Status = "idea"
    """Where it stands."""
    health: Health | None = None
    """How its owner says it goes."""
    confidence: Confidence | None = None
    """How firm the dates are: committed (promised), target (planned), exploratory (a guess)."""
    owner: PersonRef | None = None
    """Who answers for it."""
    team: TeamRef | None = None
    """The team that does the work."""
    goals: tuple[GoalRef, ...] = ()
    """The goals it serves."""
    start: Day | None = None
    """The day work starts or started."""
    target: PromisedDay | None = None
    """The day it is promised or planned for."""
    shipped: Day | None = None
    """The day it reached its users."""
    effort: Estimate | None = None
    """Person-months of all teams together: a point or a range."""
    contributors: tuple[Annotated[Contribution, ShortForm("team", {"type": "string"})], ...] = ()
    """Other teams that do a part of the work; a bare id will do."""
    actual: Actual | None = None
    """What was measured once it had shipped."""
    priority: Priority | None = None
    """What ranking works with."""
    depends_on: tuple[Annotated[Dependency, ShortForm("on", {"type": "string"})], ...] = ()
    """The initiatives it waits for; a bare id will do."""
    commits: tuple[Commitment, ...] = ()
    """What its owner has promised to other initiatives."""
    product_lines: tuple[Tag, ...] = ()
    """The product lines it changes."""
    updates: tuple[Update, ...] = ()
    """What its owner said, by date."""
