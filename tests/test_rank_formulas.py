"""Every formula of the ranking against numbers that somebody else has published; each test names its source."""

from pathlib import Path

import pytest

from builder import read_files
from prodops_cli.analysis.ranking.inputs import Input, common_period, rate_input
from prodops_cli.analysis.ranking.kano import ANSWERS, category, verdict
from prodops_cli.analysis.ranking.methods import Method, method_called, opportunity_word, weighted
from prodops_cli.analysis.ranking.order import MOSCOW, effort_shares, order
from prodops_cli.analysis.ranking.simulation import Draws
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds.initiative import Initiative, KanoAnswers
from prodops_cli.settings import Criterion, Settings
from prodops_cli.workspace import Workspace

SETTINGS = Settings()


def method(name: str) -> Method:
    found = method_called(SETTINGS, name)
    assert found is not None
    return found


def scores(workspace: Workspace, by: str) -> dict[str, float | None]:
    return {id_: standing.score for id_, standing in order(workspace, by, top=5).standings.items()}


# --- RICE ------------------------------------------------------------------------------------------


def test_rice_of_a_published_feature() -> None:
    """timeclick-software/awesome-time-tracking, details/rice-framework.md, "Example Calculation", Feature A.

    After Sean McBride, "RICE: Simple prioritization for product managers" (Intercom): 2,000 customers a quarter,
    impact 2, confidence 80 %, 4 person-months make 800.
    """
    assert method("rice").score(2000, 2, 0.8, 4) == 800


def test_rice_counts_a_small_effort_as_half_a_person_month() -> None:
    """McBride: "Stick with whole numbers (or 0.5 for anything well under a month)"."""
    assert method("rice").score(100, 1, 1, 0.1) == method("rice").score(100, 1, 1, 0.5) == 200


def test_reach_per_month_is_three_times_as_much_per_quarter(tmp_path: Path) -> None:
    """ProductPlan, "RICE Scoring Model": 30 % of 1,200 prospects a month are a reach of 360; a quarter has three."""
    files = {
        f"roadmap/{name}.yaml": f"title: {name}\neffort: 1\npriority:\n"
        f"  reach: {{value: 360, per: {per}}}\n  impact: 1\n  confidence: 1\n"
        for name, per in (("a", "quarter"), ("b", "quarter"), ("c", "month"), ("d", "year"), ("e", "week"))
    }
    found = scores(read_files(tmp_path, files), "rice")
    assert found == {"a": 360, "b": 360, "c": 1080, "d": 90, "e": 360 * 52 / 4}


def test_reach_without_a_period_is_per_quarter_whatever_others_say() -> None:
    initiative = Initiative.model_validate({"id": "a", "title": "A", "priority": {"reach": {"value": 360}}})
    found = rate_input(initiative, "reach", "quarter")
    assert isinstance(found, Input)
    assert (found.low, found.note) == (360, "says no period: taken per quarter")
    monthly = rate_input(initiative, "reach", "month")
    assert isinstance(monthly, Input)
    assert (monthly.low, monthly.note) == (120, "says no period: taken per quarter, counted per month: ÷ 3")


@pytest.mark.parametrize(
    ("periods", "common"),
    [(["month", "month", "quarter"], "month"), (["month", "quarter"], "quarter"), ([], "quarter"), (["week"], "week")],
)
def test_common_period_is_the_one_that_most_use(periods: list[str], common: str) -> None:
    def initiative(per: str) -> Initiative:
        return Initiative.model_validate({"id": "a", "title": "A", "priority": {"reach": {"value": 1, "per": per}}})

    assert common_period(map(initiative, periods)) == common


# --- ICE, WSJF, CD3, opportunity -------------------------------------------------------------------


def test_ice_of_two_published_ideas() -> None:
    """InnerView, "ICE Score" (after Sean Ellis, GrowthHackers): a referral programme 280, a faster site 432."""
    assert method("ice").score(8, 7, 5) == 280
    assert method("ice").score(6, 9, 8) == 432


def test_wsjf_of_two_published_jobs() -> None:
    """beginpm.com, "What is WSJF in Agile" (after the Scaled Agile Framework): tasks A and B score 17 and 24.

    The second is smaller and comes first.
    """
    assert method("wsjf").score(100, 50, 20, 10) == 17
    assert method("wsjf").score(80, 30, 10, 5) == 24


