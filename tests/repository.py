"""Git repositories for tests, with commits at known times and nothing of the machine's configuration."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

NOON = "2026-09-01T12:00:00+00:00"
_PERSON = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.com"))
}


def git(folder: Path, *arguments: str, when: str = NOON, text: str | None = None, check: bool = True) -> str:
    """What git prints, less the last line break."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    times = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    plain = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    ran = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=clean | _PERSON | times | plain,
        input=text or "",
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=check,
        timeout=10,
    )
    return ran.stdout.removesuffix("\n")


def init(folder: Path, *options: str) -> Path:
    """A new repository whose branch is `main`."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main", *options)
    return folder


def commit(
    folder: Path, files: Mapping[str, str | bytes | None] | None = None, when: str = NOON, message: str = "Change"
) -> str:
    """Write files (None: remove it), commit everything, and return the commit's id."""
    for path, content in (files or {}).items():
        place = folder / path
        if content is None:
            place.unlink()
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message, when=when)
    return git(folder, "rev-parse", "HEAD")
