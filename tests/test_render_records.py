"""Lists and cards in every form, whatever the texts in them: nothing printed becomes a command, a cell or a code."""

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payloads import payloads
from prodops_cli.render import records, terminal
from prodops_cli.render.columns import Grid, fitted, listing_grid, render_grid, render_sheet, sheet
from prodops_cli.render.escape import width
from prodops_cli.reports._values import Value
from prodops_cli.reports.card import Card, Link, Section
from prodops_cli.reports.listing import Column, Listing, Row

PAYLOADS = [pytest.param(text, id=name) for name, text in payloads().items()]
CONTROLS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
COMMAND = re.compile(r"^\s*::|##\[|##vso\[", re.MULTILINE)


def a_list_of(text: str) -> Listing:
    value = Value(text, text)
    nested = Value([{"on": text, "note": None}], [{"on": text}])
    rows = (
        Row("a", "initiative:a", "roadmap/a.yaml", (value, nested, Value(text, text))),
        Row("b", "initiative:b", "roadmap/b.yaml", (Value(None, None), Value([], []), Value(3, 3))),
    )
    columns = (Column("title", False, True), Column("depends_on", False, True), Column("custom.x", True, False))
    return Listing("initiative", columns, rows, 2, 2)


def a_card_of(text: str) -> Card:
    values = (
        ("title", Value(text, text)),
        ("tags", Value([text, text], [text, text])),
        ("updates", Value([], [{"text": text, "by": "x"}, {"text": text}])),
        ("messages", Value({}, {text: text})),
        ("key_results", Value([], [{"title": text, "checkins": [{"note": text}]}])),
    )
    links = (Link("goal", "g", text, "goals/g.yaml", f"gates.{text}.owner"), Link(text, text, None, None, "x"))
    return Card(
        "initiative",
        "a",
        text,
        f"roadmap/{text}.yaml",
        3,
        values,
        {"title": text},
        (Section("Gates", ((text, text),)),),
        links,
        links,
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_stays_text(payload: str) -> None:
    grid = listing_grid(a_list_of(payload))
    card = sheet(a_card_of(payload))
    printed = [
        render_grid(grid),
        terminal.render_grid(fitted(grid, 60), width=60, colour=False),
        render_sheet(card),
        terminal.render_sheet(card, width=60, colour=False),
    ]
    for text in printed:
        assert CONTROLS.search(text) is None
        assert COMMAND.search(text) is None
        text.encode()
    assert render_grid(grid).count("\n") == 3
    assert max(map(width, printed[1].splitlines())) <= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_data_comes_back_as_it_was(payload: str) -> None:
    text = records.listing_json(a_list_of(payload))
    assert text.isascii()
    assert COMMAND.search(text) is None
    assert json.loads(text)["records"][0]["fields"]["title"] == payload
    text = records.card_json(a_card_of(payload))
    assert COMMAND.search(text) is None
    assert json.loads(text)["record"] == {"title": payload}
    assert json.loads(text)["referrers"][0]["route"] == f"gates.{payload}.owner"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_table_keeps_its_shape(payload: str) -> None:
    text = records.listing_csv(a_list_of(payload))
    assert CONTROLS.search(text) is None
    assert COMMAND.search(text) is None
    rows = list(csv.reader(io.StringIO(text)))
    assert [len(row) for row in rows] == [3, 3, 3]
    assert not any(cell.lstrip()[:1] in ("=", "+", "@", "-") for row in rows for cell in row if cell)

    text = records.listing_markdown(a_list_of(payload))
    assert CONTROLS.search(text) is None
    assert COMMAND.search(text) is None
    lines = text.splitlines()
    assert len(lines) == 4
    assert {line.count("|") for line in lines} == {4}

    page = records.card_markdown(a_card_of(payload))
    assert CONTROLS.search(page) is None
    assert COMMAND.search(page) is None
    assert [line for line in page.splitlines() if line.startswith("#")][1:] == [
        "## Gates",
        "## Refers to",
        "## Referred to by",
    ]
    assert sum(line.startswith("| ") for line in page.splitlines()) == 7


TEXTS = st.text(st.sampled_from("abc 結頁\u0301é"), max_size=40)


@given(
    st.integers(1, 5).flatmap(
        lambda size: st.tuples(
            st.lists(st.tuples(*[TEXTS] * size), max_size=4), st.sets(st.integers(0, size - 1)), st.just(size)
        )
    ),
    st.integers(20, 120),
)
def test_fitted_grid_fits_and_its_first_column_stays(
    case: tuple[list[tuple[str, ...]], set[int], int], columns: int
) -> None:
    rows, flexible, size = case
    grid = Grid(tuple(f"c{number}" for number in range(size)), tuple(rows), flexible=frozenset(flexible))
    narrow = fitted(grid, columns)
    assert all(width(line) <= columns for line in render_grid(narrow).splitlines())
    assert narrow.header[0] == "c0"
    assert len(narrow.rows) == len(rows)
    whole = fitted(grid, 1000)
    assert whole == grid
