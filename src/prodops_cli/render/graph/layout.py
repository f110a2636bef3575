"""Where the boxes and arrows of a picture of dependencies stand, in pixels.

Columns are layers (longest path: everything stands right of all that it waits for), bands are groups. Within a band
and column boxes are ordered by the middle of what they are tied to (barycenter), a few times to and fro. Long arrows go
between the rows and never through a box.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from prodops_cli.render.drawing import shortened
from prodops_cli.render.graph.values import Edge, Graph, Node

MARGIN = 24.0
HEAD = 84.0
LEGEND = 48.0
SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes in pixels, for so many boxes."""

    column: float
    """The column of the groups' names."""
    width: float
    height: float
    """Of a box."""
    gutter: float
    """Between two columns."""
    gap: float
    """Between two rows."""
    size: float
    """Of the letters."""
    has_status: bool
    """Whether the second line of a box says where it stands."""


def scale_for(count: int) -> Scale:
    """The larger the fewer there are."""
    if count <= 80:
        return Scale(150, 196, 44, 64, 16, 12, has_status=True)
    return Scale(130, 140, 22, 44, 8, 10, has_status=False)


@dataclass(frozen=True, slots=True)
class Box:
    """A node."""

    node: Node
    label: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height at which arrows touch it."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: a curve through points, in pairs of a corner's start and end."""

    edge: Edge
    points: tuple[tuple[float, float], ...]
    middle: tuple[float, float]
    """Where its mark stands."""


