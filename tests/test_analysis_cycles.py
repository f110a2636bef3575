"""Cycles: found without recursion, each once, in a form that does not depend on the order of the input."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from prodops_cli.analysis.cycles import MOST_CYCLES_PER_KNOT, find_cycles


def test_chain_has_no_cycle() -> None:
    assert find_cycles({"a": ["b"], "b": ["c"], "c": []}) == []


def test_cycle_starts_with_its_smallest_name() -> None:
    assert find_cycles({"c": ["a"], "b": ["c"], "a": ["b"]}) == [("a", "b", "c")]


def test_name_that_leads_to_itself_is_a_cycle() -> None:
    assert find_cycles({"a": ["a"]}) == [("a",)]


def test_name_that_only_leads_into_a_cycle_is_not_part_of_it() -> None:
    assert find_cycles({"outside": ["a"], "a": ["b"], "b": ["a"]}) == [("a", "b")]


def test_target_that_is_not_in_the_graph_leads_nowhere() -> None:
    assert find_cycles({"a": ["elsewhere"]}) == []


def test_two_cycles_that_share_a_name_are_both_found() -> None:
    assert find_cycles({"a": ["b", "c"], "b": ["a"], "c": ["a"]}) == [("a", "b"), ("a", "c")]


def test_order_of_the_graph_does_not_matter() -> None:
    graph = {"a": ["b", "c"], "b": ["c"], "c": ["a"], "d": ["a"]}
    results = {tuple(find_cycles(dict(order))) for order in permutations(graph.items())}
    assert len(results) == 1


def test_ten_thousand_names_in_one_cycle_are_no_recursion() -> None:
    names = [f"n{i:05}" for i in range(10_000)]
    graph = {name: [names[(i + 1) % len(names)]] for i, name in enumerate(names)}
    assert find_cycles(graph) == [tuple(names)]


def test_knot_of_many_names_shows_a_few_cycles() -> None:
    hub_and_spokes = {"hub": [f"s{i}" for i in range(500)]} | {f"s{i}": ["hub"] for i in range(500)}
    assert len(find_cycles(hub_and_spokes)) == MOST_CYCLES_PER_KNOT


NAMES = st.sampled_from("abcdef")


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=4)))
def test_cycles_are_cycles_and_cutting_the_names_on_them_leaves_none(graph: dict[str, list[str]]) -> None:
    cycles = find_cycles(graph)
    assert len(set(cycles)) == len(cycles)
    for cycle in cycles:
        assert cycle[0] == min(cycle)
        assert len(set(cycle)) == len(cycle)
        assert all(after in graph[name] for name, after in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
    on_cycles = {name for cycle in cycles for name in cycle}
    rest = {
        name: [t for t in targets if t not in on_cycles] for name, targets in graph.items() if name not in on_cycles
    }
    assert find_cycles(rest) == []


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=4)))
def test_every_name_that_leads_back_to_itself_is_on_a_cycle(graph: dict[str, list[str]]) -> None:
    on_cycles = {name for cycle in find_cycles(graph) for name in cycle}
    assert on_cycles == {name for name in graph if name in _reachable(name, graph)}


def _reachable(start: str, graph: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(graph.get(name, ()))
    return seen
