"""Reading a file in pieces says what reading it as a whole says, whatever the file contains."""

from hypothesis import given
from hypothesis import strategies as st

from prodops_cli.pieces import Pieces
from prodops_cli.source import Data, Limits, read

RECORD = """\
# the checkout
title: One-page checkout
outcome: 10 % more orders, on mobile
status: in_progress
target: 2026-09-15
effort: [3, 5]
priority:
  reach: {value: 40000, per: quarter, evidence: https://example.com/funnel}
  impact: 2
depends_on:
  - {on: tax-service, needed_by: 2026-08-15}
tags:
- mobile
- "it's: quoted"
notes: |
  A text

   of lines
custom: {jira: 'SHOP-412', size: "12"}
"""
LIST = "".join(f"- id: item-{n}\n" + "".join(f"  {line}\n" for line in RECORD.splitlines()) for n in range(2))
TOKENS: tuple[str, ...] = (
    "\n",
    "\n  ",
    "- ",
    ": ",
    '"',
    "'",
    "{",
    "}",
    "[",
    "]",
    ",",
    " #",
    "|",
    ">",
    "&a ",
    "*a",
    "!t ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "? ",
    "null",
    "~",
    "\t",
    " ",
    "\r\n",
    "\r",
    "é",
    "\u2028",
    "\0",
    "a: b\n",
    "key: 'x'\n",
    "<<: *a\n",
    "<<<<<<< x\n",
    "\ufeff",
    "true",
    "\\",
    "|2\n",
    "|+\n",
    "`",
    "@",
    "x: {a: b?c}\n",
    "title: again\n",
    "-\n",
    "id: 3\n",
)
EDITS = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 30), st.sampled_from(TOKENS)), max_size=4)


def edited(text: str, edits: list[tuple[int, int, str]]) -> bytes:
    for place, length, token in edits:
        at = place % (len(text) + 1)
        text = text[:at] + token + text[at + length :]
    return text.encode()


@given(EDITS)
def test_record_in_pieces_is_the_record(edits: list[tuple[int, int, str]]) -> None:
    raw = edited(RECORD, edits)
    assert in_pieces(raw) == mapping(read("", raw).data)


@given(EDITS, EDITS)
def test_pieces_of_one_file_do_not_change_what_another_says(
    first: list[tuple[int, int, str]], second: list[tuple[int, int, str]]
) -> None:
    pieces = Pieces()
    for raw in (edited(RECORD, first), edited(RECORD, second)):
        fields = pieces.record(raw)
        found = {key: piece.value for key, piece in fields.items()} if fields is not None else None
        assert found == mapping(read("", raw).data)


@given(EDITS)
def test_list_in_pieces_is_the_list(edits: list[tuple[int, int, str]]) -> None:
    raw = edited(LIST, edits)
    data = read("", raw).data
    records = Pieces().records(raw)
    found = [{key: piece.value for key, piece in fields.items()} for fields in records] if records is not None else None
    assert found == ([item for item in data if isinstance(item, dict)] if isinstance(data, list) else None)


def in_pieces(raw: bytes) -> Data:
    fields = Pieces().record(raw)
    return {key: piece.value for key, piece in fields.items()} if fields is not None else None


def mapping(data: Data) -> Data:
    return data if isinstance(data, dict) else None


def test_equal_pieces_are_one_object() -> None:
    pieces = Pieces()
    before, after = pieces.record(RECORD.encode()), pieces.record(RECORD.replace("09-15", "10-01").encode())
    assert before is not None
    assert after is not None
    assert [key for key in after if after[key] is not before[key]] == ["target"]


def test_limits_of_the_file_hold() -> None:
    assert Pieces(Limits(bytes=100)).record(RECORD.encode()) is None
    assert Pieces(Limits(nodes=20)).record(RECORD.encode()) is None
    assert Pieces(Limits(nodes=20)).records(LIST.encode()) is None
