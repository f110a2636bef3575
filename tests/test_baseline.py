"""The baseline: known findings do not count, it survives moved lines, and it only ever shrinks."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodops_cli.baseline import BASELINE, Baseline, baseline_of, key_of, load_baseline
from prodops_cli.diagnostics import Diagnostic, Severity, Span
from prodops_cli.errors import ProdopsError
from prodops_cli.tree import WorkingTree


def finding(
    rule: str = "r", record: str | None = "person:ada", line: int = 1, path: str = "people/ada.yaml"
) -> Diagnostic:
    return Diagnostic(path, Span(line, 1, line, 2), Severity.WARNING, rule, "m", record=record, route=("a", 0))


def load(tmp_path: Path, text: str) -> Baseline | None:
    (tmp_path / BASELINE).write_text(text, encoding="utf-8")
    return load_baseline(WorkingTree(tmp_path))


def test_finding_is_known_by_rule_record_and_route_whatever_its_line_or_file() -> None:
    baseline = baseline_of([finding(line=3)], None)
    moved = finding(line=99, path="people/berlin/ada.yaml")
    other = [finding(rule="s"), finding(record="person:bob"), replace(finding(), route=("a", 1))]
    assert baseline.split([moved, *other]) == (other, [moved])


def test_finding_without_a_record_is_known_by_its_file() -> None:
    baseline = baseline_of([finding(record=None)], None)
    assert baseline.split([finding(record=None), finding(record=None, path="people/bob.yaml")])[1] == [
        finding(record=None)
    ]


def test_second_finding_of_the_same_kind_is_new() -> None:
    baseline = baseline_of([finding()], None)
    new, known = baseline.split([finding(line=1), finding(line=2)])
    assert ([d.span.line for d in new], [d.span.line for d in known]) == ([2], [1])


def test_written_again_it_forgets_what_was_mended_and_learns_nothing() -> None:
    former = baseline_of([finding("a"), finding("b"), finding("b")], None)
    again = baseline_of([finding("b"), finding("c")], former)
    assert again.counts == Counter({key_of(finding("b")): 1})


def test_text_is_sorted_with_one_finding_per_line_and_reads_back(tmp_path: Path) -> None:
    baseline = baseline_of([finding("z"), finding("a", record="goal:größe"), finding("z")], None)
    text = baseline.to_text()
    rows = text.splitlines()[1:-1]
    assert [json.loads(row.rstrip(","))["rule"] for row in rows] == ["a", "z"]
    assert text.isascii()
    assert load(tmp_path, text) == baseline


def test_empty_baseline_reads_back(tmp_path: Path) -> None:
    assert load(tmp_path, Baseline().to_text()) == Baseline()


def test_workspace_without_the_file_has_no_baseline(tmp_path: Path) -> None:
    assert load_baseline(WorkingTree(tmp_path)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"findings"',
        '{"findings": 3}',
        '{"findings": "abc"}',
        '{"findings": [3]}',
        '{"findings": [{"rule": "r"}]}',
        '{"findings": [{"rule": "r", "at": "a", "route": "", "count": "x"}]}',
        '{"findings": [{"rule": "r", "at": "a", "route": "", "count": 1e999}]}',
        '{"findings": [{"rule": "r", "at": "a", "route": "", "count": NaN}]}',
        '{"findings": [{"rule": "r", "at": "a", "route": "", "count": null}]}',
        '{"findings": [{"rule": "r", "at": "a", "route": "", "count": ' + "9" * 5000 + "}]}",
        "[" * 100_000,
    ],
)
def test_file_that_is_no_baseline_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    with pytest.raises(ProdopsError, match="is not a baseline") as caught:
        load(tmp_path, text)
    assert "prodops lint --baseline" in str(caught.value.hint)


def test_file_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / BASELINE).symlink_to("../elsewhere.json")
    (tmp_path / "elsewhere.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ProdopsError, match="cannot be read: a link that leads out of the workspace"):
        load_baseline(WorkingTree(tmp_path / "root"))


def test_counts_below_one_know_nothing(tmp_path: Path) -> None:
    row = '{"rule": "r", "at": "person:ada", "route": "a.0", "count": -5}'
    baseline = load(tmp_path, f'{{"findings": [{row}]}}')
    assert baseline is not None
    assert baseline.split([finding()]) == ([finding()], [])


RECORDS = st.sampled_from([None, "person:x", "person:y"])
FINDINGS = st.lists(st.builds(finding, st.sampled_from(["a", "b"]), RECORDS, st.integers(1, 9)), max_size=8)


@given(FINDINGS, FINDINGS)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_split_loses_nothing_and_shrinks_only(before: list[Diagnostic], now: list[Diagnostic]) -> None:
    baseline = baseline_of(before, None)
    new, known = baseline.split(now)
    assert Counter(map(repr, new + known)) == Counter(map(repr, now))
    assert baseline.split(before)[0] == []
    again = baseline_of(now, baseline)
    assert again.counts <= baseline.counts
    assert again.split(known)[0] == []
