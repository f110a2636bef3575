"""Where everything in the picture of a timeline stands, in pixels: nothing here draws, or knows a colour.

Few items have a row each, with their titles in a column; many share lanes, several in a row where their days allow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import heappop, heappush
from itertools import groupby, pairwise

from prodops_cli.analysis.planning.network import LinkType
from prodops_cli.analysis.words import MONTH_NAMES, short_day
from prodops_cli.render.drawing import shortened, text_width
from prodops_cli.reports.timeline import Group, Item, Milestone, Timeline

MOST_ROWS = 24
"""Up to so many items have a row of their own."""
MARGIN = 24.0
HEAD = 78.0
"""Above the axis: the title, a line about it."""
AXIS = 40.0
LEGEND = 56.0
GAP = 5.0
"""Between two bars in one lane."""
TITLE_SIZE = 12.0
NOTE_SIZE = 11.0
"""Of the days and of what is late."""
NARROWEST = 3.0
"""A bar of a single day can still be seen."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How a picture is laid out for so many items, in pixels."""

    width: float
    column: float
    """The column of titles or groups at the left."""
    row: float
    bar: float
    size: float
    """Of the letters."""
    has_rows: bool
    """Whether every item has a row."""
    is_roomy: bool = False
    """Whether lanes are added until every title can be read."""


def scale_for(count: int) -> Scale:
    """The larger the fewer there are."""
    if count <= MOST_ROWS:
        return Scale(1280, 290, 27, 15, TITLE_SIZE, has_rows=True)
    if count <= 70:
        return Scale(1440, 160, 25, 19, TITLE_SIZE, has_rows=False, is_roomy=True)
    if count <= 160:
        return Scale(1600, 190, 23, 18, 11.5, has_rows=False, is_roomy=True)
    if count <= 1200:
        return Scale(1600, 190, 17, 14, 10, has_rows=False)
    return Scale(1600, 190, 10, 7, 0, has_rows=False)


@dataclass(frozen=True, slots=True)
class Label:
    """A text beside something, or in it."""

    x: float
    y: float
    text: str
    is_before: bool = False
    """Whether it ends at the point and does not start there."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An item: from its start to the day it is promised for, and what is later than that."""

    item: Item
    x: float
    y: float
    """Its upper edge."""
    width: float
    height: float
    late: tuple[float, float] | None
    """From where to where it is late."""
    label: Label | None
    """Its title, where the picture has room for it."""
    note: Label | None
    """Its day, and by how much it is late."""
    begins_before: bool
    ends_after: bool
    """Whether it goes on beyond the picture."""

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        """Where all of it ends."""
        return self.late[1] if self.late is not None else self.x + self.width


@dataclass(frozen=True, slots=True)
class Diamond:
    """A launch."""

    milestone: Milestone
    x: float
    y: float
    """Its middle."""
    radius: float
    label: Label | None


@dataclass(frozen=True, slots=True)
class Band:
    """A group's part of the picture."""

    group: Group
    label: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, with a name for what begins there where there is room for it."""

    x: float
    label: str
    is_quarter: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency: lines from what comes first to what waits for it."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture."""

    width: float
    height: float
    scale: Scale
    top: float
    """Where the bands begin."""
    bottom: float
    """Where they end."""
    bands: tuple[Band, ...]
    bars: tuple[Bar, ...]
    diamonds: tuple[Diamond, ...]
    ticks: tuple[Tick, ...]
    links: tuple[Link, ...]
    as_of: float | None
    """Where today is; None where that is not in the picture."""


