"""Runs the console blocks of a page and puts what they print into it: output in the docs is real output.

In a block of the language `console`, lines that start with `$ ` are commands and the others are what they print.
A block with a title, such as `yaml title="roadmap/search.yaml"`, is a file that the reader writes. The commands of a
page run one after the other in one folder of their own.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')
_DATED = {"init", "new", "lint", "list", "show", "status"}
"""The commands that ask which day it is."""

_BROKEN = "prodops has a bug: "

_WRAPPER = """\
import sys
from prodops_cli.__main__ import main

day = {day!r}
if day and {dated!r} & set(sys.argv) and not {{"--as-of", "--help"}} & set(sys.argv):
    sys.argv += ["--as-of", day]
main()
"""


def with_output(page: str, *, day: str | None = None, copied: Path | None = None) -> str:
    """The page with what its commands print today. `day` stops the clock; `copied` is a folder they can use."""
    with tempfile.TemporaryDirectory() as folder:
        shell = _Shell(Path(folder), day)
        if copied is not None:
            shutil.copytree(copied, shell.place / copied.name)
        return _FENCE.sub(shell.block, page)


class _Shell:
    """Where the reader of a page is, and what happens there."""

    def __init__(self, folder: Path, day: str | None) -> None:
        self.place = folder / "new"
        self.place.mkdir()
        programs = folder / "bin"
        programs.mkdir()
        (folder / "prodops.py").write_text(_WRAPPER.format(day=day, dated=_DATED), encoding="utf-8")
        (programs / "prodops").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{folder / "prodops.py"}" "$@"\n')
        (programs / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        for program in programs.iterdir():
            program.chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRODOPS_"))}
        self.environment = kept | {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "HOME": str(folder),
            "NO_COLOR": "1",
            "PRODOPS_NO_CACHE": "1",
            "LC_ALL": "C.UTF-8",
            "GIT_AUTHOR_NAME": "Reader",
            "GIT_AUTHOR_EMAIL": "reader@example.com",
            "GIT_COMMITTER_NAME": "Reader",
            "GIT_COMMITTER_EMAIL": "reader@example.com",
        }

    def block(self, match: re.Match[str]) -> str:
        """A block of the page as it should be."""
        info, body = match["info"], match["body"]
        title = _TITLE.search(info)
        if title is not None:
            place = self.place / title[1]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(body, encoding="utf-8")
        if info != "console":
            return match[0]
        commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"$ {command}\n{self._run(command)}" for command in commands) + "```"

    def _run(self, command: str) -> str:
        if command.startswith("cd "):
            self.place = (self.place / command[3:]).resolve()
            return ""
        ran = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.place,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if _BROKEN in ran.stdout:
            raise SystemExit(f"{command}\n{ran.stdout}")  # no page shows that; a pipe's exit code would not tell
        return ran.stdout + ("" if ran.stdout.endswith("\n") or not ran.stdout else "\n")
