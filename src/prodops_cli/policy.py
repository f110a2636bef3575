"""What an organisation asks of its launches: facts and their tier, gates, what each gate judges, days to keep free.

What is written in prodops.yaml takes the place of what is built in, field by field. The built-in tiers and gates are
those of docs/reference/vocabulary.md.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self, TypeVar, cast

from pydantic import Field, model_validator

from prodops_cli.fields import Country, Day, Part, Ref, Tag, Text, count_between, refuse

Tier = Literal[1, 2, 3]
TIERS: tuple[Tier, ...] = (1, 2, 3)

CUSTOMERS = "customers"
"""The audience that nothing internal is for, whatever the settings say."""
COLLEAGUES = frozenset(
    {
        "colleagues",
        "company",
        "customer care",
        "customer success",
        "employees",
        "engineering",
        "exec",
        "executives",
        "finance",
        "internal",
        "leadership",
        "legal",
        "marketing",
        "operations",
        "product",
        "sales",
        "staff",
        "success",
        "support",
        "team",
    }
)
"""The audiences that are colleagues everywhere; any other is taken for customers unless the settings name it."""

Offset = Annotated[int, *count_between(-365, 0)]
"""Working days from the launch date, negative before it: a decision after it is none."""


class TierPolicy(Part):
    """One tier: the facts that make it, and what it asks for."""

    facts: tuple[Tag, ...] = ()
    """The facts that lift a launch into it: fields of its `facts`, or names in `facts.others`."""
    gates: tuple[Tag, ...] = ()
    """The functions that have to agree."""


class GatePolicy(Part):
    """What one function judges, who may do so, and when."""

    judges: tuple[Text, ...] = ("facts", "geographies", "initiatives", "date")
    """The fields of a launch that a sign-off covers, as dotted paths; a change of one of them makes it stale."""
    approvers: tuple[Annotated[str, Ref(None)], ...] = ()
    """Who may sign: `person:ID` or `team:ID`. Unless given, the team with the gate's name, else the gate's owner."""
    due: Offset = -10
    """When the decision is needed, where the launch does not say: working days from its date."""
    checklist: tuple[Text, ...] = ()
    """What is looked at, for new launches."""


class Blackout(Part):
    """Days on which nothing is launched."""

    first: Day
    """The first of them."""
    last: Day
    """The last of them."""
    reason: Text
    """Why: the shops' busiest weeks."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise refuse("`last` is before `first`", "put them the other way round")
        return self


_TIERS: Mapping[Tier, Mapping[str, Any]] = MappingProxyType(
    {
        1: {
            "facts": ("new_product", "pricing_change", "new_geographies", "personal_data", "contract_terms"),
            "gates": (
                "legal",
                "privacy",
                "security",
                "support",
                "marketing",
                "finance",
                "tax",
                "product",
                "engineering",
            ),
        },
        2: {
            "facts": ("breaking_change", "partner", "notable"),
            "gates": ("security", "support", "marketing", "product"),
        },
        3: {"gates": ("product", "engineering")},
    }
)