@dataclass(frozen=True, slots=True)
class _Days:
    """Days as pixels: those of the picture, from edge to edge."""

    first: date
    last: date
    left: float
    right: float
    edge: float
    """Up to where texts may go; the last day ends before it where something late needs the room."""

    def at(self, day: date) -> float:
        """Where a day begins; the nearer edge for one outside."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def after(self, day: date) -> float:
        """Where a day ends."""
        return self.at(day + timedelta(days=1)) if day < date.max else self.right


def layout(timeline: Timeline) -> Layout:
    """Where everything of a timeline stands. Takes n log n time for n items."""
    scale = scale_for(len(timeline.items))
    left, edge = MARGIN + scale.column, scale.width - MARGIN
    days = _Days(timeline.first, timeline.last, left, edge, edge)
    days = replace(days, right=edge - _room_behind(timeline, scale, days))
    made = _Made(scale, days, timeline.as_of, HEAD + AXIS)
    for group in timeline.groups:
        made.add(group)
    is_in = timeline.first <= timeline.as_of <= timeline.last
    return Layout(
        width=scale.width,
        height=made.y + LEGEND,
        scale=scale,
        top=HEAD + AXIS,
        bottom=made.y,
        bands=tuple(made.bands),
        bars=tuple(made.bars),
        diamonds=tuple(made.diamonds),
        ticks=tuple(_ticks(timeline, days)),
        links=tuple(_links(made.bars, has_rows=scale.has_rows)),
        as_of=days.at(timeline.as_of) if is_in else None,
    )


def _room_behind(timeline: Timeline, scale: Scale, days: _Days) -> float:
    """The room that the words of what is late need behind the last day; none where they all stand before it."""
    if not scale.size:
        return 0
    found = [
        width
        for item in timeline.items
        if item.late_days
        for width in [text_width(_late_text(item, timeline.as_of, scale), NOTE_SIZE) + 8]
        if days.after(item.last) + width > days.edge
    ]
    return max(found, default=0)


def _late_text(item: Item, as_of: date, scale: Scale) -> str:
    """By how much an item is late, in as many words as there is room for."""
    return note_of(item, as_of) if scale.has_rows else f"+{item.late_days} d"


@dataclass(slots=True)
class _Made:
    """The part of the picture that is laid out so far."""

    scale: Scale
    days: _Days
    as_of: date
    y: float
    """Where the next band begins."""
    bands: list[Band] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    diamonds: list[Diamond] = field(default_factory=list)

    def add(self, group: Group) -> None:
        """A group: its launches above, its items below."""
        top, scale = self.y, self.scale
        self.y += 6
        lines = self._launches(group.milestones, self.y)
        self.y += lines * _LAUNCH_LINE if lines else 20 if scale.has_rows else 0
        self.y += (self._rows if scale.has_rows else self._lanes)(group.items, self.y) * scale.row + 6
        least = 30.0
        self.y = max(self.y, top + least)
        room = scale.column - 16
        label = shortened(group.name, room, TITLE_SIZE + 1)
        self.bands.append(Band(group, label, top, self.y - top))

    def _launches(self, milestones: Sequence[Milestone], top: float) -> int:
        """Diamonds, in as many lines as their names need."""
        if not milestones:
            return 0
        few = len(milestones) <= 24
        labels = [shortened(one.record.name, 190 if few else 0, 11) for one in milestones]
        stretches = []
        for one, label in zip(milestones, labels, strict=True):
            x = self._middle(one.on)
            before = self._is_before(x, label)
            width = 12 + text_width(label, 11) if label else 0
            stretches.append((x - 8 - (width if before else 0), x + 8 + (0 if before else width)))
        lanes = packed(stretches)
        for one, label, lane in zip(milestones, labels, lanes, strict=True):
            x, y = self._middle(one.on), top + lane * _LAUNCH_LINE + _LAUNCH_LINE / 2
            before = self._is_before(x, label)
            shown = Label(x - 11 if before else x + 11, y + 4, label, before) if label else None
            self.diamonds.append(Diamond(one, x, y, 6.5, shown))
        return max(lanes) + 1

    def _middle(self, day: date) -> float:
        return (self.days.at(day) + self.days.after(day)) / 2

    def _is_before(self, x: float, label: str) -> bool:
        """Whether a label has no room behind a point."""
        return x + 14 + text_width(label, 11) > self.days.edge

    def _rows(self, items: Sequence[Item], top: float) -> int:
        """A row for every item, its title in the column."""
        scale = self.scale
        for index, item in enumerate(items):
            y = top + index * scale.row
            x, width, late = self._stretch(item)
            title = shortened(item.record.name, scale.column - 44, scale.size)
            label = Label(MARGIN + 28, y + scale.row / 2 + 4, title)
            right = late[1] if late is not None else x + width
            note = self._note(item, x, right, y + scale.row / 2 + 4)
            self._bar(item, y + (scale.row - scale.bar) / 2, (x, width, late), label, note)
        return len(items)

    def _note(self, item: Item, left: float, right: float, y: float) -> Label | None:
        """The day it ends, behind the bar or, where there is no room, before it."""
        shown = note_of(item, self.as_of)
        room = text_width(shown, NOTE_SIZE) + 7
        if right + room <= self.days.edge:
            return Label(right + 7, y, shown)
        return Label(left - 7, y, shown, is_before=True) if left - room >= self.days.left else None

    def _lanes(self, items: Sequence[Item], top: float) -> int:
        """As few lanes as their days allow; titles in the bars, or behind them, where there is room."""
        if not items:
            return 0
        scale = self.scale
        stretches = [self._stretch(item) for item in items]
        ends = map(self._end, items, stretches)
        lanes = packed([(stretch[0], end) for stretch, end in zip(stretches, ends, strict=True)])
        after = _lefts_after(stretches, lanes, self.days.edge)
        for item, stretch, lane, free in zip(items, stretches, lanes, after, strict=True):
            y = top + lane * scale.row + (scale.row - scale.bar) / 2
            self._bar(item, y, stretch, *self._texts(item, stretch, y + scale.bar / 2 + scale.size * 0.36, free))
        return max(lanes) + 1

    def _end(self, item: Item, stretch: "_Stretch") -> float:
        """Where the next bar in its lane may begin: behind how late it is and, with enough room, behind its title."""
        title, note = self._texts(item, stretch, 0, self.days.edge)
        ends = [_right(stretch)]
        if note is not None:
            ends.append(note.x + text_width(note.text, NOTE_SIZE))
        if title is not None and self.scale.is_roomy:
            ends.append(title.x + text_width(title.text, self.scale.size))
        return max(ends)

    def _texts(self, item: Item, stretch: "_Stretch", y: float, free: float) -> tuple[Label | None, Label | None]:
        """The title, in the bar or behind it, and behind it by how much it is late; no text goes beyond `free`."""
        size, late = self.scale.size, _late_text(item, self.as_of, self.scale)
        if not size:
            return None, None
        behind, note = _right(stretch) + 5, None
        if item.late_days and behind + text_width(late, NOTE_SIZE) <= free:
            note = Label(behind, y, late)
            behind += text_width(late, NOTE_SIZE) + 7
        begin = stretch[0] + _MARK + size * 0.6
        inside = shortened(item.record.name, stretch[0] + stretch[1] - begin - 3, size)
        if not inside or inside.endswith("…"):
            outside = shortened(item.record.name, min(free - behind - GAP, _LONGEST), size)
            if len(outside) > len(inside):
                return Label(behind, y, outside), note
        return (Label(begin, y, inside) if inside else None), note

    def _stretch(self, item: Item) -> "_Stretch":
        """Where its bar begins, how wide it is to the promised day, and where it is late."""
        days = self.days
        promised = item.target if item.target is not None and item.late_days else item.end
        x, end = days.at(item.start), days.after(max(promised, item.start))
        x = min(x, days.right - NARROWEST)
        width = max(end - x, NARROWEST)
        last = days.after(item.last)
        late = (x + width, last) if item.late_days and last > x + width else None
        return x, width, late

    def _bar(self, item: Item, y: float, stretch: "_Stretch", label: Label | None, note: Label | None) -> None:
        x, width, late = stretch
        first, last = item.start < self.days.first, item.last > self.days.last
        self.bars.append(Bar(item, x, y, width, self.scale.bar, late, label, note, first, last))


_Stretch = tuple[float, float, tuple[float, float] | None]
"""Of a bar: where it begins, how wide it is, and from where to where it is late."""
_LAUNCH_LINE = 20.0
_MARK = 14.0
"""The room for a bar's mark of health."""


