"""Markdown that fits into a comment or a summary: whole sections are left out, and it says which."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodops_cli.render.forge import MOST_BYTES, MOST_CHARACTERS, as_comment, as_summary, length, size

HEAD = "# Acme\n\n**Headline.**[^1]\n\n"
SIZES = [100, 30_000, 40_000, 500, 90_000, 70]


def page(sizes: list[int], letter: str = "x") -> str:
    """A page with sections so long, each of which refers to a footnote of its own."""
    sections = [f"## Section {n}\n\n- {letter * size}[^s{n}]\n\n" for n, size in enumerate(sizes)]
    notes = [f"[^s{n}]: roadmap/{n}.yaml\n" for n in range(len(sizes))]
    return f"{HEAD}{''.join(sections)}[^1]: prodops.yaml\n{''.join(notes)}\n<!-- prodops:status {{}} -->\n"


def sections(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"^## Section (\d+)$", text, re.MULTILINE)]


def left_out(text: str) -> list[int]:
    (line,) = re.findall(r"^\*Left out, since no more fits in here: (.*)\.\*$", text, re.MULTILINE) or [""]
    return [int(number) for number in re.findall(r"Section (\d+)", line)]


def test_what_fits_is_as_it_was_below_the_marker() -> None:
    text = page([100, 200])
    assert as_comment("status", text) == f"<!-- prodops:status -->\n{text}"
    assert as_summary(text) == text


def test_sections_that_do_not_fit_are_named() -> None:
    text = as_comment("status", page(SIZES))
    assert length(text) <= MOST_CHARACTERS
    assert text.startswith("<!-- prodops:status -->\n# Acme\n\n**Headline.**[^1]\n")
    assert sections(text) == [0, 1, 3, 5]
    assert left_out(text) == [2, 4]
    assert text.endswith("<!-- prodops:status {} -->\n")


def test_footnotes_stay_where_something_refers_to_them() -> None:
    text = as_comment("status", page(SIZES))
    defined = re.findall(r"^\[\^(\w+)\]:", text, re.MULTILINE)
    assert defined == ["1", "s0", "s1", "s3", "s5"]
    assert set(re.findall(r"\[\^(\w+)\](?!:)", text)) == set(defined)


@pytest.mark.parametrize("letter", ["x", "é", "漢", "🙂"])
def test_each_limit_is_counted_in_its_own_way(letter: str) -> None:
    text = page([20_000] * 100, letter)
    comment, summary = as_comment("status", text), as_summary(text)
    one = f"{letter * 20_000}"
    assert MOST_CHARACTERS - 2_000 - length(one) < length(comment) <= MOST_CHARACTERS
    assert MOST_BYTES - 10_000 - size(one) < size(summary) <= MOST_BYTES
    assert sections(comment) == list(range(len(sections(comment))))


def test_long_beginning_is_cut_at_the_end_of_a_line() -> None:
    text = as_comment(
        "report", "# Acme\n\n" + "".join(f"- line {n}\n" for n in range(10_000)) + "\n## Section 1\n\nx\n"
    )
    assert length(text) <= MOST_CHARACTERS
    lines = [int(number) for number in re.findall(r"^- line (\d+)$", text, re.MULTILINE)]
    assert lines == list(range(len(lines)))
    assert "the end of what stands above" in text
    assert sections(text) == [1]


def test_of_many_sections_a_few_are_named() -> None:
    text = as_comment("status", page([10_000] * 50))
    assert re.search(r"Section 15 and 34 more\.\*$", text, re.MULTILINE)


@given(st.lists(st.integers(0, 60_000), max_size=12), st.integers(3_000, 70_000))
def test_never_too_long_and_nothing_is_lost_silently(sizes: list[int], most: int) -> None:
    text = as_comment("status", page(sizes), most)
    assert length(text) <= most
    kept = sections(text)
    assert kept == sorted(kept)
    assert sorted([*kept, *left_out(text)])[:10] == list(range(len(sizes)))[:10]
