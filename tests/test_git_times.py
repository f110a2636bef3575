"""--at and --as-of: what people type for another time, on every command that reads."""

import re
import shlex
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from cli_runner import prodops
from prodops_cli.cli._revisions import WORDS, Times, day_of, default_base, resolve_moment
from prodops_cli.errors import ExitCode, ProdopsError
from prodops_cli.git import Repository
from prodops_cli.settings import Settings
from repository import commit, git, init

MONDAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("text", "fiscal_year_starts", "today", "day"),
    [
        ("2026-09-30", 1, MONDAY, date(2026, 9, 30)),
        ("yesterday", 1, MONDAY, date(2026, 10, 4)),
        ("last-week", 1, MONDAY, date(2026, 9, 28)),
        ("last-month", 1, MONDAY, date(2026, 9, 5)),
        ("last-month", 1, date(2026, 3, 31), date(2026, 2, 28)),
        ("last-month", 1, date(2026, 1, 15), date(2025, 12, 15)),
        ("last-quarter", 1, MONDAY, date(2026, 9, 30)),
        ("last-quarter", 1, date(2026, 9, 30), date(2026, 6, 30)),
        ("last-quarter", 1, date(2026, 1, 1), date(2025, 12, 31)),
        ("last-quarter", 2, MONDAY, date(2026, 7, 31)),
        ("last-quarter", 2, date(2026, 1, 31), date(2025, 10, 31)),
        ("last-quarter", 12, date(2026, 3, 1), date(2026, 2, 28)),
        ("2026-Q3", 1, MONDAY, date(2026, 9, 30)),
        ("2026-Q1", 4, MONDAY, date(2026, 6, 30)),
        ("2026-H1", 1, MONDAY, date(2026, 6, 30)),
        ("2026-08", 1, MONDAY, date(2026, 8, 31)),
        ("2026-Q4", 1, MONDAY, MONDAY),
    ],
)
def test_words_for_a_day(text: str, fiscal_year_starts: int, today: date, day: date) -> None:
    assert day_of(text, Settings(fiscal_year_starts=fiscal_year_starts), today) == day


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("start", range(1, 13))
def test_last_quarter_ends_before_today_and_another_follows(month: int, start: int) -> None:
    today = date(2026, month, 15)
    end = day_of("last-quarter", Settings(fiscal_year_starts=start), today)
    assert end < today
    assert (today - end).days <= 92
    assert (date.fromordinal(end.toordinal() + 1).month - start) % 3 == 0


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "0000-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_day_that_is_none(text: str) -> None:
    with pytest.raises(ProdopsError, match="is not a day of the calendar"):
        day_of(text, Settings(), MONDAY)


