"""The arithmetic of schedules, beside a textbook's network and beside another implementation's longest paths."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from graphlib import CycleError
from itertools import pairwise
from typing import Any, get_args

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodops_cli.analysis.planning.calendars import (
    END,
    Calendar,
    WorkingCalendar,
    day_until,
    moment_after,
    moment_of,
)
from prodops_cli.analysis.planning.network import Activity, Link, LinkType, Times, times
from prodops_cli.settings import Holiday


class EveryDay:
    """A calendar without days off: its days are mere numbers, as in textbooks."""

    def begin(self, moment: int) -> int:
        return moment

    def after(self, moment: int, days: int) -> int:
        return moment + days

    def before(self, moment: int, days: int) -> int:
        return moment - days

    def start_of_end(self, moment: int, days: int) -> int:
        return moment - days

    def count(self, start: int, end: int) -> int:
        return end - start


EVERY_DAY = EveryDay()
FIVE_DAYS = WorkingCalendar(("mon", "tue", "wed", "thu", "fri"), ())
FRIDAY_OFF = WorkingCalendar(("mon", "tue", "wed", "thu"), ())


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


# --- days off, worked by hand -----------------------------------------------------------------------
# In October 2026 the 2nd, 9th, 16th and 23rd are Fridays.


def october(day: int) -> int:
    """The moment at which a day of October 2026 begins."""
    return moment_of(date(2026, 10, day))


def on(calendar: Calendar, id_: str, days: int, first: int = 5, **more: Any) -> Activity:
    """Work of so many days, from a day of October on."""
    return Activity(id_, days, calendar, october(first), **more)


def dates(found: Times) -> tuple[int, int, int, int, int, int]:
    """The four dates as days of October, the last days of what ends; slack and free slack."""
    start, latest_start = (date.fromordinal(moment).day for moment in (found.start, found.latest_start))
    finish, latest_finish = (day_until(moment).day for moment in (found.finish, found.latest_finish))
    return start, finish, latest_start, latest_finish, found.slack, found.free_slack


def test_what_ends_on_friday_before_what_starts_on_monday_has_no_slack() -> None:
    found = times([on(FIVE_DAYS, "a", 5), on(FIVE_DAYS, "b", 5)], [Link("a", "b")])
    assert dates(found["a"]) == (5, 9, 5, 9, 0, 0)
    assert dates(found["b"]) == (12, 16, 12, 16, 0, 0)
    assert found["a"].is_critical


def test_latest_end_is_a_working_day_not_the_sunday_before_what_waits() -> None:
    """`c` decides; `a` may end on Friday the 16th, five working days after it does."""
    found = times([on(FIVE_DAYS, "a", 5), on(FIVE_DAYS, "b", 5), on(FIVE_DAYS, "c", 15)], [Link("a", "b")])
    assert dates(found["a"]) == (5, 9, 12, 16, 5, 0)


def test_finish_to_finish_over_a_weekend_waits_for_monday_and_has_the_slack_of_that() -> None:
    """`a` ends on Friday; a day later is a Saturday, so that `b` ends on Monday, as it would if `a` ended on Sunday."""
    links = [Link("a", "b", "finish_finish", 1)]
    found = times([on(FIVE_DAYS, "a", 5), on(FIVE_DAYS, "b", 3)], links)
    assert dates(found["b"]) == (8, 12, 8, 12, 0, 0)
    assert dates(found["a"]) == (5, 9, 5, 9, 0, 0)

    found = times([on(EVERY_DAY, "a", 5), on(FIVE_DAYS, "b", 3)], links)
    assert dates(found["a"]) == (5, 9, 7, 11, 2, 2)  # Saturday and Sunday are working days of its own


def test_finish_to_finish_before_a_weekend_off_leaves_no_slack_on_the_weekend() -> None:
    """`c` starts on Monday, so that `b` has to end on Friday, and `a`, which works on weekends, as well."""
    links = [Link("a", "b", "finish_finish"), Link("b", "c")]
    found = times([on(EVERY_DAY, "a", 5), on(FIVE_DAYS, "b", 3), on(FIVE_DAYS, "c", 5, 12)], links)
    assert dates(found["b"]) == (7, 9, 7, 9, 0, 0)
    assert dates(found["a"]) == (5, 9, 5, 9, 0, 0)


def test_start_to_start_on_a_weekend_leaves_no_slack_on_the_friday() -> None:
    """`b` starts on Monday, 3 days after `a` does: on Friday, and not one working day later."""
    found = times(
        [on(FIVE_DAYS, "a", 1, 9), on(FIVE_DAYS, "b", 5), on(FIVE_DAYS, "c", 2)],
        [Link("a", "b", "start_start", 2), Link("a", "c", "start_start", 2)],
    )
    assert (found["b"].start, found["c"].start) == (october(12), october(12))
    assert dates(found["a"]) == (9, 9, 9, 9, 0, 0)


@pytest.mark.parametrize("type_", ["finish_start", "finish_finish"])
def test_what_has_begun_ends_on_a_working_day_as_what_is_planned_does(type_: LinkType) -> None:
    """A day after `a` is a Saturday; what has begun on the 1st of October goes on, and ends on Monday."""
    begun = on(FIVE_DAYS, "begun", 5, begun=october(1))
    found = times(
        [on(FIVE_DAYS, "a", 5), begun, on(FIVE_DAYS, "next", 1)], [Link("a", "begun", type_, 1), Link("begun", "next")]
    )
    assert dates(found["begun"]) == (1, 12, 1, 12, 0, 0)
    assert dates(found["a"]) == (5, 9, 5, 9, 0, 0)
    assert found["next"].start == october(13)


def test_what_has_begun_before_what_is_planned_has_the_slack_of_its_end() -> None:
    """Its start is over, so that what waits for that only takes none of its slack."""
    begun = on(FIVE_DAYS, "begun", 7, begun=october(1))
    links = [Link("begun", "planned", "start_start"), Link("begun", "next")]
    found = times([begun, on(FIVE_DAYS, "planned", 10), on(FIVE_DAYS, "next", 2)], links)
    assert dates(found["begun"]) == (1, 9, 1, 14, 3, 0)
    assert dates(found["next"]) == (12, 13, 15, 16, 3, 3)


def test_slack_is_counted_in_the_working_days_of_its_own_team() -> None:
    """`a` is off on Fridays and ends on Thursday; `b` could start on Friday, so that there is no slack."""
    found = times([on(FRIDAY_OFF, "a", 4), on(FIVE_DAYS, "b", 1)], [Link("a", "b")])
    assert dates(found["a"]) == (5, 8, 5, 8, 0, 0)
    assert found["b"].start == october(9)

    """`b` is off on Fridays: whether `a` ends on Thursday or on Friday, it starts on Monday."""
    found = times([on(FIVE_DAYS, "a", 4), on(FRIDAY_OFF, "b", 1)], [Link("a", "b")])
    assert dates(found["a"]) == (5, 8, 6, 9, 1, 1)
    assert dates(found["b"]) == (12, 12, 12, 12, 0, 0)


def test_promised_day_on_a_weekend_stays_where_it_is() -> None:
    found = times(
        [on(FIVE_DAYS, "a", 2, end_from=moment_after(date(2026, 10, 10))), on(FIVE_DAYS, "b", 5)], [Link("a", "b")]
    )
    assert dates(found["a"])[1] == 10
    assert dates(found["a"])[3:] == (10, 0, 0)


def test_what_only_waits_for_itself_and_is_apart_has_no_negative_slack() -> None:
    found = times([on(FIVE_DAYS, "idea", 9, is_apart=True), on(FIVE_DAYS, "work", 2)], [])
    assert (found["idea"].slack, found["idea"].free_slack, found["idea"].is_critical) == (0, 0, False)


# --- days off, drawn --------------------------------------------------------------------------------


@st.composite
def weeks(draw: st.DrawFn) -> tuple[list[Activity], list[Link]]:
    """Activities on several calendars, some begun, over, without length or promised later, with links of all types."""
    holiday = Holiday.model_validate({"date": "2026-10-14"})
    calendars = (FIVE_DAYS, FRIDAY_OFF, WorkingCalendar(("mon", "tue", "wed", "thu", "fri"), (holiday,)))
    size = draw(st.integers(2, 9))
    activities = []
    for index in range(size):
        first = october(draw(st.integers(1, 20)))
        state = draw(st.sampled_from(["planned", "planned", "planned", "begun", "over", "promised"]))
        each = Activity(f"n{index}", draw(st.integers(0, 7)), draw(st.sampled_from(calendars)), first)
        if state == "begun":
            each = replace(each, begun=first, earliest=0)
        elif state == "over":
            each = replace(each, begun=first, ended=first + draw(st.integers(0, 9)))
        elif state == "promised":
            each = replace(each, end_from=first + draw(st.integers(1, 20)))
        activities.append(each)
    links = []
    for after in range(1, size):
        for before in draw(st.sets(st.integers(0, after - 1), max_size=3)):
            type_: LinkType = draw(st.sampled_from(get_args(LinkType)))
            links.append(Link(f"n{before}", f"n{after}", type_, draw(st.integers(-4, 6))))
    return activities, links


def moved(each: Activity, found: Times, days: int) -> Activity:
    """An activity whose start and end are so many of its working days later; of what has begun, the end."""
    begin = each.calendar.begin if each.days else lambda moment: moment
    return replace(
        each,
        earliest=begin(each.calendar.after(found.start, days)),
        end_from=each.calendar.after(found.finish, days),
    )


def times_with(activities: Sequence[Activity], links: list[Link], other: Activity) -> dict[str, Times]:
    return times([other if each.id == other.id else each for each in activities], links)


def end_of(activities: Sequence[Activity], found: dict[str, Times]) -> int:
    """The end of everything that is not over."""
    return max((found[each.id].finish for each in activities if each.ended is None), default=0)


@given(weeks())
@settings(max_examples=400, deadline=None)
def test_moving_by_the_slack_keeps_the_end_and_a_working_day_more_does_not(
    network: tuple[list[Activity], list[Link]],
) -> None:
    activities, links = network
    found = times(activities, links)
    end = end_of(activities, found)
    for each in activities:
        if each.ended is None:
            own = found[each.id]
            kept = times_with(activities, links, moved(each, own, own.slack))
            broken = times_with(activities, links, moved(each, own, own.slack + 1))
            assert end_of(activities, kept) == end
            assert end_of(activities, broken) > end


@given(weeks())
@settings(max_examples=400, deadline=None)
def test_moving_by_the_free_slack_moves_nothing_else_and_a_working_day_more_does(
    network: tuple[list[Activity], list[Link]],
) -> None:
    activities, links = network
    found = times(activities, links)
    end = end_of(activities, found)
    for each in activities:
        if each.ended is None:
            own = found[each.id]
            kept = times_with(activities, links, moved(each, own, own.free_slack))
            broken = times_with(activities, links, moved(each, own, own.free_slack + 1))
            assert {id_: (t.start, t.finish) for id_, t in kept.items() if id_ != each.id} == {
                id_: (t.start, t.finish) for id_, t in found.items() if id_ != each.id
            }
            others = [
                id_
                for id_ in found
                if id_ != each.id and (broken[id_].start, broken[id_].finish) != (found[id_].start, found[id_].finish)
            ]
            assert others or end_of(activities, broken) > end


@given(weeks())
@settings(max_examples=300, deadline=None)
def test_latest_dates_are_never_before_the_earliest_and_the_end_has_no_slack(
    network: tuple[list[Activity], list[Link]],
) -> None:
    activities, links = network
    found = times(activities, links)
    end = end_of(activities, found)
    for each in activities:
        own = found[each.id]
        assert own.start <= own.latest_start
        assert own.finish <= own.latest_finish
        assert 0 <= own.free_slack <= own.slack
        if each.ended is None and own.finish == end:
            assert own.is_critical
