"""The how-to pages: their files are valid, their prodops commands run, their links lead somewhere."""

import json
import os
import re
import shlex
import subprocess
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
import yaml

import cli_runner
from cli_runner import Ran
from prodops_cli.kinds import all_kinds
from prodops_cli.settings import AUDIENCES, EVERY_SECTION, Audience

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs/how-to").glob("*.md"))
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]*)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
OURS = ("prodops.yaml", *(f"{kind.folder}/" for kind in all_kinds().values()))


def blocks(page: Path, language: str) -> list[tuple[str, str]]:
    """Title and text of a page's blocks in a language."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [(title, text) for of, title, text in found if of == language]


@pytest.fixture(autouse=True)
def outside_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment without what a CI system says of the pull request that this runs for."""
    for name in list(os.environ):
        if name.startswith(("CI", "GITHUB_", "BITBUCKET_")):
            monkeypatch.delenv(name)


def prodops(workspace: Path, *arguments: str) -> Ran:
    """Run prodops in a folder, as the reader of a page does."""
    with chdir(workspace):
        return cli_runner.prodops(*arguments, environment={"NO_COLOR": "1", "PRODOPS_NO_CACHE": "1"})


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "people").mkdir()
    (tmp_path / "roadmap").mkdir()
    (tmp_path / "prodops.yaml").write_text("name: Acme\n")
    (tmp_path / "people/ada.yaml").write_text("name: Ada Example\n")
    (tmp_path / "roadmap/search.yaml").write_text("title: Better search\nowner: ada\n")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "A workspace"]):
        git = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-C", str(tmp_path)]
        subprocess.run([*git, *command], check=True)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_yaml_is_yaml(page: Path) -> None:
    for _, text in blocks(page, "yaml"):
        assert yaml.safe_load(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_of_a_workspace_are_valid(page: Path, workspace: Path) -> None:
    for title, text in blocks(page, "yaml"):
        if title.startswith(OURS):
            (workspace / title).parent.mkdir(exist_ok=True)
            (workspace / title).write_text(text, encoding="utf-8")
            done = prodops(workspace, "lint", "--as-of", "2026-10-15", title)
            assert done.code == 0, done.out + done.err
            assert "ignore" not in done.out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_run(page: Path, workspace: Path) -> None:
    typed = [line[2:] for _, text in blocks(page, "console") for line in text.splitlines() if line.startswith("$ ")]
    steps = [line.strip() for _, text in blocks(page, "yaml") for line in text.splitlines()]
    in_steps = [re.sub(r"^- (run: )?", "", step) for step in steps if re.match(r"- (run: )?prodops ", step)]
    for command in typed + in_steps:
        words = shlex.split(command.partition(" > ")[0])
        # There is a workspace already; what is shown of an example is real, see docs/generate.py.
        if words[0] == "prodops" and words[1] not in ("init", "-C"):
            done = prodops(workspace, *words[1:])
            assert done.code == 0, command + done.out + done.err


@pytest.mark.parametrize("page", [*PAGES, *sorted(ROOT.glob("*.md"))], ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    within = [link for link in links if "://" not in link]
    assert [link for link in within if not (page.parent / link).exists()] == []


WEEKLY = ROOT / "docs/how-to/weekly-update.md"


def test_weekly_page_says_what_audiences_see() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.+) \| (\d+) \|$", WEEKLY.read_text(encoding="utf-8"), re.MULTILINE)
    given = {name: Audience(**wish) for name, wish in AUDIENCES.items()}
    sections = {
        name: "all" if one.sections == EVERY_SECTION else ", ".join(one.sections) for name, one in given.items()
    }
    assert rows == [(name, sections[name], str(one.lines)) for name, one in given.items()]


def test_templates_of_the_weekly_page_write_updates(workspace: Path) -> None:
    shown = blocks(WEEKLY, "jinja")
    assert len(shown) == 2
    for title, text in shown:
        (workspace / title).write_text(text, encoding="utf-8")
        done = prodops(workspace, "status", "--template", title, "--trust")
        assert done.code == 0, done.err
        assert "Acme" in done.out


ONBOARDING = ROOT / "docs/how-to/onboarding.md"


def test_template_of_the_onboarding_page_writes_a_plan_that_is_read_again(workspace: Path) -> None:
    for title, text in [*blocks(ONBOARDING, "yaml"), *blocks(ONBOARDING, "jinja")]:
        if title.startswith(OURS) or title.endswith(".j2"):
            (workspace / title).parent.mkdir(exist_ok=True)
            (workspace / title).write_text(text, encoding="utf-8")
    done = prodops(workspace, "onboard", "new-hire", "grace", "--template", "plan.md.j2", "--trust")
    assert done.code == 0, done.err
    status = prodops(workspace, "onboard", "status", "--as-of", "2027-01-20", "--format", "json")
    (plan,) = json.loads(status.out)["plans"]
    assert plan["total"] == sum(len(yaml.safe_load(text)["tasks"]) for _, text in layers_shown()) - 2
    assert plan["next_due"] is not None


def layers_shown() -> list[tuple[str, str]]:
    """The layers of the onboarding page; the last one replaces a task and leaves one out."""
    return [(title, text) for title, text in blocks(ONBOARDING, "yaml") if title.startswith("onboarding/")]


def editor_file(path: str) -> Any:
    """A JSON file that the editor page shows."""
    page = next(page for page in PAGES if page.stem == "editor")
    return json.loads(dict(blocks(page, "json"))[path])


def test_editor_page_has_a_schema_for_the_files_of_every_kind(workspace: Path) -> None:
    wanted = {".prodops/schema/prodops.schema.json": "prodops.yaml"}
    for name, kind in all_kinds().items():
        wanted[f".prodops/schema/{name}.schema.json"] = f"{kind.folder}/**/*.yaml"
        wanted[f".prodops/schema/{name}-list.schema.json"] = f"{kind.folder}.yaml"
    assert editor_file(".vscode/settings.json")["yaml.schemas"] == wanted
    assert prodops(workspace, "schema", "--output", ".prodops/schema").code == 0
    assert {str(path.relative_to(workspace)) for path in workspace.glob(".prodops/schema/*")} == wanted.keys()


def test_editor_page_matches_the_lines_of_findings(workspace: Path) -> None:
    (workspace / "roadmap/search.yaml").write_text("title: Better search\nowner: adda\n")
    pattern = editor_file(".vscode/tasks.json")["tasks"][0]["problemMatcher"]["pattern"]
    printed = prodops(workspace, "lint", "--select", "dangling-reference").out
    match = re.search(pattern["regexp"], printed, re.MULTILINE)
    assert match is not None
    parts = [match[pattern[part]] for part in ("file", "line", "column", "severity", "message", "code")]
    assert parts == ["roadmap/search.yaml", "2", "8", "error", "there is no person `adda`", "dangling-reference"]
