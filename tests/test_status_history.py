"""`prodops status` and the past: moved promises, other times, other readers, proof, and making it again."""

import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder import write_files
from cli_runner import Ran, prodops
from repository import commit, git, init

ROOT = Path(__file__).parents[1]


def at(day: str, hour: int = 12) -> str:
    return f"{day}T{hour:02}:00:00+00:00"


def work(title: str = "Checkout", **fields: str) -> str:
    """The file of an initiative in progress, on track by its owner's word of yesterday."""
    given = {
        "title": title,
        "status": "in_progress",
        "health": "on_track",
        "owner": "ada",
        "team": "payments",
        "target": "2026-11-20",
        "updates": "[{date: 2026-10-14, text: Fine.}]",
        **fields,
    }
    return "".join(f"{name}: {value}\n" for name, value in given.items() if value)


START = {
    "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
    "people/ada.yaml": "name: Ada Example\nteam: payments\n",
    "teams/payments.yaml": "name: Payments\nlead: ada\n",
}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """An empty repository of Acme's; tests commit to it."""
    return init(tmp_path / "repo")


Story = Mapping[str, Mapping[str, str | None]]
"""Days, and the files that are committed on them."""


def tell(folder: Path, story: Story) -> list[str]:
    """Commit a story, the first day with what every workspace has, and return the ids of the commits."""
    ids = []
    for number, (day, files) in enumerate(story.items()):
        ids.append(commit(folder, {**(START if not number else {}), **files}, at(day), f"Change of {day}"))
    return ids


def status(folder: Path, *arguments: str | Path) -> str:
    ran = prodops("status", *arguments, at=folder)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def data(folder: Path, *arguments: str | Path) -> Any:
    return json.loads(status(folder, "--format", "json", *arguments))


def section(page: str, heading: str) -> list[str]:
    """The lines below a heading; none where it is left out."""
    found = re.search(rf"^## {heading}.*\n\n((?:.+\n|\n(?!##|\[\^|<!--))*)", page, re.MULTILINE)
    return [line for line in found[1].splitlines() if line] if found else []


def refused(ran: Ran, code: int, *words: str) -> None:
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert ran.err.startswith("error: ")
    for word in words:
        assert word in ran.err


# --- health and dates that moved -------------------------------------------------------------------

ONCE = "2nd target, +50 days against the first promise"
TWICE = "3rd target, +70 days against the first promise"


def moved_once(**fields: str) -> Story:
    return {
        "2026-07-01": {"roadmap/checkout.yaml": work(target="2026-10-01", **fields)},
        "2026-08-01": {"roadmap/checkout.yaml": work(target="2026-11-20", **fields)},
    }


def test_item_moved_once_is_never_plain_green(repo: Path) -> None:
    tell(repo, moved_once())
    page = status(repo)
    assert "1 *on track* (1 with a moved date)" in page
    assert section(page, "Risks") == []
    assert data(repo)["totals"]["moved"] == 1


@pytest.mark.parametrize(
    ("fields", "others", "heading", "line"),
    [
        ({"target": "2026-10-20"}, {}, "Coming up", "is due (Ada Example, Payments), 2nd target, +19 days"),
        ({"health": "at_risk"}, {}, "Risks", f"due 20 Nov, {ONCE}) is *at risk*"),
        ({"target": "2026-10-10"}, {}, "Risks", "due 10 Oct, 2nd target, +9 days against the first promise) says"),
        ({"target": "2026-10-10"}, {}, "Decisions", "Checkout (Ada Example, 5 days, 2nd target, +9 days against"),
        ({"status": "shipped", "shipped": "2026-10-12"}, {}, "Shipped", f"39 days before its date, {ONCE} (Ada"),
        ({}, {"date": "2026-11-10", "gates": "{}"}, "Decisions", f"but Checkout (20 Nov, {ONCE}) is due after it"),
    ],
)
def test_its_past_stands_wherever_its_date_or_health_does(
    repo: Path, fields: dict[str, str], others: dict[str, str], heading: str, line: str
) -> None:
    launch = {"launches/two.yaml": f"title: Two\ninitiatives: [checkout]\ndate: {others['date']}\n"} if others else {}
    tell(
        repo,
        {
            "2026-07-01": {"roadmap/checkout.yaml": work(target="2026-10-01")},
            "2026-08-01": {"roadmap/checkout.yaml": work(**fields), **launch},
        },
    )
    assert any(line in shown for shown in section(status(repo), heading)), status(repo)


@pytest.mark.parametrize(("day", "heading"), [("2026-11-10", "Decisions"), ("2026-10-10", "Decisions")])
def test_launch_that_moved_says_so(repo: Path, day: str, heading: str) -> None:
    gates = "tier: 3\nowner: ada\nfacts: {}\n"
    launch = f"title: Two\n{gates}date: "
    tell(repo, {"2026-07-01": {"launches/two.yaml": launch.replace("facts: {}\n", "") + "2026-10-01\n"}})
    commit(repo, {"launches/two.yaml": launch.replace("facts: {}\n", "") + f"{day}\n"}, at("2026-09-01"))
    phrase = f"2nd date, +{40 if day == '2026-11-10' else 9} days against the first promise"
    page = status(repo, "--all")
    assert any(phrase in line for line in section(page, heading)), page
    if day > "2026-10-15":
        assert f"launches in 26 days ({phrase})" in page.splitlines()[2]
        assert any(phrase in line for line in section(page, "Launches"))


