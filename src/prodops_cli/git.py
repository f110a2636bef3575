"""Ask git, and nothing else: the only module that runs a program.

A repository may come from a stranger: its configuration, hooks, attributes and nested repositories must not
run code. So: no `GIT_*` from outside, no prompts, no locks, no lazy fetch, no hooks, no file system monitor,
no external diff or text conversion; only commands that read objects; text from a user becomes a commit
through `rev-parse` alone.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from prodops_cli.errors import ExitCode, ProdopsError

SECONDS = 120
"""How long one git command may take."""

_SAFE = (
    "--no-pager",
    "--no-optional-locks",
    "--literal-pathspecs",
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", f"core.attributesFile={os.devnull}"),
    *("-c", "diff.external="),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.allow=never"),
)
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class TreeFile:
    """A file of a commit: its path below the prefix, its mode, the id of its content."""

    path: str
    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a commit did to one file: its former path and content, its new ones; None where there was, or is, none."""

    old_path: str | None
    old_blob: str | None
    path: str | None
    blob: str | None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the main line, and what it changed against the commit before it on that line."""

    id: str
    author: str
    email: str
    when: datetime
    """When it was committed, with the committer's offset."""
    subject: str
    changes: tuple[FileChange, ...]


@dataclass
class Repository:
    """A git repository around a folder; `prefix` leads from its top to that folder, with a trailing slash."""

    top: Path
    prefix: str
    blobs: dict[str, bytes] = field(default_factory=dict, repr=False)
    """Contents already read, by id: a blob that two revisions share is read once."""

    @classmethod
    def around(cls, folder: Path) -> "Repository":
        """The repository a folder is in. Raises ProdopsError where it is in none, or git refuses it."""
        answer = _run(folder, "rev-parse", "--is-inside-work-tree", "--show-toplevel", "--show-prefix")
        if answer.returncode or not answer.stdout.startswith(b"true\n"):
            raise ProdopsError(
                "this workspace is not in a git repository",
                _why(answer.stderr) or "history needs one: git init, git add, git commit",
                ExitCode.HISTORY_NOT_AVAILABLE,
            )
        _, top, prefix = os.fsdecode(answer.stdout).removesuffix("\n").split("\n", 2)
        return cls(Path(top), prefix)

    def require_history(self) -> None:
        """Refuse where commits are missing: a shallow clone would give plausible, wrong numbers."""
        if self._ask("rev-parse", "--is-shallow-repository").strip() == b"true":
            raise ProdopsError(
                "this is a shallow clone: the history is not here",
                "git fetch --unshallow; in CI check out with fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab)",
                ExitCode.HISTORY_NOT_AVAILABLE,
            )

    def resolve(self, revision: str) -> str:
        """The id of the commit that a text names. Raises ProdopsError where it names none."""
        answer = _run(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if answer.returncode:
            raise ProdopsError(
                f"there is no revision `{revision}`", "name a commit, branch or tag, or a day: 2026-09-30"
            )
        return answer.stdout.decode("ascii").strip()

    def commit_before(self, moment: str, tip: str = "HEAD") -> str:
        """The last commit of the first-parent line up to a moment (ISO 8601 with an offset)."""
        options = ("-1", "--first-parent", f"--before={moment}", "--format=%H")
        found = self._ask("log", *options, self.resolve(tip), "--").decode("ascii").strip()
        if not found:
            raise ProdopsError(f"there is no commit up to {moment}", code=ExitCode.HISTORY_NOT_AVAILABLE)
        return found

    def log(self, tip: str = "HEAD", since: str | None = None) -> list[Commit]:
        """The commits of the first-parent line that touch the folder, the oldest first; those after `since`, if given.

        A branch counts when it is merged, as one step: a promise is made when it reaches the main line.
        """
        line = self.resolve(tip) if since is None else f"{self.resolve(since)}..{self.resolve(tip)}"
        shape = ("--first-parent", "--diff-merges=first-parent", "--reverse", "--raw", "-z", "--no-abbrev", "-M")
        answer = self._ask("log", *shape, f"--format={_HEAD}", line, "--", *([self.prefix] if self.prefix else []))
        return [_parse_commit(text, self.prefix) for text in answer.split(b"\x01")[1:]]

    def files(self, commit: str) -> list[TreeFile]:
        """Every file of a commit below the prefix, with paths relative to it."""
        found = []
        folder = (self.prefix,) if self.prefix else ()
        for row in self._ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", *folder).split(b"\0"):
            meta, _, path = row.partition(b"\t")
            mode, _, rest = meta.partition(b" ")
            if rest.startswith(b"blob "):
                name = os.fsdecode(path).removeprefix(self.prefix)
                found.append(TreeFile(name, mode.decode("ascii"), rest[5:].decode("ascii")))
        return found

    def read(self, blobs: Iterable[str]) -> None:
        """Read contents into `blobs`, those not yet there, in one process. Raises ProdopsError for a missing one."""
        missing = sorted(set(blobs) - self.blobs.keys())
        if missing:
            answer = self._ask("cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in missing).encode("ascii"))
            self.blobs.update(_parse_batch(answer, missing))

    def _ask(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        """What a command prints. Raises ProdopsError where it fails: an object is missing, or damaged."""
        answer = _run(self.top, *arguments, stdin=stdin)
        if answer.returncode:
            raise ProdopsError(f"git {arguments[0]} failed", _why(answer.stderr), ExitCode.HISTORY_NOT_AVAILABLE)
        return answer.stdout


def _parse_batch(answer: bytes, blobs: list[str]) -> Iterator[tuple[str, bytes]]:
    """(id, content) from what `cat-file --batch` prints."""
    at = 0
    for blob in blobs:
        end = answer.index(b"\n", at)
        head = answer[at:end].split(b" ")
        if len(head) != 3:
            raise ProdopsError(
                "a part of the history is not here (a partial clone?)",
                "fetch it: git fetch --refetch --no-filter",
                ExitCode.HISTORY_NOT_AVAILABLE,
            )
        start = end + 1
        at = start + int(head[2]) + 1
        yield blob, answer[start : at - 1]


_HEAD = "%x01%H%x00%aN%x00%aE%x00%cI%x00%s%x00"
"""A commit in `log`, after a byte that stands in no name, address or subject (git strips control characters there)."""


def _parse_commit(text: bytes, prefix: str) -> Commit:
    id_, author, email, when, subject, *rows = text.split(b"\0")
    changes = []
    fields = iter(rows)
    for row in fields:
        row = row.lstrip(b"\n")  # noqa: PLW2901 - stands between the subject and the first row
        if not row.startswith(b":"):
            continue
        _, _, old, new, status = row[1:].decode("ascii").split(" ")
        first = os.fsdecode(next(fields)).removeprefix(prefix)
        second = os.fsdecode(next(fields)).removeprefix(prefix) if status[0] in "RC" else first
        changes.append(
            FileChange(
                None if status[0] in "AC" else first,
                None if status[0] in "AC" else old,
                None if status[0] == "D" else second,
                None if status[0] == "D" else new,
            )
        )
    return Commit(
        id_.decode("ascii"),
        author.decode("utf-8", "replace"),
        email.decode("utf-8", "replace"),
        datetime.fromisoformat(when.decode("ascii")),
        subject.decode("utf-8", "replace"),
        tuple(changes),
    )


def _run(folder: Path, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _ENVIRONMENT
    try:
        return subprocess.run(
            ["git", *_SAFE, *arguments],  # noqa: S607 - found on the PATH, as any shell does
            cwd=folder,
            env=environment,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise ProdopsError("git is not installed", "history needs it", ExitCode.HISTORY_NOT_AVAILABLE) from None
    except subprocess.TimeoutExpired:
        raise ProdopsError(f"git {arguments[0]} took longer than {SECONDS} seconds", code=ExitCode.LIMIT) from None


def _why(stderr: bytes) -> str | None:
    """The first line of git's own explanation."""
    text = stderr.decode("utf-8", "replace").strip()
    return text.partition("\n")[0].removeprefix("fatal: ") or None
