"""A timeline as an SVG: for a deck, a wiki, a wall. Colours stand in attributes; the style sheet turns them dark."""

from collections.abc import Iterable, Iterator
from datetime import date

from prodops_cli.render.drawing import document, element, path, shortened, text, text_width, words
from prodops_cli.render.marks import TONES, WORDS, mark
from prodops_cli.render.timeline.layout import (
    AXIS,
    HEAD,
    MARGIN,
    NOTE_SIZE,
    Bar,
    Diamond,
    Label,
    Layout,
    Link,
    Tick,
    layout,
)
from prodops_cli.render.timeline.telling import launch_sentence, sentence, shown_health, subtitle, title
from prodops_cli.reports.timeline import Timeline

INK, QUIET, GRID, STRONG_GRID, STRIPE = "#1f2430", "#566070", "#e9ecf1", "#c9d0d9", "#f6f7f9"
LINK, TODAY, LAUNCH, LATE = "#b4bcc8", "#c8442c", "#5b41b8", "#a32c26"


def render(timeline: Timeline, *, is_inline: bool = False) -> str:
    """The timeline as an SVG file, or as a part of a page that has the style already."""
    found = layout(timeline)
    parts = [
        _head(timeline, found),
        *_stripes(found),
        *_grid(found),
        *(_link(link) for link in found.links),
        *_now(found),
        *(_bar(bar, found, timeline.as_of) for bar in found.bars),
        *(_diamond(diamond, timeline.as_of) for diamond in found.diamonds),
        *_legend(found),
    ]
    description = f"{subtitle(timeline)}. Bars are initiatives, diamonds are launches."
    return document(
        (found.width, found.height),
        title(timeline),
        description,
        "\n".join(parts),
        inline_from=(HEAD - 8 if is_inline else None),
    )


def _head(timeline: Timeline, found: Layout) -> str:
    room = found.width - 2 * MARGIN
    return text(MARGIN, 42, shortened(title(timeline), room, 22), "h1", font_size=22, font_weight=650, fill=INK) + text(
        MARGIN, 64, shortened(subtitle(timeline), room, 13), "sub", font_size=13, fill=QUIET
    )


def _stripes(found: Layout) -> Iterator[str]:
    """Every other group on a ground of its own, and the names of all of them."""
    for index, band in enumerate(found.bands):
        if index % 2 == 0:
            yield element(
                "rect",
                x=MARGIN / 2,
                y=band.y,
                width=found.width - MARGIN,
                height=band.height,
                rx=6,
                class_="stripe",
                fill=STRIPE,
            )
        yield _with_title(
            text(MARGIN, band.y + 20, band.label, "group", font_size=13, font_weight=650, fill=INK), band.group.name
        )


def _with_title(drawn: str, whole: str) -> str:
    """What is drawn, with the whole text for those who point at it."""
    return element("g", element("title", words(whole)), drawn)


def _grid(found: Layout) -> Iterator[str]:
    left, right = MARGIN + found.scale.column, found.width - MARGIN
    for tick in sorted(found.ticks, key=lambda tick: (tick.is_quarter, tick.x)):
        top = HEAD if tick.is_quarter else HEAD + AXIS / 2
        yield element(
            "path",
            d=path([(tick.x, top), (tick.x, found.bottom)]),
            class_="grid quarter" if tick.is_quarter else "grid",
            stroke=STRONG_GRID if tick.is_quarter else GRID,
            stroke_width=1,
        )
        if tick.label:
            yield _tick(tick)
    yield element("path", d=path([(left, found.top), (right, found.top)]), class_="grid quarter", stroke=STRONG_GRID)


def _tick(tick: Tick) -> str:
    if tick.is_quarter:
        return text(tick.x + 6, HEAD + 14, tick.label, "title", font_size=12, font_weight=600, fill=INK)
    return text(tick.x + 6, HEAD + AXIS - 6, tick.label, "quiet", font_size=11, fill=QUIET)


def _link(link: Link) -> str:
    line = element("path", d=path(link.points), class_="link", fill="none", stroke=LINK, stroke_width=1.2)
    return line + arrow(link.points, "arrow", LINK)


def arrow(points: Iterable[tuple[float, float]], style: str, colour: str) -> str:
    """The head of an arrow at the end of straight lines."""
    (x0, y0), (x, y) = list(points)[-2:]
    if abs(x - x0) >= abs(y - y0):
        back = -5 if x >= x0 else 5
        corners = [(x, y), (x + back, y - 3), (x + back, y + 3)]
    else:
        back = -5 if y >= y0 else 5
        corners = [(x, y), (x - 3, y + back), (x + 3, y + back)]
    return element("path", d=f"{path(corners)}Z", class_=style, fill=colour)


