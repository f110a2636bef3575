"""prodops roadmap forecast: days that hold as often as they say, and none where too little is known."""

import json
import random
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_runner import Ran, prodops
from prodops_cli.analysis.forecast import (
    ENOUGH,
    LEVELS,
    Coverage,
    Delay,
    Knowledge,
    Outlook,
    Question,
    back_test,
    delays_of,
    enough_for,
)
from prodops_cli.analysis.survival import curve
from prodops_cli.history import Revision, Trail, Version
from prodops_cli.pieces import Pieces
from repository import git, init

START = date(2024, 1, 1)
Draw = Callable[[random.Random], float]


def day(number: int) -> date:
    return START + timedelta(days=number)


def delay(made: int, lead: int, late: int | None, number: int = 0, **more: str | bool) -> Delay:
    """A day promised so many days ahead, and shipped so many days after it (None: not yet)."""
    promised = day(made + lead)
    shipped = promised + timedelta(days=late) if late is not None else None
    base = Delay(f"part-{number}", day(made), promised, is_first=True, shipped=shipped)
    return replace(base, **more)  # type: ignore[arg-type]


def outlook(found: Iterable[Delay], today: int, promised: int, **more: str) -> Outlook:
    knowledge = Knowledge(found)
    knowledge.advance(day(today))
    return knowledge.outlook(
        Question(day(promised), is_first="is_later" not in more, team=more.get("team"), size=more.get("size"))
    )


# --- what a delay is -----------------------------------------------------------------------------


def trail(*versions: tuple[int, str | None]) -> Trail:
    """An initiative by what its file said from a day on; None: it was removed."""
    pieces = Pieces()
    made = (
        Version(Revision(f"{number:040}", "Ada", day(on), "Plan"), "part", "roadmap/part.yaml", fields)
        for number, (on, text) in enumerate(versions)
        for fields in [pieces.record(text.encode()) if text is not None else None]
    )
    return Trail("initiative", tuple(made))


def said(status: str, target: int | None, **more: object) -> str:
    lines = {"title": "Part", "status": status, **({"target": day(target)} if target is not None else {}), **more}
    return "".join(f"{key}: {value}\n" for key, value in lines.items())


def told(*versions: tuple[int, str | None]) -> list[tuple[int, int, bool, int | None, int | None]]:
    """The delays of a trail: made, promised, whether it is the first, shipped, given up, as numbers of days."""
    return [
        (
            (one.made - START).days,
            (one.promised - START).days,
            one.is_first,
            (one.shipped - START).days if one.shipped else None,
            (one.given_up - START).days if one.given_up else None,
        )
        for one in delays_of(trail(*versions))
    ]


def test_every_day_that_was_promised_has_a_delay() -> None:
    found = told((0, said("planned", 50)), (40, said("in_progress", 80)), (90, said("shipped", 80, shipped=day(85))))
    assert found == [(0, 50, True, 85, None), (40, 80, False, 85, None)]


def test_without_a_shipping_date_it_is_the_day_on_which_the_status_says_so() -> None:
    found = told((0, said("planned", 50)), (60, said("shipped", 50)), (70, said("shipped", 50, notes="Well done.")))
    assert found == [(0, 50, True, 60, None)]


def test_what_shipped_early_counts() -> None:
    assert told((0, said("planned", 50)), (30, said("shipped", 50, shipped=day(30)))) == [(0, 50, True, 30, None)]


def test_days_that_had_passed_when_they_were_written_are_no_promises() -> None:
    assert told((60, said("in_progress", 50))) == []
    assert told((60, said("in_progress", 50)), (70, said("in_progress", 90))) == [(70, 90, False, None, None)]


def test_an_imported_roadmap_of_shipped_work_teaches_nothing() -> None:
    assert told((100, said("shipped", 150, shipped=day(40)))) == []
    assert told((100, said("shipped", 150))) == []


def test_cancelled_and_removed_work_is_given_up_on_that_day() -> None:
    assert told((0, said("planned", 50)), (20, said("cancelled", 50))) == [(0, 50, True, None, 20)]
    assert told((0, said("planned", 50)), (20, None)) == [(0, 50, True, None, 20)]


def test_target_that_was_taken_back_is_still_measured() -> None:
    assert told((0, said("planned", 50)), (20, said("planned", None))) == [(0, 50, True, None, None)]


