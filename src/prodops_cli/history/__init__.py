"""Every record's trail, in one pass over git: each value it ever had, on which day, from whom.

A record is known by its kind and id, so its trail goes with it from folder to folder and between a file of its own
and a list. Where the id itself changes, the trail goes along if git calls it a rename, or if one commit takes a record
away and brings nearly the same one under another id. Nothing is validated here: a field that was dropped from the
vocabulary years ago still has the values it had.
"""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from prodops_cli.bulk import without_collection
from prodops_cli.git import Commit, FileChange, Repository
from prodops_cli.history._builder import Builder
from prodops_cli.history._events import events_of
from prodops_cli.history._pages import PageVersion, page_versions
from prodops_cli.history._reading import Reader, is_of_records
from prodops_cli.history._trails import Event, History, Revision, Trail, Version, text_of
from prodops_cli.history._uncommitted import Uncommitted, changes_of
from prodops_cli.settings import Settings


def read_history(
    repository: Repository,
    settings: Settings,
    *,
    tip: str = "HEAD",
    until: date | None = None,
    uncommitted: Uncommitted | None = None,
) -> History:
    """The history up to a commit, and what the working directory has besides.

    `until` leaves out what came after the last commit up to a day, and then also what is not committed.
    Raises ProdopsError where commits are missing: in a shallow clone.
    """
    repository.require_history()
    return history_of(repository, repository.log(tip), settings, until=until, uncommitted=uncommitted)


def history_of(
    repository: Repository,
    commits: Iterable[Commit],
    settings: Settings,
    *,
    until: date | None = None,
    uncommitted: Uncommitted | None = None,
) -> History:
    """The history that commits make, the oldest first."""
    zone = ZoneInfo(settings.time_zone)
    every = [(_revision(commit, zone), commit.changes) for commit in commits]
    steps = every[: _count_until([revision.day for revision, _ in every], until)]
    reader = Reader(repository, settings, [change for _, changes in steps for change in changes])
    builder = Builder()
    with without_collection():
        for revision, changes in steps:
            builder.apply(revision, changes, reader.read)
    changed: list[FileChange] = []
    if uncommitted is not None and len(steps) == len(every):
        now = Revision(None, "", uncommitted.day, "not committed")
        changed, contents = changes_of(uncommitted.tree, builder.files, settings.limits.file_bytes)
        builder.apply(now, changed, lambda home, path, _: reader.read_raw(home, contents[path]))
    return builder.history(len(steps), is_committed=not changed)


def _count_until(days: list[date], until: date | None) -> int:
    """How many commits there are up to the last of a day: as `--at` finds it, whatever the clocks of others said."""
    if until is None:
        return len(days)
    return max((number for number, day in enumerate(days, 1) if day <= until), default=0)


def _revision(commit: Commit, zone: ZoneInfo) -> Revision:
    return Revision(commit.id, commit.author, commit.when.astimezone(zone).date(), commit.subject)


__all__ = [
    "Event",
    "History",
    "PageVersion",
    "Revision",
    "Trail",
    "Uncommitted",
    "Version",
    "events_of",
    "history_of",
    "is_of_records",
    "page_versions",
    "read_history",
    "text_of",
]
