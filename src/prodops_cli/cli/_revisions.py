"""Other times of a workspace: what people type becomes a commit and a day, and the workspace as it was then."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from prodops_cli.cli._workspace import day_in, open_workspace, today, tree_around
from prodops_cli.errors import ExitCode, ProdopsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import typer

    from prodops_cli.git import Repository
    from prodops_cli.known import Known
    from prodops_cli.settings import Settings
    from prodops_cli.tree import Tree, WorkingTree
    from prodops_cli.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Moment:
    """A commit, and the day that was asked for where it was found by one."""

    commit: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """A workspace at a time, the day to take for today, the commit (None: the files on disk), and its tree."""

    workspace: Workspace
    as_of: date
    commit: str | None
    tree: Tree


def workspace_at(directory: Path, revision: str) -> tuple[Workspace, date]:
    """The workspace around a directory as it was at a revision, and the day of that."""
    found = Times(directory).at(revision)
    return found.workspace, found.as_of


def opened(context: typer.Context, at: str | None, as_of: date | None) -> Past:
    """The workspace a command was started in, as `--at` and `--as-of` ask for it."""
    times = Times(context.obj.directory)
    if at is not None:
        return times.at(at, as_of)
    workspace = open_workspace(context)
    return Past(workspace, today(workspace.settings, as_of), None, times.tree)


class Times:
    """One workspace at several times, for one run.

    Raises ProdopsError where there is no workspace; whatever git has to say comes with the first question to it.
    """

    def __init__(self, directory: Path) -> None:
        self.tree: WorkingTree = tree_around(directory)

    @cached_property
    def repository_if_any(self) -> Repository | None:
        """The git repository around the workspace; None where there is none."""
        from prodops_cli.git import Repository

        return Repository.if_around(self.tree.root)

    @cached_property
    def repository(self) -> Repository:
        """The git repository around the workspace."""
        from prodops_cli.git import Repository

        return self.repository_if_any or Repository.around(self.tree.root)

    @cached_property
    def known(self) -> Known:
        """What was read at one time, for the next: an unchanged file is read once."""
        from prodops_cli.known import Known

        return Known(self.repository.resolve("HEAD"))

    @cached_property
    def settings(self) -> Settings:
        """The settings as they are now: their calendar says what `last-quarter` is, and when a day ends."""
        from prodops_cli import settings

        return settings.load(self.tree)

    @cached_property
    def today(self) -> date:
        """The day that counts as today, as the settings or the clock have it."""
        return day_in(self.settings.time_zone, self.settings.as_of)

    def moment(self, text: str, tip: str = "HEAD") -> Moment:
        """The commit that a revision, a day or a word means; see `resolve_moment`."""
        if is_day(text):
            return resolve_moment(self.repository, text, self.settings, self.today, tip)
        return Moment(self.repository.resolve(text))

    def day_of_commit(self, commit: str) -> date:
        """The day a commit was made, in the workspace's time zone."""
        return _day_in(self.settings, self.repository.when(commit))

    def at(self, revision: str | Moment, as_of: date | None = None, *, also: Iterable[str] = ()) -> Past:
        """The workspace as it was at a revision (as typed, or resolved); `also` as for `read_workspace`."""
        from prodops_cli import settings as settings_
        from prodops_cli.revision import RevisionTree
        from prodops_cli.tree import MARKER
        from prodops_cli.workspace import read_workspace

        moment = self.moment(revision) if isinstance(revision, str) else revision
        tree = RevisionTree(self.repository, moment.commit)
        if MARKER not in tree.names():
            raise ProdopsError(
                f"there was no workspace here at {moment.commit[:10]}: no {MARKER}",
                f"git log -- {MARKER} lists the commits that changed it",
            )
        try:
            settings = settings_.load(tree)
        except ProdopsError as error:  # the files on disk may be as they should
            raise ProdopsError(f"at {moment.commit[:10]}, {error}", error.hint, diagnostics=error.diagnostics) from None
        workspace = read_workspace(tree, settings, also=also, known=self.known)
        day = as_of or moment.day or _day_in(settings, self.repository.when(moment.commit))
        return Past(workspace, day, moment.commit, tree)

    def now(self, as_of: date | None = None) -> Past:
        """The workspace as it is on disk."""
        from prodops_cli.workspace import read_workspace

        try:
            known = self.known
        except ProdopsError:  # no repository, or no commit: there is no other time
            known = None
        workspace = read_workspace(self.tree, self.settings, known=known)
        return Past(workspace, day_in(self.settings.time_zone, as_of or self.settings.as_of), None, self.tree)


# --- what people type ------------------------------------------------------------------------------

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PERIOD = re.compile(r"(?:19|20|21)[0-9]{2}-(?:Q[1-4]|H[12]|0[1-9]|1[0-2])")