def test_cd3_of_the_ice_cream_stand() -> None:
    """Black Swan Farming, "CD3 and proportionality to Outcomes": a super spoon 10 / 2 = 5, a second machine 30 / 4."""
    assert method("cd3").score(10, 2) == 5
    assert method("cd3").score(30, 4) == 7.5


def test_cd3_takes_the_duration_from_the_days_and_the_cost_per_month(tmp_path: Path) -> None:
    cost = "priority: {cost_of_delay: {value: 1200, per: year}}"
    given = "priority: {cost_of_delay: 100, duration: 2}"
    workspace = read_files(
        tmp_path,
        {
            "roadmap/dated.yaml": f"title: A\nstart: 2026-01-01\ntarget: 2026-12-31\n{cost}\n",
            "roadmap/given.yaml": f"title: B\nstart: 2026-01-01\ntarget: 2026-12-31\n{given}\n",
            "roadmap/undated.yaml": f"title: C\nstart: 2026-01-01\n{cost}\n",
            "roadmap/backwards.yaml": f"title: D\nstart: 2026-02-01\ntarget: 2026-01-01\n{cost}\n",
        },
    )
    found = scores(workspace, "cd3")
    assert found["dated"] == pytest.approx(100 / (365 / (365.2425 / 12)))
    assert found["given"] == 50
    assert found["undated"] is None
    assert found["backwards"] is None


@pytest.mark.parametrize(
    ("importance", "satisfaction", "score", "word"),
    [
        (0.9, 0.3, 15, "strong"),  # decikit.com, "Opportunity Scoring" (after Ulwick): 9 and 3 make 15
        (0.9, 0.9, 9, "unattractive"),  # the same page: 9 and 9 make 9
        (0.95, 0.32, 15.8, "extreme"),  # Ulwick, HBR, January 2002: what Cordis heard of recurring blockages
        (0.8, 0.9, 8, "unattractive"),  # more satisfied than important takes nothing away
    ],
)
def test_opportunity_of_published_needs(importance: float, satisfaction: float, score: float, word: str) -> None:
    """Importance + max(importance − satisfaction, 0): Anthony Ulwick, "What Customers Want", 2005."""
    assert method("opportunity").score(importance, satisfaction) == score
    assert opportunity_word(score) == word


@pytest.mark.parametrize(
    ("score", "word"),
    [(15.1, "extreme"), (15, "strong"), (12, "strong"), (11.9, "consider"), (10, "consider"), (9.9, "unattractive")],
)
def test_words_for_opportunities(score: float, word: str) -> None:
    assert opportunity_word(score) == word


# --- Kano ------------------------------------------------------------------------------------------


def test_kano_table() -> None:
    """The evaluation table of Berger et al. 1993, as Sauerwein, Bailom, Matzler and Hinterhuber print it (1996)."""
    table = [[category(functional, dysfunctional) for dysfunctional in ANSWERS] for functional in ANSWERS]
    assert table == [list("QAAAO"), list("RIIIM"), list("RIIIM"), list("RIIIM"), list("RRRRQ")]


PAIRS = {
    "A": ("like", "neutral"),
    "O": ("like", "dislike"),
    "M": ("neutral", "dislike"),
    "I": ("neutral", "neutral"),
    "R": ("dislike", "like"),
    "Q": ("like", "like"),
}
"""A pair of answers for each letter."""


def answers(**counts: int) -> list[KanoAnswers]:
    return [
        KanoAnswers.model_validate({"functional": PAIRS[letter][0], "dysfunctional": PAIRS[letter][1], "count": count})
        for letter, count in counts.items()
    ]


