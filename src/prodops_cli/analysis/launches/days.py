"""The days of a launch: how long until it, and what is planned for after it."""

from datetime import date, timedelta

from prodops_cli.analysis.calendar import add_working_days, is_working_day
from prodops_cli.analysis.roadmap import is_open
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.launch import Launch
from prodops_cli.settings import Settings

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


# --- the days by which something is needed ---------------------------------------------------------


def working_days_from(settings: Settings, day: date, count: int) -> date:
    """The day so many working days after a day; days of the calendar where nobody ever works."""
    if not settings.working_days:
        return day + timedelta(days=count)
    return add_working_days(settings, day, count)


def gate_due(settings: Settings, launch: Launch, name: str) -> date | None:
    """The day a gate's decision is needed: its own, else the policy's working days from the launch; None without."""
    gate = launch.gates.get(name)
    if gate is not None and gate.due is not None:
        return gate.due
    return working_days_from(settings, launch.date, settings.launches.gate(name).due) if launch.date else None


def brief_day(settings: Settings, launch: Launch) -> date | None:
    """The last day on which those who talk to customers are briefed in time; None without a date."""
    return working_days_from(settings, launch.date, -settings.launches.brief_days) if launch.date else None


REVIEW_DAYS = 7
"""So many days before a launch, or on the last working day before that, whoever decides looks at all of it."""


def review_day(settings: Settings, launch: Launch) -> date | None:
    """The day of the readiness review: a week before, on a working day; None without a date."""
    if launch.date is None:
        return None
    day = launch.date - timedelta(days=REVIEW_DAYS)
    return day if is_working_day(settings, day) else working_days_from(settings, day, -1)
