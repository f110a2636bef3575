"""The timeline: what is in it, how it is grouped, and each form it is printed in."""

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import read_files, write_files
from cli_runner import prodops
from payloads import payloads
from pictures import TODAY, item, of_size, timeline, titles
from prodops_cli.analysis.planning.network import LinkType
from prodops_cli.errors import ProdopsError
from prodops_cli.render.drawing import text_width
from prodops_cli.render.timeline import events, gantt, picture, table, text, web
from prodops_cli.render.timeline.layout import layout, packed
from prodops_cli.reports._ties import Tie
from prodops_cli.reports.timeline import Timeline, View, Wait, grouped
from prodops_cli.reports.timeline import timeline as report
from test_escape import COMMAND, INVISIBLE

ACME = Path(__file__).parents[1] / "examples/acme"
SVG = "{http://www.w3.org/2000/svg}"

FILES = {
    "teams/payments.yaml": "name: Payments\n",
    "teams/storefront.yaml": "name: Storefront\n",
    "goals/more-orders.yaml": "title: More orders\nperiod: 2026-Q4\n",
    "roadmap/tax.yaml": """
        title: Tax service
        status: in_progress
        health: at_risk
        team: payments
        start: 2026-09-01
        target: 2026-11-20
        """,
    "roadmap/checkout.yaml": """
        title: Checkout
        status: planned
        team: storefront
        goals: [more-orders]
        start: 2026-11-02
        target: 2026-12-04
        depends_on: [tax]
        """,
    "roadmap/old.yaml": "title: Old\nstatus: shipped\nstart: 2026-05-01\ntarget: 2026-06-01\nshipped: 2026-06-11\n",
    "roadmap/gone.yaml": "title: Gone\nstatus: cancelled\nstart: 2026-05-01\ntarget: 2026-06-01\n",
    "roadmap/some-day.yaml": "title: Some day\nstatus: idea\n",
    "launches/live.yaml": "title: Live\ndate: 2026-12-08\nteam: storefront\ninitiatives: [checkout]\n",
}


def made(tmp_path: Path, **options: object) -> Timeline:
    return report(read_files(tmp_path, FILES), TODAY, **options)  # type: ignore[arg-type]


# --- the report ------------------------------------------------------------------------------------------


def test_shipped_and_open_items_with_dates_are_in_it(tmp_path: Path) -> None:
    found = made(tmp_path)
    assert {item.record.id for item in found.items} == {"tax", "checkout", "old"}
    assert [one.record.id for one in found.milestones] == ["live"]
    assert found.undated == 1  # the cancelled one is not missed
    assert [group.name for group in found.groups] == ["Payments", "Storefront", "No team"]


def test_computed_end_is_beside_the_promise_where_it_is_later(tmp_path: Path) -> None:
    items = {item.record.id: item for item in made(tmp_path).items}
    checkout = items["checkout"]
    assert checkout.finish is not None
    assert checkout.target == date(2026, 12, 4)
    assert checkout.late_days == (checkout.finish - checkout.target).days > 0
    assert checkout.last == checkout.finish
    assert checkout.waits_for == (Wait("tax"),)
    assert items["tax"].late_days == 0
    assert items["old"].late_days == 10
    assert items["old"].end == date(2026, 6, 11)


def test_days_are_whole_fiscal_quarters(tmp_path: Path) -> None:
    found = report(read_files(tmp_path, {**FILES, "prodops.yaml": "name: A\nfiscal_year_starts: 2\n"}), TODAY)
    assert (found.first, found.last) == (date(2026, 5, 1), date(2027, 1, 31))
    assert [quarter.name for quarter in found.quarters] == ["2026-Q2", "2026-Q3", "2026-Q4"]


def test_days_that_are_asked_for_leave_the_rest_outside(tmp_path: Path) -> None:
    found = made(tmp_path, view=View(first=date(2026, 12, 1), last=date(2026, 12, 31)))
    assert [item.record.id for item in found.items] == ["checkout"]
    assert found.outside == 2
    assert found.items[0].waits_for == ()  # what it waits for is not there to point at
    with pytest.raises(ProdopsError, match="before the first day"):
        made(tmp_path, view=View(first=date(2026, 12, 1), last=date(2026, 11, 30)))