def test_item_moved_twice_is_at_risk_by_the_evidence_and_in_the_headline(repo: Path) -> None:
    tell(
        repo,
        {
            "2026-07-01": {"roadmap/checkout.yaml": work(target="2026-10-01"), "roadmap/calm.yaml": work("Calm")},
            "2026-08-01": {"roadmap/checkout.yaml": work(target="2026-11-20")},
            "2026-09-01": {"roadmap/checkout.yaml": work(target="2026-12-10")},
        },
    )
    page = status(repo)
    assert "**Nothing is said to be at risk, but evidence speaks against 1 of 2" in page
    assert section(page, "Risks") == [
        (
            "- **Checkout** (Ada Example, Payments, due 10 Dec) says *on track*, the evidence says *at risk*: "
            f"it is on its {TWICE}"
        )
    ]
    (risk,) = data(repo)["risks"]
    assert (risk["declared"], risk["derived"], risk["is_contradicted"]) == ("on_track", "at_risk", True)


@pytest.mark.parametrize(
    ("days", "phrase"),
    [
        (["2026-10-01", "2026-11-20", "2026-12-10", "2026-09-20"], "4th target, -11 days against the first promise"),
        (["2026-10-01", "2026-11-20", "2026-10-01"], "3rd target, the same day as the first promise"),
        (["2026-12-01", "2026-11-30", "2026-11-20"], "3rd target, -11 days against the first promise"),
    ],
)
def test_pulled_in_again_is_no_evidence(repo: Path, days: list[str], phrase: str) -> None:
    story = {f"2026-0{number + 5}-01": {"roadmap/checkout.yaml": work(target=day)} for number, day in enumerate(days)}
    tell(repo, story)
    found = [reason["kind"] for risk in data(repo)["risks"] for reason in risk["reasons"]]
    assert "moved" not in found
    assert phrase in status(repo, "--as-of", days[-1])


def test_threshold_of_moves_is_a_setting(repo: Path) -> None:
    tell(repo, moved_once())
    strict = START["prodops.yaml"] + "thresholds: {moves: 1}\n"
    commit(repo, {"prodops.yaml": strict}, at("2026-08-02"))
    assert f"it is on its {ONCE}" in status(repo)


def test_renamed_record_keeps_its_promise(repo: Path) -> None:
    tell(
        repo,
        {
            "2026-07-01": {"roadmap/checkout.yaml": work(target="2026-10-01")},
            "2026-08-01": {"roadmap/checkout.yaml": work(target="2026-11-20")},
            "2026-09-01": {"roadmap/checkout.yaml": None, "roadmap/later/one-page.yaml": work(target="2026-11-20")},
            "2026-09-20": {"roadmap/later/one-page.yaml": work(target="2026-12-10")},
        },
    )
    (risk,) = data(repo)["risks"]
    assert risk["record"]["ref"] == "initiative:one-page"
    assert risk["reasons"][0]["text"] == f"it is on its {TWICE}"


def goal(title: str = "Grow", actual: str = "10") -> str:
    checks = f"checkins: [{{date: 2026-10-10, value: {actual}}}]"
    return f"title: {title}\nperiod: 2026-H2\nkey_results: [{{id: a, title: A, start: 0, target: 100, {checks}}}]\n"


@pytest.mark.parametrize(
    ("files", "reasons"),
    [
        ({"roadmap/a.yaml": work("A", goals="[grow]")}, ["its goal Grow is behind pace and nothing else works on it"]),
        ({"roadmap/a.yaml": work("A", goals="[grow]"), "roadmap/b.yaml": work("B", goals="[grow]")}, []),
        ({"roadmap/a.yaml": work("A", goals="[grow]", status="planned")}, []),
        ({"roadmap/a.yaml": work("A", goals="[grow]"), "goals/grow.yaml": goal(actual="70")}, []),
    ],
    ids=["alone", "one of two", "not started", "on pace"],
)
def test_goal_behind_pace_speaks_against_what_it_hangs_on_alone(
    repo: Path, files: dict[str, str], reasons: list[str]
) -> None:
    tell(repo, {"2026-07-01": {"goals/grow.yaml": goal(), **files}})
    assert [reason["text"] for risk in data(repo)["risks"] for reason in risk["reasons"]] == reasons