def test_work_that_is_open_again_has_not_shipped() -> None:
    found = told((0, said("planned", 50)), (60, said("shipped", 50)), (70, said("in_progress", 50)))
    assert found == [(0, 50, True, None, None)]


def test_days_that_no_field_could_hold_are_left_out() -> None:
    assert told((0, "status: planned\ntarget: 9999-12-31\n")) == []
    assert told((0, said("planned", 50)), (60, said("shipped", 50, shipped="9999-12-31"))) == [(0, 50, True, 60, None)]


def test_team_and_size_are_those_of_the_day_of_the_promise() -> None:
    first, second = delays_of(
        trail((0, said("planned", 50, team="shop", effort=2)), (30, said("planned", 80, team="search")))
    )
    assert (first.team, first.size) == ("shop", "1 to 3 person-months")
    assert (second.team, second.size) == ("search", None)


# --- what follows from them ----------------------------------------------------------------------


def kept(count: int, number: int = 0, **more: str | bool) -> list[Delay]:
    """So many dates, promised early on and shipped 1, 2, 3, ... days late."""
    return [delay(0, 50, late, number + late, **more) for late in range(1, count + 1)]


def test_days_are_the_target_and_the_quantiles_of_the_delays() -> None:
    found = outlook(kept(100), today=200, promised=250)
    assert found.days == (day(300), day(335), day(345))
    assert (found.count, found.ended, found.censored) == (100, 100, 0)
    assert found.chance == 0


def test_what_is_late_already_is_compared_with_what_was_as_late() -> None:
    found = outlook(kept(100), today=200, promised=180)  # 20 days late: those of 21 to 100 days remain
    assert found.days == (day(180 + 60), day(180 + 88), day(180 + 96))
    assert (found.count, found.chance) == (80, None)


def test_unfinished_items_count_as_longer_than_they_have_taken() -> None:
    going_on = [delay(100, 50, None, 1000 + number) for number in range(100)]  # 150 to 200: 50 days late
    found = outlook([*kept(100), *going_on], today=200, promised=250)
    wanted = curve(Counter(range(1, 101)), Counter({50: 100}))
    assert found.days[0] == day(250 + (wanted.quantile(0.5) or 0))
    assert (found.count, found.ended, found.censored) == (200, 100, 100)


def test_item_whose_day_is_still_to_come_is_censored_before_it() -> None:
    early = [delay(0, 90, -60, number) for number in range(20)]
    peers = [delay(0, 90, None, 100 + number) for number in range(20)]
    today = 31  # the early ones shipped on day 30; their peers had not by then
    found = outlook([*early, *peers], today, promised=today + 90)
    assert found.days == (day(today + 90 - 60), None, None)


def test_nothing_that_happened_later_is_known() -> None:
    later = [delay(120, 30, 200, 5000), delay(150, 10, 5, 5001)]
    assert outlook([*kept(30), *later], 100, 130) == outlook(
        [*kept(30), replace(later[0], made=day(110)), later[1]], 100, 130
    )


def test_first_promises_are_not_compared_with_later_ones() -> None:
    later = [replace(one, is_first=False) for one in kept(20)]
    assert outlook(later, 200, 250).days == (None, None, None)
    assert outlook(later, 200, 250, is_later="yes").days == (day(260), day(267), day(269))


@pytest.mark.parametrize("shipped", [0, 1, 6, 9])
def test_few_items_are_not_enough_evidence(shipped: int) -> None:
    found = outlook(kept(shipped), 200, 250)
    assert (found.days, found.chance, found.ended) == ((None, None, None), None, shipped)


def test_each_level_takes_items_beyond_it() -> None:
    assert [enough_for(level) for level in LEVELS] == [10, 10, 20]
    assert outlook(kept(19), 200, 250).days[2] is None
    assert outlook(kept(20), 200, 250).days[2] == day(269)


def test_curve_that_does_not_come_down_gives_no_day() -> None:
    going_on = [delay(0, 50, None, 1000 + number) for number in range(30)]
    found = outlook([*kept(30), *going_on], 300, 350)
    assert found.days[0] == day(350 + 30)
    assert found.days[1:] == (None, None)


def test_the_most_alike_are_compared_where_enough_of_them_shipped() -> None:
    everything = [
        *kept(10, 0, team="shop", size="small"),
        *kept(9, 100, team="search", size="small"),
        *kept(5, 200, team="search", size="large"),
    ]
    for team, size, by, count in (
        ("shop", "large", "team", 10),
        ("search", "small", "team", 14),
        ("data", "small", "size", 19),
        ("data", "large", "none", 24),
    ):
        found = outlook(everything, 200, 250, team=team, size=size)
        assert (found.basis.by, found.ended) == (by, count)


