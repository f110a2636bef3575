"""What changed between two workspaces: exactly what people would say, whatever the files look like."""

import copy
import json
import random
import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import BaseModel, WithJsonSchema

from prodops_cli import settings
from prodops_cli.changes import Change, Comparison, Unread, compare
from prodops_cli.diagnostics import Problem
from prodops_cli.fields import (
    Country,
    Currency,
    Day,
    Id,
    Lag,
    Period,
    Range,
    RepoPath,
    TimeZone,
    Url,
)
from prodops_cli.kinds import all_kinds
from prodops_cli.kinds._base import Record
from prodops_cli.kinds._shape import Field, Shape, fields_of, identity_of
from prodops_cli.settings import Settings
from prodops_cli.tree import MemoryTree
from prodops_cli.validation import validate
from prodops_cli.workspace import Entry, Workspace, read_workspace

Told = tuple[str, str, str, str, Any, Any]
"""A change as a test writes it: what, kind, id, dotted route, old, new."""


def read(files: Mapping[str, str]) -> Workspace:
    """The workspace of some files, texts dedented."""
    given_ = {"prodops.yaml": "name: Acme\n", **files}
    tree = MemoryTree({path: textwrap.dedent(text).lstrip("\n").encode() for path, text in given_.items()})
    return read_workspace(tree, settings.load(tree))


def told(found: Comparison) -> list[Told]:
    """The changes in the form of the tests; whole records as their label."""
    return [_told(change) for change in found.changes]


def _told(change: Change) -> Told:
    old, new = (value.label if isinstance(value, Record) else value for value in (change.old, change.new))
    return change.what, change.kind, change.id, ".".join(change.route), old, new


def changed(old: Mapping[str, str], new: Mapping[str, str]) -> list[Told]:
    """The changes from some files to others."""
    return told(compare(read(old), read(new)))


# --- what is no change -----------------------------------------------------------------------------

CHECKOUT = """
    title: Checkout
    outcome: One page for everything that somebody who buys has to say, on any phone
    status: in_progress
    owner: ada
    goals: [grow, save]
    target: 2026-09-15
    effort: [3, 5]
    depends_on:
      - tax
      - {on: search, lag: 1w}
    updates:
      - {date: 2026-08-03, text: All well.}
    custom: {jira: SHOP-1, size: 3, why: so that it is quick}
"""
SAME = {
    "order of keys": """
        custom: {why: so that it is quick, size: 3, jira: SHOP-1}
        target: 2026-09-15
        status: in_progress
        goals: [grow, save]
        effort: [3, 5]
        updates: [{text: All well., date: 2026-08-03}]
        depends_on: [tax, {lag: 1w, on: search}]
        owner: ada
        outcome: One page for everything that somebody who buys has to say, on any phone
        title: Checkout
    """,
    "comments": CHECKOUT.replace("owner: ada", "owner: ada  # since May\n    # nobody else\n"),
    "reflowed text": CHECKOUT.replace(
        "outcome: One page for everything that somebody who buys has to say, on any phone",
        "outcome: >\n      One page for everything that\n      somebody who buys has to say,\n      on any phone",
    ),
    "reflowed own text": CHECKOUT.replace("so that it is quick", '"so that\n      it is quick"'),
    "literal text": CHECKOUT.replace(
        "outcome: One page for everything that somebody who buys has to say, on any phone",
        "outcome: |\n      One page for everything that somebody\n      who buys has to say, on any phone",
    ),
    "quotes": CHECKOUT.replace("Checkout", '"Checkout"').replace("size: 3", 'size: "3"').replace("ada", "'ada'"),
    "order of lists": CHECKOUT.replace("[grow, save]", "[save, grow]").replace(
        "- tax\n      - {on: search, lag: 1w}", "- {on: search, lag: 7d}\n      - on: tax"
    ),
    "defaults": CHECKOUT.replace("- tax", "- {on: tax, type: finish_start, lag: 0d}")
    + "    tags: []\n    priority: {}\n",
    "empty keys": CHECKOUT + "    shipped:\n    health:\n",
    "other spellings": CHECKOUT.replace("[3, 5]", "{value: [3.0, 5.00]}"),
}


@pytest.mark.parametrize("form", SAME)
def test_form_of_a_file_is_no_change(form: str) -> None:
    new = read({"roadmap/checkout.yaml": SAME[form]})
    assert not new.problems
    assert told(compare(read({"roadmap/checkout.yaml": CHECKOUT}), new)) == []


