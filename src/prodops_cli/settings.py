"""prodops.yaml: what an organisation decides for its workspace, with the defaults of docs/reference/settings.md."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import Field

from prodops_cli.diagnostics import Diagnostic, Problem, Severity, Span
from prodops_cli.errors import ProdopsError
from prodops_cli.fields import (
    Amount,
    Count,
    Country,
    Currency,
    Day,
    Flag,
    Id,
    Number,
    Part,
    Share,
    ShortForm,
    Tag,
    Telling,
    Text,
    TimeZone,
    Weekday,
    amount_between,
    count_between,
)
from prodops_cli.policy import LaunchPolicy
from prodops_cli.source import Limits, read
from prodops_cli.tree import MARKER, Tree, Unreadable
from prodops_cli.validation import validate

RuleName = Tag
Level = Literal["error", "warning"]


class Holiday(Part):
    """A day off: a country's (or its part's) public holidays by code, or one date of your own."""

    country: Country | None = None
    """A code of the holidays library: DE, DE-BE, US."""
    date: Day | None = None
    """One day."""
    name: Text | None = None
    """What it is called."""


class Lint(Part):
    """Which rules run, and how bad their findings are."""

    select: tuple[RuleName, ...] = ()
    """Only these rules run; all of them unless given."""
    ignore: tuple[RuleName, ...] = ()
    """These rules do not run."""
    severity: dict[RuleName, Level] = Field(default_factory=dict)
    """How bad a rule's findings are here: `error` fails the run, `warning` does not."""


Days = Annotated[int, *count_between(0, 36_500)]
"""A number of days, a hundred years at most: farther from any day there is no calendar."""


class Thresholds(Part):
    """The numbers that rules and reports compare with."""

    stale_update_days: Days = 21
    """Work in progress without an update for longer than this is stale."""
    team_size: Count = 9
    """A team larger than this is hard to keep together."""
    decision_days: Days = 60
    """How long before a notice deadline a renewal decision should start."""
    unused_seats: Share = 0.25
    """A tool with a larger share of billed seats unused is worth a look."""
    checkin_days: Days = 35
    """A key result without a check-in for longer than this is stale."""
    status_days: Days = 14
    """How far ahead status looks for what comes next, and back for what shipped."""
    moves: Annotated[int, *count_between(1, 1000)] = 2
    """A target that has moved later this often speaks against on track."""
    must_share: Share = 0.6
    """The largest share of effort that MoSCoW's must should take."""
    direct_reports: Count = 12
    """A manager with more direct reports than this is overloaded."""
    buddy_newcomers: Count = 2
    """A buddy of more people than this in their first ninety days at once is overloaded."""
    onboarding_hours: Amount = 6
    """The hours a week that one person should give to new colleagues at the most."""
    plan_days: Days = 7
    """A box of an onboarding plan that is open for longer than this past its day is overdue."""
    proposal_days: Days = 21
    """A decision proposed for longer than this waits for somebody, unless it says itself how long silence may last."""
    commitment_days: Days = 45
    """A need that is closer than this and that nobody has answered with a commitment is worth asking about."""
    override_days: Days = 180
    """A place in the ranking that was decided longer ago than this is worth deciding again."""


StatusSection = Literal["decisions", "shipped", "moved", "risks", "goals", "launches", "coming", "people"]
"""A section of the status update, in the order in which they stand."""
EVERY_SECTION: tuple[StatusSection, ...] = get_args(StatusSection)


class Audience(Part):
    """Whom a status update is for: what they see of it, and how much."""

    sections: tuple[StatusSection, ...] = EVERY_SECTION
    """The sections they see; all of them unless given. The headline speaks of nothing else."""
    lines: Annotated[int, *count_between(1, 10_000)] = 7
    """The most lines a section has."""
    names: Flag = True
    """Whether people are named."""


AUDIENCES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "exec": {"sections": ("decisions", "shipped", "moved", "risks", "goals", "launches"), "lines": 4},
        "team": {"lines": 15},
        "customer-facing": {"sections": ("shipped", "moved", "launches", "coming"), "lines": 10},
    }
)
"""The audiences that every workspace has; one of the same name in the settings takes its place."""


class Planning(Part):
    """What the plan reckons with where the files say nothing."""

    roadmap_share: Share = 0.7
    """The share of people's time that goes into the roadmap, of teams that state no capacity."""
    full_time_hours: Annotated[float, *amount_between(1, 168)] = 40
    """The hours of a full week of work; somebody with fewer counts in part."""


class Criterion(Part):
    """One criterion of a weighted ranking, and the ends of its scale: pinned, so that no new item moves the others."""

    weight: Amount = 1
    """How much it counts, beside the other weights."""
    worst: Number = 0
    """The value that scores 0."""
    best: Number
    """The value that scores 1; below `worst` where less is better."""


class Weighting(Part):
    """A ranking of your own: the weighted sum of criteria."""

    telling: ClassVar[Telling] = Telling(noun="ranking")

    criteria: dict[Tag, Criterion] = Field(default_factory=dict)
    """What counts, and how much: names of your own, or of the standard inputs."""
    note: Text | None = None
    """What it is for."""


