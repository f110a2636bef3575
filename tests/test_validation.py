"""Data against a model: every problem at once, each at its route, in words that say what to do."""

from typing import Any

import pytest

from prodops_cli.diagnostics import Problem, Route, Span
from prodops_cli.kinds.goal import Goal, KeyResult
from prodops_cli.kinds.initiative import Dependency, Initiative, Priority
from prodops_cli.kinds.launch import Launch
from prodops_cli.kinds.person import Person
from prodops_cli.kinds.tool import Tool
from prodops_cli.settings import Lint, Settings
from prodops_cli.source import read
from prodops_cli.validation import MOST_PROBLEMS_PER_RECORD, model_at, validate


def initiative(text: str) -> Initiative | list[Problem]:
    document = read("roadmap/x.yaml", text.encode())
    assert isinstance(document.data, dict)
    return validate(Initiative, {**document.data, "id": "x"}, path="roadmap/x.yaml")


def problems(text: str) -> list[tuple[str, Route, str, str | None]]:
    found = initiative(text)
    assert isinstance(found, list), found
    return sorted((problem.rule, problem.route, problem.message, problem.hint) for problem in found)


def only_problem(text: str) -> tuple[str, Route, str, str | None]:
    (problem,) = problems(text)
    return problem


# --- values --------------------------------------------------------------------------------------


def test_valid_data_is_a_frozen_model() -> None:
    record = initiative("title: X\neffort: [3, 5]\ndepends_on: [a, {on: b, lag: 1w}]\ncustom: {a: [1, {b: c}]}\n")
    assert isinstance(record, Initiative)
    assert record.effort is not None
    assert record.effort.value == (3, 5)
    assert [(d.on, d.lag) for d in record.depends_on] == [("a", 0), ("b", 7)]
    assert record.custom == {"a": ["1", {"b": "c"}]}


STATUSES = "is not one of idea, planned, in_progress, shipped, cancelled, on_hold"
HEALTHS = "is not one of on_track, at_risk, off_track, paused, done"
DIGITS = "write digits, with a point for decimals: 12 or 0.8"
LINES = "write `key: value` lines below it"
ITEMS = "write [{}], or one `- item` per line"
SOMETHING = "write something, or leave the key out"
TARGET = "give it `url: https://…` or `path: docs/file.md`"


@pytest.mark.parametrize(
    ("line", "route", "message", "hint"),
    [
        ("status: in-progress", ("status",), f"`status`: `in-progress` {STATUSES}", "did you mean in_progress?"),
        ("health: On Track", ("health",), f"`health`: `On Track` {HEALTHS}", "did you mean on_track?"),
        ("health: purple", ("health",), f"`health`: `purple` {HEALTHS}", None),
        ("effort: lots", ("effort", "value"), "`effort`: `lots` is not a number", DIGITS),
        ("effort: {value: lots}", ("effort", "value"), "`effort`: `lots` is not a number", DIGITS),
        ('effort: "3"', ("effort", "value"), '`effort`: "3" is text, where a number is wanted', "remove the quotes"),
        (
            "effort: [1, 2, 3]",
            ("effort", "value"),
            "`effort`: a range has two ends, this list has 3",
            "write [low, high]",
        ),
        ("target: 15.9.2026", ("target",), "`target`: `15.9.2026` is not a date", "write year-month-day: 2026-09-15"),
        ("goals: growth", ("goals",), "`goals`: a list is wanted, this is `growth`", ITEMS.format("growth")),
        ("goals: a, b", ("goals",), "`goals`: a list is wanted, this is `a, b`", ITEMS.format("a, b")),
        ("goals: all of it", ("goals",), "`goals`: a list is wanted, this is `all of it`", ITEMS.format("one, two")),
        ("effort: 1-2", ("effort", "value"), "`effort`: `1-2` is not a number", "write a range as [1, 2]"),
        ("effort: 0.5 to 1", ("effort", "value"), "`effort`: `0.5 to 1` is not a number", "write a range as [0.5, 1]"),
        ("goals: [[a]]", ("goals", 0), "`goals`: a text is wanted, this is a list", "write one value"),
        ("goals: [a, ]\ntags: [~x, '']", ("tags", 1), "`tags`: the text is empty", SOMETHING),
        ("owner: {name: ada}", ("owner",), "`owner`: a text is wanted, this is a mapping", None),
        ("priority: 3", ("priority",), "`priority`: a mapping is wanted, this is `3`", LINES),
        ("custom: jira", ("custom",), "`custom`: a mapping is wanted, this is `jira`", LINES),
        ("updates: [x]", ("updates", 0), "`updates`: a mapping is wanted, this is `x`", "write {date: …, text: …}"),
        ("tags: [" + "x" * 101 + "]", ("tags", 0), "`tags`: longer than 100 characters", "shorten it"),
        ("links: [{title: PRD}]", ("links", 0), "`links`: a link needs one target", TARGET),
        ("notes: ''", ("notes",), "`notes`: the text is empty", SOMETHING),
    ],
)
def test_wrong_value_is_explained_at_its_route(line: str, route: Route, message: str, hint: str | None) -> None:
    assert only_problem(f"title: X\n{line}\n") == ("invalid-value", route, message, hint)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        ({"gates": ["legal", "tax"]}, "write {legal: {owner: …}, tax: {owner: …}}"),
        ({"gates": list("abcdef")}, "write {a: {owner: …}, b: {owner: …}, c: {owner: …}}"),
        ({"messages": ["customers"]}, "write {customers: …}"),
        ({"facts": ["partner", "spring"]}, "write {partner: …}"),
        ({"gates": ["legal", ["tax"]]}, LINES),
        ({"gates": []}, LINES),
        ({"facts": ["spring"]}, LINES),
    ],
)
def test_list_in_the_place_of_a_mapping_is_shown_as_one(data: dict[str, Any], hint: str) -> None:
    found = validate(Launch, {"id": "x", "title": "X", **data}, path="launches/x.yaml")
    assert isinstance(found, list)
    assert [problem.hint for problem in found] == [hint]