def test_place_of_a_file_is_no_change() -> None:
    assert changed({"roadmap/checkout.yaml": CHECKOUT}, {"roadmap/2026/q3/checkout.yaml": CHECKOUT}) == []


def test_list_or_files_is_no_change() -> None:
    people = {"people/ada.yaml": "name: Ada\n", "people/ben.yaml": "name: Ben\nmanager: ada\n"}
    listed = {"people.yaml": "- {id: ben, manager: ada, name: Ben}\n- id: ada\n  name: Ada\n"}
    assert changed(people, listed) == changed(listed, people) == []


# --- what is ---------------------------------------------------------------------------------------

GOAL = """
    title: Grow
    period: 2026-Q3
    key_results:
      - {id: kr1, title: Conversion, target: 40, unit: percent, owner: ada}
      - {id: kr2, title: Austria, target: 1}
"""
CASES = {
    "date": (CHECKOUT, "2026-09-15", "2026-09-29", ("target", date(2026, 9, 15), date(2026, 9, 29))),
    "owner": (CHECKOUT, "owner: ada", "owner: ben", ("owner", "ada", "ben")),
    "removed": (CHECKOUT, "    owner: ada\n", "", ("owner", "ada", None)),
    "nested": (CHECKOUT, "lag: 1w", "lag: 2w", ("depends_on.search.lag", 7, 14)),
    "short form": (CHECKOUT, "[3, 5]", "8", ("effort.value", (3, 5), (8, 8))),
    "own field": (CHECKOUT, "SHOP-1", "SHOP-2", ("custom.jira", "SHOP-1", "SHOP-2")),
    "text of an update": (CHECKOUT, "All well.", "Well.", ("updates.2026-08-03.text", "All well.", "Well.")),
    "key result": (GOAL, "target: 40", "target: 35", ("key_results.kr1.target", 40, 35)),
    "part of a key result": (GOAL, "owner: ada", "owner: ben", ("key_results.kr1.owner", "ada", "ben")),
    "id of a key result": (GOAL, "id: kr1", "id: conversion", ("key_results.kr1.id", "kr1", "conversion")),
    "date of an update": (
        CHECKOUT,
        "2026-08-03",
        "2026-08-04",
        ("updates.2026-08-03.date", date(2026, 8, 3), date(2026, 8, 4)),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_edit_is_one_change(name: str) -> None:
    text, old, new, (route, before, after) = CASES[name]
    kind, path = ("goal", "goals/x.yaml") if text is GOAL else ("initiative", "roadmap/x.yaml")
    assert old in text
    assert changed({path: text}, {path: text.replace(old, new)}) == [("changed", kind, "x", route, before, after)]


def test_items_come_and_go() -> None:
    found = changed(
        {"roadmap/x.yaml": CHECKOUT},
        {"roadmap/x.yaml": CHECKOUT.replace("[grow, save]", "[save, keep]").replace("      - tax\n", "")},
    )
    assert [(what, route) for what, _, _, route, *_ in found] == [
        ("removed", "goals.grow"),
        ("added", "goals.keep"),
        ("removed", "depends_on.tax"),
    ]


def test_items_known_by_the_same_are_told_apart() -> None:
    updates = "title: X\nupdates:\n  - {date: 2026-08-03, text: One}\n  - {date: 2026-08-03, text: Two}\n"
    more = updates + "  - {date: 2026-08-03, text: Three}\n"
    found = compare(read({"roadmap/x.yaml": updates}), read({"roadmap/x.yaml": more})).changes
    assert [(change.what, change.new.text) for change in found] == [("added", "Three")]


def test_records_come_and_go() -> None:
    assert changed({"people.yaml": "- {id: ada, name: Ada}\n"}, {"people.yaml": "- {id: ben, name: Ben}\n"}) == [
        ("removed", "person", "ada", "", "Ada", None),
        ("added", "person", "ben", "", None, "Ben"),
    ]


def test_settings_are_compared() -> None:
    found = changed({"prodops.yaml": "name: Acme\n"}, {"prodops.yaml": "thresholds: {team_size: 7}\nname: Acme\n"})
    assert found == [("changed", "settings", "prodops.yaml", "thresholds.team_size", 9, 7)]


# --- other ids ---------------------------------------------------------------------------------------


def test_record_with_another_id_is_renamed_and_references_follow_it() -> None:
    old = {"roadmap/x.yaml": CHECKOUT, "roadmap/tax.yaml": "title: Tax service\ntarget: 2026-07-01\n"}
    new = {
        "roadmap/x.yaml": CHECKOUT.replace("- tax", "- tax-service"),
        "roadmap/tax-service.yaml": "title: Tax service\ntarget: 2026-07-08\n",
    }
    assert changed(old, new) == [
        ("renamed", "initiative", "tax-service", "id", "tax", "tax-service"),
        ("changed", "initiative", "tax-service", "target", date(2026, 7, 1), date(2026, 7, 8)),
    ]


def test_records_that_share_an_owner_and_a_state_are_not_one() -> None:
    rest = "status: planned\nowner: ada\nteam: shop\ngoals: [grow]\n"
    found = changed({"roadmap/a.yaml": f"title: Gift cards\n{rest}"}, {"roadmap/b.yaml": f"title: Invoices\n{rest}"})
    assert [what for what, *_ in found] == ["removed", "added"]


def test_git_knows_that_a_file_was_moved() -> None:
    old = {"roadmap/a.yaml": "title: Gift cards\nstatus: planned\nowner: ada\nteam: shop\ngoals: [grow]\n"}
    new = {"roadmap/b.yaml": "title: Invoices\nstatus: planned\nowner: ada\nteam: shop\ngoals: [grow]\n"}
    found = compare(read(old), read(new), moved={"roadmap/a.yaml": "roadmap/b.yaml"})
    assert [change.what for change in found.changes] == ["renamed", "changed"]
    other = {"roadmap/b.yaml": "title: Something else altogether\n"}
    found = compare(read(old), read(other), moved={"roadmap/a.yaml": "roadmap/b.yaml"})
    assert sorted(change.what for change in found.changes) == ["added", "removed"]


def test_many_renamed_records_that_say_the_same_are_found() -> None:
    old = {"people.yaml": "".join(f"- {{id: p{n}, name: Nobody}}\n" for n in range(100))}
    new = {"people.yaml": "".join(f"- {{id: q{n}, name: Nobody}}\n" for n in range(100))}
    found = compare(read(old), read(new))
    assert {change.what for change in found.changes} == {"renamed"}
    assert len(found.renamed) == 100


# --- what cannot be read -------------------------------------------------------------------------------


def test_record_that_cannot_be_read_now_is_not_removed() -> None:
    found = compare(read({"people/ada.yaml": "name: Ada\n"}), read({"people/ada.yaml": "nam: Ada\n"}))
    assert told(found) == []
    assert found.unread == (Unread("person", "ada", "new", "people/ada.yaml"),)
    assert not found.is_empty


def test_record_that_could_not_be_read_before_is_not_added() -> None:
    found = compare(read({"people/ada.yaml": "name: [\n"}), read({"people/ada.yaml": "name: Ada\n"}))
    assert told(found) == []
    assert found.unread == (Unread("person", "ada", "old", "people/ada.yaml"),)


def test_list_that_cannot_be_read_hides_its_kind_and_no_other() -> None:
    old = {"people.yaml": "- {id: ada, name: Ada}\n", "teams/shop.yaml": "name: Shop\n"}
    found = compare(read(old), read({"people.yaml": "name: Ada\n"}))
    assert told(found) == [("removed", "team", "shop", "", "Shop", None)]
    assert [(one.id, one.side) for one in found.unread] == [(None, "new"), ("ada", "new")]


def test_what_is_unreadable_on_both_sides_makes_no_difference() -> None:
    found = compare(read({"people/ada.yaml": "nam: Ada\n"}), read({"people/ada.yaml": "nam: Ben\n"}))
    assert found.unread == (Unread("person", "ada", "both", None),)
    assert found.is_empty


# --- every field of every kind -------------------------------------------------------------------------

_SAMPLES: list[tuple[Any, tuple[str, str]]] = [
    (Day, ("2026-01-01", "2026-02-01")),
    (Period, ("2026-Q1", "2026-Q2")),
    (Lag, ("1d", "2d")),
    (TimeZone, ("UTC", "Europe/Berlin")),
    (Url, ("https://example.com/1", "https://example.com/2")),
    (RepoPath, ("docs/1.md", "docs/2.md")),
    (Country, ("DE", "AT")),
    (Currency, ("EUR", "USD")),
    (Range, ("1", "2")),
    (Id, ("one", "two")),
]


def sample(shape: Shape, which: int) -> Any:
    """The first or the second of two different values that a shape can hold."""
    if shape.is_anything:
        return {"key": f"value {which}"}
    one = sample_one(shape, which)
    return [one] if shape.many == "list" else {"key": one} if shape.many else one


def sample_one(shape: Shape, which: int) -> Any:
    if shape.model is not None:
        return smallest(shape.model, which)
    if shape.ref is not None:
        return f"x{which}" if shape.ref.kind else f"person:x{which}"
    if shape.choices:
        return shape.choices[which]
    if shape.base is bool:
        return ("false", "true")[which]
    found = next((values for alias, values in _SAMPLES if shape.is_a(alias)), None)
    if found is not None:
        return found[which]
    if shape.base is str:
        return f"text {which}"
    return str(least(shape) + which)


def least(shape: Shape) -> int:
    """The smallest whole number that a field takes."""
    schemas = (mark.json_schema for mark in shape.marks if isinstance(mark, WithJsonSchema))
    return next((int(schema["minimum"]) for schema in schemas if schema and "minimum" in schema), 0)


def smallest(model: type[BaseModel], which: int) -> dict[str, Any]:
    """What a model cannot do without; or one of its fields, where it can do without any."""
    fields = fields_of(model)
    required = {name: sample(field.shape, which) for name, field in fields.items() if field.is_required}
    options = [required] if required else [{name: sample(field.shape, which)} for name, field in fields.items()]
    for option in options:
        if isinstance(validate(model, option, path="x"), model):
            return option
    raise AssertionError(model)


Build = Callable[[Any], dict[str, Any]]


def every_field() -> Iterator[tuple[str, type[Record], Field, Build]]:
    """Every field of every kind, however deep, with how a record is built around a value of it."""
    for kind in all_kinds().values():
        yield from fields_below(kind, kind, kind.kind, lambda data: data)


def fields_below(
    kind: type[Record], model: type[BaseModel], name: str, build: Build
) -> Iterator[tuple[str, type[Record], Field, Build]]:
    rest = smallest(model, 0)
    for key, field in fields_of(model).items():
        if key == "id":
            continue

        def around(value: Any, key: str = key) -> dict[str, Any]:
            return build({**rest, key: value})

        yield f"{name}.{key}", kind, field, around
        inner, many = field.shape.model, field.shape.many
        if inner is not None:

            def deeper(data: Any, around: Build = around, many: str = many) -> dict[str, Any]:
                return around([data] if many == "list" else {"key": data} if many else data)

            yield from fields_below(kind, inner, f"{name}.{key}", deeper)


FIELDS = {name: (kind, field, build) for name, kind, field, build in every_field()}


def workspace_of(record: Record) -> Workspace:
    return Workspace(Settings(), {(record.kind, record.id): Entry(record, "x.yaml")}, (), {})


def record_of(kind: type[Record], data: dict[str, Any]) -> Record:
    record = validate(kind, {**data, "id": "x"}, path="x.yaml")
    assert isinstance(record, Record), (data, [problem for problem in record if isinstance(problem, Problem)])
    return record


def is_link(name: str) -> bool:
    """Whether it is the half of a link that must not stand beside the other."""
    return name.endswith(("link.path", "link.url", "links.path", "links.url"))


@pytest.mark.parametrize("name", [name for name in FIELDS if not is_link(name)])
def test_every_field_is_compared(name: str) -> None:
    kind, field, build = FIELDS[name]
    old, new = (workspace_of(record_of(kind, build(sample(field.shape, which)))) for which in (0, 1))
    route = name.split(".")[1:]
    for found in (compare(old, new), compare(new, old)):
        assert found.changes
        for change in found.changes:
            assert change.key == (kind.kind, "x")
            assert change.route[0] == route[0]
            assert change.old != change.new
    assert compare(old, old).is_empty


@pytest.mark.parametrize(
    "name", [name for name, (_, field, _) in FIELDS.items() if field.default not in (None, (), {})]
)
def test_default_spelled_out_is_no_change(name: str) -> None:
    kind, field, build = FIELDS[name]
    if isinstance(field.default, BaseModel):
        spelled: Any = {}
    elif isinstance(field.default, bool):
        spelled = str(field.default).lower()
    else:
        spelled = f"{field.default}d" if field.shape.is_a(Lag) else str(field.default)
    data = build(spelled)
    without = build(None)
    assert told(compare(workspace_of(record_of(kind, data)), workspace_of(record_of(kind, pruned(without))))) == []


def pruned(value: Any) -> Any:
    """Data without its empty keys."""
    if isinstance(value, dict):
        return {key: pruned(inner) for key, inner in value.items() if inner is not None}
    return [pruned(item) for item in value] if isinstance(value, list) else value


def test_every_part_of_a_list_is_known_by_something() -> None:
    models = {field.shape.model for _, field, _ in FIELDS.values() if field.shape.many == "list"} - {None}
    for model in models:
        assert model is not None
        assert set(identity_of(model)) <= set(fields_of(model))


# --- any edits ---------------------------------------------------------------------------------------------

Data = dict[str, dict[str, dict[str, Any]]]
"""Fields by kind and id; numbers and dates as such, everything else as text."""
START = date(2026, 9, 1)
BASE: Data = {
    "people": {id_: {"name": f"{id_.title()} Example"} for id_ in ("ada", "ben", "cleo", "drew")},
    "teams": {"shop": {"name": "Shop", "lead": "ada"}, "pay": {"name": "Payments", "lead": "ben"}},
    "goals": {
        "grow": {
            "title": "Grow on mobile",
            "period": "2026-Q3",
            "key_results": [
                {"id": "kr1", "title": "Conversion", "start": 1, "target": 40, "unit": "percent"},
                {"id": "kr2", "title": "Countries", "target": 3},
            ],
        }
    },
    "roadmap": {
        "checkout": {
            "title": "One-page checkout",
            "owner": "ada",
            "target": START,
            "status": "planned",
            "goals": ["grow"],
            "depends_on": [{"on": "tax"}, {"on": "search", "needed_by": START}],
        },
        "tax": {"title": "Tax service for Austria", "outcome": "Invoices have the right tax", "target": START},
        "search": {"title": "Better search", "owner": "cleo", "tags": ["a", "b"]},
        "points": {"title": "Loyalty points", "owner": "ben"},
    },
    "launches": {
        "checkout-2": {
            "title": "Checkout 2",
            "date": START,
            "initiatives": ["checkout"],
            "gates": {"legal": {"owner": "cleo", "due": START}, "tax": {"owner": "drew"}},
            "messages": {"customers": "Pay in one step."},
        }
    },
}
Edit = Callable[[Data, int], list[Told]]


def move_target(data: Data, by: int) -> list[Told]:
    new = START + timedelta(days=by)
    data["roadmap"]["checkout"]["target"] = new
    return [("changed", "initiative", "checkout", "target", START, new)]


def move_gate(data: Data, by: int) -> list[Told]:
    new = START - timedelta(days=by)
    data["launches"]["checkout-2"]["gates"]["legal"]["due"] = new
    return [("changed", "launch", "checkout-2", "gates.legal.due", START, new)]


def change_owner(data: Data, by: int) -> list[Told]:
    new = ("ben", "cleo", "drew")[by % 3]
    data["roadmap"]["checkout"]["owner"] = new
    return [("changed", "initiative", "checkout", "owner", "ada", new)]


def drop_owner(data: Data, _: int) -> list[Told]:
    del data["roadmap"]["search"]["owner"]
    return [("changed", "initiative", "search", "owner", "cleo", None)]


def change_key_result(data: Data, by: int) -> list[Told]:
    data["goals"]["grow"]["key_results"][0]["target"] = 40 + by
    return [("changed", "goal", "grow", "key_results.kr1.target", 40, 40 + by)]


def rename_key_result(data: Data, by: int) -> list[Told]:
    data["goals"]["grow"]["key_results"][1]["id"] = f"countries-{by}"
    return [("changed", "goal", "grow", "key_results.kr2.id", "kr2", f"countries-{by}")]


def move_dependency(data: Data, by: int) -> list[Told]:
    new = START + timedelta(days=by)
    data["roadmap"]["checkout"]["depends_on"][1]["needed_by"] = new
    return [("changed", "initiative", "checkout", "depends_on.search.needed_by", START, new)]


def swap_tag(data: Data, by: int) -> list[Told]:
    data["roadmap"]["search"]["tags"] = ["a", f"c{by}"]
    return [
        ("removed", "initiative", "search", "tags.b", "b", None),
        ("added", "initiative", "search", f"tags.c{by}", None, f"c{by}"),
    ]


def add_person(data: Data, by: int) -> list[Told]:
    data["people"][f"new-{by}"] = {"name": f"Somebody else, number {by}"}
    return [("added", "person", f"new-{by}", "", None, f"Somebody else, number {by}")]


def remove_initiative(data: Data, _: int) -> list[Told]:
    del data["roadmap"]["points"]
    return [("removed", "initiative", "points", "", "Loyalty points", None)]


def rename_initiative(data: Data, by: int) -> list[Told]:
    new = f"tax-{by}"
    data["roadmap"][new] = data["roadmap"].pop("tax")
    data["roadmap"]["checkout"]["depends_on"][0]["on"] = new
    return [("renamed", "initiative", new, "id", "tax", new)]


def rename_person(data: Data, by: int) -> list[Told]:
    new = f"drew-{by}"
    data["people"][new] = data["people"].pop("drew")
    data["launches"]["checkout-2"]["gates"]["tax"]["owner"] = new
    if data["roadmap"]["checkout"]["owner"] == "drew":
        data["roadmap"]["checkout"]["owner"] = new
    return [("renamed", "person", new, "id", "drew", new)]


def reword_message(data: Data, by: int) -> list[Told]:
    data["launches"]["checkout-2"]["messages"]["customers"] = f"Pay in {by} steps."
    return [
        ("changed", "launch", "checkout-2", "messages.customers", "Pay in one step.", f"Pay in {by} steps."),
    ]


def add_gate(data: Data, by: int) -> list[Told]:
    data["launches"]["checkout-2"]["gates"][f"gate-{by}"] = {"owner": "ben"}
    return [("added", "launch", "checkout-2", f"gates.gate-{by}", None, "a gate")]


EDITS: list[Edit] = [
    move_target,
    move_gate,
    change_owner,
    drop_owner,
    change_key_result,
    rename_key_result,
    move_dependency,
    swap_tag,
    add_person,
    remove_initiative,
    rename_initiative,
    reword_message,
    add_gate,
    rename_person,
]


class Writer:
    """Writes data as files, each time in another way."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def files(self, data: Data) -> dict[str, str]:
        found = {}
        for folder, records in data.items():
            if self.random.random() < 0.5:
                items = [self.block({"id": id_, **fields}) for id_, fields in self.shuffled(records.items())]
                found[f"{folder}.yaml"] = "".join(f"- {textwrap.indent(item, '  ').lstrip()}" for item in items)
            else:
                for id_, fields in records.items():
                    found[f"{folder}/{self.random.choice(['', 'a/', 'b/c/'])}{id_}.yaml"] = self.block(fields)
        return found

    def shuffled(self, items: Any) -> list[Any]:
        found = list(items)
        self.random.shuffle(found)
        return found

    def block(self, fields: Mapping[str, Any]) -> str:
        lines = []
        for key, value in self.shuffled(fields.items()):
            comment = self.random.choice(["", "", "  # a comment"])
            lines.append(f"{key}: {self.flow(value, is_text=key in ('title', 'name', 'outcome'))}{comment}\n")
        return "".join(lines)

    def flow(self, value: Any, *, is_text: bool = False) -> str:
        if isinstance(value, Mapping):
            return "{" + ", ".join(f"{key}: {self.flow(inner)}" for key, inner in self.shuffled(value.items())) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(item) for item in self.shuffled(value)) + "]"
        if isinstance(value, (int, date)):
            return str(value)
        if is_text and self.random.random() < 0.3:
            return ">\n" + textwrap.indent(textwrap.fill(value, 12, break_long_words=False), "      ") + "\n#"
        return json.dumps(value) if is_text or " " in value or self.random.random() < 0.5 else value


@hypothesis_settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(EDITS), unique=True),
    st.integers(2, 60),
    st.integers(0, 2**32),
    st.integers(0, 2**32),
)
def test_any_edits_are_found_and_nothing_else(edits: list[Edit], by: int, one: int, other: int) -> None:
    old, new = read(Writer(one).files(BASE)), copy.deepcopy(BASE)
    assert not old.problems
    expected: list[Told] = []
    for edit in sorted(edits, key=EDITS.index):
        expected += edit(new, by)
    found = compare(old, read(Writer(other).files(new)))
    assert not found.unread
    given_ids = {("tax", f"tax-{by}"), ("drew", f"drew-{by}")}

    def plain(change: Told) -> str:
        what, kind, id_, route, before, after = change
        if isinstance(after, BaseModel):
            after = "a gate"
        if what == "changed" and (before, after) in given_ids:
            return ""
        return repr((what, kind, id_, route, before, after))

    renamed_owner = rename_person in edits and new["roadmap"]["checkout"]["owner"] == f"drew-{by}"
    wanted = sorted(plain(change) for change in expected)
    if renamed_owner:
        wanted = [text.replace("'owner', 'ada', 'drew'", f"'owner', 'ada', 'drew-{by}'") for text in wanted]
    assert sorted(map(plain, told(found))) == sorted(wanted)
