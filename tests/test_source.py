"""prodops YAML: what is read, as what, and what is refused with which words at which place."""

import unicodedata

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from prodops_cli.source import MOST_PROBLEMS_PER_FILE, Document, Limits, Quoted, read

BOM = b"\xef\xbb\xbf"


def parse(text: str | bytes) -> Document:
    return read("x.yaml", text if isinstance(text, bytes) else text.encode())


def only_problem(text: str | bytes) -> tuple[str, int, int, str]:
    """Rule, line, column and message of the one problem a text has."""
    (problem,) = parse(text).problems
    assert problem.span is not None
    return problem.rule, problem.span.line, problem.span.column, problem.message


# --- what is accepted ----------------------------------------------------------------------------


def test_scalars_keep_their_source_text() -> None:
    text = "version: 1.10\ncountry: no\nflag: true\nzip: 0123\nclock: 12:30\nsha: 12e03\nday: 2026-01-01\nmath: 1_000\n"
    assert parse(text).data == {
        "version": "1.10",
        "country": "no",
        "flag": "true",
        "zip": "0123",
        "clock": "12:30",
        "sha": "12e03",
        "day": "2026-01-01",
        "math": "1_000",
    }


@pytest.mark.parametrize("text", ["3", "-3", "+3", "0.5", ".5", "3.", "007", "true", "false"])
def test_quoted_number_or_boolean_stays_text(text: str) -> None:
    data = parse(f"plain: {text}\nquoted: \"{text}\"\nsingle: '{text}'\n").data
    assert isinstance(data, dict)
    assert [type(value) for value in data.values()] == [str, Quoted, Quoted]
    assert set(data.values()) == {text}


@pytest.mark.parametrize("text", ["The plan", "", "2026-01-01", "1.10.2", "no", "null", "~", "nought", "+1+1", "1e3"])
def test_quoted_text_that_is_no_number_is_plain_text(text: str) -> None:
    data = parse(f'a: "{text}"\n').data
    assert data == {"a": text}
    assert type(data["a"]) is str


def test_key_without_value_is_none_and_empty_quotes_are_empty_text() -> None:
    assert parse('a:\nb: ""\nc: [x, ]\nd: {e: }\n').data == {"a": None, "b": "", "c": ["x"], "d": {"e": None}}


def test_quoted_key_is_the_same_key_as_a_plain_one() -> None:
    data = parse('"1": a\n').data
    assert data == {"1": "a"}
    assert [type(key) for key in data] == [str]


def test_block_scalars_keep_or_fold_their_lines() -> None:
    text = "keep: |\n  a\n   b\n\n  c\nfold: >-\n  a\n  b\n\n  c\nend: |+\n  a\n\nlast: x\n"
    assert parse(text).data == {"keep": "a\n b\n\nc\n", "fold": "a b\nc", "end": "a\n\n", "last": "x"}


@pytest.mark.parametrize("text", ["{a: 1, b: [x, {c: d}]}", '{"a":1,"b":["x",{"c":"d"}]}', "a: 1\nb:\n- x\n- c: d"])
def test_flow_block_and_json_say_the_same(text: str) -> None:
    assert parse(text).data == {"a": "1", "b": ["x", {"c": "d"}]}


@pytest.mark.parametrize(
    "text", ["a: 1\n", "a: 1", "---\na: 1\n", "--- \na: 1\n...\n", "# x\n\na: 1 # y\n\n# z", "a:\t1\n"]
)
def test_one_document_with_or_without_markers_and_comments(text: str) -> None:
    document = parse(text)
    assert document.data == {"a": "1"}
    assert document.problems == ()


@pytest.mark.parametrize("start", [b"", BOM])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_byte_order_mark_and_crlf_change_nothing(start: bytes, end: bytes) -> None:
    document = parse(start + "a: größe\nb:\n  - 1\n  - x".encode().replace(b"\n", end))
    assert document.data == {"a": "größe", "b": ["1", "x"]}
    assert document.lines == ["a: größe", "b:", "  - 1", "  - x"]
    assert document.span(("a",)).line == 1
    assert document.span(("b", 1)).line == 4
    assert document.span(("b", 1)).column == 5


