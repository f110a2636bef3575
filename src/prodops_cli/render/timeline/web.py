"""A timeline as a page to open in a browser: it zooms, filters, groups anew, and tells every date an item ever had."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, get_args

from prodops_cli.analysis.words import MONTH_NAMES, short_day, spoken
from prodops_cli.kinds.initiative import Status
from prodops_cli.render import interactive
from prodops_cli.render.interactive import Page, Table
from prodops_cli.render.marks import WORDS, mark
from prodops_cli.render.timeline import picture
from prodops_cli.render.timeline.layout import note_of
from prodops_cli.render.timeline.telling import (
    facts,
    health_text,
    launch_facts,
    launch_sentence,
    sentence,
    shown_health,
    subtitle,
    title,
    told,
)
from prodops_cli.reports.timeline import GROUPINGS, Group, Item, Milestone, PromisedDay, Timeline, Wait, grouped

_GROUPING_NAMES = {"team": "Team", "goal": "Goal", "status": "Status", "product-line": "Product line"}
_DAYS = ("Start", "Promised", "Computed end")
_HEADER = ("What", "Team", "Status", "Health", "Owner", *_DAYS, "Days late", "Waits for", "Its dates")
_KEYS = (
    "Keys: <kbd>+</kbd> <kbd>-</kbd> <kbd>0</kbd> zoom, as does <kbd>Ctrl</kbd> with the wheel; <kbd>↑</kbd> "
    "<kbd>↓</kbd> from bar to bar; <kbd>←</kbd> <kbd>→</kbd> to what it waits for and what waits for it; "
    "<kbd>Enter</kbd> keeps the details open, <kbd>Esc</kbd> closes them."
)


def render(timeline: Timeline) -> str:
    """The page, with the picture for where there is no JavaScript."""
    controls = [
        interactive.choice("team", "Team"),
        interactive.choice("status", "Status"),
        interactive.choice("health", "Health"),
        interactive.choice("by", "Group by", [(by, _GROUPING_NAMES[by]) for by in GROUPINGS], None),
        interactive.check("urgent", "Late or critical only"),
    ]
    body = (
        '<div id="whole">\n<div class="still" role="region" aria-label="Picture" tabindex="0">'
        f"{picture.render(timeline, is_inline=True)}</div>\n"
        f'<div class="chart" id="view" role="region" aria-label="Timeline" hidden></div>\n{_legend()}</div>'
    )
    data = _Data(timeline)
    page = Page(
        title=title(timeline),
        subtitle=subtitle(timeline),
        script="timeline.js",
        controls="\n".join(controls),
        body=body,
        table=Table("Initiatives and launches with their dates", _HEADER, tuple(data.rows()), _DAYS),
        data=data.all(),
        keys=_KEYS,
    )
    return interactive.render(page)


def _legend() -> str:
    """What marks and outlines mean; the health of an item is also said in words wherever it is read."""
    outlines = "".join(
        f'<li><i class="unknown {name}"></i>{name}</li>' for name in ("committed", "target", "exploratory")
    )
    marks = "".join(
        f'<li class="{name}"><svg class="glyph" viewBox="0 0 12 12" aria-hidden="true">{mark(name, 6, 6, 5)}</svg>'
        f"{meaning}</li>"
        for name, meaning in WORDS.items()
    )
    return (
        f'<ul class="legend" aria-label="Legend">{marks}<li><i class="gem"></i>launch</li>'
        f'<li><i class="gem launched"></i>launched</li>{outlines}<li><i class="over"></i>later than promised</li>'
        '<li><i class="unknown chain"></i>critical path</li></ul>\n'
    )


class _Data:
    """What the script draws from, and the rows of the table; days are counted from the first of the picture."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.as_of = timeline.as_of
        self.span = (timeline.last - timeline.first).days + 1
        self.waiting: dict[str, list[Wait]] = defaultdict(list)
        """For each that is waited for, what waits for it, and how."""
        for item in timeline.items:
            for wait in item.waits_for:
                self.waiting[wait.id].append(Wait(item.record.id, wait.tie))
        records = [*(item.record for item in timeline.items), *(one.record for one in timeline.milestones)]
        self.names = {record.ref: record.name for record in records}
        self.groups = {by: grouped(timeline.items, timeline.milestones, by) for by in GROUPINGS}
        self.group_of = {by: _places(groups) for by, groups in self.groups.items()}

    def all(self) -> dict[str, object]:
        """Everything."""
        timeline = self.timeline
        items = [found for group in timeline.groups for found in self._of(group)]
        healths = [name for name in WORDS if any(item["health"] == name for item in items)]
        is_in = timeline.first <= self.as_of <= timeline.last
        return {
            "by": timeline.by,
            "days": self.span,
            "today": self._day(self.as_of) if is_in else None,
            "quarters": [
                [max(self._day(quarter.first), 0), "{1} {0}".format(*quarter.name.split("-"))]
                for quarter in timeline.quarters
            ],
            "months": self._months(),
            "groupings": {by: [group.name for group in groups] for by, groups in self.groups.items()},
            "teams": _pairs(item["team"] for item in items),
            "statuses": [[name, spoken(name)] for name in _STATUSES if any(item["status"] == name for item in items)],
            "healths": [[name, WORDS[name]] for name in healths],
            "words": {"dates": "Every date it had"},
            "items": items,
        }

    def rows(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        """The rows of the table."""
        for group in self.timeline.groups:
            yield from ((item.record.ref, self._item_row(item)) for item in group.items)
            yield from ((one.record.ref, self._launch_row(one)) for one in group.milestones)

    def _of(self, group: Group) -> list[dict[str, Any]]:
        return [*map(self._item, group.items), *map(self._launch, group.milestones)]

    def _item(self, item: Item) -> dict[str, Any]:
        ref = item.record.ref
        promised = item.target if item.target is not None and item.late_days else item.end
        waiting = self.waiting[item.record.id]
        return {
            "id": ref,
            "name": item.record.name,
            "label": sentence(item, self.as_of),
            "groups": {by: places[ref] for by, places in self.group_of.items()},
            "team": item.team.name if item.team is not None else "",
            "status": item.status,
            "health": shown_health(item),
            "outline": item.confidence or "target",
            "critical": item.is_critical,
            "urgent": item.is_critical or (bool(item.late_days) and item.shipped is None),
            "is_late": bool(item.late_days),
            "launch": False,
            "start": self._within(item.start),
            "end": self._within(max(promised, item.start), after=True),
            "over": self._within(item.last, after=True),
            "note": note_of(item, self.as_of),
            "facts": [[name, value] for name, value in facts(item, self.as_of)],
            "dates": self._dates(item.dates),
            "before": _refs(item.waits_for),
            "after": _refs(waiting),
            "ties": [[f"initiative:{wait.id}", wait.tie.type] for wait in item.waits_for],
            "lists": [["Waits for", self._told(item.waits_for)], ["Needed by", self._told(waiting)]],
        }

    def _launch(self, one: Milestone) -> dict[str, Any]:
        before = [f"initiative:{id_}" for id_ in one.initiatives]
        return {
            "id": one.record.ref,
            "name": one.record.name,
            "label": launch_sentence(one, self.as_of),
            "groups": {by: places[one.record.ref] for by, places in self.group_of.items()},
            "team": one.team.name if one.team is not None else "",
            "status": "launch",
            "health": "done" if one.status == "launched" else "unknown",
            "outline": one.status,
            "critical": False,
            "urgent": False,
            "is_late": False,
            "launch": True,
            "start": self._within(one.on),
            "end": self._within(one.on),
            "over": 0,
            "note": short_day(one.on, self.as_of),
            "facts": [[name, value] for name, value in launch_facts(one, self.as_of)],
            "dates": self._dates(one.dates),
            "before": before,
            "after": [],
            "ties": [],
            "lists": [["Made of", [self.names[id_] for id_ in before]]],
        }

    def _told(self, waits: Iterable[Wait]) -> list[str]:
        """What is at the other end, and how one waits for the other where that is not the usual way."""
        return [
            f"{self.names[f'initiative:{wait.id}']}{f' ({wait.tie.text})' if wait.tie.text else ''}" for wait in waits
        ]

    def _dates(self, dates: Sequence[PromisedDay]) -> list[str]:
        if not self.timeline.has_history:
            return ["Not known: there is no history here."]
        return [told(promised, self.as_of) for promised in dates]

    def _day(self, day: date) -> int:
        return (day - self.timeline.first).days

    def _within(self, day: date, *, after: bool = False) -> int:
        """The number of a day, or of the one after it, within the picture."""
        return min(max(self._day(day) + after, 0), self.span)

    def _months(self) -> list[list[object]]:
        found: list[list[object]] = []
        day = self.timeline.first.replace(day=1)
        while day <= self.timeline.last and len(found) < _MOST_MONTHS:
            found.append([max(self._day(day), 0), MONTH_NAMES[day.month - 1][:3]])
            day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return found

    def _item_row(self, item: Item) -> tuple[str, ...]:
        return (
            item.record.name,
            item.team.name if item.team is not None else "",
            spoken(item.status),
            health_text(item) if item.status != "shipped" else "",
            item.owner.name if item.owner is not None else "",
            self._short(item.start),
            self._short(item.target),
            f"shipped {self._short(item.shipped)}" if item.shipped is not None else self._short(item.finish),
            str(item.late_days) if item.late_days else "",
            "; ".join(self._told(item.waits_for)),
            self._history(item.promise, item.dates),
        )

    def _launch_row(self, one: Milestone) -> tuple[str, ...]:
        team = one.team.name if one.team is not None else ""
        owner = one.owner.name if one.owner is not None else ""
        history = self._history(one.promise, one.dates)
        return (
            one.record.name,
            team,
            f"launch, {spoken(one.status)}",
            "",
            owner,
            "",
            self._short(one.on),
            "",
            "",
            "; ".join(self.names[f"initiative:{id_}"] for id_ in one.initiatives),
            history,
        )

    def _short(self, day: date | None) -> str:
        return short_day(day, self.as_of) if day is not None else ""

    def _history(self, promise: str | None, dates: Sequence[PromisedDay]) -> str:
        if not self.timeline.has_history:
            return "not known"
        return f"{promise} ({', '.join(self._short(one.day) for one in dates)})" if promise is not None else ""


_MOST_MONTHS = 600
_STATUSES = (*get_args(Status), "launch")


def _refs(waits: Iterable[Wait]) -> list[str]:
    return list(dict.fromkeys(f"initiative:{wait.id}" for wait in waits))


def _places(groups: Sequence[Group]) -> dict[str, int]:
    """Which of the groups each record stands in."""
    found = {item.record.ref: index for index, group in enumerate(groups) for item in group.items}
    return found | {one.record.ref: index for index, group in enumerate(groups) for one in group.milestones}


def _pairs(names: Iterable[str]) -> list[list[str]]:
    return [[name, name] for name in sorted({name for name in names if name}, key=lambda name: (name.casefold(), name))]
