"""The days of a launch: how long until it, and what is planned for after it."""

from datetime import date

from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch

NEAR_DAYS = 30
"""From so many days before a launch on, what it needs has to be in its file."""


def days_to_launch(launch: Launch, as_of: date) -> int | None:
    """Days until a planned launch; negative once its date is over, None for any other and without a date."""
    return (launch.date - as_of).days if launch.date is not None and launch.status == "planned" else None


def comes_after(initiative: Initiative, launch: Launch) -> bool:
    """Whether open work is planned for a day after the launch that ships it; the day of work on hold says nothing."""
    if initiative.target is None or launch.date is None or initiative.status == "on_hold":
        return False
    return is_open(initiative) and initiative.target > launch.date


def is_near(launch: Launch, as_of: date) -> bool:
    """Whether it is planned within the next `NEAR_DAYS` days."""
    days = days_to_launch(launch, as_of)
    return days is not None and 0 <= days <= NEAR_DAYS
