"""When a resource has to be looked at again, and whether somebody has.

States after docs/reference/vocabulary.md: in compliance until the review is near, due for review within 60 days of
it, out of compliance afterwards.
"""

from calendar import monthrange
from datetime import date
from typing import Literal

from prodops_cli.kinds.resource import Resource

ReviewState = Literal["in_compliance", "due_for_review", "out_of_compliance"]

DUE_WITHIN = 60
"""Days before the review from which on it is due."""


def next_review(resource: Resource) -> date | None:
    """The day by which somebody has to look at it again; None where nobody is known to have done so yet."""
    if resource.reviewed is None:
        return None
    return _months_after(resource.reviewed, int(resource.review.partition(" ")[0]))


def is_never_reviewed(resource: Resource) -> bool:
    """Whether the file says how often it is reviewed, and not that it ever was."""
    return resource.reviewed is None and "review" in resource.model_fields_set


def review_state(resource: Resource, as_of: date) -> ReviewState | None:
    """Where the review of a current resource stands; None for other ones, and where no review is spoken of.

    The cycle of twelve months that every resource has starts with its first review. One that sets a cycle of its own
    and was never reviewed is out of compliance.
    """
    if resource.status != "current":
        return None
    day = next_review(resource)
    if day is None:
        return "out_of_compliance" if is_never_reviewed(resource) else None
    if day < as_of:
        return "out_of_compliance"
    return "due_for_review" if (day - as_of).days <= DUE_WITHIN else "in_compliance"


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