FILES = {"prodops.yaml": "name: Acme\ntime_zone: Asia/Tokyo\n", "people/ada.yaml": "name: Ada\n"}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Three commits: the second is on 30 September in Europe, and in Tokyo on 1 October already."""
    root = init(tmp_path / "shop")
    commit(root, FILES, "2026-09-29T12:00:00+00:00")
    commit(root, {"people/eve.yaml": "name: Eve\n"}, "2026-09-30T17:00:00+02:00")
    commit(root, {"people/kim.yaml": "nam: Kim\n"}, "2026-10-02T12:00:00+00:00")
    return root


def ids(root: Path, *options: str) -> str:
    """The people there are, as `list` prints them."""
    return " ".join(prodops("list", "person", "--format", "ids", *options, at=root).out.split())


def test_day_ends_where_the_workspace_is(shop: Path) -> None:
    assert ids(shop, "--at", "2026-09-30") == "ada"
    assert ids(shop, "--at", "2026-10-01") == "ada eve"
    (shop / "prodops.yaml").write_text("time_zone: Europe/Berlin\n")
    assert ids(shop, "--at", "2026-09-30") == "ada eve"


def test_day_when_the_clocks_change_ends_at_its_end(tmp_path: Path) -> None:
    root = init(tmp_path / "shop")
    commit(root, {"prodops.yaml": "time_zone: Europe/Berlin\n", "people/ada.yaml": "name: Ada\n"})
    commit(root, {"people/eve.yaml": "name: Eve\n"}, "2026-10-25T23:59:59+01:00")
    commit(root, {"people/kim.yaml": "name: Kim\n"}, "2026-10-26T00:00:00+01:00")
    assert ids(root, "--at", "2026-10-25") == "ada eve"


def test_today_is_the_day_of_the_commit_or_the_one_that_was_asked_for(shop: Path) -> None:
    times = Times(shop)
    assert times.at("HEAD~1").as_of == date(2026, 10, 1)
    assert times.at("2026-10-03").as_of == date(2026, 10, 3)
    assert times.at("2026-10-03").commit == git(shop, "rev-parse", "HEAD")
    assert times.at("HEAD~1", date(2026, 12, 24)).as_of == date(2026, 12, 24)


def test_words_count_from_the_day_the_settings_stop_the_clock_at(shop: Path) -> None:
    (shop / "prodops.yaml").write_text("time_zone: Asia/Tokyo\nas_of: 2026-10-01\n")
    assert ids(shop, "--at", "yesterday") == "ada"
    assert Times(shop).at("last-quarter").as_of == date(2026, 9, 30)


def test_moment_on_another_line(shop: Path) -> None:
    git(shop, "branch", "old", "HEAD~1")
    found = resolve_moment(Repository.around(shop), "2026-10-30", Settings(), MONDAY, "old")
    assert (found.commit, found.day) == (git(shop, "rev-parse", "old"), date(2026, 10, 30))


def test_branch_called_like_a_word_is_named_in_full(shop: Path) -> None:
    git(shop, "branch", "yesterday", "HEAD~2")
    assert ids(shop, "--at", "heads/yesterday") == "ada"
    assert WORDS == ("yesterday", "last-week", "last-month", "last-quarter")


# --- the commands --------------------------------------------------------------------------------

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "list": ("list", "person"),
    "show": ("show", "ada"),
    "lint": ("lint",),
    "status": ("status",),
    "report": ("report", "status"),
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("format_", ["text", "json"])
def test_command_at_a_commit_is_the_command_in_a_checkout_of_it(
    shop: Path, tmp_path: Path, name: str, format_: str
) -> None:
    git(shop, "worktree", "add", "-q", "--detach", str(tmp_path / "then"), "HEAD~1")
    words = (*COMMANDS[name], "--format", format_)
    at = prodops(*words, "--at", "HEAD~1", at=shop)
    there = prodops(*words, "--as-of", "2026-10-01", at=tmp_path / "then")
    assert (at.code, at.out, at.err) == (there.code, there.out, there.err)
    assert at.out or name == "lint"


@pytest.mark.parametrize("name", COMMANDS)
def test_files_on_disk_do_not_matter_at_a_commit(shop: Path, name: str) -> None:
    before = prodops(*COMMANDS[name], "--at", "HEAD~1", at=shop)
    (shop / "people" / "ada.yaml").write_text("name: [")
    (shop / "people" / "eve.yaml").unlink()
    (shop / "prodops.yaml").write_text("nonsense: [")
    assert prodops(*COMMANDS[name], "--at", "HEAD~1", at=shop) == before


@pytest.mark.parametrize("name", COMMANDS)
def test_command_at_nothing(shop: Path, name: str) -> None:
    ran = prodops(*COMMANDS[name], "--at", "nope", at=shop)
    assert (ran.code, ran.out) == (2, "")
    hint = "name a commit, branch or tag, or a time: HEAD~3, 2026-09-30, 2026-Q3, last-quarter"
    assert ran.err == f"error: there is no revision `nope`\nhint: {hint}\n"


def test_lint_at_a_commit_is_never_answered_from_memory(shop: Path, tmp_path: Path) -> None:
    memory = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert prodops("lint", at=shop, environment=memory).code == 1
    assert prodops("lint", at=shop, environment=memory).code == 1
    size = {place: place.stat().st_mtime_ns for place in (tmp_path / "cache").rglob("*")}
    assert prodops("lint", "--at", "HEAD~1", at=shop, environment=memory).code == 0
    assert {place: place.stat().st_mtime_ns for place in (tmp_path / "cache").rglob("*")} == size
    assert prodops("lint", "--at", "HEAD", at=shop, environment=memory).code == 1


def test_lint_at_a_commit_shows_the_files_of_then(shop: Path) -> None:
    commit(shop, {"people/kim.yaml": None}, "2026-10-03T12:00:00+00:00")
    ran = prodops("lint", "people/kim.yaml", "--at", "HEAD~1", at=shop)
    assert ran.code == 1
    assert "people/kim.yaml:1:1: error: unknown key `nam`" in ran.out
    assert prodops("lint", "people/kim.yaml", at=shop).code == 2
    assert prodops("lint", "../x", "--at", "HEAD~1", at=shop).code == 2


def test_lint_at_a_commit_counts_the_baseline_of_then(shop: Path) -> None:
    assert prodops("lint", "--baseline", at=shop).code == 0
    commit(shop, when="2026-10-03T12:00:00+00:00")
    assert prodops("lint", "--at", "HEAD", at=shop).code == 0
    assert prodops("lint", "--at", "HEAD", "--no-baseline", at=shop).code == 1
    assert prodops("lint", "--at", "HEAD~1", at=shop).code == 1
    ran = prodops("lint", "--at", "HEAD", "--baseline", at=shop)
    assert (ran.code, ran.err) == (2, "error: --baseline records what is found now\nhint: leave out --at\n")


# --- what a change is compared with --------------------------------------------------------------

QUIET = {
    "GITHUB_BASE_REF": "",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "",
    "BITBUCKET_PR_DESTINATION_BRANCH": "",
    "SYSTEM_PULLREQUEST_TARGETBRANCH": "",
    "CHANGE_TARGET": "",
}


@pytest.fixture
def branch(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop on a branch that left `main` at its second commit."""
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)
    git(shop, "branch", "release", "HEAD~2")
    git(shop, "checkout", "-q", "-b", "feature", "HEAD~1")
    commit(shop, {"people/zoe.yaml": "name: Zoe\n"})
    return shop