@pytest.mark.parametrize(
    ("counts", "letter", "better", "worse"),
    [
        ({"A": 70, "O": 323, "M": 493, "I": 95, "R": 3, "Q": 15}, "M", 0.40, -0.83),  # edge grip
        ({"A": 104, "O": 451, "M": 305, "I": 115, "R": 12, "Q": 12}, "O", 0.57, -0.78),  # ease of turn
        ({"A": 638, "O": 216, "M": 29, "I": 85, "R": 7, "Q": 25}, "A", 0.88, -0.25),  # service
    ],
)
def test_kano_of_a_ski(counts: dict[str, int], letter: str, better: float, worse: float) -> None:
    """The ski of Sauerwein et al. 1996, in tenths of a percent; the coefficients by Berger et al. 1993."""
    found = verdict(answers(**counts))
    assert found is not None
    assert (found.letter, found.people) == (letter, sum(counts.values()))
    assert found.better is not None
    assert found.worse is not None
    assert (round(found.better, 2), round(found.worse, 2)) == (better, worse)


@pytest.mark.parametrize(
    ("counts", "letter"),
    [
        ({"M": 5, "O": 5, "A": 5, "I": 5}, "M"),
        ({"O": 5, "A": 5, "I": 5}, "O"),
        ({"A": 5, "I": 5}, "A"),
        ({"I": 5, "R": 5}, "I"),
    ],
)
def test_kano_of_as_many_answers_goes_by_m_o_a_i(counts: dict[str, int], letter: str) -> None:
    """Sauerwein et al. 1996: the evaluation rule M > O > A > I."""
    found = verdict(answers(**counts))
    assert found is not None
    assert found.letter == letter


def test_kano_of_nobody_is_nothing() -> None:
    assert verdict([]) is None
    assert verdict(answers(M=0)) is None


def test_kano_without_any_of_the_four_has_no_coefficients() -> None:
    found = verdict(answers(R=3, Q=1))
    assert found is not None
    assert (found.letter, found.better, found.worse) == ("R", None, None)


# --- MoSCoW ----------------------------------------------------------------------------------------


def test_moscow_is_held_against_sixty_twenty_twenty_of_effort(tmp_path: Path) -> None:
    """The DSDM Agile Project Framework, "MoSCoW Prioritisation": must at most 60 % of the effort, could about 20 %.

    A plan of 100 person-days as Miranda divides it in "MoSCoW Rules: A quantitative exposé" (2022): 60, 20 and 20.
    What will not be done this time takes no effort.
    """
    files = {
        f"roadmap/{name}.yaml": f"title: {name}\neffort: {effort}\npriority: {{moscow: {word}}}\n"
        for name, word, effort in (
            ("z", "must", "40"),
            ("y", "must", "[10, 30]"),
            ("x", "should", "20"),
            ("w", "could", "20"),
            ("v", "wont", "500"),
        )
    }
    workspace = read_files(tmp_path, files)
    found = order(workspace, "moscow", top=5)
    shares = effort_shares([found.standings[id_] for id_ in found.scored], workspace.settings)
    assert [(one.word, one.effort, one.share, one.usual) for one in shares] == [
        ("must", 60, 0.6, 0.6),
        ("should", 20, 0.2, 0.2),
        ("could", 20, 0.2, 0.2),
    ]
    assert [found.standings[id_].word for id_ in found.ranked] == ["must", "must", "should", "could", "wont"]
    assert MOSCOW == ("must", "should", "could", "wont")


def test_moscow_of_one_word_goes_by_target(tmp_path: Path) -> None:
    files = {
        "roadmap/a.yaml": "title: A\npriority: {moscow: must}\n",
        "roadmap/b.yaml": "title: B\ntarget: 2026-12-01\npriority: {moscow: must}\n",
        "roadmap/c.yaml": "title: C\ntarget: 2026-11-01\npriority: {moscow: must}\n",
    }
    assert order(read_files(tmp_path, files), "moscow", top=5).ranked == ("c", "b", "a")


# --- weighted --------------------------------------------------------------------------------------

WEIGHTS = {
    "value": Criterion(weight=0.4, worst=0, best=10),
    "fit": Criterion(weight=0.25, worst=0, best=10),
    "feasibility": Criterion(weight=0.2, worst=0, best=10),
    "revenue": Criterion(weight=0.15, worst=0, best=10),
}


