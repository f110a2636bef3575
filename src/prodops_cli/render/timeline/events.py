"""A timeline as a calendar: the days on which open initiatives are due, and launches happen."""

from collections.abc import Iterator
from datetime import date

from prodops_cli.render import calendar
from prodops_cli.render.calendar import Event
from prodops_cli.render.timeline.telling import facts, launch_facts, title, told
from prodops_cli.reports.timeline import Item, Milestone, PromisedDay, Timeline


def ics(timeline: Timeline) -> str:
    """An iCalendar file with a whole-day event for each."""
    return calendar.render(title(timeline), _events(timeline), timeline.as_of)


def _events(timeline: Timeline) -> Iterator[Event]:
    for item in timeline.items:
        if item.shipped is None:
            yield _due(item, timeline.as_of)
    for one in timeline.milestones:
        yield _launch(one, timeline.as_of)


def _due(item: Item, as_of: date) -> Event:
    return Event(
        uid=f"timeline:{item.record.ref}",
        day=item.end,
        title=f"Due: {item.record.name}",
        description=_text(list(facts(item, as_of)), item.dates, as_of),
        categories=("roadmap", *([item.team.name] if item.team is not None else [])),
    )


def _launch(one: Milestone, as_of: date) -> Event:
    return Event(
        uid=f"timeline:{one.record.ref}",
        day=one.on,
        title=f"Launch: {one.record.name}",
        description=_text(list(launch_facts(one, as_of)), one.dates, as_of),
        categories=("launch", *([one.team.name] if one.team is not None else [])),
    )


def _text(found: list[tuple[str, str]], dates: tuple[PromisedDay, ...], as_of: date) -> str:
    lines = [f"{name}: {value}" for name, value in found]
    return "\n".join([*lines, *(f"promised {told(promised, as_of)}" for promised in dates if len(dates) > 1)])
