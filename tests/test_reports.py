"""Reports: found by walking the package, made by name, printed or written to a file."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from builder import read_files, write_files
from prodops_cli import reports
from prodops_cli.errors import ProdopsError
from prodops_cli.render import data, markdown
from prodops_cli.reports import all_reports, report_called
from prodops_cli.reports._base import Named, Workspace, named_by, report

TODAY = date(2026, 10, 15)


def run(folder: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "prodops_cli", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(
        tmp_path / "acme",
        {
            "prodops.yaml": "name: Acme\nas_of: 2026-10-15\n",
            "roadmap/checkout.yaml": "title: Checkout\nstatus: in_progress\nstart: 2026-09-01\ntarget: 2026-10-01\n",
        },
    )


# --- the registry ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    as_of: date
    records: int


@report
def record_count(workspace: Workspace, as_of: date, *, times: int = 1) -> Answer:
    """How many records there are.

    And more words.
    """
    return Answer(as_of, len(workspace.entries) * times)


def test_report_is_called_after_its_function() -> None:
    assert record_count.name == "record-count"
    assert record_count.summary == "How many records there are."


def test_report_is_a_function_with_options(tmp_path: Path) -> None:
    workspace = read_files(tmp_path, {"teams/shop.yaml": "name: Shop\n"})
    assert record_count(workspace, TODAY, times=2) == Answer(TODAY, 2)


def test_every_report_works_with_defaults_on_an_empty_workspace(tmp_path: Path) -> None:
    workspace = read_files(tmp_path, {})
    for name, found in all_reports().items():
        value = found(workspace, TODAY)
        assert json.loads(data.render(value))
        assert markdown.render(name, value).startswith("#")
        assert found.summary.endswith(".")


def test_unknown_report_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ProdopsError, match="there is no report `statsu`") as caught:
        report_called("statsu")
    assert caught.value.hint == "did you mean `status`?"


@pytest.fixture
def more_reports(tmp_path: Path) -> Iterator[Path]:
    """A folder in which further report modules are found."""
    before = set(sys.modules)
    reports.__path__.append(str(tmp_path))
    all_reports.cache_clear()
    yield tmp_path
    reports.__path__.remove(str(tmp_path))
    for name in set(sys.modules) - before:
        del sys.modules[name]
    all_reports.cache_clear()


TEAMS = '''
from dataclasses import dataclass
from datetime import date

from prodops_cli.kinds.team import Team
from prodops_cli.reports._base import Named, Workspace, named, report


@dataclass(frozen=True, slots=True)
class Teams:
    as_of: date
    teams: tuple[Named, ...]


@report
def all_teams(workspace: Workspace, as_of: date) -> Teams:
    """Every team there is."""
    return Teams(as_of, tuple(named(entry) for entry in workspace.of(Team)))
'''


def test_new_report_is_one_file(more_reports: Path, tmp_path: Path) -> None:
    (more_reports / "teams_report.py").write_text(TEAMS)
    workspace = read_files(tmp_path / "acme", {"teams/shop.yaml": "name: The | *Shop*\n"})
    value = all_reports()["all-teams"](workspace, TODAY)
    assert json.loads(data.render(value)) == {
        "as_of": "2026-10-15",
        "teams": [{"ref": "team:shop", "name": "The | *Shop*", "path": "teams/shop.yaml"}],
    }
    assert markdown.render("all-teams", value).splitlines() == [
        "# All teams",
        "",
        "- **As of:** 2026-10-15",
        "",
        "## Teams",
        "",
        "| Ref | Name | Path |",
        "| --- | --- | --- |",
        r"| team:shop | The &#124; \*Shop\* | teams/shop.yaml |",
    ]


def test_name_used_twice_is_refused(more_reports: Path) -> None:
    (more_reports / "one.py").write_text(TEAMS)
    (more_reports / "two.py").write_text(TEAMS)
    with pytest.raises(TypeError, match="two reports are called all-teams"):
        all_reports()


def test_name_of_a_record_that_is_not_there_is_its_id(tmp_path: Path) -> None:
    workspace = read_files(tmp_path, {})
    assert named_by(workspace, "person", "ada") == Named("person:ada", "ada", None)
    assert named_by(workspace, "person", None) is None


# --- the command -----------------------------------------------------------------------------------


def test_report_lists_what_there_is(folder: Path) -> None:
    assert re.search(r"^status +What is going on", run(folder, "report").stdout, re.MULTILINE)
    assert {"name", "summary"} == set(json.loads(run(folder, "report", "--format", "json").stdout)[0])


def test_report_by_name_is_the_command_without_options(folder: Path) -> None:
    assert run(folder, "report", "status").stdout == run(folder, "status").stdout


def test_report_goes_to_a_pipe_as_markdown_and_to_a_file_by_its_name(folder: Path, tmp_path: Path) -> None:
    text = run(folder, "status").stdout
    assert text.startswith("# Acme: status on 15 October 2026\n")
    for name in ("s.md", "s.json", "s.txt"):
        assert run(folder, "status", "-o", f"../{name}").stdout == ""
    assert (tmp_path / "s.md").read_text() == text
    assert json.loads((tmp_path / "s.json").read_text())["as_of"] == "2026-10-15"
    assert (tmp_path / "s.txt").read_text().startswith("Acme: status on 15 October 2026\n")


def test_file_is_found_from_the_folder_that_was_asked_for(folder: Path, tmp_path: Path) -> None:
    run(tmp_path, "-C", "acme/roadmap", "status", "-o", "../out.md")
    assert (folder / "out.md").is_file()


@pytest.mark.parametrize("name", ["prodops.yaml", "roadmap/checkout.yaml", ".prodops-baseline.json"])
def test_file_of_the_workspace_is_never_replaced(folder: Path, name: str) -> None:
    (folder / ".prodops-baseline.json").write_text('{"version": 1, "findings": []}')
    before = (folder / name).read_bytes()
    done = run(folder, "status", "-o", name, code=2)
    assert "is a file of the workspace" in done.stderr
    assert (folder / name).read_bytes() == before


def test_file_in_a_folder_that_is_not_there_is_refused(folder: Path) -> None:
    assert "there is no folder" in run(folder, "status", "-o", "out/s.md", code=2).stderr
    assert "is a folder" in run(folder, "status", "-o", "roadmap", code=2).stderr


@pytest.mark.parametrize("target", ["../mine.md", "../new.md", "/dev/full"])
def test_link_in_the_workspace_never_leads_a_report_out_of_it(folder: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "mine.md").write_text("mine")
    (folder / "status.md").symlink_to(target)
    (folder / "out").symlink_to(tmp_path)
    for start, name in ((folder, "status.md"), (folder, "out/s.md"), (folder, str(folder / "status.md"))):
        assert "a link that leads out of the workspace" in run(start, "status", "-o", name, code=2).stderr
    assert (tmp_path / "mine.md").read_text() == "mine"
    assert not {"new.md", "s.md"} & {path.name for path in tmp_path.iterdir()}


def test_link_in_the_workspace_never_leads_a_report_into_git(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("[core]\n")
    (folder / "status.md").symlink_to(".git/config")
    assert "inside git's own folder" in run(folder, "status", "-o", "status.md", code=2).stderr
    assert (folder / ".git" / "config").read_text() == "[core]\n"


def test_report_may_be_written_to_a_stream(folder: Path) -> None:
    assert run(folder, "status", "-o", "/dev/stdout").stdout == run(folder, "status").stdout


def test_unknown_format_is_refused(folder: Path) -> None:
    assert "choose one of text, markdown" in run(folder, "status", "--format", "pdf", code=2).stderr


def test_files_that_could_not_be_read_are_counted(folder: Path) -> None:
    (folder / "roadmap/broken.yaml").write_text("title: [\n")
    done = run(folder, "status")
    assert "1 file could not be read in full" in done.stdout
    assert "note: 1 file has problems" in done.stderr
