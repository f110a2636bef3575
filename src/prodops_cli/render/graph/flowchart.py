"""Dependencies as a mermaid flowchart, which GitHub, GitLab and many editors draw."""

from collections.abc import Iterator

from prodops_cli.render.escape import mermaid
from prodops_cli.render.graph.picture import COLOURS, STATES
from prodops_cli.render.graph.values import Edge, Graph, Node

_ARROWS = {"agreed": "-->", "met": "-->", "asked": "-.->", "at_risk": "-.->", "broken": "-.-x", "none": "-.->"}
MOST_EDGES = 500
"""Mermaid draws no more."""


def render(graph: Graph) -> str:
    """The graph as a flowchart, without the fence around it. Ids are numbers: an id of ours may mean something."""
    numbers = {node.id: f"n{index}" for index, node in enumerate(graph.nodes)}
    edges = [edge for edge in graph.edges if edge.source in numbers and edge.target in numbers][:MOST_EDGES]
    return "".join(f"{line}\n" for line in ("flowchart LR", *_nodes(graph, numbers), *_edges(edges, numbers)))


def _nodes(graph: Graph, numbers: dict[str, str]) -> Iterator[str]:
    groups = dict.fromkeys(sorted((node.group for node in graph.nodes), key=lambda name: (not name, name.casefold())))
    for index, group in enumerate(groups):
        own = [node for node in graph.nodes if node.group == group]
        if group:
            yield f'  subgraph g{index}["{mermaid(group)}"]'
        for node in own:
            yield f'    {numbers[node.id]}["{_label(node)}"]'
        if group:
            yield "  end"


def _label(node: Node) -> str:
    status = f" ({mermaid(node.status)})" if node.status else ""
    return f"{mermaid(node.title)}{status}"


def _edges(edges: list[Edge], numbers: dict[str, str]) -> Iterator[str]:
    for edge in edges:
        source, target = numbers[edge.source], numbers[edge.target]
        label = [STATES[edge.state], "across teams" if edge.is_cross_team else ""]
        label += edge.reasons[:1] if edge.state in ("at_risk", "broken") else []  # the worst; a page has them all
        yield f'  {source} {_ARROWS[edge.state]}|"{mermaid(", ".join(part for part in label if part))}"| {target}'
    for index, edge in enumerate(edges):
        width = "3px" if edge.is_cross_team else "1.5px"
        yield f"  linkStyle {index} stroke:{COLOURS[edge.state]},stroke-width:{width}"
