"""team: people with a mandate."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from prodops_cli.fields import Amount, Day, Part, PersonRef, ShortForm, Tag, TeamRef, Telling, Text, Weekday
from prodops_cli.kinds._base import Record
from prodops_cli.settings import Holiday


class Capacity(Part):
    """What a team can take on in a month."""

    person_months: Amount
    """Person-months a month for the roadmap, after support and meetings; absences are taken off by the plan."""
    since: Day | None = None
    """The day the figure was set."""


class Team(Record):
    """People with a mandate.

    People usually name their team themselves (`team: payments` in their own file); `members` is for
    those who belong to a second one.

    ```yaml title="teams/payments.yaml"
    name: Payments
    type: product
    mission: Getting paid takes one tap, everywhere we sell
    mandate: Owns checkout, invoicing and the payment providers; decides on both
    lead: ada
    sponsor: grace
    parent: commerce
    verticals: [retail]
    product_lines: [shop]
    channels: ["#payments"]
    capacity: {person_months: 4.5, since: 2026-07-01}
    ```
    """

    kind: ClassVar[str] = "team"
    folder: ClassVar[str] = "teams"
    columns: ClassVar[tuple[str, ...]] = ("name", "type", "lead", "sponsor", "parent")
    also_called: ClassVar[Mapping[str, str]] = {
        "title": "name",
        "owner": "lead",
        "manager": "lead",
        "purpose": "mission",
        "charter": "mandate",
        "people": "members",
        "slack": "channels",
        "vertical": "verticals",
    }
    telling: ClassVar[Telling] = Telling(topics={"capacity": "scope", "mandate": "scope"})

    name: Text
    """The name as people say it."""
    type: Literal["product", "platform", "operations", "business", "leadership"] = "product"
    """What the team is for; only product and platform teams are expected to have roadmap work."""
    mission: Text | None = None
    """What the team is there to achieve, in a sentence."""
    mandate: Text | None = None
    """What the team may decide on its own."""
    lead: PersonRef | None = None
    """Who answers for the team."""
    sponsor: PersonRef | None = None
    """The leader who clears the way for the team."""
    parent: TeamRef | None = None
    """The team this one is part of."""
    members: tuple[PersonRef, ...] = ()
    """People who belong to this team besides the one they name themselves."""
    verticals: tuple[Tag, ...] = ()
    """The business areas the team covers."""
    product_lines: tuple[Tag, ...] = ()
    """The product lines the team works on."""
    channels: tuple[Tag, ...] = ()
    """Where to reach the team: chat channels, mailing lists."""
    working_days: tuple[Weekday, ...] = ()
    """The days on which the team works; those of the workspace unless given."""
    holidays: tuple[Annotated[Holiday, ShortForm("country", {"type": "string"})], ...] = ()
    """The team's days off; those of the workspace unless given."""
    capacity: Capacity | None = None
    """What the team can take on in a month."""