def test_escapes_in_double_quotes_may_name_what_may_not_stand_in_the_file() -> None:
    assert parse(r'a: "\x1b[0m \u202e \0 \u2028"').data == {"a": "\x1b[0m \u202e \0 \u2028"}


@pytest.mark.parametrize(
    "text", ["a: 2\u00a0000 €\n", "a: 日本語\n", "a: 👩‍👩‍👧\n", "é: 1\n", "a: \u200b\n", "a: \U0010fffd\n"]
)
def test_letters_of_every_script_are_fine(text: str) -> None:
    assert parse(text).problems == ()


# --- bytes that are refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# a comment\n", "---\n", "---\n...\n", "  # x\n\n", "\ufeff", "\ufeff# x\n"]
)
def test_empty_file(text: str) -> None:
    assert only_problem(text) == ("unreadable-file", 1, 1, "the file is empty")
    assert not parse(text).has_tree


@pytest.mark.parametrize(
    ("raw", "line", "column", "message"),
    [
        (b"a: \x07\n", 1, 4, "an invisible or control character (U+0007)"),
        (b"a: 1\nb: x\x7f\n", 2, 5, "an invisible or control character (U+007F)"),
        ("ä: 1\nb: \x9b\n".encode(), 2, 4, "an invisible or control character (U+009B)"),
        (b"# c \x1b[0m\n", 1, 5, "an invisible or control character (U+001B)"),
        (b"a: \x00\n", 1, 4, "a NUL byte: this is not a text file, or not UTF-8"),
        (b"a: 1\rb: 2\n", 1, 5, "a carriage return that does not end a line (U+000D)"),
        (b"a: 1\r\nb: 2\r", 2, 5, "a carriage return that does not end a line (U+000D)"),
        ("a: ü\rb: 2\n".encode(), 1, 5, "a carriage return that does not end a line (U+000D)"),
        ("# x\u0085a: 1\n".encode(), 1, 4, "a next-line character that hides a line break (U+0085)"),
        ("a: 1 # x\u2028b: 2\n".encode(), 1, 9, "a line separator that hides a line break (U+2028)"),
        ("a: 1 # x\u2029b: 2\n".encode(), 1, 9, "a paragraph separator that hides a line break (U+2029)"),
        ("a: 1\nb: \u202ex\n".encode(), 2, 4, "a direction mark that can hide what a line says (U+202E)"),
        ("# \u2066x\n".encode(), 1, 3, "a direction mark that can hide what a line says (U+2066)"),
        ("a: \ufeffx\n".encode(), 1, 4, "a byte order mark in the middle of the file (U+FEFF)"),
        ("\ufeff\ufeffa: x\n".encode(), 1, 1, "a byte order mark in the middle of the file (U+FEFF)"),
        ("a: \ufffe\n".encode(), 1, 4, "an invisible or control character (U+FFFE)"),
        ("a: \ufdd0\n".encode(), 1, 4, "an invisible or control character (U+FDD0)"),
        ("a: \U0003ffff\n".encode(), 1, 4, "an invisible or control character (U+3FFFF)"),
        ("\ufeffa: \u2028\n".encode(), 1, 4, "a line separator that hides a line break (U+2028)"),
        (b"a: 1\nb: caf\xe9\n", 2, 7, "not UTF-8: byte 0xE9 at offset 11"),
        ("ü: ü".encode() + b"\xff\n", 1, 5, "not UTF-8: byte 0xFF at offset 6"),
        (b"a: \xed\xa0\x80\n", 1, 4, "not UTF-8: byte 0xED at offset 3"),
        (b"a: x\xe2\x82", 1, 5, "not UTF-8: byte 0xE2 at offset 4"),
        ("a: 1\n".encode("utf-16"), 1, 1, "the file is UTF-16"),
        (b"\xfe\xff" + "a: 1\n".encode("utf-16-be"), 1, 1, "the file is UTF-16"),
        ("a: 1\n".encode("utf-16-le"), 1, 2, "a NUL byte: this is not a text file, or not UTF-8"),
    ],
)
def test_character_that_a_reviewer_cannot_see_is_refused_where_it_stands(
    raw: bytes, line: int, column: int, message: str
) -> None:
    assert only_problem(raw) == ("unreadable-file", line, column, message)
    assert not parse(raw).has_tree


