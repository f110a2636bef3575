"""Dependencies as pictures: where boxes stand, what arrows say, and that no text becomes anything else."""

import json
import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payloads import payloads
from pictures import graph, titles
from prodops_cli.render import graph as graphs
from prodops_cli.render.graph import Edge, Graph, Node
from prodops_cli.render.graph.layout import layers_of, layout
from test_escape import COMMAND, INVISIBLE

SVG = "{http://www.w3.org/2000/svg}"


def of(*pairs: str) -> list[Edge]:
    return [Edge(pair[0], pair[-1]) for pair in pairs]


def test_layers_are_the_longest_paths() -> None:
    assert layers_of(list("abcd"), of("a>b", "b>c", "a>c", "c>d")) == {"a": 0, "b": 1, "c": 2, "d": 3}


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12))))
def test_every_node_has_a_layer_whatever_the_circles(pairs: list[tuple[int, int]]) -> None:
    ids = [str(number) for number in range(13)]
    layers = layers_of(ids, [Edge(str(source), str(target)) for source, target in pairs])
    assert set(layers) == set(ids)
    forward = [Edge(str(source), str(target)) for source, target in pairs if source < target]
    for edge in forward:
        assert layers_of(ids, forward)[edge.target] > layers_of(ids, forward)[edge.source]


@pytest.mark.parametrize("count", [0, 1, 2, 30, 300])
def test_boxes_do_not_overlap_and_stand_in_the_picture(count: int) -> None:
    found = layout(graph(titles(count)))
    assert len(found.boxes) == count
    for box in found.boxes:
        assert box.x + box.width <= found.width
        assert box.y + box.height <= found.height
    for one, other in combinations(found.boxes, 2):
        assert (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )


def test_loose_nodes_stand_within_the_picture_too() -> None:
    found = layout(Graph(tuple(Node(str(number), "a", "b") for number in range(40)), ()))
    assert max(box.x + box.width for box in found.boxes) <= found.width


def test_circles_and_strangers_are_drawn_or_left_out() -> None:
    nodes = (Node("a", "A", "x"), Node("b", "B", "y"))
    found = Graph(nodes, (Edge("a", "b"), Edge("b", "a"), Edge("a", "a"), Edge("a", "nobody")))
    assert len(layout(found).lines) == 3
    assert ET.fromstring(graphs.svg(found)) is not None
    assert graphs.mermaid(found).count("-.->") == 3
    assert "nobody" not in graphs.page(found)


def test_states_differ_by_dashes_and_marks_not_by_colour_alone() -> None:
    nodes = (Node("a", "A"), Node("b", "B"))
    drawn = {}
    for state in ("agreed", "asked", "at_risk", "broken", "none"):
        shown = ET.fromstring(graphs.svg(Graph(nodes, (Edge("a", "b", state),))))
        line = next(element for element in shown.iter(f"{SVG}path") if "link" in element.attrib.get("class", ""))
        drawn[state] = line.attrib.get("stroke-dasharray")
    assert len(set(drawn.values())) == 5


def test_across_teams_is_thicker_and_said() -> None:
    nodes = (Node("a", "A", "x"), Node("b", "B", "y"))
    thin, thick = (graphs.svg(Graph(nodes, (Edge("a", "b", "agreed", "", across),))) for across in (False, True))
    assert thin != thick
    assert "B waits for A (agreed, across teams)" in thick


@pytest.mark.parametrize("name", sorted(payloads()))
def test_no_payload_leaves_its_place(name: str) -> None:
    found = graph([payloads()[name], "b", "c"], note=payloads()[name])
    drawn, page, chart = graphs.svg(found), graphs.page(found), graphs.mermaid(found)
    tags = {element.tag for element in ET.fromstring(drawn).iter()}
    assert tags == {element.tag for element in ET.fromstring(graphs.svg(graph(["a", "b", "c"], note="a"))).iter()}
    for output in (drawn, page, chart):
        assert not COMMAND.search(output)
        assert not INVISIBLE.search(output)
    assert page.count("<script") == 2
    island = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert island is not None
    assert len(json.loads(island[1])["items"]) == 3
    for line in chart.splitlines():
        assert LINES.fullmatch(line), line


TEXT = r"[\w ,.()/+#;-]+"
LINES = re.compile(
    rf'flowchart LR|  subgraph g\d+\["{TEXT}"\]|    n\d+\["{TEXT}"\]|  end|  n\d+ (-->|-\.->|-\.-x)\|"{TEXT}"\| n\d+'
    r"|  linkStyle \d+ stroke:#\w{6},stroke-width:[\d.]+px"
)


@given(st.lists(st.text(), min_size=1, max_size=4), st.text())
def test_flowchart_has_no_line_but_its_own(names: list[str], note: str) -> None:
    for line in graphs.mermaid(graph(names, note=note)).splitlines():
        assert LINES.fullmatch(line), line
