"""Cycles in a graph of names: managers, parts of teams, goals, dependencies.

No recursion, so that a chain of ten thousand names is no deeper than a chain of two.
"""

from collections.abc import Iterable, Iterator, Mapping

MOST_CYCLES_PER_KNOT = 20
"""Names that all lead to each other can form endless cycles; the first few show where to cut."""

Cycle = tuple[str, ...]
"""Names that each lead to the next, and the last to the first; it starts with the smallest name."""


def find_cycles(graph: Mapping[str, Iterable[str]]) -> list[Cycle]:
    """Cycles that show every knot of a graph, each once, sorted.

    A cycle is given through every name that is on one, the shortest there is; a knot of many names stops at
    `MOST_CYCLES_PER_KNOT`. Where each name leads to one other at most, that is every cycle.
    """
    links = {name: tuple(dict.fromkeys(targets)) for name, targets in graph.items()}
    return sorted(cycle for knot in knots(links) for cycle in _cycles_in(knot, links))


def _cycles_in(knot: set[str], links: Mapping[str, tuple[str, ...]]) -> set[Cycle]:
    """The shortest cycle through each name of a knot that no earlier one went through."""
    inner = {name: sorted(knot.intersection(links[name])) for name in knot}
    found: set[Cycle] = set()
    covered: set[str] = set()
    for name in sorted(knot):
        if name not in covered and len(found) < MOST_CYCLES_PER_KNOT:
            cycle = _shortest_cycle(name, inner)
            covered.update(cycle)
            found.add(_rotated(cycle))
    return found


def _shortest_cycle(start: str, links: Mapping[str, list[str]]) -> list[str]:
    """The shortest way from a name back to itself (breadth first); there must be one."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for name in waiting:  # the list grows while it is walked
        for target in links[name]:
            if target == start:
                return _way_to(name, came_from)
            if target not in came_from:
                came_from[target] = name
                waiting.append(target)
    raise AssertionError(f"{start} is on no cycle")


def _way_to(name: str, came_from: Mapping[str, str]) -> list[str]:
    way = [name]
    while way[-1] in came_from:
        way.append(came_from[way[-1]])
    return way[::-1]


def _rotated(cycle: list[str]) -> Cycle:
    first = cycle.index(min(cycle))
    return (*cycle[first:], *cycle[:first])


def knots(links: Mapping[str, tuple[str, ...]]) -> Iterator[set[str]]:  # noqa: C901 - one algorithm, in one piece
    """Find the sets of names that all lead to each other: Tarjan's strongly connected components."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_names: dict[str, None] = {}  # in order of discovery; not yet in a component
    for root in links:
        if root in number:
            continue
        number[root] = lowest[root] = len(number)
        open_names[root] = None
        path = [(root, iter(links[root]))]
        while path:
            name, targets = path[-1]
            for target in targets:
                if target not in links:
                    continue
                if target not in number:
                    number[target] = lowest[target] = len(number)
                    open_names[target] = None
                    path.append((target, iter(links[target])))
                    break
                if target in open_names:
                    lowest[name] = min(lowest[name], number[target])
            else:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[name])
                if lowest[name] == number[name]:
                    knot = _close(name, open_names)
                    if len(knot) > 1 or name in links[name]:
                        yield knot


def _close(name: str, open_names: dict[str, None]) -> set[str]:
    """Take a component, everything opened since its first name, off the open names."""
    knot: set[str] = set()
    while name not in knot:
        knot.add(open_names.popitem()[0])
    return knot
