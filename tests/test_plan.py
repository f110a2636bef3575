"""`roadmap plan`: what cannot hold is said with the days and with every line that proves it."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from builder import read_files, write_files
from cli_runner import prodops
from payloads import payloads
from prodops_cli.analysis.planning.schedule import schedule
from prodops_cli.errors import ExitCode
from prodops_cli.reports.plan import Plan, plan
from repository import commit, git, init

ACME = Path(__file__).parents[1] / "examples/acme"
TODAY = date(2026, 10, 1)  # a Thursday


def planned(root: Path, roadmap: str, more: Mapping[str, str] | None = None) -> Plan:
    workspace = read_files(root, {"roadmap.yaml": roadmap, **(more or {})})
    assert workspace.problems == ()
    return plan(workspace, TODAY)


def test_finish_to_start_pushes_work_by_the_length_it_has_in_working_days(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        """
        - {id: base, title: Base, status: in_progress, start: 2026-09-01, target: 2026-10-09}
        - id: house
          title: House
          status: planned
          start: 2026-10-05
          target: 2026-10-16
          depends_on:
            - {on: base, lag: 1w}
        """,
    )
    (late,) = made.late
    assert (late.record.id, late.finish, late.days) == ("house", date(2026, 10, 30), 14)
    assert [(step.record.id, step.end, step.day, step.place.line) for step in late.chain] == [
        ("base", "ends", date(2026, 10, 9), 1),
        ("house", "ends", date(2026, 10, 30), 8),
    ]
    assert late.chain[1].why == "can start 7 days after Base ends, and takes 10 working days"
    assert made.headline == "1 of 2 promised days cannot hold, by up to 14 days."
    assert not made.holds


def test_what_has_begun_only_ends_later(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        """
        - {id: base, title: Base, status: planned, start: 2026-10-01, target: 2026-10-20}
        - {id: house, title: House, status: in_progress, start: 2026-09-01, target: 2026-10-16, depends_on: [base]}
        """,
    )
    (late,) = made.late
    assert (late.record.id, late.finish, late.days) == ("house", date(2026, 10, 20), 4)
    assert late.chain[-1].why == "has begun, but cannot end before Base has"


def test_every_promise_that_breaks_is_named_with_its_line(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        """
        - id: base
          title: Base
          status: in_progress
          start: 2026-09-01
          target: 2026-10-20
          commits:
            - {to: house, by: 2026-10-12}
        - id: house
          title: House
          status: planned
          target: 2026-12-01
          depends_on:
            - {on: base, needed_by: 2026-10-13}
        """,
        {"launches.yaml": "- {id: party, title: Party, date: 2026-10-15, initiatives: [base]}\n"},
    )
    (late,) = made.late
    assert [(one.kind, one.day.day, one.days, one.to and one.to.id) for one in late.broken] == [
        ("commitment", 12, 8, "house"),
        ("need", 13, 7, "house"),
        ("launch", 15, 5, "party"),
    ]
    assert [one.place.text for one in late.broken] == ["roadmap.yaml:7", "roadmap.yaml:13", "launches.yaml:1"]


def test_late_work_pushes_what_waits_for_it_through_something_without_dates(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        """
        - {id: one, title: One, status: in_progress, start: 2026-09-01, target: 2026-10-30}
        - {id: two, title: Two, status: planned, depends_on: [one]}
        - {id: three, title: Three, status: planned, target: 2026-10-15, depends_on: [two]}
        """,
    )
    assert [(line.record.id, line.days) for line in made.late] == [("three", 15)]
    assert [step.record.id for step in made.late[0].chain] == ["one", "two", "three"]
    assert [(line.record.id, [each.id for each in line.waiting]) for line in made.open_ends] == [("two", ["three"])]


def test_a_target_that_is_over_is_today_at_the_earliest(tmp_path: Path) -> None:
    made = planned(tmp_path, "- {id: one, title: One, status: in_progress, start: 2026-09-01, target: 2026-09-21}\n")
    (late,) = made.late
    assert (late.finish, late.days) == (TODAY, 10)
    assert "is over; today at the earliest" in late.chain[0].why


def test_planned_work_starts_today_at_the_earliest(tmp_path: Path) -> None:
    made = planned(tmp_path, "- {id: one, title: One, status: planned, start: 2026-09-21, target: 2026-10-02}\n")
    (late,) = made.late
    assert (late.finish, late.days) == (date(2026, 10, 14), 12)
    assert late.chain[0].why == "it has not started, and takes 10 working days"


def test_each_team_has_its_own_working_days(tmp_path: Path) -> None:
    roadmap = """
        - {id: base, title: Base, status: in_progress, start: 2026-09-01, target: 2026-10-09}
        - {id: four, title: Four, team: four, status: planned, effort: 1, depends_on: [base]}
        - {id: five, title: Five, team: five, status: planned, effort: 1, depends_on: [base]}
        """
    teams = """
        - {id: four, name: Four, capacity: {person_months: 1}, working_days: [mon, tue], holidays: [{date: 2026-10-12}]}
        - {id: five, name: Five, capacity: {person_months: 2}}
        """
    made = planned(tmp_path, roadmap, {"teams.yaml": teams})
    starts = {line.record.id: (line.start, line.finish) for line in made.items}
    assert starts["four"] == (date(2026, 10, 13), date(2026, 11, 10))  # nine days of two a week
    assert starts["five"] == (date(2026, 10, 12), date(2026, 10, 26))  # eleven days of five a week


def test_slack_over_a_weekend_is_none_and_what_begun_waits_for_monday_as_well(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        """
        - {id: base, title: Base, status: in_progress, start: 2026-09-01, target: 2026-10-09}
        - {id: next, title: Next, status: planned, start: 2026-10-12, target: 2026-10-23, depends_on: [base]}
        - id: begun
          title: Begun
          status: in_progress
          start: 2026-09-01
          target: 2026-10-06
          depends_on: [{on: base, type: finish_finish, lag: 1d}]
        """,
    )
    lines = {line.record.id: line for line in made.items}
    assert (lines["base"].slack, lines["base"].latest_finish, lines["base"].is_critical) == (0, date(2026, 10, 9), True)
    assert (lines["begun"].finish, lines["begun"].slack) == (date(2026, 10, 12), 9)


def test_what_is_planned_for_a_weekend_only_can_be_then(tmp_path: Path) -> None:
    made = planned(tmp_path, "- {id: fair, title: Fair, status: planned, start: 2026-10-10, target: 2026-10-11}\n")
    (line,) = made.items
    assert (line.start, line.finish, line.late_days) == (date(2026, 10, 10), date(2026, 10, 11), 0)


def test_circle_is_named_edge_by_edge_and_the_rest_is_planned(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        """
        - id: a
          title: A
          status: planned
          depends_on: [b]
        - id: b
          title: B
          status: planned
          depends_on:
            - c
        - {id: c, title: C, status: planned, depends_on: [a]}
        - {id: d, title: D, status: planned, target: 2026-11-01}
        """,
    )
    assert [[(line.record.id, line.on.id, line.place.line) for line in circle] for circle in made.circles] == [
        [("a", "b", 4), ("b", "c", 9), ("c", "a", 10)]
    ]
    assert [line.record.id for line in made.items] == ["d"]
    assert made.headline.endswith("1 circle of dependencies cannot be planned at all.")


def test_self_dependency_is_a_circle_of_one(tmp_path: Path) -> None:
    made = planned(tmp_path, "- {id: a, title: A, status: planned, target: 2026-11-01, depends_on: [a]}\n")
    assert [[line.record.id for line in circle] for circle in made.circles] == [["a"]]


PEOPLE = """
    - {id: ada, name: Ada, team: payments}
    - {id: kim, name: Kim, team: payments, absences: [{start: 2026-10-01, end: 2026-10-31}]}
    """


def test_a_team_that_promised_more_than_it_has_is_shown_in_the_order_of_its_days(tmp_path: Path) -> None:
    """Two people, one of them away in October: 1 person-month there, 2 asked for until the end of the month."""
    made = planned(
        tmp_path,
        """
        - {id: one, title: One, team: payments, status: planned, start: 2026-10-01, target: 2026-10-30, effort: 1}
        - {id: two, title: Two, team: payments, status: planned, start: 2026-10-01, target: 2026-10-31, effort: 1}
        - {id: next, title: Next, status: planned, start: 2026-11-02, target: 2026-11-13, depends_on: [two]}
        """,
        {"people.yaml": PEOPLE, "teams.yaml": "- {id: payments, name: Payments, capacity: {person_months: 2}}\n"},
    )
    (team,) = made.crowded
    assert (team.fit, round(team.there, 2), round(team.short, 2)) == ("impossible", 1.0, 1.0)
    assert [(due.record.id, due.fit, due.done) for due in team.dues] == [
        ("one", "fits", date(2026, 10, 30)),
        ("two", "impossible", date(2026, 11, 16)),  # half of November's 21 days
    ]
    assert [(line.record.id, line.with_capacity) for line in made.pushed] == [("next", date(2026, 11, 30))]
    assert made.late == ()
    assert made.headline.endswith("Payments has promised more than it can do.")


def test_work_that_others_contribute_counts_for_them(tmp_path: Path) -> None:
    roadmap = """
        - id: one
          title: One
          team: payments
          status: planned
          start: 2026-10-01
          target: 2026-10-31
          effort: [4, 6]
          contributors: [{team: platform, effort: [3, 5]}]
        """
    teams = """
        - {id: payments, name: Payments, capacity: {person_months: 2}}
        - {id: platform, name: Platform, capacity: {person_months: 2}}
        """
    made = planned(tmp_path, roadmap, {"teams.yaml": teams})
    assert [(team.team.id, team.fit, team.asked) for team in made.crowded] == [("platform", "impossible", (3.0, 5.0))]


def test_shipped_work_breaks_nothing_and_cancelled_work_never_comes(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        """
        - {id: gone, title: Gone, status: cancelled, target: 2027-10-09}
        - {id: done, title: Done, status: shipped, shipped: 2026-09-09, target: 2026-09-01}
        - {id: next, title: Next, status: planned, start: 2026-10-05, target: 2026-10-09, depends_on: [gone, done]}
        """,
    )
    assert made.late == ()
    assert [line.record.id for line in made.items] == ["next"]
    assert [(line.record.id, line.why, line.waiting[0].id) for line in made.open_ends] == [
        ("gone", "cancelled", "next")
    ]
    assert not made.holds


def test_what_waits_for_a_circle_is_not_said_to_hold(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        """
        - {id: a, title: A, status: planned, target: 2026-11-01, depends_on: [b]}
        - {id: b, title: B, status: planned, target: 2026-11-01, depends_on: [a]}
        - {id: c, title: C, status: planned, target: 2026-12-01, depends_on: [b]}
        - {id: d, title: D, status: planned, target: 2026-12-01}
        """,
    )
    assert [line.record.id for line in made.items] == ["d"]
    assert made.headline == (
        "Given what it waits for, the one promised day can hold. "
        "1 circle of dependencies cannot be planned at all, nor can 3 promised days that hang on it."
    )


def test_a_target_alone_says_nothing_of_the_start(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        """
        - {id: a, title: A, status: planned, target: 2026-12-31, effort: 0.5}
        - id: b
          title: B
          status: planned
          target: 2026-12-31
          depends_on:
            - {on: a, type: start_start, needed_by: 2026-11-01}
        """,
    )
    assert made.late == ()
    assert {line.record.id: line.start for line in made.items} == {"a": TODAY, "b": TODAY}


def test_a_start_alone_takes_its_day(tmp_path: Path) -> None:
    made = planned(tmp_path, "- {id: a, title: A, status: planned, start: 2026-12-01}\n")
    (line,) = made.items
    assert line.start == line.finish == line.latest_finish == date(2026, 12, 1)


def test_lag_after_what_has_begun_is_told(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        """
        - {id: a, title: A, status: in_progress, start: 2026-09-01, target: 2026-10-30}
        - id: b
          title: B
          status: in_progress
          start: 2026-09-01
          target: 2026-11-01
          depends_on:
            - {on: a, lag: 2w}
        """,
    )
    (late,) = made.late
    assert late.finish == date(2026, 11, 13)
    assert late.chain[-1].why == "has begun, but cannot end before A has, and 14 days more"


def test_a_length_does_not_hang_on_who_is_away_today(tmp_path: Path) -> None:
    roadmap = "- {id: a, title: A, team: payments, status: planned, start: 2027-01-04, effort: 2}\n"
    teams = {"teams.yaml": "- {id: payments, name: Payments, capacity: {person_months: 2}}\n"}
    with_absence = planned(tmp_path / "away", roadmap, {**teams, "people.yaml": PEOPLE})
    without = planned(tmp_path / "there", roadmap, {**teams, "people.yaml": "- {id: ada, name: Ada, team: payments}\n"})
    assert with_absence.items[0].finish == without.items[0].finish == date(2027, 2, 2)


def test_what_has_not_begun_is_all_still_to_be_done(tmp_path: Path) -> None:
    made = planned(
        tmp_path,
        "- {id: a, title: A, team: t, status: planned, start: 2026-01-05, target: 2026-10-09, effort: 10}\n",
        {"teams.yaml": "- {id: t, name: T, capacity: {person_months: 2}}\n"},
    )
    assert [(team.fit, team.asked) for team in made.crowded] == [("impossible", (10.0, 10.0))]


def test_every_late_day_counts_however_many_there_are(tmp_path: Path) -> None:
    items = [{"id": f"i{n}", "title": "I", "status": "in_progress", "target": "2026-09-01"} for n in range(600)]
    made = planned(tmp_path, json.dumps(items))
    assert made.headline == "600 of 600 promised days cannot hold, by up to 30 days."


def test_a_long_chain_is_shown_by_its_ends(tmp_path: Path) -> None:
    items = [
        {"id": f"i{n}", "title": f"I {n}", "status": "planned", "start": "2026-10-05", "target": "2026-10-06"}
        | ({"depends_on": [f"i{n - 1}"]} if n else {})
        for n in range(100)
    ]
    made = planned(tmp_path, json.dumps(items))
    last = made.late[0]
    assert (last.record.id, len(last.chain), last.more_steps) == ("i99", 30, 70)
    assert [last.chain[0].record.id, last.chain[1].record.id] == ["i0", "i71"]


DAYS = st.dates(date(2026, 8, 1), date(2027, 6, 1))


@st.composite
def roadmaps(draw: st.DrawFn) -> list[dict[str, object]]:
    items: list[dict[str, object]] = []
    for number in range(draw(st.integers(1, 8))):
        start = draw(DAYS)
        item: dict[str, object] = {
            "id": f"i{number}",
            "title": f"I {number}",
            "status": draw(st.sampled_from(["idea", "planned", "in_progress", "on_hold", "shipped"])),
        }
        if draw(st.booleans()):
            item["start"] = str(start)
        if draw(st.booleans()):
            item["target"] = str(start + timedelta(days=draw(st.integers(0, 90))))
        if draw(st.booleans()):
            item["effort"] = draw(st.integers(0, 9))
        item["depends_on"] = [
            {
                "on": f"i{other}",
                "type": draw(st.sampled_from(["finish_start", "start_start", "finish_finish"])),
                "lag": f"{draw(st.integers(-9, 30))}d",
            }
            for other in draw(st.sets(st.integers(0, number), max_size=3))
            if other != number
        ]
        items.append(item)
    return items


@given(roadmaps())
@hypothesis_settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_plan_ends_before_what_it_waits_for_nor_before_its_target(
    tmp_path: Path, items: list[dict[str, object]]
) -> None:
    workspace = read_files(tmp_path, {"roadmap.yaml": json.dumps(items)})
    assert workspace.problems == ()
    made = schedule(workspace, TODAY)
    for id_, each in {**made.planned, **made.bounds}.items():
        record = each.entry.record
        if record.status == "shipped":
            continue
        assert each.start <= each.finish <= each.latest_finish
        assert each.slack >= 0
        assert each.free_slack <= each.slack
        assert each.finish >= TODAY
        assert record.target is None or each.finish >= record.target
        for need in record.depends_on:
            other = made.find(need.on)
            assert other is not None
            lag = timedelta(days=need.lag)
            if need.type != "start_start":
                assert each.finish >= other.finish + lag, id_
            elif record.status == "planned" and each.days and other.days:  # what takes no time is over as it begins
                assert each.start >= other.start + lag, id_


# --- the command ---------------------------------------------------------------------------------------

LATE = """
- {id: base, title: Base, status: in_progress, start: 2026-09-01, target: 2026-10-09, owner: ada}
- {id: house, title: House, status: planned, start: 2026-10-05, target: 2026-10-16, depends_on: [base]}
"""


def test_exit_code_says_whether_every_promise_can_hold(tmp_path: Path) -> None:
    write_files(tmp_path, {"roadmap.yaml": LATE, "people.yaml": "- {id: ada, name: Ada}\n"})
    arguments = ("roadmap", "plan", "--as-of", "2026-10-01")
    assert prodops(*arguments, at=tmp_path).code == ExitCode.CLEAN
    assert prodops(*arguments, "--exit-code", at=tmp_path).code == ExitCode.FINDINGS
    assert prodops("roadmap", "plan", "--as-of", "2026-08-01", "--exit-code", "--team", "x", at=tmp_path).code == 2


def test_scenario_is_a_branch(tmp_path: Path) -> None:
    write_files(init(tmp_path), {"roadmap.yaml": LATE, "people.yaml": "- {id: ada, name: Ada}\n"})
    commit(tmp_path, message="The plan")
    git(tmp_path, "checkout", "-q", "-b", "bold")
    commit(tmp_path, {"roadmap.yaml": LATE.replace("target: 2026-10-09", "target: 2026-10-02")}, message="Bold")
    git(tmp_path, "checkout", "-q", "main")

    ran = prodops(*("roadmap", "plan", "--compare", "bold", "--as-of", "2026-10-01", "--format", "json"), at=tmp_path)

    made = json.loads(ran.out)
    assert made["names"] == ["here", "bold"]
    assert {line["record"]["ref"].partition(":")[2]: line["days"] for line in made["dates"]} == {
        "base": [0, -7],
        "house": [0, -7],
    }
    assert [verdict["moved"] for verdict in made["verdicts"]] == [1, 0]
    assert made["headline"] == "With bold, 2 end earlier; 0 promised days cannot hold (1 here)."


def test_scenarios_show_load_and_goals_too(tmp_path: Path) -> None:
    files = {
        "teams.yaml": "- {id: payments, name: Payments, capacity: {person_months: 2}}\n",
        "goals.yaml": "- {id: grow, title: Grow}\n- {id: sell, title: Sell, parent: grow}\n",
    }
    item = "- {{id: one, title: One, team: payments, status: planned, goals: [sell], effort: {}, "
    item += "start: 2026-10-01, target: {}}}\n"
    write_files(init(tmp_path), {**files, "roadmap.yaml": item.format(2, "2026-10-30")})
    commit(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "more")
    commit(tmp_path, {"roadmap.yaml": item.format(3, "2026-11-30")})
    git(tmp_path, "checkout", "-q", "main")
    ran = prodops(*("roadmap", "plan", "--compare", "more", "--as-of", "2026-10-01", "--format", "json"), at=tmp_path)
    made = json.loads(ran.out)
    assert [(line["record"]["ref"].partition(":")[2], line["each"], line["open_work"]) for line in made["goals"]] == [
        ("grow", ["2026-10-30", "2026-11-30"], [1, 1]),
        ("sell", ["2026-10-30", "2026-11-30"], [1, 1]),
    ]
    loads = {line["period"]: [cell["load"] for cell in line["each"]] for line in made["load"]}
    assert set(loads) == {"2026-10", "2026-11"}
    assert loads["2026-10"][0] == [2.0, 2.0]
    assert sum(cells[1][0] for cells in loads.values()) == pytest.approx(3)


def test_unknown_branch_is_an_error_with_its_name(tmp_path: Path) -> None:
    write_files(init(tmp_path), {"roadmap.yaml": LATE.replace(", owner: ada", "")})
    commit(tmp_path)
    ran = prodops("roadmap", "plan", "--compare", "nowhere", at=tmp_path)
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert "nowhere" in ran.err


@pytest.mark.parametrize("form", ["text", "markdown", "html", "slack", "comment", "summary", "csv", "json"])
def test_every_format_holds_titles_that_mean_harm(tmp_path: Path, form: str) -> None:
    items = [
        {
            "id": f"i{number}",
            "title": text,
            "status": "planned",
            "start": "2026-10-05",
            "target": "2026-10-16",
            "effort": 1,
            "team": "payments",
            "depends_on": [f"i{number - 1}"] if number else [],
        }
        for number, text in enumerate(text for text in payloads() if text.strip() and text.isprintable())
    ]
    files = {
        "roadmap.yaml": json.dumps(items),
        "teams.yaml": "- {id: payments, name: Payments, capacity: {person_months: 1}}\n",
    }
    write_files(tmp_path, files)
    for command in (("plan", "--all"), ("capacity", "--all")):
        ran = prodops("roadmap", *command, "--as-of", "2026-10-01", "--format", form, at=tmp_path)
        assert ran.code == 0, ran.err
        assert "<script" not in ran.out.lower() or form == "json"
        assert "\x1b[2J" not in ran.out


# --- acme ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["2027-Q1", "2027-H1", "2027-01", "2027-01-19"])
def test_capacity_begins_with_a_day_or_a_period(first: str) -> None:
    ran = prodops("roadmap", "capacity", "--from", first, "--periods", "2", "--format", "json", at=ACME)
    assert ran.code == 0
    assert (
        json.loads(ran.out)["periods"]
        == json.loads(
            prodops("roadmap", "capacity", "--from", "2027-01-01", "--periods", "2", "--format", "json", at=ACME).out
        )["periods"]
    )


def test_capacity_begins_with_no_other_words() -> None:
    ran = prodops("roadmap", "capacity", "--from", "soon", at=ACME)
    assert (ran.code, ran.out) == (ExitCode.COULD_NOT_RUN, "")
    assert "soon is not a day" in ran.err


@pytest.mark.parametrize("command", ["plan", "capacity"])
def test_page_over_acme(golden: Callable[[str, str], None], command: str) -> None:
    ran = prodops("roadmap", command, "--format", "markdown", at=ACME)
    assert ran.code == 0
    golden(f"roadmap-{command}.md", ran.out)


def test_a_file_that_cannot_be_read_is_no_reason_for_ci_to_be_content(tmp_path: Path) -> None:
    write_files(tmp_path, {"roadmap/one.yaml": "title: One\nstatus: planned\ntarget: 2027-01-01\neffort: 80%\n"})
    ran = prodops("roadmap", "plan", "--exit-code", "--as-of", "2026-10-01", at=tmp_path)
    assert ran.code == ExitCode.FINDINGS
    assert "1 file has problems" in ran.err


def test_scenario_that_lacks_commits_is_told(tmp_path: Path) -> None:
    write_files(init(tmp_path), {"roadmap.yaml": LATE.replace(", owner: ada", "")})
    commit(tmp_path)
    git(tmp_path, "branch", "behind")
    git(tmp_path, "checkout", "-q", "-b", "bold")
    commit(tmp_path, {"people.yaml": "- {id: ada, name: Ada}\n"})
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"people.yaml": "- {id: kim, name: Kim}\n"})
    ran = prodops(*("roadmap", "plan", "--compare", "bold", "--compare", "behind"), at=tmp_path)
    assert (ran.code, ran.err.count("note:")) == (0, 1)
    assert "`bold` lacks commits" in ran.err


def test_settings_of_a_scenario_are_not_taken_for_those_on_disk(tmp_path: Path) -> None:
    write_files(init(tmp_path), {"roadmap.yaml": LATE.replace(", owner: ada", "")})
    commit(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "bold")
    there = commit(tmp_path, {"prodops.yaml": "{{\n"})
    git(tmp_path, "checkout", "-q", "main")
    ran = prodops("roadmap", "plan", "--compare", "bold", at=tmp_path)
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert f"at {there[:10]}, prodops.yaml" in ran.err


def test_file_whose_name_asks_for_another_form_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path, {"roadmap.yaml": LATE.replace(", owner: ada", "")})
    for name in ("plan.xlsx", "plan.pdf", "plan.svg"):
        ran = prodops("roadmap", "plan", "-o", tmp_path / name, at=tmp_path)
        assert ran.code == ExitCode.COULD_NOT_RUN
        assert not (tmp_path / name).exists()