def is_day(text: str) -> bool:
    """Whether a text means a day, by its date or by a word, not a commit."""
    return text in _WORDS or bool(_DAY.fullmatch(text) or _PERIOD.fullmatch(text))


def resolve_moment(repository: Repository, text: str, settings: Settings, today: date, tip: str = "HEAD") -> Moment:
    """The commit that a text means, on the first-parent line of `tip` where it is a day.

    A day (2026-09-30), a period (2026-Q3, 2026-09: its last day) or a word (`last-quarter`) means the last commit up
    to the end of that day in the workspace's time zone; everything else is git's: a commit, branch, tag, HEAD~3.
    """
    if not is_day(text):
        return Moment(repository.resolve(text))
    day = day_of(text, settings, today)
    return Moment(repository.commit_before(_end_of(day, settings), tip), day)


def _end_of(day: date, settings: Settings) -> datetime:
    """The last second of a day in the workspace's time zone."""
    from zoneinfo import ZoneInfo

    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(settings.time_zone))
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def _day_in(settings: Settings, moment: datetime) -> date:
    """The day a moment is on in the workspace's time zone."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(settings.time_zone)).date()


def day_of(text: str, settings: Settings, today: date) -> date:
    """The day that a date, a period or one of the words means. Raises ProdopsError where it is none."""
    if text in _WORDS:
        return _WORDS[text](settings, today)
    if _PERIOD.fullmatch(text):
        from prodops_cli.analysis.calendar import period_days

        return min(period_days(settings, text).last, today)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ProdopsError(f"{text} is not a day of the calendar", "write it as 2026-09-30") from None
    if not 1900 <= day.year <= 2200:
        raise ProdopsError(f"{text} is not a day of the calendar", "years from 1900 to 2200 are")
    return day


def stretch_of(text: str, settings: Settings, today: date) -> tuple[date, date]:
    """The first and the last day that a day, a word or a period (2027-Q1, also one to come) means."""
    if _PERIOD.fullmatch(text):
        from prodops_cli.analysis.calendar import period_days

        period = period_days(settings, text)
        return period.first, period.last
    day = day_of(text, settings, today)
    return day, day


def _last_quarter(settings: Settings, today: date) -> date:
    """The last day of the fiscal quarter before the one that `today` is in."""
    months = (today.month - settings.fiscal_year_starts) % 3
    first = today.year * 12 + today.month - 1 - months
    return date(first // 12, first % 12 + 1, 1) - timedelta(days=1)


def _a_month_ago(today: date) -> date:
    """The same day of the month before, or its last where it is shorter."""
    end_of_last = today.replace(day=1) - timedelta(days=1)
    return end_of_last.replace(day=min(today.day, end_of_last.day))


_WORDS: dict[str, Callable[[Settings, date], date]] = {
    "yesterday": lambda _, today: today - timedelta(days=1),
    "last-week": lambda _, today: today - timedelta(days=7),
    "last-month": lambda _, today: _a_month_ago(today),
    "last-quarter": _last_quarter,
}
WORDS = tuple(_WORDS)
"""The words that mean a day: one day, a week and a month ago, and the end of the last fiscal quarter."""


# --- what a change is compared with -----------------------------------------------------------------

_TARGET_BRANCHES = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "CHANGE_TARGET",
)
"""Variables in which CI systems name the branch that a pull request wants to be merged into."""
_MAIN_LINES = ("origin/HEAD", "origin/main", "origin/master", "main", "master", "@{upstream}")


def default_base(repository: Repository, tip: str = "HEAD") -> str:
    """The commit to compare with unless one is named: where `tip` parted from the line it is to be merged into.

    In CI that is the pull request's target; elsewhere the main line, or what the branch follows; else `tip` itself.
    Raises ProdopsError where the clone does not have it.
    """
    commit = repository.resolve(tip)
    target = next((name for variable in _TARGET_BRANCHES if (name := os.environ.get(variable))), None)
    if target is not None:
        return _target_base(repository, target.removeprefix("refs/heads/"), commit)
    for name in _MAIN_LINES:
        base = repository.find(name)
        if base is not None:
            return repository.merge_base(base, commit) or commit
    return commit


def _target_base(repository: Repository, branch: str, commit: str) -> str:
    hint = "in CI check out with fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab)"
    repository.require_history()
    target = repository.find(f"refs/remotes/origin/{branch}") or repository.find(f"refs/heads/{branch}")
    if target is None:
        message = f"the branch `{branch}`, which this is to be merged into, is not in this clone"
        raise ProdopsError(message, hint, ExitCode.HISTORY_NOT_AVAILABLE)
    base = repository.merge_base(target, commit)
    if base is None:
        message = f"this has no commit in common with `{branch}`, which it is to be merged into"
        raise ProdopsError(message, hint, ExitCode.HISTORY_NOT_AVAILABLE)
    return base