@pytest.mark.parametrize("asked", [View(first=date(2028, 1, 1)), View(last=date(2020, 1, 1))])
def test_a_single_day_far_away_is_enough(tmp_path: Path, asked: View) -> None:
    found = made(tmp_path, view=asked)
    assert found.first <= found.last
    assert found.items == ()
    assert ET.fromstring(picture.render(found)) is not None


def test_groups_by_goal_and_status(tmp_path: Path) -> None:
    assert [group.name for group in made(tmp_path, view=View("goal")).groups] == ["More orders", "No goal"]
    names = [group.name for group in made(tmp_path, view=View("status")).groups]
    assert names == ["In progress", "Planned", "Shipped", "Launches"]
    assert [group.name for group in made(tmp_path, view=View("product-line")).groups] == ["Launches", "No product line"]


def test_every_date_it_had_comes_from_history(tmp_path: Path) -> None:
    root = write_files(tmp_path, FILES)

    def git(*arguments: str) -> None:
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "roadmap: first")
    place = root / "roadmap/tax.yaml"
    place.write_text(place.read_text().replace("2026-11-20", "2026-11-27"))
    git("commit", "-qam", "roadmap: the supplier moved")
    ran = prodops("roadmap", "timeline", "-f", "json", "--as-of", str(TODAY), at=root)
    tax = next(
        item
        for group in json.loads(ran.out)["groups"]
        for item in group["items"]
        if item["record"]["ref"] == "initiative:tax"
    )
    assert [(one["day"], one["author"], one["why"], one["days"]) for one in tax["dates"]] == [
        ("2026-11-20", "Ada", "roadmap: first", 0),
        ("2026-11-27", "Ada", "roadmap: the supplier moved", 7),
    ]
    assert tax["promise"] == "2nd target, +7 days against the first promise"
    assert "said on" in prodops("roadmap", "timeline", "-f", "html", at=root).out
    assert json.loads(prodops("roadmap", "timeline", "-f", "json", "--no-history", at=root).out)["has_history"] is False
    shutil.rmtree(root / ".git")
    without = prodops("roadmap", "timeline", "-f", "svg", at=root)
    assert without.code == 0
    assert "how dates moved is not known: no history" in without.out


# --- the command -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("x.svg", "<svg "),
        ("x.html", "<!DOCTYPE html>"),
        ("x.md", "# "),
        ("x.csv", "group,kind,"),
        ("x.json", "{"),
        ("x.ics", "BEGIN:VCALENDAR"),
        ("x.txt", "Acme"),
        ("x", "# "),
    ],
)
def test_the_file_says_the_format(tmp_path: Path, name: str, start: str) -> None:
    root = write_files(tmp_path / "w", FILES)
    ran = prodops("roadmap", "timeline", "-o", tmp_path / name, "--as-of", str(TODAY), at=root)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_periods_are_taken_whole_those_to_come_too(tmp_path: Path) -> None:
    root = write_files(tmp_path, FILES)
    asked = ("--from", "2026-Q4", "--to", "2027-Q1", "--as-of", str(TODAY), "-f", "json")
    found = json.loads(prodops("roadmap", "timeline", *asked, at=root).out)
    assert (found["first"], found["last"]) == ("2026-10-01", "2027-03-31")


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    root = write_files(tmp_path, FILES)
    assert "cannot be grouped by `owner`" in prodops("roadmap", "timeline", "--by", "owner", at=root).err
    assert "there is no format `pdf`" in prodops("roadmap", "timeline", "-f", "pdf", at=root).err
    assert "not a day" in prodops("roadmap", "timeline", "--from", "soon", at=root).err
    assert prodops("roadmap", "timeline", "--team", "nobody", at=root).code == 2
    assert prodops("roadmap", "timeline", "--from", "2026-12-01", "--to", "2026-01-01", at=root).code == 2


@pytest.mark.parametrize("columns", [80, 200])
def test_acme_in_a_terminal(golden: Callable[[str, str], None], columns: int) -> None:
    ran = prodops("roadmap", "timeline", "--no-history", at=ACME, columns=columns, environment={"NO_COLOR": "1"})
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= columns
    if columns == 80:
        shown = prodops(
            "roadmap",
            "timeline",
            "--no-history",
            "--team",
            "loyalty",
            at=ACME,
            columns=80,
            environment={"NO_COLOR": "1"},
        )
        golden("timeline.txt", shown.out)


