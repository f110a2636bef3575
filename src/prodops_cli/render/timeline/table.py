"""A timeline as rows: CSV for a spreadsheet, and the rows of the page's table."""

from collections.abc import Iterator
from datetime import date

from prodops_cli.render.data import to_csv
from prodops_cli.reports.timeline import Group, Item, Milestone, Timeline

HEADER = (
    "group",
    "kind",
    "id",
    "name",
    "status",
    "health",
    "by_evidence",
    "confidence",
    "owner",
    "team",
    "start",
    "first_promise",
    "target",
    "computed_end",
    "late_days",
    "slack",
    "critical",
    "shipped",
    "dates",
    "waits_for",
)


def csv(timeline: Timeline) -> str:
    """A row for each initiative and launch."""
    return to_csv([HEADER, *_rows(timeline)])


def _rows(timeline: Timeline) -> Iterator[tuple[str, ...]]:
    for group in timeline.groups:
        yield from (_item(group, item) for item in group.items)
        yield from (_launch(group, one) for one in group.milestones)


def _item(group: Group, item: Item) -> tuple[str, ...]:
    return (
        group.name,
        "initiative",
        item.record.id,
        item.record.name,
        item.status,
        item.health or "",
        item.derived or "",
        item.confidence or "",
        item.owner.id if item.owner is not None else "",
        item.team.id if item.team is not None else "",
        item.start.isoformat(),
        _day(item.dates[0].day if item.dates else None),
        _day(item.target),
        _day(item.finish),
        str(item.late_days),
        str(item.slack) if item.slack is not None else "",
        "yes" if item.is_critical else "",
        _day(item.shipped),
        str(len(item.dates)) if item.dates else "",
        " ".join(dict.fromkeys(wait.id for wait in item.waits_for)),
    )


def _launch(group: Group, one: Milestone) -> tuple[str, ...]:
    return (
        group.name,
        "launch",
        one.record.id,
        one.record.name,
        one.status,
        *("", "", ""),
        one.owner.id if one.owner is not None else "",
        one.team.id if one.team is not None else "",
        "",
        _day(one.dates[0].day if one.dates else None),
        one.on.isoformat(),
        *("", "", "", ""),
        one.on.isoformat() if one.status == "launched" else "",
        str(len(one.dates)) if one.dates else "",
        " ".join(one.initiatives),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
