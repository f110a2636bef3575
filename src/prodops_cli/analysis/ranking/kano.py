"""Kano: what a feature is to those who were asked, from two questions about it.

Source: Kano et al. 1984; the table and the order of ties as in Berger et al., "Kano's Methods for Understanding
Customer-Defined Quality", Center for Quality Management Journal 2(4), 1993, and Sauerwein, Bailom, Matzler and
Hinterhuber, "The Kano Model: How to Delight Your Customers", 1996; Better and Worse by Timko, in Berger et al.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from prodops_cli.kinds.initiative import KanoAnswers

ANSWERS = ("like", "must_be", "neutral", "live_with", "dislike")
_TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
"""The evaluation table: rows are answers to *if it were there*, columns to *if it were not*."""
CATEGORIES = {
    "M": "must-be",
    "O": "one-dimensional",
    "A": "attractive",
    "I": "indifferent",
    "R": "reverse",
    "Q": "questionable",
}
"""In the order in which they are ranked; of categories with as many answers the first counts (M > O > A > I)."""
_ORDER = "MOAIRQ"


def category(functional: str, dysfunctional: str) -> str:
    """The letter for a pair of answers."""
    return _TABLE[ANSWERS.index(functional)][ANSWERS.index(dysfunctional)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What those who were asked make of it."""

    letter: str
    """The category of most answers."""
    people: int
    better: float | None
    """How much satisfaction rises where it is there, 0 to 1: (A + O) ÷ (A + O + M + I). None where that sum is 0."""
    worse: float | None
    """How much it falls where it is not, 0 to -1: -(O + M) ÷ (A + O + M + I)."""

    @property
    def word(self) -> str:
        """The category's name."""
        return CATEGORIES[self.letter]

    @property
    def rank(self) -> int:
        """Where the category stands in the order; reverse and questionable ones stand last together."""
        return min(_ORDER.index(self.letter), _ORDER.index("R"))

    @property
    def span(self) -> float:
        """How far satisfaction goes from not there to there: orders what is in one category."""
        return (self.better or 0) - (self.worse or 0)


def verdict(answers: Iterable[KanoAnswers]) -> Verdict | None:
    """What the answers say; None where nobody was asked."""
    counts: Counter[str] = Counter()
    for answer in answers:
        counts[category(answer.functional, answer.dysfunctional)] += answer.count
    people = sum(counts.values())
    if not people:
        return None
    letter = min(_ORDER, key=lambda one: (-counts[one], _ORDER.index(one)))
    base = sum(counts[one] for one in "AOMI")
    better = (counts["A"] + counts["O"]) / base if base else None
    worse = -(counts["O"] + counts["M"]) / base if base else None
    return Verdict(letter, people, better, worse)