_LONGEST = 230.0
"""The room for a title behind its bar."""


def _right(stretch: _Stretch) -> float:
    """Where a bar ends, with what is late."""
    return stretch[2][1] if stretch[2] is not None else stretch[0] + stretch[1]


def note_of(item: Item, as_of: date) -> str:
    """The day it ends, and what is later: `15 Sep`, `15 Sep, 12 d late: 27 Sep`."""
    if item.target is None or not item.late_days:
        return short_day(item.end, as_of)
    return f"{short_day(item.target, as_of)} → {short_day(item.last, as_of)}, +{item.late_days} d"


def packed(stretches: Sequence[tuple[float, float]]) -> list[int]:
    """A lane for each stretch, the first that is free: as few lanes as there can be, in n log n steps."""
    lanes = [0] * len(stretches)
    busy: list[tuple[float, int]] = []  # until when, which lane
    free: list[int] = []
    for index in sorted(range(len(stretches)), key=lambda index: (stretches[index][0], index)):
        left, right = stretches[index]
        while busy and busy[0][0] + GAP <= left:
            heappush(free, heappop(busy)[1])
        lanes[index] = heappop(free) if free else len(busy)
        heappush(busy, (right, lanes[index]))
    return lanes


def _lefts_after(stretches: Sequence[_Stretch], lanes: Sequence[int], edge: float) -> list[float]:
    """Where the next bar in its lane begins, for each; the edge of the picture for the last."""
    found = [edge] * len(stretches)
    order = sorted(range(len(stretches)), key=lambda index: (lanes[index], stretches[index][0]))
    for _, indices in groupby(order, key=lambda index: lanes[index]):
        lane = list(indices)
        for one, following in pairwise(lane):
            found[one] = stretches[following][0]
    return found


