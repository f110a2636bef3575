"""How far plans are: the boxes of their pages, when git saw them ticked, and what always comes late."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from builder import read_files
from cli_runner import prodops
from payloads import payloads
from prodops_cli import settings
from prodops_cli.analysis.onboarding.progress import Box, Plan, boxes_of, path_of, person_of, plans
from prodops_cli.analysis.onboarding.ticks import Slip, Tick, is_due, slips, ticks_of
from prodops_cli.errors import ExitCode
from prodops_cli.git import Repository
from prodops_cli.history import PageVersion, page_versions
from prodops_cli.render.escape import markdown, markdown_link
from prodops_cli.settings import Settings
from prodops_cli.tree import WorkingTree
from repository import commit, git, init
from test_escape import one_line

TODAY = date(2026, 11, 20)


def only(line: str) -> Box:
    (box,) = boxes_of(line)
    return box


# --- boxes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "is_done", "is_dropped"),
    [
        ("- [ ] A", False, False),
        ("- [x] A", True, False),
        ("- [X] A", True, False),
        ("- [✓] A", True, False),
        ("- [-] A", False, True),
        ("- [~] A", False, True),
        ("- [\t] A", False, False),
        ("- [\xa0] A", False, False),
        ("* [x] A", True, False),
        ("+ [x] A", True, False),
        ("1. [x] A", True, False),
        ("12) [ ] A", False, False),
        ("  - [x] A", True, False),
        ("\t\t- [x] A", True, False),
        ("> - [x] A", True, False),
        (">> 1. [x] A", True, False),
        ("-   [x]   A  ", True, False),
    ],
)
def test_a_box_is_a_list_item_with_brackets(line: str, is_done: bool, is_dropped: bool) -> None:
    box = only(line)
    assert (box.title, box.is_done, box.is_dropped) == ("A", is_done, is_dropped)
    assert box.is_open is not (is_done or is_dropped)
    assert (box.id, box.due, box.line) == (None, None, 1)


@pytest.mark.parametrize(
    "line",
    [
        "[ ] A",
        "-[ ] A",
        "- [] A",
        "- [xx] A",
        "- [x]A",
        "- [x]",
        "- \\[x] A",
        "A - [x] B",
        "- [x](http://a) A",
        "1234567890. [x] A",
        "# [x] A",
    ],
)
def test_anything_else_is_none(line: str) -> None:
    assert boxes_of(line) == ()


def test_boxes_have_their_lines_and_their_order() -> None:
    text = (
        "# Plan\n\n- [ ] A <!-- task: a -->\n  - [x] B\n\n1. [ ] C <!-- task: c -->\n   more of C\n- text\n> - [ ] D\n"
    )
    assert [(box.line, box.id, box.title) for box in boxes_of(text)] == [
        (3, "a", "A"),
        (4, None, "B"),
        (6, "c", "C"),
        (9, None, "D"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_markdown_s_do(end: str) -> None:
    text = end.join(["# Plan", "", "- [x] **Mon 2026-11-02** A <!-- task: a -->", "- [ ] B", ""])
    assert [(box.line, box.id, box.due, box.title) for box in boxes_of(text)] == [
        (3, "a", date(2026, 11, 2), "A"),
        (4, None, None, "B"),
    ]


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_nothing_else_ends_a_line(sign: str) -> None:
    text = f"- [ ] A{sign}- [x] B <!-- task: b -->\n- [ ] C\n"
    assert [(box.line, box.id, box.is_done) for box in boxes_of(text)] == [(1, "b", False), (2, None, False)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("```", "```"),
        ("```markdown", "```"),
        ("~~~", "~~~"),
        ("````", "````"),
        ("````\n```", "````"),
        ("~~~\n```", "~~~"),
        ("```\n~~~", "```"),
        ("```\n``` not the end", "```"),
        ("```", "`````  "),
        ("  ```", "  ```"),
        ("> ```", "> ```"),
        ("- ```", "  ```"),
        ("1. ~~~ text", "   ~~~"),
    ],
)
def test_boxes_in_code_are_examples(before: str, after: str) -> None:
    text = f"- [ ] A\n\n{before}\n- [x] no\n{after}\n\n- [ ] B\n"
    assert [box.title for box in boxes_of(text)] == ["A", "B"]


@pytest.mark.parametrize("line", ["```` `code` ````", "```a```", "text ```", "``", "~~"])
def test_code_in_a_line_opens_no_block(line: str) -> None:
    assert [box.title for box in boxes_of(f"{line}\n- [ ] A\n")] == ["A"]


def test_code_without_an_end_goes_to_the_end() -> None:
    assert [box.title for box in boxes_of("- [ ] A\n```\n- [ ] B\n")] == ["A"]


# --- a line's mark, day and words --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("A <!-- task: laptop -->", "laptop"),
        ("A <!--task:laptop-->", "laptop"),
        ("A <!--\ttask:  laptop  -->  ", "laptop"),
        ("<!-- task: laptop -->", "laptop"),
        ("A <!-- task: one --> <!-- task: two -->", "two"),
        ("A <!-- task: laptop", None),
        ("A <!-- task: laptop --> and more", None),
        ("A <!-- task: two words -->", None),
        ("A <!-- tasks: laptop -->", None),
        ("A <!-- task: -->", None),
        ("A \\<!-- task: laptop --\\>", None),
        ("A &lt;!-- task: laptop --&gt;", None),
        ("A", None),
    ],
)
def test_a_line_is_known_by_the_mark_at_its_end(text: str, id_: str | None) -> None:
    assert only(f"- [ ] {text}").id == id_


@pytest.mark.parametrize(
    ("text", "due", "title"),
    [
        ("**Mon 2026-11-02** Order it", date(2026, 11, 2), "Order it"),
        ("**2026-11-02** Order it", date(2026, 11, 2), "Order it"),
        ("Order it by 2026-11-02", date(2026, 11, 2), "Order it by 2026-11-02"),
        ("**Mon 2026-11-02** was 2026-10-01", date(2026, 11, 2), "was 2026-10-01"),
        ("2026-13-01, then 2026-11-02", date(2026, 11, 2), "2026-13-01, then 2026-11-02"),
        ("12026-11-02 2026-11-021 0000-01-01", None, "12026-11-02 2026-11-021 0000-01-01"),
        (
            "\u0662\u0660\u0662\u0666-\u0661\u0661-\u0660\u0662 A",
            None,
            "\u0662\u0660\u0662\u0666-\u0661\u0661-\u0660\u0662 A",
        ),
        ("**Bold** and **Mon 2026-11-02** A", date(2026, 11, 2), "**Bold** and A"),
        ("**Mon 2026-11-02** [The *guide*](https://example.com/a) (2 h)", date(2026, 11, 2), "The *guide* (2 h)"),
        ("[A](https://x.example) and [B](https://y.example)", None, "A and B"),
        ("[a\\]b\\[c](https://x.example)", None, "a]b[c"),
        ("\\[not\\](a link)", None, "[not](a link)"),
        ("[A]", None, "[A]"),
        ("a\\_b \\*c\\* &lt;d&gt; &#124; &amp;lt; `@ada`", None, "a_b *c* <d> | &lt; @ada"),
        ("AT&T &unknown; &copy ends \\", None, "AT&T &unknown; &copy ends \\"),
        ("  many    blanks ", None, "many blanks"),
    ],
)
def test_day_and_words_of_a_line(text: str, due: date | None, title: str) -> None:
    box = only(f"- [ ] {text}")
    assert (box.due, box.title) == (due, title)


def test_a_day_in_the_mark_is_none() -> None:
    box = only("- [ ] A <!-- task: review-2026-11-02 -->")
    assert (box.id, box.due) == ("review-2026-11-02", None)


@pytest.mark.parametrize("payload", [pytest.param(text, id=name) for name, text in payloads().items()])
def test_words_are_read_as_they_were_printed(payload: str) -> None:
    for printed in (markdown(payload), markdown_link(payload, "https://example.com/?a=1&b=2")):
        text = f"- [ ] **Mon 2026-11-02** {printed} <!-- task: own -->\n- [ ] next <!-- task: next -->\n"
        own, following = boxes_of(text)
        assert (own.id, own.due, own.is_done) == ("own", date(2026, 11, 2), False)
        assert own.title == " ".join(one_line(payload).split())
        assert following.id == "next"


@given(st.text(alphabet=st.sampled_from("<!->task: x[]*`~\\\n\r\u2028&;#12"), max_size=40))
def test_no_text_becomes_a_mark_a_tick_or_a_line(text: str) -> None:
    page = f"- [ ] {markdown(text)} <!-- task: own -->\n"
    assert [(box.id, box.is_done) for box in boxes_of(page)] == [("own", False)]


@hypothesis_settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("-*+ >[]xX~`\n\r\t1.)<!>task:a2026-0b"), max_size=80))
def test_any_page_has_boxes_or_none(text: str) -> None:
    lines = re.split("\r\n|\r|\n", text)
    found = boxes_of(text)
    assert [box.line for box in found] == sorted({box.line for box in found})
    assert all("[" in lines[box.line - 1] for box in found)


@pytest.mark.parametrize(
    "part",
    [
        "[",
        "\\[",
        "[](",
        "<!--task:",
        "<!-- ",
        "**2026-01-01 ",
        "**",
        "2026-01-01",
        "`",
        "> ",
        "- ",
        "- [ ] ",
        "&#1",
        "\t",
        "1) ",
    ],
)
def test_a_long_line_is_read_at_once(part: str) -> None:
    line = "- [ ] " + part * (1_000_000 // len(part))
    began = time.perf_counter()
    boxes_of(line)
    boxes_of(part * (1_000_000 // len(part)))
    assert time.perf_counter() - began < 5


# --- plans -----------------------------------------------------------------------------------------


def test_plans_are_known_by_their_place() -> None:
    assert path_of("ada") == "onboarding/plans/ada.md"
    assert person_of(path_of("ada")) == "ada"
    assert [person_of(path) for path in ("ada.md", "onboarding/plans/old/ada.md", "onboarding/plans/ada.txt")] == [
        None
    ] * 3


def test_plans_are_the_workspace_s_pages(tmp_path: Path) -> None:
    workspace = read_files(
        tmp_path,
        {
            "people.yaml": "- {id: ada, name: Ada Example}\n",
            "onboarding/plans/ada.md": "- [x] A <!-- task: a -->\n",
            "onboarding/plans/nobody.md": "- [ ] B\n",
            "onboarding/plans/old/eve.md": "- [ ] C\n",
            "onboarding/plans/notes.txt": "- [ ] D\n",
            "onboarding/notes.md": "- [ ] E\n",
            "docs/plans.md": "- [ ] F\n",
        },
    )
    assert workspace.problems == ()
    assert list(workspace.pages) == [
        "onboarding/plans/ada.md",
        "onboarding/plans/nobody.md",
        "onboarding/plans/old/eve.md",
    ]
    found = plans(workspace)
    assert {person: [box.title for box in plan.boxes] for person, plan in found.items()} == {
        "ada": ["A"],
        "nobody": ["B"],
    }
    assert found["ada"].path == "onboarding/plans/ada.md"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"- [ ] \xff\n", "the page cannot be read: it is not UTF-8"),
        (b"- [ ] A\n" * 200, "the page cannot be read: it has more than 1,000 bytes"),
    ],
)
def test_page_that_cannot_be_read_is_a_problem_and_no_plan(tmp_path: Path, raw: bytes, message: str) -> None:
    (tmp_path / "onboarding/plans").mkdir(parents=True)
    (tmp_path / "onboarding/plans/ada.md").write_bytes(raw)
    workspace = read_files(tmp_path, {"prodops.yaml": "limits: {file_bytes: 1000}\n"})
    assert [(one.rule, one.path, one.message) for one in workspace.problems] == [
        ("unreadable-file", "onboarding/plans/ada.md", message)
    ]
    assert plans(workspace) == {}


def test_byte_order_mark_is_no_part_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "onboarding/plans").mkdir(parents=True)
    (tmp_path / "onboarding/plans/ada.md").write_bytes(b"\xef\xbb\xbf- [x] A\r\n")
    assert [box.title for box in plans(read_files(tmp_path, {}))["ada"].boxes] == ["A"]


def test_overdue_is_what_is_open_and_was_due_the_oldest_first() -> None:
    text = """\
