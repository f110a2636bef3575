"""What a method takes from an initiative: each input in the formula's unit, where it stands, or what is missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from prodops_cli.diagnostics import Route
from prodops_cli.fields import EstimateParts
from prodops_cli.kinds.initiative import Initiative, Priority

PER_YEAR = {"week": 52, "month": 12, "quarter": 4, "year": 1}
"""How often each period fits into a year, by convention: rates are converted by these and nothing else."""
DAYS_PER_MONTH = 365.2425 / 12
"""A month of the calendar on average."""
USUAL_PERIODS = ("quarter", "month", "year", "week")
"""Of periods that are used as often, the one that comes first here."""
MONEY_PERIOD = "month"
"""The period over which the cost of delay is counted."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The values that a method allows: so many steps, or all between two ends."""

    low: float
    high: float
    steps: tuple[float, ...] = ()

    def has(self, value: float) -> bool:
        """Whether a value is on it."""
        return value in self.steps if self.steps else self.low <= value <= self.high

    def between(self, low: float, high: float) -> tuple[float, ...]:
        """The steps from one step to another; none where an end is no step."""
        if low not in self.steps or high not in self.steps:
            return ()
        return tuple(step for step in self.steps if low <= step <= high)


def scale(*steps: float) -> Scale:
    """A scale of so many steps."""
    return Scale(min(steps), max(steps), tuple(sorted(steps)))


RICE_IMPACT = scale(0.25, 0.5, 1, 2, 3)
RICE_CONFIDENCE = scale(0.5, 0.8, 1)
ICE = scale(*range(1, 11))
WSJF = scale(1, 2, 3, 5, 8, 13, 20)
SHARE = Scale(0, 1)


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a score."""

    name: str
    low: float
    high: float
    """In the unit that the formula takes; equal for a point."""
    route: Route
    """Where it stands in the record."""
    given: str
    """As the file has it: `26,000 per month`."""
    note: str | None = None
    """What became of it before it was used: `counted per quarter: × 3`."""
    estimate: EstimateParts | None = None
    """None for what no estimate says: a duration between two days."""
    scale: Scale | None = None
    """The scale of its method."""

    @property
    def middle(self) -> float:
        """The point, or the middle of the range."""
        return self.low if self.low == self.high else (self.low + self.high) / 2

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return self.low != self.high

    @property
    def is_on_scale(self) -> bool:
        """Whether its method allows it; ICE allows what lies between whole numbers."""
        if self.scale is None:
            return True
        inside = Scale(self.scale.low, self.scale.high) if self.scale is ICE else self.scale
        return inside.has(self.low) and inside.has(self.high)

    @property
    def choices(self) -> tuple[float, ...]:
        """The steps of its scale that a range leaves open; none where everything between the ends is possible."""
        return self.scale.between(self.low, self.high) if self.scale is not None else ()


Taken = Input | str
"""An input, or in words which one is missing."""


def written(estimate: EstimateParts) -> str:
    """An estimate as people write it: `26,000 per month`, `4 to 7`."""
    low, high = estimate.value
    value = exact(low) if low == high else f"{exact(low)} to {exact(high)}"
    return f"{value} per {estimate.per}" if estimate.per is not None else value


def exact(number: float) -> str:
    """A number as the file has it, with separators between thousands."""
    return f"{number:,.12g}"


def spoken_input(name: str) -> str:
    """What sentences call an input."""
    return name.replace("_", " ")


def plain_input(initiative: Initiative, name: str, scale: Scale | None = None) -> Taken:
    """An input that is used as it stands; `effort` is the initiative's own."""
    estimate, route = _estimate(initiative, name)
    if estimate is None:
        return spoken_input(name)
    return Input(name, *estimate.value, route, written(estimate), None, estimate, scale)


def divisor(initiative: Initiative, name: str, scale: Scale | None = None) -> Taken:
    """An input that is divided by: nothing divides by 0."""
    taken = plain_input(initiative, name, scale)
    return f"{spoken_input(name)} above 0" if isinstance(taken, Input) and taken.low <= 0 else taken