@pytest.mark.parametrize(
    ("values", "score"),
    [((9, 10, 4, 8), 8.1), ((7, 6, 5, 5), 6.05), ((6, 8, 8, 7), 7.05)],
    ids=["search", "app", "api"],
)
def test_weighted_score_of_published_features(values: tuple[float, ...], score: float) -> None:
    """pelin.ai, "Weighted Scoring Models": on a scale of 10 AI Search 8.1, Mobile App 6.05, API Access 7.05."""
    assert 10 * weighted("weighted:page", WEIGHTS).score(*values) == pytest.approx(score)


def test_weighted_values_beyond_the_ends_count_as_the_ends() -> None:
    found = weighted("weighted:x", {"risk": Criterion(weight=2, worst=5, best=1)})
    assert [found.score(value) for value in (9, 5, 3, 1, 0)] == [0, 0, 1, 2, 2]


@pytest.mark.parametrize(
    ("criteria", "message"),
    [
        ({"a": Criterion(weight=1, worst=3, best=3)}, "`a` of `weighted:x` is as good at its worst as at its best"),
        ({"a": Criterion(weight=0, best=3)}, "`weighted:x` weighs nothing"),
        ({}, "`weighted:x` weighs nothing"),
    ],
)
def test_weighted_ranking_that_cannot_be_made(criteria: dict[str, Criterion], message: str) -> None:
    with pytest.raises(ProdopsError, match=message):
        weighted("weighted:x", criteria)


PINNED = """
name: Acme
ranking:
  weighted:
    plan:
      criteria:
        fit: {weight: 3, worst: 1, best: 5}
        reach: {weight: 2, best: 20000}
        effort: {weight: 1, worst: 10, best: 1}
"""


def weighted_file(fit: str, reach: int, per: str) -> str:
    return f"title: A\neffort: [2, 5]\npriority:\n  reach: {{value: {reach}, per: {per}}}\n  criteria: {{fit: {fit}}}\n"


def test_new_item_never_changes_the_score_of_another(tmp_path: Path) -> None:
    """Pinned ends, a pinned period and draws of one's own: whatever comes, what is there keeps its number."""
    before = {
        "prodops.yaml": PINNED,
        "roadmap/a.yaml": weighted_file("[2, 4]", 4000, "month"),
        "roadmap/b.yaml": weighted_file("3", 9000, "quarter"),
    }
    more = {f"roadmap/c{n}.yaml": weighted_file("5", 10**9, "month") for n in range(3)}
    first = scores(read_files(tmp_path / "before", before), "weighted:plan")
    second = scores(read_files(tmp_path / "after", before | more), "weighted:plan")
    assert {id_: second[id_] for id_ in first} == first
    assert len(second) == 5


def test_standard_inputs_can_be_weighed_and_own_criteria_come_first(tmp_path: Path) -> None:
    settings = "name: Acme\nranking: {weighted: {x: {criteria: {impact: {best: 10}}}}}\n"
    files = {
        "prodops.yaml": settings,
        "roadmap/own.yaml": "title: A\npriority: {impact: 1, criteria: {impact: 5}}\n",
        "roadmap/standard.yaml": "title: B\npriority: {impact: 1}\n",
    }
    assert scores(read_files(tmp_path, files), "weighted:x") == {"own": 0.5, "standard": 0.1}


# --- what is missing -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "priority", "missing"),
    [
        ("rice", "{impact: 2}", ("reach", "confidence", "effort")),
        ("ice", "{impact: 2}", ("confidence", "ease")),
        ("wsjf", "{business_value: 2, time_criticality: 1, risk_reduction: 1, job_size: 0}", ("job size above 0",)),
        ("cd3", "{cost_of_delay: 2, duration: [0, 3]}", ("duration above 0",)),
        ("opportunity", "{importance: 82, satisfaction: 0.2}", ("importance as a share from 0 to 1",)),
        ("kano", "{impact: 2}", ("answers to a Kano survey",)),
        ("moscow", "{impact: 2}", ("a MoSCoW word",)),
    ],
)
def test_what_lacks_an_input_has_no_score(tmp_path: Path, by: str, priority: str, missing: tuple[str, ...]) -> None:
    workspace = read_files(tmp_path, {"roadmap/a.yaml": f"title: A\npriority: {priority}\n"})
    found = order(workspace, by, top=5, draws=Draws(samples=100))
    assert found.standings["a"].missing == missing
    assert found.ranked == ()
