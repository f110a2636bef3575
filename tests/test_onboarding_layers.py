"""Layers: which are for whom, and the one list of tasks they make when they are laid over each other."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import read_files
from prodops_cli.analysis.onboarding.layers import (
    ORDER,
    in_order,
    is_for,
    layers_for,
    stand_in,
    tasks_for,
    teams_of,
)
from prodops_cli.kinds._base import Record
from prodops_cli.kinds.onboarding import ForWhom, Onboarding, Task
from prodops_cli.kinds.person import Location, Person
from prodops_cli.kinds.team import Team
from prodops_cli.settings import Settings
from prodops_cli.workspace import Entry, Workspace

TEAMS = (
    Team(id="company", name="Company"),
    Team(id="product", name="Product", parent="company"),
    Team(id="payments", name="Payments", parent="product"),
    Team(id="search", name="Search", parent="product"),
)


def workspace(*records: Record) -> Workspace:
    """A workspace of such records, without files."""
    entries = {(one.kind, one.id): Entry(one, f"{one.folder}/{one.id}.yaml") for one in records}
    return Workspace(Settings(), dict(sorted(entries.items())), (), {})


def person(**fields: object) -> Person:
    country = fields.pop("country", None)
    location = Location.model_validate({"country": country}) if country is not None else None
    return Person.model_validate({"id": "ada", "name": "Ada Example", "location": location, **fields})


def layer(id_: str, *tasks: Task, **fields: object) -> Onboarding:
    return Onboarding.model_validate({"id": id_, "title": id_.title(), "tasks": tasks, **fields})


def task(id_: str, day: int = 0, **fields: object) -> Task:
    return Task.model_validate({"id": id_, "title": id_.title(), "day": day, **fields})


def ids(files: Workspace, who: Person) -> list[str]:
    return [planned.task.id for planned in tasks_for(files, who)]


# --- whom a layer is for -----------------------------------------------------------------------------


def test_teams_are_the_own_one_and_those_above_it() -> None:
    files = workspace(*TEAMS)
    assert teams_of(files, "payments") == ("payments", "product", "company")
    assert teams_of(files, "company") == ("company",)
    assert teams_of(files, "unknown") == ("unknown",)
    assert teams_of(files, None) == ()


def test_teams_in_a_circle_are_each_named_once() -> None:
    files = workspace(Team(id="a", name="A", parent="b"), Team(id="b", name="B", parent="a"))
    assert teams_of(files, "a") == ("a", "b")
    assert teams_of(workspace(Team(id="a", name="A", parent="a")), "a") == ("a",)


@pytest.mark.parametrize(
    ("wanted", "fields", "expected"),
    [
        ({}, {}, True),
        ({"teams": ("payments",)}, {"team": "payments"}, True),
        ({"teams": ("product",)}, {"team": "payments"}, True),
        ({"teams": ("company",)}, {"team": "payments"}, True),
        ({"teams": ("payments",)}, {"team": "product"}, False),
        ({"teams": ("search",)}, {"team": "payments"}, False),
        ({"teams": ("payments",)}, {}, False),
        ({"teams": ("search", "payments")}, {"team": "payments"}, True),
        ({"roles": ("engineer",)}, {"role": "engineer"}, True),
        ({"roles": ("engineer", "designer")}, {"role": "designer"}, True),
        ({"roles": ("engineer",)}, {"role": "engineering-lead"}, False),
        ({"roles": ("engineer",)}, {}, False),
        ({"levels": ("lead",)}, {"level": "lead"}, True),
        ({"levels": ("lead", "director")}, {"level": "senior"}, False),
        ({"levels": ("lead",)}, {}, False),
        ({"countries": ("DE",)}, {"country": "DE"}, True),
        ({"countries": ("DE",)}, {"country": "DE-BE"}, True),
        ({"countries": ("DE-BE",)}, {"country": "DE-BE"}, True),
        ({"countries": ("DE-BE",)}, {"country": "DE"}, False),
        ({"countries": ("DE-BE",)}, {"country": "DE-BY"}, False),
        ({"countries": ("AT", "DE")}, {"country": "DE-BY"}, True),
        ({"countries": ("DE",)}, {"country": "DK"}, False),
        ({"countries": ("GB-EN",)}, {"country": "GB-ENG"}, False),
        ({"countries": ("DE",)}, {}, False),
        ({"roles": ("engineer",), "countries": ("DE",)}, {"role": "engineer", "country": "DE-BE"}, True),
        ({"roles": ("engineer",), "countries": ("DE",)}, {"role": "engineer", "country": "AT"}, False),
        ({"roles": ("engineer",), "countries": ("DE",)}, {"role": "designer", "country": "DE"}, False),
        ({"teams": ("product",), "levels": ("lead",)}, {"team": "search", "level": "lead"}, True),
        ({"teams": ("product",), "levels": ("lead",)}, {"team": "search", "level": "senior"}, False),
    ],
)
def test_everything_given_has_to_be_so(wanted: dict[str, object], fields: dict[str, object], expected: bool) -> None:
    whom = ForWhom.model_validate(wanted)
    who = person(**fields)
    files = workspace(*TEAMS, layer("only", task("only"), only_for=whom), layer("all", task("part", only_for=whom)))
    assert is_for(whom, who, teams_of(files, who.team)) is expected
    assert {entry.id for entry in layers_for(files, who)} == ({"all", "only"} if expected else {"all"})
    assert set(ids(files, who)) == ({"part", "only"} if expected else set())


def test_what_says_nothing_is_for_everybody() -> None:
    assert is_for(None, person(), ())
    assert is_for(ForWhom(), person(), ())


# --- how layers are laid over each other -------------------------------------------------------------


def test_layers_come_from_the_widest_to_the_nearest() -> None:
    files = workspace(*(layer(f"{9 - place}-{kind}", layer=kind) for place, kind in enumerate(reversed(list(ORDER)))))
    assert [entry.record.layer for entry in in_order(files)] == ["company", "location", "role", "level", "team"]


def test_layers_of_one_kind_come_by_id() -> None:
    files = workspace(layer("b"), layer("a"), layer("c", layer="team"), layer("d"))
    assert [entry.id for entry in in_order(files)] == ["a", "b", "d", "c"]


def test_nearer_layer_replaces_what_it_names() -> None:
    files = workspace(
        layer("everybody", task("laptop", -10), task("handbook", 2)),
        layer("engineers", task("architecture", 3, replaces="handbook"), layer="role"),
    )
    assert ids(files, person()) == ["laptop", "architecture"]


def test_replacement_that_is_not_for_somebody_leaves_them_the_task() -> None:
    files = workspace(
        layer("everybody", task("handbook", 2)),
        layer("engineers", task("own", 3, replaces="handbook", only_for=ForWhom(roles=("engineer",))), layer="role"),
    )
    assert ids(files, person(role="engineer")) == ["own"]
    assert ids(files, person(role="designer")) == ["handbook"]


def test_replacement_of_a_replacement() -> None:
    files = workspace(
        layer("everybody", task("a")),
        layer("role", task("b", replaces="a"), layer="role"),
        layer("team", task("c", replaces="b"), layer="team"),
    )
    assert ids(files, person()) == ["c"]


def test_the_same_id_in_a_nearer_layer_takes_the_place() -> None:
    files = workspace(layer("everybody", task("a", 1)), layer("team", task("a", 5, note="Ours"), layer="team"))
    (planned,) = tasks_for(files, person())
    assert (planned.task.day, planned.task.note, planned.entry.id, planned.route) == (5, "Ours", "team", ("tasks", 0))


def test_without_takes_tasks_of_wider_layers_away_and_no_others() -> None:
    files = workspace(
        layer("everybody", task("a"), task("b")),
        layer("role", task("c"), layer="role", without=("a", "c", "unknown")),
        layer("team", task("d"), layer="team"),
    )
    assert ids(files, person()) == ["b", "c", "d"]


def test_wider_layer_takes_nothing_from_a_nearer_one() -> None:
    files = workspace(
        layer("everybody", task("own", replaces="theirs"), without=("theirs",)),
        layer("team", task("theirs"), layer="team"),
    )
    assert ids(files, person()) == ["own", "theirs"]


def test_tasks_come_by_day_then_by_layer_then_as_they_are_written() -> None:
    files = workspace(
        layer("z", task("d", 3), task("a", 3), task("early", -5)),
        layer("b", task("c", 3), task("first", 0), layer="team"),
        layer("a", task("b", 3), layer="role"),
    )
    assert ids(files, person()) == ["early", "first", "d", "a", "b", "c"]


def test_who_stands_in_is_said_by_the_nearest_layer_that_says_it() -> None:
    files = workspace(
        layer("everybody", hr="grace", ops="otto"),
        layer("place", layer="location", hr="noor"),
        layer("team", layer="team"),
    )
    layers = layers_for(files, person())
    assert stand_in(layers, "hr") == "noor"
    assert stand_in(layers, "ops") == "otto"
    assert stand_in(layers[:0], "hr") is None


def test_layers_are_read_from_files(tmp_path: Path) -> None:
    files = read_files(
        tmp_path,
        {
            "people.yaml": "- {id: ada, name: Ada Example, role: engineer, location: {country: DE-BE}}\n",
            "onboarding/company.yaml": """
                title: Everybody
                tasks:
                  - {id: laptop, title: Order the laptop, day: -10, by: ops}
                  - {id: handbook, title: Read the handbook, day: 2}
                  - {id: parking, title: Get a place to park, day: 1}
                """,
            "onboarding/locations/germany.yaml": """
                title: Germany
                layer: location
                only_for: {countries: [DE]}
                without: [parking]
                tasks: [{id: tax, title: Hand in the tax number, day: 1, by: hr}]
                """,
            "onboarding/locations/france.yaml": """
                title: France
                layer: location
                only_for: {countries: [FR]}
                tasks: [{id: card, title: Get the card, day: 1}]
                """,
        },
    )
    assert files.problems == ()
    who = files.get(Person, "ada")
    assert who is not None
    found = [(planned.task.id, planned.entry.path, planned.route) for planned in tasks_for(files, who)]
    assert found == [
        ("laptop", "onboarding/company.yaml", ("tasks", 0)),
        ("tax", "onboarding/locations/germany.yaml", ("tasks", 0)),
        ("handbook", "onboarding/company.yaml", ("tasks", 1)),
    ]


# --- whatever the layers are -------------------------------------------------------------------------

some_ids = st.sampled_from("abcde")
some_tasks = st.builds(
    Task,
    id=some_ids,
    title=st.just("T"),
    day=st.integers(-3, 3),
    replaces=st.none() | some_ids,
    only_for=st.sampled_from((None, ForWhom(roles=("engineer",)), ForWhom(roles=("designer",)))),
)
some_layers = st.lists(
    st.builds(
        Onboarding,
        id=st.integers(0, 99).map("layer-{}".format),
        title=st.just("L"),
        layer=st.sampled_from(tuple(ORDER)),
        tasks=st.lists(some_tasks, max_size=4).map(tuple),
        without=st.lists(some_ids, max_size=2).map(tuple),
    ),
    max_size=5,
    unique_by=lambda one: one.id,
)


@given(some_layers, st.sampled_from((None, "engineer", "designer")))
def test_a_plan_has_each_task_once_and_none_that_was_taken_away(layers: list[Onboarding], role: str | None) -> None:
    files, who = workspace(*layers), person(role=role)
    planned = tasks_for(files, who)
    found = [one.task.id for one in planned]
    assert len(found) == len(set(found))
    assert all(before.task.day <= after.task.day for before, after in pairwise(planned))
    for one in planned:
        assert is_for(one.task.only_for, who, ())
        assert one.entry.record.tasks[int(one.route[1])] == one.task
    steps = [(entry.id, "without", id_) for entry in layers_for(files, who) for id_ in entry.record.without]
    order = [entry.id for entry in in_order(files)]
    for layer_id, _, gone in steps:
        assert all(order.index(one.entry.id) >= order.index(layer_id) for one in planned if one.task.id == gone)
    for entry in layers_for(files, who):
        for index, theirs in enumerate(entry.record.tasks):
            if theirs.replaces is None or not is_for(theirs.only_for, who, ()):
                continue
            for one in planned:
                if one.task.id == theirs.replaces:
                    place = (order.index(one.entry.id), one.route[1])
                    assert place >= (order.index(entry.id), index)