def test_asked_for_one_likeness_the_other_does_not_count() -> None:
    knowledge = Knowledge(kept(30, team="shop", size="small"), "size")
    knowledge.advance(day(200))
    assert knowledge.outlook(Question(day(250), is_first=True, team="shop", size="small")).basis.by == "size"
    assert knowledge.outlook(Question(day(250), is_first=True, team="shop", size="huge")).basis.by == "none"


def test_chance_is_the_share_that_ships_by_the_target() -> None:
    found = outlook([delay(0, 50, late, late + 100) for late in range(-14, 6)], 100, 130)
    assert found.chance == pytest.approx(15 / 20)


promises = st.builds(
    delay, st.integers(0, 200), st.integers(1, 60), st.one_of(st.none(), st.integers(0, 90)), st.integers(0, 10**6)
)


@given(st.lists(promises, max_size=60), st.lists(st.integers(0, 300), min_size=1, max_size=5), st.integers(0, 400))
def test_what_is_learnt_day_by_day_is_what_is_learnt_at_once(
    found: list[Delay], days: list[int], promised: int
) -> None:
    knowledge = Knowledge(found)
    for today in sorted(days):
        knowledge.advance(day(today))
        once = outlook(found, today, promised)
        assert knowledge.outlook(Question(day(promised), is_first=True, team=None, size=None)) == once


# --- calibration ---------------------------------------------------------------------------------


DISTRIBUTIONS: dict[str, Draw] = {
    "exponential": lambda chance: chance.expovariate(1 / 30),
    "log-normal": lambda chance: chance.lognormvariate(3, 1),
    "often early": lambda chance: chance.gauss(5, 25),
    "two kinds": lambda chance: chance.expovariate(1 / 5) if chance.random() < 0.6 else 40 + chance.expovariate(1 / 60),
}


def generated(chance: random.Random, draw: Draw, count: int, days: int) -> list[Delay]:
    """First promises made over so many days, with delays of a distribution."""
    found = []
    for number in range(count):
        lead = chance.randrange(10, 100)
        found.append(delay(chance.randrange(days), lead, max(int(draw(chance)), 1 - lead), number))
    return found


def shares_kept(learnt: list[Delay], held_out: list[Delay], today: int) -> dict[int, float]:
    """The share of held-out promises, made today, that shipped by the day of each level."""
    knowledge = Knowledge(learnt)
    knowledge.advance(day(today))
    hits = dict.fromkeys(LEVELS, 0)
    for one in held_out:
        forecast = knowledge.outlook(Question(one.promised, is_first=True, team=None, size=None)).days
        assert one.shipped is not None
        for level, reached in zip(LEVELS, forecast, strict=True):
            assert reached is not None
            hits[level] += one.shipped <= reached
    return {level: count / len(held_out) for level, count in hits.items()}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_85_of_100_held_out_items_ship_by_the_p85(name: str, seed: int) -> None:
    chance, draw = random.Random(seed), DISTRIBUTIONS[name]
    today = 500
    learnt = generated(chance, draw, 1200, today)
    unfinished = sum(one.shipped is not None and one.shipped > day(today) for one in learnt)
    assert unfinished > 100
    held_out = [
        replace(
            one,
            made=day(today),
            promised=one.promised + (day(today) - one.made),
            shipped=one.shipped + (day(today) - one.made) if one.shipped else None,
        )
        for one in generated(chance, draw, 3000, today)
    ]
    kept_by = shares_kept(learnt, held_out, today)
    assert 0.80 <= kept_by[85] <= 0.90
    assert 0.43 <= kept_by[50] <= 0.57


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_85_of_100_open_items_ship_by_their_p85_however_late_they_are(name: str) -> None:
    kept_by, count = 0, 0
    for seed in range(8):
        learnt = generated(random.Random(seed), DISTRIBUTIONS[name], 1000, 500)
        knowledge = Knowledge(learnt)
        knowledge.advance(day(500))
        for one in learnt:
            if one.shipped is None or one.shipped <= day(500):
                continue
            forecast = knowledge.outlook(Question(one.promised, is_first=True, team=None, size=None)).days[1]
            if forecast is not None:
                assert forecast > day(500)
                count += 1
                kept_by += one.shipped <= forecast
    assert count > 500
    assert 0.80 <= kept_by / count <= 0.90


