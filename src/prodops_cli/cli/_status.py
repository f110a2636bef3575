"""Make a status update: the workspace, what git knows of its past, and what it is compared with."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from prodops_cli import __version__
from prodops_cli.cli._revisions import Past, Times, day_of, is_day, resolve_moment
from prodops_cli.cli._workspace import begin_reading, today, written_day
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prodops_cli.git import Commit
    from prodops_cli.history import History
    from prodops_cli.reports.status import Base, Status

LAST_UPDATE = "last-update"
LAST_TAG = "last-tag"
UPDATES = (".md", ".markdown", ".html", ".htm")
"""The names of files that an update may stand in end like this."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What an update was compared with: what to call it (nothing where its day says it all), the commit, its day.

    The commit is None where it was before the first.
    """

    label: str
    commit: str | None
    day: date


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked of `prodops status`."""

    since: str | Compared | None = None
    audience: str | None = None
    team: str | None = None
    goal: str | None = None
    proof: bool = False
    everything: bool = False
    history: bool = True
    """Whether git's history is asked."""
    at: str | None = None
    as_of: date | None = None
    output: Path | None = None
    """The file it goes to; `last-update` looks there for the one before."""


@dataclass(frozen=True, slots=True)
class Made:
    """A status update and what it was made from."""

    status: Status
    root: Path
    most: int | None
    """The most lines of a section; None for all of them."""
    marker: Marker


def made(directory: Path, wish: Wish) -> Made:
    """Make a status update. Raises ProdopsError for what is not there, with exit code 3 for history that is not."""
    times = Times(directory)
    past = times.at(wish.at, wish.as_of) if wish.at is not None else _now(times, wish.as_of)
    history, commit = _history(times, past, wish)
    base = _base(times, past, directory, wish) if wish.since is not None else None
    from prodops_cli.reports.status import View, audience_of, status

    commit = commit if _is_committed(times, past, history, commit) else None
    view = View(wish.audience, history, base, commit, wish.proof)
    page = status(past.workspace, past.as_of, team=wish.team, goal=wish.goal, view=view)
    most = None if wish.everything else audience_of(past.workspace.settings, wish.audience).lines
    marker = Marker(
        version=__version__,
        commit=commit,
        as_of=past.as_of.isoformat(),
        since=base.label if base is not None else None,
        since_commit=base.commit if base is not None else None,
        since_day=base.day.isoformat() if base is not None else None,
        audience=wish.audience,
        team=wish.team,
        goal=wish.goal,
        proof=wish.proof,
        everything=wish.everything,
        history=history is not None,
    )
    return Made(page, times.tree.root, most, marker)


def _now(times: Times, as_of: date | None) -> Past:
    """The files on disk, read with as many cores as there are."""
    with begin_reading(times.tree) as begun:
        from prodops_cli.workspace import read_workspace

        workspace = read_workspace(times.tree, times.settings, begun=begun)
    return Past(workspace, today(times.settings, as_of), None, times.tree)


# --- history -------------------------------------------------------------------------------------


def _history(times: Times, past: Past, wish: Wish) -> tuple[History | None, str | None]:
    """What git knows up to this state of the workspace, and the last commit that changed a record or the settings.

    None where history was not asked for, or there is no commit yet.

    It goes as far as the files do, whatever day is taken for today: a promise is told with the day that stands in the
    file. A shallow clone is refused: what moved would silently be missing.
    """
    if not wish.history:
        if wish.since is not None:
            raise ProdopsError("--since needs the history that --no-history leaves out", "leave one of them out")
        return None, past.commit
    is_needed = wish.since is not None or past.commit is not None
    if not is_needed and not _has_commits(times):
        return None, None
    from prodops_cli.history import Uncommitted, history_of

    repository = times.repository
    try:
        repository.require_history()
    except ProdopsError as error:
        if not is_needed and error.hint:
            error.hint += "; or go without what moved: --no-history"
        raise
    uncommitted = Uncommitted(times.tree, past.as_of) if past.commit is None else None
    commits = repository.log(past.commit or "HEAD")
    history = history_of(repository, commits, past.workspace.settings, uncommitted=uncommitted)
    return history, next((commit.id for commit in reversed(commits) if _is_about_records(commit)), None)


def _is_about_records(commit: Commit) -> bool:
    """Whether a commit changed what an update is made from; one that adds an update did not."""
    from prodops_cli.history import is_of_records

    paths = (path for change in commit.changes for path in (change.old_path, change.path) if path is not None)
    return any(is_of_records(path) for path in paths)


def _has_commits(times: Times) -> bool:
    """Whether a repository with a commit is around the workspace. Raises ProdopsError where git refuses it."""
    return times.repository_if_any is not None and times.repository.find("HEAD") is not None


def _is_committed(times: Times, past: Past, history: History | None, commit: str | None) -> bool:
    """Whether a commit holds exactly what was read: every record's file, and the settings."""
    if past.commit is not None or history is None or commit is None:
        return True
    from prodops_cli.revision import RevisionTree
    from prodops_cli.source import Limits
    from prodops_cli.tree import MARKER

    tree, most = RevisionTree(times.repository, commit), Limits().bytes
    is_same = MARKER in tree.names() and tree.read(MARKER, most) == times.tree.read(MARKER, most)
    return is_same and history.is_committed


# --- what it is compared with --------------------------------------------------------------------