- [ ] 2026-11-19 b
- [ ] 2026-11-20 today
- [x] 2026-11-01 done
- [-] 2026-11-01 given up
- [ ] without a day
- [ ] 2026-11-18 a
- [ ] 2026-11-19 c
"""
    plan = Plan("ada", path_of("ada"), boxes_of(text))
    assert [box.title.split()[-1] for box in plan.overdue(TODAY)] == ["a", "b", "c"]
    assert [box.title.split()[-1] for box in plan.boxes if is_due(box, TODAY)] == ["b", "today", "done", "up", "a", "c"]


# --- ticks -----------------------------------------------------------------------------------------


def plan_of(text: str) -> Plan:
    return Plan("ada", path_of("ada"), boxes_of(text))


def page(**ticks: str) -> str:
    """A page with a box per task, all due on 10 November."""
    return "".join(f"- [{tick}] **Tue 2026-11-10** {id_} <!-- task: {id_} -->\n" for id_, tick in ticks.items())


def ticked(*versions: tuple[int, str], now: str, as_of: date = TODAY) -> dict[str, date | None]:
    """The day each done box was ticked, by versions of days in November."""
    known = [PageVersion(date(2026, 11, day), text) for day, text in versions]
    return {id_: tick.on for id_, tick in ticks_of(plan_of(now), known, as_of).items()}


NOVEMBER = [date(2026, 11, day) if day else date.min for day in range(31)]


def test_a_box_is_ticked_on_the_day_of_the_version_that_ticks_it() -> None:
    done = page(a="x", b=" ")
    assert ticked((1, page(a=" ", b=" ")), (5, done), (9, done), now=done) == {"a": NOVEMBER[5]}


def test_what_was_ticked_from_the_first_version_on_has_no_day() -> None:
    assert ticked((1, page(a="x")), (5, page(a="x", b="x")), now=page(a="x", b="x")) == {"a": None, "b": NOVEMBER[5]}


def test_unticked_and_ticked_again_counts_from_the_last_time() -> None:
    versions = [(1, page(a=" ")), (2, page(a="x")), (3, page(a=" ")), (4, page(a="x"))]
    assert ticked(*versions, now=page(a="x")) == {"a": NOVEMBER[4]}
    assert ticked((1, page(a="x")), (3, page(a=" ")), (4, page(a="x")), now=page(a="x")) == {"a": NOVEMBER[4]}
    assert ticked(*versions[:3], now=page(a=" ")) == {}


def test_what_is_not_committed_was_ticked_today() -> None:
    assert ticked((1, page(a=" ")), now=page(a="x")) == {"a": TODAY}
    assert ticked(now=page(a="x")) == {"a": TODAY}
    assert ticked((1, page(a="x")), (2, page(a=" ")), now=page(a="x")) == {"a": TODAY}


def test_what_is_unticked_now_is_not_done_whatever_was() -> None:
    assert ticked((1, page(a=" ")), (2, page(a="x")), now=page(a=" ")) == {}
    assert ticked((1, page(a=" ")), (2, page(a="x")), now=page(a="-")) == {}


def test_versions_after_the_day_do_not_count() -> None:
    assert ticked((1, page(a=" ")), (25, page(a="x")), now=page(a="x")) == {"a": TODAY}


def test_boxes_without_a_mark_are_not_compared() -> None:
    assert ticked((1, "- [ ] A\n"), (2, "- [x] A\n"), now="- [x] A\n") == {}


def test_a_tick_knows_when_it_was_due() -> None:
    assert ticks_of(plan_of(page(a="x")), (), TODAY) == {"a": Tick("a", TODAY, date(2026, 11, 10))}


# --- slips -----------------------------------------------------------------------------------------


def late(*days: int | str | None, as_of: date = TODAY) -> tuple[Slip, ...]:
    """The slips of plans that have one task, due on 10 November: ticked on a day, open, given up, or without a day."""
    found: list[tuple[Plan, dict[str, Tick], date]] = []
    for day in days:
        match day:
            case int():
                found.append((plan_of(page(a="x")), {"a": Tick("a", NOVEMBER[day], date(2026, 11, 10))}, as_of))
            case None:
                found.append((plan_of(page(a="x")), {"a": Tick("a", None, date(2026, 11, 10))}, as_of))
            case _:
                found.append((plan_of(page(a=day)), {}, as_of))
    return slips(found)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((12, 14), (2, 2, 3)),
        ((12, 13, 5), (3, 2, 2)),
        ((12, 13, 5, 10), (4, 2, 1)),
        ((12, " "), (2, 2, 6)),
        ((" ", " "), (2, 2, 10)),
        ((12, 14, "-", None), (2, 2, 3)),
        ((12,), None),
        ((12, 10), None),
        ((12, 13, 5, 5, 5), None),
        ((12, "-"), None),
        ((12, None), None),
        ((5, 5), None),
        ((), None),
    ],
)
def test_a_slip_is_late_for_two_and_for_half(
    days: tuple[int | str | None, ...], expected: tuple[int, int, float] | None
) -> None:
    assert late(*days) == ((Slip("a", "a", *expected),) if expected is not None else ())


def test_what_is_due_today_is_not_late() -> None:
    assert late(" ", " ", as_of=date(2026, 11, 10)) == ()
    assert late(" ", " ", as_of=date(2026, 11, 11)) == (Slip("a", "a", 2, 2, 1),)


def test_the_worst_come_first() -> None:
    pages = [page(c=" ", b=" ", a=" ", d=" "), page(c=" ", b=" ", a=" ", d=" "), page(d="x")]
    ticks = [{}, {}, {"d": Tick("d", NOVEMBER[1], date(2026, 11, 10))}]
    found = slips(zip(map(plan_of, pages), ticks, [TODAY] * 3, strict=True))
    assert [slip.id for slip in found] == ["a", "b", "c", "d"]


# --- git -------------------------------------------------------------------------------------------

ADA, EVE = "onboarding/plans/ada.md", "onboarding/plans/eve.md"


def at(day: int, hour: int = 12) -> str:
    return f"2026-11-{day:02}T{hour:02}:00:00+00:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init(tmp_path)
    commit(tmp_path, {"prodops.yaml": "name: Acme\ntime_zone: Europe/Berlin\n", "notes.md": "x\n"}, when=at(1))
    return tmp_path


def versions(folder: Path, limits: int | None = None) -> dict[str, list[tuple[int, str]]]:
    found = settings.load(WorkingTree(folder))
    if limits is not None:
        found = Settings.model_validate({"limits": {"file_bytes": limits}})
    repository = Repository.around(folder)
    return {
        path: [(one.day.day, one.text) for one in every]
        for path, every in page_versions(repository, repository.log(), found).items()
    }


LONG = "# Onboarding plan\n\nMuch that stays the same.\n\n" + page(**{f"task-{number}": " " for number in range(20)})


def test_every_version_of_a_page_is_found(folder: Path) -> None:
    commit(folder, {ADA: page(a=" "), "roadmap/x.yaml": "title: X\n"}, when=at(2))
    commit(folder, {"notes.md": "y\n", "onboarding/company.yaml": "title: All\n"}, when=at(3))
    commit(folder, {ADA: page(a="x"), EVE: page(b=" ")}, when=at(4))
    assert versions(folder) == {ADA: [(2, page(a=" ")), (4, page(a="x"))], EVE: [(4, page(b=" "))]}


def test_the_day_is_that_of_the_workspace_s_zone(folder: Path) -> None:
    commit(folder, {ADA: page(a=" ")}, when=at(2, 23))
    assert versions(folder) == {ADA: [(3, page(a=" "))]}


def test_a_renamed_page_keeps_its_past(folder: Path) -> None:
    commit(folder, {ADA: LONG}, when=at(2))
    done = LONG.replace("- [ ]", "- [x]", 1)
    commit(folder, {ADA: None, EVE: done}, when=at(5))
    assert versions(folder) == {EVE: [(2, LONG), (5, done)]}
    (found,) = (every for every in versions(folder).values())
    ticks = ticks_of(Plan("eve", EVE, boxes_of(done)), [PageVersion(NOVEMBER[day], text) for day, text in found], TODAY)
    assert {id_: tick.on for id_, tick in ticks.items()} == {"task-0": NOVEMBER[5]}


def test_a_page_that_is_gone_is_none_and_begins_anew_when_it_comes_back(folder: Path) -> None:
    commit(folder, {ADA: LONG}, when=at(2))
    commit(folder, {ADA: None}, when=at(3))
    assert versions(folder) == {}
    commit(folder, {ADA: page(a="x")}, when=at(4))
    assert versions(folder) == {ADA: [(4, page(a="x"))]}


def test_a_page_that_left_the_folder_is_no_plan(folder: Path) -> None:
    commit(folder, {ADA: LONG}, when=at(2))
    commit(folder, {ADA: None, "archive/ada.md": LONG}, when=at(3))
    assert versions(folder) == {}
    commit(folder, {ADA: LONG, "archive/ada.md": None}, when=at(4))
    assert versions(folder) == {ADA: [(4, LONG)]}


def test_versions_that_nobody_can_read_are_left_out(folder: Path) -> None:
    commit(folder, {ADA: b"\xff\xfe"}, when=at(2))
    commit(folder, {ADA: b"\xef\xbb\xbf" + page(a=" ").encode()}, when=at(3))
    commit(folder, {ADA: page(a=" ") * 20}, when=at(4))
    commit(folder, {ADA: page(a="x")}, when=at(5))
    assert versions(folder, limits=500) == {ADA: [(3, page(a=" ")), (5, page(a="x"))]}


def test_what_a_branch_brought_came_on_the_day_of_its_merge(folder: Path) -> None:
    commit(folder, {ADA: page(a=" ", b=" ")}, when=at(2))
    git(folder, "switch", "-q", "-c", "tick")
    commit(folder, {ADA: page(a="x", b=" ")}, when=at(3))
    git(folder, "switch", "-q", "main")
    commit(folder, {"notes.md": "z\n"}, when=at(4))
    git(folder, "merge", "-q", "--no-ff", "-m", "Merge", "tick", when=at(6))
    assert versions(folder) == {ADA: [(2, page(a=" ", b=" ")), (6, page(a="x", b=" "))]}


# --- the command -----------------------------------------------------------------------------------


def test_status_reads_ticks_of_a_renamed_person(folder: Path) -> None:
    layer = "title: All\ntasks: [{id: first, title: First merge, day: 3, milestone: true}]\n"
    person = "name: Ada Example\nstarts: 2026-11-02\nteam: payments\nrole: engineer\n"
    text = (
        "# Onboarding plan\n\nA page with much in it.\n\n- [{}] **Thu 2026-11-05** First merge <!-- task: first -->\n"
    )
    commit(folder, {"people/ada.yaml": person, "onboarding/company.yaml": layer, ADA: text.format(" ")}, when=at(2))
    commit(folder, {ADA: text.format("x")}, when=at(9))
    renamed = {"people/ada.yaml": None, "people/eve.yaml": person, ADA: None, EVE: text.format("x")}
    commit(folder, renamed, when=at(12))
    ran = prodops("onboard", "status", "--as-of", "2026-11-20", "--format", "json", at=folder)
    assert ran.code == ExitCode.CLEAN
    assert '"ref": "person:eve"' in ran.out
    assert '"on": "2026-11-09"' in ran.out
    assert '"days": 7' in ran.out
