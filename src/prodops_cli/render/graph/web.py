"""Dependencies as a page to open in a browser."""

from collections import defaultdict
from collections.abc import Iterable

from prodops_cli.render import interactive
from prodops_cli.render.graph import picture
from prodops_cli.render.graph.picture import STATES, edge_words, node_sentence
from prodops_cli.render.graph.values import Edge, Graph, Node
from prodops_cli.render.interactive import Page, Table
from prodops_cli.render.marks import WORDS, tone_name

_HEADER = ("What", "Team", "Status", "Health", "Waits for", "Needed by")
_KEYS = (
    "Keys: <kbd>+</kbd> <kbd>-</kbd> <kbd>0</kbd> zoom, as does <kbd>Ctrl</kbd> with the wheel; <kbd>↑</kbd> "
    "<kbd>↓</kbd> from box to box; <kbd>←</kbd> <kbd>→</kbd> to what it waits for and what waits for it; "
    "<kbd>Enter</kbd> keeps the details open, <kbd>Esc</kbd> closes them."
)


def render(graph: Graph) -> str:
    """The page, whose picture is the SVG itself."""
    nodes = {node.id: node for node in graph.nodes}
    edges = [edge for edge in graph.edges if edge.source in nodes and edge.target in nodes]
    before, after = defaultdict(list), defaultdict(list)
    for edge in edges:
        before[edge.target].append(edge)
        after[edge.source].append(edge)
    titles = {node.id: node.title for node in graph.nodes}
    items = [_item(node, before[node.id], after[node.id], titles) for node in graph.nodes]
    rows = (
        (
            node.id,
            (
                node.title,
                node.group,
                node.status,
                WORDS[tone_name(node.health)] if node.health is not None else "",
                "; ".join(_tie(titles[edge.source], edge) for edge in before[node.id]),
                "; ".join(_tie(titles[edge.target], edge) for edge in after[node.id]),
            ),
        )
        for node in graph.nodes
    )
    controls = [
        interactive.choice("team", "Team"),
        interactive.choice("status", "Status"),
        interactive.choice("health", "Health"),
        interactive.choice("state", "Dependency"),
        interactive.check("urgent", "At risk or broken only"),
    ]
    page = Page(
        title=graph.title,
        subtitle=graph.subtitle,
        script="graph.js",
        controls="\n".join(controls),
        body=(
            '<div id="whole"><div class="canvas" id="view" role="region" aria-label="Picture" tabindex="0">'
            f"{picture.render(graph, is_inline=True)}</div></div>"
        ),
        table=Table("What waits for what", _HEADER, tuple(rows)),
        data={
            "items": items,
            "teams": _pairs(node.group for node in graph.nodes),
            "statuses": _pairs(node.status for node in graph.nodes),
            "healths": [[name, WORDS[name]] for name in WORDS if any(item["health"] == name for item in items)],
            "states": [[state, STATES[state]] for state in STATES if any(edge.state == state for edge in edges)],
            "words": {"dates": "Its dates"},
        },
        keys=_KEYS,
    )
    return interactive.render(page)


def _item(node: Node, before: list[Edge], after: list[Edge], titles: dict[str, str]) -> dict[str, object]:
    """A box for the script; it is found by the states of any of its arrows."""
    ties = [*before, *after]
    own = [("team", node.group), ("status", node.status)]
    health = [["health", WORDS[tone_name(node.health)]]] if node.health is not None else []
    return {
        "id": node.id,
        "name": node.title,
        "label": node_sentence(node),
        "team": node.group,
        "status": node.status,
        "health": tone_name(node.health),
        "state": sorted({edge.state for edge in ties}),
        "urgent": any(edge.state in ("at_risk", "broken") for edge in ties),
        "facts": [*([name, value] for name, value in own if value), *health, *map(list, node.facts)],
        "dates": [],
        "before": [edge.source for edge in before],
        "after": [edge.target for edge in after],
        "lists": [
            ["Waits for", [_tie(titles[edge.source], edge) for edge in before]],
            ["Needed by", [_tie(titles[edge.target], edge) for edge in after]],
        ],
    }


def _tie(title: str, edge: Edge) -> str:
    across = ", across teams" if edge.is_cross_team else ""
    told = edge_words(edge)
    return f"{title} ({STATES[edge.state]}{across}{f': {told}' if told else ''})"


def _pairs(names: Iterable[str]) -> list[list[str]]:
    return [[name, name] for name in sorted({name for name in names if name}, key=lambda name: (name.casefold(), name))]