def test_branch_is_compared_with_where_it_left_the_main_line(branch: Path) -> None:
    assert default_base(Repository.around(branch)) == git(branch, "rev-parse", "main~1")
    git(branch, "checkout", "-q", "main")
    assert default_base(Repository.around(branch)) == git(branch, "rev-parse", "main")


@pytest.mark.parametrize("variable", QUIET)
def test_in_ci_the_target_of_the_pull_request_counts(
    branch: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = "refs/heads/release" if variable == "SYSTEM_PULLREQUEST_TARGETBRANCH" else "release"
    monkeypatch.setenv(variable, value)
    assert default_base(Repository.around(branch)) == git(branch, "rev-parse", "release")
    git(branch, "update-ref", "refs/remotes/origin/release", "main")
    assert default_base(Repository.around(branch)) == git(branch, "rev-parse", "main~1")


def test_target_that_was_not_fetched(branch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_BASE_REF", "trunk")
    with pytest.raises(ProdopsError) as caught:
        default_base(Repository.around(branch))
    assert (caught.value.code, "fetch-depth: 0" in (caught.value.hint or "")) == (ExitCode.HISTORY_NOT_AVAILABLE, True)


def test_without_a_main_line_the_commit_itself_is_compared(branch: Path) -> None:
    git(branch, "branch", "-m", "main", "elsewhere")
    assert default_base(Repository.around(branch)) == git(branch, "rev-parse", "HEAD")
    git(branch, "branch", "-q", "--set-upstream-to", "elsewhere")
    assert default_base(Repository.around(branch)) == git(branch, "rev-parse", "elsewhere~1")


def test_time_zone_of_the_machine_does_not_matter(shop: Path) -> None:
    found = {
        prodops("list", "person", "--at", "2026-09-30", at=shop, environment={"TZ": zone}).out
        for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles")
    }
    assert len(found) == 1


# --- the page ------------------------------------------------------------------------------------

PAGE = Path(__file__).parents[1] / "docs/how-to/another-time.md"


def commands_of_the_page() -> list[str]:
    """What the page types after `$ prodops`."""
    return re.findall(r"^\$ prodops (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", commands_of_the_page())
def test_command_of_the_page_runs(tmp_path: Path, command: str) -> None:
    root = init(tmp_path / "shop")
    initiative = {"roadmap/one-page-checkout.yaml": "title: One-page checkout\nstatus: in_progress\n"}
    commit(root, {"prodops.yaml": "as_of: 2026-10-05\n", **initiative}, "2026-06-01T12:00:00+00:00")
    git(root, "tag", "v1")
    for month in (7, 8, 9):
        commit(root, when=f"2026-{month:02}-15T12:00:00+00:00")
    ran = prodops(*shlex.split(command), at=root)
    assert ran.code in (0, 1), ran.err
    assert ran.out


def test_page_names_every_word() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [word for word in WORDS if f"| `{word}` |" not in text] == []


def test_files_on_disk_need_no_repository(tmp_path: Path) -> None:
    (tmp_path / "prodops.yaml").write_text("as_of: 2026-10-05\n")
    assert Times(tmp_path).now().as_of == MONDAY