# --- the picture -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 10, 60, 500, 2000])
def test_picture_is_xml_of_the_size_it_says(count: int) -> None:
    found = of_size(count)
    root = ET.fromstring(picture.render(found))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").text == "Acme: roadmap"  # type: ignore[union-attr]
    assert root.find(f"{SVG}desc") is not None
    bars = [element for element in root.iter(f"{SVG}g") if element.attrib.get("class", "").startswith("item ")]
    assert len(bars) == count
    for rect in root.iter(f"{SVG}rect"):
        assert 0 <= float(rect.attrib["x"]) <= width
        assert float(rect.attrib["y"]) + float(rect.attrib["height"]) <= height + 1
    assert "prefers-color-scheme: dark" in root.find(f"{SVG}style").text  # type: ignore[operator,union-attr]


def test_bars_never_overlap_and_many_share_lanes() -> None:
    found = layout(of_size(500))
    lanes: dict[float, list[tuple[float, float]]] = {}
    for bar in found.bars:
        lanes.setdefault(bar.y, []).append((bar.x, bar.right))
    assert len(lanes) < 250
    for stretches in lanes.values():
        ordered = sorted(stretches)
        assert all(one[1] <= other[0] for one, other in pairwise(ordered))
    assert len(layout(of_size(10)).bars) == len({bar.y for bar in layout(of_size(10)).bars})


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 200))))
def test_packed_lanes_are_free_and_as_few_as_can_be(pairs: list[tuple[float, float]]) -> None:
    stretches = [(left, left + width) for left, width in pairs]
    lanes = packed(stretches)
    for index, (left, right) in enumerate(stretches):
        for other in range(index):
            if lanes[other] == lanes[index]:
                assert right + 5 <= stretches[other][0] or stretches[other][1] + 5 <= left
    most = max((sum(l <= left < r + 5 for l, r in stretches) for left, _ in stretches), default=0)  # noqa: E741
    assert max(lanes, default=-1) + 1 <= most


@pytest.mark.parametrize(
    ("kind", "ends"),
    [("finish_start", ("right", "x")), ("start_start", ("x", "x")), ("finish_finish", ("right", "right"))],
)
@pytest.mark.parametrize("delay", [0, 60])
def test_lines_lead_from_end_to_end_as_the_type_says(kind: LinkType, ends: tuple[str, str], delay: int) -> None:
    first = item(0, "a", team=None)
    start = first.start + timedelta(days=delay)
    waits = (Wait("i0", Tie(kind, 7)),)
    later = item(1, "b", team=None, start=start, end=start + timedelta(days=90), late_days=0, waits_for=waits)
    found = timeline([])
    drawn = layout(replace(found, groups=grouped([first, later], [], "team")))
    source, target = (next(bar for bar in drawn.bars if bar.item.record.id == id_) for id_ in ("i0", "i1"))
    (link,) = drawn.links
    assert abs(link.points[0][0] - getattr(source, ends[0])) <= 5
    if kind == "finish_start" and not delay:
        return  # it begins before the other ends: the line leads into its side
    assert abs(link.points[-1][0] - getattr(target, ends[1])) <= 5


def test_ends_and_lags_are_said_where_they_are_not_the_usual(tmp_path: Path) -> None:
    later = FILES["roadmap/checkout.yaml"].replace("[tax]", "[{on: tax, type: finish_finish, lag: 1w}]")
    found = report(read_files(tmp_path, {**FILES, "roadmap/checkout.yaml": later}), TODAY)
    page = web.render(found)
    assert page.count("<td>Tax service (end to end, 7 days later)</td>") == 1
    assert '"lists":[["Waits for",["Tax service (end to end, 7 days later)"]],["Needed by",[]]]' in page
    assert "(end to" not in web.render(made(tmp_path / "b"))


@pytest.mark.parametrize("count", [12, 60, 500])
def test_what_is_late_is_said_at_the_right_edge_too_and_under_no_bar(count: int) -> None:
    found = of_size(count)
    last = max(one.last for one in found.items if one.late_days)
    drawn = layout(replace(found, last=last))
    notes = [(bar, bar.note) for bar in drawn.bars if bar.item.late_days and bar.item.start <= last]
    assert notes
    for bar, note in notes:
        assert note is not None
        begin, end = note.x, note.x + text_width(note.text, 11)
        assert not note.is_before
        assert end <= drawn.width
        assert not any(
            other.y == bar.y and begin < other.right and other.x < end for other in drawn.bars if other is not bar
        )