# --- what moved ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (work(), work(), []),
        (
            work(),
            work(target="2026-12-04"),
            [
                (
                    "**Checkout** moved 14 days later, 20 Nov → 4 Dec: 2nd target, +14 days against the first promise "
                    "(Ada Example, Payments). “Change of 2026-10-10” (Ada, 10 Oct)"
                )
            ],
        ),
        (
            work(),
            work(target="2026-11-13"),
            ["**Checkout** moved 7 days earlier, 20 Nov → 13 Nov: 2nd target, -7 days"],
        ),
        (work(), work(status="cancelled"), ["**Checkout** was cancelled (Ada"]),
        (work(), work(status="on_hold"), ["**Checkout** was put on hold (Ada"]),
        (work(status="on_hold"), work(), ["**Checkout** was taken up again (Ada"]),
        (work(status="cancelled"), work(status="planned"), ["**Checkout** was taken up again (Ada"]),
        (work(), None, ["**Checkout** was taken out of the files (Ada"]),
        (work(status="shipped", shipped="2026-09-01"), None, []),
        (work(status="idea"), None, []),
        (work(), work(target=""), ["**Checkout** has no date any more, it was 20 Nov (Ada"]),
        (work(target=""), work(), []),
        (work(), work(status="shipped", shipped="2026-10-10", target="2026-12-04"), []),
    ],
)
def test_what_moved(repo: Path, before: str, after: str | None, lines: list[str]) -> None:
    other = {"roadmap/other.yaml": work("Other")}
    tell(
        repo,
        {
            "2026-07-01": {"roadmap/checkout.yaml": before, **other},
            "2026-10-10": {"roadmap/checkout.yaml": after, "roadmap/other.yaml": work("Other", tags="[x]")},
        },
    )
    found = section(status(repo, "--since", "2026-10-01"), "Moved")
    assert len(found) == len(lines), found
    assert all(line.startswith(f"- {start}") for line, start in zip(found, lines, strict=True)), found


def test_moved_and_moved_back_is_no_move(repo: Path) -> None:
    days = {"2026-07-01": "2026-11-20", "2026-10-02": "2026-12-20", "2026-10-09": "2026-11-20"}
    tell(repo, {day: {"roadmap/checkout.yaml": work(target=target)} for day, target in days.items()})
    assert section(status(repo, "--since", "2026-10-01"), "Moved") == []
    assert "moved 30 days earlier" in section(status(repo, "--since", "2026-10-05"), "Moved")[0]


def test_several_moves_are_one_line(repo: Path) -> None:
    days = {"2026-07-01": "2026-11-20", "2026-10-02": "2026-12-01", "2026-10-09": "2026-12-20"}
    tell(repo, {day: {"roadmap/checkout.yaml": work(target=target)} for day, target in days.items()})
    (line,) = section(status(repo, "--since", "2026-10-01"), "Moved")
    assert line.startswith("- **Checkout** moved 30 days later, 20 Nov → 20 Dec: 3rd target, +30 days against")


def test_move_that_is_not_committed_says_so(repo: Path) -> None:
    tell(repo, {"2026-07-01": {"roadmap/checkout.yaml": work()}})
    (repo / "roadmap/checkout.yaml").write_text(work(target="2026-12-04"))
    page = status(repo)
    (line,) = section(page, "Moved")
    assert "moved 14 days later" in line
    assert line.endswith("(not committed yet)")
    assert "prodops:status" not in page
    assert data(repo)["commit"] is None


def test_other_teams_moves_are_not_told(repo: Path) -> None:
    files = {"teams/shop.yaml": "name: Shop\nlead: ada\n", "roadmap/checkout.yaml": work()}
    tell(
        repo,
        {
            "2026-07-01": files | {"roadmap/gone.yaml": work("Gone", team="shop")},
            "2026-10-10": {"roadmap/checkout.yaml": work(target="2026-12-04"), "roadmap/gone.yaml": None},
        },
    )
    assert len(section(status(repo), "Moved")) == 2
    assert section(status(repo, "--team", "shop"), "Moved") == []
    assert len(section(status(repo, "--team", "payments"), "Moved")) == 1


# --- since when ------------------------------------------------------------------------------------

PAST: Story = {
    "2026-08-03": {"roadmap/checkout.yaml": work(target="2026-10-20")},
    "2026-09-07": {"roadmap/checkout.yaml": work(target="2026-10-27")},
    "2026-10-01": {"roadmap/checkout.yaml": work(target="2026-11-03")},
    "2026-10-12": {"roadmap/checkout.yaml": work(target="2026-11-10")},
}


@pytest.fixture
def moving(repo: Path) -> Path:
    """A target that moved by a week three times; the second state is tagged, and so is the last."""
    ids = tell(repo, PAST)
    git(repo, "tag", "q3", ids[1])
    git(repo, "tag", "today", ids[3])
    return repo