def test_everything_wrong_is_reported_at_once() -> None:
    text = "titel: X\nstatus: done\neffort: x\ndepends_on:\n  - {on: a, lag: soon}\n  - {needed_by: later}\n"
    assert [(rule, route) for rule, route, _, _ in problems(text)] == [
        ("invalid-value", ("depends_on", 0, "lag")),
        ("invalid-value", ("depends_on", 1, "needed_by")),
        ("invalid-value", ("effort", "value")),
        ("invalid-value", ("status",)),
        ("missing-field", ()),
        ("missing-field", ("depends_on", 1)),
        ("unknown-key", ("titel",)),
    ]


def test_route_of_a_record_in_a_list_starts_with_its_index() -> None:
    found = validate(Initiative, {"id": "x"}, path="roadmap.yaml", route=(7,))
    assert isinstance(found, list)
    assert [(problem.route, problem.path) for problem in found] == [((7,), "roadmap.yaml")]


def test_long_values_are_not_quoted_whole() -> None:
    _, _, message, _ = only_problem("title: X\nstatus: " + "x" * 5000 + "\n")
    assert len(message) < 150


def test_record_with_very_many_mistakes_reports_the_first_ones() -> None:
    text = "title: X\n" + "".join(f"x{number}: 1\n" for number in range(5000))
    assert len(problems(text)) == MOST_PROBLEMS_PER_RECORD


# --- keys ----------------------------------------------------------------------------------------


CUSTOM = "your organisation's own fields go below `custom:`"
COMMA = "inside { }, a text with a comma in it needs quotes"


@pytest.mark.parametrize(
    ("line", "route", "name", "hint"),
    [
        ("targt: x", ("targt",), "`targt`", "did you mean `target`?"),
        ("deadline: x", ("deadline",), "`deadline`", "did you mean `target`?"),
        ("jira: SHOP-1", ("jira",), "`jira`", CUSTOM),
        ("jira:", ("jira",), "`jira`", CUSTOM),
        ("kind: initiative", ("kind",), "`kind`", CUSTOM),
        ("priority: {rech: 3}", ("priority", "rech"), "`rech`", "did you mean `reach`?"),
        ("priority: {reach: {value: 3, pre: x}}", ("priority", "reach", "pre"), "`pre`", "did you mean `per`?"),
        (
            "commits: [{to: a, by: 2026-01-01, xyz: b}]",
            ("commits", 0, "xyz"),
            "`xyz`",
            "the keys are to, by, promised_by, agreed",
        ),
        ("t\u0456tle: x", ("t\u0456tle",), "`t\u0456tle` (it contains U+0456)", "did you mean `title`?"),
        ("ti\u200btle: x", ("ti\u200btle",), "`ti\u200btle` (it contains U+200B)", "did you mean `title`?"),
        ("__class__: x", ("__class__",), "`__class__`", CUSTOM),
        ("model_fields: x", ("model_fields",), "`model_fields`", CUSTOM),
        ('"<<": x', ("<<",), "`<<`", CUSTOM),
        ("k" * 60 + ": x", ("k" * 60,), "`" + "k" * 39 + "…`", CUSTOM),
    ],
)
def test_unknown_key_is_named_with_what_was_probably_meant(line: str, route: Route, name: str, hint: str) -> None:
    assert only_problem(f"title: X\n{line}\n") == ("unknown-key", route, f"unknown key {name}", hint)


def test_unknown_key_points_at_the_key() -> None:
    found = initiative("title: X\nxyz: 1\n")
    assert isinstance(found, list)
    assert found[0].at_key


def test_required_key_that_is_not_there_is_missed_where_it_belongs() -> None:
    assert only_problem("outcome: x\n") == ("missing-field", (), "`title` is missing", "add `title:`")
    assert only_problem("title: X\nupdates:\n  - {date: 2026-01-01}\n") == (
        "missing-field",
        ("updates", 0),
        "`text` is missing",
        "add `text:`",
    )


def test_required_key_without_a_value_is_named_at_the_key() -> None:
    found = initiative("status: idea\ntitle:\n")
    assert isinstance(found, list)
    (problem,) = found
    assert (problem.rule, problem.message, problem.route, problem.at_key) == (
        "missing-field",
        "`title` has no value",
        ("title",),
        True,
    )
    assert read("x", b"status: idea\ntitle:\n").span(problem.route, at_key=True) == Span(2, 1, 2, 6)