def test_health_is_a_shape_and_confidence_an_outline() -> None:
    found = timeline(["a"])
    marks = {
        health: re.findall(
            r'class="item \w+">.*?class="mark".*?/>',
            picture.render(
                replace(found, groups=(replace(found.groups[0], items=(replace(found.items[0], health=health),)),))
            ),
        )[0].split("<")[-1]
        for health in ("on_track", "at_risk", "off_track", "paused", None)
    }
    shapes = {re.sub(r'(fill|stroke)="#\w+"', "", mark) for mark in marks.values()}
    assert len(shapes) == 5


def test_a_thousand_years_are_drawn() -> None:
    found = of_size(3)
    far = replace(found, first=date(1900, 1, 1), last=date(2200, 12, 31))
    assert ET.fromstring(picture.render(far)) is not None
    assert "axisFormat" in gantt.gantt(far)
    assert text.render(far, 80, lambda _, words: words)


# --- texts that try to be something else ------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(payloads()))
def test_no_payload_leaves_its_place(name: str) -> None:
    payload = payloads()[name] or " "
    found = timeline([payload, "b"], note=payload)
    drawn = picture.render(found)
    root = ET.fromstring(drawn)
    plain = ET.fromstring(picture.render(timeline(["a", "b"], note="a")))
    assert {element.tag for element in root.iter()} == {element.tag for element in plain.iter()}
    assert {key for element in root.iter() for key in element.attrib} <= {
        key for element in plain.iter() for key in element.attrib
    } | {"text-anchor"}
    for output in (drawn, web.render(found), gantt.render(found), table.csv(found), text.render(found, 80, _plain)):
        assert not COMMAND.search(output)
        assert not INVISIBLE.search(output)
    page = web.render(found)
    assert page.count("<script") == 2
    assert page.count("</script>") == 2
    island = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert island is not None
    assert json.loads(island[1])["items"]
    assert gantt.render(found).count("\n```") == 2
    rows = list(csv.reader(StringIO(table.csv(found))))
    assert len(rows) == 4
    assert {len(row) for row in rows} == {len(table.HEADER)}


def _plain(_: str, words: str) -> str:
    return words


LINES = re.compile(
    r"gantt|  title [\w ,.()/+#;-]*|  dateFormat YYYY-MM-DD|  axisFormat %b %Y|  todayMarker off"
    r"|  %% \d+ more are not drawn|  section [\w ,.()/+#;-]+|    [\w ,.()/+#;-]+ :"
    r"(milestone, |crit, |done, |active, )*t\d+, [\d-]{10}, (0d|[\d-]{10})"
)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_gantt_has_no_line_but_its_own(names: list[str]) -> None:
    for line in gantt.gantt(timeline(names)).splitlines():
        assert LINES.fullmatch(line), line
        words = line.partition(" :")[0].strip().removeprefix("section ").removeprefix("title ")
        if line.startswith("    "):
            assert not re.match(r"(end|section|title|click|\d{4}-)\b", words, re.IGNORECASE)


def test_gantt_stays_within_what_github_draws() -> None:
    shown = gantt.gantt(timeline([f"{title} {'x' * 100}" for title in titles(900)]))
    assert len(shown) < 50_000
    assert "more are not drawn" in shown


def test_csv_and_calendar_have_a_row_and_an_event_for_each() -> None:
    found = of_size(9)
    rows = list(csv.DictReader(StringIO(table.csv(found))))
    assert len(rows) == 9 + len(found.milestones)
    late = next(row for row in rows if row["late_days"] == "12")
    assert date.fromisoformat(late["earliest_finish"]) - date.fromisoformat(late["target"]) == timedelta(days=12)
    assert late["dates"] == "2"
    shown = events.ics(found)
    assert shown.count("BEGIN:VEVENT") == len(rows)
    assert "SUMMARY:Launch: Customers goes live" in shown


def test_the_same_twice() -> None:
    assert web.render(of_size(40)) == web.render(of_size(40))
