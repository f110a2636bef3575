"""Kaplan and Meier's curve: how long things last, when some of them are not over yet.

E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", Journal of the American Statistical
Association 53 (1958), 457-481. Durations are whole days, and may be negative: a delay of -3 is three days early.
"""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

_ROUNDING = 1e-12
"""A product of shares that should be 0.15 may be less than this away from it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A duration at which something ended."""

    days: int
    at_risk: int
    """How many were still going on when that day came, as far as anybody knows."""
    ended: int
    """How many of them ended on it."""
    surviving: float
    """The share that lasts longer than this, from 0 to 1."""


@dataclass(frozen=True)
class Curve:
    """The share that lasts longer than so many days: 1 before the first step, and then what the last step says."""

    steps: tuple[Step, ...]
    """By days."""
    count: int
    """How many observations it is made of."""

    @property
    def ended(self) -> int:
        """How many of the observations are over."""
        return sum(step.ended for step in self.steps)

    @property
    def censored(self) -> int:
        """How many of them are not."""
        return self.count - self.ended

    @cached_property
    def _days(self) -> list[int]:
        return [step.days for step in self.steps]

    def surviving(self, days: int) -> float:
        """The share that lasts longer than so many days."""
        passed = bisect_right(self._days, days)
        return self.steps[passed - 1].surviving if passed else 1.0

    def quantile(self, level: float, after: int | None = None) -> int | None:
        """The fewest days within which a share `level` is over; None where the curve does not come down so far.

        With `after`, of those only that last longer than so many days: the smallest t with
        S(t) <= (1 - level) * S(after).
        """
        known = self.surviving(after) if after is not None else 1.0
        wanted = (1 - level) * known + _ROUNDING
        first = bisect_right(self._days, after) if after is not None else 0
        if known <= _ROUNDING:
            return None
        return next((step.days for step in self.steps[first:] if step.surviving <= wanted), None)


def curve(ended: Counter[int], censored: Counter[int]) -> Curve:
    """The product-limit estimate: S(t) is the product of 1 - ended / at_risk over the days up to t (1958, section 2).

    How many things ended after so many days, and how many had not ended yet when they were last seen. What is
    censored on a day was still there when others ended on it (section 2.1), so it counts as at risk.
    """
    at_risk = count = ended.total() + censored.total()
    surviving = 1.0
    steps = []
    for days in sorted(ended.keys() | censored.keys()):
        if ended[days]:
            surviving *= (at_risk - ended[days]) / at_risk
            steps.append(Step(days, at_risk, ended[days], surviving))
        at_risk -= ended[days] + censored[days]
    return Curve(tuple(steps), count)
