"""The launch calendar in the forms that no template makes: events for other calendars, and rows."""

from collections.abc import Iterator
from datetime import date

from prodops_cli.analysis.words import long_day, spoken
from prodops_cli.render import calendar
from prodops_cli.render.data import to_csv
from prodops_cli.reports.launch_calendar import Event, LaunchCalendar

_FIRST = date(2000, 1, 1)
_HEADER = ("day", "until", "kind", "launch", "name", "what", "status", "done", "owner", "notes", "uid")


def title(made: LaunchCalendar) -> str:
    """What the calendar is called."""
    return f"{made.organisation}{f', {made.team.name}' if made.team is not None else ''}: launches"


# --- iCalendar ----------------------------------------------------------------------------------------


def ics(made: LaunchCalendar) -> str:
    """An iCalendar file of whole-day events.

    An event is known by its launch and its field, never by its day: a date that moved moves it, and what was
    cancelled, or leads up to what is on hold, is taken off. Every file has a larger SEQUENCE than one of an earlier
    day, so that readers believe it.
    """
    return calendar.render(title(made), _calendar_events(made), made.as_of)


def _calendar_events(made: LaunchCalendar) -> Iterator[calendar.Event]:
    sequence = max((made.as_of - _FIRST).days, 0)
    for event in made.events:
        yield _calendar_event(event, sequence)
    for one in made.blackouts:
        yield calendar.Event(
            uid=f"blackout:{one.reason}",
            day=one.first,
            last=one.last,
            title=f"No launches: {one.reason}",
            categories=("launch", "blackout"),
            sequence=sequence,
        )
    for off in made.days_off:
        where = f" ({', '.join(off.where)})" if off.where else ""
        yield calendar.Event(
            uid=f"day-off:{off.on}:{off.name}",  # without the countries: they change with the launches
            day=off.on,
            title=f"Day off: {off.name}{where}",
            categories=("launch", "day off"),
            sequence=sequence,
        )


def _calendar_event(event: Event, sequence: int) -> calendar.Event:
    lines = [f"Owner: {event.owner.name}"] if event.owner is not None else []
    lines += [f"Status of the launch: {spoken(event.status)}", *event.notes]
    lines += [f"File: {event.launch.path}"] if event.launch.path is not None else []
    done = "Done: " if event.is_done and event.kind in ("gate", "brief") else ""
    return calendar.Event(
        uid=event.uid,
        day=event.on,
        title=f"{done}{event.launch.name}: {event.what}",
        description="\n".join(lines),
        categories=("launch", event.kind),
        is_cancelled=event.status == "cancelled" or (event.status == "on_hold" and event.kind != "launch"),
        sequence=sequence,
    )


# --- rows ----------------------------------------------------------------------------------------------


def csv(made: LaunchCalendar) -> str:
    """A row for each event, blackout and day off, by day."""
    rows: list[tuple[str, ...]] = [
        (
            event.on.isoformat(),
            event.on.isoformat(),
            event.kind,
            event.launch.id,
            event.launch.name,
            event.what,
            event.status,
            "yes" if event.is_done else "no",
            event.owner.id if event.owner is not None else "",
            "; ".join(event.notes),
            event.uid,
        )
        for event in made.events
    ]
    rows += [
        (one.first.isoformat(), one.last.isoformat(), "blackout", "", "", one.reason, *[""] * 5)
        for one in made.blackouts
    ]
    rows += [
        (off.on.isoformat(), off.on.isoformat(), "day off", "", "", off.name, "", "", "", ", ".join(off.where), "")
        for off in made.days_off
    ]
    return to_csv([_HEADER, *sorted(rows)])


def heading(made: LaunchCalendar) -> str:
    """The title of the page, with its day."""
    return f"{title(made)} on {long_day(made.as_of)}"