_GATES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "legal": {
            "judges": ("facts.contract_terms", "facts.partner", "facts.new_geographies", "geographies", "messages"),
            "due": -15,
            "checklist": (
                "Terms and imprint fit what is launched",
                "Contracts with partners are signed",
                "Claims in the messages hold",
            ),
        },
        "privacy": {
            "judges": ("facts.personal_data", "facts.partner", "facts.new_geographies", "geographies"),
            "due": -15,
            "checklist": (
                "What personal data is used, why, and for how long",
                "Impact assessment, where one is needed",
                "Notices and consent are in place",
            ),
        },
        "security": {
            "judges": ("facts.new_product", "facts.personal_data", "facts.partner", "initiatives"),
            "due": -10,
            "checklist": ("Threat model is reviewed", "Findings of the last test are closed or accepted"),
        },
        "support": {
            "judges": ("facts.breaking_change", "facts.notable", "audiences", "messages", "rollout", "date"),
            "due": -5,
            "checklist": (
                "Help articles are written",
                "Support has seen it and has answers",
                "Who is called when it goes wrong",
            ),
        },
        "marketing": {
            "judges": ("title", "gtm", "messages", "audiences", "channels", "geographies", "date"),
            "due": -5,
            "checklist": ("Messages for every audience", "Channels are booked for the day"),
        },
        "finance": {
            "judges": ("facts.pricing_change", "facts.new_product", "gtm.pricing", "metrics"),
            "due": -15,
            "checklist": ("The business case is agreed", "Prices and discounts are set up", "Billing is tested"),
        },
        "tax": {
            "judges": ("facts.pricing_change", "facts.new_geographies", "gtm.pricing", "geographies"),
            "due": -15,
            "checklist": ("Tax treatment is known for every country", "Invoices show it rightly"),
        },
        "product": {
            "judges": ("title", "initiatives", "goals", "metrics", "rollout"),
            "due": -3,
            "checklist": ("Everything it ships has shipped", "Metrics have baselines", "Decision on the rollout"),
        },
        "engineering": {
            "judges": ("initiatives", "rollout", "date"),
            "due": -3,
            "checklist": ("Load is tested", "Alerts are in place", "The way back is rehearsed"),
        },
    }
)

_Given = TypeVar("_Given", bound=Part)


class LaunchPolicy(Part):
    """What the organisation asks of its launches."""

    tiers: dict[Tag, TierPolicy] = Field(default_factory=dict)
    """By number, 1 to 3; what a tier leaves out is as it is built in."""
    gates: dict[Tag, GatePolicy] = Field(default_factory=dict)
    """By name; what a gate leaves out is as it is built in."""
    geographies: dict[Country, tuple[Tag, ...]] = Field(default_factory=dict)
    """The gates that a country adds to every launch that reaches it."""
    brief_days: Annotated[int, *count_between(0, 365)] = 5
    """So many working days before a launch, those who talk to customers must have been briefed."""
    blackouts: tuple[Blackout, ...] = ()
    """Days on which nothing is launched."""
    colleagues: tuple[Tag, ...] = ()
    """Audiences that are colleagues, besides support, sales and their like; any other reads only what customers may."""

    @model_validator(mode="after")
    def _numbered(self) -> Self:
        wrong = next((name for name in self.tiers if name not in map(str, TIERS)), None)
        if wrong is not None:
            raise refuse(f"there is no tier {wrong!r}", "tiers are 1 (the largest), 2 and 3")
        return self

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if any(plain_audience(name) == CUSTOMERS for name in self.colleagues):
            raise refuse(f"`{CUSTOMERS}` are not colleagues", "what is internal would reach them; take it out")
        return self

    def is_colleague(self, audience: str) -> bool:
        """Whether an audience works here, so that it may read what is internal.

        A team's name is not enough: a team is often called after the customers whom it builds for.
        """
        name = plain_audience(audience)
        return name in COLLEAGUES or any(name == plain_audience(own) for own in self.colleagues)

    def tier(self, number: Tier) -> TierPolicy:
        """What counts for a tier."""
        return _merged(TierPolicy, _TIERS[number], self.tiers.get(str(number)))

    def gate(self, name: str) -> GatePolicy:
        """What counts for a gate, also for one that nobody has described."""
        return _merged(GatePolicy, _GATES.get(name, {}), self.gates.get(name))


def plain_audience(audience: str) -> str:
    """An audience's name in small letters, with spaces for hyphens: names that agree in it are one audience."""
    return " ".join(audience.casefold().replace("-", " ").replace("_", " ").split())


def _merged(model: type[_Given], built_in: Mapping[str, Any], given: _Given | None) -> _Given:
    own = {name: getattr(given, name) for name in given.model_fields_set} if given is not None else {}
    return cast("_Given", model.model_construct(**{**built_in, **own}))
