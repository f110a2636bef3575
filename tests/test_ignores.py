"""Ignore comments: which lines they cover, what is wrong with them, and what is no comment at all."""

from datetime import date

import pytest

from prodops_cli.diagnostics import Diagnostic, Severity, Span
from prodops_cli.ignores import Ignore, ignores_in, is_among, silent_lines, used_of
from prodops_cli.source import read


def ignores(text: str) -> list[Ignore]:
    return list(ignores_in(read("x.yaml", text.encode())))


def lines_of(text: str) -> list[tuple[int, int]]:
    """First and last line that each comment of a text covers."""
    return [(ignore.first_line, ignore.last_line) for ignore in ignores(text)]


def finding(line: int, rule: str = "r") -> Diagnostic:
    return Diagnostic("x.yaml", Span(line, 1, line, 2), Severity.WARNING, rule, "m")


def test_comment_names_rules_a_day_and_a_reason() -> None:
    (ignore,) = ignores("a: 1  # prodops: ignore[past-target, stale-update] until 2026-12-31 agreed with finance\n")
    assert ignore.rules == ("past-target", "stale-update")
    assert ignore.until == date(2026, 12, 31)
    assert ignore.reason == "agreed with finance"
    assert ignore.mistake is None
    assert ignore.span == Span(1, 7, 1, 88)


def test_comment_without_day_holds_for_ever_and_one_with_a_day_through_that_day() -> None:
    (forever, dated) = ignores("a: 1 # prodops: ignore[r] because\nb: 2 # prodops: ignore[r] until 2026-12-31\n")
    assert forever.reason == "because"
    assert not forever.is_expired(date(9999, 1, 1))
    assert not dated.is_expired(date(2026, 12, 31))
    assert dated.is_expired(date(2027, 1, 1))


@pytest.mark.parametrize(
    "text", ["a: 1 #prodops:ignore[r]\n", "a: 1 #   prodops:   ignore [ r ]\n", "a: 1\t# prodops: ignore[r,]\n"]
)
def test_spaces_do_not_matter(text: str) -> None:
    (ignore,) = ignores(text)
    assert (ignore.rules, ignore.mistake) == (("r",), None)


def test_only_the_named_rules_on_the_covered_lines_are_silenced() -> None:
    found = ignores("a: 1\nb: 2 # prodops: ignore[r]\nc: 3\n")
    silent = silent_lines(found)
    assert [is_among(line, silent["r"]) for line in (1, 2, 3)] == [False, True, False]
    assert silent["other"] == []
    assert used_of(found, [finding(1), finding(3), finding(2, "other")]) == set()
    assert used_of(found, [finding(2)]) == set(found)


def test_comment_with_a_mistake_silences_nothing() -> None:
    assert silent_lines(ignores("a: 1 # prodops: ignore[r] until 2026-02-30\n")) == {}


def test_every_comment_over_a_finding_is_used_and_their_lines_are_joined() -> None:
    text = "# prodops: ignore[r]\na:\n  # prodops: ignore[r]\n  b: 1\n  c: 2 # prodops: ignore[s]\n"
    text += "d: 3 # prodops: ignore[r]\n"
    found = ignores(text)
    assert silent_lines(found) == {"r": [(2, 6)], "s": [(5, 5)]}
    assert [found.index(one) for one in found if one in used_of(found, [finding(4)])] == [0, 1]
    assert [found.index(one) for one in found if one in used_of(found, [finding(5), finding(5, "s")])] == [0, 2]