def test_leaving_unfinished_items_out_would_be_over_confident() -> None:
    chance, draw = random.Random(5), DISTRIBUTIONS["log-normal"]
    learnt = generated(chance, draw, 800, 120)
    today = 130
    finished = [one for one in learnt if one.shipped is not None and one.shipped <= day(today)]
    with_all, without = (outlook(found, today, today + 50).days[0] for found in (learnt, finished))
    assert with_all is not None
    assert without is not None
    assert without < with_all


# --- back-test -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_back_test_finds_the_levels_again(name: str) -> None:
    totals: dict[int, tuple[int, int]] = dict.fromkeys(LEVELS, (0, 0))
    for seed in range(4):
        for found in back_test(generated(random.Random(seed), DISTRIBUTIONS[name], 1000, 600), day(500)):
            judged, kept_by = totals[found.level]
            totals[found.level] = (judged + found.judged, kept_by + found.kept)
    for level, (judged, kept_by) in totals.items():
        assert judged > 400
        assert kept_by / judged == pytest.approx(level / 100, abs=0.07 if level == 95 else 0.04)


def test_forecasts_are_judged_once_their_day_has_come_whether_it_shipped_or_not() -> None:
    learnt = [delay(0, 10, 2, number) for number in range(20)]  # all shipped on day 12
    asked = [delay(20, 10, 2, 100), delay(20, 10, None, 101), delay(20, 10, 30, 102)]
    for as_of, judged in ((31, 0), (32, 3), (100, 3)):
        assert back_test([*learnt, *asked], day(as_of))[0] == Coverage(50, judged, min(judged, 1))


def test_work_that_was_given_up_before_its_day_is_not_judged() -> None:
    learnt = [delay(0, 10, 2, number) for number in range(20)]
    given_up = replace(delay(20, 10, None, 100), given_up=day(25))
    assert back_test([*learnt, given_up], day(100))[0].judged == 0
    assert back_test([*learnt, replace(given_up, given_up=day(40))], day(100))[0] == Coverage(50, 1, 0)


def test_few_judgements_have_no_share() -> None:
    assert Coverage(85, ENOUGH - 1, 5).share is None
    assert Coverage(85, ENOUGH, 5).share == 0.5


@given(st.lists(promises, max_size=60))
def test_past_forecasts_do_not_change_with_what_comes_later(found: list[Delay]) -> None:
    known = [
        replace(one, shipped=one.shipped if one.shipped and one.shipped <= day(150) else None)
        for one in found
        if one.made <= day(150)
    ]
    assert back_test(found, day(150)) == back_test(known, day(150))


# --- the command ---------------------------------------------------------------------------------

SETTINGS = "name: Acme\nas_of: 2025-06-30\n"
TEAMS = {
    "teams/commerce.yaml": "name: Commerce\n",
    "teams/shop.yaml": "name: The | *Shop*\nparent: commerce\n",
    "teams/search.yaml": "name: Search\n",
}


