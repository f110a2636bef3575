"""The lines of an onboarding plan as dated tasks of one shape, for calendars and trackers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from prodops_cli.analysis.onboarding.progress import Box, boxes_of
from prodops_cli.reports._base import Named
from prodops_cli.reports._plan_lines import OnboardingPlan


@dataclass(frozen=True, slots=True)
class Dated:
    """One thing to do by a day."""

    id: str
    due: date
    section: str
    """The heading it stands below in the plan."""
    title: str
    who: Named | None
    """Who does it."""
    text: str
    """What else there is to know, a line each."""
    link: str | None = None


def dated(plan: OnboardingPlan) -> tuple[Dated, ...]:
    """Everything with a box in the plan, in its order."""
    return (*_tasks(plan), *_access(plan), *_meetings(plan), *_reading(plan), *_rituals(plan), *_launch(plan))


def as_on_page(items: Iterable[Dated], made: str, page: str) -> tuple[Dated, ...]:
    """The tasks as somebody's page has them, less what is ticked, given up or not on it any more.

    `made` is the page as it would be made now: by it a person's own words are known. Lines that somebody added count
    where they have a day.
    """
    fresh = {box.id: box for box in boxes_of(made)}
    boxes = boxes_of(page)
    kept = {box.id: box for box in boxes if box.id is not None}
    found = [
        replace(item, due=box.due or item.due, title=item.title if _is_same(box, fresh.get(item.id)) else box.title)
        for item in items
        if (box := kept.get(item.id)) is not None and box.is_open
    ]
    own = (box for box in boxes if box.id is None and box.is_open)
    added = [Dated(f"own {box.title}", box.due, "Added", box.title, None, "") for box in own if box.due is not None]
    return (*found, *added)


def _is_same(box: Box, fresh: Box | None) -> bool:
    return fresh is not None and box.title == fresh.title


def _sentence(text: str) -> str:
    """The text with a capital at its beginning; names in it stay as they are."""
    return text[:1].upper() + text[1:]


def _lines(*lines: str | None) -> str:
    return "\n".join(line for line in lines if line)


def _tasks(plan: OnboardingPlan) -> Iterator[Dated]:
    for phase in plan.phases:
        for item in phase.items:
            doer = None if item.by == "new_hire" else f"Who: {item.doer}"
            hours = f"Hours: {item.hours:g}" if item.hours is not None else None
            text = _lines(item.note, doer, hours, f"File: {item.path}" if item.path else None)
            yield Dated(item.id, item.due, phase.title, item.title, item.who, text, item.link)


def _access(plan: OnboardingPlan) -> Iterator[Dated]:
    for line in plan.access:
        approver = f"Ask {line.approver.name}" if line.approver is not None else "Nobody is named who says yes"
        adds = f"A seat adds {line.adds.currency} {line.adds.amount:,.2f} a year" if line.adds is not None else None
        text = _lines(_sentence(line.why), approver, line.how, adds)
        yield Dated(line.id, line.due, "Access", f"Access to {line.tool.name}", plan.manager, text)


def _meetings(plan: OnboardingPlan) -> Iterator[Dated]:
    for line in plan.meet:
        text = _lines(*map(_sentence, line.reasons), line.place)
        yield Dated(line.id, line.due, "People to meet", f"Meet {line.person.name}", plan.person, text)


def _reading(plan: OnboardingPlan) -> Iterator[Dated]:
    for line in plan.read:
        text = _lines(line.what, f"File: {line.path}" if line.path else None)
        yield Dated(line.id, line.due, "To read", f"Read {line.record.name}", plan.person, text, line.link)


def _rituals(plan: OnboardingPlan) -> Iterator[Dated]:
    for line in plan.rituals:
        text = _lines(line.purpose, line.rhythm)
        yield Dated(line.id, line.due, "Meetings to join", f"Join {line.ritual.name}", plan.person, text)


def _launch(plan: OnboardingPlan) -> Iterator[Dated]:
    launch = plan.first_launch
    if launch is not None:
        text = _lines(f"Tier {launch.tier}", f"Ask {launch.owner.name}" if launch.owner is not None else None)
        title = f"Take part in {launch.launch.name}"
        yield Dated(launch.id, launch.date, "A first launch", title, plan.person, text)
