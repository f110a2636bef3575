"""Records that were read before, by the content of their files: one that two revisions share is read once.

Only files without any problem are kept, so that what is wrong with a file is always found where it stands.
"""

from typing import NamedTuple

from prodops_cli.diagnostics import Route
from prodops_cli.kinds._base import Record
from prodops_cli.source import Document, Limits
from prodops_cli.tree import Tree, Unreadable, blob_id

Key = tuple[str, str, str, Limits]
"""What a file's records depend on: its content, their kind, the file's name (their id; "" for a list), the limits."""


class Found(NamedTuple):
    """A clean file, and its records with the route to each."""

    document: Document
    records: tuple[tuple[Record, Route], ...]


class Known:
    """The clean files that were read so far, by content.

    Contents are told apart by the ids git gives them; `like` is any id of the repository, which shows their form.
    Files on disk are compared as their bytes are: no filter of git's has a say in it.
    """

    def __init__(self, like: str) -> None:
        self._like = like
        self._found: dict[Key, Found] = {}

    def find(self, tree: Tree, path: str, kind: type[Record], limits: Limits) -> Found | None:
        """What was made of a file with this content before; None where there was none."""
        blob = tree.blob(path) or (self._read_id(tree, path, limits) if self._found else None)
        return self._found.get(_key(blob, path, kind, limits)) if blob is not None else None

    def keep(
        self, tree: Tree, document: Document, kind: type[Record], limits: Limits, records: list[tuple[Record, Route]]
    ) -> None:
        """Remember what was made of a file that has no problems."""
        blob = tree.blob(document.path) or blob_id(document.raw, self._like)
        self._found[_key(blob, document.path, kind, limits)] = Found(document, tuple(records))

    def _read_id(self, tree: Tree, path: str, limits: Limits) -> str | None:
        try:
            content = tree.read(path, limits.bytes)
        except Unreadable:
            return None
        return blob_id(content, self._like)


def _key(blob: str, path: str, kind: type[Record], limits: Limits) -> Key:
    folder, _, name = path.rpartition("/")
    return blob, kind.kind, name if folder else "", limits
