"""What a status update says is true, also where little is known, little happened, or the day is not today's."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cli_runner import prodops
from repository import commit, init

START = {
    "prodops.yaml": "name: Acme\n",
    "people/ada.yaml": "name: Ada Example\nteam: payments\n",
    "teams/payments.yaml": "name: Payments\nlead: ada\n",
}
QUIET = "audiences:\n  partners: {sections: [shipped, moved, launches]}\n"


def work(**fields: str) -> str:
    """An initiative in progress, about which nothing is wrong in October 2026."""
    given = {
        "title": "Checkout",
        "status": "in_progress",
        "owner": "ada",
        "team": "payments",
        "target": "2026-11-20",
        "health": "on_track",
        "updates": "[{date: 2026-10-14, text: Fine.}]",
        **fields,
    }
    return "".join(f"{name}: {value}\n" for name, value in given.items() if value)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with a team and no work."""
    init(tmp_path)
    commit(tmp_path, START, "2026-09-01T12:00:00+00:00")
    return tmp_path


def save(folder: Path, day: str, files: Mapping[str, str]) -> None:
    commit(folder, files, f"{day}T12:00:00+00:00")


def page(folder: Path, *arguments: str, as_of: str = "2026-10-15") -> Any:
    ran = prodops("status", "--as-of", as_of, "--format", "json", *arguments, at=folder)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


# --- the day is not today's ------------------------------------------------------------------------


def test_target_that_moved_after_the_day_taken_for_today_keeps_its_past(repo: Path) -> None:
    """The files say the new target, so their past has to say that it is not the first."""
    save(repo, "2026-10-01", {"roadmap/checkout.yaml": work()})
    save(repo, "2026-10-20", {"roadmap/checkout.yaml": work(target="2026-12-01")})
    found = page(repo, as_of="2026-10-15")
    assert found["totals"]["moved"] == 1
    assert [line["promise"] for line in found["moved"]] == ["2nd target, +11 days against the first promise"]


def test_clock_that_is_stopped_does_not_hide_later_commits(repo: Path) -> None:
    save(repo, "2026-11-01", {"prodops.yaml": "name: Acme\nas_of: 2026-10-15\n", "roadmap/checkout.yaml": work()})
    save(repo, "2026-11-02", {"roadmap/checkout.yaml": work(target="2026-12-01")})
    ran = prodops("status", "--since", "HEAD~1", "--format", "json", at=repo)
    assert [line["days"] for line in json.loads(ran.out)["moved"]] == [11]


def test_what_shipped_before_anybody_wrote_it_down_did_not_ship_since(repo: Path) -> None:
    """An import of old work is no news; what was seen to ship is, however late somebody said so."""
    save(repo, "2026-09-20", {"roadmap/seen.yaml": work(title="Seen")})
    shipped = {"status": "shipped", "health": "", "shipped": "2026-09-25"}
    new = {"roadmap/seen.yaml": work(title="Seen", **shipped), "roadmap/old.yaml": work(title="Old", **shipped)}
    recent = {"roadmap/recent.yaml": work(title="Recent", **{**shipped, "shipped": "2026-10-09"})}
    save(repo, "2026-10-10", {**new, **recent})
    found = page(repo, "--since", "2026-10-01")
    assert [line["record"]["name"] for line in found["shipped"]] == ["Recent", "Seen"]


@pytest.mark.parametrize(("name", "form"), [("s.htm", ()), ("s.md", ("--format", "html")), ("s", ())])
def test_update_is_verified_by_what_it_is_whatever_its_file_is_called(
    repo: Path, tmp_path: Path, name: str, form: tuple[str, ...]
) -> None:
    save(repo, "2026-10-01", {"roadmap/checkout.yaml": work()})
    assert prodops("status", *form, "--output", name, at=repo).code == 0
    assert prodops("status", "--verify", name, at=repo).code == 0
    (repo / name).write_text((repo / name).read_text().replace("20 Nov", "21 Nov").replace("Checkout", "Check-out"))
    assert prodops("status", "--verify", name, at=repo).code == 1


# --- the headline ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([{"health": "paused"}], "The one initiative planned or under way is paused."),
        (
            [{"health": "paused"}, {}],
            "1 of 2 initiatives planned or under way (Checkout) is paused, none at risk or off track.",
        ),
        (
            [{"health": "at_risk", "target": "2026-10-10"}, {}],
            (
                "1 of 2 initiatives planned or under way (Checkout) is at risk; "
                "1 (Checkout) is said to be better than the evidence."
            ),
        ),
    ],
)
def test_work_nobody_speaks_against_is_not_spoken_against(
    repo: Path, items: list[dict[str, str]], sentence: str
) -> None:
    save(repo, "2026-10-01", {f"roadmap/item-{number}.yaml": work(**one) for number, one in enumerate(items)})
    assert page(repo)["headline"] == sentence


def test_date_of_a_part_is_not_the_works_own(repo: Path) -> None:
    other = {"roadmap/points.yaml": work(title="Points", target="2027-06-01")}
    save(repo, "2026-10-01", {**other, "roadmap/checkout.yaml": work(commits="[{to: points, by: 2026-12-01}]")})
    save(repo, "2026-10-10", {"roadmap/checkout.yaml": work(commits="[{to: points, by: 2026-12-08}]")})
    assert "; a date of Checkout moved 7 days later." in page(repo)["headline"]


def test_launch_that_moved_and_passed_is_not_said_never_to_have_moved(repo: Path) -> None:
    save(repo, "2026-09-10", {"launches/two.yaml": "title: Two\ndate: 2026-09-20\nowner: ada\n"})
    save(repo, "2026-09-19", {"launches/two.yaml": "title: Two\ndate: 2026-10-12\nowner: ada\n"})
    assert (
        "Two was planned to launch 3 days ago and has neither launched nor been given a new date"
        in page(repo)["headline"]
    )


def test_goal_on_pace_is_not_called_no_goal(repo: Path) -> None:
    result = "[{id: orders, title: Orders, start: 0, target: 10, checkins: [{date: 2026-10-10, value: 9}]}]"
    save(repo, "2026-10-01", {"goals/grow.yaml": f"title: Grow\nperiod: 2026-Q4\nowner: ada\nkey_results: {result}\n"})
    found = page(repo)
    assert [line["pace"] for line in found["goals"]] == ["on_track"]
    assert found["headline"] == (
        "No work is planned or under way, nothing shipped, no date moved later, no measured goal is behind pace "
        "and no launch is planned for the next 6 weeks."
    )


def test_empty_workspace_has_nothing_to_report(repo: Path) -> None:
    assert page(repo)["headline"].startswith("There is nothing to report yet")


def test_quiet_audience_hears_only_of_its_sections(repo: Path) -> None:
    save(repo, "2026-10-01", {"prodops.yaml": f"name: Acme\n{QUIET}", "roadmap/checkout.yaml": work()})
    save(repo, "2026-10-10", {"roadmap/checkout.yaml": work(status="cancelled", health="")})
    found = page(repo, "--audience", "partners")
    assert [line["what"] for line in found["moved"]] == ["cancelled"]
    assert found["headline"] == ("Nothing shipped, no date moved later and no launch is planned for the next 6 weeks.")


def test_without_history_nobody_says_that_nothing_moved(repo: Path) -> None:
    save(repo, "2026-10-01", {"prodops.yaml": f"name: Acme\n{QUIET}", "roadmap/checkout.yaml": work()})
    found = page(repo, "--audience", "partners", "--no-history")
    assert found["headline"] == "Nothing shipped and no launch is planned for the next 6 weeks."
