"""`prodops lint --since`: rules that compare the workspace with an earlier revision."""

from pathlib import Path

import pytest

from cli_runner import prodops
from prodops_cli.errors import ExitCode
from repository import commit, init

SHIPPED = "title: Checkout\nstatus: shipped\nshipped: 2026-08-01\n"
RULE = ("--select", "status-goes-back")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init(tmp_path)
    commit(tmp_path, {"prodops.yaml": "name: A\nas_of: 2026-09-02\n", "roadmap/checkout.yaml": SHIPPED})
    return tmp_path


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


def test_status_that_went_back_is_found_at_its_line(folder: Path) -> None:
    write(folder, "roadmap/checkout.yaml", "title: Checkout\nstatus: planned\n")
    ran = prodops("lint", "--since", "HEAD", *RULE, at=folder)
    assert ran.code == ExitCode.FINDINGS
    line = "roadmap/checkout.yaml:2:9: error: it was shipped, so it cannot be planned now [status-goes-back]"
    assert line in ran.out
    assert "put it back to `shipped` and write a new initiative for what is left to do" in ran.out


def test_without_an_earlier_revision_it_does_not_run(folder: Path) -> None:
    write(folder, "roadmap/checkout.yaml", "title: Checkout\nstatus: planned\n")
    assert "status-goes-back" not in prodops("lint", at=folder).out
    ran = prodops("lint", *RULE, at=folder)
    assert ran.code == ExitCode.COULD_NOT_RUN
    assert "`status-goes-back` compares with an earlier revision" in ran.err


@pytest.mark.parametrize(
    ("kind", "before", "after", "is_legal"),
    [
        ("roadmap", "shipped", "in_progress", False),
        ("roadmap", "shipped", "cancelled", False),
        ("roadmap", "cancelled", "shipped", False),
        ("roadmap", "cancelled", "planned", True),
        ("roadmap", "idea", "shipped", True),
        ("roadmap", "on_hold", "in_progress", True),
        ("launches", "launched", "planned", False),
        ("launches", "cancelled", "planned", True),
        ("goals", "done", "active", True),
        ("goals", "done", "dropped", False),
        ("goals", "dropped", "done", False),
    ],
)
def test_what_may_follow_what(folder: Path, kind: str, before: str, after: str, *, is_legal: bool) -> None:
    commit(folder, {f"{kind}/thing.yaml": f"title: Thing\nstatus: {before}\n"})
    commit(folder, {f"{kind}/thing.yaml": f"title: Thing\nstatus: {after}\n"})
    ran = prodops("lint", "--since", "HEAD~1", *RULE, at=folder)
    assert (ran.code == 0) is is_legal, ran.out


def test_two_revisions_are_compared(folder: Path) -> None:
    commit(folder, {"roadmap/checkout.yaml": "title: Checkout\nstatus: planned\n"})
    commit(folder, {"roadmap/checkout.yaml": SHIPPED})
    assert prodops("lint", "--at", "HEAD~1", "--since", "HEAD~2", *RULE, at=folder).code == ExitCode.FINDINGS
    assert prodops("lint", "--since", "HEAD~2", *RULE, at=folder).code == 0


def test_finding_is_not_remembered_for_the_next_lint(folder: Path) -> None:
    write(folder, "roadmap/checkout.yaml", "title: Checkout\nstatus: planned\n")
    prodops("lint", "--since", "HEAD", at=folder)
    assert "status-goes-back" not in prodops("lint", at=folder).out
    assert "status-goes-back" in prodops("lint", "--since", "HEAD", at=folder).out
