"""The lines of an onboarding plan, as its report hands them on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from prodops_cli.fields import Money
from prodops_cli.kinds.onboarding import Doer, Phase
from prodops_cli.reports._base import Named

DOERS: Mapping[Doer, str] = {
    "hr": "HR",
    "manager": "manager",
    "buddy": "buddy",
    "new_hire": "you",
    "ops": "operations",
}
"""Who does a task, as a plan says it to the person it is for."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to tick off."""

    id: str
    """By which it is known in the plan, whatever its words become."""
    due: date
    title: str
    by: Doer
    doer: str
    """The same in words."""
    who: Named | None
    """The person who does it; None where nobody is named."""
    hours: float | None
    link: str | None
    """The address of what it is about."""
    path: str | None
    """Or the file."""
    about: Named | None
    """The record it is about."""
    meets: Named | None
    """Whom to meet for it."""
    rhythm: str | None
    """When the ritual takes place that it is about."""
    note: str | None
    is_milestone: bool


@dataclass(frozen=True, slots=True)
class PhaseLines:
    """A part of the plan: what is due in it, by day."""

    phase: Phase
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class AccessLine:
    """A tool to be let into."""

    id: str
    due: date
    tool: Named
    why: str
    approver: Named | None
    how: str | None
    classification: str | None
    free: int | None
    """Paid seats that nobody uses."""
    adds: Money | None
    """What it adds to the costs of a year."""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody to meet."""

    id: str
    due: date
    person: Named
    role: str | None
    reasons: tuple[str, ...]
    common_hours: float | None
    """Working hours of a day that both share; None where a time zone is not known."""
    place: str | None


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """Something to read."""

    id: str
    due: date
    record: Named
    link: str | None
    path: str | None
    what: str
    """What it says, or how it ended, in a sentence or less."""


@dataclass(frozen=True, slots=True)
class RitualLine:
    """A meeting to join."""

    id: str
    due: date
    ritual: Named
    rhythm: str | None
    minutes: int | None
    owner: Named | None
    purpose: str | None


@dataclass(frozen=True, slots=True)
class FirstLaunch:
    """A launch to take part in."""

    id: str
    launch: Named
    date: date
    day: int
    tier: int
    owner: Named | None
    is_own_team: bool


@dataclass(frozen=True, slots=True)
class Helper:
    """A buddy: the one the person's file names, or a suggestion with its reasons."""

    person: Named
    is_suggested: bool
    why: str | None
    common_hours: float | None


@dataclass(frozen=True, slots=True)
class Effort:
    """How many hours a plan asks of somebody."""

    by: Doer
    doer: str
    who: Named | None
    hours: float


@dataclass(frozen=True, slots=True)
class OnboardingPlan:
    """Everything about somebody's first ninety days."""

    organisation: str
    person: Named
    role: str | None
    level: str | None
    team: Named | None
    manager: Named | None
    place: str | None
    time_zone: str | None
    starts: date
    ends: date
    """The last of the ninety days."""
    probation_ends: date | None
    layers: tuple[Named, ...]
    buddy: Helper | None
    backup_buddy: Helper | None
    phases: tuple[PhaseLines, ...]
    access: tuple[AccessLine, ...]
    access_adds: tuple[Money, ...]
    """What all of the access adds in a year, by currency."""
    meet: tuple[ContactLine, ...]
    meet_more: int
    """How many more people there would be to meet."""
    read: tuple[ReadingLine, ...]
    read_more: int
    rituals: tuple[RitualLine, ...]
    first_launch: FirstLaunch | None
    effort: tuple[Effort, ...]
    gaps: tuple[str, ...]
    """What is missing in the files for the plan to be whole."""
