"""Dependencies as an SVG."""

from collections.abc import Iterator
from itertools import pairwise

from prodops_cli.render.drawing import document, element, number, path, shortened, text, text_width, words
from prodops_cli.render.graph.layout import HEAD, MARGIN, Box, Layout, Line, layout
from prodops_cli.render.graph.values import Edge, Graph, Node, State
from prodops_cli.render.marks import TONES, WORDS, mark, tone_name

INK, QUIET, STRIPE = "#1f2430", "#566070", "#f6f7f9"
COLOURS: dict[State, str] = {
    "agreed": "#2f8f5f",
    "asked": "#2f62c9",
    "at_risk": "#b7821b",
    "broken": "#c4423b",
    "met": "#98a2b0",
    "none": "#b4bcc8",
}
MANY = 120
"""More lines than these are drawn faintly."""
DASHES: dict[State, str | None] = {
    "agreed": None,
    "asked": "7 4",
    "at_risk": "10 3 2 3",
    "broken": "2 3",
    "met": None,
    "none": "1 4",
}
STATES: dict[State, str] = {
    "agreed": "agreed",
    "asked": "asked, not agreed",
    "at_risk": "at risk",
    "broken": "broken",
    "met": "met",
    "none": "not asked for",
}


def render(graph: Graph, *, is_inline: bool = False) -> str:
    """The graph as an SVG file, or as a part of a page that has the style already."""
    found = layout(graph)
    titles = {node.id: node.title for node in graph.nodes}
    parts = [
        *_head(graph, found),
        *_bands(found),
        *(_line(line, titles, is_faint=len(found.lines) > MANY) for line in found.lines),
        *(_box(box, found) for box in found.boxes),
        *_legend(graph, found),
    ]
    description = ". ".join(part for part in (graph.subtitle, "An arrow leads to what waits for the other end") if part)
    return document(
        (found.width, found.height),
        graph.title,
        description,
        "\n".join(parts),
        inline_from=(HEAD - 8 if is_inline else None),
    )


def edge_sentence(edge: Edge, titles: dict[str, str]) -> str:
    """An edge in one line."""
    across = ", across teams" if edge.is_cross_team else ""
    told = edge_words(edge)
    source, target = titles[edge.source], titles[edge.target]
    return f"{target} waits for {source} ({STATES[edge.state]}{across}){f': {told}' if told else ''}"


def edge_words(edge: Edge) -> str:
    """What there is to say of an edge beside its state: days, what speaks against them, and what is needed."""
    parts = [edge.label, *edge.reasons, f"note: {edge.note}" if edge.note else ""]
    return "; ".join(part for part in parts if part)


def node_sentence(node: Node) -> str:
    """A node in one line."""
    parts = [node.group, node.status, WORDS[tone_name(node.health)] if node.health is not None else ""]
    return "; ".join(
        [node.title, *(part for part in parts if part), *(f"{name} {value}" for name, value in node.facts)]
    )


def _head(graph: Graph, found: Layout) -> Iterator[str]:
    room = found.width - 2 * MARGIN
    yield text(MARGIN, 42, shortened(graph.title, room, 22), "h1", font_size=22, font_weight=650, fill=INK)
    yield text(MARGIN, 64, shortened(graph.subtitle, room, 13), "sub", font_size=13, fill=QUIET)


def _bands(found: Layout) -> Iterator[str]:
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
        name = text(MARGIN, band.y + 26, band.label, "group", font_size=13, font_weight=650, fill=INK)
        yield element("g", element("title", words(band.name)), name)


def _line(line: Line, titles: dict[str, str], *, is_faint: bool) -> str:
    edge = line.edge
    colour, width = COLOURS[edge.state], 2.4 if edge.is_cross_team else 1.4
    stroke = element(
        "path",
        d=curve(line.points),
        class_=f"link {edge.state}",
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_dasharray=DASHES[edge.state],
        stroke_opacity=0.5 if is_faint else None,
    )
    x, y = line.points[-1]
    head = element(
        "path",
        d=f"{path([(x, y), (x - 7, y - 4), (x - 7, y + 4)])}Z",
        class_=f"{edge.state} arrow",
        fill=colour,
        stroke="none",
    )
    sign = {"broken": "off_track", "at_risk": "at_risk"}.get(edge.state)
    shape = element("g", mark(sign, *line.middle, 5), class_=sign) if sign is not None else ""
    return element(
        "g",
        element("title", words(edge_sentence(edge, titles))),
        stroke,
        head,
        shape,
        class_="edge",
        data_source=edge.source,
        data_target=edge.target,
        data_state=edge.state,
    )


def curve(points: tuple[tuple[float, float], ...]) -> str:
    """The `d` of a line through points that leaves, passes and arrives level: curves, and straight lines between."""
    written = f"M{number(points[0][0])} {number(points[0][1])}"
    for index, ((x0, y0), (x, y)) in enumerate(pairwise(points)):
        if index % 2 == 1:
            written += f"L{number(x)} {number(y)}"
            continue
        middle = (x0 + x) / 2
        written += f"C{number(middle)} {number(y0)} {number(middle)} {number(y)} {number(x)} {number(y)}"
    return written


def _box(box: Box, found: Layout) -> str:
    health = tone_name(box.node.health)
    tone, scale = TONES[health], found.scale
    parts = [
        element("title", words(node_sentence(box.node))),
        element(
            "rect",
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            rx=6,
            class_="body",
            fill=tone.fill,
            stroke=tone.stroke,
            stroke_width=1.2,
        ),
    ]
    first = box.y + (18 if scale.has_status else box.height / 2 + scale.size * 0.36)
    parts.append(mark(health, box.x + 13, first - scale.size * 0.35, 5 if scale.has_status else 4))
    parts.append(text(box.x + 24, first, box.label, "title strong", font_size=scale.size, font_weight=600, fill=INK))
    if scale.has_status:
        status = shortened(box.node.status, box.width - 30, 11)
        parts.append(text(box.x + 24, first + 16, status, "quiet", font_size=11, fill=QUIET))
    return element("g", *parts, class_=f"node {health}", data_id=box.node.id)


def _legend(graph: Graph, found: Layout) -> Iterator[str]:
    """What the lines that are there mean."""
    states = {edge.state for edge in graph.edges}
    x, y = MARGIN, found.height - 18.0
    for state in (state for state in STATES if state in states):
        yield element(
            "path",
            d=path([(x, y - 4), (x + 34, y - 4)]),
            class_=f"link {state}",
            stroke=COLOURS[state],
            stroke_width=1.8,
            stroke_dasharray=DASHES[state],
        )
        yield text(x + 41, y, STATES[state], "quiet", font_size=11, fill=QUIET)
        x += 41 + text_width(STATES[state], 11) + 20
    if any(edge.is_cross_team for edge in graph.edges):
        yield element("path", d=path([(x, y - 4), (x + 34, y - 4)]), class_="link", stroke=QUIET, stroke_width=3)
        yield text(x + 41, y, "thick: across teams", "quiet", font_size=11, fill=QUIET)
