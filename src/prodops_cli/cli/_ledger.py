"""Open the history of the workspace a command was started in."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from prodops_cli.cli._revisions import Times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    import typer

    from prodops_cli.analysis.promises import Promises
    from prodops_cli.cli._revisions import Past
    from prodops_cli.git import Commit
    from prodops_cli.history import History
    from prodops_cli.settings import Settings

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Opened:
    """A history, the settings it was read with, the day to take for today, and the workspace's root."""

    history: History
    settings: Settings
    as_of: date
    root: Path


def open_history(context: typer.Context, at: str | None, as_of: date | None) -> Opened:
    """The history up to a revision, or up to what is on disk; with a day asked for, only what was there by then."""
    times = Times(context.obj.directory)
    repository = times.repository
    repository.require_history()
    log = _Ahead(lambda: repository.log("HEAD")) if at is None else None
    from prodops_cli.cli._workspace import today
    from prodops_cli.history import Uncommitted, history_of

    settings = times.settings
    if log is not None:
        day = today(settings, as_of)
        uncommitted = Uncommitted(times.tree, day)
        found = history_of(repository, log.result(), settings, until=as_of, uncommitted=uncommitted)
    else:
        moment = times.moment(at or "HEAD")
        day = as_of or moment.day or times.day_of_commit(moment.commit)
        found = history_of(repository, repository.log(moment.commit), settings, until=as_of)
    return Opened(found, settings, day, times.tree.root)


def commits_of_past(times: Times, past: Past) -> list[Commit]:
    """The commits up to a state of the workspace: to its own, or to the last there is.

    Raises ProdopsError with exit code 3 where a part of them is missing, as in a shallow clone.
    """
    times.repository.require_history()
    return times.repository.log(past.commit or "HEAD")


def history_of_past(times: Times, past: Past, commits: list[Commit] | None = None) -> History:
    """The history up to a state of the workspace: to its commit, or to what is on disk; of `commits` where listed.

    Raises ProdopsError with exit code 3 where a part of it is missing, as in a shallow clone.
    """
    from prodops_cli.history import Uncommitted, history_of

    commits = commits_of_past(times, past) if commits is None else commits
    uncommitted = Uncommitted(times.tree, past.as_of) if past.commit is None else None
    return history_of(times.repository, commits, past.workspace.settings, uncommitted=uncommitted)


def known_promises(times: Times, past: Past) -> Promises | None:
    """Every main promise up to this state of the workspace; None where there is no repository, or no commit yet.

    Raises ProdopsError with exit code 3 where a part of the history is missing: what moved would silently be, too.
    """
    is_there = past.commit is not None or (
        times.repository_if_any is not None and times.repository.find("HEAD") is not None
    )
    if not is_there:
        return None
    from prodops_cli.analysis.promises import main_promises

    with or_without("or go without what moved: --no-history"):
        return main_promises(history_of_past(times, past))


@contextmanager
def or_without(hint: str) -> Iterator[None]:
    """Where history is not available, add to the advice how to go without it."""
    from prodops_cli.errors import ExitCode, ProdopsError

    try:
        yield
    except ProdopsError as error:
        if hint and error.code is ExitCode.HISTORY_NOT_AVAILABLE:
            error.hint = f"{error.hint}; {hint}" if error.hint else hint
        raise


class _Ahead(Generic[Result]):
    """Work that is done beside the imports: git runs in a process of its own."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._outcome: list[Any] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._outcome = [self._work(), None]
        except BaseException as error:  # noqa: BLE001 - raised again where the result is wanted
            self._outcome = [None, error]

    def result(self) -> Result:
        """What the work came to. Raises what it raised."""
        self._thread.join()
        value, error = self._outcome
        if error is not None:
            raise error
        result: Result = value
        return result