def test_the_first_of_several_refused_characters_is_named() -> None:
    assert only_problem("a: ü\rb\u2028\n")[2:] == (5, "a carriage return that does not end a line (U+000D)")
    assert only_problem("a: ü\u2028b\r\n\r")[2:] == (5, "a line separator that hides a line break (U+2028)")


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (b"version https://git-lfs.github.com/spec/v1\n", 1, "this is a Git LFS pointer, not the file itself"),
        (b"<!DOCTYPE html>\n<html></html>\n", 1, "this is a web page, not YAML"),
        (b"\n  <HTML lang=en>\n", 1, "this is a web page, not YAML"),
        (BOM + "<html>ü".encode(), 1, "this is a web page, not YAML"),
        (b"GIF89a\x01\x00\xff", 1, "this is a binary file, not YAML"),
        (b"\x89PNG\r\n\x1a\n", 1, "this is a binary file, not YAML"),
        (b"%PDF-1.7\n", 1, "this is a binary file, not YAML"),
        (b"PK\x03\x04", 1, "this is a binary file, not YAML"),
        (b"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n", 2, "a merge conflict was left in the file"),
        (b"a: 1\r\n=======\r\nb: 3\r\n>>>>>>>\r\n", 4, "a merge conflict was left in the file"),
        ("a: ü\n<<<<<<< HEAD\n".encode(), 2, "a merge conflict was left in the file"),
    ],
)  # fmt: skip
def test_what_is_often_committed_by_mistake_gets_a_diagnosis_of_its_own(raw: bytes, line: int, message: str) -> None:
    assert only_problem(raw) == ("unreadable-file", line, 1, message)


def test_arrows_inside_a_text_are_no_merge_conflict() -> None:
    assert parse('a: "<<<<<<< x"\nb: >>>>>>>\n').data is None
    assert parse('a: "<<<<<<< x"\nb: |\n  >>>>>>> y\n').problems == ()


def test_file_over_the_limit_is_refused_unread() -> None:
    document = read("x.yaml", b"a: " + b"x" * 100, Limits(bytes=50))
    assert [problem.message for problem in document.problems] == ["the file is larger than 50 bytes"]
    assert read("x.yaml", b"a: " + b"x" * 47, Limits(bytes=50)).problems == ()


# --- YAML that is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: &x 1\n", 1, 4, "anchors (`&x`) are not prodops YAML"),
        ("a:\n  b: &x\n    - 1\n", 2, 6, "anchors (`&x`) are not prodops YAML"),
        ("&x a: 1\n", 1, 1, "anchors (`&x`) are not prodops YAML"),
        ("&x\na: 1\n", 1, 1, "anchors (`&x`) are not prodops YAML"),
        ("a: " + "&" + "x" * 50 + " 1\n", 1, 4, "anchors (`&" + "x" * 39 + "…`) are not prodops YAML"),
        ("a: 1\nb: *x\n", 2, 4, "aliases (`*x`) are not prodops YAML"),
        ("a: [1, *x]\n", 1, 8, "aliases (`*x`) are not prodops YAML"),
        ("*x : 1\n", 1, 1, "aliases (`*x`) are not prodops YAML"),
        ("*x\n", 1, 1, "aliases (`*x`) are not prodops YAML"),
        ("a: !!str 1\n", 1, 4, "tags (`!!str`) are not prodops YAML"),
        ("a: !mine 1\n", 1, 4, "tags (`!mine`) are not prodops YAML"),
        ("a: ! 1\n", 1, 4, "tags (`!`) are not prodops YAML"),
        ("a: !!set\n  - 1\n", 1, 4, "tags (`!!set`) are not prodops YAML"),
        ("!!map\na: 1\n", 1, 1, "tags (`!!map`) are not prodops YAML"),
        ("a: !!python/apply:os.x [x]\n", 1, 4, "tags (`!!python/apply:os.x`) are not prodops YAML"),
        ("%YAML 1.2\n---\na: 1\n", 1, 1, "directives (%YAML, %TAG) are not prodops YAML"),
        ("%TAG ! tag:x.example,2026:\n---\na: 1\n", 1, 1, "directives (%YAML, %TAG) are not prodops YAML"),
        ("a: 1\n<<: {b: 2}\n", 2, 1, "merge keys (`<<`) are not prodops YAML"),
        ("a: 1\n<<: [{b: 2}]\n", 2, 1, "merge keys (`<<`) are not prodops YAML"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document starts here"),
        ("---\na: 1\n---\n", 3, 1, "a second document starts here"),
        ("? [a]\n: 1\n", 1, 3, "a key must be plain text, not a list or a mapping"),
        ("a:\n  {b: 1}: 2\n", 2, 3, "a key must be plain text, not a list or a mapping"),
        ("? \n: 1\n", 1, 2, "a key is missing before the `:`"),
        ("{? : 1}\n", 1, 4, "a key is missing before the `:`"),
        ("a: null\n", 1, 4, "`null` is not a value"),
        ("a: [x, ~]\n", 1, 8, "`~` is not a value"),
        ("a: NULL\n", 1, 4, "`NULL` is not a value"),
        ("null: a\n", 1, 1, "`null` is not a value"),
        ("e\u0301: 1\n", 1, 1, "a key must be in Unicode normal form C"),
    ],
)  # fmt: skip
def test_yaml_outside_the_subset_is_refused_where_it_stands(text: str, line: int, column: int, message: str) -> None:
    assert only_problem(text) == ("yaml-subset", line, column, message)


