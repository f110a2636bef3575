"""Ask git, and nothing else: the only module that runs a program.

A repository may come from a stranger: its configuration, hooks, attributes and nested repositories must not
run code. So: no `GIT_*` from outside, no prompts, no locks, no transport (and so no lazy fetch), no hooks, no
file system monitor, no external diff or text conversion; only commands that read objects; text from a user
becomes a commit through `rev-parse --verify` alone; git itself is found through absolute entries of the PATH only.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import IO

from prodops_cli.errors import ExitCode, ProdopsError

SECONDS = 120
"""How long one git command may take."""

LINK, SUBMODULE = "120000", "160000"
"""The modes of a symbolic link, whose content is its target, and of another repository's commit."""

_SAFE = (
    "--no-pager",
    "--no-optional-locks",
    "--literal-pathspecs",
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", f"core.attributesFile={os.devnull}"),
    *("-c", "diff.external="),
    *("-c", f"diff.orderFile={os.devnull}"),
    *("-c", "diff.relative=false"),
    *("-c", "log.follow=false"),
    *("-c", "log.showRoot=true"),
    *("-c", "log.showSignature=false"),
    *("-c", f"mailmap.file={os.devnull}"),
    *("-c", "advice.graftFileDeprecated=false"),
    *("-c", "protocol.allow=never"),
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # stands above what the repository's own `protocol.*.allow` permits
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_ID = re.compile("[0-9a-f]{40,64}")
_SIGNATURE = re.compile(rb"^gpgsig(?:-sha256)? ", re.MULTILINE)
"""The header of a commit that has its signature, of whatever sort."""
_FETCH = "git fetch --unshallow; in CI check out with fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab)"


@dataclass(frozen=True, slots=True)
class TreeFile:
    """A file of a commit: its path below the prefix, its mode, the id of its content (a submodule's: its commit)."""

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


@dataclass(frozen=True, slots=True)
class TaggedCommit:
    """A commit that has a tag, and the tag's name."""

    tag: str
    id: str


@dataclass
class Repository:
    """A git repository around a folder; `prefix` leads from its top to that folder, with a trailing slash."""

    folder: Path
    prefix: str
    is_shallow: bool = False
    blobs: dict[str, bytes] = field(default_factory=dict, repr=False)
    """Contents already read, by id: a blob that two revisions share is read once."""
    too_large: set[str] = field(default_factory=set, repr=False)
    """Those that were left unread because of their size."""

    @classmethod
    def around(cls, folder: Path) -> "Repository":
        """The repository a folder is in. Raises ProdopsError where it is in none, or git refuses it."""
        answer = _run(folder, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix")
        if answer.returncode or not answer.stdout.startswith(b"true\n"):
            raise _no_repository(answer)
        _, is_shallow, prefix = os.fsdecode(answer.stdout).removesuffix("\n").split("\n", 2)
        return cls(Path(os.path.realpath(folder)), prefix, is_shallow == "true")

    @classmethod
    def if_around(cls, folder: Path) -> "Repository | None":
        """The repository a folder is in, or None where it is in none. Raises ProdopsError where git refuses it."""
        if not any((place / ".git").exists() for place in (folder, *folder.parents)):
            return None  # git need not even be installed
        try:
            return cls.around(folder)
        except NoRepository:
            return None

    @property
    def top(self) -> Path:
        """The repository's top folder."""
        depth = self.prefix.count("/")
        return self.folder.parents[depth - 1] if depth else self.folder

    def require_history(self) -> None:
        """Refuse where commits are missing: a shallow clone would give plausible, wrong numbers."""
        if self.is_shallow:
            raise ProdopsError(
                "this is a shallow clone: the history is not here", _FETCH, ExitCode.HISTORY_NOT_AVAILABLE
            )

    def resolve(self, revision: str) -> str:
        """The id of the commit that a text names. Raises ProdopsError where it names none, or one that is not here."""
        found = self.find(revision)
        if found is None:
            self.require_history()
            raise self._unknown(revision)
        return found

    def find(self, revision: str) -> str | None:
        """The id of the commit that a text names, or None."""
        if not revision or "\0" in revision:
            return None
        answer = _run(self.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        found = answer.stdout.decode("ascii", "replace").strip()
        return found if not answer.returncode and _ID.fullmatch(found) else None  # `^HEAD` is none

    def _unknown(self, revision: str) -> ProdopsError:
        if self.find("HEAD") is None:
            return ProdopsError(
                "this repository has no commit yet", "git add, git commit", ExitCode.HISTORY_NOT_AVAILABLE
            )
        hint = "name a commit, branch or tag, or a time: HEAD~3, 2026-09-30, 2026-Q3, last-quarter"
        if _ID.fullmatch(revision):
            hint = "git fetch, if it is another clone's; or ask in the repository that it comes from"
        return ProdopsError(f"there is no revision `{revision}`", hint)

    def when(self, commit: str) -> datetime:
        """When a commit was committed, with the committer's offset."""
        return _moment(self._ask("log", "-1", "--no-walk", "--date=raw", "--format=%cd", commit, "--"))

    def commit_before(self, moment: datetime, tip: str = "HEAD") -> str:
        """The last commit of the first-parent line up to a moment, that second included.

        Raises ProdopsError where the line starts later, or may have started earlier than this clone knows.
        """
        self.require_history()
        start, seconds = self.resolve(tip), int(moment.timestamp())
        found = b""
        if seconds >= 0:  # git knows no time before 1970
            found = self._ask("log", "-1", "--first-parent", f"--min-age={seconds}", "--format=%H", start, "--")
        if not found:
            message = f"there is no commit up to {moment.date()}: the history starts later"
            raise ProdopsError(message, code=ExitCode.HISTORY_NOT_AVAILABLE)
        with _understood():
            return found.decode("ascii").strip()

    def merge_base(self, one: str, other: str) -> str | None:
        """The commit where two lines parted; None where they have nothing in common."""
        self.require_history()
        answer = self._ask("rev-parse", f"{self.resolve(one)}...{self.resolve(other)}").decode("ascii")
        return next((line[1:] for line in answer.splitlines() if line.startswith("^")), None)

    def last_tag(self, tip: str = "HEAD") -> TaggedCommit | None:
        """The last commit with a tag on the first-parent line before `tip`, whose own tags do not count."""
        self.require_history()
        commit = self.resolve(tip)
        tags = ("--simplify-by-decoration", "--decorate=full", "--decorate-refs=refs/tags/*")
        rows = self._ask("log", "--first-parent", *tags, "-z", "--format=%H%x00%D", commit, "--").split(b"\0")
        for id_, names in zip(rows[::2], rows[1::2], strict=False):
            name = os.fsdecode(names).partition(", ")[0].removeprefix("tag: ").removeprefix("refs/tags/")
            if name and id_.decode("ascii") != commit:
                return TaggedCommit(name, id_.decode("ascii"))
        return None

    def log(self, tip: str = "HEAD", since: str | None = None) -> list[Commit]:
        """The commits of the first-parent line that touch the folder, the oldest first; those after `since`, if given.

        A branch counts when it is merged, as one step: a promise is made when it reaches the main line.
        """
        self.require_history()
        line = self.resolve(tip) if since is None else f"{self.resolve(since)}..{self.resolve(tip)}"
        shape = ("--first-parent", "--diff-merges=first-parent", "--reverse", "--raw", "-z", "--no-abbrev", "-M")
        form = (f"-l{_MOST_RENAMES}", "--no-relative", "--encoding=UTF-8", "--date=raw", f"--format={_HEAD}")
        answer = self._ask("log", *shape, *form, line, "--", *(["."] if self.prefix else []))
        with _understood():
            return list(_parse_log(answer, self.prefix))

    def files(self, commit: str) -> list[TreeFile]:
        """Every file, link and submodule of a commit below the prefix, with paths relative to it."""
        folder = (self.prefix,) if self.prefix else ()
        found = []
        rows = self._ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", *folder).split(b"\0")
        with _understood():
            for row in rows:
                if row:
                    meta, path = row.split(b"\t", 1)
                    mode, _, blob = meta.decode("ascii").split(" ")
                    found.append(TreeFile(os.fsdecode(path).removeprefix(self.prefix), mode, blob))
        return found

    def read(self, blobs: Iterable[str], most: int | None = None) -> None:
        """Read contents into `blobs`, those not yet there, in one process.

        The ids of those longer than `most` bytes go into `too_large` instead, and are not read. Raises ProdopsError
        for one that is missing or damaged.
        """
        wanted = sorted(set(blobs) - self.blobs.keys())
        if most is not None and wanted:
            answer = self._objects("--batch-check", wanted)
            with _understood():
                sizes = _parse_sizes(answer, wanted)
            self.too_large.update(blob for blob, size in sizes.items() if size > most)
            wanted = [blob for blob in wanted if sizes[blob] <= most]
        if wanted:
            answer = self._objects("--batch", wanted)
            with _understood():
                self.blobs.update(_parse_batch(answer, wanted))

    def _objects(self, question: str, blobs: list[str]) -> bytes:
        return self._ask("cat-file", question, "--buffer", stdin="".join(f"{blob}\n" for blob in blobs).encode("ascii"))

    def contents(self, blobs: Iterable[str], most: int) -> Iterator[bytes]:
        """Contents in the order asked for, at most `most` + 1 bytes of each, none of them kept.

        Raises ProdopsError for one that is missing or damaged.
        """
        with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as errors:
            names = [f"{blob}\n".encode("ascii") for blob in blobs]
            asked.writelines(names)
            asked.seek(0)
            with _start(self.folder, "cat-file", "--batch", "--buffer", stdin=asked, stderr=errors) as process:
                output = process.stdout
                if output is None:
                    return
                try:
                    for _ in names:
                        with _understood():
                            content = _next_content(output, most)
                        if content is None:
                            process.kill()
                            process.wait()
                            errors.seek(0)
                            why = _why(errors.read())
                            raise _not_here(why) if why else _partial()
                        yield content
                finally:
                    process.kill()  # does nothing to one that has ended

    def user_email(self) -> str | None:
        """The address that git puts on a commit made here, as its configuration has it; None without one."""
        answer = _run(self.folder, "config", "--get", "user.email")
        return answer.stdout.decode("utf-8", "replace").strip() or None

    def with_signature(self, commits: Iterable[str]) -> frozenset[str]:
        """Those of the commits that carry a signature. Whether it is a good one is not looked at: gpg never runs."""
        wanted = sorted(set(commits))
        if not wanted:
            return frozenset()
        answer = self._objects("--batch", wanted)
        with _understood():
            found = dict(_parse_batch(answer, wanted))
        return frozenset(id_ for id_, raw in found.items() if _SIGNATURE.search(raw.partition(b"\n\n")[0]))

    def first_of(self, commit: str, paths: Iterable[str], most: int = 1 << 20) -> bytes | None:
        """The first of some files that a commit has, by paths from the repository's top.

        Links do not count. None also for one that is longer than `most` bytes.
        """
        wanted = list(paths)
        rows = self._ask("ls-tree", "-z", "--full-tree", commit, "--", *wanted).split(b"\0")
        found = {}
        with _understood():
            for row in filter(None, rows):
                meta, path = row.split(b"\t", 1)
                mode, sort, blob = meta.decode("ascii").split(" ")
                if sort == "blob" and mode != LINK:
                    found[os.fsdecode(path)] = blob
        chosen = next((found[path] for path in wanted if path in found), None)
        if chosen is None:
            return None
        self.read([chosen], most)
        return self.blobs.get(chosen)

    def _ask(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        """What a command prints. Raises ProdopsError where it fails: an object is missing, or damaged."""
        answer = _run(self.folder, *arguments, stdin=stdin)
        if answer.returncode:
            raise _not_here(_why(answer.stderr))
        return answer.stdout


class NoRepository(ProdopsError):  # noqa: N818 - a fact about a folder
    """There is no repository around a folder."""


def _no_repository(answer: subprocess.CompletedProcess[bytes]) -> ProdopsError:
    why = _why(answer.stderr)
    if "dubious ownership" in why:
        return ProdopsError("git does not trust this repository", why, ExitCode.HISTORY_NOT_AVAILABLE)
    hint = "history needs one: git init, git add, git commit"
    if answer.stdout.startswith(b"false\n") or "work tree" in why:
        hint = "this is a bare repository, or git's own folder: go to a checkout"
    elif "not a git repository" not in why:  # also where git was killed, and said nothing
        return ProdopsError(
            "git did not answer", why or "is it damaged, or short of memory?", ExitCode.HISTORY_NOT_AVAILABLE
        )
    else:
        return NoRepository("this workspace is not in a git repository", hint, ExitCode.HISTORY_NOT_AVAILABLE)
    return ProdopsError("this workspace is not in a git repository", hint, ExitCode.HISTORY_NOT_AVAILABLE)


def _not_here(why: str) -> ProdopsError:
    if any(word in why for word in ("promisor", "transport", "lazy fetch")):
        return _partial()
    message = "a part of the history cannot be read"
    return ProdopsError(
        message, f"git says: {why}" if why else "git fsck finds out more", ExitCode.HISTORY_NOT_AVAILABLE
    )


@contextmanager
def _understood() -> Iterator[None]:
    """Say so where an answer has not the form that git gives it: what runs is some other program, or it was cut off."""
    try:
        yield
    except (ValueError, IndexError):
        raise _not_here("") from None


def _partial() -> ProdopsError:
    return ProdopsError(
        "a part of the history is not here (a partial clone?)",
        "git fetch --refetch --no-filter; in CI check out with fetch-depth: 0 and without a filter",
        ExitCode.HISTORY_NOT_AVAILABLE,
    )


def _parse_sizes(answer: bytes, blobs: list[str]) -> dict[str, int]:
    """Size by id from what `cat-file --batch-check` prints."""
    rows = [row.split(b" ") for row in answer.splitlines()]
    if len(rows) != len(blobs) or any(len(row) != 3 for row in rows):
        raise _partial()
    return {blob: int(row[2]) for blob, row in zip(blobs, rows, strict=True)}


def _next_content(output: IO[bytes], most: int) -> bytes | None:
    """The next answer of `cat-file --batch`; None where there is none."""
    head = output.readline().split(b" ")
    if len(head) != 3:
        return None
    size = int(head[2])
    content = output.read(min(size, most + 1))
    left = size + 1 - len(content)  # with the line's end
    while left and (skipped := output.read(min(left, 1 << 20))):
        left -= len(skipped)
    return content if not left else None


def _parse_batch(answer: bytes, blobs: list[str]) -> Iterator[tuple[str, bytes]]:
    """(id, content) from what `cat-file --batch` prints."""
    at = 0
    for blob in blobs:
        end = answer.index(b"\n", at)
        head = answer[at:end].split(b" ")
        if len(head) != 3:
            raise _partial()
        start = end + 1
        at = start + int(head[2]) + 1
        yield blob, answer[start : at - 1]


_MOST_RENAMES = 20_000
"""Renames that a commit may make and have every one followed, whatever the repository's settings say."""
_HEAD = "%H%x00%aN%x00%aE%x00%cd%x00%s%x00"
"""A commit in `log -z`: five fields, each ended by a NUL, the only byte that stands in none of them."""


def _parse_log(answer: bytes, prefix: str) -> Iterator[Commit]:
    r"""The commits in what `log` prints: fields, an empty one, then rows of changes (the first after a line break)."""
    fields = answer.split(b"\0")
    at = 0
    while at + 5 < len(fields):
        id_, author, email, when, subject = fields[at : at + 5]
        at += 6
        changes = []
        while at < len(fields) and fields[at].lstrip(b"\n").startswith(b":"):
            change, at = _parse_change(fields, at, prefix)
            if change.old_path is not None or change.path is not None:
                changes.append(change)
        yield Commit(
            id_.decode("ascii"),
            author.decode("utf-8", "replace"),
            email.decode("utf-8", "replace"),
            _moment(when),
            subject.decode("utf-8", "replace"),
            tuple(changes),
        )
    if any(field.strip() for field in fields[at:]):
        raise ValueError("half a commit")


def _parse_change(fields: list[bytes], at: int, prefix: str) -> tuple[FileChange, int]:
    """One row, `:modes ids status`, with the one or two paths behind it, and where the next starts.

    A submodule is no file: its id is a commit of another repository, and there is no content to read.
    """
    old_mode, mode, old, new, status = fields[at].decode("ascii").lstrip("\n")[1:].split(" ")
    first = os.fsdecode(fields[at + 1]).removeprefix(prefix)
    is_pair = status[0] in "RC"
    second = os.fsdecode(fields[at + 2]).removeprefix(prefix) if is_pair else first
    is_new, is_gone = status[0] in "AC" or old_mode == SUBMODULE, status[0] == "D" or mode == SUBMODULE
    change = FileChange(
        None if is_new else first,
        None if is_new else old,
        None if is_gone else second,
        None if is_gone else new,
    )
    return change, at + (3 if is_pair else 2)


def _moment(raw: bytes) -> datetime:
    """A commit's time, `1790000000 +0200`; one that is none, or after the year 2200, is the start of 1970."""
    seconds, _, offset = raw.decode("ascii", "replace").strip().partition(" ")
    try:
        minutes = int(offset[:3]) * 60 + int(offset[0] + offset[3:])
        moment = datetime.fromtimestamp(int(seconds), timezone(timedelta(minutes=minutes)))
    except (ValueError, IndexError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
    # from the last days that Python knows no time zone and no due date could be reached
    return moment if moment.year <= _LAST_YEAR else datetime.fromtimestamp(0, UTC)


_LAST_YEAR = 2200
"""As for the days that people type."""


def _start(folder: Path, *arguments: str, stdin: IO[bytes], stderr: IO[bytes]) -> subprocess.Popen[bytes]:
    """A git command that runs beside us, its output to be read as it comes."""
    return subprocess.Popen(
        _command(arguments),
        cwd=folder,
        env=_environment(),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        bufsize=1 << 20,
    )


def _run(folder: Path, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            _command(arguments),
            cwd=folder,
            env=_environment(),
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ProdopsError(f"git {arguments[0]} took longer than {SECONDS} seconds", code=ExitCode.LIMIT) from None


def _command(arguments: Iterable[str]) -> list[str]:
    return [_program(os.environ.get("PATH", os.defpath)), *_SAFE, *arguments]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _ENVIRONMENT


def _program(path: str) -> str:
    """Where git is, among the PATH's absolute folders: a relative one would find what a repository brings along."""
    name = "git.exe" if os.name == "nt" else "git"
    for folder in path.split(os.pathsep):
        place = os.path.join(folder, name)
        if os.path.isabs(folder) and os.path.isfile(place) and os.access(place, os.X_OK):
            return place
    raise ProdopsError("git is not installed", "history needs it", ExitCode.HISTORY_NOT_AVAILABLE)


def _why(stderr: bytes) -> str:
    """Git's own explanation, on one line, without its advice."""
    lines = stderr.decode("utf-8", "replace").splitlines()
    text = " ".join(" ".join(line for line in lines if not line.startswith("hint:")).split())
    return text.removeprefix("fatal: ").removeprefix("error: ")[:500]