@pytest.mark.parametrize(
    ("since", "heading", "days"),
    [
        ("HEAD~1", "HEAD\\~1 (1 Oct)", 7),
        ("q3", "q3 (7 Sep)", 14),
        ("last-tag", "q3 (7 Sep)", 14),
        ("2026-10-11", "11 Oct", 7),
        ("2026-10-12", None, None),
        ("last-week", "last week (8 Oct)", 7),
        ("last-month", "last month (15 Sep)", 14),
        ("last-quarter", "last quarter (30 Sep)", 14),
        ("2026-01-01", "1 Jan", 21),
        ("HEAD", None, None),
    ],
)
def test_since(moving: Path, since: str, heading: str | None, days: int | None) -> None:
    page = status(moving, "--since", since)
    lines = section(page, "Moved")
    if heading is None:
        assert lines == []
    else:
        assert f"## Moved since {heading}\n" in page
        assert f"moved {days} days later" in lines[0]


def test_since_an_earlier_time_at_an_earlier_time(moving: Path) -> None:
    page = status(moving, "--at", "2026-09-30", "--since", "2026-09-01")
    assert "moved 7 days later, 20 Oct → 27 Oct: 2nd target, +7 days" in section(page, "Moved")[0]


@pytest.mark.parametrize(
    ("since", "code", "words"),
    [
        ("nothing", 2, ["nothing"]),
        ("2026-13-01", 2, ["2026-13-01"]),
        ("--output=x", 2, []),
        ("last-update", 2, ["--output"]),
        ("", 2, []),
    ],
)
def test_since_what_is_not_there(moving: Path, since: str, code: int, words: list[str]) -> None:
    refused(prodops("status", f"--since={since}", at=moving), code, *words)


def test_no_tag(repo: Path) -> None:
    tell(repo, moved_once())
    refused(prodops("status", "--since", "last-tag", at=repo), 2, "no tag")


@pytest.fixture
def updates(moving: Path) -> Path:
    """A folder beside the workspace's records with the updates of two weeks, and a note."""
    folder = moving / "updates"
    folder.mkdir()
    (folder / "note.md").write_text("# Not an update\n")
    for day, revision in (("2026-09-07", "HEAD~2"), ("2026-10-01", "HEAD~1")):
        status(moving, "--at", revision, "--output", folder / f"{day}.md")
    return folder


def test_last_update_is_the_newest_beside_it(moving: Path, updates: Path) -> None:
    page = status(moving, "--since", "last-update", "--output", updates / "new.md") or (updates / "new.md").read_text()
    assert "## Moved since the last update (1 Oct)\n" in page
    assert "moved 7 days later, 3 Nov → 10 Nov" in page


def test_last_update_is_the_one_in_the_file_to_write(moving: Path, updates: Path) -> None:
    place = updates / "2026-09-07.md"
    status(moving, "--since", "last-update", "--output", place)
    assert "moved 14 days later, 27 Oct → 10 Nov" in place.read_text()


def test_last_update_was_for_the_same_readers(moving: Path, updates: Path) -> None:
    place = updates / "exec.md"
    ran = prodops("status", "--since", "last-update", "--audience", "exec", "--output", place, at=moving)
    refused(ran, 2, "no update", "the same readers")
    status(moving, "--at", "HEAD~2", "--audience", "exec", "--output", updates / "exec-old.html")
    status(moving, "--since", "last-update", "--audience", "exec", "--output", place)
    assert "moved 14 days later, 27 Oct → 10 Nov" in place.read_text()


def test_no_last_update(moving: Path, tmp_path: Path) -> None:
    for place in (tmp_path / "none/new.md", tmp_path / "new.md"):
        refused(prodops("status", "--since", "last-update", "--output", place, at=moving), 2, "no update")
    (tmp_path / "new.md").write_text("# By hand\n")
    refused(prodops("status", "--since", "last-update", "--output", tmp_path / "new.md", at=moving), 2, "no update")


def test_what_shipped_is_told_by_the_commit_that_said_so(repo: Path) -> None:
    shipped = work(status="shipped", shipped="2026-09-28")
    tell(
        repo,
        {
            "2026-09-01": {"roadmap/checkout.yaml": work()},
            "2026-10-01": {"roadmap/other.yaml": work("Other")},
            "2026-10-08": {"roadmap/checkout.yaml": shipped},
            "2026-10-14": {"roadmap/other.yaml": work("Another")},
        },
    )
    assert section(status(repo, "--since", "HEAD~2"), "Shipped")[0].startswith("- **Checkout** shipped on 28 Sep")
    assert section(status(repo, "--since", "HEAD~1"), "Shipped") == []


def test_what_is_said_to_ship_on_a_later_day_is_told_after_it(repo: Path) -> None:
    ids = tell(
        repo,
        {
            "2026-10-01": {"roadmap/checkout.yaml": work()},
            "2026-10-05": {"roadmap/checkout.yaml": work(status="shipped", shipped="2026-10-07")},
            "2026-10-14": {"roadmap/other.yaml": work("Other")},
        },
    )
    assert section(status(repo, "--at", ids[1], "--since", ids[0]), "Shipped") == []
    assert len(section(status(repo, "--at", ids[2], "--since", ids[1]), "Shipped")) == 1


