"""What the working directory has that is in no commit yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from prodops_cli.git import FileChange
from prodops_cli.history._reading import home_of, kinds_by_folder
from prodops_cli.tree import Tree, Unreadable, blob_id


@dataclass(frozen=True, slots=True)
class Uncommitted:
    """The working directory, and the day that is today there."""

    tree: Tree
    day: date


def changes_of(
    tree: Tree, files: Mapping[str, tuple[str, frozenset[str]]], most: int
) -> tuple[list[FileChange], dict[str, bytes]]:
    """What a tree has changed since the last commit, and the contents of the files that it has changed."""
    contents: dict[str, bytes] = {}
    changes, seen = [], set()
    for path in _paths_of(tree):
        try:
            raw = tree.read(path, most)
        except Unreadable:
            seen.add(path)  # there, whatever it says
            continue
        seen.add(path)
        old = files.get(path, (None, None))[0]
        blob = blob_id(raw, old or "")
        if blob != old:
            contents[path] = raw
            changes.append(FileChange(path if old else None, old, path, blob))
    changes += [FileChange(path, old, None, None) for path, (old, _) in files.items() if path not in seen]
    return changes, contents


def _paths_of(tree: Tree) -> Iterator[str]:
    """The files that kinds read."""
    for name in tree.names():
        for path in tree.files(name[:-1]) if name.endswith("/") and name[:-1] in kinds_by_folder() else [name]:
            if home_of(path) is not None:
                yield path