def item(number: int, status: str, target: int, **more: object) -> dict[str, str]:
    team = "shop" if number % 2 else "search"
    return {f"roadmap/part-{number}.yaml": said(status, target, title=f"Part {number}", team=team, **more)}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 initiatives promised for day 100 and shipped 1 to 40 days late, and open ones; today is day 546."""
    days: dict[int, dict[str, str]] = {0: {"prodops.yaml": SETTINGS, **TEAMS}}
    for number in range(1, 41):
        days[0] |= item(number, "planned", 100)
        days[100 + number] = item(number, "shipped", 100, shipped=day(100 + number))
    days[500] = item(50, "in_progress", 600) | item(51, "on_hold", 536) | item(52, "in_progress", 400)
    days[510] = item(53, "in_progress", 520)
    days[530] = item(53, "in_progress", 580) | {"roadmap/idea.yaml": "title: An idea\n"}
    folder = init(tmp_path_factory.mktemp("acme"))
    stream = []
    for number, files in sorted(days.items()):
        seconds = (day(number) - date(1970, 1, 1)).days * 86400 + 43200
        stream.append(f"commit refs/heads/main\ncommitter Ada <ada@example.com> {seconds} +0000\ndata 4\nPlan\n")
        stream += [f"M 100644 inline {path}\ndata {len(text)}\n{text}\n" for path, text in files.items()]
    git(folder, "fast-import", "--quiet", text="".join(stream))
    git(folder, "reset", "-q", "--hard")
    return folder


def forecast(acme: Path, *arguments: str) -> Ran:
    return prodops("roadmap", "forecast", *arguments, at=acme)


def test_forecast_says_what_it_knows_and_what_it_does_not(acme: Path) -> None:
    lines = forecast(acme).out.splitlines()
    assert lines[0] == "# Acme: when open work will ship, on 30 June 2025"
    assert lines[2] == (
        "**2 of 4 open targets have passed; 1 of 1 target to come will more likely move than hold; "
        "for 2 there is not enough evidence.**"
    )
    shop = "The &#124; \\*Shop\\*"
    assert (
        f"| Part 51 (on hold) | 20 Jun | 15 Jul | 25 Jul | not enough evidence | passed | 15 of 16, {shop} |" in lines
    )
    none = "not enough evidence | not enough evidence | not enough evidence"
    assert f"| Part 53 | 3 Aug | {none} | – | 0 of 0 |" in lines
    assert "| Part 50 | 23 Aug | 12 Sep | 26 Sep | 30 Sep | 0 % | 20 of 20, Search |" in lines
    assert "| P50 | 0 | 1 | not enough evidence |" in lines


def test_forecast_as_data(acme: Path) -> None:
    made = json.loads(forecast(acme, "part-50", "--by", "none", "--format", "json").out)
    (line,) = made["items"]
    assert (line["target"], line["p50"], line["p85"], line["p95"]) == (
        str(day(600)),
        str(day(621)),
        str(day(635)),
        str(day(639)),
    )
    assert line["evidence"] == {
        "by": "none",
        "group": None,
        "is_first": True,
        "count": 42,  # Part 51 and the first promise for Part 53 are not over
        "shipped": 40,
        "censored": 2,
    }
    assert made["item"]["name"] == "Part 50"
    assert [found["level"] for found in made["back_test"]] == list(LEVELS)
    assert made["headline"].startswith("What is comparable ships: half by 13 Sep, 85 % by 27 Sep and 95 % by")


def test_forecast_of_a_team_and_its_parts(acme: Path) -> None:
    for team in ("shop", "commerce"):
        made = json.loads(forecast(acme, "--team", team, "--format", "json").out)
        assert [line["record"]["name"] for line in made["items"]] == ["Part 51", "Part 53"]


def test_forecast_for_the_terminal_fits_it(acme: Path) -> None:
    ran = prodops("roadmap", "forecast", at=acme, columns=80, environment={"NO_COLOR": "1"})
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "Part 50" in ran.out


def test_forecast_of_the_past_knows_what_was_known_then(acme: Path) -> None:
    made = json.loads(forecast(acme, "--at", str(day(105)), "--format", "json").out)
    assert made["as_of"] == str(day(105))
    assert made["items"][0]["record"]["ref"] == "initiative:part-10"
    assert {line["p50"] for line in made["items"]} == {None}
    assert "5 initiatives with a promised date have shipped" in made["headline"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["part-1"], "initiative:part-1 is shipped: there is nothing to forecast"),
        (["idea"], "initiative:idea has no target to start a forecast from"),
        (["team:shop"], "team:shop is no initiative"),
        (["nothing"], "no record was ever called `nothing`"),
        (["--team", "nothing"], "no team was ever called `nothing`"),
        (["--by", "owner"], "initiatives cannot be compared by `owner`"),
    ],
)
def test_forecast_that_cannot_be_made_says_why(acme: Path, arguments: list[str], message: str) -> None:
    ran = forecast(acme, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_without_history_there_is_no_number(acme: Path, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{acme}", str(shallow)], check=True)
    ran = forecast(shallow)
    assert (ran.code, ran.out) == (3, "")
    assert "fetch-depth: 0" in ran.err
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "prodops.yaml").write_text(SETTINGS)
    assert (forecast(tmp_path / "bare").code, forecast(tmp_path / "bare").out) == (3, "")


def test_new_workspace_has_too_little_evidence(tmp_path: Path) -> None:
    folder = init(tmp_path / "new")
    (folder / "prodops.yaml").write_text(SETTINGS)
    (folder / "roadmap.yaml").write_text("- {id: search, title: Search, status: planned, target: 2025-09-01}\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Start", when="2025-06-01T12:00:00+00:00")
    assert "**Not enough evidence yet: no initiative with a promised date has shipped" in forecast(folder).out
