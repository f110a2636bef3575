"""Open the history of the workspace a command was started in."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from prodops_cli.cli._revisions import Times

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    import typer

    from prodops_cli.analysis.promises import Promises
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


def known_promises(context: typer.Context, at: str | None, *, are_wanted: bool = True) -> Promises:
    """The main promise of each record as git knows it; none where they are not wanted, or nothing is committed.

    Raises ProdopsError with exit code 3 for a shallow clone: what moved would silently be missing.
    """
    from prodops_cli.analysis.promises import UNKNOWN, main_promises
    from prodops_cli.errors import ProdopsError

    times = Times(context.obj.directory)
    if not are_wanted or times.repository_if_any is None or times.repository.find("HEAD") is None:
        return UNKNOWN
    try:
        return main_promises(open_history(context, at, None).history)
    except ProdopsError as error:
        if error.hint:
            error.hint += "; or go without what moved: --no-history"
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
