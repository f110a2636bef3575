"""The launch calendar: what is in it, what is in a launch's way, and each form it is printed in."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from builder import read_files
from cli_runner import prodops
from launch_pages import FILES, TEXTS, TODAY, renamed, require_quiet, require_same_structure
from prodops_cli.analysis.launches.clashes import Neighbours, blackouts_of, clashes_of, days_off_of, launch_days
from prodops_cli.analysis.launches.days import review_day
from prodops_cli.errors import ProdopsError
from prodops_cli.kinds.launch import Launch
from prodops_cli.policy import LaunchPolicy
from prodops_cli.render import launch_calendar as forms
from prodops_cli.render import markdown, months
from prodops_cli.render.escape import width
from prodops_cli.reports.launch_calendar import LaunchCalendar, View, launch_calendar
from prodops_cli.settings import Settings
from prodops_cli.workspace import Workspace

ACME = Path(__file__).parents[1] / "examples/acme"


def plain(_: str, text: str) -> str:
    return text


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return read_files(tmp_path_factory.mktemp("launches"), FILES)


@pytest.fixture(scope="module")
def made(workspace: Workspace) -> LaunchCalendar:
    return launch_calendar(workspace, TODAY)


def launch(**values: Any) -> Launch:
    return Launch.model_validate({"id": "x", "title": "X", **values})


# --- blackouts, days off, clashes ---------------------------------------------------------------------------


def test_first_step_on_the_day_of_the_launch_is_the_launch() -> None:
    found = launch_days(launch(date="2026-11-17", rollout=[{"on": "2026-11-17", "percent": 10}]))
    assert [(day.on.day, day.what, day.route) for day in found] == [(17, "the launch", ("date",))]


@pytest.mark.parametrize(
    ("day", "step", "found"),
    [
        ("2026-11-22", None, 0),
        ("2026-11-23", None, 1),
        ("2026-12-01", None, 1),
        ("2026-12-02", None, 0),
        ("2026-11-17", "2026-11-24", 1),
        ("2026-11-17", "2026-12-02", 0),
    ],
)
def test_blackout_holds_its_first_and_last_day_and_every_step(day: str, step: str | None, found: int) -> None:
    policy = LaunchPolicy.model_validate(
        {"blackouts": [{"first": "2026-11-23", "last": "2026-12-01", "reason": "Busy"}]}
    )
    rollout = [{"on": step, "percent": 100}] if step else []
    assert len(blackouts_of(policy, launch(date=day, rollout=rollout))) == found


def test_days_off_are_those_here_and_where_the_launch_goes() -> None:
    settings = Settings.model_validate({"holidays": [{"date": "2026-11-18", "name": "Company day"}]})
    steps = [{"on": f"2026-11-{day}", "percent": 100} for day in (17, 18, 21, 26)]
    found = days_off_of(settings, launch(rollout=steps, facts={"new_geographies": ["US"]}))
    assert [one.why for one in found] == [
        "Company day",
        "a Saturday",
        "Thanksgiving Day (US)",
    ]
    assert not days_off_of(settings, launch(date="2026-11-26", geographies=["DE"]))


def clashes(folder: Path, one: str, other: str) -> list[str]:
    files = {"launches/a.yaml": f"title: A\n{one}\n", "launches/b.yaml": f"title: B\n{other}\n", "teams.yaml": TEAMS}
    files["prodops.yaml"] = "launches: {colleagues: [partners]}\n"
    found = read_files(folder, files)
    return [clash.reason for clash in clashes_of(found, found.of(Launch)[0].record)]


TEAMS = "- {id: field-sales, name: Field Sales}\n- {id: customers, name: Customers}\n"
PRODUCT = "facts: {new_product: true}"


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ("date: 2026-11-17\nteam: payments", "date: 2026-11-17\nteam: payments", ["on the same day"]),
        ("date: 2026-11-13\nteam: payments", "date: 2026-11-18\nteam: payments", ["5 days later"]),
        ("date: 2026-11-13\nteam: payments", "date: 2026-11-19\nteam: payments", []),
        (f"date: 2026-11-17\n{PRODUCT}", f"date: 2026-11-16\n{PRODUCT}", ["1 day earlier: both are tier 1"]),
        (f"date: 2026-11-17\n{PRODUCT}", "date: 2026-11-17", []),
        ("date: 2026-11-17\naudiences: [shops]", "date: 2026-11-17\naudiences: [shops]", ["both are news for shops"]),
        ("date: 2026-11-17\naudiences: [support]", "date: 2026-11-17\naudiences: [support]", []),
        (
            "date: 2026-11-17\naudiences: [Field Sales]",
            "date: 2026-11-17\naudiences: [field-sales]",
            ["for Field Sales"],
        ),
        ("date: 2026-11-17\naudiences: [partners]", "date: 2026-11-17\naudiences: [partners]", []),
        ("date: 2026-11-17\naudiences: [customers]", "date: 2026-11-17\naudiences: [customers]", ["for customers"]),
        ("date: 2026-11-17\nteam: payments", "date: 2026-11-17\nteam: payments\nstatus: launched", []),
        ("date: 2026-11-17\nteam: payments", "team: payments", []),
    ],
)
def test_launches_clash_within_three_working_days(tmp_path: Path, one: str, other: str, reasons: list[str]) -> None:
    found = clashes(tmp_path, one, other)
    assert len(found) == len(reasons)
    assert all(reason in text for reason, text in zip(reasons, found, strict=True))


def test_clash_is_seen_from_both_sides(workspace: Workspace) -> None:
    found = {entry.id: [clash.other for clash in clashes_of(workspace, entry.record)] for entry in workspace.of(Launch)}
    assert found["checkout-2"] == ["loyalty"]
    assert found["loyalty"] == ["checkout-2"]


def test_review_is_on_a_working_day_a_week_before() -> None:
    settings = Settings.model_validate({"holidays": [{"date": "2026-11-10"}]})
    assert review_day(settings, launch(date="2026-11-18")) == date(2026, 11, 11)
    assert review_day(settings, launch(date="2026-11-17")) == date(2026, 11, 9)
    assert review_day(settings, launch()) is None


# --- what is in it ------------------------------------------------------------------------------------------


def test_events_of_a_launch(made: LaunchCalendar) -> None:
    found = {event.uid: event.on.isoformat() for event in made.events if event.launch.id == "checkout-2"}
    assert found["launch:checkout-2:date"] == "2026-11-17"
    assert found["launch:checkout-2:rollout:100"] == "2026-11-24"
    assert found["launch:checkout-2:gate:legal"] == "2026-11-02"  # as its file says
    assert found["launch:checkout-2:gate:security"] == "2026-11-03"  # ten working days before
    assert found["launch:checkout-2:brief:support"] == "2026-11-10"
    assert found["launch:checkout-2:review"] == "2026-11-10"
    assert "launch:checkout-2:rollout:10" not in found  # that is the launch


def test_what_is_in_the_way_is_told(made: LaunchCalendar) -> None:
    notes = {event.uid: event.notes for event in made.events}
    assert notes["launch:checkout-2:rollout:100"] == ("in a blackout: Zyx",)
    assert notes["launch:checkout-2:date"] == (
        "near Zyx, 2 days later: the same team launches both and both are news for Zyx buyers",
    )


def test_gates_due_on_one_day_stand_together(made: LaunchCalendar) -> None:
    lines = [line.what for month in made.months for line in month.lines if line.kind == "gate"]
    assert "needs decisions: marketing and support" in lines


def test_cancelled_launch_keeps_only_itself_for_people(made: LaunchCalendar) -> None:
    lines = [line for month in made.months for line in month.lines if line.launch.id == "gone"]
    assert [(line.mark, line.what) for line in lines] == [("✕", "is cancelled (tier 3)")]
    assert sum(event.launch.id == "gone" for event in made.events) > 1


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.integers(1, 24))
def test_months_have_each_of_their_days_once(workspace: Workspace, first: date, count: int) -> None:
    found = launch_calendar(workspace, TODAY, View(first, count))
    days = [cell.on for month in found.months for week in month.weeks for cell in week if cell.is_inside]
    assert days == [found.first + timedelta(days=index) for index in range((found.last - found.first).days + 1)]
    assert len(found.months) == count
    assert all(week[0].on.weekday() == 0 and len(week) == 7 for month in found.months for week in month.weeks)


def test_team_and_months_narrow_it(workspace: Workspace) -> None:
    found = launch_calendar(workspace, TODAY, View(months=1), team="payments")
    assert {event.launch.id for event in found.events} == {"checkout-2"}  # gates of November's launch
    assert [month.period for month in found.months] == ["2026-10"]


def test_what_is_dated_in_the_future_is_not_done(tmp_path: Path) -> None:
    page = """
        title: A
        date: 2026-11-17
        audiences: [support, sales]
        briefs: {support: 2026-11-01, sales: 2026-10-14}
        rollout: [{on: 2026-11-18, percent: 50, reached: 2026-11-18}, {on: 2026-11-19, percent: 70}]
    """
    found = launch_calendar(read_files(tmp_path, {"launches/a.yaml": page}), TODAY)
    done = {event.uid.removeprefix("launch:a:"): event.is_done for event in found.events}
    assert [done[uid] for uid in ("brief:support", "brief:sales", "rollout:50")] == [False, True, False]


# --- calendars of others ------------------------------------------------------------------------------------


def test_moved_launch_moves_its_events_and_a_cancelled_one_takes_them_off(tmp_path: Path) -> None:
    def read(text: str, as_of: date) -> dict[str, Any]:
        found = read_files(tmp_path, {"launches/a.yaml": f"title: A\naudiences: [support]\n{text}\n"})
        calendar = forms.ics(launch_calendar(found, as_of, View(every_event=True)))
        return {event.uid: event for event in IcsCalendarStream.calendar_from_ics(calendar).events}

    before = read("date: 2026-11-17\nrollout: [{on: 2026-11-19, percent: 50}, {on: 2026-11-24, percent: 100}]", TODAY)
    moved = "date: 2027-06-15\nrollout: [{on: 2027-06-17, percent: 50}, {on: 2027-06-22, percent: 100}]"
    after = read(moved, TODAY + timedelta(days=1))
    assert set(after) == set(before)
    assert all(after[uid].dtstart != event.dtstart for uid, event in before.items())
    assert all(after[uid].sequence > event.sequence for uid, event in before.items())
    assert all(event.dtend == event.dtstart + timedelta(days=1) for event in after.values())
    off = read(f"{moved}\nstatus: cancelled", TODAY + timedelta(days=2))
    assert set(off) == set(before)
    assert {event.status for event in off.values()} == {EventStatus.CANCELLED}


def test_launch_on_hold_takes_off_what_leads_up_to_it(tmp_path: Path) -> None:
    def read(status: str) -> dict[str, Any]:
        page = f"title: A\ndate: 2026-11-17\naudiences: [support]\nstatus: {status}\n"
        step = "rollout: [{on: 2026-11-19, percent: 50}]\n"
        made = launch_calendar(read_files(tmp_path, {"launches/a.yaml": page + step}), TODAY, View(every_event=True))
        assert {line.kind for month in made.months for line in month.lines} >= {"launch"}
        events = IcsCalendarStream.calendar_from_ics(forms.ics(made)).events
        return {event.uid: (event.summary, event.status) for event in events}

    before, held = read("planned"), read("on_hold")
    assert set(held) == set(before)
    assert len(held) > 3
    assert [text for text, status in held.values() if status != EventStatus.CANCELLED] == ["A: is on hold (tier 3)"]


def test_day_off_keeps_its_name_when_a_launch_reaches_another_country(tmp_path: Path) -> None:
    def read(countries: str) -> dict[str, str]:
        page = f"title: A\ndate: 2026-11-17\ngeographies: [{countries}]\n"
        made = launch_calendar(read_files(tmp_path, {"launches/a.yaml": page}), TODAY, View(every_event=True))
        events = IcsCalendarStream.calendar_from_ics(forms.ics(made)).events
        return {event.uid: event.summary or "" for event in events if (event.summary or "").startswith("Day off")}

    one, two = read("DE"), read("DE, AT")
    assert set(one) <= set(two)
    assert any("(AT, DE)" in text for text in two.values())


def test_calendar_has_blackouts_as_stretches(workspace: Workspace) -> None:
    text = forms.ics(launch_calendar(workspace, TODAY, View(months=1, every_event=True)))
    (found,) = [e for e in IcsCalendarStream.calendar_from_ics(text).events if e.summary == "No launches: Zyx"]
    assert (found.dtstart, found.dtend) == (date(2026, 11, 23), date(2026, 12, 2))


def test_rows(made: LaunchCalendar) -> None:
    rows = list(csv.DictReader(StringIO(forms.csv(made))))
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    assert {"launch", "rollout", "gate", "brief", "review", "blackout", "day off"} == {row["kind"] for row in rows}
    assert len(rows) == len(made.events) + len(made.blackouts) + len(made.days_off)


# --- on a terminal ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [20, 62, 80, 120, 300])
def test_no_line_is_wider_than_the_terminal(made: LaunchCalendar, columns: int) -> None:
    for text in (TEXTS["wide"], TEXTS["endless"], TEXTS["long"], "Word"):
        lines = months.render(renamed(made, text), columns, plain).splitlines()
        assert max(map(width, lines)) <= max(columns, months.NARROWEST)
        table = [line for line in lines if line.startswith("│")]
        assert len({width(line) for line in table}) == 1


def test_a_crowded_day_says_how_much_more_there_is(tmp_path: Path) -> None:
    files = {f"launches/l{number}.yaml": f"title: L{number}\ndate: 2026-11-17\n" for number in range(6)}
    text = months.render(launch_calendar(read_files(tmp_path, files), TODAY, View(date(2026, 11, 1), 1)), 120, plain)
    assert "+ 3 more" in text
    assert all(f"L{number} launches" in text for number in range(6))


# --- hostile names ------------------------------------------------------------------------------------------


def test_no_name_changes_the_page(workspace: Workspace) -> None:
    made = launch_calendar(workspace, TODAY, View(date(2026, 11, 1), 1))
    (month,) = made.months
    month = replace(month, weeks=month.weeks[2:4], lines=month.lines[-6:])  # two weeks have every kind of line
    require_same_structure("launch-calendar", replace(made, months=(month,)))


def test_no_name_changes_a_table_a_calendar_or_rows(made: LaunchCalendar) -> None:
    made = replace(made, events=made.events[:12], days_off=(), months=made.months[1:2])
    expected = len(IcsCalendarStream.calendar_from_ics(forms.ics(made)).events)
    rows = len(list(csv.reader(StringIO(forms.csv(made)))))
    for which, text in TEXTS.items():
        hostile = renamed(made, text)
        shown, calendar, table = months.render(hostile, 80, plain), forms.ics(hostile), forms.csv(hostile)
        require_quiet(which, shown, calendar.replace("\r\n", "\n"), table)
        assert len(IcsCalendarStream.calendar_from_ics(calendar).events) == expected, which
        found = list(csv.reader(StringIO(table)))
        assert len(found) == rows, which
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in found for cell in row), which


# --- the command --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "options", "columns"),
    [
        ("launch-calendar.txt", [], 80),
        ("launch-calendar-wide.txt", ["--from", "2026-Q4", "--months", "1"], 120),
        ("launch-calendar.md", ["--months", "2"], None),
        ("launch-calendar.ics", ["--format", "ics"], None),
    ],
)
def test_acme(name: str, options: list[str], columns: int | None, golden: Callable[[str, str], None]) -> None:
    ran = prodops("launch", "calendar", *options, at=ACME, columns=columns, environment={"NO_COLOR": "1"})
    assert ran.code == 0
    golden(name, ran.out)


def test_every_form_is_written_by_the_name_of_the_file(tmp_path: Path) -> None:
    starts = {
        "a.ics": "BEGIN:VCALENDAR",
        "a.csv": "day,until,kind",
        "a.json": "{",
        "a.html": "<!DOCTYPE html>",
        "a.md": "# Acme Commerce",
        "a.txt": "Acme Commerce",
    }
    for name, start in starts.items():
        assert prodops("launch", "calendar", "-o", tmp_path / name, at=ACME).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start), name
    found = json.loads((tmp_path / "a.json").read_text())
    assert [month["period"] for month in found["months"]] == ["2026-10", "2026-11", "2026-12"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--months", "0"], "0 months cannot be shown"),
        (["--months", "25"], "25 months cannot be shown"),
        (["--from", "soon"], "soon is not a day of the calendar"),
        (["--team", "nobody"], "there is no team `nobody`"),
        (["--format", "pdf"], "there is no format `pdf`"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], message: str) -> None:
    ran = prodops("launch", "calendar", *arguments, at=ACME)
    assert ran.code == 2
    assert message in ran.err


def test_workspace_without_launches_has_a_calendar(tmp_path: Path) -> None:
    found = launch_calendar(read_files(tmp_path, {}), TODAY)
    assert found.headline == "0 launches planned."
    assert "Nothing." in months.render(found, 80, plain)
    assert replace(found, months=()).events == ()


# --- many launches ------------------------------------------------------------------------------------------


def crowd(place: Path, count: int) -> Workspace:
    """So many launches on one day, all news for the same customers, and as many without a day."""
    dated = [f"- {{id: l{one}, title: Launch {one}, date: 2026-10-21, audiences: [shops]}}" for one in range(count)]
    undated = [f"- {{id: u{one}, title: Some day {one}}}" for one in range(count)]
    return read_files(place, {"prodops.yaml": "name: Acme\n", "launches.yaml": "\n".join([*dated, *undated])})


def test_of_many_neighbours_the_nearest_are_named_and_the_others_counted(tmp_path: Path) -> None:
    launches = [event for event in launch_calendar(crowd(tmp_path, 9), TODAY).events if event.kind == "launch"]
    assert [len(event.notes) for event in launches] == [6] * 9
    assert launches[8].notes[0] == "near Launch 0, on the same day: both are news for shops"
    assert launches[8].notes[5] == "near 3 other launches, too"


@pytest.mark.parametrize("count", [5, 6])
def test_nearest_neighbours_are_those_of_all(count: int, tmp_path: Path) -> None:
    found = crowd(tmp_path, count)
    one = found.of(Launch)[0].record
    nearest, more = Neighbours(found).nearest_of(one, 4)
    assert nearest == clashes_of(found, one)[:4]
    assert more == count - 5


def test_a_day_tells_seven_lines_and_how_many_more_there_are(tmp_path: Path) -> None:
    made = launch_calendar(crowd(tmp_path, 20), TODAY)
    page, text = markdown.render("launch-calendar", made, most=7), months.render(made, 80, plain, 7)
    assert page.count("◇ **Launch ") == 7
    assert "- Wed 21 Oct and 13 more\n" in page
    assert " + 13 more |" in page
    assert "Some day 0, Some day 1, Some day 10, Some day 11, Some day 12, Some day 13, Some day 14 and 13 more" in page
    assert "          + 13 more\n" in text
    assert text.count(" launches (tier 3)") == 7
    everything = markdown.render("launch-calendar", made)
    assert everything.count("◇ **Launch ") == 20
    assert " more\n" not in everything


def test_page_that_is_too_large_says_what_to_ask_for(made: LaunchCalendar) -> None:
    month = replace(made.months[0], title="x" * 300_000)
    with pytest.raises(ProdopsError) as refused:
        markdown.render("launch-calendar", replace(made, months=(month,) * 30))
    assert refused.value.message == "the page would be a text of more than 8,388,608 characters"
    assert "--team" in (refused.value.hint or "")


def test_what_is_done_is_not_said_to_be_needed(tmp_path: Path) -> None:
    files = FILES | {
        "launches/checkout-2.yaml": """
            title: Cards
            date: 2026-11-17
            gates: {legal: {owner: ada, approvals: [{by: ada, on: 2026-10-01, verdict: approved}]}}
            audiences: [support]
            briefs: {support: 2026-10-10}
            """
    }
    shown = forms.csv(launch_calendar(read_files(tmp_path, files), TODAY))
    assert "legal has decided (approved)" in shown
    assert "support briefed" in shown
    assert "last day to brief" not in shown
