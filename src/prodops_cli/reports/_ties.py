"""How one initiative waits for another: which end of the one for which end of the other."""

from dataclasses import dataclass

from prodops_cli.analysis.planning.network import LinkType
from prodops_cli.analysis.words import days_text
from prodops_cli.kinds.initiative import Dependency

_WORDS: dict[LinkType, str] = {
    "finish_start": "end to start",
    "start_start": "start to start",
    "finish_finish": "end to end",
}


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """The two ends, and what lies between them."""

    type: LinkType = "finish_start"
    lag_days: int = 0
    """Calendar days from the one end to the other; negative for before."""

    @property
    def text(self) -> str:
        """`end to end, 7 days later`; empty for the usual, where one starts when the other has ended."""
        if self == USUAL:
            return ""
        lag = f", {days_text(abs(self.lag_days))} {'later' if self.lag_days > 0 else 'earlier'}"
        return f"{_WORDS[self.type]}{lag if self.lag_days else ''}"


USUAL = Tie()
"""One starts when the other has ended."""


def tie_of(dependency: Dependency) -> Tie:
    """How an initiative waits, as its file says."""
    return Tie(dependency.type, dependency.lag)
