"""Dependencies as a picture: SVG, a page to open in a browser, a mermaid flowchart."""

from prodops_cli.render.graph import flowchart, picture, web
from prodops_cli.render.graph.values import Edge, Graph, Node, State

__all__ = ["Edge", "Graph", "Node", "State", "mermaid", "page", "svg"]


def svg(graph: Graph) -> str:
    """The graph as an SVG file, which every program can show: no script, no font from elsewhere."""
    return picture.render(graph)


def page(graph: Graph) -> str:
    """The graph as one page of HTML with everything in it: zoom, filter, details, a table, dark and light."""
    return web.render(graph)


def mermaid(graph: Graph) -> str:
    """The graph as a mermaid flowchart, without the fence around it."""
    return flowchart.render(graph)
