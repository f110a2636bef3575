"""Which colleagues a launch has to be explained to before its day, and who has been told."""

from dataclasses import dataclass
from datetime import date

from prodops_cli.analysis.launches.days import brief_day
from prodops_cli.kinds.launch import Launch
from prodops_cli.policy import plain_audience
from prodops_cli.settings import Settings

CUSTOMER_FACING = frozenset({"customer care", "customer success", "sales", "success", "support"})
"""Audiences that customers will ask on the day."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """One audience among the colleagues."""

    audience: str
    place: int
    """Where it stands among the launch's audiences."""
    faces_customers: bool
    due: date | None
    """The last day in time; None where the launch has no date."""
    sent: date | None
    """The day they were told; None where they have not been."""

    def is_late(self, as_of: date) -> bool:
        """Whether its day is over and nobody has told them, up to a day."""
        return self.due is not None and self.due < as_of and not self.is_told(as_of)

    def is_told(self, as_of: date) -> bool:
        """Whether they have been told by a day."""
        return self.sent is not None and self.sent <= as_of


def briefings(settings: Settings, launch: Launch) -> tuple[Briefing, ...]:
    """The audiences of a launch that work here, in the order of its file; customers hear of it on its day."""
    colleagues = [(place, one) for place, one in enumerate(launch.audiences) if settings.launches.is_colleague(one)]
    due = brief_day(settings, launch) if colleagues else None
    sent = {plain_audience(audience): brief.sent for audience, brief in launch.briefs.items()}
    return tuple(
        Briefing(audience, place, plain_audience(audience) in CUSTOMER_FACING, due, sent.get(plain_audience(audience)))
        for place, audience in colleagues
    )
