"""The pre-commit hook, by real pre-commit runs in repositories that use it."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]

HOSTILE_NAMES = [
    "two words.yaml",
    "new\nline.yaml",
    "--exit-zero.yaml",
    "-.yaml",
    "größe.yaml",
    'it\'s "quoted".yaml',
    "::error::.yaml",
    "$(touch pwned).yaml",
    "back\\slash.yaml",
    "\x1b[31mred.yaml",
]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command in the repository `tmp_path/work`, apart from the settings of whoever runs the suite."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    configuration = tmp_path / "gitconfig"
    configuration.write_text("[safe]\n\tdirectory = *\n")  # the checkout may belong to another user than the suite's
    environment |= {
        "GIT_CONFIG_GLOBAL": str(configuration),
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "Ada Example", f"GIT_{role}_EMAIL": "ada@example.com"}

    def run_in_work(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=tmp_path / "work", env=environment, capture_output=True, text=True, check=False
        )

    return run_in_work


@pytest.fixture
def work(tmp_path: Path, run: Run) -> Path:
    """A repository with a clean workspace that uses the hook as this checkout defines it, without a network."""
    folder = tmp_path / "work"
    (folder / "people").mkdir(parents=True)
    (folder / "roadmap").mkdir()
    (folder / "prodops.yaml").write_text("name: Tiny\n")
    (folder / "people/ada.yaml").write_text("name: Ada Example\n")
    (folder / "roadmap/search.yaml").write_text("title: Search\nowner: ada\n")
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    hook["language"] = "system"  # `python` would install it; everything else is as shipped
    configuration = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
    run("git", "init", "--quiet")
    run("git", "add", "--all")
    return folder


def pre_commit(run: Run) -> subprocess.CompletedProcess[str]:
    """Stage everything and run the hooks on what is staged, as a commit would."""
    assert run("git", "add", "--all").returncode == 0
    return run(sys.executable, "-m", "pre_commit", "run", "--color=never")


def commit(run: Run) -> None:
    assert run("git", "commit", "--quiet", "--no-verify", "--message", "Something").returncode == 0


def test_clean_workspace_passes(work: Path, run: Run) -> None:
    done = pre_commit(run)
    assert (work / "prodops.yaml").is_file()
    assert "prodops lint" in done.stdout
    assert done.stdout.rstrip().endswith("Passed")
    assert done.returncode == 0, done.stdout


def test_mistake_fails_at_its_line_until_it_is_fixed(work: Path, run: Run) -> None:
    file = work / "roadmap/search.yaml"
    file.write_text("title: Search\nowner: adda\n")
    failed = pre_commit(run)
    assert failed.returncode == 1
    assert "roadmap/search.yaml:2:8: error: there is no person `adda` [dangling-reference]" in failed.stdout
    file.write_text("title: Search\nowner: ada\n")
    assert pre_commit(run).returncode == 0


def test_commit_is_refused_while_there_are_errors(work: Path, run: Run) -> None:
    assert run(sys.executable, "-m", "pre_commit", "install").returncode == 0
    (work / "roadmap/search.yaml").write_text("title: Search\nowner: adda\n")
    run("git", "add", "--all")
    refused = run("git", "commit", "--message", "Search")
    assert refused.returncode != 0
    assert "dangling-reference" in refused.stdout + refused.stderr
    (work / "roadmap/search.yaml").write_text("title: Search\nowner: ada\n")
    run("git", "add", "--all")
    assert run("git", "commit", "--message", "Search").returncode == 0


def test_commit_that_only_removes_a_file_is_checked(work: Path, run: Run) -> None:
    commit(run)
    (work / "people/ada.yaml").unlink()
    done = pre_commit(run)
    assert done.returncode == 1
    assert "there is no person `ada`" in done.stdout


def test_what_is_not_staged_does_not_count(work: Path, run: Run) -> None:
    commit(run)
    (work / "README.md").write_text("Ours\n")
    run("git", "add", "--all")
    (work / "roadmap/search.yaml").write_text("title: Search\nowner: adda\n")
    done = run(sys.executable, "-m", "pre_commit", "run")
    assert done.returncode == 0, done.stdout


def test_hostile_names_outside_the_workspaces_folders_change_nothing(work: Path, run: Run) -> None:
    (work / "docs").mkdir()
    for name in HOSTILE_NAMES:
        (work / name).write_text("x: 1\n")
        (work / "docs" / name).write_text("x: 1\n")
    done = pre_commit(run)
    assert done.returncode == 0, done.stdout
    assert not list(work.glob("**/pwned*"))


def test_hostile_names_in_the_workspace_are_refused_and_shown_harmlessly(work: Path, run: Run) -> None:
    for name in HOSTILE_NAMES:
        (work / "roadmap" / name).write_text("title: Something\n")
    done = pre_commit(run)
    assert done.returncode == 1
    assert done.stdout.count("the file's name cannot be an id [invalid-id]") == len(HOSTILE_NAMES)
    assert "\x1b" not in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.startswith(("::", "line.yaml"))]
    assert not list(work.glob("**/pwned*"))


def test_names_of_options_are_never_taken_for_options(work: Path, run: Run) -> None:
    (work / "roadmap/search.yaml").write_text("title: Search\nowner: adda\n")
    for name in ("--exit-zero", "--exit-zero.yaml", "--select=none", "-h"):
        (work / name).write_text("x: 1\n")
    assert pre_commit(run).returncode == 1


def is_online() -> bool:
    try:
        socket.create_connection(("pypi.org", 443), timeout=2).close()
    except OSError:
        return False
    return True


def test_hook_installs_from_the_repository_itself(work: Path, run: Run, tmp_path: Path) -> None:
    """As a user has it: `repo: …` and `rev: …`; pre-commit clones, makes an environment and installs into it."""
    if not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout to clone from")
    if not is_online():
        pytest.skip("needs a network: pre-commit installs prodops and what it depends on")
    revision = run("git", "-C", str(ROOT), "rev-parse", "HEAD").stdout.strip()
    clone = tmp_path / "clone"
    assert run("git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)).returncode == 0
    configuration = {"repos": [{"repo": str(clone), "rev": revision, "hooks": [{"id": "prodops-lint"}]}]}
    (work / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
    passed = pre_commit(run)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    (work / "roadmap/search.yaml").write_text("title: Search\nowner: adda\n")
    failed = pre_commit(run)
    assert failed.returncode == 1
    assert "did you mean `ada`?" in failed.stdout
