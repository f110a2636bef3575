"""The versions of the pages that people tick: each text a page ever had, with the day it got it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from prodops_cli.git import Commit, Repository
from prodops_cli.kinds import all_kinds
from prodops_cli.settings import Settings


@dataclass(frozen=True, slots=True)
class PageVersion:
    """What a page said from a day on."""

    day: date
    text: str


def page_versions(
    repository: Repository, commits: Iterable[Commit], settings: Settings
) -> Mapping[str, tuple[PageVersion, ...]]:
    """The versions of every page that is there after the last commit, the oldest first; a renamed one keeps its past.

    A version that is no UTF-8, or longer than a file may be, is left out.
    """
    zone = ZoneInfo(settings.time_zone)
    folders = tuple(f"{kind.folder}/{kind.pages}/" for kind in all_kinds().values() if kind.pages is not None)
    found: dict[str, list[tuple[date, str]]] = {}
    for commit in commits:
        day = commit.when.astimezone(zone).date()
        for change in commit.changes:
            former = found.pop(change.old_path, []) if change.old_path is not None else []
            if change.path is not None and change.blob is not None and change.path.startswith(folders):
                found[change.path] = [*former, (day, change.blob)]
    wanted = list(dict.fromkeys(blob for versions in found.values() for _, blob in versions))
    most = settings.limits.file_bytes
    contents = zip(wanted, repository.contents(wanted, most), strict=True)
    texts = {blob: text for blob, raw in contents if (text := _text(raw, most)) is not None}
    return {
        path: tuple(PageVersion(day, texts[blob]) for day, blob in versions if blob in texts)
        for path, versions in sorted(found.items())
    }


def _text(raw: bytes, most: int) -> str | None:
    if len(raw) > most:
        return None  # of a longer one there is only the beginning
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
