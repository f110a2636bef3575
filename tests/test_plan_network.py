"""The arithmetic of schedules, beside a textbook's network and beside another implementation's longest paths."""

from datetime import date
from graphlib import CycleError
from itertools import pairwise
from typing import Any, get_args

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodops_cli.analysis.planning.calendars import END, EveryDay, WorkingCalendar, day_until, moment_of
from prodops_cli.analysis.planning.network import Activity, Link, LinkType, times
from prodops_cli.settings import Holiday

EVERY_DAY = EveryDay()


def activity(id_: str, days: int, **more: Any) -> Activity:
    return Activity(id_, days, EVERY_DAY, **more)


def test_textbook_network_has_the_dates_and_slack_worked_by_hand() -> None:
    """Milwaukee Paper, the worked example of Heizer and Render, "Operations Management": 15 weeks, by A C E G H."""
    weeks = {"A": 2, "B": 3, "C": 2, "D": 4, "E": 4, "F": 3, "G": 5, "H": 2}
    waits = {"C": "A", "D": "AB", "E": "C", "F": "C", "G": "DE", "H": "FG"}
    links = [Link(before, after) for after, all_before in waits.items() for before in all_before]

    found = times([activity(id_, count) for id_, count in weeks.items()], links)

    dates = {
        id_: (t.start, t.finish, t.latest_start, t.latest_finish, t.slack, t.free_slack) for id_, t in found.items()
    }
    assert dates == {
        "A": (0, 2, 0, 2, 0, 0),
        "B": (0, 3, 1, 4, 1, 0),
        "C": (2, 4, 2, 4, 0, 0),
        "D": (3, 7, 4, 8, 1, 1),
        "E": (4, 8, 4, 8, 0, 0),
        "F": (4, 7, 10, 13, 6, 6),
        "G": (8, 13, 8, 13, 0, 0),
        "H": (13, 15, 13, 15, 0, 0),
    }
    assert [id_ for id_ in sorted(found) if found[id_].is_critical] == ["A", "C", "E", "G", "H"]


def test_start_to_start_and_finish_to_finish_with_lag_are_worked_by_hand() -> None:
    """Dig 5; lay pipes 4 starts 2 after digging starts; fill 3 ends 1 after the pipes are laid at the earliest."""
    links = [Link("dig", "lay", "start_start", 2), Link("lay", "fill", "finish_finish", 1), Link("dig", "fence")]

    found = times([activity("dig", 5), activity("lay", 4), activity("fill", 3), activity("fence", 1)], links)

    assert {id_: (t.start, t.finish, t.latest_start, t.latest_finish, t.slack) for id_, t in found.items()} == {
        "dig": (0, 5, 0, 5, 0),
        "lay": (2, 6, 2, 6, 0),
        "fill": (4, 7, 4, 7, 0),
        "fence": (5, 6, 6, 7, 1),
    }


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Activity], list[Link]]:
    """Activities, some with a day before which they cannot start, and links that lead from earlier to later ones."""
    size = draw(st.integers(1, 12))
    activities = [
        activity(f"n{index}", draw(st.integers(0, 9)), earliest=draw(st.sampled_from([0, 0, 0, 4, 11])))
        for index in range(size)
    ]
    links = []
    for after in range(1, size):
        for before in draw(st.sets(st.integers(0, after - 1), max_size=3)):
            type_: LinkType = draw(st.sampled_from(get_args(LinkType)))
            links.append(Link(f"n{before}", f"n{after}", type_, draw(st.integers(0, 4))))
    return draw(st.permutations(activities)), draw(st.permutations(links))


def longest_ways(activities: list[Activity], links: list[Link]) -> dict[tuple[str, str], int]:
    """The earliest start and finish of each, as longest paths through a graph of their ends, by nx."""
    graph = nx.DiGraph()

    def longer(one: tuple[str, str], other: tuple[str, str], weight: int) -> None:
        known = graph.get_edge_data(one, other)
        if known is None or -weight < known["weight"]:
            graph.add_edge(one, other, weight=-weight)

    origin = ("", "origin")
    for each in activities:
        longer(origin, (each.id, "start"), each.earliest)
        longer((each.id, "start"), (each.id, "finish"), each.days)
        longer((each.id, "finish"), (each.id, "start"), -each.days)  # it is not interrupted
    for link in links:
        one, other = link.type.split("_")
        longer((link.before, one), (link.after, other), link.lag)
    ways = nx.single_source_bellman_ford_path_length(graph, origin)
    return {node: -length for node, length in ways.items() if node != origin}


@given(networks())
@settings(max_examples=300, deadline=None)
def test_earliest_dates_are_the_longest_paths_that_networkx_finds(network: tuple[list[Activity], list[Link]]) -> None:
    activities, links = network
    found = times(activities, links)
    ways = longest_ways(activities, links)
    assert {id_: (t.start, t.finish) for id_, t in found.items()} == {
        each.id: (ways[each.id, "start"], ways[each.id, "finish"]) for each in activities
    }