def _bar(bar: Bar, found: Layout, as_of: date) -> str:
    item, scale = bar.item, found.scale
    health = shown_health(item)
    tone = TONES[health]
    dashes = {"exploratory": "4 3"}.get(item.confidence or "")
    parts = [element("title", words(sentence(item, as_of)))]
    if bar.late is not None:
        parts.append(
            element(
                "rect",
                x=bar.late[0] - 3,
                y=bar.y + bar.height * 0.22,
                width=bar.late[1] - bar.late[0] + 3,
                height=bar.height * 0.56,
                rx=2,
                class_="late",
                fill="#ffffff",
                stroke=LATE,
                stroke_width=1.2,
                stroke_dasharray="3 2",
            )
        )
    parts.append(
        element(
            "rect",
            x=bar.x,
            y=bar.y,
            width=bar.width,
            height=bar.height,
            rx=min(4.0, bar.height / 3, bar.width / 2),
            class_="body",
            fill=tone.fill,
            stroke=tone.stroke,
            stroke_width={"committed": 2.0}.get(item.confidence or "", 1.1),
            stroke_dasharray=dashes,
        )
    )
    if item.is_critical:
        y = bar.y + bar.height + 2.5
        parts.append(
            element(
                "path",
                d=path([(bar.x + 1, y), (bar.x + bar.width - 1, y)]),
                class_="critical",
                stroke=INK,
                stroke_width=2,
            )
        )
    radius = min(5.0, bar.height * 0.32)
    if scale.has_rows:
        parts.append(mark(health, MARGIN + 16, bar.middle, radius))
    elif bar.width > radius * 2 + 6:
        parts.append(mark(health, bar.x + radius + 4, bar.middle, radius))
    if bar.label is not None:
        parts.append(_label(bar.label, "title", scale.size, INK))
    if bar.note is not None:
        is_late = bool(item.late_days)
        parts.append(_label(bar.note, "late-text" if is_late else "note", NOTE_SIZE, LATE if is_late else QUIET))
    return element("g", *parts, class_=f"item {health}")


def _label(label: Label, style: str, size: float, colour: str) -> str:
    return text(
        label.x,
        label.y,
        label.text,
        style,
        font_size=size,
        fill=colour,
        text_anchor="end" if label.is_before else None,
    )


def _diamond(diamond: Diamond, as_of: date) -> str:
    is_done = diamond.milestone.status == "launched"
    shape = _diamond_shape(diamond.x, diamond.y, diamond.radius, is_done=is_done)
    label = _label(diamond.label, "title strong", 11, INK) if diamond.label is not None else ""
    return element("g", element("title", words(launch_sentence(diamond.milestone, as_of))), shape, label)


def _diamond_shape(x: float, y: float, r: float, *, is_done: bool) -> str:
    return element(
        "path",
        d=f"{path([(x, y - r), (x + r, y), (x, y + r), (x - r, y)])}Z",
        class_="launch" if is_done else "launch open",
        fill=LAUNCH if is_done else "#ffffff",
        stroke=LAUNCH,
        stroke_width=1.8,
    )


def _now(found: Layout) -> Iterator[str]:
    if found.as_of is None:
        return
    x = found.as_of
    yield element(
        "path", d=path([(x, HEAD + AXIS / 2), (x, found.bottom)]), class_="today", stroke=TODAY, stroke_width=1.5
    )
    is_left = x + 40 < found.width - MARGIN
    yield text(
        x + (4 if is_left else -4),
        found.bottom + 13,
        "today",
        "today-text",
        font_size=11,
        font_weight=600,
        fill=TODAY,
        text_anchor=None if is_left else "end",
    )


def _legend(found: Layout) -> Iterator[str]:
    """What the marks and outlines mean, on one line below."""
    x, y = MARGIN, found.height - 18.0
    for name, meaning in WORDS.items():
        yield element("g", mark(name, x + 5, y - 4, 5), class_=name)
        yield text(x + 15, y, meaning, "quiet", font_size=11, fill=QUIET)
        x += 15 + text_width(meaning, 11) + 18
    for confidence, width, dashes in (("committed", 2.0, None), ("target", 1.1, None), ("exploratory", 1.1, "4 3")):
        box = element(
            "rect",
            x=x,
            y=y - 10,
            width=20,
            height=11,
            rx=3,
            class_="body",
            fill="#f7f8fa",
            stroke="#8a95a3",
            stroke_width=width,
            stroke_dasharray=dashes,
        )
        yield element("g", box, class_="unknown")
        yield text(x + 26, y, confidence, "quiet", font_size=11, fill=QUIET)
        x += 26 + text_width(confidence, 11) + 18
    yield element(
        "rect",
        x=x,
        y=y - 8,
        width=20,
        height=7,
        rx=2,
        class_="late",
        fill="#ffffff",
        stroke=LATE,
        stroke_dasharray="3 2",
    )
    yield text(x + 26, y, "later than promised", "quiet", font_size=11, fill=QUIET)
    x += 26 + text_width("later than promised", 11) + 18
    yield element("path", d=path([(x, y - 3), (x + 20, y - 3)]), class_="critical", stroke=INK, stroke_width=2)
    yield text(x + 26, y, "critical path", "quiet", font_size=11, fill=QUIET)
    x += 26 + text_width("critical path", 11) + 18
    for is_done, meaning in ((False, "launch"), (True, "launched")):
        yield _diamond_shape(x + 6, y - 4, 5.5, is_done=is_done)
        yield text(x + 18, y, meaning, "quiet", font_size=11, fill=QUIET)
        x += 18 + text_width(meaning, 11) + 18
