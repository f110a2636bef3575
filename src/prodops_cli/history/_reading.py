"""Read what the files of many revisions hold: each content once, in the order in which it is needed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from prodops_cli.git import FileChange, Repository
from prodops_cli.history._trails import text_of
from prodops_cli.kinds import all_kinds
from prodops_cli.pieces import Fields, Pieces
from prodops_cli.settings import Settings
from prodops_cli.tree import MARKER, SUFFIX


@dataclass(frozen=True, slots=True)
class Home:
    """What a path makes of a file: the kind of its records, and the id where it holds but one."""

    kind: str
    id: str | None


@cache
def home_of(path: str) -> Home | None:
    """What stands in a file; None for one that no kind reads."""
    folder, slash, rest = path.partition("/")
    if not path.endswith(SUFFIX) or path.startswith(".") or "/." in path:
        return None
    kind = kinds_by_folder().get(folder if slash else folder.removesuffix(SUFFIX))
    if kind is None:
        return None
    return Home(kind, rest.rpartition("/")[2].removesuffix(SUFFIX) if slash else None)


def is_of_records(path: str) -> bool:
    """Whether a file holds records, or the settings they are read with."""
    return path == MARKER or home_of(path) is not None


@cache
def kinds_by_folder() -> dict[str, str]:
    return {kind.folder: name for name, kind in all_kinds().items()}


Contents = dict[str, Fields | None]
"""The records of a file by id; None in place of one that cannot be read."""
Read = Callable[[Home, str, str], Contents | None]
"""Reads a file: what it holds, its path, its content's id; None where nothing in it can be read."""


class Reader:
    """Reads each content once, in the order in which the changes need them."""

    def __init__(self, repository: Repository, settings: Settings, changes: Iterable[FileChange]) -> None:
        self.pieces = Pieces(settings.source_limits)
        self.known: dict[tuple[str, bool], Fields | list[Fields] | None] = {}
        homes = ((change.blob, home_of(change.path)) for change in changes if change.path and change.blob)
        wanted = dict.fromkeys((blob, home.id is None) for blob, home in homes if home is not None)
        contents = repository.contents((blob for blob, _ in wanted), settings.limits.file_bytes)
        self.stream = zip(wanted, contents, strict=True)

    def read(self, home: Home, path: str, blob: str) -> Contents | None:  # noqa: ARG002 - another reader needs it
        """What stands in a file with this content."""
        wanted = (blob, home.id is None)
        while wanted not in self.known:
            (name, is_list), raw = next(self.stream)
            self.known[name, is_list] = self.pieces.records(raw) if is_list else self.pieces.record(raw)
        return _by_id(home, self.known[wanted])

    def read_raw(self, home: Home, raw: bytes) -> Contents | None:
        """What stands in a file of the working directory."""
        return _by_id(home, self.pieces.records(raw) if home.id is None else self.pieces.record(raw))


def _by_id(home: Home, found: Fields | list[Fields] | None) -> Contents | None:
    """The records of a file by their ids, those without one left out."""
    if not isinstance(found, list):
        return {home.id: found} if home.id is not None else None
    ids = ((text_of(fields, "id"), fields) for fields in reversed(found))  # of two with one id, the first counts
    return {id_: fields for id_, fields in ids if id_ is not None}
