"""tool: a product or service the organisation uses to do its work."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from prodops_cli.fields import Count, Day, Flag, Money, Part, PersonRef, Ref, Tag, TeamRef, Telling, Text, Url
from prodops_cli.kinds._base import Record

ToolRef = Annotated[str, Ref("tool")]
Ring = Literal["adopt", "trial", "assess", "hold"]


class Seats(Part):
    """How many seats are paid for, and how many people log in."""

    billed: Count
    """Seats on the invoice."""
    active: Count | None = None
    """People with a login in the last 30 days."""
    on: Day | None = None
    """The day of the count."""


class Price(Money):
    """What is paid, and for what."""

    per: Literal["seat/month", "seat/year", "month", "year"]
    """What the amount is paid for."""


class Contract(Part):
    """When the contract began, when it renews, and how early notice must be given."""

    starts: Day | None = None
    """The first day of the contract."""
    renews: Day | None = None
    """The day it renews or ends."""
    notice_days: Count = 0
    """How many days before the renewal notice must be given."""
    auto_renews: Flag = True
    """Whether it renews by itself."""
    decided: Literal["renew", "renegotiate", "cancel"] | None = None
    """What has been decided about the coming renewal."""


class Access(Part):
    """How people get in."""

    how: Text | None = None
    """Where to ask for access."""
    approver: PersonRef | None = None
    """Who grants it; the tool's owner unless given."""
    roles: tuple[Tag, ...] = ()
    """The roles that need it from the first day."""


class Tool(Record):
    """A product or service the organisation uses to do its work.

    ```yaml title="tools/figma.yaml"
    name: Figma
    jobs: [interface design, prototyping]
    category: design
    owner: ada
    teams: [payments]
    ring: adopt
    seats: {billed: 60, active: 41, on: 2026-10-01}
    price: {amount: 15, currency: EUR, per: seat/month}
    contract: {starts: 2025-01-01, renews: 2026-12-31, notice_days: 90, auto_renews: true}
    data_classification: internal
    access: {how: "#it-help", roles: [designer, product-manager]}
    ```
    """

    kind: ClassVar[str] = "tool"
    folder: ClassVar[str] = "tools"
    columns: ClassVar[tuple[str, ...]] = ("name", "category", "ring", "owner", "contract.renews")
    also_called: ClassVar[Mapping[str, str]] = {
        "title": "name",
        "job": "jobs",
        "cost": "price",
        "licenses": "seats",
        "licences": "seats",
        "renewal": "contract",
        "renews": "contract",
        "classification": "data_classification",
        "url": "website",
        "replaced_by": "successor",
    }
    telling: ClassVar[Telling] = Telling(topics={"status": "status", "ring": "status", "successor": "status"})

    name: Text
    """The product's name."""
    jobs: tuple[Tag, ...] = ()
    """What people get done with it; two tools for one job overlap."""
    category: Tag | None = None
    """The shelf it stands on: analytics, design, planning."""
    vendor: Text | None = None
    """Who sells it."""
    website: Url | None = None
    """Where it lives."""
    owner: PersonRef | None = None
    """Who answers for it: the contract, the access, the data."""
    teams: tuple[TeamRef, ...] = ()
    """The teams that use it; everybody unless given."""
    ring: Ring | None = None
    """How far to rely on it: adopt, trial, assess, hold."""
    status: Literal["in_use", "retiring", "retired"] = "in_use"
    """Whether it is still in use."""
    successor: ToolRef | None = None
    """What replaces it."""
    seats: Seats | None = None
    """Seats billed and active."""
    price: Price | None = None
    """What it costs."""
    contract: Contract | None = None
    """Its dates."""
    data_classification: Literal["public", "internal", "confidential", "restricted"] | None = None
    """The most sensitive data kept in it."""
    access: Access | None = None
    """How people get in."""
