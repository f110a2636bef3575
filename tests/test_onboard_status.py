"""`prodops onboard status` and `prodops onboard load`: what running plans say, through the command line."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import repository
from builder import write_files
from cli_runner import Ran, prodops
from faults import tree_of
from test_escape import COMMAND, INVISIBLE

AS_OF = "2026-10-01"
GRACE, LINUS = "onboarding/plans/grace.md", "onboarding/plans/linus.md"
FILES = {
    "prodops.yaml": "name: Shop\ntime_zone: Europe/Berlin\n",
    "teams/payments.yaml": "name: Payments\nlead: ada\n",
    "teams/search.yaml": "name: Search\nlead: ada\n",
    "people/ada.yaml": "name: Ada Example\nrole: lead\nteam: payments\nstarts: 2024-01-01\n",
    "people/ben.yaml": "name: Ben Example\nrole: engineer\nteam: payments\nmanager: ada\nstarts: 2024-01-01\n",
    "people/grace.yaml": "name: Grace Example\nteam: payments\nmanager: ada\nbuddy: ben\nstarts: 2026-08-03\n",
    "people/linus.yaml": "name: Linus Example\nteam: search\nmanager: ada\nbuddy: ben\nstarts: 2026-08-31\n",
    "people/mary.yaml": "name: Mary Example\nteam: search\nmanager: ada\nstarts: 2026-10-12\n",
    "onboarding/company.yaml": """
        title: Everybody
        ops: ada
        tasks:
          - {id: laptop, title: Order the laptop, day: -5, by: ops, hours: 0.5}
          - {id: welcome, title: Have lunch, day: 0, by: buddy, hours: 1.5}
          - {id: first-ship, title: Ship something, day: 9, milestone: true}
          - {id: call, title: Talk to Ada about payments, day: 45, person: ada, hours: 2}
          - {id: end, title: Talk about the ninety days, day: 60, by: manager, hours: 1}
    """,
    GRACE: """
        # Grace

        - [ ] **Mon 2026-07-27** Order the laptop <!-- task: laptop -->
        - [ ] **Mon 2026-08-03** Have lunch <!-- task: welcome -->
        - [ ] **Fri 2026-08-14** Ship something <!-- task: first-ship -->
        - [ ] **Mon 2026-10-05** Talk to Ada about payments <!-- task: call -->
        - [ ] **Mon 2026-10-26** Talk about the ninety days <!-- task: end -->
        - [ ] Buy a plant
    """,
    LINUS: """
        # Linus

        - [ ] **Mon 2026-08-24** Order the laptop <!-- task: laptop -->
        - [ ] **Mon 2026-08-31** Have lunch <!-- task: welcome -->
        - [ ] **Fri 2026-09-11** Ship something <!-- task: first-ship -->
        - [ ] **Mon 2026-11-02** Talk to Ada about payments <!-- task: call -->
        - [ ] **Mon 2026-11-23** Talk about the ninety days <!-- task: end -->
    """,
}
TICKS = [
    ("2026-08-03", GRACE, "welcome"),
    ("2026-08-05", GRACE, "laptop"),  # nine days late
    ("2026-08-20", GRACE, "first-ship"),  # six days late, 17 after the first day
    ("2026-08-27", LINUS, "laptop"),  # three days late
    ("2026-08-31", LINUS, "welcome"),
]


def tick(root: Path, path: str, task: str) -> None:
    page = root / path
    text = page.read_text()
    page.write_text(re.sub(rf"- \[ \] (.*<!-- task: {task} -->)", r"- [x] \1", text))
    assert page.read_text() != text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with two running plans, whose boxes were ticked on known days."""
    root = write_files(repository.init(tmp_path / "shop"), FILES)
    repository.commit(root, when="2026-07-20T12:00:00+00:00")
    for day, path, task in TICKS:
        tick(root, path, task)
        repository.commit(root, when=f"{day}T12:00:00+00:00")
    return root


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """The same without git."""
    root = write_files(tmp_path / "plain", FILES)
    for _, path, task in TICKS:
        tick(root, path, task)
    return root


def run(root: Path, what: str, *arguments: str | Path) -> Ran:
    ran = prodops("onboard", what, *arguments, "--as-of", AS_OF, at=root)
    assert ran.code == 0, ran.err
    return ran


def data(root: Path, what: str, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(root, what, "--format", "json", *arguments).out)
    return found


# --- status ----------------------------------------------------------------------------------------


def test_status_is_as_agreed(root: Path, golden: Callable[[str, str], None]) -> None:
    for format_, suffix in (("markdown", "md"), ("text", "txt"), ("json", "json")):
        golden(f"onboard-status.{suffix}", run(root, "status", "--format", format_).out)
        golden(f"onboard-load.{suffix}", run(root, "load", "--format", format_).out)