def test_stretches_are_looked_up_at_both_ends() -> None:
    assert [line for line in range(1, 12) if is_among(line, [(2, 3), (5, 5), (8, 10)])] == [2, 3, 5, 8, 9, 10]
    assert not is_among(1, [])


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        # a comment at the end of a line covers that line
        ("a: 1\nb: 2  # prodops: ignore[r]\nc: 3\n", (2, 2)),
        ("a:  # prodops: ignore[r]\n  b: 1\n", (1, 1)),
        # a comment on a line of its own covers what stands below it
        ("# prodops: ignore[r]\na: 1\nb: 2\n", (2, 2)),
        ("a: 1\n\n# prodops: ignore[r]\n\n# why\nb: 2\nc: 3\n", (6, 6)),
        ("# prodops: ignore[r]\na:\n  b: 1\n\n  c: 2\nd: 1\n", (2, 5)),
        ("# prodops: ignore[r]\na:\n  - b\n  - c\nd: 1\n", (2, 4)),
        ("# prodops: ignore[r]\na:\n- b\n- c\nd: 1\n", (2, 4)),
        ("# prodops: ignore[r]\n- id: a\n  b: 1\n- id: b\n", (2, 3)),
        ("- id: a\n# prodops: ignore[r]\n- id: b\n  c:\n  - 1\n- id: c\n", (3, 5)),
        ("- id: a\n# prodops: ignore[r]\n-\n  id: b\n- id: c\n", (3, 4)),
        ("- id: a\n  # prodops: ignore[r]\n  b: 1\n  c: 2\n", (3, 3)),
        ("a:\n  - b: 1\n    # prodops: ignore[r]\n    c:\n      d: 1\n    e: 2\n", (4, 5)),
        ("# prodops: ignore[r]\na: |\n  text\n\n  text\nb: 1\n", (2, 5)),
        ("# prodops: ignore[r]\r\na:\r\n  b: 1\r\nc: 1\r\n", (2, 3)),
        ("\ufeff# prodops: ignore[r]\na: 1\nb: 2\n", (2, 2)),
        # nothing below it
        ("a: 1\n# prodops: ignore[r]\n", (2, 2)),
        ("a: 1\n# prodops: ignore[r]\n\n# end\n", (2, 2)),
        # the whole file
        ("a: 1\n# prodops: ignore-file[r]\nb: 2\n", (1, 4)),
        ("a: 1 # prodops: ignore-file[r]\nb: 2\n", (1, 3)),
    ],
)
def test_lines_that_a_comment_covers(text: str, covered: tuple[int, int]) -> None:
    assert lines_of(text) == [covered]


def test_several_comments_above_one_key_all_cover_it() -> None:
    text = "# prodops: ignore[r]\n# prodops: ignore[s]\na:\n  b: 1\nc: 1 # prodops: ignore[t]\n"
    assert lines_of(text) == [(3, 4), (3, 4), (5, 5)]


@pytest.mark.parametrize(
    "text",
    [
        'a: "# prodops: ignore[r]"\n',
        "a: 'x # prodops: ignore[r]'\n",
        "a: |\n  # prodops: ignore[r]\n",
        "a: >\n  x # prodops: ignore[r]\n  y\nb: 1\n",
        "a: x#prodops: ignore[r]\n",
        "a: 1 # see prodops: ignore[r]\n",
        "a: 1 # prodops: lint\n",
        "a: 1\n",
        "a: [ # prodops: ignore[r]\n",
    ],
)
def test_what_is_no_comment_of_ours(text: str) -> None:
    assert ignores(text) == []


@pytest.mark.parametrize(
    ("comment", "mistake"),
    [
        ("ignore", "it names no rule: write ignore[rule-name]"),
        ("ignore[]", "it names no rule: write ignore[rule-name]"),
        ("ignore[ , ]", "it names no rule: write ignore[rule-name]"),
        ("ignore r", "it names no rule: write ignore[rule-name]"),
        ("ignore-file", "it names no rule: write ignore[rule-name]"),
        ("ignore[r", "it names no rule: write ignore[rule-name]"),
        ("ignore[r] until 2026-02-30", "2026-02-30 is not a day of the calendar"),
        ("ignore[r] until tomorrow", "the day is not written as until 2026-12-31"),
        ("ignore[r] until 2026-1-1", "the day is not written as until 2026-12-31"),
        ("ignore[r] until", "the day is not written as until 2026-12-31"),
    ],
)
def test_mistake_in_a_comment_is_named(comment: str, mistake: str) -> None:
    (ignore,) = ignores(f"a: 1 # prodops: {comment}\n")
    assert ignore.mistake == mistake


def test_comment_behind_a_value_with_a_hash_in_it_is_found() -> None:
    (ignore,) = ignores('a: "x # y"  # prodops: ignore[r]\n')
    assert ignore.rules == ("r",)


def test_very_many_comments_are_read_in_one_pass() -> None:
    text = "# prodops: ignore[r]\n" * 20_000 + "a:\n" + "  - x # prodops: ignore[s]\n" * 20_000
    found = ignores(text)
    assert len(found) == 40_000
    assert (found[0].first_line, found[0].last_line) == (20_001, 40_001)
    assert (found[-1].first_line, found[-1].last_line) == (40_001, 40_001)