class Ranking(Part):
    """How `prodops roadmap rank` ranks."""

    by: Tag = "rice"
    """The method unless another is asked for: rice, ice, wsjf, cd3, opportunity, kano, moscow or weighted:NAME."""
    top: Annotated[int, *count_between(1, 1000)] = 5
    """How many places count as the top, for the chance to be among them."""
    weighted: dict[Id, Weighting] = Field(default_factory=dict)
    """Your own weighted rankings by name: criteria with weights and ends of scales."""


class FileLimits(Part):
    """How large a file may be; larger ones are refused unread."""

    file_bytes: Annotated[int, *count_between(1, 64 << 20)] = 1 << 20
    """Bytes of one file."""
    nodes: Annotated[int, *count_between(1, 20_000_000)] = 200_000
    """Values in one file."""


class Settings(Part):
    """prodops.yaml.

    ```yaml title="prodops.yaml"
    name: Acme
    time_zone: Europe/Berlin
    working_days: [mon, tue, wed, thu, fri]
    holidays: [DE-BE, {date: 2026-12-24, name: Company day}]
    fiscal_year_starts: 1
    currency: EUR
    lint:
      ignore: [team-without-sponsor]
      severity: {stale-update: error}
    thresholds: {stale_update_days: 14}
    audiences:
      board: {sections: [shipped, goals, launches], lines: 5, names: false}
    launches:
      tiers: {2: {gates: [security, support, marketing, product, warehouse]}}
      gates: {warehouse: {judges: [date, rollout, geographies], approvers: [team:warehouse]}}
      geographies: {DE: [works-council]}
      blackouts: [{first: 2026-11-23, last: 2026-12-01, reason: the shops' busiest days}]
    planning: {roadmap_share: 0.6}
    ranking:
      by: rice
      weighted:
        year-plan:
          criteria:
            reach: {weight: 3, best: 50000}
            risk: {weight: 1, worst: 5, best: 1}
    ```
    """

    name: Text = "this organisation"
    """The organisation's name, for the titles of reports."""
    time_zone: TimeZone = "UTC"
    """The IANA name of the zone that decides which day it is."""
    working_days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    """The days on which people work."""
    holidays: tuple[Annotated[Holiday, ShortForm("country", {"type": "string"})], ...] = ()
    """Days off: codes of public holidays (DE, DE-BE, US) and dates of your own."""
    fiscal_year_starts: Annotated[int, *count_between(1, 12)] = 1
    """The month in which the fiscal year starts; 2026-Q1 starts in it."""
    currency: Currency = "EUR"
    """The currency for totals."""
    as_of: Day | None = None
    """Stop the clock: commands take this day for today. For examples and archives."""
    lint: Lint = Field(default_factory=Lint)
    """Which rules run, and how bad their findings are."""
    thresholds: Thresholds = Field(default_factory=Thresholds)
    """The numbers that rules and reports compare with."""
    audiences: dict[Id, Audience] = Field(default_factory=dict)
    """Whom status updates are written for, beside exec, team and customer-facing."""
    launches: LaunchPolicy = Field(default_factory=LaunchPolicy)
    """What is asked of launches: tiers, gates, days to keep free."""
    planning: Planning = Field(default_factory=Planning)
    """What the plan reckons with where the files say nothing."""
    ranking: Ranking = Field(default_factory=Ranking)
    """How the roadmap is ranked."""
    limits: FileLimits = Field(default_factory=FileLimits)
    """How large a file may be."""

    @property
    def every_audience(self) -> Mapping[str, Audience]:
        """The audiences there are, by name."""
        return {**{name: Audience(**given) for name, given in AUDIENCES.items()}, **self.audiences}

    @property
    def source_limits(self) -> Limits:
        """The limits in the form that `source.read` takes."""
        return Limits(bytes=self.limits.file_bytes, nodes=self.limits.nodes)


def load(tree: Tree) -> Settings:
    """Read prodops.yaml. Raises ProdopsError with every problem in it."""
    try:
        document = read(MARKER, tree.read(MARKER, Limits().bytes))
    except Unreadable as error:
        raise ProdopsError(f"{MARKER} cannot be read: {error}") from None
    problems = list(document.problems)
    if all(line.strip().startswith("#") or not line.strip() for line in document.lines):
        return Settings()
    if isinstance(document.data, dict) and not problems:
        settings = validate(Settings, document.data, path=MARKER)
        if isinstance(settings, Settings):
            return settings
        problems = settings
    elif not problems:
        problems = [
            Problem(
                "invalid-value",
                MARKER,
                "a mapping is wanted",
                "write `name: Your organisation`",
                span=Span(1, 1, 1, 1),
            )
        ]
    raise ProdopsError(
        f"{MARKER} is not valid, so nothing was run",
        diagnostics=tuple(
            _diagnostic(problem, document.span(problem.route, at_key=problem.at_key), document.lines)
            for problem in problems
        ),
    )


def _diagnostic(problem: Problem, span: Span, lines: list[str]) -> Diagnostic:
    place = problem.span or span
    return Diagnostic(
        MARKER,
        place,
        Severity.ERROR,
        problem.rule,
        problem.message,
        problem.hint,
        excerpt=lines[min(place.line, len(lines)) - 1],
    )