def test_who_is_behind_and_with_what(root: Path) -> None:
    linus, grace = data(root, "status")["plans"]
    assert (linus["person"]["name"], linus["state"], linus["late_count"]) == ("Linus Example", "behind", 1)
    assert [(box["title"], box["due"], box["days"], box["line"]) for box in linus["late"]] == [
        ("Ship something", "2026-09-11", 20, 5)
    ]
    assert (grace["state"], grace["done"], grace["total"], grace["due"], grace["due_done"]) == ("on_track", 3, 6, 3, 3)
    assert (grace["next_title"], grace["next_due"]) == ("Talk to Ada about payments", "2026-10-05")
    assert grace["day"] == 60


def test_time_to_a_first_is_from_the_first_day_to_the_commit(root: Path) -> None:
    (milestone,) = data(root, "status")["milestones"]
    assert (milestone["id"], milestone["waiting"], milestone["median_days"]) == ("first-ship", 1, 17)
    assert [(one["person"]["name"], one["on"], one["days"]) for one in milestone["reached"]] == [
        ("Grace Example", "2026-08-20", 17)
    ]


def test_what_always_slips(root: Path) -> None:
    slips = {slip["id"]: (slip["people"], slip["late"], slip["median_days"]) for slip in data(root, "status")["slips"]}
    assert slips == {"laptop": (2, 2, 6), "first-ship": (2, 2, 13)}


def test_who_has_no_plan(root: Path) -> None:
    (missing,) = data(root, "status")["missing"]
    assert (missing["person"]["ref"], missing["starts"], missing["days"]) == ("person:mary", "2026-10-12", 11)
    assert "`prodops onboard new-hire mary`" in run(root, "status").out
    assert prodops("onboard", "new-hire", "mary", at=root).code == 0
    assert data(root, "status")["missing"] == []


def test_team_has_its_own_people(root: Path) -> None:
    found = data(root, "status", "--team", "payments")
    assert [line["person"]["ref"] for line in found["plans"]] == ["person:grace"]
    assert found["missing"] == []
    assert found["slips"] == []
    ran = prodops("onboard", "status", "--team", "payment", at=root)
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean" in ran.err


def test_status_of_another_time(root: Path) -> None:
    ran = prodops("onboard", "status", "--at", "2026-08-10", "--format", "json", at=root)
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    plans = {line["person"]["ref"]: line for line in found["plans"]}
    assert found["as_of"] == "2026-08-10"
    assert (plans["person:grace"]["done"], plans["person:linus"]["state"]) == (2, "coming")
    assert found["milestones"][0]["reached"] == []


def test_box_that_is_ticked_and_not_committed_was_ticked_today(root: Path) -> None:
    tick(root, LINUS, "first-ship")
    (milestone,) = data(root, "status")["milestones"]
    assert [(one["person"]["ref"], one["on"]) for one in milestone["reached"]] == [
        ("person:grace", "2026-08-20"),
        ("person:linus", AS_OF),
    ]


def test_box_that_was_given_up_counts_nowhere(root: Path) -> None:
    before = data(root, "status")["plans"][0]
    (root / LINUS).write_text((root / LINUS).read_text().replace("[ ] **Fri 2026-09-11", "[~] **Fri 2026-09-11"))
    after = {line["person"]["ref"]: line for line in data(root, "status")["plans"]}["person:linus"]
    assert (before["total"], before["late_count"]) == (5, 1)
    assert (after["total"], after["late_count"], after["state"]) == (4, 0, "on_track")


@pytest.mark.parametrize("made", ["plain", "root"])
def test_without_history_there_is_what_the_pages_say(
    made: str, request: pytest.FixtureRequest, golden: Callable[[str, str], None]
) -> None:
    folder: Path = request.getfixturevalue(made)
    options = () if made == "plain" else ("--no-history",)
    found = data(folder, "status", *options)
    assert (found["has_history"], found["milestones"], found["slips"]) == (False, [], [])
    assert len(found["plans"]) == 2
    golden("onboard-status-plain.md", run(folder, "status", *options).out)


def test_comment_is_marked_and_mentions_nobody(root: Path) -> None:
    people = root / "people/linus.yaml"
    people.write_text(people.read_text().replace("Linus Example", '"@ada #1 ::error::x <!-- x -->"'))
    text = run(root, "status", "--format", "comment").out
    assert text.startswith("<!-- prodops:onboarding-status -->\n")
    assert not re.search(r"(?<![\w/`])@ada", text)
    assert text.count("<!--") == 1
    assert COMMAND.search(text) is None
    assert INVISIBLE.search(text.replace("\n", "").replace("\u2060", "").replace("\u200b", "")) is None


def test_shallow_clone_is_refused_with_what_helps(root: Path, tmp_path: Path) -> None:
    repository.git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "clone")
    ran = prodops("onboard", "status", "--as-of", AS_OF, at=tmp_path / "clone")
    assert (ran.code, ran.out) == (3, "")
    assert "; or go without: --no-history\n" in ran.err
    assert len(data(tmp_path / "clone", "status", "--no-history")["plans"]) == 2
    assert len(data(tmp_path / "clone", "load")["newcomers"]) == 3


