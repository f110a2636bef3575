"""A timeline for a terminal: a line for each initiative, as wide as the terminal is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from prodops_cli.analysis.words import MONTH_NAMES, short_day
from prodops_cli.render.columns import cut
from prodops_cli.render.escape import log_text, terminal, width
from prodops_cli.render.timeline.layout import note_of
from prodops_cli.render.timeline.telling import shown_health, subtitle, title
from prodops_cli.reports.timeline import Item, Milestone, Timeline

Paint = Callable[[str, str], str]
"""Colours a text in a style: `good`, `warning`, `error`, `faint`, `place`."""
_STYLES = {"on_track": "good", "at_risk": "warning", "off_track": "error", "done": "faint", "paused": "faint"}
_MARKS = {"on_track": "●", "at_risk": "▲", "off_track": "✕", "paused": "‖", "done": "✓", "unknown": "○"}
_LEGEND = "● on track  ▲ at risk  ✕ off track  ‖ paused  ✓ shipped  ○ nothing said"
_BARS = "━ promised  ╌ exploratory  ░ later than promised  ◇ launch  ◆ launched  │ today"
NARROWEST, WIDEST = 60, 240


@dataclass(frozen=True, slots=True)
class _Sheet:
    """How wide the parts of a line are, and the days that the chart between them shows."""

    timeline: Timeline
    paint: Paint
    names: int
    chart: int
    notes: int
    """The columns for days in words; 0 where the terminal is too narrow for them."""

    @property
    def indent(self) -> int:
        """The columns before the chart: a mark, a name and what is between."""
        return self.names + 3

    def at(self, day: date) -> int:
        """The column of the chart that a day is in; the nearer edge for one outside."""
        first, last = self.timeline.first, self.timeline.last
        share = (day - first).days / ((last - first).days + 1)
        return min(max(int(share * self.chart), 0), self.chart - 1)

    def row(self, sign: str, name: str, drawn: str, note: str, style: str = "faint") -> str:
        """A line of all of them, all of it escaped and coloured but the name and the note."""
        shown = cut(terminal(name), self.names)
        end = f"  {self.paint(style, cut(note, self.notes))}" if self.notes else ""
        return f"{sign} {shown}{' ' * (self.names - width(shown))} {drawn}{end}"


def render(timeline: Timeline, columns: int, paint: Paint) -> str:
    """The timeline in so many columns."""
    columns = min(max(columns, NARROWEST), WIDEST)
    names, notes = max(22, min(44, columns // 4)), 24 if columns >= 110 else 0
    sheet = _Sheet(timeline, paint, names, columns - names - 3 - (notes + 2 if notes else 0), notes)
    lines = [paint("place", cut(terminal(title(timeline)), columns)), *_wrapped(subtitle(timeline), columns, paint)]
    lines += ["", *_axis(sheet)]
    for group in timeline.groups:
        lines += ["", _titled(group.name, sheet)]
        lines += [_row(item, sheet) for item in group.items]
        lines += [_launch(one, sheet) for one in group.milestones]
    if timeline.groups:
        lines += ["", *(paint("faint", cut(line, columns)) for line in (_LEGEND, _BARS))]
    return log_text("".join(f"{line.rstrip()}\n" for line in lines))


def _wrapped(text: str, columns: int, paint: Paint) -> Iterator[str]:
    """The parts of a text that a middle dot joins, on as few lines as they fit on."""
    line = ""
    for part in terminal(text).split(" · "):
        longer = f"{line} · {part}" if line else part
        if line and width(longer) > columns:
            yield paint("faint", line)
            longer = part
        line = longer
    yield paint("faint", line)


def _axis(sheet: _Sheet) -> Iterator[str]:
    """The quarters, and below them the months where there is room."""
    indent = " " * sheet.indent
    names = [(quarter.first, "{1} {0}".format(*quarter.name.split("-"))) for quarter in sheet.timeline.quarters]
    yield sheet.paint("faint", indent + _marked(names, sheet))
    months = _months(sheet.timeline)
    if sheet.chart / len(months) >= 4:
        yield sheet.paint("faint", indent + _marked(months, sheet))


def _months(timeline: Timeline) -> list[tuple[date, str]]:
    found, day = [], timeline.first.replace(day=1)
    while day <= timeline.last:
        found.append((day, MONTH_NAMES[day.month - 1][:3]))
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return found


def _marked(names: list[tuple[date, str]], sheet: _Sheet) -> str:
    """Names at their days; one that has no room is left out."""
    line = ""
    for day, name in names:
        at = sheet.at(day)
        if at >= len(line) and at + len(name) <= sheet.chart:
            line = f"{line:<{at}}{name} "
    return line


def _titled(name: str, sheet: _Sheet) -> str:
    shown = cut(terminal(name), sheet.indent - 1)
    return sheet.paint("place", shown) + " " * (sheet.indent - width(shown)) + _ground(sheet, 0, sheet.chart)


def _ground(sheet: _Sheet, begin: int, end: int) -> str:
    """A part of a row without a bar: where quarters begin, and today."""
    cells, timeline = [" "] * sheet.chart, sheet.timeline
    for quarter in timeline.quarters:
        if quarter.first >= timeline.first:
            cells[sheet.at(quarter.first)] = "·"
    if timeline.first <= timeline.as_of <= timeline.last:
        cells[sheet.at(timeline.as_of)] = "│"
    return sheet.paint("faint", "".join(cells[begin:end]))


def _row(item: Item, sheet: _Sheet) -> str:
    health = shown_health(item)
    style = _STYLES.get(health, "")
    promised = item.target if item.target is not None and item.late_days else item.end
    first = sheet.at(item.start)
    last = max(sheet.at(promised), first)
    late = max(sheet.at(item.last), last) if item.late_days else last
    stroke = "╌" if item.confidence == "exploratory" else "━"
    bar = _painted(sheet.paint, style, stroke * (last - first + 1)) + sheet.paint("warning", "░" * (late - last))
    drawn = _ground(sheet, 0, first) + bar + _ground(sheet, late + 1, sheet.chart)
    note = note_of(item, sheet.timeline.as_of)
    mark = _painted(sheet.paint, style, _MARKS[health])
    return sheet.row(mark, item.record.name, drawn, note, "warning" if item.late_days else "faint")


def _painted(paint: Paint, style: str, text: str) -> str:
    return paint(style, text) if style else text


def _launch(one: Milestone, sheet: _Sheet) -> str:
    at, sign = sheet.at(one.on), "◆" if one.status == "launched" else "◇"
    drawn = _ground(sheet, 0, at) + sign + _ground(sheet, at + 1, sheet.chart)
    return sheet.row(sign, one.record.name, drawn, short_day(one.on, sheet.timeline.as_of))