def _base(times: Times, past: Past, directory: Path, wish: Wish) -> Base:
    """The time that `--since` means, with the commits that came after it."""
    from prodops_cli.reports.status import Base

    tip = past.commit or "HEAD"
    compared = wish.since if isinstance(wish.since, Compared) else _compared(times, past, directory, wish)
    commits = times.repository.log(tip, since=compared.commit)
    return Base(compared.label, compared.day, compared.commit, frozenset(commit.id for commit in commits))


def _compared(times: Times, past: Past, directory: Path, wish: Wish) -> Compared:
    tip, text = past.commit or "HEAD", str(wish.since)
    if text == LAST_UPDATE:
        return _last_update(directory, wish, past.as_of)
    if text == LAST_TAG:
        tagged = times.repository.last_tag(tip)
        if tagged is None:
            raise ProdopsError("there is no tag before this commit", "name a revision or a day: --since last-week")
        return Compared(tagged.tag, tagged.id, times.day_of_commit(tagged.id))
    if not is_day(text):
        named = times.moment(text, tip).commit
        return Compared(text, named, times.day_of_commit(named))
    day = day_of(text, times.settings, past.as_of)
    try:
        commit: str | None = resolve_moment(times.repository, text, times.settings, past.as_of, tip).commit
    except ProdopsError as error:
        if error.code != ExitCode.HISTORY_NOT_AVAILABLE or times.repository.is_shallow:
            raise
        commit = None  # before the first commit: everything came since then
    return Compared("" if text == day.isoformat() else text.replace("last-", "last "), commit, day)


def _last_update(directory: Path, wish: Wish, as_of: date) -> Compared:
    """The state that the last update was made from: the one in the file to write, else the newest beside it.

    An update of the same day is no last one: what is made now begins where that one began, in whatever form.
    Only an update for the same audience, team and goal told the same people what came before.
    """
    output = wish.output
    if output is None:
        raise ProdopsError("last-update needs the file of the last update", "say --output status.md, or --since DAY")
    place = directory / output
    beside = place.parent.iterdir() if place.parent.is_dir() else ()
    places = sorted(path for path in beside if path.suffix in UPDATES and path.is_file())
    found = _updates_in([place], wish) if place.is_file() else []
    found = found or _updates_in(places, wish)
    if not found:
        raise ProdopsError(
            f"there is no update in {output}, or beside it, that was made from a commit"
            + (" for the same readers" if wish.audience or wish.team or wish.goal else ""),
            "make the first one with a day or a revision: --since last-week",
        )
    before = [marker for marker in found if marker.as_of < as_of.isoformat()]
    latest = max(before or found, key=lambda marker: marker.as_of)
    if not before and latest.since_day is not None:  # another form of today's, or today's once more
        return Compared("the last update", latest.since_commit, _day(latest.since_day))
    return Compared("the last update", latest.commit, _day(latest.as_of))


def _updates_in(places: Iterable[Path], wish: Wish) -> list[Marker]:
    """The markers of updates that were made from a commit, for the readers of the one that is asked for."""
    markers = [marker for path in places if (marker := marker_in(_text(path))) is not None]
    readers = (wish.audience, wish.team, wish.goal)
    return [one for one in markers if one.commit is not None and (one.audience, one.team, one.goal) == readers]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


# --- making it again -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Marker:
    """The request that made an update, in a line of it that nobody sees."""

    version: str
    as_of: str
    commit: str | None = None
    since: str | None = None
    since_commit: str | None = None
    since_day: str | None = None
    audience: str | None = None
    team: str | None = None
    goal: str | None = None
    proof: bool = False
    everything: bool = False
    history: bool = False

    @property
    def line(self) -> str:
        """A comment of HTML, which nothing in it can end."""
        text = json.dumps({key: value for key, value in asdict(self).items() if value not in (None, False)})
        escaped = text.replace("-", "\\u002d").replace("<", "\\u003c").replace(">", "\\u003e")
        return f"<!-- prodops:status {escaped} -->\n"

    def wish(self) -> Wish:
        """What has to be asked for to make the same update. Raises ProdopsError where nobody can."""
        if self.commit is None:
            raise ProdopsError(
                "this update was made from files that were in no commit", "commit first, then write the update"
            )
        compared = None
        if self.since is not None and self.since_day is not None:
            compared = Compared(self.since, self.since_commit, _day(self.since_day))
        return Wish(
            since=compared,
            audience=self.audience,
            team=self.team,
            goal=self.goal,
            proof=self.proof,
            everything=self.everything,
            history=self.history,
            at=self.commit,
            as_of=_day(self.as_of),
        )


def _day(text: str) -> date:
    day = written_day(text)
    if day is None:
        raise ProdopsError("the marker of this update is damaged: it holds no day")
    return day


_MARKER = re.compile(r"^<!-- prodops:status (\{[^\n]*\}) -->$", re.MULTILINE)

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
"""The id of a commit: an update was made from that one, not from whatever a branch is today."""
_VERSION = re.compile(r"[\w.+-]{1,40}", re.ASCII)


def marker_in(text: str) -> Marker | None:
    """The marker of an update; None where there is none, or one that is damaged."""
    found = _MARKER.findall(text)
    try:
        data = json.loads(found[-1]) if found else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not {"version", "as_of"} <= data.keys() <= Marker.__dataclass_fields__.keys():
        return None
    flags = {"proof", "everything", "history"}
    is_sound = all(isinstance(value, bool if key in flags else str) for key, value in data.items())
    commits = [data[key] for key in ("commit", "since_commit") if key in data]
    is_sound = is_sound and all(map(_COMMIT.fullmatch, commits)) and bool(_VERSION.fullmatch(data["version"]))
    return Marker(**data) if is_sound else None
