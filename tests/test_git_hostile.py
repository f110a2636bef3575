"""Repositories and surroundings that want to run something: nothing but git itself is executed.

Every trap is first sprung the careless way, where there is one, so that a trap that has gone blunt is noticed.
"""

import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli_runner import prodops
from prodops_cli.cli._revisions import Times, default_base
from prodops_cli.errors import ProdopsError
from prodops_cli.git import Repository
from repository import commit, git, init

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the traps are shell scripts")

FILES = {
    "prodops.yaml": "name: Acme\n",
    "people/ada.yaml": "name: Ada\n",
    ".gitattributes": "*.yaml diff=evil filter=evil\n",
}
HOOKS = ("pre-commit", "post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman")


@dataclass(frozen=True)
class Trap:
    """A repository under /.../shop, a script that touches the canary, and the canary."""

    root: Path
    script: Path
    canary: Path

    def configure(self, *lines: str) -> None:
        """Add lines to the repository's configuration."""
        with (self.root / ".git" / "config").open("a") as file:
            file.write("".join(f"{line.replace('SCRIPT', str(self.script))}\n" for line in lines))

    def lose_a_blob(self) -> None:
        """Let a blob be missing that a promisor, the remote, could be asked for."""
        blob = git(self.root, "rev-parse", "HEAD:people/ada.yaml")
        (self.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
        self.configure("[extensions]", "partialClone = origin", "[core]", "repositoryFormatVersion = 1")


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    root, canary, script = init(tmp_path / "shop"), tmp_path / "canary", tmp_path / "evil"
    commit(root, FILES)
    commit(root, {"people/ada.yaml": "name: Ada L\n"})
    git(root, "tag", "v1")
    script.write_text(f"#!/bin/sh\ntouch '{canary}'\nexit 1\n")
    script.chmod(0o755)
    return Trap(root, script, canary)


def ask_everything(root: Path) -> list[ProdopsError]:
    """Put every question there is to a repository; what could not be answered is returned."""
    refused: list[ProdopsError] = []

    def ask(question: Callable[[], object]) -> None:
        try:
            question()
        except ProdopsError as error:
            refused.append(error)

    def everything() -> None:
        repository = Repository.around(root)
        ask(lambda: repository.resolve("HEAD~1"))
        ask(lambda: repository.find("no-such-thing"))
        ask(lambda: repository.when(repository.resolve("HEAD")))
        ask(lambda: repository.commit_before(datetime(2030, 1, 1, tzinfo=UTC)))
        ask(lambda: repository.merge_base("HEAD", "HEAD~1"))
        ask(repository.last_tag)
        ask(repository.log)
        ask(lambda: repository.read([file.blob for file in repository.files(repository.resolve("HEAD"))]))
        ask(lambda: list(repository.contents([repository.files("HEAD")[0].blob], 10)))
        ask(lambda: default_base(repository))
        ask(lambda: Times(root).at("HEAD"))

    ask(everything)
    for command in (
        ["lint", "--at", "HEAD"],
        ["show", "ada", "--at", "2026-09-30"],
        ["list", "person", "--at", "HEAD~1"],
    ):
        assert prodops(*command, at=root).code in (0, 1, 2, 3)
    return refused


CONFIGURED: dict[str, tuple[tuple[str, ...], tuple[str, ...] | None]] = {
    "core.fsmonitor": (("[core]", "fsmonitor = SCRIPT"), ("status",)),
    "include.path": (("[include]", "path = evil.config"), ("status",)),
    "diff.external": (("[diff]", "external = SCRIPT"), ("diff", "HEAD~1", "HEAD")),
    "diff driver": (('[diff "evil"]', "command = SCRIPT"), ("diff", "HEAD~1", "HEAD")),
    "diff textconv": (('[diff "evil"]', "textconv = SCRIPT"), ("log", "-p")),
    "filter smudge": (('[filter "evil"]', "smudge = SCRIPT"), ("cat-file", "--filters", "HEAD:people/ada.yaml")),
    "filter process": (('[filter "evil"]', "process = SCRIPT"), ("checkout-index", "-f", "-a")),
    "filter clean": (('[filter "evil"]', "clean = SCRIPT"), ("hash-object", "people/ada.yaml")),
    "core.pager": (("[core]", "pager = SCRIPT", "[pager]", "log = SCRIPT", "rev-parse = SCRIPT"), None),
    "core.alternateRefsCommand": (("[core]", "alternateRefsCommand = SCRIPT"), None),
    "aliases": (("[alias]", *(f"{name} = !SCRIPT" for name in ("log", "rev-parse", "ls-tree", "cat-file"))), None),
    "core.editor": (("[core]", "editor = SCRIPT", "askPass = SCRIPT", "[credential]", "helper = !SCRIPT"), None),
}


@pytest.mark.parametrize("name", CONFIGURED)
def test_configuration_runs_nothing(trap: Trap, name: str) -> None:
    lines, careless = CONFIGURED[name]
    (trap.root / ".git" / "evil.config").write_text(f"[core]\nfsmonitor = {trap.script}\n")
    trap.configure(*lines)
    if careless is not None:
        git(trap.root, *careless, check=False)
        assert trap.canary.exists()
        trap.canary.unlink()
    assert ask_everything(trap.root) == []
    assert not trap.canary.exists()


@pytest.mark.parametrize("place", ["core.hooksPath", ".git/hooks"])
def test_hooks_do_not_run(trap: Trap, place: str) -> None:
    folder = trap.root.parent / "hooks" if place == "core.hooksPath" else trap.root / ".git" / "hooks"
    folder.mkdir(exist_ok=True)
    for name in HOOKS:
        (folder / name).symlink_to(trap.script)
    if place == "core.hooksPath":
        trap.configure("[core]", f"hooksPath = {folder}")
    git(trap.root, "commit", "--allow-empty", "-m", "careless", check=False)
    assert trap.canary.exists()
    trap.canary.unlink()
    assert ask_everything(trap.root) == []
    assert not trap.canary.exists()


def test_signatures_are_not_checked(trap: Trap) -> None:
    text = git(trap.root, "cat-file", "commit", "HEAD")
    head, _, message = text.partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    signed = git(trap.root, "hash-object", "-t", "commit", "-w", "--stdin", text=f"{head}\n{signature}\n\n{message}\n")
    git(trap.root, "update-ref", "HEAD", signed)
    trap.configure("[gpg]", "program = SCRIPT", "[log]", "showSignature = true", "[commit]", "gpgSign = true")
    git(trap.root, "log", "-1")
    assert trap.canary.exists()
    trap.canary.unlink()
    assert ask_everything(trap.root) == []
    assert not trap.canary.exists()


REMOTES: dict[str, tuple[str, ...]] = {
    "core.sshCommand": ("[core]", "sshCommand = SCRIPT", '[remote "origin"]', "url = ssh://example.invalid/x"),
    "ext transport": ('[protocol "ext"]', "allow = always", '[remote "origin"]', "url = ext::SCRIPT"),
    "uploadpack": ('[protocol "file"]', "allow = always", '[remote "origin"]', "url = .", "uploadpack = SCRIPT"),
    "core.gitProxy": ("[core]", "gitProxy = SCRIPT", '[remote "origin"]', "url = git://example.invalid/x"),
}


@pytest.mark.parametrize("name", REMOTES)
def test_missing_object_is_not_fetched(trap: Trap, name: str) -> None:
    blob = git(trap.root, "rev-parse", "HEAD:people/ada.yaml")
    trap.lose_a_blob()
    trap.configure(*REMOTES[name], "promisor = true", "partialCloneFilter = blob:none")
    git(trap.root, "cat-file", "-p", blob, check=False)
    assert trap.canary.exists()
    trap.canary.unlink()
    assert {error.code for error in ask_everything(trap.root)} == {3}
    assert not trap.canary.exists()


def test_bare_repository_inside_the_workspace_is_not_believed(trap: Trap) -> None:
    nested = trap.root / "shop"
    git(trap.root, "clone", "-q", "--bare", ".", "shop")
    (nested / "config").write_text(
        f"[core]\nbare = false\nworktree = ..\nfsmonitor = {trap.script}\n[diff]\nexternal = {trap.script}\n"
    )
    (nested / "prodops.yaml").write_text("name: Nested\n")
    git(nested, "diff", "HEAD~1", "HEAD", check=False)
    assert trap.canary.exists()
    trap.canary.unlink()
    assert [error.code for error in ask_everything(nested)] == [3]
    assert not trap.canary.exists()


def test_worktree_that_is_elsewhere_shows_nothing_of_elsewhere(trap: Trap, tmp_path: Path) -> None:
    trap.configure("[core]", f"worktree = {tmp_path}", "fsmonitor = SCRIPT")
    ran = prodops("list", "person", "--at", "HEAD", at=trap.root)
    assert (ran.code, ran.out) == (2, "")
    assert "there was no workspace here" in ran.err
    assert not trap.canary.exists()


# --- the environment -------------------------------------------------------------------------------

VARIABLES = {
    "GIT_DIR": "OTHER/.git",
    "GIT_WORK_TREE": "OTHER",
    "GIT_COMMON_DIR": "OTHER/.git",
    "GIT_OBJECT_DIRECTORY": "OTHER/.git/objects",
    "GIT_INDEX_FILE": "OTHER/.git/index",
    "GIT_NAMESPACE": "other",
    "GIT_EXEC_PATH": "BIN",
    "GIT_EXTERNAL_DIFF": "SCRIPT",
    "GIT_SSH_COMMAND": "SCRIPT",
    "GIT_SSH": "SCRIPT",
    "GIT_PROXY_COMMAND": "SCRIPT",
    "GIT_ASKPASS": "SCRIPT",
    "GIT_PAGER": "SCRIPT",
    "GIT_EDITOR": "SCRIPT",
    "GIT_CONFIG_PARAMETERS": "'core.fsmonitor'='SCRIPT'",
    "GIT_CONFIG_GLOBAL": "CONFIG",
    "GIT_CONFIG_SYSTEM": "CONFIG",
    "GIT_TRACE": "CANARY",
    "GIT_TRACE2_EVENT": "CANARY",
    "GIT_REPLACE_REF_BASE": "refs/other",
    "GIT_LITERAL_PATHSPECS": "0",
    "GIT_DEFAULT_HASH": "sha256",
}


@pytest.fixture
def elsewhere(trap: Trap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything in the environment that steers git, pointing at another repository or at the script."""
    other = init(tmp_path / "other")
    commit(other, {"prodops.yaml": "name: Other\n", "people/eve.yaml": "name: Eve\n"})
    (tmp_path / "bin").mkdir()
    for name in ("git", "git-log", "git-rev-parse", "git-cat-file"):
        (tmp_path / "bin" / name).symlink_to(trap.script)
    (tmp_path / "config").write_text(f"[core]\nfsmonitor = {trap.script}\n[alias]\nx = !{trap.script}\n")
    places = {"OTHER": other, "BIN": tmp_path / "bin", "SCRIPT": trap.script, "CONFIG": tmp_path / "config"}
    for name, value in VARIABLES.items():
        for word, place in places.items():
            value = value.replace(word, str(place))  # noqa: PLW2901
        monkeypatch.setenv(name, value.replace("CANARY", str(trap.canary)))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(trap.script))


@pytest.mark.usefixtures("elsewhere")
def test_environment_does_not_steer_git(trap: Trap) -> None:
    with suppress(OSError):
        subprocess.run(["git", "log"], cwd=trap.root, capture_output=True, check=False)
    assert trap.canary.exists()
    trap.canary.unlink()
    assert ask_everything(trap.root) == []
    assert prodops("list", "person", "--at", "HEAD", "--format", "ids", at=trap.root).out == "ada\n"
    assert not trap.canary.exists()


@pytest.mark.parametrize("path", ["", ".", "bin", "./bin", ":", "bin:"])
def test_git_of_the_current_folder_is_never_run(trap: Trap, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (trap.root / "bin").mkdir()
    for place in (trap.root / "git", trap.root / "bin" / "git"):
        place.write_text(trap.script.read_text())
        place.chmod(place.stat().st_mode | stat.S_IXUSR)
    monkeypatch.chdir(trap.root)
    monkeypatch.setenv("PATH", f"{path}{os.pathsep}{os.environ['PATH']}")
    assert ask_everything(trap.root) == []
    monkeypatch.setenv("PATH", path)
    assert {error.message for error in ask_everything(trap.root)} == {"git is not installed"}
    assert not trap.canary.exists()


def test_git_that_dies_without_a_word_is_not_taken_for_no_repository(
    trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = trap.root.parent / "bin"
    folder.mkdir()
    (folder / "git").write_text("#!/bin/sh\nkill -9 $$\n")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    ran = prodops("status", at=trap.root)
    assert (ran.code, ran.out) == (3, "")
    assert "git did not answer" in ran.err


@pytest.mark.parametrize("command", ["log", "ls-tree", "cat-file"])
@pytest.mark.parametrize("answer", ["x y z", r"\0\377 \0:\0a\0b\0c\0d\0e\0:x\0"])
def test_answer_that_is_none_of_git_s_is_no_bug(
    trap: Trap, monkeypatch: pytest.MonkeyPatch, command: str, answer: str
) -> None:
    real, folder = shutil.which("git"), trap.root.parent / "bin"
    folder.mkdir()
    script = f'#!/bin/sh\ncase " $* " in *" {command} "*) printf \'{answer}\'; exit 0;; esac\nexec {real} "$@"\n'
    (folder / "git").write_text(script)
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    for arguments in (["list", "person", "--at", "HEAD"], ["history", "ada"], ["diff", "HEAD~1"], ["status"]):
        assert prodops(*arguments, at=trap.root).code in (0, 2, 3), arguments
    assert 3 in {error.code for error in ask_everything(trap.root)}