@given(networks())
@settings(max_examples=300, deadline=None)
def test_latest_dates_are_the_longest_paths_of_the_reversed_network(network: tuple[list[Activity], list[Link]]) -> None:
    """Latest dates are the earliest ones seen from the end: links and their types turned round."""
    activities, links = network
    found = times(activities, links)
    end = max(t.finish for t in found.values())
    turned: dict[LinkType, LinkType] = {
        "finish_start": "finish_start",
        "start_start": "finish_finish",
        "finish_finish": "start_start",
    }
    back = [Link(link.after, link.before, turned[link.type], link.lag) for link in links]
    ways = longest_ways([activity(each.id, each.days) for each in activities], back)
    assert {id_: (t.latest_start, t.latest_finish) for id_, t in found.items()} == {
        each.id: (end - ways[each.id, "finish"], end - ways[each.id, "start"]) for each in activities
    }


@given(networks(), st.data())
@settings(max_examples=150, deadline=None)
def test_slack_is_how_much_longer_something_can_take_before_the_end_moves(
    network: tuple[list[Activity], list[Link]], data: st.DataObject
) -> None:
    activities, links = network
    links = [link for link in links if link.type == "finish_start"]
    found = times(activities, links)
    end = max(t.finish for t in found.values())
    chosen = data.draw(st.sampled_from(activities))
    slack = found[chosen.id].slack
    for more, is_later in ((slack, False), (slack + 1, True)):
        longer = [
            activity(each.id, each.days + more, earliest=each.earliest) if each is chosen else each
            for each in activities
        ]
        assert (max(t.finish for t in times(longer, links).values()) > end) is is_later


@given(networks())
@settings(max_examples=100, deadline=None)
def test_some_critical_chain_leads_to_the_end_without_a_gap(network: tuple[list[Activity], list[Link]]) -> None:
    activities, links = network
    found = times(activities, links)
    last = max(found, key=lambda id_: found[id_].finish)
    chain = [last]
    while (link := found[chain[-1]].cause.link) is not None:
        chain.append(link.before)
    assert all(found[id_].is_critical for id_ in chain)
    assert all(found[after].finish >= found[before].start for after, before in pairwise(chain))


def test_circle_is_refused() -> None:
    with pytest.raises(CycleError):
        times([activity("a", 1), activity("b", 1)], [Link("a", "b"), Link("b", "a")])


def test_what_has_begun_waits_with_its_end_only() -> None:
    begun = activity("begun", 5, begun=0)
    found = times([activity("late", 9), begun], [Link("late", "begun", "finish_start", 1)])
    assert (found["begun"].start, found["begun"].finish) == (0, 10)
    assert found["late"].slack == 0


def test_what_is_over_waits_for_nothing_and_holds_nothing_up() -> None:
    over = activity("over", 5, begun=0, ended=3)
    found = times([activity("late", 9), over, activity("next", 2)], [Link("late", "over"), Link("over", "next")])
    assert (found["over"].start, found["over"].finish, found["next"].start) == (0, 3, 3)
    assert not found["over"].is_critical
    assert found["late"].is_critical


def test_working_days_leave_out_weekends_and_holidays() -> None:
    christmas = Holiday.model_validate({"date": "2026-12-25"})
    calendar = WorkingCalendar(("mon", "tue", "wed", "thu", "fri"), (christmas,))
    wednesday = moment_of(date(2026, 12, 23))
    assert day_until(calendar.after(wednesday, 3)) == date(2026, 12, 28)
    assert calendar.before(moment_of(date(2026, 12, 29)), 3) == wednesday
    assert calendar.count(wednesday, moment_of(date(2026, 12, 29))) == 3
    assert calendar.begin(moment_of(date(2026, 12, 25))) == moment_of(date(2026, 12, 28))


@given(st.integers(1, 3000), st.integers(0, 700), st.sets(st.sampled_from(["mon", "wed", "sat"]), min_size=1))
@settings(max_examples=200, deadline=None)
def test_days_forward_and_back_meet(offset: int, days: int, week: set[str]) -> None:
    calendar = WorkingCalendar(tuple(sorted(week)), ())  # type: ignore[arg-type]
    start = calendar.begin(moment_of(date(2022, 1, 1)) + offset)
    end = calendar.after(start, days)
    assert calendar.count(start, end) == days
    assert calendar.before(end, days) == start
    assert days == 0 or calendar.start_of_end(end, days) == start


def test_the_calendar_ends_and_says_so() -> None:
    calendar = WorkingCalendar(("mon",), ())
    assert calendar.after(moment_of(date(2200, 12, 1)), 500) == END
    found = times(
        [Activity("a", 10**6, calendar, moment_of(date(2026, 1, 1))), Activity("b", 5, calendar)], [Link("a", "b")]
    )
    assert found["b"].finish == END