@pytest.mark.parametrize(
    "text", ["a: &x 1\n", "a: *x\n", "a: !!str 1\n", "<<: {a: 1}\n", "%YAML 1.2\n---\na: 1\n", "a: 1\n---\n"]
)
def test_every_refusal_says_what_to_do(text: str) -> None:
    assert all(problem.hint for problem in parse(text).problems)


def test_quoted_merge_key_is_an_ordinary_key() -> None:
    assert parse('"<<": {a: 1}\n').data == {"<<": {"a": "1"}}


def test_alias_that_contains_itself_and_alias_bomb_are_refused_without_following_them() -> None:
    assert [problem.message for problem in parse("a: &x [*x]\n").problems] == [
        "anchors (`&x`) are not prodops YAML",
        "aliases (`*x`) are not prodops YAML",
    ]
    bomb = "a: &a [x, x]\n" + "".join(
        f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, after in zip("abcdefghi", "bcdefghij", strict=True)
    )
    assert len(parse(bomb).problems) == MOST_PROBLEMS_PER_FILE


# --- keys given twice ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "`a` is already given on line 1"),
        ('a: 1\n"a": 3\n', 2, 1, "`a` is already given on line 1"),
        ('"1": 1\n1: 3\n', 2, 1, "`1` is already given on line 1"),
        ("{a: 1, a: 3}\n", 1, 8, "`a` is already given on line 1"),
        ("- a: 1\n  b: 2\n- a: 1\n  b:\n    a: 1\n  a: 2\n", 6, 3, "`a` is already given on line 3"),
        ("x: {y: 1}\na: 1\na: 2\n", 3, 1, "`a` is already given on line 2"),
        ("x: [1, {y: 1}]\na: [1]\na: 2\n", 3, 1, "`a` is already given on line 2"),
        ("a: 1\na: 2\na: 3\n", 2, 1, "`a` is already given on line 1 (3 times in all)"),
        ("a: 1\n" * 10_000, 2, 1, "`a` is already given on line 1 (10,000 times in all)"),
        ("\ufeffa: 1\r\nb: 2\r\na: 3\r\n", 3, 1, "`a` is already given on line 1"),
        ("k" * 100 + ": 1\n" + "k" * 100 + ": 2\n", 2, 1, "`" + "k" * 39 + "…` is already given on line 1"),
    ],
)
def test_repeated_key_is_reported_once_and_names_both_lines(text: str, line: int, column: int, message: str) -> None:
    assert only_problem(text) == ("duplicate-key", line, column, message)


def test_equal_keys_of_different_mappings_are_fine() -> None:
    assert parse("- {a: 1, b: {a: 2}}\n- a: 1\n  b:\n    - a: 2\n    - a: 3\n").problems == ()


