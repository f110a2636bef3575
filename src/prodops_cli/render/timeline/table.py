"""A timeline as rows: CSV for a spreadsheet, and the rows of the page's table."""

from collections.abc import Iterator

from prodops_cli.render.cells import day_cell, id_cell, yes_cell
from prodops_cli.render.data import to_csv
from prodops_cli.reports.timeline import Group, Item, Milestone, Timeline

HEADER = (
    "group",
    "kind",
    "id",
    "title",
    "status",
    "health",
    "derived",
    "confidence",
    "owner",
    "team",
    "start",
    "first_promise",
    "target",
    "earliest_finish",
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
        id_cell(item.owner),
        id_cell(item.team),
        item.start.isoformat(),
        day_cell(item.dates[0].day if item.dates else None),
        day_cell(item.target),
        day_cell(item.finish),
        str(item.late_days),
        str(item.slack) if item.slack is not None else "",
        yes_cell(item.is_critical),
        day_cell(item.shipped),
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
        id_cell(one.owner),
        id_cell(one.team),
        "",
        day_cell(one.dates[0].day if one.dates else None),
        one.on.isoformat(),
        *("", "", "", ""),
        one.on.isoformat() if one.status == "launched" else "",
        str(len(one.dates)) if one.dates else "",
        " ".join(one.initiatives),
    )
