"""What had been estimated, beside what was measured once it had shipped."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from prodops_cli.analysis.ranking.inputs import PER_YEAR
from prodops_cli.fields import Estimate, EstimateParts
from prodops_cli.history import History, Trail, Version, text_of
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.source import Data
from prodops_cli.workspace import Entry

MEASURED = ("effort", "reach", "impact", "cost_of_delay")
"""What can be measured, by the names that both the estimate and the measurement have."""
ENOUGH = 3
"""With fewer pairs a median says nothing about anybody."""
CLOSE = 0.1
"""A median ratio within so much of 1 is about right."""

Basis = Literal["start", "first", "today"]
"""Which estimate it is: the one that stood there when work began, the first there was after that, or today's."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """An estimate and what it came to."""

    entry: Entry[Initiative]
    field: str
    """`effort`, `reach`."""
    low: float
    high: float
    """The estimate, equal ends for a point; counted as today's file counts it."""
    actual: float
    basis: Basis
    day: date | None
    """Since when the estimate had stood there; None where history was not asked."""
    estimator: str | None
    """The id of the person who made it."""

    @property
    def middle(self) -> float:
        """The estimate, or the middle of its range."""
        return (self.low + self.high) / 2

    @property
    def ratio(self) -> float | None:
        """Actual ÷ predicted; None where nothing was predicted."""
        return self.actual / self.middle if self.middle else None

    @property
    def is_within(self) -> bool:
        """Whether the range holds what was measured."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True, slots=True)
class Record:
    """How somebody's estimates of one thing came out."""

    estimator: str | None
    field: str
    count: int
    within: int
    """How many ranges (or points) held what was measured."""
    ratio: float
    """The median of actual ÷ predicted."""

    @property
    def bias(self) -> str:
        """The ratio in words; nothing is said of a few."""
        if self.count < ENOUGH:
            return "too few to tell"
        if abs(self.ratio - 1) <= CLOSE:
            return "about right"
        return "estimates low" if self.ratio > 1 else "estimates high"


def predictions(entries: Iterable[Entry[Initiative]], history: History | None) -> tuple[Prediction, ...]:
    """Every estimate of shipped work of which something was measured."""
    return tuple(
        prediction
        for entry in entries
        if entry.record.status == "shipped" and entry.record.actual is not None
        for prediction in _of(entry, history.get(Initiative.kind, entry.id) if history is not None else None)
    )


def _of(entry: Entry[Initiative], trail: Trail | None) -> Iterator[Prediction]:
    for field in MEASURED:
        actual = getattr(entry.record.actual, field)
        found = _estimate_then(entry.record, trail, field) if actual is not None else None
        if found is not None:
            estimate, basis, day, owner = found
            low, high = _counted_as_today(estimate, _estimate_now(entry.record, field))
            yield Prediction(entry, field, low, high, actual, basis, day, estimate.by or owner)


Found = tuple[EstimateParts, Basis, date | None, str | None]
"""An estimate, which it is, since when it stood there, and who owned the initiative then."""


def _estimate_then(initiative: Initiative, trail: Trail | None, field: str) -> Found | None:
    """The estimate as it stood when work began, as far as history knows."""
    if trail is not None and initiative.start is not None:
        found = _stood(trail, initiative.start, field)
        if found is not None:
            return found
    now = _estimate_now(initiative, field)
    return (now, "today", None, initiative.owner) if now is not None else None


def _stood(trail: Trail, start: date, field: str) -> Found | None:
    """The last estimate up to the day work began, or else the first one after it."""
    found: Found | None = None
    for version in trail.versions:
        estimate = _estimate_in(version, field)
        if version.revision.day > start and found is not None:
            break
        if estimate is None:
            found = None if version.fields is not None and version.revision.day <= start else found
            continue
        basis: Basis = "start" if version.revision.day <= start else "first"
        is_same = found is not None and found[0].value == estimate.value
        day = found[2] if found is not None and is_same else version.revision.day
        found = (estimate, basis, day, text_of(version.fields or {}, "owner"))
        if basis == "first":
            break
    return found


_ADAPTER: TypeAdapter[EstimateParts] = TypeAdapter(Estimate)


def _estimate_in(version: Version, field: str) -> EstimateParts | None:
    """The estimate in a version of the file; None where there is none, or none that can be read today."""
    fields = version.fields or {}
    holder = fields.get("effort" if field == "effort" else "priority")
    value: Data = holder.value if holder is not None else None
    if field != "effort":
        value = value.get(field) if isinstance(value, dict) else None
    if value is None:
        return None
    try:
        return _ADAPTER.validate_python(value)
    except ValidationError:
        return None


def _estimate_now(initiative: Initiative, field: str) -> EstimateParts | None:
    if field == "effort":
        return initiative.effort
    return getattr(initiative.priority, field, None)


def _counted_as_today(then: EstimateParts, now: EstimateParts | None) -> tuple[float, float]:
    """An estimate over the period that today's file counts over, which what was measured counts over, too."""
    low, high = then.value
    if now is None or now.per is None or then.per is None or now.per == then.per:
        return low, high
    many, by = PER_YEAR[then.per], PER_YEAR[now.per]
    return low * many / by, high * many / by


def records(found: Iterable[Prediction]) -> tuple[Record, ...]:
    """How estimates came out, by who made them and of what; those with most of them first."""
    grouped: dict[tuple[str | None, str], list[Prediction]] = defaultdict(list)
    for one in found:
        if one.ratio is not None:
            grouped[one.estimator, one.field].append(one)
    made = [
        Record(
            estimator,
            field,
            len(there),
            sum(one.is_within for one in there),
            median(one.ratio for one in there if one.ratio is not None),
        )
        for (estimator, field), there in grouped.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.field, -one.count, one.estimator is None, one.estimator or "")))
