"""decision: something that was decided, by whom, and until when it binds."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from prodops_cli.fields import Count, Day, PersonRef, Ref, TeamRef, Telling, Text
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.goal import GoalRef
from prodops_cli.kinds.initiative import InitiativeRef

DecisionRef = Annotated[str, Ref("decision")]


class Decision(Record):
    """Something that was decided: why, by whom, whom it binds, and when it is looked at again.

    ```yaml title="decisions/one-checkout.yaml"
    title: One checkout for every shop
    status: accepted
    driver: ada
    approver: grace
    contributors: [linus]
    proposed: 2026-03-02
    decided: 2026-03-12
    silence_days: 5
    review_by: 2027-03-12
    context: Four shops keep checkouts of their own, and each change is made four times.
    decision: All shops move to the one-page checkout; exceptions end with 2026.
    consequences: Shops lose their own fields; sellers are told a quarter ahead.
    teams: [payments]
    initiatives: [one-page-checkout]
    ```
    """

    kind: ClassVar[str] = "decision"
    folder: ClassVar[str] = "decisions"
    columns: ClassVar[tuple[str, ...]] = ("title", "status", "decided", "driver", "review_by")
    also_called: ClassVar[Mapping[str, str]] = {
        "name": "title",
        "owner": "driver",
        "decider": "approver",
        "approved_by": "approver",
        "date": "decided",
        "review": "review_by",
        "why": "context",
        "outcome": "decision",
        "what": "decision",
        "replaces": "supersedes",
    }
    telling: ClassVar[Telling] = Telling(
        topics={"status": "status", "decision": "scope", "consequences": "scope"},
        serves=("goals", "initiatives"),
    )

    title: Text
    """What was decided, in a line."""
    status: Literal["proposed", "accepted", "rejected", "deprecated", "superseded"] = "proposed"
    """Where it stands; what is accepted binds."""
    driver: PersonRef | None = None
    """Who brings it to a decision."""
    approver: PersonRef | None = None
    """The one who decides."""
    contributors: tuple[PersonRef, ...] = ()
    """Whose knowledge went in; they have no veto."""
    informed: tuple[PersonRef, ...] = ()
    """Who hears of it."""
    proposed: Day | None = None
    """The day it was proposed."""
    decided: Day | None = None
    """The day it was decided."""
    silence_days: Count | None = None
    """After how many days silence is consent."""
    review_by: Day | None = None
    """The day it is looked at again at the latest."""
    context: Text | None = None
    """Why a decision was needed."""
    decision: Text | None = None
    """What was decided, in full."""
    consequences: Text | None = None
    """What follows from it, good and bad."""
    supersedes: tuple[DecisionRef, ...] = ()
    """The decisions whose place it takes."""
    teams: tuple[TeamRef, ...] = ()
    """The teams it binds; everybody unless given."""
    goals: tuple[GoalRef, ...] = ()
    """The goals it is about."""
    initiatives: tuple[InitiativeRef, ...] = ()
    """The initiatives it is about."""