def share_input(initiative: Initiative, name: str) -> Taken:
    """A share from 0 to 1; anything else could be percents or points of a survey, and is not guessed at."""
    taken = plain_input(initiative, name, SHARE)
    if isinstance(taken, Input) and not taken.is_on_scale:
        return f"{name} as a share from 0 to 1"
    return taken


def confidence_input(initiative: Initiative) -> Taken:
    """A confidence on RICE's scale; one above 1 is written in percents or on another scale, and is not guessed at."""
    taken = plain_input(initiative, "confidence", RICE_CONFIDENCE)
    if isinstance(taken, Input) and taken.high > 1:
        low, high = taken.low / 100, taken.high / 100
        better = exact(low) if low == high else f"[{exact(low)}, {exact(high)}]"
        is_percent = taken.low >= 10 and high <= 1
        return f"confidence {taken.given} is not a share: write {better if is_percent else 'a share such as 0.8'}"
    return taken


def rate_input(initiative: Initiative, name: str, period: str, *, default: str | None = None) -> Taken:
    """A rate, converted to a period; one without a period is of the default, else per quarter, whatever others say."""
    taken = plain_input(initiative, name)
    if isinstance(taken, str) or taken.estimate is None:
        return taken
    own = taken.estimate.per or default or USUAL_PERIODS[0]
    said = "" if taken.estimate.per or default else f"says no period: taken per {own}"
    if own == period:
        return _noted(taken, taken.low, taken.high, said) if said else taken
    many, by = PER_YEAR[own], PER_YEAR[period]
    note = f"counted per {period}: × {many} ÷ {by}" if many % by else f"counted per {period}: × {many // by}"
    if many < by and by % many == 0:
        note = f"counted per {period}: ÷ {by // many}"
    return _noted(taken, taken.low * many / by, taken.high * many / by, f"{said}, {note}" if said else note)


def _noted(taken: Input, low: float, high: float, note: str) -> Input:
    return Input(taken.name, low, high, taken.route, taken.given, note, taken.estimate, taken.scale)


def duration_input(initiative: Initiative) -> Taken:
    """Months: the estimate, or else from the first day to the last, both of them included."""
    if initiative.priority is not None and initiative.priority.duration is not None:
        return divisor(initiative, "duration")
    start, target = initiative.start, initiative.target
    if start is None or target is None or target < start:
        return "duration (or start and target)"
    days = (target - start).days + 1
    months = days / DAYS_PER_MONTH
    return Input("duration", months, months, ("target",), f"{start} to {target}", f"{days} days")


def criterion_input(initiative: Initiative, name: str) -> Taken:
    """A criterion of a weighted ranking: of `criteria`, else the standard input of that name.

    Reach is counted per quarter and the cost of delay per month, whatever other initiatives say: the score of one must
    not hang on another.
    """
    priority = initiative.priority
    if priority is not None and name in priority.criteria:
        estimate = priority.criteria[name]
        return Input(name, *estimate.value, ("priority", "criteria", name), written(estimate), None, estimate)
    match name:
        case "reach":
            return rate_input(initiative, name, USUAL_PERIODS[0])
        case "cost_of_delay":
            return rate_input(initiative, name, MONEY_PERIOD, default=MONEY_PERIOD)
        case "duration":
            return duration_input(initiative)
        case _:
            return plain_input(initiative, name)


def common_period(initiatives: Iterable[Initiative]) -> str:
    """The period that most of them count their reach over."""
    counts = Counter(
        initiative.priority.reach.per
        for initiative in initiatives
        if initiative.priority is not None and initiative.priority.reach is not None
    )
    return min(USUAL_PERIODS, key=lambda period: (-counts[period], USUAL_PERIODS.index(period)))  # type: ignore[index]


def _estimate(initiative: Initiative, name: str) -> tuple[EstimateParts | None, Route]:
    if name == "effort":
        return initiative.effort, ("effort",)
    found = getattr(initiative.priority, name, None) if name in Priority.model_fields else None
    return found if isinstance(found, EstimateParts) else None, ("priority", name)
