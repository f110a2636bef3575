"""The field types: which source texts are which values, and the words for those that are not."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from prodops_cli import fields
from prodops_cli.fields import is_id
from prodops_cli.source import Quoted


def value_of(annotation: Any, value: object) -> Any:
    return TypeAdapter(annotation).validate_python(value)


def refusal(annotation: Any, value: object) -> str:
    """The message of the one error a value gives."""
    with pytest.raises(ValidationError) as caught:
        value_of(annotation, value)
    (error,) = caught.value.errors()
    return error["msg"]


# --- numbers and booleans ------------------------------------------------------------------------


NUMBERS = {"0": 0, "12": 12, "-3": -3, "+4": 4, "007": 7, "0.80": 0.8, ".5": 0.5, "-0.5": -0.5, "1200.50": 1200.5}


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_number(text: str, number: float) -> None:
    assert value_of(fields.Number, text) == number
    assert type(value_of(fields.Number, text)) is (float if "." in text else int)


DIGITS = "write digits, with a point for decimals: 12 or 0.8"
NO_NUMBERS = {
    "80%": "leave out the % sign; a share from 0 to 1 is written 0.8",
    "1,200": "write the digits without separators, with a point for decimals: 1200.50",
    "1_000": "write the digits without separators, with a point for decimals: 1200.50",
    **dict.fromkeys(["1e3", ".nan", ".inf", "nan", "0x1F", "0b1", "0o7", "1:30", "", "1.", "3\n", "three"], DIGITS),
    **dict.fromkeys(["١٢", "\u22123", "9" * 5000], DIGITS),
}


@pytest.mark.parametrize(("text", "hint"), NO_NUMBERS.items())
def test_text_that_is_no_number_says_how_to_write_one(text: str, hint: str) -> None:
    with pytest.raises(ValidationError) as caught:
        value_of(fields.Number, text)
    error = caught.value.errors()[0]
    assert error["msg"].endswith("is not a number")
    assert error["ctx"]["hint"] == hint
    assert len(error["msg"]) < 70


@pytest.mark.parametrize("annotation", [fields.Number, fields.Amount, fields.Share, fields.Count, fields.Percent])
def test_quoted_number_is_text(annotation: Any) -> None:
    assert refusal(annotation, Quoted("1")).startswith('"1" is text, where a')


@pytest.mark.parametrize("value", [True, None, [], {}, "true"])
@pytest.mark.parametrize("annotation", [fields.Number, fields.Count])
def test_boolean_and_collections_are_no_numbers(annotation: Any, value: object) -> None:
    refusal(annotation, value)


@pytest.mark.parametrize("text", ["3.0", "3.5", "1e3", "x", ""])
def test_whole_number_has_no_decimals(text: str) -> None:
    assert refusal(fields.Count, text).endswith("is not a whole number")


@pytest.mark.parametrize(
    ("annotation", "text", "message"),
    [
        (fields.Amount, "-0.1", "`-0.1` is not at least 0"),
        (fields.Count, "-1", "`-1` is not at least 0"),
        (fields.Share, "1.01", "`1.01` is not between 0 and 1"),
        (fields.Share, "80", "`80` is not between 0 and 1"),
        (fields.Percent, "100.5", "`100.5` is not between 0 and 100"),
    ],
)
def test_number_out_of_bounds(annotation: Any, text: str, message: str) -> None:
    assert refusal(annotation, text) == message


def test_bounds_themselves_are_allowed() -> None:
    assert [value_of(fields.Share, text) for text in ("0", "1")] == [0, 1]
    assert [value_of(fields.Percent, text) for text in ("0", "100")] == [0, 100]


def test_only_true_and_false_are_booleans() -> None:
    assert [value_of(fields.Flag, text) for text in ("true", "false")] == [True, False]
    for text in ["yes", "no", "on", "off", "True", "FALSE", "1", "0", "y", ""]:
        assert refusal(fields.Flag, text).endswith("is neither true nor false")
    assert refusal(fields.Flag, Quoted("true")) == '"true" is text, where true or false is wanted'


RANGES = [("3", (3, 3)), ("0.5", (0.5, 0.5)), (["3", "5"], (3, 5)), (["3", "3"], (3, 3)), ((1, 2), (1, 2))]


@pytest.mark.parametrize(("value", "pair"), RANGES)
def test_range_is_a_point_or_two_ends(value: object, pair: tuple[float, float]) -> None:
    assert value_of(fields.Range, value) == pair


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (["5", "3"], "the range starts above its end: 5 > 3"),
        (["1", "2", "3"], "a range has two ends, this list has 3"),
        ([], "a range has two ends, this list has 0"),
        (["-1", "2"], "`-1` is not at least 0"),
        ("-1", "`-1` is not at least 0"),
        (["a", "2"], "`a` is not a number"),
        ([None, "2"], "nothing where a number is wanted"),
        ({}, "a mapping where a number is wanted"),
        (Quoted("3"), '"3" is text, where a number is wanted'),
    ],
)
def test_range_that_is_none(value: object, message: str) -> None:
    assert refusal(fields.Range, value) == message


# --- days and periods ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2026-09-15", "1900-01-01", "2200-12-31", "2028-02-29"])
def test_day(text: str) -> None:
    assert value_of(fields.Day, text) == date.fromisoformat(text)
    assert value_of(fields.Day, Quoted(text)) == date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-02-30", "`2026-02-30` is not a day of the calendar"),
        ("2026-13-01", "`2026-13-01` is not a day of the calendar"),
        ("0000-00-00", "`0000-00-00` is not a day of the calendar"),
        ("0001-01-01", "`0001-01-01` is not between 1900 and 2200"),
        ("1899-12-31", "`1899-12-31` is not between 1900 and 2200"),
        ("2201-01-01", "`2201-01-01` is not between 1900 and 2200"),
        ("01/02/2024", "`01/02/2024` is not a date"),
        ("12024-01-01", "`12024-01-01` is not a date"),
        ("20240101", "`20240101` is not a date"),
        ("2024-1-1", "`2024-1-1` is not a date"),
        ("2024-01-01T10:00:00", "`2024-01-01T10:00:00` is not a date"),
        ("2026-W01-1", "`2026-W01-1` is not a date"),
        ("٢٠٢٦-٠١-٠١", "`٢٠٢٦-٠١-٠١` is not a day of the calendar"),
        ("tomorrow", "`tomorrow` is not a date"),
        ("", "`` is not a date"),
    ],
)
def test_text_that_is_no_day(text: str, message: str) -> None:
    assert refusal(fields.Day, text) == message


@pytest.mark.parametrize("value", [None, [], 20260915, 1.5, True])
def test_value_that_is_no_day(value: object) -> None:
    assert refusal(fields.Day, value).endswith("is not a date")


@pytest.mark.parametrize("text", ["2026", "2026-H1", "2026-Q4", "2026-09", "1999-12"])
def test_period(text: str) -> None:
    assert value_of(fields.Period, text) == text


@pytest.mark.parametrize(
    "text",
    ["26", "2026-Q5", "2026-Q0", "2026-H3", "2026-13", "2021-W54", "Q3 2026", "2026-q3", "2026-9", "20٢٦", "2026\n"],
)
def test_text_that_is_no_period(text: str) -> None:
    assert refusal(fields.Period, text).endswith("is not a period")


@pytest.mark.parametrize(("text", "days"), [("3d", 3), ("2w", 14), ("-1w", -7), ("0d", 0)])
def test_lag_is_counted_in_days(text: str, days: int) -> None:
    assert value_of(fields.Lag, text) == days


@pytest.mark.parametrize("text", ["3", "1m", "1.5w", "d", "1000w", "1 w", "٣d", ""])
def test_text_that_is_no_lag(text: str) -> None:
    assert refusal(fields.Lag, text).endswith("is not a length of time")


@pytest.mark.parametrize(
    "text", ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+12", "America/Port-au-Prince"]
)
def test_time_zone(text: str) -> None:
    assert value_of(fields.TimeZone, text) == text


@pytest.mark.parametrize(
    "value",
    [
        "Berlin",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe",
        "",
        "Europe/Berlin\0",
        "x" * 5000,
        "x/" * 3000,
        None,
        [],
    ],
)
def test_value_that_is_no_time_zone(value: object) -> None:
    assert refusal(fields.TimeZone, value).endswith("is not a time zone")


# --- texts, ids, codes ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1.10", "no", "012", "0o12", "12e03", "1_000", "true", "2026-01-01", "12:30", "null"])
def test_text_field_keeps_what_was_typed(text: str) -> None:
    assert value_of(fields.Text, text) == text
    assert value_of(fields.Text, Quoted(text)) == text


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u00a0\u2003"])
def test_text_of_nothing_but_space_is_empty(text: str) -> None:
    refusal(fields.Text, text)
    refusal(fields.Tag, text)


def test_tag_is_short() -> None:
    assert value_of(fields.Tag, " x " + "y" * 90) == "x " + "y" * 90
    refusal(fields.Tag, "x" * 101)


@pytest.mark.parametrize("text", ["a", "one-page-checkout", "A-1", "v1.2_x", "2026", "x" * 100])
def test_id(text: str) -> None:
    assert value_of(fields.Id, text) == text


IDS_REFUSED = [
    *("", " ", "a b", "-a", "a-", ".a", "a.", "a..b", "a/b", "a\\b", "../a", "é", "Ａ-1", "a\n", "a:b", "\x00"),
    *("con", "CON", "nul.x", "com1", "x" * 101),
]


@pytest.mark.parametrize("text", IDS_REFUSED)
def test_text_that_is_no_id(text: str) -> None:
    assert not is_id(text)
    assert refusal(fields.Id, text).endswith("cannot be an id")


@given(st.text(max_size=20))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_id_is_always_a_plain_file_name(text: str) -> None:
    if is_id(text):
        assert text.isascii()
        assert text not in (".", "..")
        assert not set(text) & set('/\\:*?"<>| \n\0')


@pytest.mark.parametrize(("annotation", "good", "bad"), [
    (fields.Currency, ["EUR", "USD"], ["eur", "EURO", "€", "", "EUR\n"]),
    (fields.Country, ["DE", "DE-BE", "GB-ENG"], ["de", "Germany", "DE-", "D", "DE-BERLIN", "DE\n"]),
])  # fmt: skip
def test_codes(annotation: Any, good: list[str], bad: list[str]) -> None:
    assert [value_of(annotation, text) for text in good] == good
    for text in bad:
        refusal(annotation, text)


# --- addresses and paths -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com",
        "http://example.com/a?b=c#d",
        "HTTPS://EXAMPLE.com",
        "https://example.com/größe",
        "mailto:a@example.com",
    ],
)
def test_url(text: str) -> None:
    assert value_of(fields.Url, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.com", "//example.com",
        "https://", "https:///x", "https://a b", 'https://a"b', "https://a<b", "https://a\nb", "https://a\x1b",
        "https://a\u202eb", "mailto:x", "example.com", "", "https://" + "x" * 2048,
    ],
)  # fmt: skip
def test_text_that_is_no_url(text: str) -> None:
    assert refusal(fields.Url, text).endswith("is not a web address")


@pytest.mark.parametrize(
    "text", ["docs/prd.md", "a", "docs/größe.md", "docs/a b.md", "docs/.hidden", "a-b/c_d.x.y", "docs/-x"]
)
def test_path(text: str) -> None:
    assert value_of(fields.RepoPath, text) == text


PATHS_REFUSED = [
    "", " ", "/etc/passwd", "//x", "~/.ssh/id", "../x", "a/../b", "a/..", "./a", "a/./b", "a//b", "a/",
    "..\\x", "a\\b", "C:/x", "file:///x", "x:y", "$HOME/x", "%TEMP%/x", "-x", "--output=x",
    "*", "a/*", "a?b", "[a]", "{a}", "a|b", "<a", 'a"b', "a'b", "a`b",
    ".git/config", ".GIT/hooks", "a/.git/x", "git~1/x", ".git", "aux", "a/CON.md", "nul.txt", "x.md.", "a /b", "a. /b",
    "a\x00b", "a\nb", "cafe\u0301.md", ".g\u200cit/config", "a\u202eb",
]  # fmt: skip


@pytest.mark.parametrize("text", PATHS_REFUSED)
def test_path_that_leaves_the_root_or_is_none_on_some_system(text: str) -> None:
    refusal(fields.RepoPath, text)


def test_link_has_one_target_and_may_be_a_bare_address() -> None:
    bare = value_of(fields.Link, "https://example.com/a")
    assert (bare.url, bare.path, bare.title) == ("https://example.com/a", None, None)
    assert value_of(fields.Link, {"path": "docs/a.md", "title": "A"}).path == "docs/a.md"
    for data in [{"title": "A"}, {"url": "https://example.com", "path": "a.md"}]:
        assert refusal(fields.Link, data) == "a link needs one target"


def test_estimate_may_be_a_point_a_range_or_a_mapping() -> None:
    assert value_of(fields.Estimate, "3").value == (3, 3)
    assert value_of(fields.Estimate, ["3", "5"]).middle == 4
    full = value_of(fields.Estimate, {"value": "40000", "per": "quarter", "evidence": "https://example.com"})
    assert (full.value, full.per) == ((40000, 40000), "quarter")


CONVERTED = (
    fields.Day,
    fields.Number,
    fields.Id,
    fields.Url,
    fields.RepoPath,
    fields.TimeZone,
    fields.Range,
    fields.Lag,
)


@given(st.text(max_size=30), st.sampled_from(CONVERTED))
@settings(derandomize=True, max_examples=500, deadline=None)
def test_any_text_is_a_value_or_refused_in_our_words(text: str, annotation: Any) -> None:
    errors = []
    try:
        value_of(annotation, text)
    except ValidationError as error:
        errors = error.errors()
    assert all(row["type"] == "prodops" for row in errors)