@pytest.mark.parametrize("order", [("\u00e9", "e\u0301"), ("e\u0301", "\u00e9")])
def test_keys_that_only_look_different_to_a_machine_are_the_same_key(order: tuple[str, str]) -> None:
    first, second = order
    problems = parse(f"{first}: 1\nx: 2\n{second}: 3\n").problems
    assert {problem.rule for problem in problems} == {"yaml-subset", "duplicate-key"}
    (twice,) = (problem for problem in problems if problem.rule == "duplicate-key")
    assert twice.message == "`\u00e9` is already given on line 1"
    assert twice.span is not None
    assert twice.span.line == 3


@given(st.data())
@settings(derandomize=True, max_examples=100, deadline=None)
def test_repeated_keys_are_found_wherever_they_stand(data: st.DataObject) -> None:
    rows = data.draw(
        st.lists(
            st.tuples(st.sampled_from("abcd"), st.sampled_from(["1", "[x]", "{a: 1}", "[{a: 1}, {a: 2}]"])), max_size=6
        )
    )
    text = "".join(f"{key}: {value}\n" for key, value in rows) + "end: 1\n"
    keys = [key for key, _ in rows]
    expected = sorted(key for key in set(keys) if keys.count(key) > 1)
    assert sorted(problem.message[1] for problem in parse(text).problems) == expected


# --- syntax errors -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: b: c\n", 1, 5, "a `:` that cannot stand here"),
        ("a: 1\n  b: 2\n", 2, 4, "a `:` that cannot stand here"),
        ("k" * 1100 + ": 1\n", 1, 1101, "a key is longer than 1,024 characters"),
        ("a: 1\nb\n", 2, 1, "a key without its `:`"),
        ("a: [1, 2\nb: 3\n", 1, 4, "a `[` list that is not closed, or misses a comma"),
        ("a:\n  {b: 1\nc: 2\n", 2, 3, "a `{` mapping that is not closed, or misses a comma"),
        ('a: 1\nb: "x\nc: 2\n', 2, 4, "a quote that is opened here and never closed"),
        ("a: 1\nb: 'x\n", 2, 4, "a quote that is opened here and never closed"),
        ("a:\n  - 1\n - 2\n", 3, 2, "this line does not fit what stands above it"),
        ("- a\nb: 1\n", 2, 1, "this line does not fit the list above it"),
        ('a: "x" y\n', 1, 8, 'text behind the closing `"`'),
        ("a: [x] y\n", 1, 8, "text behind the closing `]`"),
        ("a: - x\n", 1, 4, "a `- ` item cannot start here"),
        ("a: @x\n", 1, 4, "a text cannot start with `@`"),
        ("a: `x`\n", 1, 4, "a text cannot start with a backtick"),
        ("a: 1\nb: %x\n", 2, 4, "a text cannot start with `%`"),
        ("a: ]\n", 1, 4, "a value is missing here"),
        ("a: * b\n", 1, 5, "a text cannot start with `*`"),
        ("a: & b\n", 1, 5, "a text cannot start with `&`"),
        ("a:\n\tb: 1\n", 2, 1, "a tab where only spaces may stand"),
        ("\ta: 1\n", 1, 1, "a tab where only spaces may stand"),
        ("a: |\n\tx\n", 2, 1, "a tab where only spaces may stand"),
        ('a: "\\q"\n', 1, 5, "an unknown \\ escape in double quotes"),
        ('a: "\\ud800"\n', 1, 7, "an escape that is no Unicode character"),
        ('a: "\\U00110000"\n', 1, 7, "an escape that is no Unicode character"),
        ("a: |x\n  b\n", 1, 5, "a block text that does not start right"),
        ("a: |0\n  b\n", 1, 5, "a block text that does not start right"),
        ('a: "\n---\n"\n', 2, 1, "`---` or `...` inside a quoted text"),
        ('"a" b\n', 1, 5, "text after the end of the document"),
        ("a: 1\n...\nb: 2\n", 3, 1, "text after the end of the document"),
        ("%YAML 9.9\n---\na: 1\n", 1, 1, "directives (%YAML, %TAG) are not prodops YAML"),
        ("%\n", 1, 2, "directives (%YAML, %TAG) are not prodops YAML"),
        ("a: !u!x 1\n", 1, 4, "tags (`!name`) are not prodops YAML"),
        ("a: !<\n", 1, 6, "tags (`!name`) are not prodops YAML"),
        ("\ufeffä: 1\r\nb: c: d\r\n", 2, 5, "a `:` that cannot stand here"),
    ],
)  # fmt: skip
def test_syntax_error_is_explained_where_it_was_made(text: str, line: int, column: int, message: str) -> None:
    assert only_problem(text) == ("yaml-syntax", line, column, message)
    assert parse(text).problems[0].hint
    assert not parse(text).has_tree