# --- the grid ------------------------------------------------------------------------------------------


def _ticks(timeline: Timeline, days: _Days) -> Iterator[Tick]:
    """A line for each quarter and, where there is room, each month; no more names than can be read."""
    quarters = timeline.quarters
    room = (days.right - days.left) / max(len(quarters), 1)
    step = next(step for step in (1, 2, 4, 8, 20, 40, 80, 400, 4000) if room * step >= 62)
    for index, quarter in enumerate(quarters):
        left, right = days.at(quarter.first), days.after(quarter.last)
        fits = index % step == 0 and right + room * (step - 1) - left > 54
        yield Tick(left, _quarter_text(quarter.name) if fits else "", is_quarter=True)
    if room / 3 >= 26:
        yield from _months(timeline, days)


def _quarter_text(name: str) -> str:
    """`2026-Q3` as `Q3 2026`."""
    year, _, quarter = name.partition("-")
    return f"{quarter} {year}"


def _months(timeline: Timeline, days: _Days) -> Iterator[Tick]:
    day = timeline.first.replace(day=1)
    while day <= timeline.last:
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        left, right = days.at(day), days.at(following)
        if right - left > 24:
            yield Tick(left, MONTH_NAMES[day.month - 1][:3], is_quarter=False)
        day = following


# --- dependencies --------------------------------------------------------------------------------------

MOST_LINKED = 160
MOST_LINKS = 300
"""Of more bars, and beyond so many lines, a picture is a web; the page shows those of the item that is looked at."""


def _links(bars: Iterable[Bar], *, has_rows: bool) -> Iterator[Link]:
    """Lines from bar to bar. Where bars share lanes, only to what is late or critical."""
    by_id = {bar.item.record.id: bar for bar in bars}
    if len(by_id) > MOST_LINKED:
        return
    count = 0
    for bar in by_id.values():
        if not has_rows and not bar.item.late_days and not bar.item.is_critical:
            continue
        for wait in bar.item.waits_for:
            if wait.id in by_id and count < MOST_LINKS:
                count += 1
                yield Link(wait.id, bar.item.record.id, _way(by_id[wait.id], bar, wait.tie.type))


def _way(source: Bar, target: Bar, type_: LinkType) -> tuple[tuple[float, float], ...]:
    """From one end of a bar to one end of the other, as the type of the dependency says."""
    if type_ == "finish_start":
        return _to_start(source, target)
    is_start = type_ == "start_start"
    begin, into = (bar.x + 3 if is_start else max(bar.right - 3, bar.x) for bar in (source, target))
    is_above = target.middle < source.middle
    edge = source.y if is_above else source.y + source.height
    # in one lane, both at their lower edges
    is_under = target.middle <= source.middle
    side = target.y + target.height + 1 if is_under else target.y - 1
    level = side + 4 if is_under else side - 4
    if begin == into and source.middle != target.middle:
        return (begin, edge), (into, side)
    return (begin, edge), (begin, level), (into, level), (into, side)


def _to_start(source: Bar, target: Bar) -> tuple[tuple[float, float], ...]:
    """From the end of one bar down or up to the other: to its start where that is farther right, else into its side."""
    is_below = target.middle >= source.middle
    x = max(source.right - 5, source.x + 1)
    begin = source.y + source.height if is_below else source.y
    if target.x > x + 6:
        return (x, begin), (x, target.middle), (target.x - 1, target.middle)
    side = target.y - 1 if is_below else target.y + target.height + 1
    into = min(x, target.right - 3)
    if into == x:
        return (x, begin), (x, side)
    level = side - 4 if is_below else side + 4
    return (x, begin), (x, level), (into, level), (into, side)
