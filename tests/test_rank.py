"""prodops roadmap rank: places, what is missing, what people decided, every number's place and age."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder import read_files, write_files
from cli_runner import prodops
from payloads import payloads
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.render import markdown, reading
from prodops_cli.render.ranking import rank_csv
from prodops_cli.reports.rank import Question, Rank, rank
from prodops_cli.reports.rank_explained import RankExplained, rank_explained
from prodops_cli.reports.rank_predictions import RankPredictions, rank_predictions
from prodops_cli.workspace import Workspace
from repository import commit, git, init

ACME = Path(__file__).parents[1] / "examples/acme"
TODAY = date(2026, 10, 15)

FILES = {
    "prodops.yaml": "name: Acme\nas_of: 2026-10-15\nranking: {top: 2}\n",
    "people/ada.yaml": "name: Ada Example\n",
    "people/grace.yaml": "name: Grace Example\n",
    "teams/shop.yaml": "name: Shop\n",
    "teams/pay.yaml": "name: Pay\n",
    "goals/grow.yaml": "title: Grow\n",
    "roadmap/checkout.yaml": """\
title: One-page checkout
team: pay
owner: ada
goals: [grow]
effort: 4
priority:
  reach: {value: 40000, per: quarter, evidence: https://example.com/funnel}
  impact: 2
  confidence: 0.8
""",
    "roadmap/search.yaml": """\
title: Better search
team: shop
effort: [2, 6]
priority:
  reach: {value: [10000, 20000], per: month, by: grace, note: Asked twelve}
  impact: [0.5, 2]
  confidence: 0.8
""",
    "roadmap/filters.yaml": """\
title: Filters that stay
team: shop
effort: 1
priority:
  reach: {value: 4000, per: quarter}
  impact: 1
  confidence: 0.5
""",
    "roadmap/app.yaml": "title: An app\nteam: shop\neffort: 9\npriority: {impact: 1}\n",
    "roadmap/old.yaml": "title: Old\nstatus: shipped\nshipped: 2026-08-01\neffort: 1\n"
    "priority: {reach: 1000000, impact: 3, confidence: 1}\n",
}


def with_override(place: int, name: str = "filters", **files: str) -> dict[str, str]:
    override = f"  override: {{place: {place}, reason: The board asked for it, by: ada, on: 2026-09-14}}\n"
    return {**FILES, f"roadmap/{name}.yaml": FILES[f"roadmap/{name}.yaml"] + override, **files}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return read_files(tmp_path, FILES)


def places(found: Rank) -> list[tuple[int, str]]:
    return [(line.place, line.record.id) for line in found.lines]


# --- the report ------------------------------------------------------------------------------------


def test_open_work_is_ranked_and_the_rest_is_listed_with_what_it_lacks(workspace: Workspace) -> None:
    found = rank(workspace, TODAY)
    assert places(found) == [(1, "checkout"), (2, "search"), (3, "filters")]
    assert [(line.missing, [record.id for record in line.records]) for line in found.missing] == [
        (("reach", "confidence"), ["app"])
    ]
    assert found.headline == "One-page checkout (16,000) is first; 3 of 4 open initiatives can be ranked by RICE."


def test_ranges_have_an_interval_and_a_chance_and_points_have_neither_doubt(workspace: Workspace) -> None:
    checkout, search, filters = rank(workspace, TODAY).lines
    assert (checkout.score, checkout.low, checkout.chance) == (16000, None, 1)
    assert search.low is not None
    assert search.high is not None
    assert search.score is not None
    assert search.low < search.score < search.high
    assert search.chance == 1
    assert (filters.score, filters.chance) == (2000, 0)


def test_what_is_counted_otherwise_is_converted_and_said(workspace: Workspace) -> None:
    found = rank(workspace, TODAY)
    reach = found.lines[1].inputs[0]
    assert (reach.low, reach.high, reach.note) == (30000, 60000, "counted per quarter: × 3")
    assert (found.period, found.converted, found.without_period) == ("quarter", 1, 0)
    text = markdown.render("rank", found)
    assert "Reach is counted per quarter; 1 rate was converted." in text


def test_evidence_is_linked_and_counted(workspace: Workspace) -> None:
    found = rank(workspace, TODAY)
    assert (found.with_evidence, found.estimates) == (1, 12)
    text = markdown.render("rank", found)
    assert "- One-page checkout: [reach](https://example.com/funnel) 40,000 per quarter" in text
    assert "1 of 12 estimates say where they come from." in text


def test_team_and_goal_choose_what_is_shown_and_change_no_number(workspace: Workspace) -> None:
    whole = {line.record.id: line for line in rank(workspace, TODAY).lines}
    team = rank(workspace, TODAY, Question(team="shop"))
    assert places(team) == [(2, "search"), (3, "filters")]
    assert all(whole[line.record.id] == line for line in team.lines)
    assert "number 2 of all is the first here" in team.headline
    assert places(rank(workspace, TODAY, Question(goal="grow"))) == [(1, "checkout")]
    with pytest.raises(ProdopsError, match="there is no team `shopp`"):
        rank(workspace, TODAY, Question(team="shopp"))


def test_nothing_to_rank(tmp_path: Path) -> None:
    assert rank(read_files(tmp_path, {}), TODAY).headline == "Nothing is open here."
    found = rank(read_files(tmp_path / "b", {"roadmap/a.yaml": "title: A\n"}), TODAY)
    assert found.headline == "None of 1 open initiative has what RICE takes."


@pytest.mark.parametrize(
    ("by", "message", "hint"),
    [
        ("rise", "there is no method `rise`", "did you mean `rice`?"),
        ("RICE", "there is no method `RICE`", "did you mean `rice`?"),
        ("weighted:plam", "there is no ranking `weighted:plam`", "did you mean `weighted:plan`?"),
        ("plan", "there is no method `plan`", "did you mean `weighted:plan`?"),
    ],
)
def test_unknown_method_is_refused_with_what_may_be_meant(tmp_path: Path, by: str, message: str, hint: str) -> None:
    settings = "name: Acme\nranking: {weighted: {plan: {criteria: {fit: {best: 5}}}}}\n"
    with pytest.raises(ProdopsError) as refused:
        rank(read_files(tmp_path, {"prodops.yaml": settings}), TODAY, Question(by))
    assert (refused.value.message, refused.value.hint) == (message, hint)


def test_settings_choose_the_method_and_the_top(tmp_path: Path) -> None:
    settings = "name: Acme\nranking: {by: moscow, top: 7}\n"
    found = rank(read_files(tmp_path, {"prodops.yaml": settings}), TODAY)
    assert (found.by, found.top) == ("moscow", 7)
    assert rank(read_files(tmp_path, {}), TODAY, Question(top=3)).top == 3


def test_value_off_its_scale_is_told_and_not_mended(tmp_path: Path) -> None:
    files = {"roadmap/a.yaml": "title: A\neffort: 1\npriority: {reach: 10, impact: 7, confidence: 0.7}\n"}
    found = rank(read_files(tmp_path, files), TODAY)
    assert (found.lines[0].score, found.lines[0].is_off_scale) == (49, True)
    assert found.off_scale == ("A: impact 7", "A: confidence 0.7")


@pytest.mark.parametrize(
    ("confidence", "advice"), [("80", "0.8"), ("[50, 80]", "[0.5, 0.8]"), ("7", "a share such as 0.8")]
)
def test_confidence_that_is_no_share_gives_no_score(tmp_path: Path, confidence: str, advice: str) -> None:
    files = {"roadmap/a.yaml": f"title: A\neffort: 1\npriority: {{reach: 10, impact: 1, confidence: {confidence}}}\n"}
    found = rank(read_files(tmp_path, files), TODAY)
    assert found.lines == ()
    (line,) = found.missing
    assert line.text.startswith("Confidence ")
    assert line.text.endswith(f" is not a share: write {advice}")


# --- places that were decided ----------------------------------------------------------------------


def test_decided_place_counts_and_is_told_with_who_when_and_why(tmp_path: Path) -> None:
    found = rank(read_files(tmp_path, with_override(1)), TODAY)
    assert places(found) == [(1, "filters"), (2, "checkout"), (3, "search")]
    (decided,) = found.decided
    assert (decided.place, decided.scored_place, decided.reason, decided.days) == (1, 3, "The board asked for it", 31)
    assert decided.by is not None
    text = markdown.render("rank", found)
    assert "| 1 | Filters that stay (decided) |" in text
    assert (
        "- **Filters that stay** is number 1; by score it would be 3. Ada Example, 14 Sep: The board asked for it"
        in text
    )


def test_decided_place_changes_no_score_and_no_chance(tmp_path: Path) -> None:
    plain = {line.record.id: line for line in rank(read_files(tmp_path / "a", FILES), TODAY).lines}
    decided = rank(read_files(tmp_path / "b", with_override(1)), TODAY).lines
    assert all(
        (line.score, line.chance) == (plain[line.record.id].score, plain[line.record.id].chance) for line in decided
    )


def test_decided_places_can_be_left_out(tmp_path: Path) -> None:
    found = rank(read_files(tmp_path, with_override(1)), TODAY, Question(overrides=False))
    assert places(found) == [(1, "checkout"), (2, "search"), (3, "filters")]
    assert found.decided == ()
    assert not any(line.is_decided for line in found.lines)


def test_place_can_be_decided_for_what_has_no_score(tmp_path: Path) -> None:
    files = with_override(2, "app")
    files["roadmap/app.yaml"] = (
        "title: An app\npriority:\n  override: {place: 2, reason: Promised, by: ada, on: 2026-09-14}\n"
    )
    found = rank(read_files(tmp_path, files), TODAY)
    assert places(found) == [(1, "checkout"), (2, "app"), (3, "search"), (4, "filters")]
    assert (found.lines[1].score, found.lines[1].scored_place) == (None, None)
    assert [record.id for line in found.missing for record in line.records] == ["app"]
    assert "by score it has no place" in markdown.render("rank", found)


# --- forms -----------------------------------------------------------------------------------------


def test_csv_has_a_row_for_each(workspace: Workspace) -> None:
    rows = list(csv.DictReader(io.StringIO(rank_csv(rank(workspace, TODAY)))))
    assert [row["id"] for row in rows] == ["checkout", "search", "filters", "app"]
    assert (rows[0]["score"], rows[0]["reach"], rows[0]["reach_evidence"]) == (
        "16000",
        "40000",
        "https://example.com/funnel",
    )
    assert (rows[1]["reach"], rows[1]["chance"]) == ("30000 to 60000", "1")
    assert (rows[3]["place"], rows[3]["missing"]) == ("", "reach, confidence")


@pytest.mark.parametrize("form", ["text", "markdown", "html", "slack", "comment", "summary", "csv", "json"])
@pytest.mark.parametrize("by", ["rice", "kano", "moscow", "opportunity", "cd3", "weighted:new-year"])
def test_every_form_of_acme(form: str, by: str) -> None:
    ran = prodops("roadmap", "rank", "--by", by, "--format", form, at=ACME)
    assert (ran.code, ran.err) == (0, "")
    assert "ubscriptions" in ran.out


@pytest.mark.parametrize(
    "extra", [(), ("--explain", "search"), ("--predictions",)], ids=["rank", "explain", "predictions"]
)
def test_file_is_written(tmp_path: Path, extra: tuple[str, ...]) -> None:
    folder = write_files(tmp_path / "acme", FILES)
    ran = prodops("roadmap", "rank", *extra, "-o", tmp_path / "rank.json", at=folder)
    assert ran.code == 0, ran.err
    assert json.loads((tmp_path / "rank.json").read_text())["organisation"] == "Acme"


def test_csv_of_anything_but_the_ranking_is_refused(tmp_path: Path) -> None:
    ran = prodops("roadmap", "rank", "--explain", "search", "--format", "csv", at=write_files(tmp_path, FILES))
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert "csv has a row for each initiative" in ran.err


def test_predictions_are_of_no_method(tmp_path: Path) -> None:
    ran = prodops("roadmap", "rank", "--predictions", "--by", "ice", at=write_files(tmp_path, FILES))
    assert ran.code == ExitCode.COULD_NOT_RUN


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("rank.txt", ("--format", "text")),
        ("rank.md", ("--format", "markdown", "--all")),
        ("rank-kano.txt", ("--by", "kano", "--format", "text")),
        ("rank-moscow.txt", ("--by", "moscow", "--format", "text")),
        ("rank-weighted.md", ("--by", "weighted:new-year", "--format", "markdown")),
        ("rank-opportunity.txt", ("--by", "opportunity", "--format", "text")),
        ("rank-cd3.csv", ("--by", "cd3", "--format", "csv")),
    ],
)
def test_ranking_of_acme(golden: Callable[[str, str], None], name: str, arguments: tuple[str, ...]) -> None:
    ran = prodops("roadmap", "rank", *arguments, at=ACME)
    assert ran.code == 0, ran.err
    golden(name, ran.out)


PAYLOADS = [pytest.param(text, id=name) for name, text in payloads().items() if text.strip() and name != "surrogate"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_changes_the_structure(payload: str) -> None:
    def shape(text: str) -> list[str]:
        page = markdown.render("rank", _made_of(text))
        page += markdown.render("rank-explained", _explained_of(text))
        page += markdown.render("rank-predictions", _predictions_of(text))
        return [token.type for token in reading.reader().parse(page)]

    assert shape(payload) == shape("plain")


# --- explained -------------------------------------------------------------------------------------


def in_repository(folder: Path, files: dict[str, str] = FILES) -> Path:
    init(folder)
    commit(folder, files, "2026-06-01T12:00:00+00:00", "Begin")
    changed = files["roadmap/search.yaml"].replace("impact: [0.5, 2]", "impact: [1, 2]")
    commit(folder, {"roadmap/search.yaml": changed}, "2026-07-01T12:00:00+00:00", "Impact")
    changed = changed.replace("per: month", "per: quarter").replace("title: Better", "title: Much better")
    commit(folder, {"roadmap/search.yaml": changed}, "2026-09-15T12:00:00+00:00", "Period")
    commit(
        folder,
        {"roadmap/search.yaml": None, "roadmap/finding.yaml": changed.replace("effort: [2, 6]", "effort: 3")},
        "2026-10-01T12:00:00+00:00",
        "Renamed",
    )
    return folder


def explained(folder: Path, ref: str, *arguments: str) -> dict[str, Any]:
    ran = prodops("roadmap", "rank", "--explain", ref, "--format", "json", *arguments, at=folder)
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_every_number_has_its_place_and_the_day_it_was_set(tmp_path: Path) -> None:
    found = explained(in_repository(tmp_path), "finding")
    steps = {step["name"]: step for step in found["steps"]}
    assert {name: (step["path"], step["line"]) for name, step in steps.items()} == {
        "reach": ("roadmap/finding.yaml", 5),
        "impact": ("roadmap/finding.yaml", 6),
        "confidence": ("roadmap/finding.yaml", 7),
        "effort": ("roadmap/finding.yaml", 3),
    }
    assert {name: (step["age"]["day"], step["age"]["days"]) for name, step in steps.items()} == {
        "reach": ("2026-09-15", 30),  # the period it is counted over makes it another number
        "impact": ("2026-07-01", 106),
        "confidence": ("2026-06-01", 136),  # it came along when the file was renamed
        "effort": ("2026-10-01", 14),
    }
    assert steps["reach"]["by"]["name"] == "Grace Example"
    assert steps["reach"]["remark"] == "Asked twelve"
    assert steps["impact"]["by"] is None
    assert found["no_history"] is None


def test_what_is_not_committed_says_so(tmp_path: Path) -> None:
    folder = in_repository(tmp_path)
    place = folder / "roadmap/finding.yaml"
    place.write_text(place.read_text().replace("effort: 3", "effort: 5"))
    found = explained(folder, "finding")
    assert found["steps"][-1]["age"]["commit"] is None
    ran = prodops("roadmap", "rank", "--explain", "finding", at=folder)
    assert "finding.yaml:3, not committed; no evidence" in ran.out


def test_another_time_has_the_numbers_of_that_time(tmp_path: Path) -> None:
    folder = in_repository(tmp_path)
    found = explained(folder, "search", "--at", "2026-07-15")
    assert found["steps"][1]["given"] == "1 to 2"
    assert found["steps"][1]["age"]["days"] == 14


def test_without_a_repository_ages_are_not_known_and_that_is_said(tmp_path: Path) -> None:
    folder = write_files(tmp_path, FILES)
    found = explained(folder, "search")
    assert all(step["age"] is None for step in found["steps"])
    ran = prodops("roadmap", "rank", "--explain", "search", at=folder)
    assert ran.code == 0
    assert "*How old the numbers are is not known: " in ran.out


def test_in_a_shallow_clone_ages_are_not_known_and_that_is_said(tmp_path: Path) -> None:
    folder = in_repository(tmp_path / "whole")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "shallow")
    ran = prodops("roadmap", "rank", "--explain", "finding", at=tmp_path / "shallow")
    assert ran.code == 0, ran.err
    assert "*How old the numbers are is not known: this is a shallow clone: the history is not here.*" in ran.out


def test_score_is_worked_out(workspace: Workspace) -> None:
    found = rank_explained(workspace, TODAY, "checkout")
    assert found.formula == "reach × impact × confidence ÷ effort"
    assert (found.worked, found.result) == ("40,000 × 2 × 0.8 ÷ 4", 16000)
    assert found.headline == "Number 1 of 3 open initiatives by RICE, with 16,000."


def test_what_would_change_its_place(workspace: Workspace) -> None:
    (search,) = rank_explained(workspace, TODAY, "filters").neighbours
    assert search.is_above
    needs = {other.name: other.needed for other in search.others}
    assert needs["reach"] == pytest.approx(search.score / 0.5)
    assert "impact" not in needs  # 3 times as much is not enough


def test_what_is_missing_is_said_and_no_score_made_up(workspace: Workspace) -> None:
    found = rank_explained(workspace, TODAY, "app")
    assert (found.missing, found.score, found.place) == (("reach", "confidence"), None, None)
    assert [step.name for step in found.steps] == ["impact", "effort"]
    assert "Missing: reach and confidence. There is no score without." in markdown.render("rank-explained", found)


def test_decided_place_is_explained(tmp_path: Path) -> None:
    found = rank_explained(read_files(tmp_path, with_override(1)), TODAY, "filters")
    assert found.headline == "Number 1 of 3 open initiatives by RICE, with 2,000; by score it would be 3."
    assert "Number 1. Ada Example, 14 Sep (31 days ago): The board asked for it" in markdown.render(
        "rank-explained", found
    )


def test_kano_and_moscow_are_explained(tmp_path: Path) -> None:
    files = {
        "roadmap/a.yaml": """\
title: A
priority:
  moscow: must
  kano:
    - {functional: like, dysfunctional: dislike, count: 3}
    - {functional: neutral, dysfunctional: neutral, count: 1}
"""
    }
    workspace = read_files(tmp_path, files)
    kano = rank_explained(workspace, TODAY, "a", Question("kano"))
    assert [(step.name, step.given, step.note, step.line) for step in kano.steps] == [
        ("like / dislike", "3 people", "one-dimensional", 5),
        ("neutral / neutral", "1 person", "indifferent", 6),
    ]
    assert (kano.word, kano.better, kano.worse) == ("one-dimensional", 0.75, -0.75)
    moscow = rank_explained(workspace, TODAY, "a", Question("moscow"))
    assert [(step.given, step.line) for step in moscow.steps] == [("must", 3)]


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("old", "initiative:old is shipped: only open work is ranked"),
        ("team:shop", "team:shop is no initiative"),
        ("serch", "there is no initiative `serch`"),
    ],
)
def test_only_open_initiatives_are_explained(workspace: Workspace, ref: str, message: str) -> None:
    with pytest.raises(ProdopsError, match=re.escape(message)):
        rank_explained(workspace, TODAY, ref)


# --- predictions -----------------------------------------------------------------------------------

SHIPPED = """\
title: {name}
status: shipped
owner: {owner}
start: 2026-06-10
shipped: 2026-08-01
effort: {effort}
priority:
  reach: {{value: {reach}, per: quarter}}
"""
MEASURED = "actual: {{effort: {effort}, reach: {reach}}}\n"


def shipped(effort: str = "4", reach: str = "1000", name: str = "A", owner: str = "ada") -> str:
    return SHIPPED.format(effort=effort, reach=reach, name=name, owner=owner)


def predictions(folder: Path, *arguments: str) -> dict[str, Any]:
    ran = prodops("roadmap", "rank", "--predictions", "--format", "json", *arguments, at=folder)
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_estimate_that_stood_when_work_began_counts(tmp_path: Path) -> None:
    """Not the one before it, and not the one that was corrected under way."""
    init(tmp_path)
    commit(tmp_path, {**FILES, "roadmap/a.yaml": shipped("2")}, "2026-05-01T12:00:00+00:00")
    commit(tmp_path, {"roadmap/a.yaml": shipped("[3, 5]")}, "2026-06-01T12:00:00+00:00")
    late = shipped("9", owner="grace") + MEASURED.format(effort=6, reach=500)
    commit(tmp_path, {"roadmap/a.yaml": late}, "2026-07-01T12:00:00+00:00")
    effort, reach = predictions(tmp_path)["lines"]
    assert (effort["low"], effort["high"], effort["actual"], effort["ratio"]) == (3, 5, 6, 1.5)
    assert (effort["basis"], effort["day"], effort["is_within"]) == ("start", "2026-06-01", False)
    assert effort["estimator"]["name"] == "Ada Example"
    assert (reach["field"], reach["day"], reach["ratio"]) == ("reach", "2026-05-01", 0.5)


def test_estimate_that_came_after_the_start_is_marked(tmp_path: Path) -> None:
    init(tmp_path)
    commit(tmp_path, FILES, "2026-05-01T12:00:00+00:00")
    commit(tmp_path, {"roadmap/a.yaml": shipped("2")}, "2026-06-20T12:00:00+00:00")
    late = shipped("3") + MEASURED.format(effort=6, reach=500)
    commit(tmp_path, {"roadmap/a.yaml": late}, "2026-07-01T12:00:00+00:00")
    effort, _ = predictions(tmp_path)["lines"]
    assert (effort["low"], effort["basis"], effort["day"]) == (2, "first", "2026-06-20")


def test_estimate_over_another_period_is_counted_as_today(tmp_path: Path) -> None:
    init(tmp_path)
    monthly = shipped(reach="1000").replace("per: quarter", "per: month")
    commit(tmp_path, {**FILES, "roadmap/a.yaml": monthly}, "2026-05-01T12:00:00+00:00")
    late = shipped(reach="3000") + MEASURED.format(effort=4, reach=4500)
    commit(tmp_path, {"roadmap/a.yaml": late}, "2026-08-03T12:00:00+00:00")
    reach = predictions(tmp_path)["lines"][1]
    assert (reach["low"], reach["ratio"]) == (3000, 1.5)


def test_without_history_todays_estimates_count_and_that_is_said(tmp_path: Path) -> None:
    files = {**FILES, "roadmap/a.yaml": shipped("4") + MEASURED.format(effort=5, reach=1000)}
    folder = write_files(tmp_path, files)
    found = predictions(folder)
    assert [line["basis"] for line in found["lines"]] == ["today", "today"]
    ran = prodops("roadmap", "rank", "--predictions", at=folder)
    assert "The estimates are those of today’s files, which may have been changed since work began:" in ran.out


@pytest.mark.parametrize(
    ("actuals", "ratio", "bias"),
    [
        ((4, 5, 6), 1.25, "estimates low"),
        ((2, 3, 8), 0.75, "estimates high"),
        ((4, 4.2, 3.9), 1, "about right"),
        ((9, 9), 2.25, "too few to tell"),
    ],
)
def test_estimators_are_told_by_their_median(
    tmp_path: Path, actuals: tuple[float, ...], ratio: float, bias: str
) -> None:
    files = {
        f"roadmap/i{number}.yaml": shipped("4", name=str(number)) + f"actual: {{effort: {actual}}}\n"
        for number, actual in enumerate(actuals)
    }
    found = rank_predictions(read_files(tmp_path, {**FILES, **files}), TODAY)
    (line,) = found.estimators
    assert (line.count, line.ratio, line.bias) == (len(actuals), ratio, bias)
    assert line.estimator is not None
    assert line.estimator.name == "Ada Example"


def test_who_estimated_comes_before_who_owned(tmp_path: Path) -> None:
    text = shipped("{value: 4, by: grace}") + "actual: {effort: 4}\n"
    found = rank_predictions(read_files(tmp_path, {**FILES, "roadmap/a.yaml": text}), TODAY)
    assert [line.estimator.id for line in found.estimators if line.estimator is not None] == ["grace"]


def test_nobody_is_blamed(tmp_path: Path) -> None:
    text = shipped("4") + "actual: {effort: 40}\n"
    page = markdown.render(
        "rank-predictions", rank_predictions(read_files(tmp_path, {**FILES, "roadmap/a.yaml": text}), TODAY)
    )
    assert not re.search(r"fail|wrong|miss|bad", page, re.IGNORECASE)


def test_nothing_measured() -> None:
    found = _predictions_of("plain", actual="")
    assert found.headline.startswith("Nothing has been measured yet")


# --- of any text -----------------------------------------------------------------------------------


def _workspace_of(text: str, actual: str) -> Workspace:
    """A workspace in which every free text is the same, whatever YAML would say of it."""
    files = {
        "prodops.yaml": "name: Acme\n",
        "people/ada.yaml": "name: Ada\n",
        "roadmap/a.yaml": "title: A\nowner: ada\neffort: [1, 2]\npriority:\n  reach: {value: 3, per: month, note: N}\n"
        "  impact: 7\n  confidence: 1\n  override: {place: 1, reason: R, by: ada, on: 2026-09-01}\n",
        "roadmap/b.yaml": "title: B\n",
        "roadmap/c.yaml": f"title: C\nstatus: shipped\nowner: ada\neffort: 1\n{actual}",
        "roadmap/d.yaml": "title: D\neffort: 1\npriority: {reach: 1, impact: 1, confidence: 1}\n",
    }
    with tempfile.TemporaryDirectory() as folder:
        workspace = read_files(Path(folder), files)
    entries = {}
    for key, entry in workspace.entries.items():
        record = entry.record
        changed: dict[str, Any] = {"title": text} if entry.kind == "initiative" else {"name": text}
        priority = getattr(record, "priority", None)
        if priority is not None and priority.override is not None:
            override = priority.override.model_copy(update={"reason": text})
            reach = priority.reach.model_copy(update={"note": text, "evidence": "https://example.com/x"})
            changed["priority"] = priority.model_copy(update={"override": override, "reach": reach})
        entries[key] = type(entry)(record.model_copy(update=changed), entry.path, entry.route)
    return Workspace(workspace.settings, entries, (), workspace.documents)


def _made_of(text: str) -> Rank:
    return rank(_workspace_of(text, ""), TODAY)


def _explained_of(text: str) -> RankExplained:
    return rank_explained(_workspace_of(text, ""), TODAY, "a")


def _predictions_of(text: str, actual: str = "actual: {effort: 2}\n") -> RankPredictions:
    return rank_predictions(_workspace_of(text, actual), TODAY)