Step = dict[str, tuple[str, str | None]]
"""For some items, the status and the target that a commit leaves them with."""
STEPS = st.lists(
    st.dictionaries(
        st.sampled_from("abc"),
        st.tuples(
            st.sampled_from(["planned", "in_progress", "shipped", "on_hold"]),
            st.sampled_from([None, "2026-10-01", "2026-11-01", "2026-12-01"]),
        ),
        max_size=3,
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, pauses=st.sets(st.integers(0, 7)))
def test_consecutive_updates_tell_everything_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], pauses: set[int]
) -> None:
    """What shipped for good, and each net move between two updates, is in exactly one of them."""
    folder = init(tmp_path_factory.mktemp("story"))
    first: Step = dict.fromkeys("abc", ("in_progress", "2026-11-01"))
    ids: list[str] = []
    states: list[Step] = []
    ended: set[str] = set()
    for number, step in enumerate([first, *steps]):
        known = {name: value for name, value in step.items() if name not in ended}  # what has shipped has shipped
        ended |= {name for name, (status_, _) in known.items() if status_ == "shipped"}
        files = {
            f"roadmap/{name}.yaml": work(
                name, status=status_, target=target or "", **({"shipped": "2026-07-01"} if status_ == "shipped" else {})
            )
            for name, (status_, target) in known.items()
        }
        day = f"2026-08-{number + 1:02}"
        ids.append(commit(folder, {**(START if not number else {}), **files}, at(day), f"Step {number}"))
        states.append({**(states[-1] if states else {}), **known})
    stops = sorted({0, *(pause for pause in pauses if pause < len(ids)), len(ids) - 1})
    shipped: list[str] = []
    for base, tip in itertools.pairwise(stops):
        page = data(folder, "--at", ids[tip], "--since", ids[base], "--all")
        shipped += [line["record"]["name"] for line in page["shipped"]]
        told = {line["record"]["name"]: line["days"] for line in page["moved"] if line["what"] in ("later", "earlier")}
        assert told == net_moves(states, base, tip)
    assert sorted(shipped) == sorted(ended)


def net_moves(states: list[Step], base: int, tip: int) -> dict[str, int]:
    """By how many days the items' last known day moved, of those that are open and have one."""
    found = {}
    for name, (status_, new) in states[tip].items():
        last = [state[name][1] for state in states[: base + 1] if state[name][1]][-1]
        assert last is not None
        if new and status_ != "shipped" and new != last:
            found[name] = (date.fromisoformat(new) - date.fromisoformat(last)).days
    return found


# --- for whom --------------------------------------------------------------------------------------