@dataclass(frozen=True, slots=True)
class Band:
    """A group."""

    name: str
    label: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture."""

    width: float
    height: float
    scale: Scale
    bands: tuple[Band, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def layout(graph: Graph) -> Layout:
    """Where everything stands. Takes n log n time."""
    nodes = {node.id: node for node in graph.nodes}
    edges = [edge for edge in graph.edges if edge.source in nodes and edge.target in nodes]
    scale = scale_for(len(nodes))
    layers = layers_of(list(nodes), edges)
    groups: dict[str, list[Node]] = defaultdict(list)
    for node in nodes.values():
        groups[node.group].append(node)
    names = sorted(groups, key=lambda name: (not name, name.casefold(), name))
    columns = max(layers.values(), default=0) + 1
    rows, heights = _rows(names, groups, layers, edges, columns)
    columns = max(layers.values(), default=0) + 1  # those that are tied to nothing may have made it wider
    bands, top = [], HEAD
    tops: dict[str, float] = {}
    for name in names:
        height = max(heights[name] * (scale.height + scale.gap), scale.height) + scale.gap
        tops[name] = top + scale.gap
        bands.append(Band(name, shortened(name, scale.column - 14, 13), top, height))
        top += height
    boxes = {node.id: _box(node, layers[node.id], tops[node.group], rows[node.id], scale) for node in nodes.values()}
    width = MARGIN * 2 + scale.column + columns * (scale.width + scale.gutter) - scale.gutter
    width = max(width, 960.0)
    lines = tuple(_line(edge, boxes, layers, scale) for edge in edges)
    return Layout(width, top + LEGEND, scale, tuple(bands), tuple(boxes.values()), lines)


def _box(node: Node, layer: int, top: float, row: int, scale: Scale) -> Box:
    x = MARGIN + scale.column + layer * (scale.width + scale.gutter)
    y = top + row * (scale.height + scale.gap)
    label = shortened(node.title, scale.width - 32, scale.size * 1.06)  # it is bold
    return Box(node, label, x, y, scale.width, scale.height)


# --- columns -------------------------------------------------------------------------------------------


def layers_of(ids: Sequence[str], edges: Iterable[Edge]) -> dict[str, int]:
    """The column of each node: one more than the last of what it waits for; edges that close a circle do not count."""
    following: dict[str, list[str]] = {id_: [] for id_ in ids}
    waiting = dict.fromkeys(ids, 0)
    for edge in edges:
        if edge.source != edge.target:
            following[edge.source].append(edge.target)
            waiting[edge.target] += 1
    layers = dict.fromkeys(ids, 0)
    ready = deque(id_ for id_ in ids if not waiting[id_])
    rest = deque(ids)  # where only circles are left, the first of them goes ahead
    done: set[str] = set()
    while len(done) < len(ids):
        while not ready:
            if rest[0] not in done:
                ready.append(rest[0])
            rest.popleft()
        id_ = ready.popleft()
        if id_ in done:
            continue
        done.add(id_)
        for other in following[id_]:
            if other not in done:
                layers[other] = max(layers[other], layers[id_] + 1)
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)
    return layers


# --- rows ----------------------------------------------------------------------------------------------


def _rows(
    names: Sequence[str],
    groups: Mapping[str, Sequence[Node]],
    layers: dict[str, int],
    edges: Sequence[Edge],
    columns: int,
) -> tuple[dict[str, int], dict[str, int]]:
    """The row of each node within its band, and how many rows each band has.

    What is tied to nothing fills the emptiest columns of its band, so `layers` changes for it.
    """
    tied: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        tied[edge.source].append(edge.target)
        tied[edge.target].append(edge.source)
    cells: dict[str, list[list[str]]] = {name: [[] for _ in range(columns)] for name in names}
    for name in names:
        for node in sorted(groups[name], key=lambda node: (node.title, node.id)):
            if node.id in tied:
                cells[name][layers[node.id]].append(node.id)
    place = _places(names, cells)
    for sweep in range(SWEEPS):
        order = range(columns) if sweep % 2 == 0 else range(columns - 1, -1, -1)
        for name in names:
            for column in order:
                cells[name][column].sort(key=lambda id_: (_barycenter(tied[id_], place), place[id_]))
        place = _places(names, cells)
    for name in names:
        loose = [
            node.id for node in sorted(groups[name], key=lambda node: (node.title, node.id)) if node.id not in tied
        ]
        _fill(cells[name], loose, layers)
    rows = {id_: row for name in names for cell in cells[name] for row, id_ in enumerate(cell)}
    return rows, {name: max((len(cell) for cell in cells[name]), default=0) for name in names}


def _places(names: Sequence[str], cells: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, float]:
    """How far down each node stands, over all bands."""
    places, above = dict[str, float](), 0
    for name in names:
        for cell in cells[name]:
            places.update({id_: above + row for row, id_ in enumerate(cell)})
        above += max(map(len, cells[name]), default=0)
    return places


def _barycenter(ids: Sequence[str], place: Mapping[str, float]) -> float:
    return sum(place[id_] for id_ in ids) / len(ids)


def _fill(cells: list[list[str]], loose: Sequence[str], layers: dict[str, int]) -> None:
    """Put nodes where there is room, row by row: never a column more, and no band higher than it must be."""
    columns = max(len(cells), 5)
    cells.extend([] for _ in range(columns - len(cells)))
    row = 0
    free: deque[int] = deque(column for column in range(columns) if len(cells[column]) <= row)
    for id_ in loose:
        while not free:
            row += 1
            free = deque(column for column in range(columns) if len(cells[column]) <= row)
        column = free.popleft()
        cells[column].append(id_)
        layers[id_] = column


# --- arrows --------------------------------------------------------------------------------------------


def _line(edge: Edge, boxes: Mapping[str, Box], layers: Mapping[str, int], scale: Scale) -> Line:
    source, target = boxes[edge.source], boxes[edge.target]
    begin, end = (source.x + source.width, source.middle), (target.x - 1, target.middle)
    if layers[edge.target] == layers[edge.source] + 1:
        middle = ((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2)
        return Line(edge, (begin, end), middle)
    channel = target.y - scale.gap / 2  # between the rows: no box stands there
    if layers[edge.target] > layers[edge.source]:
        first = (begin[0] + scale.gutter * 0.7, channel)
        last = (target.x - scale.gutter * 0.7, channel)
    else:
        first = (begin[0] + scale.gutter * 0.5, channel)
        last = (target.x - scale.gutter * 0.5, channel)
    return Line(edge, (begin, first, last, end), ((first[0] + last[0]) / 2, channel))
