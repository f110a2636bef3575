"""Rules about what rankings are made of, beyond the examples of their pages."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from builder import read_files
from prodops_cli.analysis.words import figure
from prodops_cli.diagnostics import Problem
from prodops_cli.rules import all_rules
from prodops_cli.rules._base import Finding

TODAY = date(2026, 10, 15)
PLAN = "name: Acme\nranking: {weighted: {plan: {criteria: {fit: {best: 5}, reach: {best: 9}}}}}\n"


def found(folder: Path, rule: str, files: dict[str, str], as_of: date = TODAY) -> Iterator[tuple[str, str | None]]:
    for one in all_rules()[rule].find(read_files(folder, files), as_of):
        assert isinstance(one, Finding | Problem)
        yield one.message, one.hint


def priority(text: str, status: str = "idea") -> dict[str, str]:
    return {"people/ada.yaml": "name: Ada\n", "roadmap/a.yaml": f"title: A\nstatus: {status}\npriority: {text}\n"}


@pytest.mark.parametrize(
    ("settings", "name", "hint"),
    [
        (PLAN, "fitt", "did you mean `fit`?"),
        (PLAN, "zzzzz", "they weigh fit, reach"),
        ("name: Acme\n", "fit", "rankings of your own go into prodops.yaml, at `ranking.weighted`"),
    ],
)
def test_unknown_criterion_is_told_what_may_be_meant(tmp_path: Path, settings: str, name: str, hint: str) -> None:
    files = {"prodops.yaml": settings, **priority(f"{{criteria: {{{name}: 3}}}}")}
    assert list(found(tmp_path, "unknown-criterion", files)) == [(f"no ranking in prodops.yaml weighs `{name}`", hint)]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("unknown-criterion", "{criteria: {fitt: 3}}"),
        ("share-off-scale", "{importance: 80}"),
        ("opportunity-half-asked", "{importance: 0.8}"),
        ("kano-answers-of-nobody", "{kano: [{functional: like, dysfunctional: like, count: 0}]}"),
        ("override-stale", "{override: {place: 1, reason: R, by: ada, on: 2020-01-01}}"),
    ],
)
def test_what_is_no_longer_ranked_is_left_alone(tmp_path: Path, rule: str, text: str) -> None:
    assert list(found(tmp_path / "open", rule, priority(text)))
    assert not list(found(tmp_path / "shipped", rule, priority(text, "shipped")))


def test_override_is_stale_only_beyond_the_threshold(tmp_path: Path) -> None:
    files = priority("{override: {place: 1, reason: R, by: ada, on: 2026-01-01}}")
    settings = {"prodops.yaml": "name: Acme\nthresholds: {override_days: 30}\n"}
    assert not list(found(tmp_path / "a", "override-stale", {**files, **settings}, date(2026, 1, 31)))
    ((message, _),) = found(tmp_path / "b", "override-stale", {**files, **settings}, date(2026, 2, 1))
    assert message == "place 1 was decided 31 days ago"


def test_share_that_a_ranking_weighs_by_itself_may_stand_alone(tmp_path: Path) -> None:
    settings = {"prodops.yaml": "name: Acme\nranking: {weighted: {plan: {criteria: {importance: {best: 1}}}}}\n"}
    assert not list(found(tmp_path, "opportunity-half-asked", {**priority("{importance: 0.8}"), **settings}))


def test_place_is_disputed_by_whoever_came_later(tmp_path: Path) -> None:
    files = {
        f"roadmap/{name}.yaml": f"title: {name}\npriority: {{override: {{place: 2, reason: R, by: ada, on: {day}}}}}\n"
        for name, day in (("a", "2026-09-02"), ("b", "2026-09-01"), ("c", "2026-09-02"))
    }
    messages = [message for message, _ in found(tmp_path, "override-place-twice", files)]
    assert messages == ["place 2 is given to `b`, too"] * 2


def test_settings_that_rank_by_nothing_known(tmp_path: Path) -> None:
    files = {"prodops.yaml": "name: Acme\nranking: {by: wjsf}\n"}
    assert list(found(tmp_path, "unknown-ranking-method", files)) == [
        ("`ranking.by`: there is no method `wjsf`", "did you mean `wsjf`?")
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (9142.857, "9,143"),
        (100, "100"),
        (99.96, "100"),
        (21.34, "21.3"),
        (10, "10"),
        (5.333, "5.33"),
        (0.8, "0.8"),
        (0.0041, "0.0041"),
        (0, "0"),
        (-0.83, "-0.83"),
        (10**45, "1e+45"),
    ],
)
def test_figures_have_as_many_digits_as_mean_something(number: float, text: str) -> None:
    assert figure(number) == text
