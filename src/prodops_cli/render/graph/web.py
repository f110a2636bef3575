"""Dependencies as a page to open in a browser."""

from prodops_cli.render.graph.values import Graph


def render(graph: Graph) -> str:
    """The page."""
    raise NotImplementedError
