"""cycle: a planning period, with the day its plan is fixed and what must be true by then."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from prodops_cli.fields import Day, Part, Period, PersonRef, Ref, ShortForm, Tag, TeamRef, Telling, Text
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.initiative import InitiativeRef

CycleRef = Annotated[str, Ref("cycle")]
Need = Literal[
    "teams",
    "decided",
    "owners",
    "outcomes",
    "goals",
    "targets",
    "confidence",
    "efforts",
    "ranked",
    "handshakes",
    "dates",
    "capacity",
]
"""What can be read off the files, in the order in which a plan comes to be."""


class SignOff(Part):
    """Who said that something is so."""

    by: PersonRef
    """Who said so."""
    on: Day
    """The day they said it."""


class ChecklistItem(Part):
    """Something that only people can say is so."""

    telling: ClassVar[Telling] = Telling(identity=("what",), noun="check")

    what: Text
    """What must be so."""
    signed: SignOff | None = None
    """Who said that it is; open unless given."""


class CycleGate(Part):
    """What must be true by a day on the way to the plan."""

    telling: ClassVar[Telling] = Telling(topics={"owner": "ownership", "due": "promise"}, noun="gate")

    owner: PersonRef | None = None
    """Who sees to it; the cycle's owner unless given."""
    due: Day | None = None
    """The day it must be true by; the freeze unless given."""
    needs: tuple[Need, ...] = ()
    """What prodops checks: teams (each has something in the plan), decided (nothing is an idea any more), owners,
    outcomes, goals, targets, confidence, efforts, ranked, handshakes (what others need is promised), dates (each
    target can hold, given what it waits for), capacity."""
    checklist: tuple[Annotated[ChecklistItem, ShortForm("what", {"type": "string"})], ...] = ()
    """What people have to say; a bare text is open."""


class CycleException(Part):
    """A change of the plan that was allowed after the freeze."""

    telling: ClassVar[Telling] = Telling(noun="exception for")

    initiative: InitiativeRef
    """What it allows to change."""
    reason: Text
    """Why the plan does not hold here."""
    by: PersonRef
    """Who allowed it; not who wants it."""
    on: Day
    """The day it was allowed."""
    until: Day | None = None
    """The last day it covers; without an end unless given."""


class Cycle(Record):
    """A planning period: when its plan is made, fixed and looked back on.

    What is in it follows from the roadmap: every initiative whose target, or else start, lies in the period. How it
    stands is never written down: `prodops roadmap cycle check` and `close` say it.

    ```yaml title="cycles/2026-q4.yaml"
    title: Plan for the fourth quarter
    period: 2026-Q4
    owner: grace
    opens: 2026-08-24
    freeze: 2026-09-25
    closes: 2027-01-12
    teams: [payments]
    gates:
      goals:
        owner: grace
        due: 2026-09-04
        needs: [owners, outcomes, goals]
      plan:
        needs: [teams, targets, efforts, handshakes, dates, capacity]
        checklist:
          - Each lead has told their team what is not in the plan
          - {what: The board has seen it, signed: {by: grace, on: 2026-09-24}}
    exceptions:
      - {initiative: one-page-checkout, reason: The bank changed its interface, by: grace, on: 2026-10-06}
    ```
    """

    kind: ClassVar[str] = "cycle"
    folder: ClassVar[str] = "cycles"
    columns: ClassVar[tuple[str, ...]] = ("title", "period", "opens", "freeze", "closes", "owner")
    also_called: ClassVar[Mapping[str, str]] = {
        "name": "title",
        "quarter": "period",
        "start": "opens",
        "begins": "opens",
        "frozen": "freeze",
        "freezes": "freeze",
        "deadline": "freeze",
        "end": "closes",
        "review": "closes",
        "lead": "owner",
        "waivers": "exceptions",
    }
    telling: ClassVar[Telling] = Telling(
        topics={
            "period": "scope",
            "opens": "promise",
            "freeze": "promise",
            "closes": "promise",
            "teams": "scope",
            "gates": "gate",
            "exceptions": "scope",
        },
    )

    title: Text
    """What people call it."""
    period: Period
    """The days whose work it plans: 2026-Q4."""
    owner: PersonRef | None = None
    """Who sees that the plan comes to be."""
    opens: Day | None = None
    """The day planning begins."""
    freeze: Day
    """The last day on which the plan may change without an exception."""
    closes: Day | None = None
    """The day on which what was promised is held against what shipped."""
    teams: tuple[TeamRef, ...] = ()
    """The teams that take part; all product and platform teams unless given."""
    gates: dict[Tag, CycleGate] = Field(default_factory=dict)
    """What must be true, by name; at the freeze everything that prodops can check, unless given."""
    exceptions: tuple[CycleException, ...] = ()
    """Changes of the plan that were allowed after the freeze."""