def test_long_unclosed_quote_is_not_quoted_back() -> None:
    problem = parse('a: "' + "x" * 150_000).problems[0]
    assert problem.message == "a quote that is opened here and never closed"
    assert len(str(problem.hint)) < 100


# --- limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "a:\n"])
def test_nesting_is_refused_beyond_64_levels(opening: str) -> None:
    def nested(levels: int) -> Document:
        if opening == "a:\n":
            return parse("".join(f"{' ' * level}a:\n" for level in range(levels)))
        return parse(opening * levels + {"[": "]", "{a: ": "}"}.get(opening, "") * levels)

    assert nested(64).problems == ()
    (problem,) = nested(65).problems
    assert problem.message == "nested more than 64 levels deep"


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 90_000, "? " * 50_000, "{a: " * 20_000, "? - " * 25_000, "[{" * 50_000]
)
def test_nesting_that_would_overflow_a_parser_is_one_problem(text: str) -> None:
    assert len(parse(text).problems) == 1


def test_too_many_values_are_refused() -> None:
    limits = Limits(nodes=10)
    assert read("x", b"[1, 2, 3, 4, 5, 6, 7, 8, 9]", limits).problems == ()
    (problem,) = read("x", b"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", limits).problems
    assert problem.message == "more than 10 values in one file"
    assert problem.span is not None


def test_a_file_with_very_many_mistakes_reports_the_first_few() -> None:
    problems = parse("- !x\n" * 100_000).problems
    assert len(problems) == MOST_PROBLEMS_PER_FILE
    assert [problem.span.line for problem in problems if problem.span] == list(range(1, MOST_PROBLEMS_PER_FILE + 1))


# --- any data at all -----------------------------------------------------------------------------

HIDDEN = "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
CLEAN_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters=HIDDEN), max_size=12)
KEYS = CLEAN_TEXTS.map(lambda text: unicodedata.normalize("NFC", text)).filter(lambda text: len(text) > 0)
TREES = st.recursive(
    CLEAN_TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)


@given(TREES, st.booleans(), st.sampled_from([None, 20]))
@example({"<<": "a", "null": "~", "y": "&x"}, False, None)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_quoted_dump_reads_back_as_it_was(data: object, flow: bool, width: int | None) -> None:
    text = yaml.safe_dump(data, default_style='"', default_flow_style=flow, allow_unicode=True, width=width)
    text = text.replace("!!null ", "")
    document = parse(text)
    assert document.problems == ()
    assert document.data == data


@given(st.binary(max_size=60))
@settings(derandomize=True, max_examples=500, deadline=None)
def test_any_bytes_give_data_or_problems_with_a_place(raw: bytes) -> None:
    document = read("x.yaml", raw)
    assert document.has_tree == (document.data is not None)
    assert document.has_tree or document.problems
    assert all(problem.span is not None and problem.span.line >= 1 for problem in document.problems)
    assert (document.tree is not None) == document.has_tree


@given(st.text("abc:-[]{}\"'#&*!|>%@` \n\t,?~", max_size=40))
@settings(derandomize=True, max_examples=1000, deadline=None)
def test_any_yaml_like_text_gives_data_or_problems_inside_the_text(text: str) -> None:
    document = parse(text)
    assert document.has_tree or document.problems
    lines = len(document.lines)
    assert all(problem.span is not None and problem.span.line <= lines for problem in document.problems)
