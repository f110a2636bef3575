"""The past of examples/acme: its last commit is the example, and what came before could have been."""

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cli_runner import prodops
from prodops_cli.cli._revisions import Times
from prodops_cli.git import Commit, Repository
from prodops_cli.kinds.initiative import Initiative
from prodops_cli.kinds.person import Person
from prodops_cli.linter import lint
from repository import git

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "examples/history.py"
ACME = ROOT / "examples/acme"
BERLIN = ZoneInfo("Europe/Berlin")
LAST = date(2026, 10, 15)
DATED = {"updates": "date", "checkins": "date", "approvals": "on"}


def make(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, folder],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("history") / "acme"
    made = make(folder)
    assert (made.returncode, made.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def commits(acme: Path) -> list[Commit]:
    return Repository.around(acme).log()


@dataclass
class Seen:
    """What one walk over all commits finds."""

    errors: list[str] = field(default_factory=list)
    absent_authors: list[str] = field(default_factory=list)
    said: dict[tuple[str, str, date], date] = field(default_factory=dict)
    """The first day of each dated item: record, list and its own day."""
    statuses: dict[str, list[tuple[date, str]]] = field(default_factory=dict)
    """What an initiative's status became, and when; by its id of the time."""
    targets: dict[str, list[tuple[date, date]]] = field(default_factory=dict)
    owners: dict[str, list[str | None]] = field(default_factory=dict)


def dated(value: Any, name: str = "") -> list[tuple[str, date]]:
    """The dated items anywhere in a record's data: the list's name and the item's day."""
    if isinstance(value, dict):
        return [found for key, below in value.items() for found in dated(below, key)]
    if isinstance(value, tuple):
        own = [(name, item[DATED[name]]) for item in value if name in DATED]
        return own + [found for item in value for found in dated(item)]
    return []


@pytest.fixture(scope="module")
def seen(acme: Path, commits: list[Commit]) -> Seen:
    times, found = Times(acme), Seen()
    for commit in commits:
        past = times.at(commit.id)
        found.errors += [
            f"{past.as_of} {commit.subject}: {problem.path}: {problem.message}"
            for problem in lint(past.workspace, past.as_of).diagnostics
            if problem.severity == "error"
        ]
        people = {entry.record.name: entry.record for entry in past.workspace.of(Person)}
        author = people.get(commit.author)
        if author is None or (author.ends is not None and author.ends < past.as_of):
            found.absent_authors.append(f"{commit.author}: {commit.subject}")
        _walk(found, past)
    return found


def _walk(found: Seen, past: Any) -> None:
    for (kind, id_), entry in past.workspace.entries.items():
        for name, day in dated(entry.record.model_dump()):
            found.said.setdefault((f"{kind}:{id_}", name, day), past.as_of)
        if isinstance(entry.record, Initiative):
            record = entry.record
            _note(found.statuses.setdefault(id_, []), past.as_of, record.status)
            if record.target is not None and record.status not in ("shipped", "cancelled"):
                _note(found.targets.setdefault(id_, []), past.as_of, record.target)
            owners = found.owners.setdefault(id_, [])
            if owners[-1:] != [record.owner]:
                owners.append(record.owner)


def _note(past: list[tuple[date, Any]], day: date, value: Any) -> None:
    if not past or past[-1][1] != value:
        past.append((day, value))


# --- the repository --------------------------------------------------------------------------------


def test_last_commit_is_the_example_as_it_stands(acme: Path) -> None:
    listed = git(acme, "ls-tree", "-r", "-z", "HEAD").split("\0")
    blobs = {path: head.split() for head, _, path in (line.partition("\t") for line in listed if line)}
    here = {path.relative_to(ACME).as_posix(): path for path in ACME.rglob("*") if path.is_file()}
    assert sorted(blobs) == sorted(here)
    for path, (mode, _, blob) in blobs.items():
        assert mode == "100644"
        assert blob == git(acme, "hash-object", "--no-filters", str(here[path])), path
        assert (acme / path).read_bytes() == here[path].read_bytes()
    assert git(acme, "status", "--porcelain") == ""


def test_last_commit_only_says_that_it_is_an_example(commits: list[Commit]) -> None:
    changed = sorted(change.path or "" for change in commits[-1].changes)
    hint = "what else changed lacks an event: see examples/acme-history.txt"
    assert changed == ["README.md", "prodops.yaml"], hint


def test_same_ids_on_every_machine(acme: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[commit]\n\tgpgsign = true\n[core]\n\tautocrlf = true\n[init]\n\tdefaultBranch = trunk\n"
        "\tdefaultObjectFormat = sha256\n[user]\n\tname = Somebody\n\temail = some@example.com\n"
    )
    elsewhere = {"HOME": str(home), "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    ours = {"GIT_DIR": str(tmp_path / "no"), "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_DEFAULT_HASH": "sha256"}
    made = make(tmp_path / "again", **elsewhere, **ours)
    assert (made.returncode, made.stderr) == (0, "")
    for name in ("HEAD", "update-2026-Q3"):
        assert git(tmp_path / "again", "rev-parse", name) == git(acme, "rev-parse", name)


def test_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine\n")
    made = make(tmp_path)
    assert (made.returncode, made.stderr) == (1, f"{tmp_path} is not empty\n")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


# --- the commits -----------------------------------------------------------------------------------


def test_ten_months_of_commits_in_working_hours(acme: Path, commits: list[Commit]) -> None:
    assert 150 <= len(commits) <= 350
    days = [commit.when.astimezone(BERLIN) for commit in commits]
    assert days == sorted(days)
    assert (days[0].date(), days[-1].date()) == (date(2025, 12, 15), LAST)
    assert [day for day in days if day.weekday() > 4 or not time(8) <= day.time() <= time(18)] == []
    written = git(acme, "log", "--format=%aI %cI").splitlines()
    for line in written:
        author, committer = (datetime.fromisoformat(text) for text in line.split())
        assert author == committer
        assert author.utcoffset() == author.astimezone(BERLIN).utcoffset()


def test_subjects_are_short_and_say_something(commits: list[Commit]) -> None:
    subjects = [commit.subject for commit in commits]
    assert [subject for subject in subjects if not 10 < len(subject) <= 72 or subject != subject.strip()] == []
    moves = [subject for subject in subjects if subject.startswith(("Move ", "Pull "))]
    assert len(moves) > 20
    assert [subject for subject in moves if not re.search(r"(: |,? and say so |\bbehind\b)", subject)] == []


def test_every_commit_lints_without_errors(seen: Seen) -> None:
    assert seen.errors == []


def test_people_commit_while_they_work_here(seen: Seen, commits: list[Commit]) -> None:
    assert seen.absent_authors == []
    assert len({commit.author for commit in commits}) > 20


def test_every_sign_off_is_a_commit_of_whoever_gave_it(acme: Path) -> None:
    written = git(acme, "log", "-p", "--format=author %an", "-U0", "--", "launches")
    authors = [line.partition(" ")[2] for line in written.splitlines() if re.match("author ", line)]
    by = re.compile(r"^\+.*\bby: ([\w-]+)(?:,|$)", re.MULTILINE)
    names = {entry.record.id: entry.record.name for entry in Times(acme).now().workspace.of(Person)}
    signed = [
        (author, names[id_])
        for author, text in zip(authors, re.split("^author .*$", written, flags=re.MULTILINE)[1:], strict=True)
        for id_ in by.findall(text)
    ]
    assert len(signed) > 25
    assert [(author, name) for author, name in signed if author != name] == []


def test_lint_finds_nothing_at_the_end(acme: Path) -> None:
    assert prodops("lint", "--at", "HEAD", "--strict", at=acme).code == 0


# --- what happened ---------------------------------------------------------------------------------


def test_what_was_said_is_there_on_its_day_or_the_next(seen: Seen) -> None:
    late = {}
    for (record, name, day), first in seen.said.items():
        monday = day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        if not day <= first <= max(day + timedelta(days=1), monday):
            late[record, name, day] = first
    assert late == {}
    assert len(seen.said) > 100


def test_initiatives_become_what_they_are_step_by_step(acme: Path, seen: Seen) -> None:
    order = ["idea", "planned", "in_progress", "shipped"]
    for id_, statuses in seen.statuses.items():
        steps = [order.index(status) for _, status in statuses if status in order]
        assert steps == sorted(steps), id_
    now = {entry.record.id: entry.record for entry in Times(acme).now().workspace.of(Initiative)}
    shipped = {id_: record.shipped for id_, record in now.items() if record.status == "shipped"}
    assert len(shipped) > 10
    assert {id_: seen.statuses[id_][-1] for id_ in shipped} == {id_: (day, "shipped") for id_, day in shipped.items()}
    started = [id_ for id_, statuses in seen.statuses.items() if [status for _, status in statuses][:1] == ["idea"]]
    assert len(started) > 15


def test_a_third_of_the_targets_moved_one_to_three_times(seen: Seen) -> None:
    later = {
        id_: [(day, old) for (_, old), (day, new) in itertools.pairwise(targets) if new > old]
        for id_, targets in seen.targets.items()
    }
    moved = {id_: moves for id_, moves in later.items() if moves}
    assert 0.25 < len(moved) / len(later) < 0.45
    assert max(map(len, moved.values())) == 3
    said_after = [id_ for id_, moves in moved.items() if any(day > old for day, old in moves)]
    said_weeks_before = [id_ for id_, moves in moved.items() if any((old - day).days > 21 for day, old in moves)]
    assert len(said_after) >= 3
    assert len(said_weeks_before) >= 5
    pulled_in = [id_ for id_, days in seen.targets.items() if any(a[1] > b[1] for a, b in itertools.pairwise(days))]
    assert len(pulled_in) >= 2


def test_owners_change_and_one_initiative_is_renamed(acme: Path, seen: Seen) -> None:
    assert {id_: owners for id_, owners in seen.owners.items() if len(owners) > 1} == {
        "dispute-desk": ["florin", "emeka"],
        "theme-editor": ["ludmila", "jun-ho"],
    }
    assert "formerly order-stream" in prodops("history", "event-bus", at=acme).out


def test_files_move(commits: list[Commit]) -> None:
    moves = {(change.old_path, change.path) for commit in commits for change in commit.changes}
    assert ("tools/engineering/grafana.yaml", "tools/build/grafana.yaml") in moves
    listed = [commit for commit in commits if any(change.path == "roadmap.yaml" for change in commit.changes)]
    assert listed[0].when.year == 2026
    assert [
        commit.subject for commit in commits if ("roadmap.yaml", None) in {(c.old_path, c.path) for c in commit.changes}
    ]


def test_people_come_and_go_and_settings_change(acme: Path, commits: list[Commit]) -> None:
    subjects: dict[str, list[str]] = {
        path: [] for path in ("people/storefront/rafaela.yaml", "people/payments/florin.yaml", "prodops.yaml")
    }
    for commit in commits:
        for change in commit.changes:
            if change.path in subjects:
                subjects[change.path].append(commit.subject)
    assert subjects["people/storefront/rafaela.yaml"] == ["Rafaela starts on 2 March, Tomás leads launches"]
    assert "Florin leaves at the end of August" in subjects["people/payments/florin.yaml"]
    assert len(subjects["prodops.yaml"]) >= 5
    assert git(acme, "tag").split() == ["update-2026-Q1", "update-2026-Q2", "update-2026-Q3"]


# --- what it shows ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("acme-diff.md", ("diff", "last-quarter")),
        ("acme-diff.json", ("diff", "last-quarter", "--only", "one-page-checkout", "--format", "json")),
        ("acme-diff.txt", ("diff", "update-2026-Q2..update-2026-Q3", "--kind", "initiative", "--format", "text")),
        ("acme-history.txt", ("history", "one-page-checkout", "--field", "target")),
        ("acme-slips.md", ("roadmap", "slips")),
        ("acme-slips.txt", ("roadmap", "slips", "--by", "team", "--format", "text")),
        ("acme-slips.json", ("roadmap", "slips", "--item", "event-bus", "--format", "json")),
    ],
)
def test_reports_over_the_past(
    acme: Path, golden: Callable[[str, str], None], name: str, arguments: tuple[str, ...]
) -> None:
    ran = prodops(*arguments, at=acme, environment={"NO_COLOR": "1"})
    assert (ran.code, ran.err) == (0, "")
    golden(name, ran.out)
