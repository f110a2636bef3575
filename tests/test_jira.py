"""The CSV that Jira imports: one row an issue, parents first, and nothing in it that runs."""

import csv
import re
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payloads import payloads
from prodops_cli.render.escape import terminal
from prodops_cli.render.forge import length
from prodops_cli.render.jira import MOST_IN_DESCRIPTION, MOST_IN_LABEL, MOST_IN_SUMMARY, Issue, render

COMMAND = re.compile(r"(?m)^[\s\"]*::|##\[|##vso\[")
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
LIVE = re.compile(r"(?<!\\)[{\[]|(?<!\\)!(?=\S)|\\\\[{\[!]")
PAYLOADS = [pytest.param(text, id=name) for name, text in payloads().items()]


def table(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def rows(text: str) -> list[dict[str, str]]:
    """The rows by their header, without labels."""
    header, *others = table(text)
    return [dict(zip(header[:7], row, strict=False)) for row in others]


def row(issue: Issue) -> dict[str, str]:
    (found,) = rows(render([issue]))
    return found


def labels(text: str) -> list[list[str]]:
    header, *others = table(text)
    assert set(header[7:]) <= {"Labels"}
    return [row[7:] for row in others]


def bare(text: str) -> str:
    """A cell without the marks that keep it from running."""
    return "".join(text.removeprefix("'").replace("\\", "").split())


def test_file_to_the_byte() -> None:
    plan = Issue("plan", "Onboarding: Maya Example", type="Epic")
    laptop = Issue(
        "laptop",
        'Order the "big" laptop, now',
        "By Grace.\nHalf an hour.",
        date(2026, 11, 23),
        "grace@example.com",
        ("onboarding", "week 1"),
        "plan",
    )
    assert render([laptop, plan]) == (
        "Issue ID,Parent,Issue Type,Summary,Description,Due Date,Assignee,Labels,Labels\n"
        "1,,Epic,Onboarding: Maya Example,,,,,\n"
        '2,1,Task,"Order the ""big"" laptop, now","By Grace.\nHalf an hour.",2026-11-23,grace@example.com,'
        "onboarding,week-1\n"
    )


def test_no_issues_are_a_header() -> None:
    assert render([]) == "Issue ID,Parent,Issue Type,Summary,Description,Due Date,Assignee\n"


def test_parents_stand_above_what_is_part_of_them() -> None:
    issues = [
        Issue("c", "C", parent="b", type="Sub-task"),
        Issue("b", "B", parent="a"),
        Issue("d", "D"),
        Issue("a", "A", type="Epic"),
    ]
    found = [(row["Issue ID"], row["Parent"], row["Summary"], row["Issue Type"]) for row in rows(render(issues))]
    assert found == [
        ("1", "", "D", "Task"),
        ("2", "", "A", "Epic"),
        ("3", "2", "B", "Task"),
        ("4", "3", "C", "Sub-task"),
    ]


def test_parent_that_is_not_there_is_none() -> None:
    assert row(Issue("a", "A", parent="elsewhere"))["Parent"] == ""
    assert row(Issue("a", "A", parent="a"))["Parent"] == ""


IDS = st.sampled_from("abcdef")


@given(st.lists(st.builds(Issue, id=IDS, summary=st.text("xyz"), parent=st.none() | IDS), max_size=8))
def test_every_row_has_a_number_and_a_parent_that_is_there(issues: list[Issue]) -> None:
    found = rows(render(issues))
    assert [row["Issue ID"] for row in found] == [str(number) for number in range(1, len(issues) + 1)]
    assert all(not row["Parent"] or 1 <= int(row["Parent"]) <= len(issues) for row in found)
    assert all(row["Parent"] != row["Issue ID"] for row in found)


@given(st.permutations([Issue(str(n), str(n), parent=str(n // 2) if n > 1 else None) for n in range(1, 16)]))
def test_no_order_puts_a_parent_below(issues: list[Issue]) -> None:
    found = rows(render(issues))
    names = {row["Issue ID"]: row["Summary"] for row in found}
    for row in found[1:]:
        assert int(row["Parent"]) < int(row["Issue ID"])
        assert names[row["Parent"]] == str(int(row["Summary"]) // 2)


# --- labels ----------------------------------------------------------------------------------------


def test_labels_have_a_column_each_and_no_spaces() -> None:
    issues = [
        Issue("a", "A", labels=("week 1", "by\tbuddy ", "week  1", " ")),
        Issue("b", "B"),
        Issue("c", "C", labels=("x",)),
    ]
    assert labels(render(issues)) == [["week-1", "by-buddy"], ["", ""], ["x", ""]]


@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=4))
def test_every_row_has_as_many_cells(words: list[list[str]]) -> None:
    text = render([Issue(str(number), "A", labels=tuple(own)) for number, own in enumerate(words)])
    assert len({len(row) for row in table(text)}) == 1
    assert not any(character.isspace() for own in labels(text) for label in own for character in label)


# --- what Jira refuses -------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["x", "é", "🙂", "\\"])
def test_what_is_too_long_is_cut(letter: str) -> None:
    long = letter * 40_000
    text = render([Issue("a", long, long, labels=(long,))])
    found = rows(text)[0]
    assert length(found["Summary"]) <= MOST_IN_SUMMARY
    assert length(found["Description"]) <= MOST_IN_DESCRIPTION
    assert length(labels(text)[0][0]) <= MOST_IN_LABEL
    assert all(cell.endswith("…") for cell in (found["Summary"], found["Description"], labels(text)[0][0]))


def test_summary_that_is_cut_stands_whole_in_the_description() -> None:
    summary = "word " * 60 + "end"
    assert row(Issue("a", summary, "More."))["Description"] == f"{summary}\n\nMore."


# --- what is in the texts ----------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_stays_text(payload: str) -> None:
    text = render([Issue(payload, payload, f"{payload}\n{payload}", None, payload, (payload,), payload, payload)])
    (found,), (own,) = rows(text), labels(text)
    cells = [*found.values(), *own]
    assert not COMMAND.search(text)
    assert not any(FORMULA.match(cell) for cell in cells)
    assert not LIVE.search(found["Description"])
    assert all(terminal(line) == line for cell in cells for line in cell.split("\n"))
    assert found["Parent"] == ""
    shown = terminal(" ".join(payload.split()))
    assert bare(found["Issue Type"]) == bare(terminal(" ".join(payload.splitlines())))
    if len(shown) < MOST_IN_SUMMARY:
        assert bare(found["Summary"]) == bare(shown)


@pytest.mark.parametrize("text", ["=1+1", "+1 day", "-owned", "@SUM(A1)", " =1", "\uff1d1"])
def test_formula_has_an_apostrophe_before_it(text: str) -> None:
    found = row(Issue("a", text, text, assignee=text, type=text))
    for name in ("Summary", "Description", "Assignee", "Issue Type"):
        assert found[name].startswith("'")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ask [~ada] now", "ask \\[~ada] now"),
        ("[safe|https://evil.example]", "\\[safe|https://evil.example]"),
        ("!https://evil.example/x.png!", "\\!https://evil.example/x.png!"),
        ("{html}x{html}", "\\{html}x\\{html}"),
        ("\\[~ada]", "&#92;\\[~ada]"),
        ("\\\\{html}", "&#92;&#92;\\{html}"),
        ("C:\\temp\\new", "C:\\temp\\new"),
        ("Well done! See https://example.com/a_b, 2026-11-23.", "Well done! See https://example.com/a_b, 2026-11-23."),
    ],
)
def test_markup_of_jira_that_does_something_is_text(text: str, shown: str) -> None:
    assert row(Issue("a", "A", text))["Description"] == shown


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_lines_end_in_one_way(end: str) -> None:
    found = row(Issue("a", f"a{end}b", f"a{end}b", assignee=f"a{end}b"))
    assert (found["Summary"], found["Description"], found["Assignee"]) == ("a b", "a\nb", "a b")
