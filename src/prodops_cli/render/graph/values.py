"""What a picture of dependencies shows: boxes in lanes, and arrows between them."""

from dataclasses import dataclass
from typing import Literal

State = Literal["agreed", "asked", "at_risk", "broken", "met", "none"]
"""What stands behind a dependency; `none` where nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of work."""

    id: str
    """What edges name it by; each node has its own."""
    title: str
    group: str = ""
    """The lane it stands in, in words: a team's name; empty for what belongs to none."""
    status: str = ""
    """Where it stands, in words: `in progress`, `shipped`."""
    health: str | None = None
    """A word of health (`at_risk`), which gives the box its colour and its mark."""
    facts: tuple[tuple[str, str], ...] = ()
    """More to read about it, as names with values: (`target`, `15 September`)."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A dependency: an arrow from what comes first to what waits for it."""

    source: str
    """The id of the node that provides."""
    target: str
    """The id of the node that waits."""
    state: State = "none"
    label: str = ""
    """What to read at the arrow: `needed by 15 August, promised for 20 August`."""
    is_cross_team: bool = False
    """Whether the two belong to different teams."""
    reasons: tuple[str, ...] = ()
    """What speaks against it: `its target is 12 Feb, 11 days too late`."""
    note: str = ""
    """What exactly is needed."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Work, and what waits for what. Edges to or from nodes that are not there are left out; circles are drawn."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    title: str = "Dependencies"
    subtitle: str = ""
    """A line below the title: what it is about, and as of when."""