def test_nothing_is_written(root: Path) -> None:
    before = tree_of(root / "onboarding") | tree_of(root / "people")
    for what in ("status", "load"):
        for format_ in ("text", "markdown", "html", "slack", "comment", "summary", "json"):
            assert run(root, what, "--format", format_).out
    assert tree_of(root / "onboarding") | tree_of(root / "people") == before


@pytest.mark.parametrize("what", ["status", "load"])
def test_output_goes_to_a_file_that_is_nobody_s(root: Path, tmp_path: Path, what: str) -> None:
    ran = run(root, what, "-o", tmp_path / "page.html")
    assert ran.out == ""
    assert "<h1" in (tmp_path / "page.html").read_text()
    before = (root / GRACE).read_text()
    refused = prodops("onboard", what, "-o", GRACE, at=root)
    assert (refused.code, (root / GRACE).read_text()) == (2, before)
    assert f"{GRACE} is a file of the workspace" in refused.err


@pytest.mark.parametrize("what", ["status", "load"])
def test_workspace_in_which_nobody_is_new(tmp_path: Path, what: str) -> None:
    write_files(tmp_path, {"people/ada.yaml": "name: Ada Example\nstarts: 2020-01-01\n"})
    out = run(tmp_path, what).out
    assert "No plan is running." in out or "Nobody is new or about to start." in out


# --- load ------------------------------------------------------------------------------------------


def test_hours_of_hosts_are_those_of_the_tasks(root: Path) -> None:
    """What is open: laptop, lunch, call and talk of Mary; call and talk of Grace and of Linus; people to meet."""
    found = data(root, "load")
    assert [one["ref"] for one in found["newcomers"]] == ["person:grace", "person:linus", "person:mary"]
    assert found["hours"] == sum(host["hours"] for host in found["hosts"])
    hours = {host["person"]["ref"]: host["hours"] for host in found["hosts"]}
    open_tasks = 2 * (2 + 1) + (0.5 + 1.5 + 2 + 1)
    meetings = sum(
        len(plan["meet"])
        for plan in [json.loads(prodops("onboard", "new-hire", "mary", "--format", "json", at=root).out)]
    )
    assert found["unnamed"] == 1.5, "Mary has no buddy"
    assert found["hours"] + found["unnamed"] == open_tasks + 0.5 * meetings
    assert "For another 1.5 hours nobody is named.\n" in run(root, "load").out
    assert hours["person:ada"] >= 2 * 3 + 0.5 + 2 + 1


def test_tick_takes_its_hours_away(root: Path) -> None:
    before = data(root, "load")
    tick(root, GRACE, "call")
    after = data(root, "load")
    assert after["hours"] == before["hours"] - 2
    (root / LINUS).write_text(re.sub(r".*task: end.*\n", "", (root / LINUS).read_text()))
    assert data(root, "load")["hours"] == before["hours"] - 3, "what was taken out of the page is not to be done"


def test_week_over_the_threshold_stands_in_bold(root: Path) -> None:
    assert "**" not in run(root, "load").out
    settings = (root / "prodops.yaml").read_text()
    (root / "prodops.yaml").write_text(f"{settings}thresholds: {{onboarding_hours: 1}}\n")
    found = data(root, "load")
    assert found["most_hours"] == 1
    overloaded = [host for host in found["hosts"] if host["is_overloaded"]]
    assert overloaded
    for host in overloaded:
        monday = date.fromisoformat(host["busiest"]["monday"])
        assert monday.weekday() == 0
        assert host["busiest"]["hours"] > 1
    out = run(root, "load").out
    assert out.count("**") == 2 * len(overloaded)


def test_load_of_a_team(root: Path) -> None:
    everybody = {host["person"]["ref"]: host for host in data(root, "load")["hosts"]}
    (host,) = (one for one in data(root, "load", "--team", "payments")["hosts"] if one["person"]["ref"] == "person:ada")
    assert host == everybody["person:ada"]
    assert all(one["team"]["ref"] == "team:payments" for one in data(root, "load", "--team", "payments")["hosts"])
    assert prodops("onboard", "load", "--team", "nobody", at=root).code == 2


def test_load_of_another_time(root: Path) -> None:
    ran = prodops("onboard", "load", "--at", "2026-08-10", "--format", "json", at=root)
    found = json.loads(ran.out)
    assert (ran.code, found["as_of"]) == (0, "2026-08-10")
    hours = {host["person"]["ref"]: host["hours"] for host in found["hosts"]}
    assert hours["person:ada"] == 2 * 3 + 0.5 + 3.5, "two laptops were still to be ordered"


def test_buddy_is_named_with_whom_they_help(root: Path) -> None:
    (ben,) = (host for host in data(root, "load")["hosts"] if host["person"]["ref"] == "person:ben")
    assert [one["ref"] for one in ben["buddy_of"]] == ["person:grace", "person:linus"]