@pytest.mark.parametrize(
    "line",
    [
        *("owner:", "target:", "status:", "effort:", "goals:", "priority:", "depends_on:", "updates:", "links:"),
        *("custom:", "tags:", "priority: {reach: }", "priority:\n  reach:\n    value: 3\n    per:\n"),
        *("depends_on: [{on: a, lag: }]", "links: [{path: a, url: }]"),
    ],
)
def test_key_without_a_value_is_not_given(line: str) -> None:
    bare = line.split(":", 1)[0]
    record = initiative(f"title: X\n{line}\n")
    assert isinstance(record, Initiative)
    if line == f"{bare}:":
        assert getattr(record, bare) == getattr(initiative("title: X\n"), bare)


def test_empty_keys_do_not_hide_other_problems() -> None:
    text = "title: X\nowner:\nxyz:\nstatus: wrong\npriority:\n  reach:\n  impact: high\n"
    assert [(rule, route) for rule, route, _, _ in problems(text)] == [
        ("invalid-value", ("priority", "impact", "value")),
        ("invalid-value", ("status",)),
        ("unknown-key", ("xyz",)),
    ]


def test_empty_item_of_a_list_is_a_problem() -> None:
    assert only_problem("title: X\ngoals:\n  -\n") == (
        "invalid-value",
        ("goals", 0),
        "`goals`: a text is wanted, this is nothing",
        None,
    )


def test_very_many_empty_keys_are_left_out_in_one_go() -> None:
    rows = "".join("  - {date: 2026-01-01, text: x, health: , by: }\n" for _ in range(5000))
    assert isinstance(initiative(f"title: X\nowner:\nupdates:\n{rows}"), Initiative)


def test_problem_with_a_key_of_a_mapping_points_at_the_key() -> None:
    found = validate(Settings, {"lint": {"severity": {"": "error", "r": "bad"}}}, path="prodops.yaml")
    assert isinstance(found, list)
    assert sorted((problem.route, problem.message, problem.at_key) for problem in found) == [
        (("lint", "severity", ""), "``: the text is empty", True),
        (("lint", "severity", "r"), "`r`: `bad` is not one of error, warning", False),
    ]


def test_data_is_left_as_it_was() -> None:
    data: dict[str, Any] = {"id": "x", "title": "X", "owner": None, "priority": {"reach": None}}
    validate(Initiative, data, path="x")
    assert data == {"id": "x", "title": "X", "owner": None, "priority": {"reach": None}}


@pytest.mark.parametrize(
    ("model", "route", "expected"),
    [
        (Initiative, (), Initiative),
        (Initiative, ("priority",), Priority),
        (Initiative, ("depends_on", 3), Dependency),
        (Goal, ("key_results", 0), KeyResult),
        (Settings, ("lint",), Lint),
        (Initiative, ("title",), None),
        (Initiative, ("nowhere", "else"), Initiative),
        (Person, ("location", "city"), None),
    ],
)
def test_model_that_stands_at_a_route(model: type[Any], route: Route, expected: type[Any] | None) -> None:
    assert model_at(model, route) is expected


def test_unknown_key_below_a_mapping_of_parts_gets_the_parts_own_keys() -> None:
    found = validate(Launch, {"id": "x", "title": "X", "gates": {"legal": {"owners": "ada"}}}, path="x")
    assert isinstance(found, list)
    assert [(problem.route, problem.hint) for problem in found] == [
        (("gates", "legal", "owners"), "did you mean `owner`?")
    ]


def test_text_that_was_cut_at_its_comma_is_recognised() -> None:
    _, route, message, hint = only_problem("title: x\nupdates:\n  - {date: 2026-08-03, text: from 4.5 to 10,000.}\n")
    assert route == ("updates", 0, "000.")
    assert message == "unknown key `000.`"
    assert hint == COMMA
    text = "title: x\nupdates:\n  - {date: 2026-08-03, text: Lena is away, tax may be late: we need help}\n"
    assert only_problem(text)[2:] == ("unknown key `tax may be late`", COMMA)
    assert only_problem("title: x\nthe next step is: x\n")[3] == CUSTOM


@pytest.mark.parametrize(
    ("price", "hint"),
    [
        ("15 EUR", "write {amount: …, currency: …, per: …}"),
        ("{amount: 15, currency: Euro, per: month}", "write its code of three capitals: EUR"),
    ],
)
def test_price_that_is_written_in_words_says_how_to_write_it(price: str, hint: str) -> None:
    document = read("tools/x.yaml", f"name: X\nprice: {price}\n".encode())
    found = validate(Tool, {**document.data, "id": "x"}, path="tools/x.yaml")  # type: ignore[dict-item]
    assert isinstance(found, list)
    assert [problem.hint for problem in found] == [hint]


def test_mistyped_other_name_of_a_field_leads_to_the_field() -> None:
    assert only_problem("title: x\ndeadlin: 2026-08-03\n")[3] == "did you mean `target`?"