SECTIONS = ("decisions", "shipped", "moved", "risks", "goals", "launches", "coming", "people")


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with its generated past."""
    folder = tmp_path_factory.mktemp("acme") / "acme"
    subprocess.run([sys.executable, ROOT / "examples/history.py", folder], check=True, capture_output=True, timeout=60)
    return folder


@pytest.fixture(scope="module")
def clone(acme: Path) -> Path:
    """A clone of it, which tests only read."""
    git(acme.parent, "clone", "-q", str(acme), "clone")
    return acme.parent / "clone"


@pytest.fixture
def board(acme: Path, tmp_path: Path) -> Path:
    """Acme with audiences of its own, in a commit."""
    folder = tmp_path / "board"
    git(tmp_path, "clone", "-q", str(acme), str(folder))
    text = (folder / "prodops.yaml").read_text(encoding="utf-8")
    text += "audiences:\n  board: {names: false, lines: 100}\n  team: {sections: [goals], lines: 2}\n"
    commit(folder, {"prodops.yaml": text}, at("2026-10-15", 20), "Audiences")
    return folder


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        ("exec", {"decisions", "shipped", "moved", "risks", "goals", "launches"}),
        ("customer-facing", {"shipped", "moved", "launches", "coming"}),
        ("team", set(SECTIONS)),
    ],
)
def test_audience_sees_its_sections_and_nothing_else(acme: Path, audience: str, seen: set[str]) -> None:
    found = data(acme, "--audience", audience, "--since", "last-quarter")
    assert {name for name in SECTIONS if found[name]} == seen
    assert found["audience"] == audience
    headings = re.findall(r"^## (\w+)", status(acme, "--audience", audience, "--since", "last-quarter"), re.MULTILINE)
    assert len(headings) == len(seen)


def test_headline_speaks_of_what_the_audience_sees(acme: Path) -> None:
    line = data(acme, "--audience", "customer-facing", "--since", "last-quarter")["headline"]
    assert line.startswith("2 things shipped; Usage dashboards for everyone moved 21 days later; Checkout 2 launches")
    for word in ("risk", "track", "goal", "gate"):
        assert word not in line
    assert data(acme, "--audience", "customer-facing")["totals"]["under_way"] == 0


def test_audiences_of_the_settings(board: Path) -> None:
    found = data(board, "--audience", "team")
    assert [name for name in SECTIONS if found[name]] == ["goals"]
    assert "and 13 more" in status(board, "--audience", "team")


def test_unknown_audience(acme: Path) -> None:
    refused(prodops("status", "--audience", "exek", at=acme), 2, "no audience `exek`", "exec")
    refused(prodops("status", "--audience", "zzz", at=acme), 2, "customer-facing, exec, team")


@pytest.mark.parametrize("format_", ["markdown", "text", "html", "slack", "json"])
def test_nobody_is_named_where_names_are_off(board: Path, format_: str) -> None:
    people = json.loads(prodops("list", "person", "--format", "json", at=board).out)["records"]
    named = [record["fields"]["name"] for record in people]
    assert len(named) > 30
    options = ("--audience", "board", "--since", "2026-01-01", "--proof", "--format", format_, "--all")
    text = page = status(board, *options)
    if format_ in ("json", "slack"):
        text = json.dumps(json.loads(page), ensure_ascii=False)
    assert "Checkout" in text
    for name in named:
        for part in name.split():
            assert len(part) < 3 or re.search(rf"\b{re.escape(part)}\b", text) is None, (name, text)
    assert "person:" not in text
    assert "people/" not in text


def test_quotes_that_name_nobody_stay(repo: Path) -> None:
    audiences = START["prodops.yaml"] + "audiences: {board: {names: false}}\n"
    said = "[{{date: 2026-10-14, health: at_risk, text: {}}}]"
    files = {
        "prodops.yaml": audiences,
        "roadmap/a.yaml": work("A", health="at_risk", updates=said.format("Ada is away.")),
        "roadmap/b.yaml": work("B", health="at_risk", updates=said.format("Tax adapts slowly.")),
    }
    tell(repo, {"2026-10-01": files})
    assert section(status(repo, "--audience", "board"), "Risks") == [
        "- **A** (Payments, due 20 Nov) is *at risk*",
        "- **B** (Payments, due 20 Nov) is *at risk*: “Tax adapts slowly.” (14 Oct)",
    ]


# --- proof -----------------------------------------------------------------------------------------

FOOTNOTE = re.compile(
    r"^\[\^(\d+)\]: (\S+?)(?::(\d+))?, (\S.*?), (set in|taken out in|as of) ([0-9a-f]{10})\b", re.MULTILINE
)


@pytest.mark.parametrize("options", [(), ("--since", "last-quarter"), ("--audience", "exec"), ("--team", "platform")])
def test_every_footnote_holds(acme: Path, options: tuple[str, ...]) -> None:
    page = status(acme, "--proof", "--all", *options)
    body, _, _ = page.partition("\n[^1]: ")
    defined = re.findall(r"^\[\^(\d+)\]:", page, re.MULTILINE)
    assert defined == [str(number + 1) for number in range(len(defined))]
    assert set(re.findall(r"\[\^(\d+)\]", body)) == set(defined)
    notes = FOOTNOTE.findall(page)
    assert len(notes) == len(defined)
    for _, path, line, field, how, id_ in notes:
        if how == "as of":
            assert git(acme, "rev-parse", "HEAD").startswith(id_)
            continue
        if line:
            assert re.match(rf"\s*(- )?{field}:", (acme / path).read_text(encoding="utf-8").splitlines()[int(line) - 1])
        assert top_level(acme, id_, path, field) != top_level(acme, f"{id_}^", path, field), (path, field, id_)
        after = commits_since(acme, id_, path)
        now = top_level(acme, "HEAD", path, field)
        assert all(top_level(acme, later, path, field) == now for later in [id_, *after]), (path, field)


@cache
def commits_since(folder: Path, commit_: str, path: str) -> list[str]:
    """The later commits that changed a file."""
    return git(folder, "log", "--format=%h", f"{commit_}..HEAD", "--", path).split()


def top_level(folder: Path, commit_: str, path: str, field: str) -> Any:
    """The value of a field at a commit, of the file that is at a path then or was moved there since."""
    return file_at(folder, commit_, path).get(field)


@cache
def file_at(folder: Path, commit_: str, path: str) -> dict[str, Any]:
    text = git(folder, "show", f"{commit_}:{path}", check=False)
    return (yaml.safe_load(text) or {}) if text else {}


def test_every_line_has_a_footnote(acme: Path) -> None:
    page = status(acme, "--proof", "--all", "--since", "last-quarter").partition("\n[^1]: ")[0]
    lines = [line for line in page.splitlines() if line.startswith(("- ", "**", "| ")) and "---" not in line]
    said = [line for line in lines if not line.startswith(("| Goal", "| Launch"))]
    assert len(said) > 30
    assert [line for line in said if "[^" not in line] == []


def test_proof_of_what_is_not_committed(repo: Path) -> None:
    tell(repo, {"2026-07-01": {"roadmap/checkout.yaml": work()}})
    (repo / "roadmap/checkout.yaml").write_text(work(health="off_track"))
    assert "roadmap/checkout.yaml:3, health, not committed" in status(repo, "--proof")


def test_proof_of_a_field_that_nobody_wrote_is_the_record(repo: Path) -> None:
    tell(repo, {"2026-07-01": {"roadmap/checkout.yaml": "title: Checkout\nstatus: in_progress\nstart: 2026-08-01\n"}})
    (note,) = [line for line in status(repo, "--proof").splitlines() if re.match(r"\[\^\d\]: roadmap/checkout", line)]
    assert ":1, file, set in" in note


def test_proof_without_history(repo: Path) -> None:
    tell(repo, moved_once(health="at_risk"))
    page = status(repo, "--proof", "--no-history")
    assert "[^1]: roadmap/checkout.yaml:6, target\n" in page


# --- making it again -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["status.md", "status.html"])
@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--since", "last-quarter"),
        ("--since", "2020-01-01"),
        ("--since", "update-2026-Q2", "--audience", "customer-facing"),
        ("--team", "platform", "--proof", "--all"),
        ("--goal", "break-even", "--no-history", "--at", "HEAD"),
        ("--at", "update-2026-Q3", "--since", "last-tag"),
        ("--as-of", "2026-11-30"),
    ],
)
def test_verify_in_a_fresh_clone(acme: Path, clone: Path, tmp_path: Path, name: str, options: tuple[str, ...]) -> None:
    place = tmp_path / name
    status(acme, *options, "--output", place)
    ran = prodops("status", "--verify", place, at=clone)
    assert (ran.code, ran.out) == (0, ""), ran.out
    assert "says what the files say at" in ran.err


def test_verify_after_later_commits(moving: Path, tmp_path: Path) -> None:
    place = tmp_path / "status.md"
    status(moving, "--since", "q3", "--output", place)
    commit(moving, {"roadmap/checkout.yaml": None, "roadmap/new.yaml": work("New")}, at("2026-10-20"))
    assert prodops("status", "--verify", place, at=moving).code == 0


@pytest.mark.parametrize("name", ["status.md", "status.html"])
def test_verify_shows_what_was_changed(moving: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    status(moving, "--since", "q3", "--output", place)
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("14 days later", "1 day later"), encoding="utf-8")
    ran = prodops("status", "--verify", place, at=moving)
    assert ran.code == 1
    removed = [line for line in ran.out.splitlines() if line.startswith("-") and "1 day later" in line]
    added = [line for line in ran.out.splitlines() if line.startswith("+") and "14 days later" in line]
    assert len(removed) == len(added) > 0
    assert "does not say what the files say" in ran.err


def test_verify_says_that_another_version_wrote_it(moving: Path, tmp_path: Path) -> None:
    place = tmp_path / "status.md"
    status(moving, "--output", place)
    text = place.read_text(encoding="utf-8")
    place.write_text(re.sub(r'"version": "[^"]*"', '"version": "0.0.9"', text), encoding="utf-8")
    ran = prodops("status", "--verify", place, at=moving)
    assert ran.code == 1
    assert "It was written by prodops 0.0.9" in ran.err


def test_verify_what_was_never_made(moving: Path, tmp_path: Path) -> None:
    refused(prodops("status", "--verify", tmp_path / "none.md", at=moving), 2, "there is no file")
    refused(prodops("status", "--verify", tmp_path, at=moving), 2, "there is no file")
    (tmp_path / "none.md").write_bytes(b"\xff\xfe\x00# By hand\n")
    refused(prodops("status", "--verify", tmp_path / "none.md", at=moving), 2, "does not end with the line")


@pytest.mark.parametrize(
    "damage",
    [
        ("{", "["),
        ('"history": true', '"history": "true"'),
        ('"version"', '"wersion"'),
        ('"history"', '"x": 1, "history"'),
        ("} -->", "} --> x"),
        (r'"commit": "\w+"', '"commit": "HEAD"'),
        (r'"commit": "\w+"', '"commit": "--output=x"'),
        (r'"since_commit": "\w+"', '"since_commit": "--output=x"'),
        (r'"since_commit": "\w+"', '"since_commit": ["x"]'),
        (r'"commit": "\w+", ', ""),
        (r'"as_of": "[^"\s]+"', '"as_of": "soon"'),
        (r'"since_day": "[^"\s]+"', '"since_day": "9999-99-99"'),
        (r'"as_of": "[^"\s]+"', '"as_of": "9999-12-31"'),
        (r'"as_of": "[^"\s]+"', '"as_of": "0001-01-01"'),
        (r'"version": "[^"\s]+"', '"version": "0\\u001b[2J"'),
        (r'"commit": "\w+"', f'"commit": "{"0" * 40}"'),
        (r'"since_commit": "\w+"', f'"since_commit": "{"1" * 40}"'),
        (r"\{", '{"team": "nobody", '),
        (r"\{", '{"audience": "nobody", '),
        (r"\{.*\}", "{" * 100_000 + "}"),
        (r"\{.*\}", '{"a": ' + "[" * 100_000 + "}"),
    ],
)
def test_verify_with_a_damaged_marker(moving: Path, tmp_path: Path, damage: tuple[str, str]) -> None:
    place = tmp_path / "status.md"
    status(moving, "--since", "q3", "--output", place)
    body, line, rest = place.read_text(encoding="utf-8").partition("<!-- prodops:status ")
    old, new = damage
    changed = re.sub(old, lambda _: new, rest, count=1) if len(old) > 1 and "\\" in old else rest.replace(old, new, 1)
    assert changed != rest
    place.write_text(f"{body}{line}{changed}", encoding="utf-8")
    refused(prodops("status", "--verify", place, at=moving), 2)


def test_uncommitted_update_has_no_marker(moving: Path, tmp_path: Path) -> None:
    (moving / "prodops.yaml").write_text(START["prodops.yaml"] + "currency: USD\n")
    place = tmp_path / "status.md"
    ran = prodops("status", "--output", place, at=moving)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("note: something is not committed")
    assert "prodops:status" not in place.read_text(encoding="utf-8")
    refused(prodops("status", "--verify", place, at=moving), 2, "does not end with the line")


def test_marker_cannot_be_closed_from_within(moving: Path) -> None:
    git(moving, "tag", "a-->b", "HEAD~1")
    page = status(moving, "--since", "a-->b")
    assert page.splitlines()[-1].count("-->") == 1
    assert page.splitlines()[-1].endswith(" -->")


# --- the same everywhere ---------------------------------------------------------------------------


def sums(folder: Path, *arguments: str, **environment: str) -> str:
    """The update, made by a process of its own."""
    words = [sys.executable, "-m", "prodops_cli", "-C", str(folder), "status", *arguments]
    ran = subprocess.run(words, env={**os.environ, **environment}, capture_output=True, check=True, timeout=60)
    return hashlib.sha256(ran.stdout).hexdigest()


@pytest.mark.parametrize("format_", ["markdown", "html", "slack", "json"])
def test_same_bytes_on_every_machine(acme: Path, tmp_path: Path, format_: str) -> None:
    options = ("--since", "last-quarter", "--proof", "--format", format_)
    git(tmp_path, "clone", "-q", "--no-local", str(acme), "clone")
    seen = {
        sums(acme, *options, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C"),
        sums(acme, *options, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="de_DE.UTF-8"),
        sums(tmp_path / "clone", *options, PYTHONHASHSEED="2", TZ="America/Los_Angeles", LC_ALL="tr_TR.UTF-8"),
    }
    assert len(seen) == 1


def test_shallow_clone_is_refused(acme: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-local", f"file://{acme}", "clone")
    for options in ((), ("--since", "last-week"), ("--since", "HEAD"), ("--at", "HEAD"), ("--format", "json")):
        refused(prodops("status", *options, at=tmp_path / "clone"), 3, "shallow clone", "fetch-depth: 0")
    refused(prodops("status", at=tmp_path / "clone"), 3, "--no-history")
    assert "planned or under way" in status(tmp_path / "clone", "--no-history")


def test_no_history(moving: Path) -> None:
    found = data(moving, "--no-history")
    assert (found["has_history"], found["moved"], found["risks"]) == (False, [], [])
    assert "target, +" not in status(moving, "--no-history")
    refused(prodops("status", "--no-history", "--since", "last-week", at=moving), 2, "--since needs the history")


def test_workspace_in_no_repository(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "shop", {**START, "roadmap/checkout.yaml": work()})
    assert data(folder)["has_history"] is False
    assert "prodops:status" not in status(folder)
    ran = prodops("status", "--since", "last-week", at=folder)
    assert (ran.code in (2, 3), ran.out) == (True, "")


def test_repository_without_a_commit(repo: Path) -> None:
    write_files(repo, {**START, "roadmap/checkout.yaml": work()})
    assert data(repo)["has_history"] is False
    ran = prodops("status", "--since", "last-week", at=repo)
    assert (ran.code in (2, 3), ran.out) == (True, "")
    assert "Traceback" not in ran.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only the superuser can give files away")
def test_repository_of_somebody_else(moving: Path) -> None:
    for place in (moving, moving / ".git"):
        os.chown(place, 12345, 12345)
    refused(prodops("status", at=moving), 3, "git does not trust this repository", "safe.directory")
    assert "1 initiative" in status(moving, "--no-history")


# --- what it looks like ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("acme-status-since.md", ("--since", "last-quarter")),
        ("acme-status-since.txt", ("--since", "last-quarter", "--format", "text")),
        ("acme-status-since.json", ("--since", "last-quarter", "--format", "json", "--team", "payments")),
        ("acme-status-exec.slack.json", ("--since", "last-week", "--audience", "exec", "--format", "slack")),
    ],
)
def test_update_of_acme(acme: Path, golden: Callable[[str, str], None], name: str, arguments: tuple[str, ...]) -> None:
    golden(name, status(acme, *arguments))


def test_another_form_of_todays_update_begins_where_that_one_began(moving: Path, updates: Path) -> None:
    first = updates / "today.md"
    status(moving, "--since", "last-update", "--output", first)
    again = updates / "today.html"
    status(moving, "--since", "last-update", "--output", again)
    assert first.read_text().count("moved") == again.read_text().count("moved") > 0
    before = first.read_text()
    status(moving, "--since", "last-update", "--output", first)
    assert first.read_text() == before
