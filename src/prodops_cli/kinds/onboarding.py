"""onboarding: a layer of what somebody new does, and others do for them, in the first ninety days."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from prodops_cli.fields import Amount, Country, Flag, Id, Part, PersonRef, Tag, TeamRef, Telling, Text, count_between
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.person import Level
from prodops_cli.kinds.resource import ResourceRef
from prodops_cli.kinds.ritual import RitualRef
from prodops_cli.kinds.tool import ToolRef

Doer = Literal["hr", "manager", "buddy", "new_hire", "ops"]
Phase = Literal["preboarding", "week_1", "day_30", "day_60", "day_90"]
Offset = Annotated[int, *count_between(-365, 365)]


class ForWhom(Part):
    """Whom a layer or a task is for; everything that is given has to be so."""

    teams: tuple[TeamRef, ...] = ()
    """One of these teams."""
    roles: tuple[Tag, ...] = ()
    """One of these roles."""
    levels: tuple[Level, ...] = ()
    """One of these levels."""
    countries: tuple[Country, ...] = ()
    """One of these countries, or a part of one: DE covers DE-BE."""


class Task(Part):
    """One thing to do, and when."""

    telling: ClassVar[Telling] = Telling(identity=("id",), noun="task")

    id: Id
    """What it is known by in the plan, whatever its words become."""
    title: Text
    """What is to be done."""
    day: Offset
    """The day it is due, in working days from the start date: 0 is the first day, negative is before it."""
    by: Doer = "new_hire"
    """Who does it."""
    hours: Amount | None = None
    """How long it takes whoever does it."""
    phase: Phase | None = None
    """The part of the plan it stands in; that of its day unless given."""
    only_for: ForWhom | None = None
    """Whom it is for, where that is not everybody the layer is for."""
    replaces: Id | None = None
    """The id of the task of a wider layer whose place it takes."""
    milestone: Flag = False
    """Whether the day it is done is worth comparing between people: the first launch, the first customer call."""
    tool: ToolRef | None = None
    """The tool it is about."""
    resource: ResourceRef | None = None
    """What to read or use for it."""
    ritual: RitualRef | None = None
    """The ritual to join."""
    person: PersonRef | None = None
    """Whom to meet for it."""
    note: Text | None = None
    """What else there is to know."""


class Onboarding(Record):
    """A layer of an onboarding plan: what everybody does, or a team, a role, a level, a place.

    Layers are laid over each other, from what is for everybody to what is for the fewest: company, location, role,
    level, team. A task takes the place of a wider layer's where it says so (`replaces`); `without` takes tasks away.

    ```yaml title="onboarding/company.yaml"
    title: Everybody
    owner: grace
    hr: grace
    tasks:
      - {id: laptop, title: Order the laptop, day: -10, by: ops, hours: 0.5}
      - {id: welcome, title: Have lunch with the team, day: 0, by: buddy, hours: 1}
      - {id: handbook, title: Read how we decide, day: 2, hours: 2}
      - {id: first-month, title: Talk about the first thirty days, day: 21, by: manager, hours: 1}
    ```
    ```yaml title="onboarding/product-managers.yaml"
    title: Product managers
    layer: role
    owner: ada
    only_for: {roles: [product-manager]}
    tasks:
      - {id: shadow-launch, title: Go through a launch review, day: 15, hours: 2}
      - {id: decisions, title: Read what was decided for the roadmap, day: 3, hours: 2, replaces: handbook}
      - {id: first-launch, title: Lead a launch of tier 3, day: 60, phase: day_90, milestone: true}
    ```
    """

    kind: ClassVar[str] = "onboarding"
    folder: ClassVar[str] = "onboarding"
    pages: ClassVar[str | None] = "plans"
    columns: ClassVar[tuple[str, ...]] = ("title", "layer", "owner")
    also_called: ClassVar[Mapping[str, str]] = {
        "name": "title",
        "steps": "tasks",
        "items": "tasks",
        "for": "only_for",
        "applies_to": "only_for",
        "when": "only_for",
        "level": "layer",
        "scope": "layer",
        "exclude": "without",
    }
    telling: ClassVar[Telling] = Telling(topics={"tasks": "scope", "without": "scope", "only_for": "scope"})

    title: Text
    """What it is called in the plan."""
    layer: Literal["company", "location", "role", "level", "team"] = "company"
    """How near it is: a team's layer is laid over a role's, a role's over the company's."""
    only_for: ForWhom | None = None
    """Whom it is for; everybody unless given."""
    owner: PersonRef | None = None
    """Who keeps it right."""
    hr: PersonRef | None = None
    """Who does what is HR's, for those this layer is for."""
    ops: PersonRef | None = None
    """Who does what is operations': laptops, accounts, keys."""
    tasks: tuple[Task, ...] = ()
    """What is to be done."""
    without: tuple[Id, ...] = ()
    """The ids of tasks of other layers that are left out."""
